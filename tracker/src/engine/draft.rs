use super::record::join;
use event_model::encode::{self, Object};
use event_model::Level;

/// What the page said in `track()`, as `browser/event.js` has checked and written it.
#[derive(Debug, Default)]
pub struct Draft {
    /// How much it matters.
    pub level: Level,
    /// It is to go at once.
    pub immediate: bool,
    /// The event's members on the wire from its type on, as JSON without braces; empty when it is no event, or, if it was to go at once,
    /// when there was no room for it before the engine was there.
    pub members: String,
    /// An id and a time given before the engine was there.
    pub told: Option<Told>,
}

/// What an event was told before the engine was there.
#[derive(Debug)]
pub struct Told {
    /// Its id.
    pub id: String,
    /// When it happened, by the device's clock.
    pub at: u64,
    /// Somebody else knows that time already, and it stays.
    pub fixed: bool,
}

impl Draft {
    /// The event's JSON, open at its end: sealing appends the time.
    pub(super) fn write(&self, id: &str, seq: u64) -> String {
        let mut json = join(&["{\"id\":\"", id, "\""]);
        encode::number(seq, Object::reopen(&mut json).into_member("seq"));
        json.push(',');
        json.push_str(&self.members);
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::decode;

    #[test]
    fn what_the_page_wrote_is_an_event_of_the_wire() {
        let members = r#""type":"task_completed","level":"milestone","metadata":{"a":[1,null]}"#.to_owned();
        let json = Draft { members, ..Draft::default() }.write("an-id", 7);
        let body = join(&["{\"events\":[", &json, ",\"occurred_at\":1771405200000}]}"]);
        let event = decode::batch(body.as_bytes()).unwrap().events.remove(0).unwrap();
        assert_eq!((event.id.unwrap().as_str(), event.seq, event.event_type.as_str()), ("an-id", Some(7), "task_completed"));
        assert_eq!(event.metadata.unwrap().as_str(), r#"{"a":[1,null]}"#);
    }
}
