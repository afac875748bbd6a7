use serde::{Deserialize, Serialize};

/// What a key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum KeyKind {
    /// Public, in pages: writes, reads nothing.
    Write,
    /// Secret, of a server that writes.
    Server,
    /// Secret: reads, changes nothing.
    Read,
    /// Secret: reads, deletes, and settles what holds for the project.
    Admin,
}

impl KeyKind {
    /// All of them.
    pub const ALL: [KeyKind; 4] = [KeyKind::Write, KeyKind::Server, KeyKind::Read, KeyKind::Admin];

    /// The word for it, in keys, in the database and everywhere else.
    pub fn name(self) -> &'static str {
        match self {
            KeyKind::Write => "write",
            KeyKind::Server => "server",
            KeyKind::Read => "read",
            KeyKind::Admin => "admin",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<KeyKind> {
        KeyKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl std::fmt::Display for KeyKind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for kind in KeyKind::ALL {
            assert_eq!(KeyKind::parse(kind.name()), Some(kind));
        }
        for other in ["", "Write", "owner", "write "] {
            assert_eq!(KeyKind::parse(other), None, "{other}");
        }
    }
}
