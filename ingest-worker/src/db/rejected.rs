//! The table `rejected`: events that were refused, so that they can be judged once more.

use super::conditions::push_in;
use super::statement::{Parameter, Statement};
use crate::ingest::{Kept, Record, Restated};
use crate::instant::DAY_MS;
use crate::key::Project;
use crate::query::cursor::Cursor;
use crate::query::list::Order;
use crate::query::rejected::{RejectedFilter, KEPT_MS, MAX_KEPT};

/// Rows from which on a project gets no more until it is pruned, which it is every five minutes: twice what is kept.
const FULL: u64 = 20_000;

/// Stands behind the statement that counts the request. An event that is there is counted, and says why it was rejected last; behind the
/// tenth time at most once an hour, since a sender that never stops would cost a written row each time.
const KEEP: &str = "\
INSERT INTO rejected (project_id, id, rejected_at, times, code, type, event_id, field, detail, plan_version, arrival, event)
SELECT ?1, value->>0, ?2, 1, value->>1, value->>2, value->>3, value->>4, value->>5, ?3, ?4, value->>6 FROM json_each(?5)
WHERE (SELECT kept FROM counters WHERE project_id = ?1) < ?6
ON CONFLICT DO UPDATE SET
  rejected_at = excluded.rejected_at,
  times = times + 1,
  code = excluded.code,
  field = excluded.field,
  detail = excluded.detail,
  plan_version = excluded.plan_version
WHERE times < 10 OR excluded.rejected_at >= rejected_at + 3600000 OR excluded.code <> code";

/// Where one text of rows ends and another begins: D1 takes values of 2 MB at most, and what is in quotes is escaped once more.
const TEXT_BYTES: usize = 1_000_000;

/// Keeps the rejected events of a request: none, one, or for the largest of requests a few statements.
pub fn keep(project: Project, record: &Record, rejected_at: u64) -> Vec<Statement> {
    let statement = |rows: String| {
        let parameters = vec![
            Parameter::Number(project.id()),
            Parameter::number(rejected_at),
            Parameter::number(record.plan_version),
            Parameter::Text(record.arrival.clone()),
            Parameter::Text(rows),
            Parameter::number(FULL),
        ];
        Statement::fixed(KEEP, parameters)
    };
    texts(&record.kept).into_iter().map(statement).collect()
}

/// Rows as JSON lists of lists.
fn texts(kept: &[Kept]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for one in kept {
        let row = (&one.id, one.code, &one.event_type, &one.event_id, &one.field, &one.detail, &one.event);
        // Texts always have a JSON form.
        let row = serde_json::to_string(&row).unwrap_or_default();
        match texts.last_mut().filter(|text| text.len() + row.len() < TEXT_BYTES) {
            Some(text) => {
                text.push(',');
                text.push_str(&row);
            }
            None => texts.push(format!("[{row}")),
        }
    }
    texts.iter_mut().for_each(|text| text.push(']'));
    texts
}

/// Rejected events by code and type, the most frequent first.
pub fn counts(project: Project, filter: &RejectedFilter) -> Statement {
    let mut statement = Statement::start("SELECT code, type, count(*) AS count FROM rejected");
    push_where(&mut statement, project, filter);
    statement.push(" GROUP BY code, type ORDER BY count(*) DESC, code, type");
    statement
}

/// How many there are behind a place, in the order of replays; one row `count`.
pub fn count(project: Project, filter: &RejectedFilter, after: Option<&Cursor>) -> Statement {
    let mut statement = Statement::start("SELECT count(*) AS count FROM rejected");
    push_where(&mut statement, project, filter);
    push_after(&mut statement, after, Order::OldestFirst);
    statement
}

/// The next rejected events behind a place. Which they are is found without the events themselves, which may be long.
pub fn page(project: Project, filter: &RejectedFilter, after: Option<&Cursor>, order: Order, limit: u64) -> Statement {
    let by = match order {
        Order::NewestFirst => " ORDER BY rejected_at DESC, id DESC",
        Order::OldestFirst => " ORDER BY rejected_at, id",
    };
    const COLUMNS: &str = "SELECT id, rejected_at, times, code, type, event_id, field, detail, plan_version, arrival, event FROM rejected";
    let mut statement = Statement::start(COLUMNS);
    statement.push(" WHERE project_id = ").bind(Parameter::Number(project.id())).push(" AND id IN (SELECT id FROM rejected");
    push_where(&mut statement, project, filter);
    push_after(&mut statement, after, order);
    statement.push(by).push(" LIMIT ").bind(Parameter::number(limit)).push(")").push(by);
    statement
}

/// Removes what a filter matches.
pub fn forget(project: Project, filter: &RejectedFilter) -> Statement {
    let mut statement = Statement::start("DELETE FROM rejected");
    push_where(&mut statement, project, filter);
    statement
}

/// Removes those of these names.
pub fn settle(project: Project, ids: &[&str]) -> Statement {
    const SETTLE: &str = "DELETE FROM rejected WHERE project_id = ?1 AND id IN (SELECT value FROM json_each(?2))";
    let ids = serde_json::to_string(ids).unwrap_or_default();
    Statement::fixed(SETTLE, vec![Parameter::Number(project.id()), Parameter::Text(ids)])
}

/// Says of those that are still rejected why they are now.
pub fn restate(project: Project, restated: &[Restated], plan_version: u64) -> Statement {
    const RESTATE: &str = "\
UPDATE rejected SET code = said.code, field = said.field, detail = said.detail, plan_version = ?3
FROM (
  SELECT value->>'id' AS id, value->>'code' AS code, value->>'field' AS field, value->>'detail' AS detail FROM json_each(?2)
) AS said
WHERE rejected.project_id = ?1 AND rejected.id = said.id";
    let restated = serde_json::to_string(restated).unwrap_or_default();
    Statement::fixed(RESTATE, vec![Parameter::Number(project.id()), Parameter::Text(restated), Parameter::number(plan_version)])
}

/// Rows above [`MAX_KEPT`] from which on it is worth reading them all to find the oldest.
const SLACK: u64 = 500;

/// The projects whose rejected events are to be pruned, as many as one run of the clock may take: rows `id`.
pub fn unpruned_projects(now: u64, limit: u64) -> Statement {
    const SELECT: &str = "\
SELECT project_id AS id FROM counters WHERE kept > ?1 OR (kept > 0 AND pruned_at < ?2) ORDER BY pruned_at LIMIT ?3";
    let yesterday = now.saturating_sub(DAY_MS);
    Statement::fixed(SELECT, [MAX_KEPT + SLACK, yesterday, limit].map(Parameter::number).to_vec())
}

/// Removes what is too old or too much, and counts what is left. Two statements of one transaction. There are never many more than
/// [`FULL`], so this is one step.
pub fn prune(project: Project, now: u64) -> [Statement; 2] {
    const PRUNE: &str = "\
DELETE FROM rejected WHERE project_id = ?1 AND (
  rejected_at < ?2
  OR id IN (SELECT id FROM rejected WHERE project_id = ?1 ORDER BY rejected_at DESC, id DESC LIMIT -1 OFFSET ?3)
)";
    const COUNT: &str = "\
UPDATE counters SET kept = (SELECT count(*) FROM rejected WHERE project_id = ?1), pruned_at = ?2 WHERE project_id = ?1";
    let project = Parameter::Number(project.id());
    let parameters = vec![project.clone(), Parameter::number(now.saturating_sub(KEPT_MS)), Parameter::number(MAX_KEPT)];
    [Statement::fixed(PRUNE, parameters), Statement::fixed(COUNT, vec![project, Parameter::number(now)])]
}

fn push_where(statement: &mut Statement, project: Project, filter: &RejectedFilter) {
    statement.push(" WHERE project_id = ").bind(Parameter::Number(project.id()));
    if let Some(from) = filter.range.from {
        statement.push(" AND rejected_at >= ").bind(Parameter::number(from));
    }
    if let Some(until) = filter.range.until {
        statement.push(" AND rejected_at < ").bind(Parameter::number(until));
    }
    for (column, values) in [(" AND code", &filter.codes), (" AND type", &filter.types)] {
        if !values.is_empty() {
            statement.push(column);
            push_in(statement, values.iter().map(String::as_str));
        }
    }
    if let Some(id) = &filter.id {
        statement.push(" AND id = ").bind(Parameter::Text(id.clone()));
    }
}

fn push_after(statement: &mut Statement, after: Option<&Cursor>, order: Order) {
    let Some(cursor) = after else { return };
    statement.push(match order {
        Order::NewestFirst => " AND (rejected_at, id) < (",
        Order::OldestFirst => " AND (rejected_at, id) > (",
    });
    statement.bind(Parameter::number(cursor.occurred_at)).push(", ").bind(Parameter::Text(cursor.id.as_str().to_owned())).push(")");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_large_events_are_several_texts() {
        let one = |n: usize| Kept {
            id: n.to_string(),
            event_type: None,
            event_id: None,
            code: "wrong_type",
            field: None,
            detail: String::new(),
            event: "\"".repeat(8_000),
        };
        let kept: Vec<Kept> = (0..100).map(one).collect();
        let texts = texts(&kept);
        assert_eq!(texts.len(), 2);
        let rows = texts.iter().flat_map(|text| serde_json::from_str::<Vec<Vec<Option<String>>>>(text).unwrap());
        let ids: Vec<String> = rows.filter_map(|row| row.into_iter().next().flatten()).collect();
        assert_eq!(ids, kept.iter().map(|one| one.id.clone()).collect::<Vec<_>>());
        assert!(super::texts(&[]).is_empty());
    }
}
