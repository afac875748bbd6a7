use super::config::InvalidConfig;
use super::share::Share;
use crate::number::whole;
use event_model::Level;
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

/// The members of an object in a config, taken out one by one. What nobody took is unknown: a switch that is ignored would look as if it
/// were set.
pub(super) struct Members {
    place: String,
    left: Map<String, Value>,
}

impl Members {
    /// The members of an object; `place` is its name, nothing for the whole.
    pub(super) fn of(place: &str, value: Value) -> Result<Members, InvalidConfig> {
        match value {
            Value::Object(left) => Ok(Members { place: place.to_owned(), left }),
            _ => Err(InvalidConfig::new(place, "expected a JSON object")),
        }
    }

    /// A member's full name.
    pub(super) fn path(&self, name: &str) -> String {
        let dot = if self.place.is_empty() { "" } else { "." };
        format!("{}{dot}{name}", self.place)
    }

    /// A member; null counts as absent, as everywhere.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.left.remove(name).filter(|value| !value.is_null())
    }

    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, InvalidConfig> {
        let Some(value) = self.take(name) else { return Ok(None) };
        value.as_bool().map(Some).ok_or_else(|| InvalidConfig::new(&self.path(name), "expected true or false"))
    }

    pub(super) fn level(&mut self, name: &str) -> Result<Option<Level>, InvalidConfig> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let level = value.as_str().and_then(Level::parse);
        level.map(Some).ok_or_else(|| InvalidConfig::new(&self.path(name), "one of detail, state, action, decision, milestone"))
    }

    pub(super) fn number(&mut self, name: &str, bounds: RangeInclusive<u64>) -> Result<Option<u64>, InvalidConfig> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = whole(&value).filter(|number| bounds.contains(number));
        let fault = || InvalidConfig::new(&self.path(name), &format!("a whole number from {} to {}", bounds.start(), bounds.end()));
        number.map(Some).ok_or_else(fault)
    }

    pub(super) fn share(&mut self, name: &str) -> Result<Option<Share>, InvalidConfig> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let fault = || InvalidConfig::new(&self.path(name), "a number from 0 to 1 with at most four decimal places");
        value.as_f64().and_then(Share::new).map(Some).ok_or_else(fault)
    }

    /// An object that is a member.
    pub(super) fn object(&mut self, name: &str) -> Result<Option<Members>, InvalidConfig> {
        self.take(name).map(|value| Members::of(&self.path(name), value)).transpose()
    }

    /// A list that is a member, of at most so many items.
    pub(super) fn list(&mut self, name: &str, max: usize) -> Result<Vec<Value>, InvalidConfig> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) if items.len() <= max => Ok(items),
            Some(_) => Err(InvalidConfig::new(&self.path(name), &format!("expected a list of at most {max} items"))),
        }
    }

    /// The names of all members that are left, at most so many.
    pub(super) fn names(&self, max: usize) -> Result<Vec<String>, InvalidConfig> {
        if self.left.len() > max {
            return Err(InvalidConfig::new(&self.place, &format!("at most {max} members")));
        }
        Ok(self.left.keys().cloned().collect())
    }

    /// Ends the reading: whatever is left is unknown.
    pub(super) fn finish(self) -> Result<(), InvalidConfig> {
        match self.left.keys().next() {
            None => Ok(()),
            Some(name) => Err(InvalidConfig::new(&self.path(name), "a config has no such member")),
        }
    }
}
