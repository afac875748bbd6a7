use crate::plan::{Mode, Plan, PlannedEvent, Property};
use crate::value;
use event_model::{clip_line, scan};
use std::borrow::Cow;

/// What of an event is not as planned. A closed set: the codes are part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultCode {
    /// The plan does not name the type.
    UnknownEventType,
    /// A required property is absent or null.
    PropertyMissing,
    /// A property's value is of another kind.
    PropertyType,
    /// A property's value is none of the planned ones.
    PropertyValue,
    /// A property's value is above its maximum.
    PropertyTooLarge,
    /// The plan does not name the property, and its mode is not `open`.
    PropertyUnknown,
    /// The type is not to be used any longer.
    EventDeprecated,
}

impl FaultCode {
    /// All codes.
    pub const ALL: [FaultCode; 7] = [
        FaultCode::UnknownEventType,
        FaultCode::PropertyMissing,
        FaultCode::PropertyType,
        FaultCode::PropertyValue,
        FaultCode::PropertyTooLarge,
        FaultCode::PropertyUnknown,
        FaultCode::EventDeprecated,
    ];

    /// The stable code that answers carry.
    pub fn as_str(self) -> &'static str {
        match self {
            FaultCode::UnknownEventType => "unknown_event_type",
            FaultCode::PropertyMissing => "property_missing",
            FaultCode::PropertyType => "property_type",
            FaultCode::PropertyValue => "property_value",
            FaultCode::PropertyTooLarge => "property_too_large",
            FaultCode::PropertyUnknown => "property_unknown",
            FaultCode::EventDeprecated => "event_deprecated",
        }
    }

    /// The code of a word, if it is one.
    pub fn parse(text: &str) -> Option<FaultCode> {
        FaultCode::ALL.into_iter().find(|code| code.as_str() == text)
    }
}

/// The first thing of an event that is not as planned. It repeats nothing of what the event holds but a property's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The stable code.
    pub code: FaultCode,
    /// The field's path on the wire: `type`, or `metadata.<name>`.
    pub field: Cow<'static, str>,
    /// What was expected, for people.
    pub detail: Cow<'static, str>,
}

/// The longest name of a property that a fault repeats, in characters.
const MAX_NAME: usize = 128;

/// The name of a member that says that redaction's clamps have taken others away.
const OTHERS_CUT: &str = "…";

impl Plan {
    /// What of an event is not as planned. `metadata` is the text of a well-formed JSON object. The members are judged in their order, then
    /// those that are missing in the plan's order, and that the type is deprecated comes last.
    pub fn judge(&self, event_type: &str, metadata: Option<&str>) -> Option<Fault> {
        let Some(event) = self.event(event_type) else {
            let detail = "the tracking plan has no such type: send one that it names, or add it to the plan";
            return Some(Fault { code: FaultCode::UnknownEventType, field: Cow::Borrowed("type"), detail: Cow::Borrowed(detail) });
        };
        property_fault(event, metadata.unwrap_or_default(), self.mode == Mode::Open).or_else(|| deprecation(event))
    }
}

fn property_fault(event: &PlannedEvent, metadata: &str, others_allowed: bool) -> Option<Fault> {
    // Bit n: the plan's nth property is there. A plan has at most 100 properties of a type.
    let mut present = 0u128;
    for (raw_name, value) in scan::members(metadata) {
        let name = value::text(raw_name);
        if name == OTHERS_CUT {
            // What is missing may be among the others.
            present = u128::MAX;
        } else if let Some((at, property)) = event.properties.find(&name) {
            if value != "null" {
                present |= 1 << at;
                if let Some((code, detail)) = value::fault(property, value) {
                    return Some(Fault { code, field: field(&name), detail });
                }
            }
        } else if !others_allowed && value != "null" {
            let detail = Cow::Borrowed("the tracking plan has no such property of this type");
            return Some(Fault { code: FaultCode::PropertyUnknown, field: field(&name), detail });
        }
    }
    let is_missing = |(at, (_, property)): &(usize, (&str, &Property))| property.required && present & (1 << at) == 0;
    let (_, (name, _)) = event.properties().enumerate().find(is_missing)?;
    let detail = Cow::Borrowed("the tracking plan requires this property of the type");
    Some(Fault { code: FaultCode::PropertyMissing, field: field(name), detail })
}

fn deprecation(event: &PlannedEvent) -> Option<Fault> {
    let detail = match &event.deprecated.as_ref()?.instead {
        Some(instead) => Cow::Owned(format!("deprecated: {}", clip_line(instead, 200))),
        None => Cow::Borrowed("the tracking plan calls this type deprecated"),
    };
    Some(Fault { code: FaultCode::EventDeprecated, field: Cow::Borrowed("type"), detail })
}

fn field(name: &str) -> Cow<'static, str> {
    Cow::Owned(format!("metadata.{}", clip_line(name, MAX_NAME)))
}

#[cfg(test)]
pub(crate) mod tests;
