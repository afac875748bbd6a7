//! Counters for programs that watch, and the log.

use super::open;
use crate::http::{Head, Reply};
use crate::key::Access;
use crate::metrics::{Durations, Scrape};
use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use crate::request_log::{line, Ended};
use crate::route::name;
use crate::settings::Settings;
use std::cell::{OnceCell, RefCell};
use worker::{console_error, console_log, Date};

thread_local! {
    // An isolate has one thread, and serves many requests in turn.
    static DURATIONS: RefCell<Durations> = RefCell::default();
    static INSTANCE: OnceCell<String> = const { OnceCell::new() };
}

/// Counts a request that is answered, and writes its line to the log.
pub fn tell(head: &Head, reply: &Reply) {
    let (endpoint, status) = (name(&head.path), reply.status());
    // The platform's clock moves while a request waits, and stands still while it computes.
    let millis = Date::now().as_millis().saturating_sub(head.now);
    DURATIONS.with_borrow_mut(|durations| durations.observe(endpoint, status, millis));
    let ended = Ended { method: &head.method, endpoint, status, code: reply.code(), at: head.now, millis };
    console_log!("{}", line(ended, &head.note));
}

/// `GET /metrics`
pub async fn metrics(head: &Head, settings: &Settings) -> Result<Reply, Rejection> {
    let Settings { database, daily_rows_written, .. } = settings;
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    Parameters::parse(&head.query).finish()?;
    let (counters, rows) = database.counters(project, head.now).await?;
    let quota = match daily_rows_written {
        Some(quota) => Some((*quota, database.load(*quota, head.now).await?)),
        None => None,
    };
    let instance = INSTANCE.with(|name| name.get_or_init(made_up).clone());
    let text = DURATIONS.with_borrow(|durations| Scrape { counters, rows, quota, durations, instance: &instance }.write());
    Ok(Reply::exposition(text))
}

/// A name for this isolate, which has none.
fn made_up() -> String {
    let mut bytes = [0; 8];
    if let Err(error) = getrandom::fill(&mut bytes) {
        console_error!("no random bytes: {error}");
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
