//! Keys, for who administers a project.

use super::{json, open_as};
use crate::db::key_rows::{Changed, ProjectRow};
use crate::db::{keys, Database, StorageFailed};
use crate::http::{read_body_within, Head, Reply};
use crate::key::{Access, KeyChange, KeyItem, KeyKind, KeyRequest, NewKey, Opened, Rotation};
use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use crate::settings::Settings;
use event_model::limits::MAX_KEY_BYTES;
use serde::Serialize;
use worker::{console_error, Context, Env, Request};

/// The keys of a project.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Keys {
    items: Vec<KeyItem>,
}

/// A key, and this once its text.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Made {
    #[serde(flatten)]
    item: KeyItem,
    /// What its holder presents. It is kept nowhere.
    key: String,
}

/// The project that a key opens.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Shown {
    #[serde(flatten)]
    project: ProjectRow,
    /// The key that asks.
    key: OwnKey,
}

/// The key that asks.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OwnKey {
    /// Its public name.
    id: String,
    /// What it may be used for.
    kind: KeyKind,
}

/// `GET /api/keys`
pub async fn list(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, .. } = administer(head, database).await?;
    json(&Keys { items: database.project_keys(project, head.now).await? })
}

/// `POST /api/keys`
pub async fn make(request: &mut Request, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = administer(head, database).await?;
    let wanted = KeyRequest::parse(&read_body_within(request, head, MAX_KEY_BYTES).await?, head.now)?;
    let key = draw(wanted.kind)?;
    let item = database.make_key(project, &key, &wanted, &key_id, head.now).await?;
    created(&Made { item, key: key.text })
}

/// `PATCH /api/keys/{id}`
pub async fn change(id: &str, request: &mut Request, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = administer(head, database).await?;
    let change = KeyChange::parse(&read_body_within(request, head, MAX_KEY_BYTES).await?, head.now)?;
    if change.is_empty() {
        return json(&database.project_key(project, id, head.now).await?.ok_or(Rejection::NoSuchKey)?);
    }
    match database.change_key(project, id, &change, &key_id, head.now).await? {
        Changed::Done(item) => json(&item),
        Changed::Refused(_) => Err(Rejection::KeyOver),
        Changed::NoSuchKey => Err(Rejection::NoSuchKey),
    }
}

/// `POST /api/keys/{id}/rotate`
pub async fn rotate(id: &str, request: &mut Request, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = administer(head, database).await?;
    let rotation = Rotation::parse(&read_body_within(request, head, MAX_KEY_BYTES).await?)?;
    let old = database.project_key(project, id, head.now).await?.ok_or(Rejection::NoSuchKey)?;
    let new = draw(old.kind)?;
    match database.rotate_key(project, id, &new, rotation, &key_id, head.now).await? {
        Changed::Done(_) => {}
        Changed::Refused(_) => return Err(Rejection::KeyOver),
        Changed::NoSuchKey => return Err(Rejection::NoSuchKey),
    }
    let item = database.project_key(project, &new.id(), head.now).await?;
    let item = item.ok_or_else(|| StorageFailed::because("a key that was made is not there"))?;
    created(&Made { item, key: new.text })
}

/// `DELETE /api/keys/{id}`. A key that is revoked already stays so.
pub async fn revoke(id: &str, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = administer(head, database).await?;
    match database.revoke_key(project, id, &key_id, head.now).await? {
        Changed::Done(item) => json(&item),
        Changed::Refused(item) if item.revoked_at.is_some() => json(&item),
        Changed::Refused(_) => Err(Rejection::LastAdminKey),
        Changed::NoSuchKey => Err(Rejection::NoSuchKey),
    }
}

/// `GET /api/project`
pub async fn project(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, kind, key_id } = open_as(database, head, head.key.as_deref(), Access::Read).await?;
    Parameters::parse(&head.query).finish()?;
    let project = database.project(project).await?.ok_or_else(|| StorageFailed::because("a key's project is not there"))?;
    json(&Shown { project, key: OwnKey { id: key_id, kind } })
}

/// Writes down which keys were used, when the answers are gone.
pub fn tell_uses_behind(env: &Env, context: &Context) {
    let uses = keys::take_uses();
    if uses.is_empty() {
        return;
    }
    if let Ok(Settings { database, .. }) = Settings::read(env) {
        context.wait_until(async move {
            // What failed is in the log, and is told with the next use.
            let _ = database.tell_uses(uses).await;
        });
    }
}

async fn administer(head: &Head, database: &Database) -> Result<Opened, Rejection> {
    let opened = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    Parameters::parse(&head.query).finish()?;
    Ok(opened)
}

fn draw(kind: KeyKind) -> Result<NewKey, Rejection> {
    NewKey::draw(kind, getrandom::fill).map_err(|error| {
        console_error!("no random bytes: {error}");
        Rejection::StorageFailed
    })
}

fn created<T: Serialize>(answer: &T) -> Result<Reply, Rejection> {
    Ok(json(answer)?.created())
}
