//! What questions ask of dimensions, asked of the table of events: it says of an event what `analytics/filter.rs` says of one in a chunk.

use super::conditions::push_in;
use super::live::push_member;
use super::statement::{Parameter, Statement};
use crate::analytics::dimension::Dimension;
use crate::analytics::filter::{Bots, Condition, Filter, Link, Test};
use event_model::Level;

/// Appends ` AND …` for each condition.
pub fn push_all(statement: &mut Statement, filter: &Filter) {
    for condition in &filter.conditions {
        match condition {
            Condition::Value { dimension: Dimension::Level, test, negated } => push_levels(statement, test, *negated),
            // No event alone tells it. Whoever asks takes it out before, and judges; of what was not taken out, nothing matches.
            Condition::Value { dimension, .. } if dimension.is_origin() => _ = statement.push(" AND 0"),
            Condition::Value { dimension, test, negated } => push_value(statement, dimension, test, *negated),
            Condition::Link(Link::Correlation, ids, _) => push_ids(statement, " AND correlation_id", ids),
            Condition::Link(Link::Reference, ids, _) => push_ids(statement, " AND ref", ids),
            Condition::Steps(from, to) => {
                if let Some(step) = from {
                    statement.push(" AND step >= ").bind(Parameter::Number(*step));
                }
                if let Some(step) = to {
                    statement.push(" AND step <= ").bind(Parameter::Number(*step));
                }
            }
        }
    }
    statement.push(match filter.bots {
        Bots::Include => "",
        Bots::Exclude => " AND coalesce(bot, 0) = 0",
        Bots::Only => " AND bot <> 0",
    });
}

fn push_ids(statement: &mut Statement, column: &'static str, ids: &[String]) {
    statement.push(column);
    push_in(statement, ids.iter().map(String::as_str));
}

/// Levels are stored as ranks.
fn push_levels(statement: &mut Statement, test: &Test, negated: bool) {
    let matching = Level::ALL.into_iter().filter(|level| test.holds(Some(level.name())) != negated);
    let ranks: Vec<u8> = matching.map(Level::rank).collect();
    statement.push(" AND level IN (SELECT value FROM json_each(");
    statement.bind(Parameter::Text(serde_json::Value::from(ranks).to_string())).push("))");
}

/// What is compared with NULL is NULL, so for an absent value the condition says what stands behind it in `coalesce`. The value itself is
/// written once: a member of `metadata` binds two parameters.
fn push_value(statement: &mut Statement, dimension: &Dimension, test: &Test, negated: bool) {
    let matches_none = test.holds(None) != negated;
    statement.push(if matches_none { " AND coalesce(" } else { " AND " });
    match test {
        Test::Contains(part) => {
            statement.push("instr(lower(");
            push_column(statement, dimension);
            statement.push("), lower(").bind(Parameter::Text(part.clone())).push(if negated { ")) = 0" } else { ")) > 0" });
        }
        Test::OneOf(texts, _) => {
            push_column(statement, dimension);
            let present: Vec<&str> = texts.iter().flatten().map(String::as_str).collect();
            match (present.is_empty(), negated) {
                // Only `(none)` was named.
                (true, false) => _ = statement.push(" IS NULL"),
                (true, true) => _ = statement.push(" IS NOT NULL"),
                (false, false) => push_in(statement, present.into_iter()),
                (false, true) => {
                    let list = serde_json::Value::from(present).to_string();
                    statement.push(" NOT IN (SELECT value FROM json_each(").bind(Parameter::Text(list)).push("))");
                }
            }
        }
    }
    statement.push(if matches_none { ", 1)" } else { "" });
}

fn push_column(statement: &mut Statement, dimension: &Dimension) {
    use Dimension::*;
    statement.push(match dimension {
        Metadata(path) => return push_member(statement, path),
        Type => "type",
        Category => "category",
        Action => "action",
        Level => "level",
        Path => "page_path",
        Title => "page_title",
        EntityType => "entity_type",
        EntityId => "entity_id",
        EntityTitle => "entity_title",
        ActorType => "actor_type",
        ActorId => "actor_id",
        ActorName => "actor_name",
        Stream => "stream_id",
        User => "user_id",
        Visitor => "visitor_id",
        Session => "session_id",
        Device => "device_type",
        Os => "device_os",
        Browser => "device_browser",
        Language => "device_language",
        Screen => "device_screen",
        Country => "country",
        Region => "region",
        City => "city",
        // No columns, see above.
        Referrer | Channel | Source | Medium | Campaign | Term | Content | ClickId => "NULL",
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::filter::take_conditions;
    use crate::query::parameters::Parameters;

    fn sql(query: &str) -> Statement {
        let mut statement = Statement::start("");
        let conditions = take_conditions(&mut Parameters::parse(query)).unwrap();
        push_all(&mut statement, &Filter { conditions, bots: Bots::Include });
        statement
    }

    #[test]
    fn absent_values_are_as_the_filter_says() {
        for (query, expected) in [
            ("country=DE", " AND country = ?1"),
            ("country=(none)", " AND coalesce(country IS NULL, 1)"),
            ("country.not=(none)", " AND country IS NOT NULL"),
            ("country=DE,(none)", " AND coalesce(country = ?1, 1)"),
            ("country.not=DE,AT", " AND coalesce(country NOT IN (SELECT value FROM json_each(?1)), 1)"),
            ("country.not=DE,(none)", " AND country NOT IN (SELECT value FROM json_each(?1))"),
            ("path.contains=/a", " AND instr(lower(page_path), lower(?1)) > 0"),
            ("path.not_contains=/a", " AND coalesce(instr(lower(page_path), lower(?1)) = 0, 1)"),
            ("level.not=detail", " AND level IN (SELECT value FROM json_each(?1))"),
            ("correlation_id=c", " AND correlation_id = ?1"),
        ] {
            assert_eq!(sql(query).sql, expected, "{query}");
        }
        assert_eq!(sql("level.not=detail,action").parameters, [Parameter::Text("[1,3,4]".into())]);
    }

    #[test]
    fn nothing_matches_what_no_column_tells() {
        for query in ["source=google", "channel.not=direct", "referrer=(none)", "medium.not_contains=x"] {
            assert_eq!(sql(query).sql, " AND 0", "{query}");
        }
    }

    #[test]
    fn members_of_metadata_are_bound() {
        let made = sql("metadata.') --.not=x");
        assert!(made.sql.starts_with(" AND coalesce(CASE json_type(metadata, ?1)") && !made.sql.contains("--"), "{}", made.sql);
        assert_eq!(made.parameters.len(), 3);
    }
}
