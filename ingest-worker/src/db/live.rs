use super::run::parse;
use super::statement::{Parameter, Statement};
use super::StorageFailed;
use crate::key::Project;
use crate::rollup::plan::{Wanted, PAGE_ROWS};
use crate::rollup::{Columns, EventRow};
use serde::Deserialize;

/// An event on its way out of D1: a JSON list of what [`EventRow`] has, in its order. D1 makes an object of every row and hands it on through two
/// more forms, value by value; a text it hands on as it is.
#[derive(Debug, Deserialize)]
pub struct EventText {
    event: String,
}

/// The events of a page.
pub fn events(texts: &[EventText]) -> Result<Vec<EventRow>, StorageFailed> {
    texts.iter().map(|text| parse(&text.event)).collect()
}

/// The members of [`EventRow`] before `metadata`: which columns need them, and what stands there when none of these is wanted. Visits are told
/// apart by session, visitor, user, profile and origin, but where nobody asks for profiles or origins they may as well be one.
const MEMBERS: [(Need, &str, &str); 34] = [
    (ALWAYS, "occurred_at", ""),
    (ALWAYS, "event_id", ""),
    (ALWAYS, "type", ""),
    (Some(&[Columns::KINDS]), "category", "''"),
    (Some(&[Columns::KINDS]), "action", "''"),
    (Some(&[Columns::KINDS]), "level", "0"),
    (ALWAYS, "user_id", ""),
    (ALWAYS, "visitor_id", ""),
    (ALWAYS, "session_id", ""),
    (Some(&[Columns::ACTORS]), "actor_type", "NULL"),
    (Some(&[Columns::ACTORS]), "actor_id", "NULL"),
    (Some(&[Columns::ACTORS]), "actor_name", "NULL"),
    (Some(&[Columns::ENTITIES]), "entity_type", "NULL"),
    (Some(&[Columns::ENTITIES]), "entity_id", "NULL"),
    (Some(&[Columns::ENTITIES]), "entity_title", "NULL"),
    (Some(&[Columns::STREAMS]), "stream_id", "NULL"),
    (Some(&[Columns::STEPS]), "step", "NULL"),
    (Some(&[Columns::CORRELATIONS]), "correlation_id", "NULL"),
    (Some(&[Columns::REFS]), "ref", "NULL"),
    (Some(&[Columns::DURATIONS]), "duration_ms", "NULL"),
    (Some(&[Columns::PAGES, Columns::SPANS]), "page_path", "NULL"),
    (Some(&[Columns::TITLES]), "page_title", "NULL"),
    (Some(&[Columns::ORIGINS]), "page_referrer", "NULL"),
    (Some(&[Columns::ORIGINS]), "page_utm", "NULL"),
    (Some(&[Columns::ORIGINS]), "page_click_id", "NULL"),
    (Some(&[Columns::PROFILES]), "device_type", "NULL"),
    (Some(&[Columns::PROFILES]), "device_os", "NULL"),
    (Some(&[Columns::PROFILES]), "device_browser", "NULL"),
    (Some(&[Columns::PROFILES]), "device_screen", "NULL"),
    (Some(&[Columns::PROFILES]), "device_language", "NULL"),
    (Some(&[Columns::PROFILES]), "country", "NULL"),
    (Some(&[Columns::PROFILES]), "region", "NULL"),
    (Some(&[Columns::PROFILES]), "city", "NULL"),
    (ALWAYS, "bot", ""),
];

/// Any of these columns; `None` when every row has it.
type Need = Option<&'static [Columns]>;
const ALWAYS: Need = None;

/// A function of D1's takes 32 values at most, so the list is put together of two. The first ends with a text, a number or null: then its last
/// bracket is the only one that is cut off.
const FIRST_LIST: usize = 30;

/// A page of a stretch of the log in its order, in rows [`EventText`] with what these columns need; behind an event, or from the beginning.
pub fn page(project: Project, wanted: &Wanted<'_>, from: u64, until: u64, after: Option<&EventRow>) -> Statement {
    let mut statement = Statement::start("SELECT rtrim(json_array(");
    for (place, (need, column, absent)) in MEMBERS.iter().enumerate() {
        let is_needed = need.is_none_or(|groups| groups.iter().any(|group| wanted.columns.has(*group)));
        statement.push(match place {
            0 => "",
            FIRST_LIST => "), ']') || ',' || substr(json_array(",
            _ => ", ",
        });
        statement.push(if is_needed { column } else { absent });
    }
    push_metadata(&mut statement, wanted.metadata);
    statement.push("), 2) AS event");
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

/// JSON lists of what the paths lead to, [`FIRST_LIST`] in each, or null for no paths: texts and numbers as text, booleans as `true` and `false`, all
/// else as null.
fn push_metadata(statement: &mut Statement, paths: &[String]) {
    for (number, path) in paths.iter().enumerate() {
        statement.push(match number {
            0 => ", json_array(json_array(",
            number if number % FIRST_LIST == 0 => "), json_array(",
            _ => ", ",
        });
        push_member(statement, path);
    }
    statement.push(if paths.is_empty() { ", NULL" } else { "))" });
}

/// What a path into `metadata` leads to, as [`push_metadata`] has it.
pub(super) fn push_member(statement: &mut Statement, path: &str) {
    let Some(path) = json_path(path) else {
        statement.push("NULL");
        return;
    };
    let path = Parameter::Text(path);
    statement.push("CASE json_type(metadata, ").bind(path.clone());
    statement.push(") WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'object' THEN NULL WHEN 'array' THEN NULL ELSE ");
    statement.push("CAST(metadata->>").bind(path).push(" AS TEXT) END");
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
        let nulls = |count: usize| vec!["NULL"; count].join(", ");
        let sql = format!(
            "SELECT rtrim(json_array(occurred_at, event_id, type, '', '', 0, user_id, visitor_id, session_id, {}), ']') || ',' || \
             substr(json_array({}, bot, NULL), 2) AS event FROM events WHERE project_id = ?1 \
             AND occurred_at >= ?2 AND occurred_at < ?3 ORDER BY occurred_at, event_id LIMIT ?4",
            nulls(21),
            nulls(3),
        );
        assert_eq!(few.sql.as_str(), sql);
        let row = EventRow { occurred_at: 7, event_id: "e".into(), ..EventRow::default() };
        let paged = page(Project::of(1), &wanted(Columns::SPANS | Columns::PAGES, &[]), 5, 9, Some(&row));
        assert_eq!(paged.sql.matches("page_path").count(), 1);
        assert!(paged.sql.contains(" AND (occurred_at, event_id) > (?4, ?5) ORDER"), "{}", paged.sql);
        assert_eq!(paged.parameters.get(1), Some(&Parameter::number(7)), "a page begins where the one before ended");
        let spans = page(Project::of(1), &wanted(Columns::SPANS, &[]), 5, 9, None);
        assert_eq!(spans.sql.matches("page_path").count(), 1);
    }

    #[test]
    fn an_event_is_read_in_the_order_in_which_it_is_selected() {
        let values = MEMBERS.iter().map(|(_, name, _)| match *name {
            "occurred_at" => "7".to_owned(),
            "level" | "bot" => "1".to_owned(),
            "step" | "duration_ms" => "9".to_owned(),
            name => format!("\"{name}\""),
        });
        let text = format!(r#"[{},[["pro",null],["eu"]]]"#, values.collect::<Vec<_>>().join(","));
        let [row] = events(&[EventText { event: text }]).unwrap().try_into().unwrap();
        let of = |name: &str| Some(name.to_owned());
        assert_eq!((row.occurred_at, row.level, row.step, row.duration_ms, row.bot), (7, 1, Some(9), Some(9), true));
        assert_eq!((row.event_type.as_str(), row.category.as_str(), row.session_id), ("type", "category", of("session_id")));
        assert_eq!((row.actor_name, row.entity_title, row.stream_id), (of("actor_name"), of("entity_title"), of("stream_id")));
        assert_eq!((row.correlation_id, row.reference, row.page_path), (of("correlation_id"), of("ref"), of("page_path")));
        assert_eq!(
            (row.page_click_id, row.device_type, row.country, row.city),
            (of("page_click_id"), of("device_type"), of("country"), of("city"))
        );
        assert_eq!(row.metadata, [of("pro"), None, of("eu")]);
    }

    #[test]
    fn many_members_of_metadata_are_lists_that_d1_takes() {
        let paths: Vec<String> = (0..40).map(|number| format!("p{number}")).collect();
        let made = page(Project::of(1), &wanted(Columns::ALL, &paths), 5, 9, None);
        let lists: Vec<usize> = made.sql.split("json_array(").skip(1).map(|list| list.matches("CASE json_type").count()).collect();
        assert_eq!(lists, [0, 0, 0, FIRST_LIST, 40 - FIRST_LIST]);
        assert!(MEMBERS.len() - FIRST_LIST < 32);
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
