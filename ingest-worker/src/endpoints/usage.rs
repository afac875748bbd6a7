//! What the Worker costs, and how near it is to a quota.

use super::{json, open};
use crate::db::{usage, StorageFailed};
use crate::http::{Head, Reply};
use crate::key::Access;
use crate::query::cost::CostQuery;
use crate::rejection::{Rejection, NO_KEYS};
use crate::settings::Settings;
use crate::usage::Load;
use serde::Serialize;
use worker::{Context, Date, Env};

/// `GET /api/analytics/cost`
pub async fn cost(head: &Head, settings: &Settings) -> Result<Reply, Rejection> {
    let Settings { database, plan, .. } = settings;
    open(database, head, head.key.as_deref(), Access::Read).await?;
    let query = CostQuery::parse(&head.query, head.now)?;
    json(&database.cost(&query, *plan, head.now).await?)
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Health {
    status: &'static str,
    version: &'static str,
    database: &'static str,
    /// `ok` or `none`.
    keys: &'static str,
    /// What to do, where something is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
    /// Null where nothing is held back.
    quota: Option<Load>,
    /// `ok`, or `missing` where the deployment has no limiters and everybody may send as much as they like.
    rate_limits: &'static str,
    /// By which a page or a program can tell whether its clock is right, in milliseconds since the epoch.
    server_time: u64,
}

/// `GET /api/health`. Needs no key: it says nothing that a visitor may not know.
pub async fn health(head: &Head, settings: &Settings) -> Result<Reply, Rejection> {
    let Settings { database, daily_rows_written, .. } = settings;
    head.limiters.admit_anybody(head.now).await?;
    let has_keys = database.check().await?;
    let quota = match daily_rows_written {
        Some(quota) => Some(database.load(*quota, head.now).await?),
        None => None,
    };
    let rate_limits = if head.limiters.are_bound() { "ok" } else { "missing" };
    let (status, keys, detail) = if has_keys { ("ok", "ok", None) } else { ("no_keys", "none", Some(NO_KEYS)) };
    json(&Health { status, version: env!("CARGO_PKG_VERSION"), database: "ok", keys, detail, quota, rate_limits, server_time: head.now })
}

/// Tells what was counted, once in a while, when the answer is gone.
pub fn tell_behind(env: &Env, context: &Context, now: u64) {
    if !usage::is_due(now) {
        return;
    }
    if let Ok(Settings { database, daily_rows_written, .. }) = Settings::read(env) {
        context.wait_until(async move {
            // What failed is in the log, and is told another time.
            let _ = database.tell_usage(daily_rows_written, now).await;
        });
    }
}

/// Tells what a run of the clock wrote: the isolate may see no request.
pub async fn tell_by_the_clock(env: &Env) -> Result<(), StorageFailed> {
    let now = Date::now().as_millis();
    if usage::is_anything_written(now) {
        Settings::read(env)?.database.tell(now).await?;
    }
    Ok(())
}
