//! EDGE: each endpoint from its request to its reply, one line a step.

/// A project's remote config.
pub(crate) mod config;
mod export;
mod import;
/// Keys.
pub mod keys;
/// The way of events into the database.
pub(crate) mod log;
/// The dashboard's login.
pub(crate) mod login;
/// Counters, and a line for each request.
pub mod metrics;
/// Tracking plans.
pub(crate) mod plan;
/// Product analytics.
pub(crate) mod questions;
/// Rejected events.
pub mod rejected;
/// Roll-ups by hand, by the clock, and behind answers.
pub mod rollups;
/// What the Worker costs, and how near it is to a quota.
pub mod usage;
/// All that is stored about a user, and how long.
pub mod users;

use crate::audit::{Action, Entry};
use crate::db::{self, rules, Database, StorageFailed};
use crate::http::{Head, Reply};
use crate::ingest::Form;
use crate::key::{authorize, Access, Opened, PresentedKey, Project, StoredKey};
use crate::query::audit::AuditQuery;
use crate::query::causality::CausalityQuery;
use crate::query::cleanup::CleanupQuery;
use crate::query::deletion::DeletionQuery;
use crate::query::delivery::DeliveryQuery;
use crate::query::item::Item;
use crate::query::list::ListQuery;
use crate::query::recent::{markdown, Format, RecentList, RecentQuery};
use crate::rejection::Rejection;
use crate::route::{name, route, Route};
use crate::settings::Settings;
use event_model::limits::{MAX_ADDRESS_BYTES, MAX_PARAMETERS};
use event_model::EventId;
use serde::Serialize;
use worker::{console_error, Context, Env, Request};

impl From<StorageFailed> for Rejection {
    fn from(failed: StorageFailed) -> Rejection {
        match failed {
            StorageFailed::Unavailable => Rejection::StorageFailed,
            StorageFailed::QuotaExhausted => Rejection::QuotaExhausted,
        }
    }
}

/// Answers a request of any kind.
pub async fn answer(request: &mut Request, head: &Head, env: &Env, context: &Context) -> Result<Reply, Rejection> {
    if head.url_bytes > MAX_ADDRESS_BYTES {
        return Err(Rejection::AddressTooLong);
    }
    if head.query.bytes().filter(|&byte| byte == b'&').count() >= MAX_PARAMETERS {
        return Err(Rejection::TooManyParameters);
    }
    let route = route(&head.method, &head.path)?;
    if let Route::Preflight(methods) = route {
        return Ok(Reply::preflight(methods));
    }
    let mut settings = Settings::read(env)?;
    settings.database = settings.database.on_behalf_of(name(&head.path), head.now, &head.note);
    match route {
        Route::Log => log::log(request, head, &settings, Form::Single).await,
        Route::LogBatch => log::log(request, head, &settings, Form::Batch).await,
        Route::Import => import::import(request, head, &settings.database).await,
        Route::PutConfig => private(config::put(request, head, &settings.database).await),
        Route::PutPlan => private(plan::put(request, head, &settings.database).await),
        Route::MakeKey => private(keys::make(request, head, &settings.database).await),
        Route::ChangeKey(id) => private(keys::change(&id, request, head, &settings.database).await),
        Route::RotateKey(id) => private(keys::rotate(&id, request, head, &settings.database).await),
        Route::Export => private(export::export(request, head, settings).await),
        Route::ExportUser(id) => private(users::export(&id, request, head, settings).await),
        question => {
            let reply = private(answer_privately(question, head, &settings).await);
            rollups::fold_behind(settings.database, context, head.now);
            reply
        }
    }
}

/// An answer, or a refusal, that no cache may keep.
fn private(outcome: Result<Reply, Rejection>) -> Result<Reply, Rejection> {
    Ok(outcome.unwrap_or_else(|rejection| Reply::problem(&rejection)).private())
}

async fn answer_privately(route: Route, head: &Head, settings: &Settings) -> Result<Reply, Rejection> {
    let database = &settings.database;
    match route {
        Route::Events => events(head, database).await,
        Route::Session(id) => session(id, head, database).await,
        Route::Event(id) => event(&id, head, database).await,
        Route::Causality(id) => causality(&id, head, database).await,
        Route::Recent => recent(head, database).await,
        Route::Analytics => questions::overview(head, database).await,
        Route::Question(topic) => questions::answer(topic, head, database).await,
        Route::SessionEvents(id) => questions::session(id, head, database).await,
        Route::Delivery => delivery(head, database).await,
        Route::Delete => delete(head, database).await,
        Route::EraseUser(id) => users::erase(&id, head, settings).await,
        Route::Cleanup => cleanup(head, database).await,
        Route::Rejected => rejected::list(head, database).await,
        Route::Replay => rejected::replay(head, settings).await,
        Route::ForgetRejected => rejected::forget(head, database).await,
        Route::Rollups => rollups::status(head, database).await,
        Route::Fold => rollups::fold(head, database).await,
        Route::Rebuild => rollups::rebuild(head, database).await,
        Route::Plan => plan::get(head, database).await,
        Route::PlanVersions => plan::versions(head, database).await,
        Route::Config => config::get(head, database).await,
        Route::Audit => audit(head, database).await,
        Route::Keys => keys::list(head, database).await,
        Route::RevokeKey(id) => keys::revoke(&id, head, database).await,
        Route::Project => keys::project(head, database).await,
        Route::LogIn => login::log_in(head, database).await,
        Route::LoggedIn => login::who(head, database).await,
        Route::LogOut => login::log_out(head, database).await,
        Route::Cost => usage::cost(head, settings).await,
        Route::Metrics => metrics::metrics(head, settings).await,
        Route::Health => usage::health(head, settings).await,
        // These have bodies, or none to answer.
        Route::Log | Route::LogBatch | Route::Import | Route::Export | Route::PutConfig | Route::PutPlan => Err(Rejection::NoSuchPath),
        Route::MakeKey | Route::ChangeKey(_) | Route::RotateKey(_) | Route::ExportUser(_) | Route::Preflight(_) => {
            Err(Rejection::NoSuchPath)
        }
    }
}

/// The project of a key that the isolate remembers, without asking the database.
fn remembered(head: &Head, presented: Option<&str>, access: Access) -> Option<Project> {
    let key = db::keys::remembered(&PresentedKey::parse(presented?)?.hash(), head.now)?;
    authorize(&key, access, head.origin.as_deref(), head.now).ok().map(|opened| opened.project)
}

/// The project that the presented key opens for this access, or, where there is none, the key that a login stands for.
async fn open(database: &Database, head: &Head, presented: Option<&str>, access: Access) -> Result<Project, Rejection> {
    Ok(open_as(database, head, presented, access).await?.project)
}

/// The same, and by which key. The one place where requests are counted, before the database is asked, and keys that are none after.
async fn open_as(database: &Database, head: &Head, presented: Option<&str>, access: Access) -> Result<Opened, Rejection> {
    match open_counted(database, head, presented, access).await {
        Err(Rejection::UnknownKey) => Err(head.limiters.bad_key(head.now).await),
        outcome => outcome,
    }
}

async fn open_counted(database: &Database, head: &Head, presented: Option<&str>, access: Access) -> Result<Opened, Rejection> {
    let key = match presented {
        None if access.takes_logins() && head.browser.has_token() => login::open(head, database).await?.1,
        _ => stored_key(database, head, presented).await?,
    };
    opened(head, &key, access)
}

/// What a key opens for a request, and that it did.
fn opened(head: &Head, key: &StoredKey, access: Access) -> Result<Opened, Rejection> {
    if !key.is_for(head.origin.as_deref()) {
        head.browser.keep_unread();
    }
    let opened = authorize(key, access, head.origin.as_deref(), head.now)?;
    head.note.project(opened.project);
    db::keys::note_use(key, head.now);
    Ok(opened)
}

/// The key as it is stored. Where a deployment has none at all, nobody can have one: that is said, and how to make them.
async fn stored_key(database: &Database, head: &Head, presented: Option<&str>) -> Result<StoredKey, Rejection> {
    let refused = match presented.map(PresentedKey::parse) {
        None => Rejection::MissingKey,
        Some(None) => Rejection::UnknownKey,
        Some(Some(presented)) => {
            let hash = presented.hash();
            head.limiters.admit(presented.claims(), &hash, head.now).await?;
            match db::keys::find(database, hash, head.now).await? {
                Some(key) => return Ok(key),
                None => Rejection::UnknownKey,
            }
        }
    };
    Err(if db::keys::are_there(database).await? { refused } else { Rejection::NoKeys })
}

async fn events(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let list = ListQuery::parse(&head.query, head.now)?;
    json(&database.list(project, &list, head.now).await?)
}

async fn session(id: String, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let list = ListQuery::of_session(id, &head.query, head.now)?;
    json(&database.list(project, &list, head.now).await?)
}

async fn event(id: &str, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let id = EventId::parse(id, "id").map_err(|_| Rejection::NoSuchEvent)?;
    let found = database.event(project, &id).await?.ok_or(Rejection::NoSuchEvent)?;
    json(&Item::from(found))
}

async fn causality(id: &str, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let query = CausalityQuery::parse(&head.query)?;
    let id = EventId::parse(id, "id").map_err(|_| Rejection::NoSuchEvent)?;
    let root = database.event(project, &id).await?.ok_or(Rejection::NoSuchEvent)?;
    json(&database.causality(project, &root, &query).await?)
}

async fn recent(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let recent = RecentQuery::parse(&head.query, head.now)?;
    let rows = database.recent(project, &recent, head.now).await?;
    match recent.format {
        Format::Json => json(&RecentList::new(rows)),
        Format::Markdown { tokens } => Ok(Reply::markdown(markdown(&rows, tokens))),
    }
}

async fn delivery(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let query = DeliveryQuery::parse(&head.query, head.now)?;
    json(&database.delivery(project, &query, head.now).await?.0)
}

async fn audit(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Administer).await?;
    let query = AuditQuery::parse(&head.query)?;
    json(&database.audit_list(project, &query).await?)
}

async fn cleanup(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let rules = rules::find(database, project, head.now).await?;
    let query = CleanupQuery::parse(&head.query, rules.config.retention_days, head.now)?;
    let entry = Entry::of_key(&key_id, Action::EventsCleanedUp, head.now);
    json(&database.cleanup(project, &query, entry).await?)
}

async fn delete(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let query = DeletionQuery::parse(&head.query, head.now)?;
    json(&database.delete(project, &query, Entry::of_key(&key_id, Action::EventsDeleted, head.now)).await?)
}

fn json<T: Serialize>(answer: &T) -> Result<Reply, Rejection> {
    // Fails only for a row that this Worker did not write.
    Reply::json(answer).map_err(|_| StorageFailed::because("a stored value has no JSON form").into())
}

/// Random bytes of the platform.
fn random<const N: usize>() -> Result<[u8; N], Rejection> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        console_error!("no random bytes: {error}");
        Rejection::StorageFailed
    })?;
    Ok(bytes)
}
