//! The table `hour_ledgers`: the ledger of folded hours. Its rows follow the rules of `hour_columns`, see `hours`.

use super::hours::is_late;
use super::statement::{Parameter, Statement};
use crate::instant::HOUR_MS;
use crate::key::Project;
use crate::rollup::codec::ledger::HourLedger;
use std::ops::Range;

/// Marks the hour in which a batch was sealed, if it is closed: the batch's line of the ledger is new or changes. Stands in the
/// transaction that writes the line; nothing when the hour is not over.
pub fn mark_sealed(project: Project, sealed_at: u64, now: u64) -> Option<Statement> {
    const MARK: &str = "\
INSERT INTO hours (project_id, hour, folded, parts, events, bytes)
SELECT ?1, ?2, 0, 0, 0, 0 WHERE ?2 < (SELECT closed_until FROM roll_ups WHERE project_id = ?1)
ON CONFLICT DO UPDATE SET folded = 0 WHERE folded <> 0";
    let parameters = || vec![Parameter::Number(project.id()), Parameter::number(sealed_at / HOUR_MS)];
    is_late(sealed_at, now).then(|| Statement::fixed(MARK, parameters()))
}

/// Marks the hours with batches before a moment, up to the watermark: those that a cleanup leaves, since their instances go on.
pub fn mark_left(project: Project, older_than: u64) -> Statement {
    const MARK: &str = "\
INSERT INTO hours (project_id, hour, folded, parts, events, bytes)
SELECT DISTINCT ?1, sealed_at / 3600000, 0, 0, 0, 0 FROM batches
WHERE project_id = ?1 AND sealed_at < ?2 AND sealed_at < 3600000 * (SELECT closed_until FROM roll_ups WHERE project_id = ?1)
ON CONFLICT DO UPDATE SET folded = 0 WHERE folded <> 0";
    Statement::fixed(MARK, vec![Parameter::Number(project.id()), Parameter::number(older_than)])
}

/// Makes a row, to be folded, for each hour with batches that closing passes. Stands before the statement that moves the watermark.
pub fn close(project: Project, closing: u64) -> Statement {
    // Finding an hour's first batch, and from there the next hour's, reads one row for each hour that has any.
    const MARK: &str = "\
INSERT INTO hours (project_id, hour, folded, parts, events, bytes)
WITH RECURSIVE closing (hour) AS (
  SELECT (
    SELECT sealed_at FROM batches
    WHERE project_id = ?1 AND sealed_at >= 3600000 * coalesce((SELECT closed_until FROM roll_ups WHERE project_id = ?1), 0)
      AND sealed_at < 3600000 * ?2
    ORDER BY sealed_at LIMIT 1
  ) / 3600000
  UNION ALL
  SELECT (
    SELECT sealed_at FROM batches
    WHERE project_id = ?1 AND sealed_at >= 3600000 * (hour + 1) AND sealed_at < 3600000 * ?2
    ORDER BY sealed_at LIMIT 1
  ) / 3600000
  FROM closing WHERE hour IS NOT NULL
)
SELECT ?1, hour, 0, 0, 0, 0 FROM closing WHERE hour IS NOT NULL
ON CONFLICT DO UPDATE SET folded = 0 WHERE folded <> 0";
    Statement::fixed(MARK, vec![Parameter::Number(project.id()), Parameter::number(closing)])
}

/// Writes rows, where the hour is still claimed under their number.
pub fn write(project: Project, rows: &[HourLedger]) -> Statement {
    const WRITE: &str = "\
INSERT OR REPLACE INTO hour_ledgers (project_id, hour, part, folded, instances, ledger)
SELECT ?1, value->>'hour', value->>'part', value->>'folded', value->>'instances', value->>'ledger'
FROM json_each(?2)
WHERE EXISTS (SELECT 1 FROM hours WHERE project_id = ?1 AND hour = value->>'hour' AND folded = -(value->>'folded'))";
    let rows = serde_json::to_string(rows).unwrap_or_default();
    Statement::fixed(WRITE, vec![Parameter::Number(project.id()), Parameter::Text(rows)])
}

/// Removes what is left of earlier foldings of hours that are folded now.
pub fn sweep(project: Project, number: i64, hours: &[u64]) -> Statement {
    const SWEEP: &str = "\
DELETE FROM hour_ledgers
WHERE project_id = ?1 AND hour IN (SELECT value FROM json_each(?3)) AND folded <> ?2
  AND EXISTS (SELECT 1 FROM hours WHERE project_id = ?1 AND hour = hour_ledgers.hour AND folded = ?2)";
    let hours = serde_json::to_string(hours).unwrap_or_default();
    Statement::fixed(SWEEP, vec![Parameter::Number(project.id()), Parameter::Number(number), Parameter::Text(hours)])
}

/// Takes the rows away of hours that end by this moment.
pub fn forget(project: Project, older_than: u64) -> Statement {
    const FORGET: &str = "DELETE FROM hour_ledgers WHERE project_id = ?1 AND hour < ?2";
    Statement::fixed(FORGET, vec![Parameter::Number(project.id()), Parameter::number(older_than / HOUR_MS)])
}

/// The rows of these hours, in order.
pub fn read(project: Project, hours: Range<u64>) -> Statement {
    const READ: &str = "\
SELECT hour, part, folded, instances, ledger FROM hour_ledgers
WHERE project_id = ?1 AND hour >= ?2 AND hour < ?3
ORDER BY hour, part";
    let hours = [hours.start, hours.end].map(Parameter::number);
    let mut parameters = vec![Parameter::Number(project.id())];
    parameters.extend(hours);
    Statement::fixed(READ, parameters)
}
