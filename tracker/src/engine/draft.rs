use super::page::PageView;
use event_model::encode::{self, Object};
use event_model::{clip_line, limits, EventId, EventType, FreeJson, Level, OpaqueId, Violation, ViolationCode};

/// What the page said in `track()`: checked field by field and written at once as the wire's JSON, since the tracker has no other use
/// for it. Only a bad type is fatal. Any other option that cannot be taken is left out, and the event says so in its `context`, as
/// `{"cut":["entity.id:too_long"]}`.
#[derive(Debug)]
pub struct Draft {
    /// The type, if it is one.
    pub(super) event_type: Result<EventType, Violation>,
    pub(super) level: Level,
    /// An id and a time given before the engine was there.
    pub(super) told: Option<Told>,
    pub(super) immediate: bool,
    /// The event's members behind its id, type, level and number.
    members: String,
    /// Field and reason of what was left out, as JSON strings in a row.
    cut: String,
}

/// What an event was told before the engine was there.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) id: EventId,
    pub(super) at: u64,
    pub(super) fixed: bool,
}

/// A value as the page gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// `undefined` or `null`.
    Nothing,
    /// A string.
    Text(String),
    /// A number.
    Number(f64),
    /// Something else.
    Other,
}

/// What an option of `track()` has to be.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Opaque,
    Line,
    /// A whole number from the given one; fractions are rounded.
    Whole(f64),
}

/// An option of `track()` that becomes one field of the event.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The option's name in JavaScript.
    pub option: &'static str,
    name: &'static str,
    kind: Kind,
}

/// The options that become one field each.
pub const FIELDS: [Field; 6] = [
    Field { option: "streamId", name: "stream_id", kind: Kind::Opaque },
    Field { option: "step", name: "step", kind: Kind::Whole(-(limits::MAX_SAFE_INTEGER as f64)) },
    Field { option: "correlationId", name: "correlation_id", kind: Kind::Opaque },
    Field { option: "ref", name: "ref", kind: Kind::Opaque },
    Field { option: "summary", name: "summary", kind: Kind::Line },
    Field { option: "durationMs", name: "duration_ms", kind: Kind::Whole(0.0) },
];

impl Draft {
    /// An event of this type, with nothing else said.
    pub fn new(event_type: Given) -> Draft {
        let event_type = match &event_type {
            Given::Text(text) => EventType::parse(text),
            _ => Err(Violation::new(ViolationCode::WrongType, "type", "expected a string")),
        };
        Draft { event_type, level: Level::default(), told: None, immediate: false, members: String::new(), cut: String::new() }
    }

    /// The id and time that it was given before the engine was there. With `fixed` somebody else knows that time already, and it stays.
    pub fn told(&mut self, id: String, at: u64, fixed: bool) {
        self.told = EventId::parse(&id, "id").ok().map(|id| Told { id, at, fixed });
    }

    /// `immediate`
    pub fn immediate(&mut self, immediate: bool) {
        self.immediate = immediate;
    }

    /// `level`
    pub fn level(&mut self, given: Given) {
        match given {
            Given::Nothing => {}
            Given::Text(name) => match Level::parse(&name) {
                Some(level) => self.level = level,
                None => self.cut("level", ViolationCode::UnknownValue),
            },
            _ => self.cut("level", ViolationCode::WrongType),
        }
    }

    /// One of [`FIELDS`].
    pub fn field(&mut self, field: Field, given: Given) {
        match (field.kind, given) {
            (_, Given::Nothing) => {}
            (Kind::Opaque, given) => {
                if let Some(id) = self.opaque(field.name, given) {
                    self.member(field.name, |out| encode::string(id.as_str(), out));
                }
            }
            (Kind::Line, given) => {
                if let Some(line) = self.line(field.name, given) {
                    self.member(field.name, |out| encode::string(&line, out));
                }
            }
            (Kind::Whole(least), Given::Number(number)) if number >= least && number <= limits::MAX_SAFE_INTEGER as f64 => {
                // Half a unit up, then towards zero: `round` would bring a library of its own into the wasm.
                let rounded = if number < 0.0 { number - 0.5 } else { number + 0.5 };
                self.member(field.name, |out| encode::signed(rounded as i64, out));
            }
            (Kind::Whole(_), Given::Number(_)) => self.cut(field.name, ViolationCode::OutOfRange),
            (Kind::Whole(_), _) => self.cut(field.name, ViolationCode::WrongType),
        }
    }

    /// An actor or an entity: what kind, which one, and its `label` for people (`name` or `title`).
    pub fn subject(&mut self, name: &'static str, kind: Given, id: Given, label: (&'static str, Given)) {
        let has_more = id != Given::Nothing || label.1 != Given::Nothing;
        let Some(kind) = self.opaque(name, kind) else {
            if has_more {
                self.cut(name, ViolationCode::MissingField);
            }
            return;
        };
        let id = self.opaque(name, id);
        let line = self.line(name, label.1);
        self.member(name, |out| {
            let mut object = Object::open(out);
            object.text("type", Some(kind.as_str()));
            object.text("id", id.as_ref().map(OpaqueId::as_str));
            object.text(label.0, line.as_deref());
            object.close();
        });
    }

    /// `causedBy`, one or several.
    pub fn caused_by(&mut self, causes: impl Iterator<Item = Given>) {
        let mut list = String::new();
        for (position, cause) in causes.enumerate() {
            let id = match cause {
                _ if position >= limits::MAX_CAUSES => return self.cut("caused_by", ViolationCode::TooManyItems),
                Given::Nothing => continue,
                Given::Text(text) => EventId::parse(&text, "caused_by"),
                _ => return self.cut("caused_by", ViolationCode::WrongType),
            };
            match id {
                Ok(id) => {
                    list.push(if list.is_empty() { '[' } else { ',' });
                    encode::string(id.as_str(), &mut list);
                }
                Err(fault) => self.cut("caused_by", fault.code),
            }
        }
        if !list.is_empty() {
            list.push(']');
            self.member("caused_by", |out| out.push_str(&list));
        }
    }

    /// `metadata`, as the browser's JSON writer wrote it; `None` when it could not.
    pub fn metadata(&mut self, json: Option<&str>) {
        let object = match json {
            Some(text) => FreeJson::from_valid_json(text, "metadata", limits::MAX_METADATA_BYTES).map_err(|fault| fault.code),
            None => Err(ViolationCode::WrongType),
        };
        match object {
            Ok(object) => self.member("metadata", |out| out.push_str(object.as_str())),
            Err(code) => self.cut("metadata", code),
        }
    }

    /// An option whose value cannot be meant.
    pub fn wrong_type(&mut self, name: &'static str) {
        self.cut(name, ViolationCode::WrongType);
    }

    /// The page it happened on. Only a page view says where the visitor came from: repeating it at every click would double small events.
    pub fn page(&mut self, path: &str, view: Option<PageView>) {
        self.member("page", |out| super::page::write(path, view, out));
    }

    /// Whether this is a view of a page.
    pub fn is_page_view(&self) -> bool {
        self.event_type.as_ref().is_ok_and(|event_type| event_type.as_str() == "page_view")
    }

    /// The event's JSON, open at its end: sealing appends the time.
    pub(super) fn into_json(self, id: &EventId, event_type: &EventType, seq: u64) -> String {
        let mut json = String::with_capacity(self.members.len() + self.cut.len() + 160);
        let mut object = Object::open(&mut json);
        object.text("id", Some(id.as_str()));
        object.text("type", Some(event_type.as_str()));
        if self.level != Level::default() {
            object.text("level", Some(self.level.name()));
        }
        object.number("seq", seq);
        json.push_str(&self.members);
        if !self.cut.is_empty() {
            json.push_str(",\"context\":{\"cut\":[");
            json.push_str(&self.cut);
            json.push_str("]}");
        }
        json
    }

    fn opaque(&mut self, name: &'static str, given: Given) -> Option<OpaqueId> {
        let text = match given {
            Given::Nothing => return None,
            Given::Text(text) => text,
            // Ids often are numbers in the page's own data.
            Given::Number(number) if number == (number as i64) as f64 => {
                let mut text = String::new();
                encode::signed(number as i64, &mut text);
                text
            }
            _ => {
                self.cut(name, ViolationCode::WrongType);
                return None;
            }
        };
        OpaqueId::parse(&text, name).map_err(|fault| self.cut(name, fault.code)).ok()
    }

    fn line(&mut self, name: &'static str, given: Given) -> Option<String> {
        match given {
            Given::Nothing => None,
            Given::Text(text) => Some(clip_line(&text, limits::MAX_LINE)).filter(|line| !line.is_empty()),
            _ => {
                self.cut(name, ViolationCode::WrongType);
                None
            }
        }
    }

    fn member(&mut self, name: &'static str, write: impl FnOnce(&mut String)) {
        write(Object::reopen(&mut self.members).member(name));
    }

    fn cut(&mut self, name: &'static str, code: ViolationCode) {
        // A page full of nonsense must not fill the event with complaints.
        if self.cut.len() > limits::MAX_METADATA_BYTES / 16 {
            return;
        }
        self.cut.push_str(if self.cut.is_empty() { "\"" } else { ",\"" });
        self.cut.push_str(name);
        self.cut.push(':');
        self.cut.push_str(code.as_str());
        self.cut.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::decode;

    fn text(text: &str) -> Given {
        Given::Text(text.to_owned())
    }

    /// The event as the Worker reads it.
    fn read(draft: Draft) -> event_model::Event {
        let event_type = draft.event_type.clone().unwrap();
        let json = draft.into_json(&EventId::v7(1_771_405_200_000, &[1; 10]), &event_type, 7);
        let body = format!(r#"{{"events":[{json},"occurred_at":1771405200000}}]}}"#);
        decode::batch(body.as_bytes()).unwrap().events.remove(0).unwrap()
    }

    fn field(option: &str) -> Field {
        *FIELDS.iter().find(|field| field.option == option).unwrap()
    }

    #[test]
    fn a_bad_type_is_no_event() {
        for (given, code) in [
            (Given::Nothing, ViolationCode::WrongType),
            (Given::Number(7.0), ViolationCode::WrongType),
            (text(""), ViolationCode::EmptyField),
            (text(&"x".repeat(81)), ViolationCode::TooLong),
        ] {
            assert_eq!(Draft::new(given).event_type.unwrap_err().code, code);
        }
    }

    #[test]
    fn what_is_said_arrives() {
        let mut draft = Draft::new(text("task_completed"));
        draft.level(text("milestone"));
        draft.subject("entity", text("task"), Given::Number(42.0), ("title", text("Say \"hi\"")));
        draft.subject("actor", text("npc"), text("goblin"), ("name", Given::Nothing));
        for (option, given) in
            [("streamId", text("s")), ("step", Given::Number(-2.6)), ("ref", text("r")), ("durationMs", Given::Number(12.5))]
        {
            draft.field(field(option), given);
        }
        draft.caused_by([text("a"), Given::Nothing, text("b")].into_iter());
        draft.metadata(Some(r#"{"a":1}"#));
        let event = read(draft);
        assert_eq!((event.level, event.seq, event.step, event.duration_ms), (Level::Milestone, Some(7), Some(-3), Some(13)));
        let entity = event.entity.unwrap();
        assert_eq!((entity.id.unwrap().as_str(), entity.title.as_deref()), ("42", Some("Say \"hi\"")));
        assert_eq!(event.actor.unwrap().kind.as_str(), "npc");
        assert_eq!((event.caused_by.len(), event.metadata.unwrap().as_str(), event.context), (2, r#"{"a":1}"#, None));
    }

    #[test]
    fn what_cannot_be_taken_is_left_out_and_named() {
        let mut draft = Draft::new(text("a"));
        draft.level(text("loud"));
        draft.subject("entity", Given::Nothing, text("7"), ("title", Given::Nothing));
        draft.subject("actor", text("npc"), Given::Other, ("name", Given::Number(1.0)));
        for (option, given) in [
            ("streamId", text(&"x".repeat(200))),
            ("step", Given::Number(f64::NAN)),
            ("durationMs", Given::Number(-4.0)),
            ("summary", Given::Other),
        ] {
            draft.field(field(option), given);
        }
        draft.caused_by([text("ok"), text("not ok")].into_iter());
        draft.metadata(Some("[1]"));
        let event = read(draft);
        assert_eq!((event.caused_by.len(), event.stream_id, event.metadata), (1, None, None));
        let expected = r#"{"cut":["level:unknown_value","entity:missing_field","actor:wrong_type","actor:wrong_type","stream_id:too_long","step:out_of_range","duration_ms:out_of_range","summary:wrong_type","caused_by:invalid_characters","metadata:wrong_type"]}"#;
        assert_eq!(event.context.unwrap().as_str(), expected);
    }

    #[test]
    fn complaints_are_bounded() {
        let mut draft = Draft::new(text("a"));
        for _ in 0..10_000 {
            draft.level(Given::Other);
        }
        assert!(read(draft).context.is_some());
    }
}
