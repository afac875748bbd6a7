//! Where a user stands: statements that find events of the user and events that name the user, and take the id out of these. What SQL finds in
//! texts may be a little more than what [`Person`] means; so that decides.

use super::conditions::push_after;
use super::select::SELECT_EVENTS;
use super::statement::{Parameter, Statement};
use crate::erasure::{Person, Reach};
use crate::key::Project;
use crate::query::cursor::Cursor;
use crate::query::list::Order;
use crate::query::rejected::RejectedRow;
use serde::Deserialize;

/// Events that are read at once to look for the id.
pub const PAGE_EVENTS: u64 = 200;
/// Rejected events that are read at once.
pub const PAGE_REJECTED: u64 = 100;

/// How an id stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text.
    Text,
    /// JSON.
    Json,
    /// A JSON list of events' ids, of which one that names the user is left out.
    Ids,
    /// An id of somebody: it is the user's, or it is another's and stays.
    Whole,
    /// Whoever acted: of a user it is an id of somebody, else text.
    Actor,
}

/// In groups, since D1 takes functions of at most 32 arguments and expressions of at most 100 levels.
macro_rules! texts {
    ($({ $($column:literal $form:ident,)* })*) => {
        /// The columns of `events` in which an id may stand, but for `user_id` and the key, in the order of `texts` and of [`replace`].
        pub const FORMS: &[Form] = &[$($(Form::$form),*),*];
        const TEXTS: &str = concat!("json_array(", $("json_array(", $($column, ", ",)* "NULL), ",)* "NULL) AS texts");
        const IS_WITHIN: &str = concat!("(", $("(", $(is_within!($form $column), " OR ",)* "0) OR ",)* "instr(event_id, ?2) > 0)");
        const IS_WHOLE: &str = concat!("(", $("(", $(is_whole!($form $column), " OR ",)* "0) OR ",)* "event_id = ?2)");
        const COLUMNS: &[&str] = &[$($($column),*),*];
    };
}

/// Escapes are looked behind only where there are any.
macro_rules! is_within {
    (Text $column:literal) => {
        concat!("instr(", $column, ", ?2) > 0 OR instr(", $column, ", ?3) > 0")
    };
    (Whole $column:literal) => {
        concat!($column, " = ?2")
    };
    (Actor $column:literal) => {
        concat!("actor_type <> 'user' AND (instr(", $column, ", ?2) > 0 OR instr(", $column, ", ?3) > 0)")
    };
    ($json:ident $column:literal) => {
        concat!(
            "instr(",
            $column,
            ", ?2) > 0 OR instr(",
            $column,
            ", ?3) > 0 OR instr(",
            $column,
            ", '\\') > 0 AND EXISTS (SELECT 1 FROM json_tree(",
            $column,
            ") WHERE instr(key, ?2) > 0 OR instr(atom, ?2) > 0)"
        )
    };
}

macro_rules! is_whole {
    (Text $column:literal) => {
        concat!($column, " = ?2")
    };
    (Whole $column:literal) => {
        concat!($column, " = ?2")
    };
    (Actor $column:literal) => {
        concat!($column, " = ?2")
    };
    ($json:ident $column:literal) => {
        concat!(
            "(instr(",
            $column,
            ", ?2) > 0 OR instr(",
            $column,
            ", '\\') > 0) AND EXISTS (SELECT 1 FROM json_tree(",
            $column,
            ") WHERE key = ?2 OR atom = ?2)"
        )
    };
}

texts! {
    {
        "type" Text, "category" Text, "action" Text, "instance_id" Text, "visitor_id" Whole, "session_id" Text,
        "actor_type" Text, "actor_id" Actor, "actor_name" Text, "entity_type" Text, "entity_id" Text, "entity_title" Text,
    }
    {
        "stream_id" Text, "correlation_id" Text, "caused_by" Ids, "ref" Text, "summary" Text, "page_path" Text, "page_title" Text,
        "page_referrer" Text, "page_utm" Json, "page_click_id" Text, "metadata" Json, "context" Json,
    }
    {
        "device_type" Text, "device_os" Text, "device_browser" Text, "device_screen" Text, "device_language" Text, "device_timezone" Text,
        "country" Text, "region" Text, "city" Text, "colo" Text, "plan_fault" Text,
    }
}

/// The place of `actor_type` in [`FORMS`].
pub const ACTOR_TYPE: usize = 6;

/// The first three parameters of every statement here.
fn about(project: Project, person: &Person) -> Vec<Parameter> {
    vec![Parameter::Number(project.id()), Parameter::Text(person.id().to_owned()), Parameter::optional(person.encoded())]
}

/// The visitors that were only ever this user, one more than `limit` if there are more; rows `visitor_id`.
pub fn visitors(project: Project, person: &Person, limit: usize) -> Statement {
    const VISITORS: &str = "\
SELECT visitor_id FROM events
WHERE project_id = ?1 AND user_id IS NOT NULL
  AND visitor_id IN (SELECT visitor_id FROM events WHERE project_id = ?1 AND user_id = ?2 AND visitor_id IS NOT NULL)
GROUP BY visitor_id HAVING min(user_id) = ?2 AND max(user_id) = ?2
LIMIT ?3";
    let limit = Parameter::number(limit as u64 + 1);
    Statement::fixed(VISITORS, vec![Parameter::Number(project.id()), Parameter::Text(person.id().to_owned()), limit])
}

/// The events of a user: the user's own, what these visitors did before they were known, and what was done in the user's name.
#[derive(Debug)]
pub struct Theirs<'a> {
    pub project: Project,
    pub person: &'a Person,
    /// A JSON list.
    pub visitors: String,
    /// Whether these are all. As long as they are not, only their events are the user's: of others nobody would know any more whose they were.
    pub is_all: bool,
}

const IS_THEIRS: &str = "
WHERE project_id = ?1 AND (
  ?4 AND (user_id = ?2 OR actor_type = 'user' AND actor_id = ?2)
  OR (user_id IS NULL OR user_id = ?2) AND (visitor_id = ?2 OR visitor_id IN (SELECT value FROM json_each(?3)))
)";

impl Theirs<'_> {
    fn statement(&self, select: &'static str) -> Statement {
        let parameters = vec![
            Parameter::Number(self.project.id()),
            Parameter::Text(self.person.id().to_owned()),
            Parameter::Text(self.visitors.clone()),
            Parameter::Number(self.is_all.into()),
        ];
        let mut statement = Statement::fixed(select, parameters);
        statement.push(IS_THEIRS);
        statement
    }

    /// How many there are of each type.
    pub fn count_types(&self) -> Statement {
        let mut statement =
            self.statement("SELECT type, count(*) AS count, min(occurred_at) AS first, max(occurred_at) AS last FROM events");
        statement.push(" GROUP BY type");
        statement
    }

    /// The next ones of an export.
    pub fn page(&self, after: Option<&Cursor>, limit: u64) -> Statement {
        let mut statement = self.statement(SELECT_EVENTS);
        if let Some(cursor) = after {
            // SQLite finds its place by the bound on the time, and not by the pair.
            statement.push(" AND occurred_at >= ").bind(Parameter::number(cursor.occurred_at));
            push_after(&mut statement, cursor, Order::OldestFirst);
        }
        statement.push(" ORDER BY occurred_at, event_id LIMIT ").bind(Parameter::number(limit));
        statement
    }

    /// The keys of the next ones to delete. Those that say who a visitor was come last.
    pub fn keys(&self, limit: u64) -> Statement {
        let mut statement = self.statement("SELECT occurred_at, event_id FROM events");
        statement.push(" ORDER BY user_id IS NOT NULL, occurred_at, event_id LIMIT ").bind(Parameter::number(limit));
        statement
    }
}

/// Deletes events by their keys, a JSON list of `[occurred_at, event_id]`.
pub fn delete(project: Project, keys: &str) -> Statement {
    const DELETE: &str = "\
DELETE FROM events WHERE project_id = ?1 AND (occurred_at, event_id) IN (SELECT value->>0, value->>1 FROM json_each(?2))";
    Statement::fixed(DELETE, vec![Parameter::Number(project.id()), Parameter::Text(keys.to_owned())])
}

/// An event in which the id may stand.
#[derive(Debug, Deserialize)]
pub struct Mention {
    pub occurred_at: u64,
    pub event_id: String,
    /// A JSON list of lists, together the texts and nulls of [`FORMS`], and a null behind those of each and behind each.
    pub texts: String,
}

fn push_candidates(statement: &mut Statement, person: &Person, after: Option<(u64, &str)>) {
    statement.push(" FROM events WHERE project_id = ?1 AND ");
    if let Some((occurred_at, event_id)) = after {
        // SQLite finds its place by the bound on the time, and not by the pair.
        statement.push("occurred_at >= ").bind(Parameter::number(occurred_at)).push(" AND (occurred_at, event_id) > (");
        statement.bind(Parameter::number(occurred_at)).push(", ").bind(Parameter::Text(event_id.to_owned())).push(") AND ");
    }
    // The user's own are not looked at: they go, or in a dry run would.
    statement
        .push("user_id IS NOT ?2 AND NOT (actor_type = 'user' AND actor_id IS ?2) AND NOT (user_id IS NULL AND visitor_id IS ?2) AND ");
    statement.push(if person.reach() == Reach::Whole { IS_WHOLE } else { IS_WITHIN });
}

/// The next events in which the id may stand; rows [`Mention`].
pub fn page(project: Project, person: &Person, after: Option<(u64, &str)>) -> Statement {
    let mut statement = Statement::fixed("SELECT occurred_at, event_id, ", about(project, person));
    statement.push(TEXTS);
    push_candidates(&mut statement, person, after);
    statement.push(" ORDER BY occurred_at, event_id LIMIT ").bind(Parameter::number(PAGE_EVENTS));
    statement
}

/// How many there are behind one; one row `count`.
pub fn count(project: Project, person: &Person, after: Option<(u64, &str)>) -> Statement {
    let mut statement = Statement::fixed("SELECT count(*) AS count", about(project, person));
    push_candidates(&mut statement, person, after);
    statement
}

/// Writes texts anew: a JSON list of `[occurred_at, event_id, texts]`, of each all of [`FORMS`].
pub fn replace(project: Project, rows: String) -> Statement {
    let mut statement = Statement::fixed("UPDATE events SET ", vec![Parameter::Number(project.id()), Parameter::Text(rows)]);
    for (place, column) in COLUMNS.iter().enumerate() {
        statement
            .push(if place == 0 { "" } else { ", " })
            .push(column)
            .push(" = given.row->>")
            .bind(Parameter::Text(format!("$[2][{place}]")));
    }
    statement.push(
        "
FROM (SELECT jsonb(value) AS row FROM json_each(?2)) AS given
WHERE events.project_id = ?1 AND events.occurred_at = given.row->>0 AND events.event_id = given.row->>1",
    );
    statement
}

/// A rejected event in which the id may stand, or which is of one of the visitors.
#[derive(Debug, Deserialize)]
pub struct RejectedMention {
    #[serde(flatten)]
    pub row: RejectedRow,
    /// Whether it is of one of the visitors.
    is_theirs: u8,
}

impl RejectedMention {
    /// Whether it is of one of the visitors, or names the user.
    pub fn is_about(&self, person: &Person) -> bool {
        let RejectedRow { event_type, event_id, field, detail, arrival, event, .. } = &self.row;
        let texts = [event_type.as_deref(), event_id.as_deref(), field.as_deref(), Some(detail.as_str())];
        self.is_theirs != 0
            || [event, arrival].into_iter().any(|json| person.is_named_in(json))
            || texts.into_iter().flatten().any(|text| person.text(text).is_some())
    }
}

/// The next rejected events in which the id may stand, or which are of one of these visitors; rows [`RejectedMention`].
pub fn rejected_page(theirs: &Theirs, after: &str) -> Statement {
    const PAGE: &str = "\
SELECT id, rejected_at, times, code, type, event_id, field, detail, plan_version, arrival, event, is_theirs FROM (
  SELECT *, coalesce(event->>'$.user_id', ?2) = ?2 AND coalesce(event->>'$.visitor_id' IN (SELECT value FROM json_each(?4)), 0) AS is_theirs
  FROM rejected WHERE project_id = ?1 AND id > ?5
)
WHERE is_theirs OR instr(event, ?2) > 0 OR instr(event, ?3) > 0 OR instr(arrival, ?2) > 0 OR type = ?2 OR event_id = ?2
  OR instr(type, ?2) > 0 OR instr(event_id, ?2) > 0 OR instr(field, ?2) > 0 OR instr(detail, ?2) > 0
  OR instr(event, '\\') > 0 AND EXISTS (SELECT 1 FROM json_tree(event) WHERE instr(key, ?2) > 0 OR instr(atom, ?2) > 0)
ORDER BY id LIMIT ?6";
    let mut parameters = about(theirs.project, theirs.person);
    parameters.push(Parameter::Text(theirs.visitors.clone()));
    parameters.push(Parameter::Text(after.to_owned()));
    parameters.push(Parameter::number(PAGE_REJECTED));
    Statement::fixed(PAGE, parameters)
}

/// Batches of instances that bear the id, or that bear it themselves; rows `instance_id` and `batch_id`.
pub fn batches(project: Project, person: &Person, limit: u64) -> Statement {
    const BATCHES: &str = "\
SELECT DISTINCT instance_id, batch_id FROM batches
WHERE project_id = ?1 AND (instr(instance_id, ?2) > 0 OR instr(batch_id, ?2) > 0) LIMIT ?3";
    Statement::fixed(BATCHES, vec![Parameter::Number(project.id()), Parameter::Text(person.id().to_owned()), Parameter::number(limit)])
}

/// Forgets these batches, a JSON list of `[instance_id, batch_id]`, and what is folded of their hours.
pub fn forget_batches(project: Project, batches: &str) -> [Statement; 3] {
    const FORGET_LEDGERS: &str = "\
DELETE FROM hour_ledgers WHERE project_id = ?1 AND hour IN (
  SELECT sealed_at / 3600000 FROM batches
  WHERE project_id = ?1 AND (instance_id, batch_id) IN (SELECT value->>0, value->>1 FROM json_each(?2))
)";
    const MARK: &str = "\
UPDATE hours SET folded = 0 WHERE project_id = ?1 AND folded <> 0 AND hour IN (
  SELECT sealed_at / 3600000 FROM batches
  WHERE project_id = ?1 AND (instance_id, batch_id) IN (SELECT value->>0, value->>1 FROM json_each(?2))
)";
    const FORGET: &str = "\
DELETE FROM batches WHERE project_id = ?1 AND (instance_id, batch_id) IN (SELECT value->>0, value->>1 FROM json_each(?2))";
    [FORGET_LEDGERS, MARK, FORGET]
        .map(|sql| Statement::fixed(sql, vec![Parameter::Number(project.id()), Parameter::Text(batches.to_owned())]))
}

/// Forgets the visits of these visitors.
pub fn forget_visits(theirs: &Theirs) -> Statement {
    const FORGET: &str = "DELETE FROM visits WHERE project_id = ?1 AND visitor_id IN (SELECT value FROM json_each(?2))";
    Statement::fixed(FORGET, vec![Parameter::Number(theirs.project.id()), Parameter::Text(theirs.visitors.clone())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_and_the_columns_are_as_many_and_fit_into_one_statement() {
        assert_eq!((FORMS.len(), COLUMNS[ACTOR_TYPE]), (COLUMNS.len(), "actor_type"));
        assert_eq!(TEXTS.matches(", ").count(), FORMS.len() + 3);
        let made = replace(Project::of(1), "[]".into());
        // D1 takes 100.
        assert_eq!(made.parameters.len(), 2 + FORMS.len());
        assert!(made.sql.starts_with("UPDATE events SET type = given.row->>?3, category = given.row->>?4"), "{}", made.sql);
    }

    #[test]
    fn a_short_id_is_not_looked_for_within_texts() {
        let short = page(Project::of(1), &Person::new("42"), None).sql;
        let long = page(Project::of(1), &Person::new("u_4242"), None).sql;
        assert!(short.contains(" OR summary = ?2 OR ") && !short.contains("instr(summary"), "{short}");
        assert!(long.contains(" OR instr(summary, ?2) > 0 OR "), "{long}");
    }

    #[test]
    fn a_page_goes_on_behind_an_event() {
        let made = page(Project::of(1), &Person::new("u_4242"), Some((7, "e")));
        assert!(
            made.sql.contains(" WHERE project_id = ?1 AND occurred_at >= ?4 AND (occurred_at, event_id) > (?5, ?6) AND user_id IS NOT"),
            "{}",
            made.sql
        );
    }
}
