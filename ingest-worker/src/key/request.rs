use super::KeyKind;
use crate::instant::HOUR_MS;
use crate::number::whole;
use crate::rejection::Rejection;
use event_model::limits::MAX_SAFE_INTEGER;
use key_model::{name_fault, origin_fault, MAX_ORIGINS};
use serde_json::{Map, Value};

/// How long a replaced key works on, unless it is said.
pub const DEFAULT_OVERLAP_HOURS: u64 = 24;
/// And at most: thirty days.
pub const MAX_OVERLAP_HOURS: u64 = 720;

/// A key that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRequest {
    /// What it shall be used for.
    pub kind: KeyKind,
    /// What people call it.
    pub label: Option<String>,
    /// The origins that it shall be bound to; `None` is any.
    pub origins: Option<Vec<String>>,
    /// From when on it shall be worth nothing.
    pub expires_at: Option<u64>,
}

impl KeyRequest {
    /// Reads `{kind, label?, origins?, expires_at?}`.
    pub fn parse(body: &[u8], now: u64) -> Result<KeyRequest, Rejection> {
        let mut members = Members::parse(body)?;
        let kind = members.take("kind").flatten();
        let kind = kind.as_ref().and_then(Value::as_str).and_then(KeyKind::parse);
        let request = KeyRequest {
            kind: kind.ok_or_else(|| fault("kind", "one of write, server, read, admin"))?,
            label: members.label()?.flatten(),
            origins: members.origins()?.flatten(),
            expires_at: members.expires_at(now)?.flatten(),
        };
        members.finish().map(|()| request)
    }
}

/// What of a key is to be another; the inner `None` is what null says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyChange {
    /// What people call it.
    pub label: Option<Option<String>>,
    /// The origins that it is bound to, or any.
    pub origins: Option<Option<Vec<String>>>,
    /// From when on it is worth nothing, or never.
    pub expires_at: Option<Option<u64>>,
}

impl KeyChange {
    /// Reads `{label?, origins?, expires_at?}`.
    pub fn parse(body: &[u8], now: u64) -> Result<KeyChange, Rejection> {
        let mut members = Members::parse(body)?;
        let change = KeyChange { label: members.label()?, origins: members.origins()?, expires_at: members.expires_at(now)? };
        members.finish().map(|()| change)
    }

    /// Whether nothing is to be another.
    pub fn is_empty(&self) -> bool {
        *self == KeyChange::default()
    }
}

/// How a key is to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// For so many milliseconds both keys work.
    pub overlap_ms: u64,
}

impl Rotation {
    /// Reads `{overlap_hours?}`, or no body at all.
    pub fn parse(body: &[u8]) -> Result<Rotation, Rejection> {
        if body.is_empty() {
            return Ok(Rotation { overlap_ms: DEFAULT_OVERLAP_HOURS * HOUR_MS });
        }
        let mut members = Members::parse(body)?;
        let hours = match members.take("overlap_hours").flatten() {
            None => DEFAULT_OVERLAP_HOURS,
            Some(value) => whole(&value)
                .filter(|hours| *hours <= MAX_OVERLAP_HOURS)
                .ok_or_else(|| fault("overlap_hours", "a whole number of hours from 0 to 720"))?,
        };
        members.finish().map(|()| Rotation { overlap_ms: hours * HOUR_MS })
    }
}

fn fault(field: &str, detail: &str) -> Rejection {
    Rejection::InvalidKey { field: field.to_owned(), detail: detail.to_owned() }
}

/// The members of a body, taken out one by one. What nobody took is unknown: a limit that is ignored would look as if it were set.
struct Members(Map<String, Value>);

impl Members {
    fn parse(body: &[u8]) -> Result<Members, Rejection> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(Members(members)),
            Ok(_) => Err(fault("", "expected a JSON object")),
            Err(error) => Err(Rejection::InvalidJson(error.to_string())),
        }
    }

    /// A member, if it is there; its value, unless that is null.
    fn take(&mut self, name: &str) -> Option<Option<Value>> {
        self.0.remove(name).map(|value| Some(value).filter(|value| !value.is_null()))
    }

    fn label(&mut self) -> Result<Option<Option<String>>, Rejection> {
        self.read("label", |value| {
            let label = value.as_str().ok_or("expected a string")?;
            name_fault(label).map_or(Ok(label.to_owned()), Err)
        })
    }

    fn origins(&mut self) -> Result<Option<Option<Vec<String>>>, Rejection> {
        self.read("origins", |value| {
            let origins = value.as_array().filter(|origins| (1..=MAX_ORIGINS).contains(&origins.len()));
            let origins = origins.ok_or("expected a list of 1 to 20 origins, or null for any")?;
            let one = |value: &Value| {
                let origin = value.as_str().ok_or("expected strings")?;
                origin_fault(origin).map_or(Ok(origin.to_owned()), Err)
            };
            origins.iter().map(one).collect()
        })
    }

    fn expires_at(&mut self, now: u64) -> Result<Option<Option<u64>>, Rejection> {
        self.read("expires_at", |value| {
            let end = whole(value).filter(|end| *end > now && *end <= MAX_SAFE_INTEGER);
            end.ok_or("a time that is still to come, in milliseconds since the epoch; null is never")
        })
    }

    fn read<T>(&mut self, name: &str, read: impl Fn(&Value) -> Result<T, &'static str>) -> Result<Option<Option<T>>, Rejection> {
        let Some(value) = self.take(name) else { return Ok(None) };
        value.as_ref().map(read).transpose().map(Some).map_err(|detail| fault(name, detail))
    }

    fn finish(self) -> Result<(), Rejection> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(fault(&event_model::clip_line(name, 80), "there is no such member")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: u64 = 1_771_405_200_000;

    fn at_fault<T: std::fmt::Debug>(outcome: Result<T, Rejection>) -> String {
        match outcome {
            Err(Rejection::InvalidKey { field, .. }) => field,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_key_is_wanted_with_all_or_with_little() {
        let little = KeyRequest::parse(br#"{"kind":"read"}"#, NOW).unwrap();
        assert_eq!(little, KeyRequest { kind: KeyKind::Read, label: None, origins: None, expires_at: None });
        let body = format!(r#"{{"kind":"write","label":"Shop","origins":["https://a.example"],"expires_at":{}}}"#, NOW + 1);
        let all = KeyRequest::parse(body.as_bytes(), NOW).unwrap();
        assert_eq!((all.label.as_deref(), all.expires_at), (Some("Shop"), Some(NOW + 1)));
        assert_eq!(all.origins.unwrap(), ["https://a.example"]);
        let nothing = KeyRequest::parse(br#"{"kind":"read","label":null,"origins":null,"expires_at":null}"#, NOW).unwrap();
        assert_eq!(nothing, little);
    }

    #[test]
    fn every_fault_is_named() {
        for (body, field) in [
            ("{}", "kind"),
            (r#"{"kind":null}"#, "kind"),
            (r#"{"kind":"Write"}"#, "kind"),
            (r#"{"kind":["write"]}"#, "kind"),
            (r#"{"kind":"read","label":""}"#, "label"),
            (r#"{"kind":"read","label":7}"#, "label"),
            (r#"{"kind":"read","label":"a\nb"}"#, "label"),
            (r#"{"kind":"read","origins":[]}"#, "origins"),
            (r#"{"kind":"read","origins":"https://a.example"}"#, "origins"),
            (r#"{"kind":"read","origins":["null"]}"#, "origins"),
            (r#"{"kind":"read","origins":[null]}"#, "origins"),
            (r#"{"kind":"read","origins":["https://A.example"]}"#, "origins"),
            (r#"{"kind":"read","expires_at":1771405200000}"#, "expires_at"),
            (r#"{"kind":"read","expires_at":-1}"#, "expires_at"),
            (r#"{"kind":"read","expires_at":1e20}"#, "expires_at"),
            (r#"{"kind":"read","expires_at":"tomorrow"}"#, "expires_at"),
            (r#"{"kind":"read","project_id":2}"#, "project_id"),
            (r#"{"kind":"read","hash":"x"}"#, "hash"),
            ("[]", ""),
            ("null", ""),
        ] {
            assert_eq!(at_fault(KeyRequest::parse(body.as_bytes(), NOW)), field, "{body}");
        }
        let many = format!(r#"{{"kind":"read","origins":[{}]}}"#, vec![r#""https://a.example""#; MAX_ORIGINS + 1].join(","));
        assert_eq!(at_fault(KeyRequest::parse(many.as_bytes(), NOW)), "origins");
        assert!(matches!(KeyRequest::parse(b"{", NOW), Err(Rejection::InvalidJson(_))));
        assert_eq!(at_fault(KeyChange::parse(br#"{"kind":"admin"}"#, NOW)), "kind");
    }

    #[test]
    fn a_change_tells_null_from_nothing() {
        assert!(KeyChange::parse(b"{}", NOW).unwrap().is_empty());
        let change = KeyChange::parse(br#"{"origins":null,"label":"x"}"#, NOW).unwrap();
        assert_eq!(change, KeyChange { label: Some(Some("x".into())), origins: Some(None), expires_at: None });
    }

    #[test]
    fn overlaps() {
        for (body, hours) in
            [("", Some(24)), ("{}", Some(24)), (r#"{"overlap_hours":0}"#, Some(0)), (r#"{"overlap_hours":7.2e2}"#, Some(720))]
        {
            assert_eq!(Rotation::parse(body.as_bytes()).ok().map(|one| one.overlap_ms / HOUR_MS), hours, "{body}");
        }
        for bad in ["721", "-1", "-1.0", "1.5", "1e99", "\"24\"", "true"] {
            let body = format!(r#"{{"overlap_hours":{bad}}}"#);
            assert_eq!(at_fault(Rotation::parse(body.as_bytes())), "overlap_hours", "{bad}");
        }
        assert_eq!(at_fault(Rotation::parse(br#"{"hours":1}"#)), "hours");
    }

    proptest! {
        #[test]
        fn no_body_panics(body in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = (KeyRequest::parse(&body, NOW), KeyChange::parse(&body, NOW), Rotation::parse(&body));
        }
    }
}
