use super::text_map::TextMap;
use crate::rejection::Rejection;
use std::rc::Rc;

/// What a question may keep of different texts, in bytes.
const MOST_BYTES: usize = 16 << 20;
/// What a text takes beside its letters.
const ENTRY_BYTES: usize = 80;

/// Numbers for texts, from 0 on in the order in which they come.
#[derive(Debug, Default)]
pub struct Names {
    numbers: TextMap<Rc<str>, u32>,
    texts: Vec<Rc<str>>,
    bytes: usize,
}

impl Names {
    /// The number of a text. Refuses to keep too many.
    pub fn number(&mut self, text: &str) -> Result<u32, Rejection> {
        if let Some(number) = self.numbers.get(text) {
            return Ok(*number);
        }
        self.bytes += text.len() + ENTRY_BYTES;
        if self.bytes > MOST_BYTES {
            return Err(Rejection::QuestionTooBig("Too many different values. Take a shorter range, or add a filter.".into()));
        }
        let number = self.texts.len() as u32;
        let text: Rc<str> = text.into();
        self.texts.push(Rc::clone(&text));
        self.numbers.insert(text, number);
        Ok(number)
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", AsRef::as_ref)
    }
}

/// The numbers of a chunk's entries, each looked up when it is first met.
#[derive(Debug)]
pub struct Numbers(Vec<Option<u32>>);

impl Numbers {
    /// So many entries, of which nothing is known.
    pub fn new(entries: usize) -> Numbers {
        Numbers(vec![None; entries])
    }

    /// The number of an entry with this text.
    pub fn of(&mut self, entry: usize, text: &str, names: &mut Names) -> Result<u32, Rejection> {
        if let Some(known) = self.0.get(entry).copied().flatten() {
            return Ok(known);
        }
        let number = names.number(text)?;
        self.0.get_mut(entry).into_iter().for_each(|place| *place = Some(number));
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number() {
        let mut names = Names::default();
        assert_eq!(["a", "b", "a"].map(|text| names.number(text)), [Ok(0), Ok(1), Ok(0)]);
        assert_eq!((names.text(1), names.text(7)), ("b", ""));
        let mut numbers = Numbers::new(2);
        assert_eq!([(0, "b"), (1, "c"), (0, "b")].map(|(entry, text)| numbers.of(entry, text, &mut names)), [Ok(1), Ok(2), Ok(1)]);
    }

    #[test]
    fn too_many_are_refused() {
        let mut names = Names::default();
        let long = "x".repeat(1 << 20);
        let refused = (0..20).find_map(|number| names.number(&format!("{number}{long}")).err());
        assert_eq!(refused.unwrap().summary().code, "question_too_big");
        assert!(names.number(&format!("0{long}")).is_ok());
    }
}
