use super::{json, open};
use crate::db::{rules, Database};
use crate::http::{read_body, Head, Reply};
use crate::ingest::{Import, Surroundings};
use crate::key::Access;
use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use worker::Request;

/// `POST /api/events/import`: lines of an export into the database, on the way that batches take. A request holds what a body may hold;
/// a larger file comes in several, and repeating one does no harm.
pub async fn import(request: &mut Request, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Administer).await?;
    Parameters::parse(&head.query).finish()?;
    let body = read_body(request, head).await?;
    head.note.bytes(body.len());
    let rules = rules::find(database, project, head.now).await?;
    // Nothing random is needed: every line brings its id.
    let import = Import::read(&body, &rules.plan.pii, Surroundings { now: head.now, seed: [0; 8], floor: None });
    let stored = database.import(project, &import, head.now).await?;
    let answer = import.settle(&stored.new);
    head.note.verdicts(&answer);
    Ok(json(&answer)?.with_header("x-trailmark-rows-written", stored.rows_written.to_string()))
}
