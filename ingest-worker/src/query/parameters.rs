use crate::rejection::Rejection;
use event_model::clip_line;
use event_model::limits::MAX_URL;
use std::ops::RangeInclusive;

#[cfg(test)]
pub mod recorder;

/// Items that one list parameter may have.
pub const MAX_ITEMS: usize = 50;

/// The parameters of a query string, taken out one by one. What nobody took is unknown: answering a question without one of its
/// conditions would be a wrong answer that looks right.
#[derive(Debug)]
pub struct Parameters {
    left: Vec<(String, String)>,
}

impl Parameters {
    /// Reads the text behind the `?`.
    pub fn parse(query: &str) -> Parameters {
        Parameters { left: form_urlencoded::parse(query.as_bytes()).into_owned().collect() }
    }

    /// A parameter that stands once. An empty one is refused: it is most likely a variable that was not set, and dropping the condition
    /// would show more than was asked for.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Rejection> {
        #[cfg(test)]
        recorder::note(name, recorder::Form::Text);
        self.single(name)
    }

    fn single(&mut self, name: &str) -> Result<Option<String>, Rejection> {
        let mut values = self.take(name);
        let value = values.pop();
        if !values.is_empty() {
            return Err(Rejection::parameter(name.to_owned(), "stands more than once"));
        }
        value.map(|text| checked(name, text)).transpose()
    }

    /// A comma-separated list, which may also stand more than once. A comma that belongs to an item is written `\,`.
    pub fn list(&mut self, name: &str) -> Result<Vec<String>, Rejection> {
        #[cfg(test)]
        recorder::note(name, recorder::Form::List);
        let mut items = Vec::new();
        for value in self.take(name) {
            for item in split(&value) {
                items.push(checked(name, item)?);
            }
        }
        if items.len() > MAX_ITEMS {
            return Err(Rejection::parameter(name.to_owned(), format!("at most {MAX_ITEMS} values")));
        }
        Ok(items)
    }

    /// A text that may stand more than once, commas included.
    pub fn texts(&mut self, name: &str) -> Result<Vec<String>, Rejection> {
        #[cfg(test)]
        recorder::note(name, recorder::Form::Texts);
        let values = self.take(name);
        if values.len() > MAX_ITEMS {
            return Err(Rejection::parameter(name.to_owned(), format!("at most {MAX_ITEMS} times")));
        }
        values.into_iter().map(|value| checked(name, value)).collect()
    }

    /// The different names of the parameters that are left, in the order of the query string.
    pub fn names(&self) -> Vec<String> {
        #[cfg(test)]
        recorder::note("", recorder::Form::Names);
        let mut names: Vec<String> = Vec::new();
        for (name, _) in &self.left {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// A whole number within bounds.
    pub fn number(&mut self, name: &str, bounds: RangeInclusive<i64>) -> Result<Option<i64>, Rejection> {
        #[cfg(test)]
        recorder::note(name, recorder::Form::Number { bounds: bounds.clone(), default: None });
        self.bounded(name, bounds)
    }

    /// The same, with a number that holds when none is given.
    pub fn number_or(&mut self, name: &str, bounds: RangeInclusive<i64>, default: i64) -> Result<i64, Rejection> {
        #[cfg(test)]
        recorder::note(name, recorder::Form::Number { bounds: bounds.clone(), default: Some(default) });
        Ok(self.bounded(name, bounds)?.unwrap_or(default))
    }

    fn bounded(&mut self, name: &str, bounds: RangeInclusive<i64>) -> Result<Option<i64>, Rejection> {
        let Some(text) = self.single(name)? else { return Ok(None) };
        let fault = || Rejection::parameter(name.to_owned(), format!("a whole number from {} to {}", bounds.start(), bounds.end()));
        signed(&text).filter(|number| bounds.contains(number)).map(Some).ok_or_else(fault)
    }

    /// One of some words, each with what it stands for; the first one when none is given.
    pub fn choice<T: Copy>(&mut self, name: &str, first: (&str, T), others: &[(&str, T)]) -> Result<T, Rejection> {
        let choices: Vec<(&str, T)> = [first].iter().chain(others).copied().collect();
        #[cfg(test)]
        recorder::note(name, recorder::Form::choice(&choices, true));
        Ok(self.chosen(name, &choices)?.unwrap_or(first.1))
    }

    /// The same, without one that holds when none is given.
    pub fn choice_if_any<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> Result<Option<T>, Rejection> {
        #[cfg(test)]
        recorder::note(name, recorder::Form::choice(choices, false));
        self.chosen(name, choices)
    }

    fn chosen<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> Result<Option<T>, Rejection> {
        let Some(text) = self.single(name)? else { return Ok(None) };
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, meant)| *meant);
        let fault = || Rejection::parameter(name.to_owned(), one_of(choices.iter().map(|(word, _)| *word)));
        found.map(Some).ok_or_else(fault)
    }

    /// `1` or `true`, `0` or `false`; false when absent.
    pub fn flag(&mut self, name: &str) -> Result<bool, Rejection> {
        #[cfg(test)]
        recorder::note(name, recorder::Form::Flag);
        match self.single(name)?.as_deref() {
            None | Some("0" | "false") => Ok(false),
            Some("1" | "true") => Ok(true),
            Some(_) => Err(Rejection::parameter(name.to_owned(), "0 or 1")),
        }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Ends the reading: whatever is left is unknown.
    pub fn finish(self) -> Result<(), Rejection> {
        match self.left.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => Err(Rejection::parameter(clip_line(&name, 80), "this endpoint has no such parameter")),
        }
    }

    fn take(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.left).into_iter().partition(|(key, _)| key == name);
        self.left = left;
        taken.into_iter().map(|(_, value): (String, String)| value).collect()
    }
}

/// A number of digits alone: Rust would take a plus sign before them.
pub fn whole(digits: &str) -> Option<u64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// The same, with a minus sign where it is negative.
fn signed(text: &str) -> Option<i64> {
    if text.starts_with('+') {
        return None;
    }
    text.parse().ok()
}

/// `a, b or c`
fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn split(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut letters = list.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = if letter == '\\' { letters.next_if_eq(&',') } else { None };
        match (letter, items.last_mut()) {
            (',', _) => items.push(String::new()),
            (letter, Some(item)) => item.push(escaped.unwrap_or(letter)),
            (_, None) => {}
        }
    }
    items
}

fn checked(name: &str, text: String) -> Result<String, Rejection> {
    if text.is_empty() {
        return Err(Rejection::parameter(name.to_owned(), "must not be empty"));
    }
    // No stored value that one can ask for is longer.
    if text.chars().count() > MAX_URL {
        return Err(Rejection::parameter(name.to_owned(), format!("at most {MAX_URL} characters")));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault<T: std::fmt::Debug>(outcome: Result<T, Rejection>) -> String {
        outcome.unwrap_err().field().unwrap().to_owned()
    }

    #[test]
    fn parameters_are_taken_once_and_none_is_left() {
        let mut given = Parameters::parse("user_id=anna%20b&type=a,b&type=c&limit=5&dry_run=1");
        assert_eq!(given.text("user_id"), Ok(Some("anna b".into())));
        assert_eq!(given.list("type"), Ok(vec!["a".into(), "b".into(), "c".into()]));
        assert_eq!(given.number("limit", 1..=100), Ok(Some(5)));
        assert_eq!(given.flag("dry_run"), Ok(true));
        assert_eq!(given.text("session_id"), Ok(None));
        assert_eq!(given.finish(), Ok(()));
    }

    #[test]
    fn commas_can_belong_to_items() {
        let list = |query: &str| Parameters::parse(query).list("a").unwrap();
        assert_eq!(list(r"a=x\,y,z&a=C:\d\\,e"), ["x,y", "z", r"C:\d\,e"]);
        assert_eq!(list(r"a=x\"), [r"x\"]);
        let mut steps = Parameters::parse("b=1&step=x,y&step=z&b=2");
        assert_eq!(steps.names(), ["b", "step"]);
        assert_eq!(steps.texts("step"), Ok(vec!["x,y".into(), "z".into()]));
    }

    #[test]
    fn faults_name_their_parameter() {
        assert_eq!(fault(Parameters::parse("a=").text("a")), "a");
        assert_eq!(fault(Parameters::parse("a=1&a=2").text("a")), "a");
        assert_eq!(fault(Parameters::parse("a=x,,y").list("a")), "a");
        assert_eq!(fault(Parameters::parse(&format!("a={}", "x,".repeat(60) + "x")).list("a")), "a");
        assert_eq!(fault(Parameters::parse(&format!("a={}", "x".repeat(2049))).text("a")), "a");
        for bad in ["0", "101", "1.5", "ten", "+5", "99999999999999999999"] {
            assert_eq!(fault(Parameters::parse(&format!("limit={bad}")).number("limit", 1..=100)), "limit", "{bad}");
        }
        assert_eq!(fault(Parameters::parse("dry_run=yes").flag("dry_run")), "dry_run");
        assert_eq!(fault(Parameters::parse("usr_id=anna").finish()), "usr_id");
    }
}
