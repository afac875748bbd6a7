//! The table `ended_sessions`. Of a session that was not ended the database knows nothing: its token tells it.

use super::statement::{Parameter, Statement};
use super::{audit, Database, StorageFailed};
use crate::audit::Entry;
use crate::key::Project;
use crate::login::Session;
use serde::de::IgnoredAny;
use std::cell::RefCell;
use std::collections::HashMap;

/// How long an isolate trusts that a session was not ended elsewhere.
const TRUSTED_MS: u64 = 60_000;
/// Sessions that one isolate remembers. Only those whose token was signed by us are.
const MAX_REMEMBERED: usize = 1000;

/// What an isolate knows of a session.
#[derive(Clone, Copy)]
enum Known {
    /// It was not ended when it was looked for, then.
    AliveAt(u64),
    Ended,
}

thread_local! {
    // An isolate has one thread, and serves many requests in turn.
    static REMEMBERED: RefCell<HashMap<String, Known>> = RefCell::default();
}

/// Whether a session was ended.
pub async fn is_ended(database: &Database, session: &Session, now: u64) -> Result<bool, StorageFailed> {
    match REMEMBERED.with_borrow(|known| known.get(&session.id).copied()) {
        Some(Known::Ended) => return Ok(true),
        Some(Known::AliveAt(at)) if now.saturating_sub(at) < TRUSTED_MS => return Ok(false),
        _ => {}
    }
    const SELECT: &str = "SELECT 1 FROM ended_sessions WHERE session_id = ?1";
    let found = database.run::<IgnoredAny>(Statement::fixed(SELECT, vec![Parameter::Text(session.id.clone())])).await?;
    let is_ended = !found.rows.is_empty();
    remember(&session.id, if is_ended { Known::Ended } else { Known::AliveAt(now) });
    Ok(is_ended)
}

/// Ends a session of a project, and forgets those that would be over by now.
pub async fn end(database: &Database, project: Project, session: &Session, entry: &Entry) -> Result<(), StorageFailed> {
    const FORGET: &str = "DELETE FROM ended_sessions WHERE ends_at <= ?1";
    const END: &str = "INSERT OR IGNORE INTO ended_sessions (session_id, ends_at) VALUES (?1, ?2)";
    let end = Statement::fixed(END, vec![Parameter::Text(session.id.clone()), Parameter::number(session.ends_at())]);
    let forget = Statement::fixed(FORGET, vec![Parameter::number(entry.at)]);
    database.run_all(vec![forget, end, audit::append(project, entry)]).await?.all::<IgnoredAny>()?;
    remember(&session.id, Known::Ended);
    Ok(())
}

fn remember(id: &str, known: Known) {
    REMEMBERED.with_borrow_mut(|sessions| {
        if sessions.len() >= MAX_REMEMBERED {
            sessions.clear();
        }
        // Who was asked before the end may be answered behind it.
        if !matches!(sessions.get(id), Some(Known::Ended)) {
            sessions.insert(id.to_owned(), known);
        }
    });
}
