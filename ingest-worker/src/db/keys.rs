use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use crate::instant::HOUR_MS;
use crate::key::{KeyKind, StoredKey};
use serde::de::IgnoredAny;
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// How long an isolate trusts what it read. A revoked key works this long at most.
const TRUSTED_MS: u64 = 60_000;
/// Keys that one isolate remembers. Only keys that exist are, so a flood of guesses fills nothing.
const MAX_REMEMBERED: usize = 1000;

thread_local! {
    // An isolate has one thread, and serves many requests in turn.
    static REMEMBERED: RefCell<HashMap<String, (u64, StoredKey)>> = RefCell::new(HashMap::new());
    // How often a key was changed here: what was being read meanwhile may be what was before.
    static CHANGES: Cell<u64> = const { Cell::new(0) };
    // Whether this deployment is known to have a key. Keys are never deleted, so once is enough.
    static ARE_THERE: Cell<bool> = const { Cell::new(false) };
    // The hour of each key's last use that this isolate has told, or is about to.
    static USED: RefCell<HashMap<String, u64>> = RefCell::new(HashMap::new());
    // What of it is still to be told.
    static TO_TELL: RefCell<Vec<(String, u64)>> = const { RefCell::new(Vec::new()) };
}

/// Looks a key up by its hash, in what the isolate remembers or else in the database.
pub async fn find(database: &Database, hash: String, now: u64) -> Result<Option<StoredKey>, StorageFailed> {
    const SELECT: &str = "SELECT id, project_id, kind, origins, expires_at, revoked_at, last_used_at FROM keys WHERE hash = ?1";
    look_up(database, SELECT, hash, now).await
}

/// The same by its public name, which opens nothing: for a login, which has shown the text before.
pub async fn find_by_id(database: &Database, id: &str, now: u64) -> Result<Option<StoredKey>, StorageFailed> {
    const SELECT: &str = "SELECT id, project_id, kind, origins, expires_at, revoked_at, last_used_at FROM keys WHERE id = ?1";
    look_up(database, SELECT, id.to_owned(), now).await
}

/// A hash and a name are never the same text: they differ in length.
async fn look_up(database: &Database, select: &'static str, by: String, now: u64) -> Result<Option<StoredKey>, StorageFailed> {
    if let Some(key) = remembered(&by, now) {
        return Ok(Some(key));
    }
    let statement = Statement::fixed(select, vec![Parameter::Text(by.clone())]);
    let changes = CHANGES.get();
    let Some(row) = database.run::<KeyRow>(statement).await?.rows.pop() else { return Ok(None) };
    let key = row.read()?;
    ARE_THERE.set(true);
    if CHANGES.get() == changes {
        remember(by, key.clone(), now);
    }
    Ok(Some(key))
}

/// Whether this deployment has any key.
pub async fn are_there(database: &Database) -> Result<bool, StorageFailed> {
    if !ARE_THERE.get() {
        let found = database.run::<IgnoredAny>(Statement::start("SELECT 1 FROM keys LIMIT 1")).await?;
        ARE_THERE.set(!found.rows.is_empty());
    }
    Ok(ARE_THERE.get())
}

/// Forgets a key that was changed, so that the change holds at once in this isolate.
pub(super) fn forget(id: &str) {
    CHANGES.set(CHANGES.get() + 1);
    REMEMBERED.with_borrow_mut(|keys| keys.retain(|_, (_, key)| key.id != id));
}

/// A key opened something. What is to be written of that is told behind the answer: one row an hour and key.
pub fn note_use(key: &StoredKey, now: u64) {
    let hour = now - now % HOUR_MS;
    if key.last_used_at.is_some_and(|known| known >= hour) || USED.with_borrow(|used| used.get(&key.id) == Some(&hour)) {
        return;
    }
    USED.with_borrow_mut(|used| {
        if used.len() >= MAX_REMEMBERED {
            used.clear();
        }
        used.insert(key.id.clone(), hour);
    });
    TO_TELL.with_borrow_mut(|uses| uses.push((key.id.clone(), hour)));
}

/// What is to be told, if anything. Whoever takes it tells it.
pub fn take_uses() -> Vec<(String, u64)> {
    TO_TELL.take()
}

impl Database {
    /// Writes down in which hour keys were used, unless another isolate has.
    pub async fn tell_uses(&self, uses: Vec<(String, u64)>) -> Result<(), StorageFailed> {
        const TELL: &str = "UPDATE keys SET last_used_at = ?2 WHERE id = ?1 AND coalesce(last_used_at, 0) < ?2";
        for (id, hour) in uses {
            let told = self.run::<IgnoredAny>(Statement::fixed(TELL, vec![Parameter::Text(id.clone()), Parameter::number(hour)])).await;
            if told.is_err() {
                // The next use tries again.
                USED.with_borrow_mut(|used| used.remove(&id));
            }
            told?;
        }
        Ok(())
    }
}

/// A key that the isolate remembers, by its hash or its public name.
pub fn remembered(by: &str, now: u64) -> Option<StoredKey> {
    REMEMBERED.with_borrow(|keys| {
        let (read_at, key) = keys.get(by)?;
        (now.saturating_sub(*read_at) < TRUSTED_MS).then(|| key.clone())
    })
}

fn remember(by: String, key: StoredKey, now: u64) {
    REMEMBERED.with_borrow_mut(|keys| {
        if keys.len() >= MAX_REMEMBERED {
            keys.clear();
        }
        keys.insert(by, (now, key));
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
    last_used_at: Option<u64>,
}

impl KeyRow {
    fn read(self) -> Result<StoredKey, StorageFailed> {
        let origins = read_origins(self.origins.as_deref())?;
        let KeyRow { id, project_id, kind, expires_at, revoked_at, last_used_at, .. } = self;
        Ok(StoredKey { id, project_id, kind, origins, expires_at, revoked_at, last_used_at })
    }
}

/// The origins in a row of the table.
pub(super) fn read_origins(text: Option<&str>) -> Result<Option<Vec<String>>, StorageFailed> {
    // To take a broken list for "any origin" would open what somebody meant to close.
    text.map(serde_json::from_str).transpose().map_err(|_| StorageFailed::because("a key's origins are not a JSON list of strings"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str) -> StoredKey {
        StoredKey {
            id: id.into(),
            project_id: 1,
            kind: KeyKind::Read,
            origins: None,
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        }
    }

    #[test]
    fn what_is_remembered_is_forgotten_after_a_minute() {
        remember("h".into(), key("k"), 1_000);
        assert_eq!(remembered("h", 1_000 + TRUSTED_MS - 1), Some(key("k")));
        assert_eq!(remembered("h", 1_000 + TRUSTED_MS), None);
        assert_eq!(remembered("other", 1_000), None);
    }

    #[test]
    fn what_was_changed_is_forgotten_at_once_and_nothing_else() {
        remember("h1".into(), key("k1"), 1_000);
        remember("h2".into(), key("k2"), 1_000);
        let before = CHANGES.get();
        forget("k1");
        assert_eq!((remembered("h1", 1_000), remembered("h2", 1_000)), (None, Some(key("k2"))));
        assert!(CHANGES.get() > before, "a reading that began before is not remembered");
    }

    #[test]
    fn a_use_is_told_once_an_hour() {
        let start = 100 * HOUR_MS;
        let told = |key: &StoredKey, now| {
            note_use(key, now);
            take_uses()
        };
        assert_eq!(told(&key("u"), start + 5), [("u".to_owned(), start)]);
        assert_eq!(told(&key("u"), start + HOUR_MS - 1), []);
        assert_eq!(told(&key("u"), start + HOUR_MS), [("u".to_owned(), start + HOUR_MS)]);
        let known = StoredKey { last_used_at: Some(start), ..key("v") };
        assert_eq!(told(&known, start + 7), []);
        assert_eq!(told(&known, start + HOUR_MS + 7), [("v".to_owned(), start + HOUR_MS)]);
    }
}
