use super::tree::{Form, Redactor};
use super::{redact, MAX_CONTEXT_BYTES, MAX_METADATA_BYTES};
use crate::scan;
use std::borrow::Cow;

/// Members of an event that are compared and never shown as text. They stay, as they do in events that are taken: else the event would be
/// another one when it is judged anew.
const IDS: [&str; 10] =
    ["id", "type", "occurred_at", "user_id", "visitor_id", "session_id", "stream_id", "correlation_id", "caused_by", "ref"];

/// Redacts an event that was refused, and so has not been read: any value may stand anywhere. `event` is well-formed JSON.
pub fn redact_refused(event: &str, pii: &[String]) -> String {
    let redactor = Redactor::new(pii);
    if !event.starts_with('{') {
        return redactor.value(event, 1).into_owned();
    }
    let mut out = String::with_capacity(event.len());
    for (name, value) in scan::members(event) {
        let (name, value) = match name {
            "metadata" if is_object(value) => (Cow::Borrowed(name), redact(value, MAX_METADATA_BYTES, pii)),
            "context" if is_object(value) => (Cow::Borrowed(name), redact(value, MAX_CONTEXT_BYTES, pii)),
            "actor" | "entity" if is_object(value) => (Cow::Borrowed(name), Cow::Owned(subject(value, &redactor))),
            _ => member(name, value, &IDS, &redactor),
        };
        Form::OBJECT.append(&name, &value, &mut out);
    }
    Form::OBJECT.end(&mut out);
    out
}

/// An actor or an entity.
fn subject(object: &str, redactor: &Redactor) -> String {
    let mut out = String::with_capacity(object.len());
    for (name, value) in scan::members(object) {
        let (name, value) = member(name, value, &["type", "id"], redactor);
        Form::OBJECT.append(&name, &value, &mut out);
    }
    Form::OBJECT.end(&mut out);
    out
}

fn member<'a>(name: &'a str, value: &'a str, ids: &[&str], redactor: &Redactor) -> (Cow<'a, str>, Cow<'a, str>) {
    // An id or a list of ids; what nests deeper is none, and would be too deep for who reads it.
    let is_id = ids.contains(&name) && !is_object(value) && !scan::items(value).any(|(_, item)| item.starts_with(['{', '[']));
    match is_id {
        true => (Cow::Borrowed(name), Cow::Borrowed(value)),
        false => redactor.part(name, value, &Form::OBJECT, 0),
    }
}

fn is_object(value: &str) -> bool {
    value.starts_with('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_refused_is_redacted_wherever_it_stands() {
        let event = r#"{"id":"anna@example.com","type":"x","step":"anna@example.com","user_id":{"password":"x"},"pass":"anna@example.com","passwd":"x",
            "actor":{"type":"user","id":"anna@example.com","name":"anna@example.com","secret":1},"entity":"4111111111111111","grade":1,
            "summary":["anna@example.com"],"metadata":{"token":"x","grade":1},"context":[{"cookie":"x"}],"caused_by":["a",{"pin":1}],"anna@example.com":1}"#;
        let expected = r#"{"id":"anna@example.com","type":"x","step":"[email]","user_id":{"password":"[redacted]"},"pass":"[email]","passwd":"[redacted]","#
            .to_owned()
            + r#""actor":{"type":"user","id":"anna@example.com","name":"[email]","secret":"[redacted]"},"entity":"[card]","grade":"[redacted]","#
            + r#""summary":["[email]"],"metadata":{"token":"[redacted]","grade":"[redacted]"},"context":[{"cookie":"[redacted]"}],"#
            + r#""caused_by":["a",{"pin":"[redacted]"}],"[email]":1}"#;
        assert_eq!(redact_refused(event, &["grade".to_owned()]), expected);
        assert_eq!(redact_refused(&expected, &["grade".to_owned()]), expected);
    }

    #[test]
    fn what_is_no_event_at_all_is_redacted_too() {
        let cases = [
            ("7", "7"),
            ("\"anna@example.com\"", "\"[email]\""),
            ("[{\"pin\":1}]", "[{\"pin\":\"[redacted]\"}]"),
            ("{}", "{}"),
            ("null", "null"),
        ];
        for (event, expected) in cases {
            assert_eq!(redact_refused(event, &[]), expected);
        }
        let large = format!(
            r#"{{"metadata":{{"a":[{}1]}}}}"#,
            "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",".repeat(99)
        );
        assert_eq!(redact_refused(&large, &[]), r#"{"metadata":{"a":"[cut]"}}"#);
    }
}
