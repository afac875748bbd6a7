//! Trailmark's Worker: checks events, stores them in D1, and answers questions about them.
//!
//! PURE, without clock, randomness or I/O: [`ingest`], [`project`], [`rollup`], [`analytics`], [`query`], [`usage`], [`metrics`], [`request_log`], [`route`], [`audit`], [`erasure`], [`key`], [`login`], [`rates`], [`origin`], [`body`], [`rejection`], [`instant`].
//! EDGE: [`endpoints`], [`http`], [`limiters`], [`db`], [`settings`], and this file. `worker::` is named nowhere else.

pub mod analytics;
/// Who did what when.
pub mod audit;
/// A body's bytes into text, within bounds.
pub mod body;
pub mod db;
pub mod endpoints;
/// Taking somebody's id out of texts.
pub mod erasure;
pub mod http;
pub mod ingest;
pub mod instant;
/// Keys, and what they open.
pub mod key;
pub mod limiters;
pub mod login;
pub mod metrics;
pub mod number;
#[cfg(test)]
mod openapi;
/// What an `Origin` header says.
pub mod origin;
pub mod project;
pub mod query;
pub mod rates;
/// Every reason to refuse a request.
pub mod rejection;
/// A request's line in the log.
pub mod request_log;
pub mod rollup;
/// Method and path into what a request is for.
pub mod route;
pub mod settings;
pub mod usage;

use http::{Head, Reply};
use worker::{event, Context, Env, Request, Response, ScheduleContext, ScheduledEvent};

/// Answers one request.
#[event(fetch)]
async fn fetch(mut request: Request, env: Env, context: Context) -> worker::Result<Response> {
    let head = Head::read(&request, &env)?;
    let outcome = endpoints::answer(&mut request, &head, &env, &context).await;
    endpoints::usage::tell_behind(&env, &context, head.now);
    endpoints::keys::tell_uses_behind(&env, &context);
    let reply = outcome.unwrap_or_else(|rejection| Reply::problem(&rejection));
    http::discard(&mut request).await;
    endpoints::metrics::tell(&head, &reply);
    reply.respond(&head)
}

/// Runs by the clock, every five minutes.
#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    // What failed is in the log, and there is nobody to answer.
    let _ = endpoints::users::retain_by_the_clock(&env).await;
    let _ = endpoints::rollups::fold_by_the_clock(&env).await;
    let _ = endpoints::rejected::prune_by_the_clock(&env).await;
    let _ = endpoints::usage::tell_by_the_clock(&env).await;
}
