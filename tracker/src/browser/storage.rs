//! The page's localStorage, which may be missing, blocked, full, or cleared under our feet. Nothing here ever throws.

use super::sys;

pub(super) fn get(key: &str) -> Option<String> {
    sys::get_item(key).ok()?.as_string()
}

/// False when the record could not be kept.
pub(super) fn set(key: &str, value: &str) -> bool {
    sys::set_item(key, value).is_ok()
}

pub(super) fn remove(key: &str) {
    let _ = sys::remove_item(key);
}

/// All keys that begin so.
pub(super) fn keys(prefix: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for at in 0.. {
        let Some(key) = sys::key(at).ok().and_then(|key| key.as_string()) else { break };
        if key.as_bytes().starts_with(prefix.as_bytes()) {
            keys.push(key);
        }
    }
    keys
}

/// All records whose keys begin so.
pub(super) fn records(prefix: &str) -> Vec<(String, String)> {
    let mut records = Vec::new();
    for key in keys(prefix) {
        if let Some(value) = get(&key) {
            records.push((key, value));
        }
    }
    records
}
