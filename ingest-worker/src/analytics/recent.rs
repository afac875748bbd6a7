/// The numbers of the texts of one chunk that were looked up last, by where they lie in memory.
///
/// A chunk has a profile for about each visitor, of few different texts that they share (`Profile`). What lies in the same place is the same text,
/// as long as the chunk is borrowed, and need not be hashed and compared again.
#[derive(Clone, Copy, Debug)]
pub struct Recent<'a>([Option<(&'a str, u32)>; PLACES]);

/// More than the values of most dimensions of profiles; a power of two.
const PLACES: usize = 32;

impl Default for Recent<'_> {
    fn default() -> Self {
        Recent([None; PLACES])
    }
}

impl<'a> Recent<'a> {
    /// The number of a text, which `look` finds when it is not known here.
    pub fn number<E>(&mut self, text: &'a str, look: impl FnOnce() -> Result<u32, E>) -> Result<u32, E> {
        // Allocations begin at multiples of 8 at least.
        let place = self.0.get_mut((text.as_ptr().addr() >> 3) % PLACES);
        match place {
            Some(Some((known, number))) if std::ptr::eq(*known, text) => Ok(*number),
            Some(free) => {
                let number = look()?;
                *free = Some((text, number));
                Ok(number)
            }
            None => look(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    #[test]
    fn a_text_is_looked_up_once_where_it_lies() {
        let texts = ["desktop".to_owned(), "desktop".to_owned(), "phone".to_owned()];
        let (mut recent, mut looked_up) = (Recent::default(), 0);
        for (entry, text) in [(0, 7), (0, 7), (1, 8), (2, 9), (0, 7)].map(|(entry, number)| ((entry, number), &texts[entry])) {
            let number = recent.number(text, || {
                looked_up += 1;
                Ok::<u32, Infallible>(entry.1)
            });
            assert_eq!(number, Ok(entry.1));
        }
        assert!((3..=5).contains(&looked_up), "{looked_up}");
        // A part of a text begins where it does, and is another one.
        assert_eq!(recent.number(&texts[0][..4], || Ok::<u32, Infallible>(1)), Ok(1));
    }
}
