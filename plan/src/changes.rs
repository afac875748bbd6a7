use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;

mod compare;

/// What changed. A closed set: the codes are part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeCode {
    /// What was taken, or not warned of, no longer is.
    ModeStricter,
    /// The plan is more lenient.
    ModeLooser,
    /// A type is gone.
    EventRemoved,
    /// A type is new.
    EventAdded,
    /// The category of events that say none is another one.
    CategoryChanged,
    /// The action of events that say none is another one.
    ActionChanged,
    /// The level of events that say none is another one.
    LevelChanged,
    /// A type is not to be used any longer, or something else is to be used instead.
    EventDeprecated,
    /// A type that was deprecated may be used again.
    DeprecationRemoved,
    /// A property is gone.
    PropertyRemoved,
    /// A property is new.
    PropertyAdded,
    /// A property must be there that need not be there before, or did not exist.
    PropertyRequired,
    /// A property need not be there any longer.
    PropertyOptional,
    /// A property's value is of another kind.
    TypeChanged,
    /// A value is no longer one of those that a property may have.
    ValueRemoved,
    /// A property may have one more value, or any.
    ValueAdded,
    /// A maximum is lower, or there is one now.
    MaximumLowered,
    /// A maximum is higher, or there is none any longer.
    MaximumRaised,
    /// A property's value is redacted from now on.
    PiiMarked,
    /// A property's value is no longer redacted.
    PiiUnmarked,
    /// Words for people: a description or an owner.
    WordsChanged,
}

impl ChangeCode {
    /// The stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            ChangeCode::ModeStricter => "mode_stricter",
            ChangeCode::ModeLooser => "mode_looser",
            ChangeCode::EventRemoved => "event_removed",
            ChangeCode::EventAdded => "event_added",
            ChangeCode::CategoryChanged => "category_changed",
            ChangeCode::ActionChanged => "action_changed",
            ChangeCode::LevelChanged => "level_changed",
            ChangeCode::EventDeprecated => "event_deprecated",
            ChangeCode::DeprecationRemoved => "deprecation_removed",
            ChangeCode::PropertyRemoved => "property_removed",
            ChangeCode::PropertyAdded => "property_added",
            ChangeCode::PropertyRequired => "property_required",
            ChangeCode::PropertyOptional => "property_optional",
            ChangeCode::TypeChanged => "type_changed",
            ChangeCode::ValueRemoved => "value_removed",
            ChangeCode::ValueAdded => "value_added",
            ChangeCode::MaximumLowered => "maximum_lowered",
            ChangeCode::MaximumRaised => "maximum_raised",
            ChangeCode::PiiMarked => "pii_marked",
            ChangeCode::PiiUnmarked => "pii_unmarked",
            ChangeCode::WordsChanged => "words_changed",
        }
    }

    /// Whether a writer that was right may be wrong now, or a reader may not find what it found.
    pub fn is_breaking(self) -> bool {
        match self {
            ChangeCode::ModeStricter
            | ChangeCode::EventRemoved
            | ChangeCode::CategoryChanged
            | ChangeCode::ActionChanged
            | ChangeCode::LevelChanged
            | ChangeCode::PropertyRemoved
            | ChangeCode::PropertyRequired
            | ChangeCode::TypeChanged
            | ChangeCode::ValueRemoved
            | ChangeCode::MaximumLowered
            | ChangeCode::PiiMarked => true,
            ChangeCode::ModeLooser
            | ChangeCode::EventAdded
            | ChangeCode::EventDeprecated
            | ChangeCode::DeprecationRemoved
            | ChangeCode::PropertyAdded
            | ChangeCode::PropertyOptional
            | ChangeCode::ValueAdded
            | ChangeCode::MaximumRaised
            | ChangeCode::PiiUnmarked
            | ChangeCode::WordsChanged => false,
        }
    }
}

/// One difference of two plans. As JSON `{code, place, detail, breaking}`; shown as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The stable code.
    pub code: ChangeCode,
    /// Where, such as `events.task_completed.properties.priority.enum`.
    pub place: String,
    /// What became of it, for people; it follows the place.
    pub detail: String,
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.place, self.detail)
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut change = serializer.serialize_struct("Change", 4)?;
        change.serialize_field("code", self.code.as_str())?;
        change.serialize_field("place", &self.place)?;
        change.serialize_field("detail", &self.detail)?;
        change.serialize_field("breaking", &self.code.is_breaking())?;
        change.end()
    }
}

/// All changes as text, those that break something first.
pub fn report(changes: &[Change]) -> String {
    let mut text = String::new();
    for (breaking, words) in [(true, ["breaking change", "breaking changes"]), (false, ["other change", "other changes"])] {
        let of_this_kind: Vec<&Change> = changes.iter().filter(|change| change.code.is_breaking() == breaking).collect();
        let [one, many] = words;
        match of_this_kind.len() {
            0 => continue,
            1 => text.push_str(&format!("1 {one}:\n")),
            count => text.push_str(&format!("{count} {many}:\n")),
        }
        for change in of_this_kind {
            text.push_str(&format!("  {change}\n"));
        }
    }
    if text.is_empty() {
        text.push_str("no changes\n");
    }
    text
}

#[cfg(test)]
mod tests;
