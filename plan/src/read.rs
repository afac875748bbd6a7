use crate::named::Named;
use crate::plan::{Deprecation, Kind, Mode, Plan, PlannedEvent, Property};
use event_model::limits::{MAX_LINE, MAX_TYPE};
use event_model::{check_word, scan, EventType, Level, OpaqueId, ViolationCode};
use place::Place;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::collections::BTreeSet;

mod place;

pub use place::PlanFault;

/// Bytes of a plan.
pub const MAX_PLAN_BYTES: usize = 256 * 1024;
/// Properties of one type: as many as an object may have members before it is clamped.
pub const MAX_PROPERTIES: usize = 100;
/// Values of an `enum`.
pub const MAX_VALUES: usize = 100;
/// Characters of a description, and of a value of an `enum`.
pub const MAX_TEXT: usize = 1000;
/// Characters of a property's name.
const MAX_NAME: usize = 128;

impl Plan {
    /// Reads a plan from JSON. The first fault refuses it: an unknown member is more likely a typo than a wish.
    pub fn parse(text: &str) -> Result<Plan, PlanFault> {
        let root = Place::ROOT;
        if text.len() > MAX_PLAN_BYTES {
            return Err(root.fault(format!("is larger than {MAX_PLAN_BYTES} bytes")));
        }
        serde_json::from_str::<IgnoredAny>(text).map_err(|error| root.fault(format!("is not JSON: {error}")))?;
        let mut mode = Mode::default();
        let mut events = None;
        for (name, value) in members(text.trim_ascii(), &root)? {
            let place = root.at(&name);
            match name.as_ref() {
                "$schema" => _ = string(value, &place)?,
                "mode" => mode = one_of(value, &place, &Mode::ALL.map(Mode::name), Mode::parse)?,
                "events" => events = Some(named(value, &place, event)?),
                _ => return Err(place.unknown(&["$schema", "mode", "events"])),
            }
        }
        Ok(Plan { mode, events: events.ok_or_else(|| root.at("events").fault("is missing"))? })
    }
}

fn event(name: &str, raw: &str, place: &Place<'_>) -> Result<PlannedEvent, PlanFault> {
    let event_type = EventType::parse(name).map_err(|violation| place.fault(format!("is no event type: {}", violation.detail)))?;
    let mut event = PlannedEvent {
        event_type,
        description: None,
        category: None,
        action: None,
        level: None,
        owner: None,
        deprecated: None,
        properties: Named::default(),
    };
    for (name, value) in members(raw, place)? {
        let place = place.at(&name);
        match name.as_ref() {
            "description" => event.description = Some(prose(value, &place)?),
            "category" => event.category = Some(part(value, &place)?),
            "action" => event.action = Some(part(value, &place)?),
            "level" => event.level = Some(one_of(value, &place, &Level::ALL.map(Level::name), Level::parse)?),
            "owner" => event.owner = Some(word(value, &place, MAX_LINE)?),
            "deprecated" => event.deprecated = deprecation(value, &place)?,
            "properties" => event.properties = properties(value, &place)?,
            _ => return Err(place.unknown(&["description", "category", "action", "level", "owner", "deprecated", "properties"])),
        }
    }
    Ok(event)
}

fn properties(raw: &str, place: &Place<'_>) -> Result<Named<Property>, PlanFault> {
    let properties = named(raw, place, property)?;
    if properties.iter().len() > MAX_PROPERTIES {
        return Err(place.fault(format!("are more than {MAX_PROPERTIES}")));
    }
    Ok(properties)
}

fn property(name: &str, raw: &str, place: &Place<'_>) -> Result<Property, PlanFault> {
    check_word(name, MAX_NAME).map_err(|code| place.fault(format!("is no name of a property: {}", word_fault(code, MAX_NAME))))?;
    let mut kind = None;
    let mut property = Property {
        kind: Kind::String,
        required: false,
        texts: Vec::new(),
        numbers: Vec::new(),
        maximum: None,
        pii: false,
        description: None,
    };
    let (mut maximum, mut values) = (None, None);
    for (name, value) in members(raw, place)? {
        let place = place.at(&name);
        match name.as_ref() {
            "type" => kind = Some(one_of(value, &place, &Kind::ALL.map(Kind::name), Kind::parse)?),
            "required" => property.required = boolean(value, &place)?,
            "enum" => values = Some(value),
            "maximum" => maximum = Some(value),
            "pii" => property.pii = boolean(value, &place)?,
            "description" => property.description = Some(prose(value, &place)?),
            _ => return Err(place.unknown(&["type", "required", "enum", "maximum", "pii", "description"])),
        }
    }
    property.kind = kind.ok_or_else(|| place.at("type").fault("is missing"))?;
    // Read last: what they may be depends on the type, which may stand behind them.
    if let Some(raw) = maximum {
        property.maximum = Some(largest(raw, property.kind, &place.at("maximum"))?);
    }
    if let Some(raw) = values {
        (property.texts, property.numbers) = planned_values(raw, property.kind, &place.at("enum"))?;
    }
    Ok(property)
}

fn largest(raw: &str, kind: Kind, place: &Place<'_>) -> Result<f64, PlanFault> {
    let counted = matches!(kind, Kind::String | Kind::Array);
    if !counted && !matches!(kind, Kind::Number | Kind::Integer) {
        return Err(place.fault(format!("is not for the type {}", kind.name())));
    }
    match number(raw) {
        Some(number) if counted && (number < 0.0 || number.fract() != 0.0) => Err(place.fault("must be a whole number, 0 or more")),
        Some(number) => Ok(number),
        None => Err(place.fault("must be a number")),
    }
}

fn planned_values(raw: &str, kind: Kind, place: &Place<'_>) -> Result<(Vec<String>, Vec<f64>), PlanFault> {
    if !matches!(kind, Kind::String | Kind::Number | Kind::Integer) {
        return Err(place.fault(format!("is not for the type {}", kind.name())));
    }
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    for (at, (_, item)) in scan::items(raw).enumerate() {
        let at = at.to_string();
        let place = place.at(&at);
        let again = if kind == Kind::String {
            let text = bounded(string(item, &place)?, &place)?;
            let again = texts.contains(&text);
            texts.push(text);
            again
        } else {
            let fits = |number: &f64| kind == Kind::Number || number.fract() == 0.0;
            let number = number(item).filter(fits).ok_or_else(|| place.fault(format!("must be a value of the type {}", kind.name())))?;
            let again = numbers.contains(&number);
            numbers.push(number);
            again
        };
        if again {
            return Err(place.fault("is there twice"));
        }
    }
    match texts.len() + numbers.len() {
        0 => Err(place.fault("must be a list of one value or more")),
        count if count > MAX_VALUES => Err(place.fault(format!("has more than {MAX_VALUES} values"))),
        _ => Ok((texts, numbers)),
    }
}

fn deprecation(raw: &str, place: &Place<'_>) -> Result<Option<Deprecation>, PlanFault> {
    match raw {
        "true" => Ok(Some(Deprecation { instead: None })),
        "false" => Ok(None),
        text if text.starts_with('"') => Ok(Some(Deprecation { instead: Some(prose(text, place)?) })),
        _ => Err(place.fault("must be true, or a text that says what to use instead")),
    }
}

/// Reads each member of an object as a thing with that name.
fn named<T>(raw: &str, place: &Place<'_>, read: impl Fn(&str, &str, &Place<'_>) -> Result<T, PlanFault>) -> Result<Named<T>, PlanFault> {
    let things: Result<_, PlanFault> = members(raw, place)?
        .into_iter()
        .map(|(name, value)| {
            let thing = read(&name, value, &place.at(&name))?;
            Ok((name.into_owned(), thing))
        })
        .collect();
    things.map(Named::new)
}

/// The members of an object, none of them twice.
fn members<'a>(raw: &'a str, place: &Place<'_>) -> Result<Vec<(Cow<'a, str>, &'a str)>, PlanFault> {
    if !raw.starts_with('{') {
        return Err(place.fault("must be an object"));
    }
    let members: Vec<_> = scan::members(raw).map(|(name, value)| (crate::value::text(name), value)).collect();
    let mut seen = BTreeSet::new();
    match members.iter().find(|(name, _)| !seen.insert(name)) {
        Some((name, _)) => Err(place.at(name).fault("is there twice")),
        None => Ok(members),
    }
}

/// A word of a list.
fn one_of<T>(raw: &str, place: &Place<'_>, words: &[&str], parse: impl Fn(&str) -> Option<T>) -> Result<T, PlanFault> {
    let word = scan::string(raw).map(crate::value::text);
    word.and_then(|word| parse(&word)).ok_or_else(|| place.fault(format!("must be one of {}", words.join(", "))))
}

/// A category or an action: parts of a type, with the bounds of a type.
fn part(raw: &str, place: &Place<'_>) -> Result<OpaqueId, PlanFault> {
    let text = word(raw, place, MAX_TYPE)?;
    OpaqueId::parse(&text, "").map_err(|violation| place.fault(violation.detail))
}

/// One line of at most `max` characters.
fn word(raw: &str, place: &Place<'_>, max: usize) -> Result<String, PlanFault> {
    let text = string(raw, place)?;
    check_word(&text, max).map_err(|code| place.fault(word_fault(code, max)))?;
    Ok(text)
}

fn word_fault(code: ViolationCode, max: usize) -> Cow<'static, str> {
    match code {
        ViolationCode::EmptyField => Cow::Borrowed("must not be empty"),
        ViolationCode::TooLong => Cow::Owned(format!("must have at most {max} characters")),
        _ => Cow::Borrowed("must have no control characters, and no blanks at the ends"),
    }
}

/// A text of some lines that says something.
fn prose(raw: &str, place: &Place<'_>) -> Result<String, PlanFault> {
    let text = string(raw, place)?;
    if text.is_empty() {
        return Err(place.fault("must not be empty"));
    }
    bounded(text, place)
}

fn bounded(text: String, place: &Place<'_>) -> Result<String, PlanFault> {
    if text.chars().count() > MAX_TEXT {
        return Err(place.fault(format!("must have at most {MAX_TEXT} characters")));
    }
    Ok(text)
}

fn string(raw: &str, place: &Place<'_>) -> Result<String, PlanFault> {
    serde_json::from_str(raw).map_err(|_| place.fault("must be a text"))
}

fn boolean(raw: &str, place: &Place<'_>) -> Result<bool, PlanFault> {
    raw.parse().map_err(|_| place.fault("must be true or false"))
}

fn number(raw: &str) -> Option<f64> {
    serde_json::from_str(raw).ok()
}

#[cfg(test)]
pub(crate) mod tests;
