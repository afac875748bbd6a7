use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use crate::key::{KeyKind, StoredKey};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::HashMap;

/// How long an isolate trusts what it read. A revoked key works this long at most.
const TRUSTED_MS: u64 = 60_000;
/// Keys that one isolate remembers. Only keys that exist are, so a flood of guesses fills nothing.
const MAX_REMEMBERED: usize = 1000;

thread_local! {
    // An isolate has one thread, and serves many requests in turn.
    static REMEMBERED: RefCell<HashMap<String, (u64, StoredKey)>> = RefCell::new(HashMap::new());
}

/// Looks a key up by its hash, in what the isolate remembers or else in the database.
pub async fn find(database: &Database, hash: String, now: u64) -> Result<Option<StoredKey>, StorageFailed> {
    if let Some(key) = remembered(&hash, now) {
        return Ok(Some(key));
    }
    const SELECT: &str = "SELECT id, project_id, kind, origins, expires_at, revoked_at FROM keys WHERE hash = ?1";
    let statement = Statement::fixed(SELECT, vec![Parameter::Text(hash.clone())]);
    let Some(row) = database.run::<KeyRow>(statement).await?.rows.pop() else { return Ok(None) };
    let key = row.read()?;
    remember(hash, key.clone(), now);
    Ok(Some(key))
}

/// A key that the isolate remembers.
pub fn remembered(hash: &str, now: u64) -> Option<StoredKey> {
    REMEMBERED.with_borrow(|keys| {
        let (read_at, key) = keys.get(hash)?;
        (now.saturating_sub(*read_at) < TRUSTED_MS).then(|| key.clone())
    })
}

fn remember(hash: String, key: StoredKey, now: u64) {
    REMEMBERED.with_borrow_mut(|keys| {
        if keys.len() >= MAX_REMEMBERED {
            keys.clear();
        }
        keys.insert(hash, (now, key));
    });
}

#[derive(Deserialize)]
struct KeyRow {
    id: String,
    project_id: i64,
    kind: KeyKind,
    origins: Option<String>,
    expires_at: Option<u64>,
    revoked_at: Option<u64>,
}

impl KeyRow {
    fn read(self) -> Result<StoredKey, StorageFailed> {
        let origins = self.origins.as_deref().map(serde_json::from_str).transpose();
        // To take a broken list for "any origin" would open what somebody meant to close.
        let origins = origins.map_err(|_| StorageFailed::because("a key's origins are not a JSON list of strings"))?;
        let KeyRow { id, project_id, kind, expires_at, revoked_at, .. } = self;
        Ok(StoredKey { id, project_id, kind, origins, expires_at, revoked_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_forgotten_after_a_minute() {
        let key = StoredKey { id: "k".into(), project_id: 1, kind: KeyKind::Read, origins: None, expires_at: None, revoked_at: None };
        remember("h".into(), key.clone(), 1_000);
        assert_eq!(remembered("h", 1_000 + TRUSTED_MS - 1), Some(key));
        assert_eq!(remembered("h", 1_000 + TRUSTED_MS), None);
        assert_eq!(remembered("other", 1_000), None);
    }
}
