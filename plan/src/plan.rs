use crate::judge::FaultCode;
use crate::named::Named;
use event_model::{taxonomy, EventType, Level, OpaqueId, Taxonomy};

/// The events that a product has, as [`Plan::parse`] reads them from JSON. Equal when they say the same in the same order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub(crate) mode: Mode,
    pub(crate) events: Named<PlannedEvent>,
}

impl Plan {
    /// What happens to events that are not as planned.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// What the plan says of a type.
    pub fn event(&self, event_type: &str) -> Option<&PlannedEvent> {
        self.events.find(event_type).map(|(_, event)| event)
    }

    /// All types, in the order of the plan.
    pub fn events(&self) -> impl ExactSizeIterator<Item = &PlannedEvent> {
        self.events.iter().map(|(_, event)| event)
    }

    /// The names of all properties that are marked `pii` for any type, sorted, each once.
    pub fn pii_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.events().flat_map(PlannedEvent::pii_names).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// What happens to events that are not as planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// They are stored and marked. A property that the plan does not name is no fault.
    #[default]
    Open,
    /// They are stored and marked, and the answer warns.
    Warn,
    /// They are rejected.
    Strict,
}

impl Mode {
    /// All modes, the most lenient first.
    pub const ALL: [Mode; 3] = [Mode::Open, Mode::Warn, Mode::Strict];

    /// The word in a plan.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Open => "open",
            Mode::Warn => "warn",
            Mode::Strict => "strict",
        }
    }

    /// The mode of a word, if it is one.
    pub fn parse(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// What becomes of an event with a fault. A deprecated type never rejects.
    pub fn outcome(self, code: FaultCode) -> Outcome {
        match (self, code) {
            (Mode::Open, _) => Outcome::Marked,
            (Mode::Warn, _) | (Mode::Strict, FaultCode::EventDeprecated) => Outcome::Warned,
            (Mode::Strict, _) => Outcome::Rejected,
        }
    }
}

/// What becomes of an event with a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Stored with a mark.
    Marked,
    /// Stored with a mark, and the answer has a line in `warnings`.
    Warned,
    /// Rejected.
    Rejected,
}

/// What a plan says of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedEvent {
    /// The type.
    pub event_type: EventType,
    /// What it means, for people.
    pub description: Option<String>,
    /// The thing concerned, when an event does not say it.
    pub category: Option<OpaqueId>,
    /// What became of it, likewise.
    pub action: Option<OpaqueId>,
    /// How much it matters, likewise.
    pub level: Option<Level>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Whether it is still to be used.
    pub deprecated: Option<Deprecation>,
    pub(crate) properties: Named<Property>,
}

impl PlannedEvent {
    /// Category and action of an event that says neither: the plan's, else those of the type's name.
    pub fn taxonomy(&self) -> Taxonomy<'_> {
        let derived = taxonomy(&self.event_type);
        Taxonomy {
            category: self.category.as_ref().map_or(derived.category, OpaqueId::as_str),
            action: self.action.as_ref().map_or(derived.action, OpaqueId::as_str),
        }
    }

    /// The properties by name, in the order of the plan.
    pub fn properties(&self) -> impl ExactSizeIterator<Item = (&str, &Property)> {
        self.properties.iter()
    }

    /// The property of that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.find(name).map(|(_, property)| property)
    }

    /// The names of properties that are marked `pii`, in the order of the plan.
    pub fn pii_names(&self) -> impl Iterator<Item = &str> {
        self.properties().filter(|(_, property)| property.pii).map(|(name, _)| name)
    }
}

/// A type that is not to be used any longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// What to use instead, for people.
    pub instead: Option<String>,
}

/// A member of `metadata`.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// What kind of value it has.
    pub kind: Kind,
    /// Whether it must be there. `null` is as good as not there.
    pub required: bool,
    /// The only texts that a string may be; empty when any may.
    pub texts: Vec<String>,
    /// The only numbers that a number may be; empty when any may.
    pub numbers: Vec<f64>,
    /// The largest number, the most characters of a string, the most items of a list.
    pub maximum: Option<f64>,
    /// A person's: the value is redacted.
    pub pii: bool,
    /// What it means, for people.
    pub description: Option<String>,
}

/// The kind of a property's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A text.
    String,
    /// Any number.
    Number,
    /// A number without a fraction; `3.0` is one.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An object, whatever is in it.
    Object,
    /// A list, whatever is in it.
    Array,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] = [Kind::String, Kind::Number, Kind::Integer, Kind::Boolean, Kind::Object, Kind::Array];

    /// The word in a plan.
    pub fn name(self) -> &'static str {
        match self {
            Kind::String => "string",
            Kind::Number => "number",
            Kind::Integer => "integer",
            Kind::Boolean => "boolean",
            Kind::Object => "object",
            Kind::Array => "array",
        }
    }

    /// The kind of a word, if it is one.
    pub fn parse(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back() {
        for mode in Mode::ALL {
            assert_eq!(Mode::parse(mode.name()), Some(mode));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.name()), Some(kind));
        }
        assert_eq!((Mode::parse("Open"), Kind::parse("float")), (None, None));
    }

    #[test]
    fn a_deprecated_type_never_rejects() {
        assert_eq!(Mode::Strict.outcome(FaultCode::EventDeprecated), Outcome::Warned);
        assert_eq!(Mode::Strict.outcome(FaultCode::UnknownEventType), Outcome::Rejected);
        assert_eq!(Mode::Warn.outcome(FaultCode::UnknownEventType), Outcome::Warned);
        assert_eq!(Mode::Open.outcome(FaultCode::PropertyType), Outcome::Marked);
    }

    #[test]
    fn what_an_event_does_not_say_comes_from_the_plan_else_from_its_name() {
        let text = r#"{"events": {"task_completed": {"action": "done", "level": "milestone"}, "page_view": {}}}"#;
        let plan = Plan::parse(text).unwrap();
        let event = plan.event("task_completed").unwrap();
        assert_eq!(event.taxonomy(), Taxonomy { category: "task", action: "done" });
        assert_eq!(event.level, Some(Level::Milestone));
        assert_eq!(plan.event("page_view").unwrap().taxonomy(), Taxonomy { category: "navigation", action: "viewed" });
        assert!(plan.event("task").is_none());
    }

    #[test]
    fn names_of_what_is_a_persons_are_told_once() {
        let property = |pii: bool| format!(r#"{{"type": "string", "pii": {pii}}}"#);
        let (yes, no) = (property(true), property(false));
        let text = format!(
            r#"{{"events": {{"a": {{"properties": {{"phone": {yes}, "email": {yes}, "note": {no}}}}}, "b": {{"properties": {{"email": {yes}}}}}}}}}"#
        );
        let plan = Plan::parse(&text).unwrap();
        assert_eq!(plan.pii_names(), ["email", "phone"]);
        assert_eq!(plan.event("a").unwrap().pii_names().collect::<Vec<_>>(), ["phone", "email"]);
    }
}
