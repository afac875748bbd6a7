//! What goes by the clock: events that are older than their project keeps them.

use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use crate::audit::{Action, Entry};
use crate::instant::DAY_MS;
use crate::key::Project;
use crate::query::cleanup::CleanupQuery;
use serde::Deserialize;

/// Events of one run of the clock: one transaction.
const STEP_EVENTS: u64 = 5_000;

/// A project in which something is too old.
#[derive(Debug, Deserialize)]
struct Due {
    id: i64,
    days: u64,
    /// Events before this are too old.
    older_than: u64,
    /// The event with which a step ends, if there are more than a step.
    step_end: Option<u64>,
}

/// The next project in which something is too old; a row [`Due`]. Whole days go, in UTC: every hour would leave a line in the audit and one
/// more hour to fold.
fn due(now: u64) -> Statement {
    const DUE: &str = "\
SELECT id, days, older_than,
  (SELECT occurred_at FROM events WHERE project_id = id AND occurred_at < older_than ORDER BY occurred_at LIMIT 1 OFFSET ?2) AS step_end
FROM (
  SELECT project_id AS id, config->>'$.retention_days' AS days, (CAST(?1 AS INTEGER) - config->>'$.retention_days') * 86400000 AS older_than FROM configs
)
WHERE days IS NOT NULL AND EXISTS (SELECT 1 FROM events WHERE project_id = id AND occurred_at < older_than)
LIMIT 1";
    Statement::fixed(DUE, vec![Parameter::number(now / DAY_MS), Parameter::number(STEP_EVENTS - 1)])
}

impl Database {
    /// Deletes the oldest events of a project that keeps them no longer, as far as one step goes.
    pub async fn retain(&self, now: u64) -> Result<(), StorageFailed> {
        let Some(Due { id, days, older_than, step_end }) = self.run::<Due>(due(now)).await?.rows.pop() else { return Ok(()) };
        let older_than = step_end.map_or(older_than, |last| older_than.min(last + 1));
        let query = CleanupQuery::by_the_clock(days, older_than);
        self.cleanup(Project::listed(id), &query, Entry::of_clock(Action::RetentionApplied, now)).await.map(drop)
    }
}
