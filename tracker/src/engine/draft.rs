use event_model::{clip_line, limits, Actor, Entity, Event, EventId, EventType, FreeJson, Level, OpaqueId, Utm, Violation, ViolationCode};

/// What the page said in `track()`, before anybody looked at it. All texts are the page's own.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The type, if it was a text at all.
    pub event_type: Option<String>,
    /// An id and a time given before the engine was there; both are known elsewhere already and stay as they are.
    pub told: Option<(String, u64)>,
    /// `level`
    pub level: Option<String>,
    /// `entityType`
    pub entity_type: Option<String>,
    /// `entityId`
    pub entity_id: Option<String>,
    /// `entityTitle`
    pub entity_title: Option<String>,
    /// `actor.type`
    pub actor_type: Option<String>,
    /// `actor.id`
    pub actor_id: Option<String>,
    /// `actor.name`
    pub actor_name: Option<String>,
    /// `streamId`
    pub stream_id: Option<String>,
    /// `step`
    pub step: Option<f64>,
    /// `correlationId`
    pub correlation_id: Option<String>,
    /// `causedBy`
    pub caused_by: Vec<String>,
    /// `ref`
    pub reference: Option<String>,
    /// `summary`
    pub summary: Option<String>,
    /// `durationMs`
    pub duration_ms: Option<f64>,
    /// `metadata`
    pub metadata: Free,
    /// The page it happened on.
    pub page: DraftPage,
    /// Send it at once.
    pub immediate: bool,
    /// Options whose values were of a type that cannot be meant.
    pub wrong_types: Vec<&'static str>,
}

/// A free object as the page gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Free {
    /// Nothing was given.
    #[default]
    Absent,
    /// JSON text made by the browser.
    Json(String),
}

/// The page as the browser tells it.
#[derive(Clone, Debug, Default)]
pub struct DraftPage {
    /// `location.pathname`
    pub path: Option<String>,
    /// `document.title`
    pub title: Option<String>,
    /// `document.referrer`, when it is another site.
    pub referrer: Option<String>,
    /// Campaign parameters.
    pub utm: Option<Utm>,
}

impl Draft {
    /// Makes an event of it. Only a bad type is fatal: any other option that cannot be taken is left out, and the event says so in its
    /// `context` as `{"cut":["entity.id:too_long"]}`.
    pub(super) fn into_event(self) -> Result<(Event, DraftPage), Violation> {
        let missing = || Violation::new(ViolationCode::WrongType, "type", "expected a string");
        let mut event = Event::new(EventType::parse(&self.event_type.ok_or_else(missing)?)?);
        let mut cut = Cut(self.wrong_types.iter().map(|field| (*field, ViolationCode::WrongType)).collect());
        if let Some(name) = self.level.as_deref() {
            match Level::parse(name) {
                Some(level) => event.level = level,
                None => cut.0.push(("level", ViolationCode::UnknownValue)),
            }
        }
        event.id = self.told.and_then(|(id, _)| EventId::parse(&id, "id").ok());
        let line = |text: Option<String>| text.map(|text| clip_line(&text, limits::MAX_LINE)).filter(|line| !line.is_empty());
        if let Some(kind) = cut.opaque(self.entity_type, "entity.type") {
            event.entity = Some(Entity { kind, id: cut.opaque(self.entity_id, "entity.id"), title: line(self.entity_title) });
        } else if self.entity_id.is_some() || self.entity_title.is_some() {
            cut.0.push(("entity.type", ViolationCode::MissingField));
        }
        if let Some(kind) = cut.opaque(self.actor_type, "actor.type") {
            event.actor = Some(Actor { kind, id: cut.opaque(self.actor_id, "actor.id"), name: line(self.actor_name) });
        } else if self.actor_id.is_some() || self.actor_name.is_some() {
            cut.0.push(("actor.type", ViolationCode::MissingField));
        }
        event.stream_id = cut.opaque(self.stream_id, "stream_id");
        event.correlation_id = cut.opaque(self.correlation_id, "correlation_id");
        event.reference = cut.opaque(self.reference, "ref");
        event.step = cut.whole(self.step, -(limits::MAX_SAFE_INTEGER as f64), "step").map(|step| step as i64);
        event.duration_ms = cut.whole(self.duration_ms, 0.0, "duration_ms").map(|duration| duration as u64);
        event.summary = line(self.summary);
        for cause in &self.caused_by {
            match EventId::parse(cause, "caused_by") {
                _ if event.caused_by.len() == limits::MAX_CAUSES => cut.0.push(("caused_by", ViolationCode::TooManyItems)),
                Ok(id) => event.caused_by.push(id),
                Err(fault) => cut.0.push(("caused_by", fault.code)),
            }
        }
        if let Free::Json(text) = self.metadata {
            match FreeJson::from_valid_json(&text, "metadata", limits::MAX_METADATA_BYTES) {
                Ok(object) => event.metadata = Some(object),
                Err(fault) => cut.0.push(("metadata", fault.code)),
            }
        }
        event.context = cut.into_context();
        Ok((event, self.page))
    }
}

/// What could not be taken, by field and reason.
struct Cut(Vec<(&'static str, ViolationCode)>);

impl Cut {
    fn opaque(&mut self, text: Option<String>, field: &'static str) -> Option<OpaqueId> {
        match OpaqueId::parse(&text?, field) {
            Ok(id) => Some(id),
            Err(fault) => {
                self.0.push((field, fault.code));
                None
            }
        }
    }

    /// A number rounded to a whole one within its bounds.
    fn whole(&mut self, number: Option<f64>, least: f64, field: &'static str) -> Option<f64> {
        // Half a unit up, then towards zero: `round` would bring a library of its own into the wasm.
        let number = number?;
        let rounded = if number < 0.0 { number - 0.5 } else { number + 0.5 };
        if number >= least && number <= limits::MAX_SAFE_INTEGER as f64 {
            return Some(rounded);
        }
        self.0.push((field, ViolationCode::OutOfRange));
        None
    }

    fn into_context(self) -> Option<FreeJson> {
        if self.0.is_empty() {
            return None;
        }
        let mut json = String::from("{\"cut\":[");
        for (position, (field, code)) in self.0.iter().take(limits::MAX_CAUSES).enumerate() {
            json.push_str(if position == 0 { "\"" } else { ",\"" });
            json.push_str(field);
            json.push(':');
            json.push_str(code.as_str());
            json.push('"');
        }
        json.push_str("]}");
        FreeJson::from_valid_json(&json, "context", limits::MAX_CONTEXT_BYTES).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(event_type: &str) -> Draft {
        Draft { event_type: Some(event_type.to_owned()), ..Draft::default() }
    }

    #[test]
    fn a_bad_type_is_no_event() {
        assert_eq!(Draft::default().into_event().unwrap_err().code, ViolationCode::WrongType);
        assert_eq!(draft("").into_event().unwrap_err().code, ViolationCode::EmptyField);
        assert_eq!(draft(&"x".repeat(81)).into_event().unwrap_err().code, ViolationCode::TooLong);
    }

    #[test]
    fn what_cannot_be_taken_is_left_out_and_named() {
        let nonsense = Draft {
            level: Some("loud".into()),
            entity_id: Some("7".into()),
            stream_id: Some("x".repeat(200)),
            step: Some(f64::NAN),
            duration_ms: Some(-4.0),
            caused_by: vec!["ok".into(), "not ok".into()],
            metadata: Free::Json("[1]".into()),
            wrong_types: vec!["summary"],
            ..draft("a")
        };
        let (event, _) = nonsense.into_event().unwrap();
        assert_eq!(event.caused_by.len(), 1);
        let expected = r#"{"cut":["summary:wrong_type","level:unknown_value","entity.type:missing_field","stream_id:too_long","step:out_of_range","duration_ms:out_of_range","caused_by:invalid_characters","metadata:wrong_type"]}"#;
        assert_eq!(event.context.unwrap().as_str(), expected);
    }

    #[test]
    fn numbers_are_rounded() {
        let (event, _) = Draft { step: Some(-2.6), duration_ms: Some(12.5), ..draft("a") }.into_event().unwrap();
        assert_eq!((event.step, event.duration_ms, event.context), (Some(-3), Some(13), None));
    }
}
