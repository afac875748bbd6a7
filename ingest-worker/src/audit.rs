use serde_json::{Map, Value};

/// What can be done that somebody may ask about later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A tracking plan was put.
    PlanPut,
    /// A remote config was put.
    ConfigPut,
    /// The events of a filter were deleted.
    EventsDeleted,
    /// Old events were deleted, by hand.
    EventsCleanedUp,
    /// Old events were deleted, by the clock.
    RetentionApplied,
    /// A user was erased.
    UserErased,
    /// Everything of a user was read.
    UserExported,
    /// Rejected events were forgotten.
    RejectedForgotten,
    /// Rejected events were judged anew.
    RejectedReplayed,
    /// Roll-ups are to be folded anew.
    RollupsRebuilt,
    /// A key was made.
    KeyCreated,
    /// A key's label, origins or end was changed.
    KeyChanged,
    /// A key was made in another's place.
    KeyRotated,
    /// A key was taken back.
    KeyRevoked,
    /// Somebody logged in to the dashboard with the key.
    LoggedIn,
    /// A login was ended.
    LoggedOut,
}

impl Action {
    /// The name in the table and in answers.
    pub fn name(self) -> &'static str {
        match self {
            Action::PlanPut => "plan_put",
            Action::ConfigPut => "config_put",
            Action::EventsDeleted => "events_deleted",
            Action::EventsCleanedUp => "events_cleaned_up",
            Action::RetentionApplied => "retention_applied",
            Action::UserErased => "user_erased",
            Action::UserExported => "user_exported",
            Action::RejectedForgotten => "rejected_forgotten",
            Action::RejectedReplayed => "rejected_replayed",
            Action::RollupsRebuilt => "rollups_rebuilt",
            Action::KeyCreated => "key_created",
            Action::KeyChanged => "key_changed",
            Action::KeyRotated => "key_rotated",
            Action::KeyRevoked => "key_revoked",
            Action::LoggedIn => "logged_in",
            Action::LoggedOut => "logged_out",
        }
    }
}

/// A line of the audit, to be written in the transaction of what it tells. It must hold nothing about persons: no user's id, no value of a
/// filter, and no hash of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is done.
    pub action: Action,
    /// When, in milliseconds since the epoch.
    pub at: u64,
    /// The key that does it; `None` is the clock, or who owns the deployment.
    pub key_id: Option<String>,
    details: Map<String, Value>,
    /// The detail that is how many rows the statement right before this line's changed.
    pub changes: Option<&'static str>,
    /// Whether there is a line only if that statement changed something.
    pub only_if_changed: bool,
}

impl Entry {
    /// What a key does.
    pub fn of_key(key_id: &str, action: Action, at: u64) -> Entry {
        Entry { key_id: Some(key_id.to_owned()), ..Entry::of_clock(action, at) }
    }

    /// What the clock does.
    pub fn of_clock(action: Action, at: u64) -> Entry {
        Entry { action, at, key_id: None, details: Map::new(), changes: None, only_if_changed: false }
    }

    /// How much.
    pub fn count(mut self, name: &'static str, count: u64) -> Entry {
        self.details.insert(name.to_owned(), count.into());
        self
    }

    /// How much, where only the database knows: the rows that the statement right before this line's changed.
    pub fn changes(mut self, name: &'static str) -> Entry {
        self.changes = Some(name);
        self
    }

    /// There is nothing to tell if the statement right before this line's changes nothing.
    pub fn only_if_changed(mut self) -> Entry {
        self.only_if_changed = true;
        self
    }

    /// A name of ours, such as a key's id. Never what came with an event or with a question.
    pub fn name(mut self, name: &'static str, value: &str) -> Entry {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// All that was said of it, as JSON.
    pub fn details(&self) -> String {
        Value::Object(self.details.clone()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_an_object() {
        let entry = Entry::of_key("a1", Action::EventsDeleted, 5).count("matched", 3).name("key", "b\"2");
        // Read again, since the order of members is nobody's business and depends on what else is compiled.
        assert_eq!(serde_json::from_str::<Value>(&entry.details()).unwrap(), serde_json::json!({"key": "b\"2", "matched": 3}));
        assert_eq!(Entry::of_clock(Action::RetentionApplied, 5).details(), "{}");
    }
}
