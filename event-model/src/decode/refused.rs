use super::event_type;
use super::members::{items, members};
use crate::batch::BatchContext;
use crate::encode;
use crate::id::EventId;
use crate::limits::MAX_BATCH_EVENTS;
use crate::text::{EventType, OpaqueId};
use serde_json::value::RawValue;

/// The events of a batch's body as they came, in their order. The body is one that [`super::batch`] has read.
pub fn raw_events(body: &[u8]) -> Vec<&RawValue> {
    let events = || {
        let batch = members(serde_json::from_slice(body).ok()?).ok()?;
        let (_, events) = batch.into_iter().rev().find(|(name, _)| name == "events")?;
        items(events, "events", MAX_BATCH_EVENTS).ok()?
    };
    events().map(|part| part.list).unwrap_or_default()
}

/// An event that was refused, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Refused<'a>(pub &'a RawValue);

impl Refused<'_> {
    /// Its type, if it has one.
    pub fn event_type(self) -> Option<EventType> {
        event_type(&members(self.0).ok()?).ok()
    }

    /// Whether it says anything under this name. Null says nothing.
    pub fn says(self, name: &str) -> bool {
        let last =
            |list: Vec<(_, &RawValue)>| list.into_iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.get() != "null");
        members(self.0).ok().and_then(last).unwrap_or(false)
    }

    /// The event with what its batch says of all its events, so that it can be judged without it, and with the id and the time that it
    /// gets, where it has none. A key that came in it stays out. What is no object stays as it is.
    pub fn complete(self, context: &BatchContext, id: Option<&EventId>, occurred_at: Option<u64>) -> String {
        let Ok(own) = members(self.0) else { return self.0.get().to_owned() };
        let text = |id: &Option<OpaqueId>| id.as_ref().map(|id| quoted(id.as_str()));
        let given = [
            ("id", id.map(|id| quoted(id.as_str()))),
            ("occurred_at", occurred_at.map(|time| time.to_string())),
            ("session_id", text(&context.session_id)),
            ("visitor_id", text(&context.visitor_id)),
            ("user_id", text(&context.user_id)),
        ];
        let mut out = String::with_capacity(self.0.get().len() + 256);
        out.push('{');
        let mut member = |name: &str, value: &str| {
            if out.len() > 1 {
                out.push(',');
            }
            encode::string(name, &mut out);
            out.push(':');
            out.push_str(value);
        };
        for (name, value) in &own {
            if name != "write_key" && value.get() != "null" {
                member(name, value.get());
            }
        }
        for (name, value) in given {
            if let Some(value) = value.filter(|_| !self.says(name)) {
                member(name, &value);
            }
        }
        out.push('}');
        out
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    encode::string(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> &RawValue {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn an_event_is_completed_and_its_own_words_win() {
        let id = |text| OpaqueId::parse(text, "x").ok();
        let context = BatchContext { session_id: id("s"), visitor_id: id("v\"1"), user_id: id("u"), ..BatchContext::default() };
        let event_id = EventId::parse("made", "id").ok();
        let complete = |text: &str| Refused(raw(text)).complete(&context, event_id.as_ref(), Some(5));
        assert_eq!(
            complete(r#"{"type": "x", "user_id":"own","session_id":null, "occurred_at":"noon","write_key":"k"}"#),
            r#"{"type":"x","user_id":"own","occurred_at":"noon","id":"made","session_id":"s","visitor_id":"v\"1"}"#
        );
        assert_eq!(complete("7"), "7");
        assert_eq!(complete(r#"["a"]"#), r#"["a"]"#);
        assert_eq!(Refused(raw("{}")).complete(&BatchContext::default(), None, None), "{}");
    }

    #[test]
    fn what_is_readable_of_it_is_read() {
        let type_of = |text: &str| Refused(raw(text)).event_type().map(|name| name.as_str().to_owned());
        assert_eq!(type_of(r#"{"type":"task_done","step":"four"}"#).as_deref(), Some("task_done"));
        assert_eq!((type_of(r#"{"type":" x"}"#), type_of("7"), type_of("{}")), (None, None, None));
        let event = Refused(raw(r#"{"id":null,"type":"x","a":1,"a":null}"#));
        assert_eq!((event.says("id"), event.says("type"), event.says("a"), event.says("b")), (false, true, false, false));
    }

    #[test]
    fn the_events_of_a_body_are_those_that_were_read() {
        let texts = |body: &str| raw_events(body.as_bytes()).into_iter().map(|event| event.get().to_owned()).collect::<Vec<_>>();
        assert_eq!(texts(r#"{"events":[1],"schema":1,"events":[ {"a":1} ,"x"]}"#), [r#"{"a":1}"#, "\"x\""]);
        assert!(texts("{}").is_empty() && texts("7").is_empty());
    }
}
