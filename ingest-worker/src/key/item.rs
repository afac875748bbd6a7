use super::{is_over, KeyKind};
use serde::Serialize;

/// A key as those see it who administer its project. Its text is not known, and its hash is nobody's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KeyItem {
    /// Its public name.
    pub id: String,
    /// What it may be used for.
    pub kind: KeyKind,
    /// What people call it.
    pub label: Option<String>,
    /// The origins that it is bound to; `None` is any.
    pub origins: Option<Vec<String>>,
    /// When it was made, in milliseconds since the epoch, as all times here.
    pub created_at: u64,
    /// From when on it is worth nothing.
    pub expires_at: Option<u64>,
    /// When it was taken back.
    pub revoked_at: Option<u64>,
    /// The beginning of the hour in which it was used last.
    pub last_used_at: Option<u64>,
    /// The key that was made in its place.
    pub replaced_by: Option<String>,
    /// Whether it works.
    pub state: KeyState,
}

/// Whether a key works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum KeyState {
    /// It works, with no end in sight.
    Active,
    /// It works, and its end is set.
    Expiring,
    /// Its end has come.
    Expired,
    /// It was taken back.
    Revoked,
}

impl KeyState {
    /// The state of a key with this end, now.
    pub fn of(revoked_at: Option<u64>, expires_at: Option<u64>, now: u64) -> KeyState {
        match expires_at {
            _ if revoked_at.is_some() => KeyState::Revoked,
            _ if is_over(revoked_at, expires_at, now) => KeyState::Expired,
            Some(_) => KeyState::Expiring,
            None => KeyState::Active,
        }
    }

    /// Whether the key works.
    pub fn works(self) -> bool {
        matches!(self, KeyState::Active | KeyState::Expiring)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_by_time() {
        use KeyState::*;
        for (revoked_at, expires_at, state) in [
            (None, None, Active),
            (None, Some(101), Expiring),
            (None, Some(100), Expired),
            (None, Some(0), Expired),
            (Some(1), None, Revoked),
            (Some(1), Some(0), Revoked),
            (Some(1), Some(101), Revoked),
        ] {
            assert_eq!(KeyState::of(revoked_at, expires_at, 100), state);
            assert_eq!(state.works(), !is_over(revoked_at, expires_at, 100));
        }
    }
}
