use super::{Change, ChangeCode};
use crate::plan::{Plan, PlannedEvent, Property};

impl Plan {
    /// What is different in a newer plan, in its order; what is gone comes last.
    pub fn changes_to(&self, newer: &Plan) -> Vec<Change> {
        let mut changes = Changes::default();
        if self.mode != newer.mode {
            let code = if self.mode < newer.mode { ChangeCode::ModeStricter } else { ChangeCode::ModeLooser };
            changes.add(code, "mode", from_to(self.mode.name(), newer.mode.name()));
        }
        for (name, event) in newer.events.iter() {
            let place = format!("events.{name}");
            match self.event(name) {
                Some(before) => event_changes(before, event, &place, &mut changes),
                None => changes.add(ChangeCode::EventAdded, &place, "is new"),
            }
        }
        for (name, _) in self.events.iter().filter(|(name, _)| newer.event(name).is_none()) {
            changes.add(ChangeCode::EventRemoved, &format!("events.{name}"), "is gone");
        }
        changes.0
    }
}

#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, code: ChangeCode, place: &str, detail: impl Into<String>) {
        self.0.push(Change { code, place: place.to_owned(), detail: detail.into() });
    }

    /// Words that people read and nothing else does.
    fn words(&mut self, before: &Option<String>, after: &Option<String>, place: &str, member: &str) {
        if before != after {
            self.add(ChangeCode::WordsChanged, &format!("{place}.{member}"), "has other words");
        }
    }
}

fn event_changes(before: &PlannedEvent, after: &PlannedEvent, place: &str, changes: &mut Changes) {
    let (was, is) = (before.taxonomy(), after.taxonomy());
    if was.category != is.category {
        changes.add(ChangeCode::CategoryChanged, &format!("{place}.category"), from_to(was.category, is.category));
    }
    if was.action != is.action {
        changes.add(ChangeCode::ActionChanged, &format!("{place}.action"), from_to(was.action, is.action));
    }
    let (was, is) = (before.level.unwrap_or_default(), after.level.unwrap_or_default());
    if was != is {
        changes.add(ChangeCode::LevelChanged, &format!("{place}.level"), from_to(was.name(), is.name()));
    }
    match (&before.deprecated, &after.deprecated) {
        (Some(_), None) => changes.add(ChangeCode::DeprecationRemoved, place, "is no longer deprecated"),
        (was, Some(is)) if was.as_ref() != Some(is) => {
            let instead = is.instead.as_deref().map_or(String::new(), |instead| format!(": {instead}"));
            changes.add(ChangeCode::EventDeprecated, place, format!("is deprecated{instead}"));
        }
        _ => {}
    }
    changes.words(&before.description, &after.description, place, "description");
    changes.words(&before.owner, &after.owner, place, "owner");
    for (name, property) in after.properties() {
        let place = format!("{place}.properties.{name}");
        match before.property(name) {
            Some(before) => property_changes(before, property, &place, changes),
            None if property.required => changes.add(ChangeCode::PropertyRequired, &place, "is new and required"),
            None => changes.add(ChangeCode::PropertyAdded, &place, "is new"),
        }
    }
    for (name, _) in before.properties().filter(|(name, _)| after.property(name).is_none()) {
        changes.add(ChangeCode::PropertyRemoved, &format!("{place}.properties.{name}"), "is gone");
    }
}

fn property_changes(before: &Property, after: &Property, place: &str, changes: &mut Changes) {
    match (before.required, after.required) {
        (false, true) => changes.add(ChangeCode::PropertyRequired, place, "is required now"),
        (true, false) => changes.add(ChangeCode::PropertyOptional, place, "is no longer required"),
        _ => {}
    }
    if before.kind == after.kind {
        let at = format!("{place}.enum");
        values(&quoted(&before.texts), &quoted(&after.texts), &at, changes);
        values(&before.numbers, &after.numbers, &at, changes);
        maximum(before.maximum, after.maximum, &format!("{place}.maximum"), changes);
    } else {
        // What the values may be is another matter then.
        changes.add(ChangeCode::TypeChanged, &format!("{place}.type"), from_to(before.kind.name(), after.kind.name()));
    }
    match (before.pii, after.pii) {
        (false, true) => changes.add(ChangeCode::PiiMarked, place, "is a person's now: readers find \"[redacted]\""),
        (true, false) => changes.add(ChangeCode::PiiUnmarked, place, "is no longer a person's: its values are stored"),
        _ => {}
    }
    changes.words(&before.description, &after.description, place, "description");
}

/// Compares the values of an enum; an empty list takes any.
fn values<T: PartialEq + ToString>(before: &[T], after: &[T], place: &str, changes: &mut Changes) {
    match (before, after) {
        ([], []) => {}
        ([], _) => {
            let values: Vec<String> = after.iter().map(T::to_string).collect();
            changes.add(ChangeCode::ValueRemoved, place, format!("takes only {} now", values.join(", ")));
        }
        (_, []) => changes.add(ChangeCode::ValueAdded, place, "takes any value now"),
        _ => {
            for value in before.iter().filter(|value| !after.contains(value)) {
                changes.add(ChangeCode::ValueRemoved, place, format!("no longer has {}", value.to_string()));
            }
            for value in after.iter().filter(|value| !before.contains(value)) {
                changes.add(ChangeCode::ValueAdded, place, format!("has {} too", value.to_string()));
            }
        }
    }
}

fn maximum(before: Option<f64>, after: Option<f64>, place: &str, changes: &mut Changes) {
    match (before, after) {
        (None, Some(most)) => changes.add(ChangeCode::MaximumLowered, place, format!("is {most} now; there was none")),
        (Some(_), None) => changes.add(ChangeCode::MaximumRaised, place, "is gone"),
        (Some(was), Some(is)) if is < was => changes.add(ChangeCode::MaximumLowered, place, from_to(&was.to_string(), &is.to_string())),
        (Some(was), Some(is)) if is > was => changes.add(ChangeCode::MaximumRaised, place, from_to(&was.to_string(), &is.to_string())),
        _ => {}
    }
}

fn from_to(before: &str, after: &str) -> String {
    format!("changed from {before} to {after}")
}

fn quoted(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| format!("\"{text}\"")).collect()
}
