mod item;
mod request;

use crate::rejection::Rejection;
pub use item::{KeyItem, KeyState};
pub use key_model::{id_of, KeyKind, NewKey, PresentedKey};
pub use request::{KeyChange, KeyRequest, Rotation, DEFAULT_OVERLAP_HOURS, MAX_OVERLAP_HOURS};

/// What an endpoint needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Store events.
    Write,
    /// Read events.
    Read,
    /// Delete events.
    Administer,
    /// Read remote config, which is for everybody who has a key.
    Config,
}

impl Access {
    fn allows(self, kind: KeyKind) -> bool {
        match self {
            Access::Write => matches!(kind, KeyKind::Write | KeyKind::Server),
            Access::Read => matches!(kind, KeyKind::Read | KeyKind::Admin),
            Access::Administer => kind == KeyKind::Admin,
            Access::Config => true,
        }
    }

    /// Whether a login stands for its key here. What trackers and servers send is never let in by what a browser has.
    pub fn takes_logins(self) -> bool {
        self != Access::Write
    }

    pub(crate) fn kinds(self) -> &'static str {
        match self {
            Access::Write => "write or server",
            Access::Read => "read or admin",
            Access::Administer => "admin",
            Access::Config => "write, server, read or admin",
        }
    }
}

/// A key as it is stored, without its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// Its public name.
    pub id: String,
    /// The project whose events it opens.
    pub project_id: i64,
    /// What it may be used for.
    pub kind: KeyKind,
    /// The origins that it is bound to; `None` is any.
    pub origins: Option<Vec<String>>,
    /// From when on it is worth nothing.
    pub expires_at: Option<u64>,
    /// When it was taken back.
    pub revoked_at: Option<u64>,
    /// The hour in which it was used last, as far as the database knows.
    pub last_used_at: Option<u64>,
}

impl StoredKey {
    /// Whether it is worth nothing any more.
    pub fn is_over(&self, now: u64) -> bool {
        is_over(self.revoked_at, self.expires_at, now)
    }

    /// Whether pages of this origin may use it, and so read what it is answered.
    pub fn is_for(&self, origin: Option<&str>) -> bool {
        match (&self.origins, origin) {
            (Some(allowed), Some(origin)) => allowed.iter().any(|one| one == origin),
            _ => true,
        }
    }
}

/// A project that the request was found to have access to. Nothing from outside can name another to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Project(i64);

impl Project {
    /// The project's number in the database.
    pub fn id(self) -> i64 {
        self.0
    }

    /// A project that the database lists, for work that nobody asked for and nobody is answered: folding by the clock.
    pub(crate) fn listed(id: i64) -> Project {
        Project(id)
    }
}

/// Whether a key is worth nothing any more.
fn is_over(revoked_at: Option<u64>, expires_at: Option<u64>, now: u64) -> bool {
    revoked_at.is_some() || expires_at.is_some_and(|end| end <= now)
}

/// What a key opened for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The project that it belongs to.
    pub project: Project,
    /// Its kind.
    pub kind: KeyKind,
    /// Its public name, by which it is known to those who look later who did something.
    pub key_id: String,
}

/// Whether a key opens its project for this access, from this origin, now.
///
/// A request without an `Origin` header comes from no page of another site: from a server, or from a page reading its own origin.
/// Whoever can leave the header out can also forge it, so nothing is gained by refusing.
pub fn authorize(key: &StoredKey, access: Access, origin: Option<&str>, now: u64) -> Result<Opened, Rejection> {
    if key.is_over(now) {
        return Err(Rejection::UnknownKey);
    }
    if !access.allows(key.kind) {
        return Err(Rejection::WrongKeyKind(access.kinds()));
    }
    if !key.is_for(origin) {
        return Err(Rejection::OriginNotAllowed);
    }
    Ok(Opened { project: Project(key.project_id), kind: key.kind, key_id: key.id.clone() })
}

#[cfg(test)]
impl Project {
    /// A project out of nothing, for tests.
    pub fn of(id: i64) -> Project {
        Project(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kinds_and_accesses() {
        use KeyKind::*;
        let table = [
            (Access::Write, [Write, Server].as_slice()),
            (Access::Read, &[Read, Admin]),
            (Access::Administer, &[Admin]),
            (Access::Config, &[Write, Server, Read, Admin]),
        ];
        for (access, allowed) in table {
            for kind in [Write, Server, Read, Admin] {
                let key = StoredKey {
                    id: "k".into(),
                    project_id: 7,
                    kind,
                    origins: None,
                    expires_at: None,
                    revoked_at: None,
                    last_used_at: None,
                };
                let opened = Opened { project: Project(7), kind, key_id: "k".into() };
                let expected = if allowed.contains(&kind) { Ok(opened) } else { Err(Rejection::WrongKeyKind(access.kinds())) };
                assert_eq!(authorize(&key, access, Some("https://any.example"), 0), expected, "{access:?} {kind:?}");
            }
        }
    }

    #[test]
    fn a_key_ends_and_is_bound_to_origins() {
        let key = StoredKey {
            id: "k".into(),
            project_id: 1,
            kind: KeyKind::Write,
            origins: Some(vec!["https://app.example".into()]),
            expires_at: Some(100),
            revoked_at: None,
            last_used_at: None,
        };
        let from = |origin, now| authorize(&key, Access::Write, origin, now).map(|opened| opened.project);
        assert_eq!(from(Some("https://app.example"), 99), Ok(Project(1)));
        assert_eq!(from(None, 99), Ok(Project(1)));
        for other in [
            "https://app.example.evil.example",
            "https://evil.example/https://app.example",
            "https://sub.app.example",
            "https://app.example:443",
            "https://app.example:8443",
            "https://App.example",
            "https://app.example/",
            " https://app.example",
            "http://app.example",
            "app.example",
            "null",
            "*",
            "",
        ] {
            assert_eq!(from(Some(other), 99), Err(Rejection::OriginNotAllowed), "{other}");
        }
        assert_eq!(from(Some("https://app.example"), 100), Err(Rejection::UnknownKey));
        let revoked = StoredKey { revoked_at: Some(1), ..key };
        assert_eq!(authorize(&revoked, Access::Write, None, 2), Err(Rejection::UnknownKey));
    }

    proptest! {
        /// Every condition is needed, and together they are enough.
        #[test]
        fn a_key_opens_its_project_and_only_for_what_it_is(
            kind in 0..4_usize, access in 0..4_usize, origins in proptest::option::of(prop::collection::vec(0..3_u8, 1..3)),
            origin in proptest::option::of(0..3_u8), expires_at in proptest::option::of(0..6_u64), revoked_at in proptest::option::of(0..6_u64), now in 0..6_u64
        ) {
            let kind = KeyKind::ALL[kind];
            let (access, kinds) = [(Access::Write, "write or server"), (Access::Read, "read or admin"), (Access::Administer, "admin"), (Access::Config, "write, server, read or admin")][access];
            let name = |number: u8| format!("https://{number}.example");
            let names = origins.clone().map(|origins| origins.into_iter().map(name).collect());
            let key = StoredKey { id: "k".into(), project_id: 7, kind, origins: names, expires_at, revoked_at, last_used_at: None };
            let is_foreign = matches!((&origins, origin), (Some(origins), Some(origin)) if !origins.contains(&origin));
            let is_kind = kinds.split([' ', ',']).any(|word| word == kind.name());
            let outcome = authorize(&key, access, origin.map(name).as_deref(), now);
            match outcome {
                Ok(opened) => {
                    prop_assert_eq!((opened.project.id(), opened.kind), (7, kind));
                    prop_assert!(revoked_at.is_none() && expires_at.is_none_or(|end| now < end) && is_kind && !is_foreign);
                }
                Err(Rejection::UnknownKey) => prop_assert!(revoked_at.is_some() || expires_at.is_some_and(|end| end <= now)),
                Err(Rejection::WrongKeyKind(needed)) => prop_assert!(!is_kind && needed == kinds),
                Err(Rejection::OriginNotAllowed) => prop_assert!(is_foreign),
                Err(other) => prop_assert!(false, "{:?}", other),
            }
        }
    }
}
