//! The table `counters`: verdicts ever given, a row for each project.

use super::statement::{Parameter, Statement};
use crate::ingest::{Counts, Record, RowKey};
use crate::key::Project;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Stands before the insert of the request's events, in its transaction: those that are not there yet are the ones that will be accepted.
/// (`changes()` behind the insert would say so without looking, but the ledger's line wants it, and it does not know which have a `ref`.)
const COUNT: &str = "\
INSERT INTO counters (project_id, requests, bytes, accepted, duplicate, rejected, limited, linked, codes, kept, pruned_at)
SELECT ?1, ?2, ?3, new.events, ?4 - new.events, ?5, ?6, new.linked, ?7,
  (SELECT count(*) FROM json_each(?8) AS kept WHERE NOT EXISTS (SELECT 1 FROM rejected WHERE project_id = ?1 AND id = kept.value)), 0
FROM (
  SELECT count(*) AS events, coalesce(sum(key.value->>2), 0) AS linked FROM json_each(?9) AS key
  WHERE NOT EXISTS (SELECT 1 FROM events WHERE project_id = ?1 AND occurred_at = key.value->>0 AND event_id = key.value->>1)
) AS new
WHERE true";

/// The same of several requests that stored nothing, by project.
const TELL: &str = "\
INSERT INTO counters (project_id, requests, bytes, accepted, duplicate, rejected, limited, linked, codes, kept, pruned_at)
SELECT value->>0, value->>1, value->>2, 0, 0, value->>3, value->>4, 0, value->>5, 0, 0 FROM json_each(?1)
WHERE true";

const ADD_UP: &str = "
ON CONFLICT DO UPDATE SET
  requests = requests + excluded.requests,
  bytes = bytes + excluded.bytes,
  accepted = accepted + excluded.accepted,
  duplicate = duplicate + excluded.duplicate,
  rejected = rejected + excluded.rejected,
  limited = limited + excluded.limited,
  linked = linked + excluded.linked,
  codes = CASE excluded.codes WHEN '{}' THEN codes ELSE (
    SELECT json_group_object(code, count) FROM (
      SELECT code, sum(count) AS count FROM (
        SELECT key AS code, value AS count FROM json_each(counters.codes) UNION ALL SELECT key, value FROM json_each(excluded.codes)
      ) GROUP BY code
    )
  ) END,
  kept = kept + excluded.kept";

/// Adds what a request brings to its project's counters. `linked` says of each key whether its event has a `ref`.
pub fn count(project: Project, record: &Record, keys: &[RowKey], linked: &[bool]) -> Statement {
    let Record { counts, kept, .. } = record;
    let keys: Vec<(u64, &str, u8)> =
        keys.iter().zip(linked).map(|(key, linked)| (key.occurred_at, key.id.as_str(), u8::from(*linked))).collect();
    let kept: Vec<&str> = kept.iter().map(|one| one.id.as_str()).collect();
    // Numbers, texts and lists of them always have a JSON form.
    let parameters = vec![
        Parameter::Number(project.id()),
        Parameter::number(counts.requests),
        Parameter::number(counts.bytes),
        Parameter::number(counts.sound),
        Parameter::number(counts.rejected),
        Parameter::number(counts.limited),
        Parameter::Text(serde_json::to_string(&counts.codes).unwrap_or_default()),
        Parameter::Text(serde_json::to_string(&kept).unwrap_or_default()),
        Parameter::Text(serde_json::to_string(&keys).unwrap_or_default()),
    ];
    let mut statement = Statement::fixed(COUNT, parameters);
    statement.push(ADD_UP);
    statement
}

thread_local! {
    // Of requests that stored nothing, until the isolate tells its usage. An isolate has one thread, and serves many requests in turn.
    static UNTOLD: RefCell<Untold> = RefCell::default();
}

/// Counts by the number of their project.
pub type Untold = BTreeMap<i64, Counts>;

/// Counts a request that writes nothing at all: it is told later, and what an isolate has not told when it is put away is lost.
pub fn count_later(project: Project, counts: &Counts) {
    UNTOLD.with_borrow_mut(|untold| untold.entry(project.id()).or_default().add(counts));
}

/// Takes what was counted and not told, to tell it. What could not be told is put back.
pub fn take_untold() -> Untold {
    UNTOLD.with_borrow_mut(std::mem::take)
}

/// Puts back what could not be told.
pub fn put_back(counts: &Untold) {
    UNTOLD.with_borrow_mut(|untold| counts.iter().for_each(|(project, counts)| untold.entry(*project).or_default().add(counts)));
}

/// Tells what was counted without writing; nothing when nothing was.
pub fn tell(untold: &Untold) -> Option<Statement> {
    if untold.is_empty() {
        return None;
    }
    let row = |(project, counts): (&i64, &Counts)| {
        let codes = serde_json::to_string(&counts.codes).unwrap_or_default();
        (*project, counts.requests, counts.bytes, counts.rejected, counts.limited, codes)
    };
    let rows: Vec<_> = untold.iter().map(row).collect();
    let mut statement = Statement::fixed(TELL, vec![Parameter::Text(serde_json::to_string(&rows).unwrap_or_default())]);
    statement.push(ADD_UP);
    Some(statement)
}

/// A project's counters, a row [`crate::metrics::Counters`]; none before its first request.
pub fn read(project: Project) -> Statement {
    const SELECT: &str = "\
SELECT requests, bytes, accepted, duplicate, rejected, limited, linked, codes FROM counters WHERE project_id = ?1";
    Statement::fixed(SELECT, vec![Parameter::Number(project.id())])
}
