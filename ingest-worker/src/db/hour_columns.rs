//! The table `hour_columns`: the columns of folded hours. Which of its rows count, and who takes them away, is told in `hours`.

use super::statement::{Parameter, Statement};
use crate::key::Project;
use crate::rollup::Columns;

/// Writes rows, a JSON list of objects as `codec::Row` is written, where the hour is still claimed under their number.
pub fn write(project: Project, rows: String) -> Statement {
    const WRITE: &str = "\
WITH rows AS MATERIALIZED (SELECT jsonb(value) AS row FROM json_each(?2))
INSERT OR REPLACE INTO hour_columns (
  project_id, hour, part, folded, events, visits, counts, profiles, sessions, visitors, users, origins, kinds, event_visits, pages, titles,
  durations, spans, times, entities, actors, streams, ids, steps, correlations, refs
)
SELECT
  ?1, row->>'hour', row->>'part', row->>'folded', row->>'events', row->>'visits', row->>'counts', row->>'profiles', row->>'sessions',
  row->>'visitors', row->>'users', row->>'origins', row->>'kinds', row->>'event_visits', row->>'pages', row->>'titles', row->>'durations', row->>'spans',
  row->>'times', row->>'entities', row->>'actors', row->>'streams', row->>'ids', row->>'steps', row->>'correlations', row->>'refs'
FROM rows
WHERE EXISTS (SELECT 1 FROM hours WHERE project_id = ?1 AND hour = row->>'hour' AND folded = -(row->>'folded'))";
    Statement::fixed(WRITE, vec![Parameter::Number(project.id()), Parameter::Text(rows)])
}

/// The groups of columns and what selects them.
const GROUPS: [(Columns, &str); 20] = [
    (Columns::COUNTS, ", counts"),
    (Columns::PROFILES, ", profiles"),
    (Columns::SESSIONS, ", sessions"),
    (Columns::VISITORS, ", visitors"),
    (Columns::USERS, ", users"),
    (Columns::ORIGINS, ", origins"),
    (Columns::KINDS, ", kinds"),
    (Columns::EVENT_VISITS, ", event_visits"),
    (Columns::PAGES, ", pages"),
    (Columns::TITLES, ", titles"),
    (Columns::DURATIONS, ", durations"),
    (Columns::SPANS, ", spans"),
    (Columns::TIMES, ", times"),
    (Columns::ENTITIES, ", entities"),
    (Columns::ACTORS, ", actors"),
    (Columns::STREAMS, ", streams"),
    (Columns::IDS, ", ids"),
    (Columns::STEPS, ", steps"),
    (Columns::CORRELATIONS, ", correlations"),
    (Columns::REFS, ", refs"),
];

/// The rows from one hour and part to another, both included, in order.
pub fn read(project: Project, columns: Columns, first: (u64, u32), last: (u64, u32)) -> Statement {
    let mut statement = Statement::start("SELECT hour, part, folded, events, visits");
    GROUPS.iter().filter(|(group, _)| columns.has(*group)).for_each(|(_, sql)| {
        statement.push(sql);
    });
    statement.push(" FROM hour_columns WHERE project_id = ").bind(Parameter::Number(project.id()));
    statement.push(" AND (hour, part) >= (").bind(Parameter::number(first.0)).push(", ").bind(Parameter::number(first.1.into()));
    statement.push(") AND (hour, part) <= (").bind(Parameter::number(last.0)).push(", ").bind(Parameter::number(last.1.into()));
    statement.push(") ORDER BY hour, part");
    statement
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_is_selected() {
        let made = read(Project::of(1), Columns::COUNTS | Columns::KINDS, (5, 0), (9, 2));
        let sql = "SELECT hour, part, folded, events, visits, counts, kinds FROM hour_columns WHERE project_id = ?1 \
                   AND (hour, part) >= (?2, ?3) AND (hour, part) <= (?4, ?5) ORDER BY hour, part";
        assert_eq!(made.sql, sql);
    }
}
