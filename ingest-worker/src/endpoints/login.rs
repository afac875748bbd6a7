//! The dashboard's login: a key is exchanged for a cookie, which stands for it from then on.

use super::{json, open_as, opened, random};
use crate::audit::{Action, Entry};
use crate::db::key_rows::ProjectRow;
use crate::db::{keys, secrets, sessions, Database};
use crate::http::{Head, Reply};
use crate::key::{Access, KeyKind, Opened, StoredKey};
use crate::login::Session;
use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use serde::Serialize;

/// Who is logged in; if nobody is, all is null.
#[derive(Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Session"))]
pub(crate) struct Answer {
    project: Option<ProjectRow>,
    key: Option<Key>,
    /// Unless it is renewed by then.
    expires_at: Option<u64>,
}

/// The key that the login stands for.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SessionKey"))]
struct Key {
    id: String,
    kind: KeyKind,
}

/// `POST /api/session`
pub async fn log_in(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    if head.browser.is_from_elsewhere() {
        return Err(Rejection::NotSameOrigin);
    }
    head.browser.site.cookie().ok_or(Rejection::LoginNeedsHttps)?;
    let key = head.key.as_deref().ok_or(Rejection::MissingKey)?;
    let opened = open_as(database, head, Some(key), Access::Read).await?;
    Parameters::parse(&head.query).finish()?;
    let id = random::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect();
    let session = Session::begin(id, &opened, head.now);
    give(head, database, &session).await?;
    database.audit(opened.project, &Entry::of_key(&opened.key_id, Action::LoggedIn, head.now)).await?;
    answer(database, session, opened).await
}

/// `GET /api/session`
pub async fn who(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    Parameters::parse(&head.query).finish()?;
    match open(head, database).await {
        Ok((session, key)) => answer(database, session, opened(head, &key, Access::Read)?).await,
        // A page asks this to learn whether it has to ask for a key, which is no fault of anybody's.
        Err(Rejection::MissingKey | Rejection::SessionOver) => nobody(head).await,
        Err(other) => Err(other),
    }
}

/// `DELETE /api/session`
pub async fn log_out(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    Parameters::parse(&head.query).finish()?;
    match open(head, database).await {
        Ok((session, key)) => {
            let Opened { project, key_id, .. } = opened(head, &key, Access::Read)?;
            let entry = Entry::of_key(&key_id, Action::LoggedOut, head.now).only_if_changed();
            sessions::end(database, project, &session, &entry).await?;
        }
        Err(Rejection::MissingKey | Rejection::SessionOver) => {}
        Err(other) => return Err(other),
    }
    head.browser.give("", 0);
    nobody(head).await
}

/// The session of the cookie, and the key that it stands for, which is asked for each time, so that it ends with the key. Renews it, if it is
/// time for that.
pub async fn open(head: &Head, database: &Database) -> Result<(Session, StoredKey), Rejection> {
    let session = of_cookie(head, database).await?;
    head.limiters.admit(session.kind, &session.key_id, head.now).await?;
    if sessions::is_ended(database, &session, head.now).await? {
        return Err(Rejection::SessionOver);
    }
    let key = keys::find_by_id(database, &session.key_id, head.now).await?;
    let key = key.filter(|key| session.is_of(key) && !key.is_over(head.now)).ok_or(Rejection::SessionOver)?;
    match session.renewed(head.now) {
        // What failed is in the log; the session is good as it is.
        Some(renewed) if give(head, database, &renewed).await.is_ok() => Ok((renewed, key)),
        _ => Ok((session, key)),
    }
}

/// The session that the request's cookie tells of, if it may be used for the request.
async fn of_cookie(head: &Head, database: &Database) -> Result<Session, Rejection> {
    let mut tokens = head.browser.tokens().peekable();
    tokens.peek().ok_or(Rejection::MissingKey)?;
    if !head.browser.may_use_cookie() {
        return Err(Rejection::NotSameOrigin);
    }
    let secrets = secrets::find(database, head.now).await?;
    match tokens.find_map(|token| Session::verify(token, &secrets, head.now)) {
        Some(session) => Ok(session),
        // A guess of a token is one of a key.
        None => match head.limiters.bad_key(head.now).await {
            Rejection::UnknownKey => Err(Rejection::SessionOver),
            limited => Err(limited),
        },
    }
}

/// Gives the browser the session's token.
async fn give(head: &Head, database: &Database, session: &Session) -> Result<(), Rejection> {
    let mut secrets = secrets::find(database, head.now).await?;
    if let Some(id) = secrets.due(head.now) {
        secrets = secrets::make(database, id, random()?, head.now).await?;
    }
    let secret = secrets.signing(head.now).ok_or(Rejection::StorageFailed)?;
    head.browser.give(&session.sign(secret), session.expires_at.saturating_sub(head.now));
    Ok(())
}

async fn answer(database: &Database, session: Session, opened: Opened) -> Result<Reply, Rejection> {
    let project = database.project(opened.project).await?;
    let key = Key { id: opened.key_id, kind: opened.kind };
    json(&Answer { project, key: Some(key), expires_at: Some(session.expires_at) })
}

async fn nobody(head: &Head) -> Result<Reply, Rejection> {
    head.limiters.admit_anybody(head.now).await?;
    json(&Answer::default())
}
