use super::statement::{Parameter, Statement};
use crate::key::Project;
use crate::rollup::plan::{Wanted, PAGE_ROWS};
use crate::rollup::{Columns, EventRow};

/// Every row has these.
const ALWAYS: &str = "SELECT occurred_at, event_id, type, user_id, visitor_id, session_id, coalesce(bot, 0) AS bot";

/// What else a row needs for which columns. Visits are told apart by session, visitor, user, profile and origin, but where nobody asks for
/// profiles or origins they may as well be one.
const FIELDS: [(Columns, &str); 13] = [
    (Columns::KINDS, ", category, action, level"),
    (Columns::ACTORS, ", actor_type, actor_id, actor_name"),
    (Columns::ENTITIES, ", entity_type, entity_id, entity_title"),
    (Columns::STREAMS, ", stream_id"),
    (Columns::STEPS, ", step"),
    (Columns::CORRELATIONS, ", correlation_id"),
    (Columns::REFS, ", ref"),
    (Columns::DURATIONS, ", duration_ms"),
    (Columns::PAGES, ", page_path"),
    (Columns::TITLES, ", page_title"),
    (Columns::SPANS, ", page_path"),
    (Columns::ORIGINS, ", page_referrer, page_utm, page_click_id"),
    (Columns::PROFILES, ", device_type, device_os, device_browser, device_screen, device_language, country, region, city"),
];

/// A page of a stretch of the log in its order, with what these columns need; behind an event, or from the beginning.
pub fn page(project: Project, wanted: &Wanted<'_>, from: u64, until: u64, after: Option<&EventRow>) -> Statement {
    let mut statement = Statement::start(ALWAYS);
    let needed = |group: Columns| {
        let is_said_twice = group == Columns::SPANS && wanted.columns.has(Columns::PAGES);
        wanted.columns.has(group) && !is_said_twice
    };
    FIELDS.iter().filter(|(group, _)| needed(*group)).for_each(|(_, sql)| {
        statement.push(sql);
    });
    push_metadata(&mut statement, wanted.metadata);
    // SQLite finds its place by the bound on the time, and not by the pair below: with the beginning of the stretch there, each page would
    // read all that the pages before it did.
    push_stretch(&mut statement, project, after.map_or(from, |row| row.occurred_at.max(from)), until);
    if let Some(row) = after {
        statement.push(" AND (occurred_at, event_id) > (").bind(Parameter::number(row.occurred_at));
        statement.push(", ").bind(Parameter::Text(row.event_id.clone())).push(")");
    }
    statement.push(" ORDER BY occurred_at, event_id LIMIT ").bind(Parameter::number(PAGE_ROWS));
    statement
}

/// Counts the events of a stretch, up to a limit; one row `count`.
pub fn count(project: Project, from: u64, until: u64, limit: u64) -> Statement {
    let mut statement = Statement::start("SELECT count(*) AS count FROM (SELECT 1");
    push_stretch(&mut statement, project, from, until);
    statement.push(" LIMIT ").bind(Parameter::number(limit)).push(")");
    statement
}

/// `first` and `last` time of the log; one row read each.
pub fn ends(project: Project) -> Statement {
    const SELECT: &str = "\
SELECT
  (SELECT occurred_at FROM events WHERE project_id = ?1 ORDER BY occurred_at LIMIT 1) AS first,
  (SELECT occurred_at FROM events WHERE project_id = ?1 ORDER BY occurred_at DESC LIMIT 1) AS last";
    Statement::fixed(SELECT, vec![Parameter::Number(project.id())])
}

fn push_stretch(statement: &mut Statement, project: Project, from: u64, until: u64) {
    statement.push(" FROM events WHERE project_id = ").bind(Parameter::Number(project.id()));
    statement.push(" AND occurred_at >= ").bind(Parameter::number(from));
    statement.push(" AND occurred_at < ").bind(Parameter::number(until));
}

/// One column with a JSON list of what the paths lead to: texts and numbers as text, booleans as `true` and `false`, all else as null.
fn push_metadata(statement: &mut Statement, paths: &[String]) {
    for (number, path) in paths.iter().enumerate() {
        statement.push(if number == 0 { ", json_array(" } else { ", " });
        let Some(path) = json_path(path) else {
            statement.push("NULL");
            continue;
        };
        let path = Parameter::Text(path);
        statement.push("CASE json_type(metadata, ").bind(path.clone());
        statement.push(") WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'object' THEN NULL WHEN 'array' THEN NULL ELSE ");
        statement.push("CAST(metadata->>").bind(path).push(" AS TEXT) END");
    }
    if !paths.is_empty() {
        statement.push(") AS metadata");
    }
}

/// `plan.name` as `$."plan"."name"`. There is no way to write a quote or a backslash there, so what has one leads nowhere; nor has what
/// has a NUL, which ends a path.
fn json_path(path: &str) -> Option<String> {
    if path.contains(['"', '\\', '\0']) {
        return None;
    }
    let members = path.split('.').map(|member| format!(".\"{member}\""));
    Some(std::iter::once("$".to_owned()).chain(members).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(columns: Columns, metadata: &[String]) -> Wanted<'_> {
        Wanted { from: 0, until: 9, cuts: &[], columns, metadata }
    }

    #[test]
    fn a_page_selects_what_its_columns_need() {
        let few = page(Project::of(1), &wanted(Columns::COUNTS, &[]), 5, 9, None);
        let sql = "SELECT occurred_at, event_id, type, user_id, visitor_id, session_id, coalesce(bot, 0) AS bot \
                   FROM events WHERE project_id = ?1 \
                   AND occurred_at >= ?2 AND occurred_at < ?3 ORDER BY occurred_at, event_id LIMIT ?4";
        assert_eq!(few.sql, sql);
        let row = EventRow { occurred_at: 7, event_id: "e".into(), ..EventRow::default() };
        let paged = page(Project::of(1), &wanted(Columns::SPANS | Columns::PAGES, &[]), 5, 9, Some(&row));
        assert_eq!(paged.sql.matches("page_path").count(), 1);
        assert!(paged.sql.contains(" AND (occurred_at, event_id) > (?4, ?5) ORDER"), "{}", paged.sql);
        assert_eq!(paged.parameters.get(1), Some(&Parameter::number(7)), "a page begins where the one before ended");
        let spans = page(Project::of(1), &wanted(Columns::SPANS, &[]), 5, 9, None);
        assert_eq!(spans.sql.matches("page_path").count(), 1);
    }

    #[test]
    fn paths_are_bound_and_never_sql() {
        let paths = ["plan.name".to_owned(), "it\"s".to_owned(), "') --".to_owned()];
        let made = page(Project::of(1), &wanted(Columns::default(), &paths), 5, 9, None);
        assert!(!made.sql.contains("--") && !made.sql.contains("plan"), "{}", made.sql);
        assert_eq!(made.parameters.first(), Some(&Parameter::Text(r#"$."plan"."name""#.into())));
        assert_eq!(made.parameters.get(2), Some(&Parameter::Text(r#"$."') --""#.into())));
        assert_eq!(json_path("plan\0name"), None);
    }
}
