use super::dimensions;
use super::statement::{Parameter, Statement};
use crate::key::Project;
use crate::query::cursor::Cursor;
use crate::query::filter::{Faults, Filter};
use crate::query::list::Order;

/// Appends `WHERE …`: the project, and everything that the filter says.
pub fn push_where(statement: &mut Statement, project: Project, filter: &Filter) {
    push_where_of_rows(statement, project, &Filter { caused_by: None, ..filter.clone() });
    if let Some(cause) = &filter.caused_by {
        // The table of causes has the keys of these events, so no other is read.
        statement.push(" AND (occurred_at, event_id) IN (SELECT occurred_at, event_id FROM causes WHERE project_id = ");
        statement.bind(Parameter::Number(project.id()));
        statement.push(" AND cause_id = ").bind(Parameter::Text(cause.clone())).push(")");
    }
}

/// The same by what the events themselves say. Reads each event of the range, for who asks when the table of causes no longer speaks of them.
pub fn push_where_of_rows(statement: &mut Statement, project: Project, filter: &Filter) {
    statement.push(" WHERE project_id = ").bind(Parameter::Number(project.id()));
    if let Some(from) = filter.range.from {
        statement.push(" AND occurred_at >= ").bind(Parameter::number(from));
    }
    if let Some(until) = filter.range.until {
        statement.push(" AND occurred_at < ").bind(Parameter::number(until));
    }
    dimensions::push_all(statement, &filter.dimensions);
    if let Some(text) = &filter.search {
        // Not LIKE: D1 takes patterns of 50 bytes at most, and `%` and `_` would mean something.
        statement.push(" AND (instr(lower(entity_title), lower(").bind(Parameter::Text(text.clone()));
        statement.push(")) > 0 OR instr(lower(summary), lower(").bind(Parameter::Text(text.clone())).push(")) > 0)");
    }
    match &filter.plan_fault {
        None => {}
        Some(Faults::Any) => {
            statement.push(" AND plan_fault IS NOT NULL");
        }
        Some(Faults::OneOf(codes)) => {
            // The field stands behind the code and a blank.
            statement.push(" AND substr(plan_fault, 1, instr(plan_fault, ' ') - 1)");
            push_in(statement, codes.iter().map(|code| code.as_str()));
        }
    }
    if let Some(cause) = &filter.caused_by {
        statement.push(" AND EXISTS (SELECT 1 FROM json_each(caused_by) AS cause WHERE cause.value = ");
        statement.bind(Parameter::Text(cause.clone())).push(")");
    }
}

/// Appends the condition that an event comes after the cursor's.
pub fn push_after(statement: &mut Statement, cursor: &Cursor, order: Order) {
    statement.push(match order {
        Order::NewestFirst => " AND (occurred_at, event_id) < (",
        Order::OldestFirst => " AND (occurred_at, event_id) > (",
    });
    statement.bind(Parameter::number(cursor.occurred_at)).push(", ");
    statement.bind(Parameter::Text(cursor.id.as_str().to_owned())).push(")");
}

/// Appends that what stands before is one of some values. Several are one list of JSON: D1 binds a hundred parameters at most, and a question
/// may have seven lists of fifty.
pub(super) fn push_in<'a>(statement: &mut Statement, values: impl Iterator<Item = &'a str>) {
    let values: Vec<&str> = values.collect();
    if let [only] = values.as_slice() {
        statement.push(" = ").bind(Parameter::Text((*only).to_owned()));
        return;
    }
    let list = serde_json::Value::from(values).to_string();
    statement.push(" IN (SELECT value FROM json_each(").bind(Parameter::Text(list)).push("))");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parameters::Parameters;
    use crate::query::range::TimeRange;
    use proptest::prelude::*;

    fn statement(query: &str) -> Statement {
        let filter = Filter::take(&mut Parameters::parse(query), 0, TimeRange::default()).unwrap();
        let mut statement = Statement::start("");
        push_where(&mut statement, Project::of(7), &filter);
        statement
    }

    #[test]
    fn conditions_stand_beside_each_other() {
        let made = statement("user_id=anna&type=a,b&level=decision&step_from=2&from=1000&search=x");
        let sql =
            " WHERE project_id = ?1 AND occurred_at >= ?2 AND level IN (SELECT value FROM json_each(?3)) AND step >= ?4 AND user_id = ?5 \
                   AND type IN (SELECT value FROM json_each(?6)) \
                   AND (instr(lower(entity_title), lower(?7)) > 0 OR instr(lower(summary), lower(?8)) > 0)";
        assert_eq!(made.sql, sql);
        assert_eq!(made.parameters.len(), 8);
        assert_eq!(made.parameters.first(), Some(&Parameter::Number(7)));
    }

    #[test]
    fn every_list_at_its_longest_is_within_what_a_statement_may_bind() {
        let list = (0..50).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        let lists = ["type", "category", "action", "actor_type", "actor_id", "entity_type"].map(|name| format!("{name}={list}")).join("&");
        assert!(statement(&lists).parameters.len() < 100);
        let members = (0..25).map(|n| format!("metadata.m{n}.not=(none),{n}")).collect::<Vec<_>>().join("&");
        let all = statement(&format!("{members}&from=1&to=2&search=x&caused_by=e&plan_fault=any"));
        // A page has four more, and a deletion's statements have three.
        assert!(all.parameters.len() <= 94, "{}", all.parameters.len());
    }

    #[test]
    fn effects_are_found_by_the_table_or_by_what_events_say() {
        let made = statement("caused_by=e1&type=a");
        let by_table = "WHERE project_id = ?1 AND type = ?2 AND (occurred_at, event_id) IN \
                        (SELECT occurred_at, event_id FROM causes WHERE project_id = ?3 AND cause_id = ?4)";
        assert_eq!(made.sql.trim(), by_table);
        let filter = Filter { caused_by: Some("e1".into()), ..Filter::default() };
        let mut by_rows = Statement::start("");
        push_where_of_rows(&mut by_rows, Project::of(7), &filter);
        assert!(!by_rows.sql.contains("FROM causes") && by_rows.sql.contains("json_each(caused_by)"), "{}", by_rows.sql);
    }

    proptest! {
        #[test]
        fn no_value_reaches_the_text(value in "[^,]{1,60}") {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("type", &value).append_pair("search", &value).finish();
            let plain = statement("type=a&search=b");
            let made = statement(&query);
            prop_assert_eq!(made.sql, plain.sql);
            prop_assert_eq!(made.parameters.get(1), Some(&Parameter::Text(value)));
        }
    }
}
