//! The page's localStorage, which may be missing, blocked, full, or cleared under our feet. Nothing here ever throws.

use super::sys;

pub(super) fn get(key: &str) -> Option<String> {
    sys::get_item(key).ok().flatten()
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
    let mut at = 0;
    while let Ok(Some(key)) = sys::key(at) {
        at += 1;
        if key.starts_with(prefix) {
            keys.push(key);
        }
    }
    keys
}
