//! Rejected events: listed, judged anew, forgotten; by hand and by the clock.

use super::{json, open, open_as};
use crate::audit::{Action, Entry};
use crate::db::{rules, Database, StorageFailed};
use crate::http::{Head, Reply};
use crate::ingest::Surroundings;
use crate::key::{Access, Opened};
use crate::query::rejected::{ForgetQuery, RejectedQuery, ReplayQuery};
use crate::rejection::Rejection;
use crate::settings::Settings;
use worker::{Date, Env};

/// `GET /api/rejected`
pub async fn list(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let query = RejectedQuery::parse(&head.query, head.now)?;
    json(&database.rejected(project, &query).await?)
}

/// `POST /api/rejected/replay`
pub async fn replay(head: &Head, settings: &Settings) -> Result<Reply, Rejection> {
    let database = &settings.database;
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let query = ReplayQuery::parse(&head.query, head.now)?;
    let floor = match settings.daily_rows_written {
        Some(quota) => database.load(quota, head.now).await?.floor(),
        None => None,
    };
    // The plan was mended a moment ago, and perhaps elsewhere.
    let rules = rules::read(database, project, head.now).await?;
    // Nothing random is needed: who had no id got one when it was rejected.
    let surroundings = Surroundings { now: head.now, seed: [0; 8], floor };
    let entry = Entry::of_key(&key_id, Action::RejectedReplayed, head.now);
    let (answer, rows_written) = database.replay(project, &query, surroundings, &rules.plan, entry).await?;
    head.note.verdicts(&answer);
    Ok(json(&answer)?.with_header("x-trailmark-rows-written", rows_written.to_string()))
}

/// `DELETE /api/rejected`
pub async fn forget(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let query = ForgetQuery::parse(&head.query, head.now)?;
    let entry = Entry::of_key(&key_id, Action::RejectedForgotten, head.now).changes("rejected");
    json(&database.forget_rejected(project, &query, &entry).await?)
}

/// One run of the clock.
pub async fn prune_by_the_clock(env: &Env) -> Result<(), StorageFailed> {
    Settings::read(env)?.database.prune_rejected(Date::now().as_millis()).await
}
