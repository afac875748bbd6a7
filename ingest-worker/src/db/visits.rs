//! The tables `salts` and `visits`: visitors of pages that keep nothing in the browser, told apart for a day.

use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use crate::ingest::cookieless::{Salt, KEPT_DAYS, MAX_IDLE_MS, MAX_VISIT_MS};
use crate::instant::DAY_MS;
use crate::key::Project;
use serde::de::IgnoredAny;
use serde::Deserialize;
use std::cell::RefCell;

thread_local! {
    // The day's salt. An isolate has one thread, and serves many requests in turn.
    static REMEMBERED: RefCell<Option<(u64, Salt)>> = const { RefCell::new(None) };
}

/// Forgets the salts that were made two days ago and earlier, and all visits under them. Two statements of one transaction.
fn forget(now: u64) -> [Statement; 2] {
    let first_kept = || vec![Parameter::number((now / DAY_MS).saturating_sub(KEPT_DAYS - 1))];
    [
        Statement::fixed("DELETE FROM visits WHERE day < ?1", first_kept()),
        Statement::fixed("DELETE FROM salts WHERE day < ?1", first_kept()),
    ]
}

/// Goes on with a visitor's visit, or begins one; a row `session_id`.
fn visit(project: Project, visitor_id: &str, new_session_id: &str, now: u64) -> Statement {
    const VISIT: &str = "\
INSERT INTO visits (day, project_id, visitor_id, session_id, started_at, last_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
ON CONFLICT DO UPDATE SET
  session_id = iif(excluded.last_at - last_at < ?6 AND excluded.last_at - started_at < ?7, session_id, excluded.session_id),
  started_at = iif(excluded.last_at - last_at < ?6 AND excluded.last_at - started_at < ?7, started_at, excluded.started_at),
  last_at = max(last_at, excluded.last_at)
RETURNING session_id";
    let text = |text: &str| Parameter::Text(text.to_owned());
    let mut parameters = vec![Parameter::number(now / DAY_MS), Parameter::Number(project.id()), text(visitor_id), text(new_session_id)];
    parameters.extend([now, MAX_IDLE_MS, MAX_VISIT_MS].map(Parameter::number));
    Statement::fixed(VISIT, parameters)
}

impl Database {
    /// The salt of this day. Of several isolates that make it at once, one does, and all read that one's. `random` is used if it is this one.
    pub async fn salt(&self, random: Salt, now: u64) -> Result<Salt, StorageFailed> {
        #[derive(Deserialize)]
        struct Row {
            salt: String,
        }
        let day = now / DAY_MS;
        if let Some((_, salt)) = REMEMBERED.with_borrow(|known| known.filter(|(known, _)| *known == day)) {
            return Ok(salt);
        }
        let mut statements: Vec<Statement> = forget(now).into();
        const MAKE: &str = "INSERT OR IGNORE INTO salts (day, salt) VALUES (?1, ?2)";
        statements.push(Statement::fixed(MAKE, vec![Parameter::number(day), Parameter::Text(random.hex())]));
        statements.push(Statement::fixed("SELECT salt FROM salts WHERE day = ?1", vec![Parameter::number(day)]));
        let mut outcomes = self.run_all(statements).await?;
        for _ in 0..3 {
            outcomes.next::<IgnoredAny>()?;
        }
        let row = outcomes.next::<Row>()?.rows.pop();
        let salt = row.and_then(|row| Salt::read(&row.salt)).ok_or_else(|| StorageFailed::because("a stored salt is none"))?;
        REMEMBERED.set(Some((day, salt)));
        Ok(salt)
    }

    /// The visit that a visitor is in, or this new one.
    pub async fn visit(&self, project: Project, visitor_id: &str, new_session_id: &str, now: u64) -> Result<String, StorageFailed> {
        #[derive(Deserialize)]
        struct Row {
            session_id: String,
        }
        let row = self.run::<Row>(visit(project, visitor_id, new_session_id, now)).await?.rows.pop();
        row.map(|row| row.session_id).ok_or_else(|| StorageFailed::because("a visit has no session"))
    }

    /// Forgets salts by the clock.
    pub async fn forget_salts(&self, now: u64) -> Result<(), StorageFailed> {
        self.run_all(forget(now).into()).await.map(drop)
    }
}
