use super::{json, open_as};
use crate::audit::{Action, Entry};
use crate::http::{Head, Reply};
use crate::key::{Access, Opened};
use crate::query::erasure::EraseQuery;
use crate::rejection::Rejection;
use crate::settings::Settings;

/// Statements of one request. What a plan allows may be more than anybody waits for.
const MOST_STATEMENTS: u32 = 200;
/// Of those that the plan allows, so many are left to what comes with every request.
const SPARED_STATEMENTS: u32 = 6;

/// `DELETE /api/users/{id}`
pub async fn erase(id: &str, head: &Head, settings: &Settings) -> Result<Reply, Rejection> {
    let Settings { database, plan, .. } = settings;
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let query = EraseQuery::parse(id, &head.query)?;
    let statements = plan.statements().saturating_sub(SPARED_STATEMENTS).min(MOST_STATEMENTS);
    json(&database.erase(project, &query, statements, Entry::of_key(&key_id, Action::UserErased, head.now)).await?)
}
