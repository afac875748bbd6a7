use crate::limits::{MAX_OPAQUE_ID, MAX_TYPE};
use crate::violation::{Violation, ViolationCode};

/// What happened: 1 to 80 characters such as `project_created` or `dice.roll`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EventType(String);

impl EventType {
    /// Takes a type name: one line, no blanks at its ends.
    pub fn parse(text: &str) -> Result<EventType, Violation> {
        word(text, "type", MAX_TYPE).map(EventType)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An id of the caller's world (user, session, stream, entity …): 1 to 128 characters, compared and never interpreted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OpaqueId(String);

impl OpaqueId {
    /// Takes an id. `field` names where it stood.
    pub fn parse(text: &str, field: &'static str) -> Result<OpaqueId, Violation> {
        word(text, field, MAX_OPAQUE_ID).map(OpaqueId)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<crate::EventId> for OpaqueId {
    /// Every event id is a fine opaque id.
    fn from(id: crate::EventId) -> OpaqueId {
        OpaqueId(id.into_string())
    }
}

/// A JSON object kept as text: the caller's `metadata` or `context`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeJson(String);

impl FreeJson {
    /// Takes the text of a JSON document that a JSON writer or reader has already found to be well formed; checks that it is an
    /// object of at most `max_bytes`.
    pub fn from_valid_json(text: &str, field: &'static str, max_bytes: usize) -> Result<FreeJson, Violation> {
        if !text.starts_with('{') {
            return Err(Violation::new(ViolationCode::WrongType, field, "expected a JSON object"));
        }
        if text.len() > max_bytes {
            return Err(Violation::new(ViolationCode::TooLarge, field, "more bytes of JSON than this field may have"));
        }
        Ok(FreeJson(text.to_owned()))
    }

    /// Takes what redaction has made of such an object.
    #[cfg(feature = "decode")]
    pub(crate) fn from_redacted(text: String) -> FreeJson {
        FreeJson(text)
    }

    /// The object as JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes one line of at most `max` characters: blanks and control characters at the ends go, others become blanks, and what is longer is cut at a
/// character boundary and ends in `…`, so that a cut is seen.
pub fn clip_line(text: &str, max: usize) -> String {
    // Blanks first, then the ends: a line that is read once more, as by an import, stays as it is.
    let blanks: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // Not `trim`: its table of all the world's blanks would travel to every page.
    let text = blanks.trim_ascii();
    let mut line: String = text.chars().take(max).collect();
    if line.len() < text.len() {
        line.pop();
        line.push('…');
    }
    line
}

/// One non-empty line of at most `max` characters without blanks at its ends.
pub(crate) fn word(text: &str, field: &'static str, max: usize) -> Result<String, Violation> {
    let detail = |code| match code {
        ViolationCode::EmptyField => "must not be empty",
        ViolationCode::TooLong => "longer than the limit of this field",
        _ => "no control characters, and no blanks at the ends",
    };
    match check_word(text, max) {
        Ok(()) => Ok(text.to_owned()),
        Err(code) => Err(Violation::new(code, field, detail(code))),
    }
}

/// What keeps a text from being one non-empty line of at most `max` characters without blanks at its ends. For a tracker, which has no room
/// for sentences.
pub fn check_word(text: &str, max: usize) -> Result<(), ViolationCode> {
    if text.is_empty() {
        return Err(ViolationCode::EmptyField);
    }
    // Bytes are never fewer than characters, so short texts need no counting.
    if text.len() > max && count(text) > max {
        return Err(ViolationCode::TooLong);
    }
    if has_controls(text) || text.trim_ascii().len() != text.len() {
        return Err(ViolationCode::InvalidCharacters);
    }
    Ok(())
}

/// Unicode scalar values: all bytes but those that continue one. `chars()` would bring its decoder into the page.
fn count(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

/// Whether there is one of U+0000 to U+001F and U+007F to U+009F.
fn has_controls(text: &str) -> bool {
    let mut before = 0;
    text.bytes().any(|byte| {
        let is_control = byte.is_ascii_control() || (before == 0xc2 && byte < 0xa0);
        before = byte;
        is_control
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn types_are_one_short_line() {
        let at_limit = "é".repeat(80);
        for good in ["project_created", "dice.roll", "Checkout Started", "\u{a0}–é\u{c5}", at_limit.as_str()] {
            assert_eq!(EventType::parse(good).unwrap().as_str(), good);
        }
        let over = "é".repeat(81);
        let cases = [
            ("", ViolationCode::EmptyField),
            (over.as_str(), ViolationCode::TooLong),
            ("a\nb", ViolationCode::InvalidCharacters),
            ("a\0", ViolationCode::InvalidCharacters),
            ("a\u{7f}", ViolationCode::InvalidCharacters),
            ("a\u{85}b", ViolationCode::InvalidCharacters),
            (" a", ViolationCode::InvalidCharacters),
        ];
        for (bad, code) in cases {
            assert_eq!(EventType::parse(bad).unwrap_err().code, code, "{bad:?}");
        }
    }

    #[test]
    fn lines_are_cut_at_characters_and_say_so() {
        assert_eq!(clip_line("short", 200), "short");
        assert_eq!(clip_line(" two\nlines\t ", 200), "two lines");
        assert_eq!(clip_line("👩‍👩‍👧abc", 3).chars().count(), 3);
        assert_eq!(clip_line("abcdef", 6), "abcdef");
        assert_eq!(clip_line("abcdefg", 6), "abcde…");
    }

    proptest! {
        #[test]
        fn a_line_is_a_line_already(text in "[\\PC\\s\u{0}-\u{20}\u{85}]{0,12}", max in 1usize..8) {
            let line = clip_line(&text, max);
            prop_assert_eq!(clip_line(&line, max), line);
        }
    }

    #[test]
    fn free_json_is_a_bounded_object() {
        assert!(FreeJson::from_valid_json("{}", "metadata", 2).is_ok());
        assert_eq!(FreeJson::from_valid_json("[]", "metadata", 2).unwrap_err().code, ViolationCode::WrongType);
        assert_eq!(FreeJson::from_valid_json("{\"a\":1}", "metadata", 6).unwrap_err().code, ViolationCode::TooLarge);
    }
}
