//! The table `batches`: what every tracker instance reported and what became of it. Written beside the events, read as accounts.

use super::statement::{Parameter, Statement};
use crate::ingest::{Report, Rows};
use crate::key::Project;
use crate::rollup::BatchLine;
use event_model::decode::ReadBatch;
use event_model::OpaqueId;
use event_model::TRACK_BUCKETS;

/// Stands right behind the insert of the batch's events, whose `changes()` are the accepted ones. A retry finds its row and adds what it
/// brought; what it reports was counted the first time. Of verdicts, the milder one lasts: an event that was stored once is stored.
const RECORD: &str = "\
INSERT INTO batches (
  project_id, sealed_at, instance_id, batch_id, started_at, first_seq, last_seq, tracked,
  accepted, duplicate, rejected, dropped_events, dropped,
  busy_us, track_64, track_128, track_256, track_512, track_1024, track_2048, track_4096, track_more
)
VALUES (
  ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
  min(changes(), ?9), ?9 - min(changes(), ?9) + ?10, ?11, ?12, ?13,
  ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22
)
ON CONFLICT DO UPDATE SET
  accepted = accepted + excluded.accepted,
  duplicate = duplicate + excluded.duplicate,
  rejected = min(rejected, excluded.rejected),
  first_seq = coalesce(min(first_seq, excluded.first_seq), first_seq, excluded.first_seq),
  last_seq = coalesce(max(last_seq, excluded.last_seq), last_seq, excluded.last_seq),
  tracked = coalesce(max(tracked, excluded.tracked), tracked, excluded.tracked)";

/// Records one text of a batch's rows, or the batch itself when it has none. Of several texts only the first tells what was repeated.
pub fn record(project: Project, report: &Report, rows: &Rows, repeated: u64) -> Statement {
    let overhead = report.overhead.as_ref();
    let mut parameters = vec![
        Parameter::Number(project.id()),
        Parameter::number(report.sealed_at),
        Parameter::Text(report.instance_id.clone()),
        Parameter::Text(report.batch_id.clone()),
        optional(report.started_at),
        optional(report.first_seq),
        optional(report.last_seq),
        optional(report.tracked),
        Parameter::number(rows.count),
        Parameter::number(repeated),
        Parameter::number(report.rejected),
        Parameter::number(report.dropped_events),
        Parameter::optional(report.dropped.as_deref()),
        optional(overhead.map(|cost| cost.busy_us)),
    ];
    parameters.extend((0..TRACK_BUCKETS).map(|bucket| optional(overhead.and_then(|cost| cost.track_us.get(bucket).copied()))));
    Statement::fixed(RECORD, parameters)
}

fn optional(number: Option<u64>) -> Parameter {
    number.map_or(Parameter::Null, Parameter::number)
}

/// The line of a batch that says who it is.
const FIND: &str = "SELECT accepted FROM batches WHERE project_id = ?1 AND sealed_at = ?2 AND instance_id = ?3 AND batch_id = ?4";

/// Looks for a batch's line; nothing to look for when the batch does not say who it is.
pub fn find(project: Project, batch: &ReadBatch) -> Option<Statement> {
    let id = |id: &OpaqueId| Parameter::Text(id.as_str().to_owned());
    let (instance, name) = (batch.instance_id.as_ref().map(id)?, batch.batch_id.as_ref().map(id)?);
    Some(Statement::fixed(FIND, vec![Parameter::Number(project.id()), Parameter::number(batch.sealed_at?), instance, name]))
}

/// Events that are stored without an instance become this one's: a page that is left before its tracker runs sends its events in
/// nobody's name, and the tracker of a later page sends them again in its own. Who claims an event first has it for ever.
const CLAIM: &str = "\
UPDATE events SET instance_id = ?3, seq = given.seq
FROM (SELECT value->>0 AS occurred_at, value->>1 AS event_id, value->>6 AS seq FROM json_each(?1)) AS given
WHERE events.project_id = ?2 AND events.occurred_at = given.occurred_at AND events.event_id = given.event_id
  AND events.instance_id IS NULL";

/// What was claimed right before counts as stored by this batch. It remains a duplicate too: a copy came and was not stored again.
const CREDIT: &str = "\
UPDATE batches SET accepted = accepted + changes()
WHERE project_id = ?1 AND sealed_at = ?2 AND instance_id = ?3 AND batch_id = ?4 AND changes() > 0";

/// The statements that give duplicates without an instance to the batch's.
pub fn claim(project: Project, report: &Report, rows: &Rows) -> [Statement; 2] {
    let instance = || Parameter::Text(report.instance_id.clone());
    let claimed = vec![Parameter::Text(rows.json.clone()), Parameter::Number(project.id()), instance()];
    let credited =
        vec![Parameter::Number(project.id()), Parameter::number(report.sealed_at), instance(), Parameter::Text(report.batch_id.clone())];
    [Statement::fixed(CLAIM, claimed), Statement::fixed(CREDIT, credited)]
}

/// Batches in the order of the table, behind a certain one.
const LINES: &str = "\
SELECT sealed_at, instance_id, batch_id, started_at, first_seq, last_seq, tracked, accepted, duplicate, rejected, dropped_events, dropped,
  busy_us, track_64, track_128, track_256, track_512, track_1024, track_2048, track_4096, track_more
FROM batches
WHERE project_id = ?1 AND (sealed_at, instance_id, batch_id) > (?2, ?3, ?4) AND sealed_at < ?5
ORDER BY sealed_at, instance_id, batch_id
LIMIT ?6";

/// The next batches sealed from a moment on, or behind a batch, and before another moment.
pub fn lines(project: Project, from: u64, behind: Option<&BatchLine>, until: u64, limit: usize) -> Statement {
    // No instance is called nothing, so this place lies before the first batch of its moment.
    let (at, instance, batch) = behind.map_or((from, "", ""), |line| (line.sealed_at, &line.instance_id, &line.batch_id));
    let parameters = vec![
        Parameter::Number(project.id()),
        Parameter::number(at),
        Parameter::Text(instance.to_owned()),
        Parameter::Text(batch.to_owned()),
        Parameter::number(until),
        Parameter::number(limit as u64),
    ];
    Statement::fixed(LINES, parameters)
}

/// Forgets the batches of instances that sealed nothing since then. One that did keeps all of its batches: an account with its
/// beginning cut off would look like a loss.
pub fn forget(project: Project, older_than: u64) -> Statement {
    const FORGET: &str = "\
DELETE FROM batches WHERE project_id = ?1 AND sealed_at < ?2
  AND instance_id NOT IN (SELECT instance_id FROM batches WHERE project_id = ?1 AND sealed_at >= ?2)";
    Statement::fixed(FORGET, vec![Parameter::Number(project.id()), Parameter::number(older_than)])
}
