//! What must not be kept.

use super::leaks;
use event_model::limits::MAX_METADATA_BYTES;
use event_model::redaction::{redact, redact_refused, redact_text};
use event_model::scan;
use serde_json::value::RawValue;
use serde_json::Value;
use std::borrow::Cow;

/// Any JSON: objects as free JSON, and everything as an event that was refused.
pub fn json(input: &[u8]) {
    let Ok(raw) = serde_json::from_slice::<&RawValue>(input) else { return };
    let (text, pii) = (raw.get(), ["grade".to_owned()]);
    let refused = redact_refused(text, &pii);
    assert!(serde_json::from_str::<&RawValue>(&refused).is_ok(), "no JSON any more: {refused}");
    assert_eq!(redact_refused(&refused, &pii), refused, "changed again");
    if !text.starts_with('{') {
        return;
    }
    for limit in [15, 64, 300, MAX_METADATA_BYTES] {
        let once = redact(text, limit, &pii).into_owned();
        assert!(once.len() <= limit, "{} bytes", once.len());
        assert!(matches!(redact(&once, limit, &pii), Cow::Borrowed(_)), "changed again: {once}");
        assert!(serde_json::from_str::<&RawValue>(&once).is_ok(), "no JSON any more: {once}");
        // Lone surrogates are JSON by its grammar, and no text.
        if let Ok(value) = serde_json::from_str::<Value>(&once) {
            leaks::assert_none_in(&value);
        }
    }
    if let Ok(Value::Object(members)) = serde_json::from_str(text) {
        let names = scan::members(text).filter_map(|(name, _)| serde_json::from_str::<String>(&format!("\"{name}\"")).ok());
        let names: std::collections::BTreeSet<String> = names.collect();
        assert!(
            members.keys().all(|name| names.contains(name)) && names.len() == members.len(),
            "members are not those of serde: {names:?}"
        );
    }
}

/// Any text.
pub fn text(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let once = redact_text(&text).into_owned();
    assert_eq!(redact_text(&once), once, "changed again");
    leaks::assert_none(&once);
    scan::members(&text).take(10_000).for_each(drop);
    scan::items(&text).take(10_000).for_each(drop);
}
