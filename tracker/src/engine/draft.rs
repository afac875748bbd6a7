use super::page;
use super::raw;
use event_model::encode::{self, Object};
use event_model::{check_word, limits, scan, EventId, Level, ViolationCode};

/// What the page said in `track()`. The options are JSON text by the browser's own writer, which knows dates, `toJSON` and whatever else
/// pages keep in objects; they are checked and renamed member by member and never parsed into anything.
#[derive(Debug, Default)]
pub struct Draft {
    /// The type, if it was a text at all.
    pub event_type: Option<String>,
    /// The options as JSON, or nothing.
    pub options: String,
    /// An id and a time given before the engine was there.
    pub told: Option<Told>,
    /// Where it happened, as JSON: `path`, and for a page view `title`, `referrer` and the campaign's `utm_…`.
    pub page: String,
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

/// An event ready to be stored.
#[derive(Debug)]
pub(super) struct Written {
    /// The event's JSON, open at its end: sealing appends the time.
    pub(super) json: String,
    pub(super) level: Level,
    pub(super) immediate: bool,
}

impl Draft {
    /// Writes the event. Only a bad type is fatal. Any other option that cannot be taken is left out, and the event says so in its
    /// `context`, as `{"cut":["entity:too_long"]}`.
    pub(super) fn write(self, id: &str, seq: u64) -> Result<Written, ViolationCode> {
        let event_type = self.event_type.ok_or(ViolationCode::WrongType)?;
        check_word(&event_type, limits::MAX_TYPE)?;
        let mut writer = Writer::default();
        let (mut level, mut immediate, mut page_name) = (Level::default(), false, "");
        let (mut entity, mut actor) = (Subject::default(), Subject::default());
        for (option, value) in scan::members(&self.options).filter(|(_, value)| *value != "null") {
            match option {
                "level" => match scan::string(value).and_then(Level::parse) {
                    Some(known) => level = known,
                    None => writer.cut("level", ViolationCode::UnknownValue),
                },
                "immediate" => immediate = value == "true",
                "pageName" => page_name = scan::string(value).unwrap_or_default(),
                "entityType" => entity.kind = value,
                "entityId" => entity.id = value,
                "entityTitle" => entity.label = value,
                "actor" => actor = Subject::of(value),
                "streamId" => writer.opaque("stream_id", value),
                "correlationId" => writer.opaque("correlation_id", value),
                "ref" => writer.opaque("ref", value),
                "summary" => writer.line("summary", value),
                "step" => writer.whole("step", value, true),
                "durationMs" => writer.whole("duration_ms", value, false),
                "causedBy" => writer.causes(value),
                "metadata" => writer.object("metadata", value, limits::MAX_METADATA_BYTES),
                _ => writer.cut("options", ViolationCode::UnknownField),
            }
        }
        writer.subject("entity", "title", &entity);
        writer.subject("actor", "name", &actor);
        page::write(&self.page, page_name, writer.member("page"));
        let mut json = String::with_capacity(writer.members.len() + writer.cut.len() + 160);
        let mut object = Object::open(&mut json);
        object.text("id", Some(id));
        object.text("type", Some(&event_type));
        if level != Level::default() {
            object.text("level", Some(level.name()));
        }
        object.number("seq", seq);
        json.push_str(&writer.members);
        if !writer.cut.is_empty() {
            json.push_str(",\"context\":{\"cut\":[");
            json.push_str(&writer.cut);
            json.push_str("]}");
        }
        Ok(Written { json, level, immediate })
    }
}

/// An actor or an entity as the page gave it: three raw values, empty where there is none.
#[derive(Default)]
struct Subject<'a> {
    kind: &'a str,
    id: &'a str,
    label: &'a str,
}

impl<'a> Subject<'a> {
    fn of(object: &'a str) -> Subject<'a> {
        // What is no object has no members: then its kind is what cannot be taken.
        let mut subject = Subject { kind: if object.starts_with("{") { "" } else { object }, ..Subject::default() };
        for (name, value) in scan::members(object) {
            match name {
                "type" => subject.kind = value,
                "id" => subject.id = value,
                "name" => subject.label = value,
                _ => {}
            }
        }
        subject
    }
}

/// Writes members behind those that every event has.
#[derive(Default)]
struct Writer {
    members: String,
    /// Field and reason of what was left out, as JSON strings in a row.
    cut: String,
}

impl Writer {
    fn member(&mut self, name: &str) -> &mut String {
        Object::reopen(&mut self.members).into_member(name)
    }

    fn opaque(&mut self, name: &'static str, value: &str) {
        match raw::opaque(value) {
            Ok(id) => raw::quoted(id, self.member(name)),
            Err(code) => self.cut(name, code),
        }
    }

    fn line(&mut self, name: &'static str, value: &str) {
        match scan::string(value).map(|inside| raw::line(inside, limits::MAX_LINE)) {
            Some(line) if line.is_empty() => {}
            Some(line) => raw::quoted(&line, self.member(name)),
            None => self.cut(name, ViolationCode::WrongType),
        }
    }

    fn whole(&mut self, name: &'static str, value: &str, may_be_negative: bool) {
        match raw::whole(value) {
            Ok(number) if number >= 0 || may_be_negative => encode::signed(number, self.member(name)),
            Ok(_) => self.cut(name, ViolationCode::OutOfRange),
            Err(code) => self.cut(name, code),
        }
    }

    fn object(&mut self, name: &'static str, value: &str, max_bytes: usize) {
        if !value.starts_with("{") {
            self.cut(name, ViolationCode::WrongType);
        } else if value.len() > max_bytes {
            self.cut(name, ViolationCode::TooLarge);
        } else {
            self.member(name).push_str(value);
        }
    }

    fn causes(&mut self, value: &str) {
        let mut list = String::new();
        if value.starts_with("[") {
            for (place, (_, cause)) in scan::items(value).enumerate() {
                if place < limits::MAX_CAUSES {
                    self.cause(cause, &mut list);
                } else {
                    self.cut("caused_by", ViolationCode::TooManyItems);
                }
            }
        } else {
            self.cause(value, &mut list);
        }
        if !list.is_empty() {
            list.push(']');
            self.member("caused_by").push_str(&list);
        }
    }

    fn cause(&mut self, value: &str, list: &mut String) {
        match scan::string(value).map(|id| EventId::check(id).map(|()| id)) {
            Some(Ok(id)) => {
                list.push(if list.is_empty() { '[' } else { ',' });
                raw::quoted(id, list);
            }
            Some(Err(code)) => self.cut("caused_by", code),
            None => self.cut("caused_by", ViolationCode::WrongType),
        }
    }

    fn subject(&mut self, name: &'static str, label: &'static str, subject: &Subject) {
        let Subject { kind, id, label: text } = *subject;
        if kind.is_empty() {
            if !id.is_empty() || !text.is_empty() {
                self.cut(name, ViolationCode::MissingField);
            }
            return;
        }
        let mut inner = Writer::default();
        match raw::opaque(kind) {
            Ok(kind) if kind.len() <= limits::MAX_KIND => raw::quoted(kind, inner.member("type")),
            Ok(_) => return self.cut(name, ViolationCode::TooLong),
            Err(code) => return self.cut(name, code),
        }
        if !id.is_empty() {
            inner.opaque("id", id);
        }
        if !text.is_empty() {
            inner.line(label, text);
        }
        let out = self.member(name);
        out.push('{');
        // Without the comma that a first member does not have.
        out.push_str(inner.members.get(1..).unwrap_or_default());
        out.push('}');
        if !inner.cut.is_empty() {
            self.cut(name, ViolationCode::WrongType);
        }
    }

    fn cut(&mut self, name: &'static str, code: ViolationCode) {
        // A page full of nonsense must not fill the event with complaints.
        if self.cut.len() < limits::MAX_METADATA_BYTES / 16 {
            self.cut.push_str(if self.cut.is_empty() { "\"" } else { ",\"" });
            self.cut.push_str(name);
            self.cut.push(':');
            self.cut.push_str(code.as_str());
            self.cut.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::{decode, Event};
    use proptest::prelude::*;
    use serde_json::{json, Value};

    /// The event as the Worker reads it.
    fn read(event_type: &str, options: Value) -> Event {
        let draft = Draft {
            event_type: Some(event_type.into()),
            options: options.to_string(),
            page: r#"{"path":"/x"}"#.into(),
            ..Draft::default()
        };
        let written = draft.write(EventId::v7(1_771_405_200_000, &[1; 10]).as_str(), 7).unwrap();
        let body = format!(r#"{{"events":[{},"occurred_at":1771405200000}}]}}"#, written.json);
        decode::batch(body.as_bytes()).unwrap().events.remove(0).unwrap_or_else(|refused| panic!("{body}: {refused:?}"))
    }

    fn refused(event_type: Option<&str>) -> ViolationCode {
        let draft = Draft { event_type: event_type.map(String::from), ..Draft::default() };
        draft.write("an-id", 0).unwrap_err()
    }

    #[test]
    fn a_bad_type_is_no_event() {
        assert_eq!(refused(None), ViolationCode::WrongType);
        assert_eq!(refused(Some("")), ViolationCode::EmptyField);
        assert_eq!(refused(Some(&"x".repeat(81))), ViolationCode::TooLong);
    }

    #[test]
    fn what_is_said_arrives() {
        let event = read(
            "task_completed",
            json!({"level": "milestone", "entityType": "task", "entityId": 42, "entityTitle": "Say \"hi\"\n", "streamId": "s", "step": -2.6,
                   "actor": {"type": "npc", "id": "goblin"}, "ref": "r", "durationMs": 12.5, "summary": "one\ntwo", "causedBy": ["a", "b"],
                   "metadata": {"a": [1, null]}, "correlationId": null}),
        );
        assert_eq!((event.level, event.seq, event.step, event.duration_ms), (Some(Level::Milestone), Some(7), Some(-3), Some(13)));
        let entity = event.entity.unwrap();
        assert_eq!((entity.id.unwrap().as_str(), entity.title.as_deref()), ("42", Some("Say \"hi\"")));
        assert_eq!(event.actor.unwrap().id.unwrap().as_str(), "goblin");
        assert_eq!((event.caused_by.len(), event.summary.as_deref(), event.context), (2, Some("one two"), None));
        assert_eq!(event.metadata.unwrap().as_str(), r#"{"a":[1,null]}"#);
        assert_eq!(event.page.unwrap().path.as_deref(), Some("/x"));
        assert_eq!(read("a", json!({"causedBy": "one"})).caused_by.len(), 1);
    }

    #[test]
    fn what_cannot_be_taken_is_left_out_and_named() {
        let event = read(
            "a",
            json!({"level": "loud", "entityId": "7", "streamId": "x".repeat(200), "step": 1e300, "durationMs": -4, "summary": {}, "causedBy": ["ok", "not ok", 3],
                   "metadata": [1], "actor": "bob smith", "correlationId": " x", "ref": {}, "userid": "x"}),
        );
        assert_eq!((event.caused_by.len(), event.stream_id, event.metadata), (1, None, None));
        let context: Value = serde_json::from_str(event.context.unwrap().as_str()).unwrap();
        let mut cut: Vec<&str> = context["cut"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        cut.sort_unstable();
        let expected = [
            "caused_by:invalid_characters",
            "caused_by:wrong_type",
            "correlation_id:invalid_characters",
            "duration_ms:out_of_range",
            "entity:missing_field",
            "level:unknown_value",
            "metadata:wrong_type",
            "options:unknown_field",
            "ref:wrong_type",
            "step:out_of_range",
            "stream_id:too_long",
            "summary:wrong_type",
        ];
        assert_eq!(cut, expected);
        assert_eq!(event.actor.unwrap().kind.as_str(), "bob smith");
    }

    /// Any value that JSON.stringify may write.
    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[a-zA-Z0-9_ -]{0,150}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..20).prop_map(Value::from),
                proptest::collection::btree_map(prop_oneof![Just("type".to_owned()), Just("id".to_owned()), any::<String>()], inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_the_page_says_the_worker_can_read_it(
            options in proptest::collection::btree_map(
                proptest::sample::select("level entityType entityId entityTitle actor streamId step correlationId causedBy ref summary durationMs metadata immediate pageName other".split(' ').collect::<Vec<_>>()),
                any_value(), 0..12),
        ) {
            read("a", json!(options));
        }
    }
}
