//! The tables `roll_ups`, `hours` and `hour_columns`: what is folded, and whether it still says what the log says.
//!
//! `closed_until` is a watermark. Below it, an hour without a row has no events; one whose row says so is answered from its columns; every
//! other is read from the log, and so are all hours from the watermark on.
//!
//! **Closing** moves the watermark to the last full hour that ended `GRACE_MS` ago, and makes a row, to be folded, for each hour that it
//! passes and that has events: one transaction, so no hour is below the watermark without its events being known.
//!
//! **Storing** events of an hour that is over looks, in the same transaction, whether that hour is closed, and marks it: `folded` becomes 0.
//! It looks only `CERTAIN_MS` after the hour's end, so ordinary traffic does not pay for it. Between that and closing lie minutes: a
//! transaction that does not look has ended by then, since D1 ends statements after 30 seconds, and clocks of machines differ by less. What
//! was stored before marks nothing. **Deleting** marks likewise, or takes hours away as a whole.
//!
//! **Folding** claims hours (`folded` becomes -n, with a number n that was never used before), reads their events, writes columns that bear
//! n, and makes `folded` n, each only where `folded` is still -n. Whoever changed events in between made it 0, or removed the row, and the
//! hour is folded another time; since no number comes twice, a row that went and came back is not mistaken for itself. The number is the time
//! in milliseconds, or one more than the last: so it does not come twice either when the database is set back to an earlier state while
//! isolates remember hours of the later one (`kept_hours`). A claim whose holder died is free after `CLAIM_MS`. Columns of another number than their hour's are never read, so those of an hour that is being folded
//! anew may be replaced one by one.

use super::conditions::push_where;
use super::statement::{Parameter, Statement};
use crate::ingest::RowKey;
use crate::instant::HOUR_MS;
use crate::key::Project;
use crate::query::filter::Filter;
use crate::query::range::TimeRange;

/// How long after its end an hour is closed.
pub const GRACE_MS: u64 = 5 * 60 * 1000;
/// How long after its end an hour is taken for one that may be closed.
const CERTAIN_MS: u64 = 60 * 1000;
/// How long a claim lasts.
const CLAIM_MS: u64 = 120 * 1000;

/// The first hour that is not to be closed yet.
pub fn closing(now: u64) -> u64 {
    now.saturating_sub(GRACE_MS) / HOUR_MS
}

/// Closes all hours that are over. Two statements of one transaction.
pub fn close(project: Project, now: u64) -> [Statement; 2] {
    // Finding an hour's first event, and from there the next hour's, reads one row for each hour that has any.
    const MARK: &str = "\
INSERT INTO hours (project_id, hour, folded, parts, events, bytes)
WITH RECURSIVE closing (hour) AS (
  SELECT (
    SELECT occurred_at FROM events
    WHERE project_id = ?1 AND occurred_at >= 3600000 * coalesce((SELECT closed_until FROM roll_ups WHERE project_id = ?1), 0)
      AND occurred_at < 3600000 * ?2
    ORDER BY occurred_at LIMIT 1
  ) / 3600000
  UNION ALL
  SELECT (
    SELECT occurred_at FROM events
    WHERE project_id = ?1 AND occurred_at >= 3600000 * (hour + 1) AND occurred_at < 3600000 * ?2
    ORDER BY occurred_at LIMIT 1
  ) / 3600000
  FROM closing WHERE hour IS NOT NULL
)
SELECT ?1, hour, 0, 0, 0, 0 FROM closing WHERE hour IS NOT NULL
ON CONFLICT DO UPDATE SET folded = 0 WHERE folded <> 0";
    const MOVE: &str = "\
INSERT INTO roll_ups (project_id, closed_until, folds) VALUES (?1, ?2, 0)
ON CONFLICT DO UPDATE SET closed_until = excluded.closed_until WHERE excluded.closed_until > closed_until";
    let parameters = || vec![Parameter::Number(project.id()), Parameter::number(closing(now))];
    [Statement::fixed(MARK, parameters()), Statement::fixed(MOVE, parameters())]
}

/// Marks the closed hours of those of these events that are not stored yet. Stands before the statements that store them, in their
/// transaction; nothing when no event is that old.
pub fn mark_late(project: Project, keys: &[RowKey], now: u64) -> Option<Statement> {
    const MARK: &str = "\
INSERT INTO hours (project_id, hour, folded, parts, events, bytes)
SELECT DISTINCT ?1, late.value->>0 / 3600000, 0, 0, 0, 0
FROM json_each(?2) AS late
WHERE late.value->>0 < 3600000 * (SELECT closed_until FROM roll_ups WHERE project_id = ?1)
  AND NOT EXISTS (SELECT 1 FROM events WHERE project_id = ?1 AND occurred_at = late.value->>0 AND event_id = late.value->>1)
ON CONFLICT DO UPDATE SET folded = 0 WHERE folded <> 0";
    let late: Vec<(u64, &str)> =
        keys.iter().filter(|key| is_late(key.occurred_at, now)).map(|key| (key.occurred_at, key.id.as_str())).collect();
    if late.is_empty() {
        return None;
    }
    let late = serde_json::to_string(&late).unwrap_or_default();
    let parameters = vec![Parameter::Number(project.id()), Parameter::Text(late)];
    Some(Statement::fixed(MARK, parameters))
}

/// Whether the hour of a moment is over, and may be closed.
pub(super) fn is_late(moment: u64, now: u64) -> bool {
    (moment / HOUR_MS + 1).saturating_mul(HOUR_MS).saturating_add(CERTAIN_MS) <= now
}

/// Removes the columns of the hours of a filter's events: until they are folded anew, what they say of people would stay in the database.
/// Stands before the statement that deletes the events, in its transaction.
pub fn forget_columns(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start("DELETE FROM hour_columns WHERE project_id = ");
    statement.bind(Parameter::Number(project.id()));
    statement.push(" AND hour IN (SELECT occurred_at / 3600000 FROM events");
    push_where(&mut statement, project, filter);
    statement.push(")");
    statement
}

/// Marks the closed hours of the events of a filter. Stands before the statement that deletes or changes them, in its transaction.
pub fn mark_matching(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start("UPDATE hours SET folded = 0 WHERE project_id = ");
    statement.bind(Parameter::Number(project.id()));
    statement.push(" AND folded <> 0 AND hour IN (SELECT occurred_at / 3600000 FROM events");
    push_where(&mut statement, project, filter);
    statement.push(")");
    statement
}

/// Removes the columns of these hours and marks them. Stands in the transaction that deletes or changes their events.
pub fn forget_hours(project: Project, hours: &[u64]) -> [Statement; 2] {
    const FORGET: &str = "DELETE FROM hour_columns WHERE project_id = ?1 AND hour IN (SELECT value FROM json_each(?2))";
    const MARK: &str = "\
UPDATE hours SET folded = 0 WHERE project_id = ?1 AND folded <> 0 AND hour IN (SELECT value FROM json_each(?2))";
    let list = serde_json::to_string(hours).unwrap_or_default();
    let parameters = || vec![Parameter::Number(project.id()), Parameter::Text(list.clone())];
    [Statement::fixed(FORGET, parameters()), Statement::fixed(MARK, parameters())]
}

/// Marks all closed hours that a range of time touches. `changes` says how many were not marked before.
pub fn mark_range(project: Project, range: TimeRange) -> Statement {
    const MARK: &str = "UPDATE hours SET folded = 0 WHERE project_id = ?1 AND hour >= ?2 AND hour < ?3 AND folded <> 0";
    let until = range.until.map_or(u64::MAX / HOUR_MS, |until| until.div_ceil(HOUR_MS));
    let parameters = vec![Parameter::Number(project.id()), Parameter::number(range.from.unwrap_or(0) / HOUR_MS), Parameter::number(until)];
    Statement::fixed(MARK, parameters)
}

/// Takes the hours away that end by this moment, and marks the one that it lies in. Stands beside the statement that deletes all events
/// before this moment, in its transaction.
pub fn forget(project: Project, older_than: u64) -> [Statement; 3] {
    const FORGET_COLUMNS: &str = "DELETE FROM hour_columns WHERE project_id = ?1 AND hour < ?2";
    const FORGET: &str = "DELETE FROM hours WHERE project_id = ?1 AND hour < ?2";
    let parameters = || vec![Parameter::Number(project.id()), Parameter::number(older_than / HOUR_MS)];
    let cut = TimeRange { from: Some(older_than), until: Some(older_than.saturating_add(1)) };
    [Statement::fixed(FORGET_COLUMNS, parameters()), Statement::fixed(FORGET, parameters()), mark_range(project, cut)]
}

/// Claims the newest hours that are to be folded, under a number that was never used. Two statements of one transaction; the second returns
/// `hour` and `number`, newest first or not.
pub fn claim(project: Project, now: u64, limit: u64) -> [Statement; 2] {
    const NUMBER: &str = "\
UPDATE roll_ups SET folds = max(folds + 1, ?3) WHERE project_id = ?1
  AND EXISTS (SELECT 1 FROM hours WHERE project_id = ?1 AND folded <= 0 AND (folded = 0 OR claimed_at < ?2))";
    const CLAIM: &str = "\
UPDATE hours SET folded = -(SELECT folds FROM roll_ups WHERE project_id = ?1), claimed_at = ?3
WHERE project_id = ?1 AND hour IN (
  SELECT hour FROM hours WHERE project_id = ?1 AND folded <= 0 AND (folded = 0 OR claimed_at < ?2) ORDER BY hour DESC LIMIT ?4
)
RETURNING hour, -folded AS number";
    let stale = Parameter::number(now.saturating_sub(CLAIM_MS));
    let project = Parameter::Number(project.id());
    [
        Statement::fixed(NUMBER, vec![project.clone(), stale.clone(), Parameter::number(now)]),
        Statement::fixed(CLAIM, vec![project, stale, Parameter::number(now), Parameter::number(limit)]),
    ]
}

/// Gives back what was claimed under a number and not folded.
pub fn release(project: Project, number: i64) -> Statement {
    const RELEASE: &str = "UPDATE hours SET folded = 0 WHERE project_id = ?1 AND folded = -?2";
    Statement::fixed(RELEASE, vec![Parameter::Number(project.id()), Parameter::Number(number)])
}

/// What became of an hour that was folded: the hour, and its parts, events and bytes.
pub type Folded = (u64, u32, u64, u64);

/// Ends the folding of hours whose columns are written, where they are still claimed, and removes what is left of earlier columns. Two
/// statements of one transaction; the first one's `changes` says how many hours are folded now.
pub fn finish(project: Project, number: i64, hours: &[Folded]) -> [Statement; 2] {
    const FINISH: &str = "\
UPDATE hours SET folded = ?2, claimed_at = NULL, parts = done.parts, events = done.events, bytes = done.bytes
FROM (
  SELECT value->>0 AS hour, value->>1 AS parts, value->>2 AS events, value->>3 AS bytes FROM json_each(?3)
) AS done
WHERE hours.project_id = ?1 AND hours.hour = done.hour AND hours.folded = -?2";
    const SWEEP: &str = "\
DELETE FROM hour_columns
WHERE project_id = ?1 AND hour IN (SELECT value->>0 FROM json_each(?3)) AND folded <> ?2
  AND EXISTS (SELECT 1 FROM hours WHERE project_id = ?1 AND hour = hour_columns.hour AND folded = ?2)";
    let list = serde_json::to_string(hours).unwrap_or_default();
    let parameters = || vec![Parameter::Number(project.id()), Parameter::Number(number), Parameter::Text(list.clone())];
    [Statement::fixed(FINISH, parameters()), Statement::fixed(SWEEP, parameters())]
}

/// The first hour that is not closed.
#[derive(Debug, serde::Deserialize)]
pub struct Watermark {
    /// Hours since the epoch.
    pub closed_until: u64,
}

/// The watermark, a row [`Watermark`]; none when nothing was closed ever.
pub fn closed_until(project: Project) -> Statement {
    Statement::fixed("SELECT closed_until FROM roll_ups WHERE project_id = ?1", vec![Parameter::Number(project.id())])
}

/// Closed hours, in the order of time.
#[derive(Debug, serde::Deserialize)]
pub struct HoursText {
    /// A JSON list of hours, each a list of the members of [`Hour`](crate::rollup::plan::Hour).
    pub hours: String,
}

/// How many hours one text may hold: three years and nine months, of about 45 bytes each. A value may have 2 MB.
pub const DIRECTORY_HOURS: u64 = 32_768;

/// The first closed hours that a range of time touches, in a row [`HoursText`]; no more than [`DIRECTORY_HOURS`]. D1 makes an object of every row
/// and hands it on through two more forms: for a month of hours that took longer than to read them.
pub fn directory(project: Project, from: u64, until: u64, limit: u64) -> Statement {
    const SELECT: &str = "\
SELECT json_group_array(json_array(hour, folded, parts, events, bytes)) AS hours FROM (
  SELECT hour, folded, parts, events, bytes FROM hours WHERE project_id = ?1 AND hour >= ?2 AND hour < ?3 ORDER BY hour LIMIT ?4
)";
    let hours = [from / HOUR_MS, until.div_ceil(HOUR_MS), limit.min(DIRECTORY_HOURS)];
    let mut parameters = vec![Parameter::Number(project.id())];
    parameters.extend(hours.map(Parameter::number));
    Statement::fixed(SELECT, parameters)
}

/// A project's roll-ups in figures; one row.
pub fn status(project: Project) -> Statement {
    const SELECT: &str = "\
SELECT (SELECT closed_until FROM roll_ups WHERE project_id = ?1) AS closed_until, count(*) AS hours,
  count(*) FILTER (WHERE folded <= 0) AS stale, coalesce(sum(events), 0) AS events, coalesce(sum(bytes), 0) AS bytes
FROM hours WHERE project_id = ?1";
    Statement::fixed(SELECT, vec![Parameter::Number(project.id())])
}

/// The `id`s of projects in which there is something to close or to fold.
pub fn unfolded_projects(now: u64) -> Statement {
    const SELECT: &str = "\
SELECT id FROM projects LEFT JOIN roll_ups ON project_id = id
WHERE closed_until IS NULL OR closed_until < ?1 OR EXISTS (SELECT 1 FROM hours WHERE hours.project_id = id AND folded <= 0)";
    Statement::fixed(SELECT, vec![Parameter::number(closing(now))])
}

/// How many hours are to be folded; one row `count`.
pub fn count_stale(project: Project) -> Statement {
    Statement::fixed("SELECT count(*) AS count FROM hours WHERE project_id = ?1 AND folded <= 0", vec![Parameter::Number(project.id())])
}

#[cfg(test)]
mod protocol;

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::EventId;

    #[test]
    fn hours_close_five_minutes_after_their_end() {
        assert_eq!(closing(10 * HOUR_MS + GRACE_MS - 1), 9);
        assert_eq!(closing(10 * HOUR_MS + GRACE_MS), 10);
        assert_eq!(closing(0), 0);
    }

    #[test]
    fn only_events_of_hours_that_are_over_are_looked_after() {
        let key = |occurred_at| RowKey { occurred_at, id: EventId::parse("a_b", "id").unwrap() };
        let now = 10 * HOUR_MS + CERTAIN_MS;
        assert_eq!(mark_late(Project::of(1), &[key(10 * HOUR_MS), key(12 * HOUR_MS)], now), None);
        assert_eq!(mark_late(Project::of(1), &[key(10 * HOUR_MS - 1)], now - 1), None);
        let marked = mark_late(Project::of(1), &[key(10 * HOUR_MS), key(9 * HOUR_MS)], now).unwrap();
        assert_eq!(marked.parameters.get(1), Some(&Parameter::Text(r#"[[32400000,"a_b"]]"#.into())));
    }
}
