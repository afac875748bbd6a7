//! The table `causes`: which events name an event as their cause. It says what `events.caused_by` says, and is changed in the transactions that
//! change those.

use super::conditions::push_where;
use super::statement::{Parameter, Statement};
use crate::ingest::RowKey;
use crate::key::Project;
use crate::query::filter::Filter;

/// Writes down what events name as their causes, one row each. Stands behind the statements that store them and their lines of the ledger,
/// in their transaction; nothing when no event names any, as with most.
///
/// What is written is what is stored: of an event that was stored before, a copy that names other causes changes nothing.
pub fn record(project: Project, caused: &[RowKey]) -> Option<Statement> {
    if caused.is_empty() {
        return None;
    }
    let keys: Vec<(u64, &str)> = caused.iter().map(|key| (key.occurred_at, key.id.as_str())).collect();
    Some(record_of(project, &serde_json::to_string(&keys).unwrap_or_default()))
}

/// The same of a JSON list of `[occurred_at, event_id]`.
pub fn record_of(project: Project, keys: &str) -> Statement {
    // CROSS JOIN keeps SQLite to this order; it would read all events of the project first.
    const RECORD: &str = "\
INSERT OR IGNORE INTO causes (project_id, cause_id, occurred_at, event_id)
SELECT ?1, cause.value, events.occurred_at, events.event_id
FROM json_each(?2) AS given
CROSS JOIN events ON events.project_id = ?1 AND events.occurred_at = given.value->>0 AND events.event_id = given.value->>1
CROSS JOIN json_each(events.caused_by) AS cause";
    Statement::fixed(RECORD, vec![Parameter::Number(project.id()), Parameter::Text(keys.to_owned())])
}

/// Removes what the events of a filter name. Stands before the statement that deletes them, in its transaction.
pub fn forget(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start("DELETE FROM causes WHERE project_id = ");
    statement.bind(Parameter::Number(project.id()));
    statement.push(" AND (cause_id, occurred_at, event_id) IN (SELECT cause.value, gone.occurred_at, gone.event_id FROM (");
    statement.push("SELECT occurred_at, event_id, caused_by FROM events");
    push_where(&mut statement, project, filter);
    statement.push(" AND caused_by IS NOT NULL) AS gone CROSS JOIN json_each(gone.caused_by) AS cause)");
    statement
}

/// Removes what these events name, a JSON list of `[occurred_at, event_id]`. Stands before the statement that deletes or changes them, in its
/// transaction.
pub fn forget_of(project: Project, keys: &str) -> Statement {
    const FORGET: &str = "\
DELETE FROM causes WHERE project_id = ?1 AND (cause_id, occurred_at, event_id) IN (
  SELECT cause.value, events.occurred_at, events.event_id
  FROM json_each(?2) AS key
  CROSS JOIN events ON events.project_id = ?1 AND events.occurred_at = key.value->>0 AND events.event_id = key.value->>1
  CROSS JOIN json_each(events.caused_by) AS cause
  WHERE events.caused_by IS NOT NULL
)";
    Statement::fixed(FORGET, vec![Parameter::Number(project.id()), Parameter::Text(keys.to_owned())])
}

/// The most ids that are looked for in the whole log at once.
pub const MAX_ANYWHERE: u64 = 10_000;

/// What of events an answer about causes needs.
macro_rules! node {
    () => {
        "events.occurred_at, events.type, events.level, events.summary, events.stream_id, events.step, events.actor_type, events.actor_id, \
         events.actor_name, events.caused_by"
    };
}

/// An event, what came of it, what came of that, and so on, the nearest first, at most `limit` events.
///
/// SQLite takes the rows of a recursion from a queue, first in, first out, so it goes level by level. `UNION` enters no event twice, and so
/// circles end.
pub fn below(project: Project, occurred_at: u64, id: &str, limit: u64) -> Statement {
    const BELOW: &str = concat!(
        "\
WITH RECURSIVE below (occurred_at, event_id) AS (
  SELECT CAST(?2 AS INTEGER), ?3
  UNION
  SELECT causes.occurred_at, causes.event_id FROM below CROSS JOIN causes ON causes.project_id = ?1 AND causes.cause_id = below.event_id
  LIMIT ?4
)
SELECT below.event_id AS id, ",
        node!(),
        "
FROM below
CROSS JOIN events ON events.project_id = ?1 AND events.occurred_at = below.occurred_at AND events.event_id = below.event_id"
    );
    Statement::fixed(BELOW, start(project, occurred_at, id, limit))
}

/// An event, its causes, theirs, and so on, the nearest first, at most `limit` of them. Of those that are not found only the id is given.
///
/// An event is found by its time, and of a cause only the id is known. So it is looked for at the very millisecond that its id tells (the
/// first 48 bits of a UUIDv7; JSON5 knows hexadecimal numbers, which SQL does not), then within two seconds and a quarter of an hour around
/// it, since trackers make ids by their own clock and times by the server's, and then from an hour before its effect on.
pub fn above(project: Project, occurred_at: u64, id: &str, limit: u64) -> Statement {
    const ABOVE: &str = concat!(
        "\
WITH RECURSIVE above (occurred_at, event_id) AS (
  SELECT CAST(?2 AS INTEGER), ?3
  UNION
  SELECT coalesce(
    (SELECT occurred_at FROM events WHERE project_id = ?1 AND occurred_at = made.value AND event_id = cause.value),
    (SELECT max(occurred_at) FROM events
      WHERE project_id = ?1 AND occurred_at >= made.value - 2000 AND occurred_at <= made.value + 2000 AND event_id = cause.value),
    (SELECT max(occurred_at) FROM events
      WHERE project_id = ?1 AND occurred_at >= made.value - 900000 AND occurred_at <= made.value + 900000 AND event_id = cause.value),
    (SELECT max(occurred_at) FROM events
      WHERE project_id = ?1 AND occurred_at >= above.occurred_at - 3600000 AND occurred_at <= above.occurred_at + 900000
        AND event_id = cause.value)
  ), cause.value
  FROM above
  CROSS JOIN events AS effect
    ON effect.project_id = ?1 AND effect.occurred_at = above.occurred_at AND effect.event_id = above.event_id
  CROSS JOIN json_each(effect.caused_by) AS cause
  CROSS JOIN json_each(json_array('[0x' || substr(cause.value, 1, 8) || substr(cause.value, 10, 4) || ']')) AS time
  CROSS JOIN json_each(json_array(CASE
    WHEN length(cause.value) = 36 AND substr(cause.value, 15, 1) = '7' AND json_valid(time.value, 2) THEN time.value->>0
  END)) AS made
  LIMIT ?4
)
SELECT above.event_id AS id, ",
        node!(),
        "
FROM above
LEFT JOIN events ON events.project_id = ?1 AND events.occurred_at = above.occurred_at AND events.event_id = above.event_id"
    );
    Statement::fixed(ABOVE, start(project, occurred_at, id, limit))
}

/// Events by their ids, wherever in the log, and all that led to them. `named` is how many ids were looked for, at most [`MAX_ANYWHERE`].
///
/// Reads the log of the project once, however many ids there are and however long the chains above them: the table of causes knows the ids of
/// all that is above an id.
pub fn anywhere(project: Project, ids: &[&str]) -> Statement {
    const ANYWHERE: &str = concat!(
        "\
WITH RECURSIVE links AS MATERIALIZED (SELECT event_id, cause_id FROM causes WHERE project_id = ?1),
named (id) AS MATERIALIZED (
  SELECT value FROM json_each(?2)
  UNION
  SELECT links.cause_id FROM named JOIN links ON links.event_id = named.id
  LIMIT ?3
)
SELECT events.event_id AS id, ",
        node!(),
        ", (SELECT count(*) FROM named) AS named
FROM events WHERE project_id = ?1 AND event_id IN (SELECT id FROM named)"
    );
    let ids = serde_json::to_string(ids).unwrap_or_default();
    Statement::fixed(ANYWHERE, vec![Parameter::Number(project.id()), Parameter::Text(ids), Parameter::number(MAX_ANYWHERE)])
}

fn start(project: Project, occurred_at: u64, id: &str, limit: u64) -> Vec<Parameter> {
    vec![Parameter::Number(project.id()), Parameter::number(occurred_at), Parameter::Text(id.to_owned()), Parameter::number(limit)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::EventId;

    #[test]
    fn events_without_causes_make_no_statement() {
        assert_eq!(record(Project::of(1), &[]), None);
        let key = RowKey { occurred_at: 5, id: EventId::parse("a_b", "id").unwrap() };
        let made = record(Project::of(1), &[key]).unwrap();
        assert_eq!(made.parameters.get(1), Some(&Parameter::Text(r#"[[5,"a_b"]]"#.into())));
    }

    #[test]
    fn what_is_forgotten_is_what_the_filter_says() {
        let filter = Filter { caused_by: Some("e".into()), ..Filter::default() };
        let made = forget(Project::of(7), &filter);
        assert!(made.sql.starts_with("DELETE FROM causes WHERE project_id = ?1 AND (cause_id, occurred_at, event_id) IN"), "{}", made.sql);
        assert_eq!(made.parameters.len(), 4);
        assert!(made.parameters.iter().filter(|one| **one == Parameter::Number(7)).count() == 3);
    }
}
