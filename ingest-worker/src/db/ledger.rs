//! The table `batches`: what every tracker instance reported and what became of it. Written beside the events, read as accounts.

use super::statement::{Parameter, Statement};
use crate::ingest::{Report, Rows};
use crate::instant::DAY_MS;
use crate::key::Project;
use crate::query::range::TimeRange;
use event_model::decode::ReadBatch;
use event_model::limits::MAX_SAFE_INTEGER;
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

/// The accounts of all instances with batches in a range, added up by the day on which the instance began.
///
/// `numbers` is one more than the highest number that the instance gave away, `origin` the number from which on its events are
/// expected in the range. Clients that count from 1 are known by a batch whose last number is no less than what it says was tracked,
/// or, when they say nothing, by having sent no number 0.
///
/// The batches are read once, and once more for what was dropped; when nothing was, the end of that second range is NULL, and no row is
/// in it. What is materialized would otherwise be made anew for each day.
///
/// Sums of what senders say are made by `total()`: `sum()` fails on overflow, and one mad client must not take away the answer.
const ACCOUNTS: &str = "\
WITH instances AS MATERIALIZED (
  SELECT
    instance_id,
    (CASE WHEN min(started_at) >= ?2 AND min(started_at) < ?3 THEN min(started_at) ELSE min(sealed_at) END)
      / CAST(?4 AS INTEGER) AS day,
    min(started_at) < ?2 AS began_before,
    min(first_seq) AS first_seq,
    max(last_seq) AS last_seq,
    max(tracked) AS tracked,
    CASE WHEN max(tracked) IS NULL THEN min(first_seq) > 0 ELSE max(last_seq >= tracked) END IS TRUE AS from_one,
    count(*) AS batches,
    sum(accepted) AS stored,
    sum(duplicate) AS duplicates,
    sum(rejected) AS rejected,
    CAST(total(dropped_events) AS INTEGER) AS dropped,
    total(busy_us) AS busy_us, max(busy_us) IS NOT NULL AS is_measured,
    total(track_64) AS track_64, total(track_128) AS track_128, total(track_256) AS track_256, total(track_512) AS track_512,
    total(track_1024) AS track_1024, total(track_2048) AS track_2048, total(track_4096) AS track_4096, total(track_more) AS track_more
  FROM batches
  WHERE project_id = ?1 AND sealed_at >= ?2 AND sealed_at < ?3
  GROUP BY instance_id
),
numbered AS (
  SELECT *, max(coalesce(last_seq + 1, 0), coalesce(tracked + from_one, 0)) AS numbers FROM instances
),
expected AS (
  SELECT *, numbers - CASE WHEN began_before THEN coalesce(first_seq, numbers) ELSE min(from_one, numbers) END AS expected FROM numbered
),
lines AS MATERIALIZED (
  SELECT day, line.value->>'reason' AS reason, line.value->>'level' AS level, CAST(total(line.value->>'count') AS INTEGER) AS count
  FROM batches CROSS JOIN instances USING (instance_id), json_each(batches.dropped) AS line
  WHERE project_id = ?1 AND sealed_at >= ?2 AND sealed_at < CASE WHEN EXISTS (SELECT 1 FROM instances WHERE dropped > 0) THEN ?3 END
    AND batches.dropped IS NOT NULL
  GROUP BY day, reason, level
  HAVING count > 0
  ORDER BY count DESC
  LIMIT ?5
),
drops AS MATERIALIZED (
  SELECT day, json_group_array(json_object('reason', reason, 'level', level, 'count', count)) AS lines FROM lines GROUP BY day
)
SELECT
  day,
  count(*) AS instances,
  sum(batches) AS batches,
  CAST(total(max(expected, stored + rejected + dropped)) AS INTEGER) AS tracked,
  sum(stored) AS stored,
  sum(rejected) AS rejected,
  CAST(total(dropped) AS INTEGER) AS dropped,
  sum(duplicates) AS duplicates,
  (SELECT drops.lines FROM drops WHERE drops.day = expected.day) AS dropped_lines,
  CAST(total(busy_us) AS INTEGER) AS busy_us,
  sum(stored) FILTER (WHERE is_measured) AS measured,
  json_array(
    CAST(total(track_64) AS INTEGER), CAST(total(track_128) AS INTEGER), CAST(total(track_256) AS INTEGER),
    CAST(total(track_512) AS INTEGER), CAST(total(track_1024) AS INTEGER), CAST(total(track_2048) AS INTEGER),
    CAST(total(track_4096) AS INTEGER), CAST(total(track_more) AS INTEGER)
  ) AS track_us
FROM expected
GROUP BY day
ORDER BY day";

/// Lines of dropped events, by day, reason and level, that an answer holds, the largest first. Trackers have a few reasons; that
/// strangers may invent others must not make the answer endless.
const MAX_LINES: u64 = 2_000;

/// One row for each day on which an instance began.
pub fn accounts(project: Project, range: TimeRange) -> Statement {
    let parameters = vec![
        Parameter::Number(project.id()),
        Parameter::number(range.from.unwrap_or(0)),
        Parameter::number(range.until.unwrap_or(MAX_SAFE_INTEGER + 1)),
        Parameter::number(DAY_MS),
        Parameter::number(MAX_LINES),
    ];
    Statement::fixed(ACCOUNTS, parameters)
}

/// Forgets the batches of instances that sealed nothing since then. One that did keeps all of its batches: an account with its
/// beginning cut off would look like a loss.
pub fn forget(project: Project, older_than: u64) -> Statement {
    const FORGET: &str = "\
DELETE FROM batches WHERE project_id = ?1 AND sealed_at < ?2
  AND instance_id NOT IN (SELECT instance_id FROM batches WHERE project_id = ?1 AND sealed_at >= ?2)";
    Statement::fixed(FORGET, vec![Parameter::Number(project.id()), Parameter::number(older_than)])
}
