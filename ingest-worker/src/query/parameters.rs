use crate::rejection::Rejection;
use event_model::clip_line;
use event_model::limits::MAX_LINE;
use std::ops::RangeInclusive;

/// Items that one list parameter may have.
const MAX_ITEMS: usize = 50;

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
    pub fn text(&mut self, name: &'static str) -> Result<Option<String>, Rejection> {
        let mut values = self.take(name);
        let value = values.pop();
        if !values.is_empty() {
            return Err(Rejection::parameter(name, "stands more than once"));
        }
        value.map(|text| checked(name, text)).transpose()
    }

    /// A comma-separated list, which may also stand more than once.
    pub fn list(&mut self, name: &'static str) -> Result<Vec<String>, Rejection> {
        let mut items = Vec::new();
        for value in self.take(name) {
            for item in value.split(',') {
                items.push(checked(name, item.to_owned())?);
            }
        }
        if items.len() > MAX_ITEMS {
            return Err(Rejection::parameter(name, format!("at most {MAX_ITEMS} values")));
        }
        Ok(items)
    }

    /// A whole number within bounds.
    pub fn number(&mut self, name: &'static str, bounds: RangeInclusive<i64>) -> Result<Option<i64>, Rejection> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let fault = || Rejection::parameter(name, format!("a whole number from {} to {}", bounds.start(), bounds.end()));
        text.parse().ok().filter(|number| bounds.contains(number)).map(Some).ok_or_else(fault)
    }

    /// `1` or `true`, `0` or `false`; false when absent.
    pub fn flag(&mut self, name: &'static str) -> Result<bool, Rejection> {
        match self.text(name)?.as_deref() {
            None | Some("0" | "false") => Ok(false),
            Some("1" | "true") => Ok(true),
            Some(_) => Err(Rejection::parameter(name, "0 or 1")),
        }
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

fn checked(name: &'static str, text: String) -> Result<String, Rejection> {
    if text.is_empty() {
        return Err(Rejection::parameter(name, "must not be empty"));
    }
    // No stored value is longer, apart from page addresses, by which nobody can ask yet.
    if text.chars().count() > MAX_LINE {
        return Err(Rejection::parameter(name, format!("at most {MAX_LINE} characters")));
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
    fn faults_name_their_parameter() {
        assert_eq!(fault(Parameters::parse("a=").text("a")), "a");
        assert_eq!(fault(Parameters::parse("a=1&a=2").text("a")), "a");
        assert_eq!(fault(Parameters::parse("a=x,,y").list("a")), "a");
        assert_eq!(fault(Parameters::parse(&format!("a={}", "x,".repeat(60) + "x")).list("a")), "a");
        assert_eq!(fault(Parameters::parse(&format!("a={}", "x".repeat(201))).text("a")), "a");
        for bad in ["0", "101", "1.5", "ten", "99999999999999999999"] {
            assert_eq!(fault(Parameters::parse(&format!("limit={bad}")).number("limit", 1..=100)), "limit", "{bad}");
        }
        assert_eq!(fault(Parameters::parse("dry_run=yes").flag("dry_run")), "dry_run");
        assert_eq!(fault(Parameters::parse("usr_id=anna").finish()), "usr_id");
    }
}
