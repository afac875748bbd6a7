use crate::rejection::Rejection;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// A key as it was presented, known to have the form of a key and nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresentedKey<'a>(&'a str);

impl<'a> PresentedKey<'a> {
    /// Takes `tm_<kind>_<32 of base 62>`. Anything else is no key, which costs an attacker's guess no query.
    pub fn parse(text: &'a str) -> Option<PresentedKey<'a>> {
        let (kind, secret) = text.strip_prefix("tm_")?.split_once('_')?;
        let is_kind = matches!(kind, "write" | "read" | "admin" | "server");
        let is_secret = secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_kind && is_secret).then_some(PresentedKey(text))
    }

    /// What it says that it is. Whether that is true, only the database knows.
    pub fn claims(self) -> KeyKind {
        match self.0.split('_').nth(1) {
            Some("write") => KeyKind::Write,
            Some("server") => KeyKind::Server,
            Some("read") => KeyKind::Read,
            _ => KeyKind::Admin,
        }
    }

    /// What is stored of it: lower-case hex SHA-256 of the whole text.
    pub fn hash(self) -> String {
        format!("{:x}", Sha256::digest(self.0))
    }
}

/// What a stored key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyKind {
    /// Public, in pages: writes, reads nothing.
    Write,
    /// Secret, of a server that writes.
    Server,
    /// Secret: reads, changes nothing.
    Read,
    /// Secret: reads and deletes.
    Admin,
}

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
}

impl StoredKey {
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
    if key.revoked_at.is_some() || key.expires_at.is_some_and(|end| end <= now) {
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

    const SECRET: &str = "0123456789abcdefghijABCDEFGHIJ01";

    #[test]
    fn only_the_form_of_a_key_is_hashed() {
        let good = format!("tm_write_{SECRET}");
        let hash = PresentedKey::parse(&good).unwrap().hash();
        assert_eq!(hash.len(), 64);
        assert!(hash.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()));
        for bad in [
            "",
            "tm_",
            "tm_write_",
            "tm_write_short",
            "write",
            &format!("tm_owner_{SECRET}"),
            &format!("tm_read_{SECRET}x"),
            "tm_read_0123456789abcdefghijABCDEFGHIJ0é",
        ] {
            assert_eq!(PresentedKey::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn it_says_what_it_is() {
        for (name, kind) in [("write", KeyKind::Write), ("server", KeyKind::Server), ("read", KeyKind::Read), ("admin", KeyKind::Admin)] {
            assert_eq!(PresentedKey::parse(&format!("tm_{name}_{SECRET}")).map(PresentedKey::claims), Some(kind));
        }
    }

    #[test]
    fn the_hash_is_plain_sha_256() {
        // echo -n tm_write_0123456789abcdefghijABCDEFGHIJ01 | sha256sum
        let text = format!("tm_write_{SECRET}");
        assert_eq!(PresentedKey::parse(&text).unwrap().hash(), "a7e9d63cddd3fb84bdbb83fa582cca9f6b13b83e06f6284f18817f64d0f5e55c");
    }

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
                let key = StoredKey { id: "k".into(), project_id: 7, kind, origins: None, expires_at: None, revoked_at: None };
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
        };
        let from = |origin, now| authorize(&key, Access::Write, origin, now).map(|opened| opened.project);
        assert_eq!(from(Some("https://app.example"), 99), Ok(Project(1)));
        assert_eq!(from(None, 99), Ok(Project(1)));
        assert_eq!(from(Some("https://app.example.evil.example"), 99), Err(Rejection::OriginNotAllowed));
        assert_eq!(from(Some("null"), 99), Err(Rejection::OriginNotAllowed));
        assert_eq!(from(Some("https://app.example"), 100), Err(Rejection::UnknownKey));
        let revoked = StoredKey { revoked_at: Some(1), ..key };
        assert_eq!(authorize(&revoked, Access::Write, None, 2), Err(Rejection::UnknownKey));
    }
}
