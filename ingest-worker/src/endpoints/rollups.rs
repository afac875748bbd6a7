//! Roll-ups by hand, by the clock, and behind answers that would have liked them.

use super::{json, open, open_as};
use crate::audit::{Action, Entry};
use crate::db::fold::{Budget, Step};
use crate::db::{Database, StorageFailed};
use crate::http::{Head, Reply};
use crate::instant::{iso, HOUR_MS};
use crate::key::{Access, Opened, Project};
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::settings::Settings;
use serde::Serialize;
use std::cell::Cell;
use worker::{Context, Date, Env};

/// What one run of the clock may do, all projects together. On Cloudflare's free plan a run may make 50 statements; pruning rejected events and
/// what is done by `users::retain_by_the_clock` may take 22 of them.
const CLOCK: Budget = Budget { events: 60_000, statements: 28 };
/// What an answer may have done behind it.
const BEHIND_AN_ANSWER: Budget = Budget { events: 20_000, statements: 24 };
/// What one call by hand does.
const BY_HAND: Budget = Budget { events: 60_000, statements: 45 };
/// A folding that has not ended by then never will.
const GIVEN_UP_MS: u64 = 60_000;

/// The state of roll-ups.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RollupsStatus"))]
pub(crate) struct Status {
    /// Hours before this are closed.
    closed_until: Option<u64>,
    closed_until_iso: Option<String>,
    /// Closed hours with events.
    hours: u64,
    /// Those of them that are to be folded.
    stale: u64,
    events: u64,
    /// The length of their columns.
    bytes: u64,
}

/// What one call folded.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RollupsFolded"))]
pub(crate) struct Folded {
    /// Hours.
    folded: u64,
    events: u64,
    /// Hours that are still to be folded.
    remaining: u64,
}

/// Hours that will be folded anew.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RollupsMarked"))]
pub(crate) struct Marked {
    marked: u64,
}

/// Reads the query string of `POST /api/rollups/rebuild`.
pub(crate) fn range(query: &str, now: u64) -> Result<TimeRange, Rejection> {
    let mut parameters = Parameters::parse(query);
    let range = TimeRange::take(&mut parameters, now)?.unwrap_or_default();
    parameters.finish()?;
    Ok(range)
}

/// `GET /api/rollups`
pub async fn status(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Administer).await?;
    Parameters::parse(&head.query).finish()?;
    let status = database.rollups(project).await?;
    let closed_until = status.closed_until.map(|hour| hour.saturating_mul(HOUR_MS));
    json(&Status {
        closed_until,
        closed_until_iso: closed_until.map(iso),
        hours: status.hours,
        stale: status.stale,
        events: status.events,
        bytes: status.bytes,
    })
}

/// `POST /api/rollups/fold`
pub async fn fold(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Administer).await?;
    Parameters::parse(&head.query).finish()?;
    let step = database.fold(project, head.now, BY_HAND).await?;
    json(&Folded { folded: step.hours, events: step.events, remaining: database.count_stale_hours(project).await? })
}

/// `POST /api/rollups/rebuild`
pub async fn rebuild(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let range = range(&head.query, head.now)?;
    let entry = Entry::of_key(&key_id, Action::RollupsRebuilt, head.now).changes("hours");
    json(&Marked { marked: database.rebuild(project, range, Some(&entry)).await? })
}

thread_local! {
    // Since when this isolate folds behind an answer. An isolate has one thread, and serves many requests in turn.
    static SINCE: Cell<Option<u64>> = const { Cell::new(None) };
}

/// Folds a little of the project in which reading met hours that are to be folded, after the answer is gone. One at a time in an isolate.
pub fn fold_behind(database: Database, context: &Context, now: u64) {
    let Some(project) = database.unfolded() else { return };
    if SINCE.get().is_some_and(|since| now.saturating_sub(since) < GIVEN_UP_MS) {
        return;
    }
    SINCE.set(Some(now));
    context.wait_until(async move {
        // What failed is in the log, and is tried again behind another answer.
        let _ = database.fold(project, now, BEHIND_AN_ANSWER).await;
        SINCE.set(None);
    });
}

/// One run of the clock: each project that has something to fold, another one first each time.
pub async fn fold_by_the_clock(env: &Env) -> Result<(), StorageFailed> {
    let Settings { database, .. } = Settings::read(env)?;
    let now = Date::now().as_millis();
    let mut projects: Vec<Project> = database.unfolded_projects(now).await?;
    if let Some(first) = (now / RUN_MS).checked_rem(projects.len() as u64) {
        projects.rotate_left(first as usize);
    }
    let mut left = CLOCK;
    for project in projects {
        // What folding one hour takes.
        if left.events == 0 || left.statements < 13 {
            break;
        }
        let Step { events, statements, .. } = database.fold(project, now, left).await?;
        left = Budget { events: left.events.saturating_sub(events), statements: left.statements.saturating_sub(statements) };
    }
    Ok(())
}

/// How often the clock runs, as wrangler.toml says.
const RUN_MS: u64 = 5 * 60 * 1000;
