use super::conditions::{push_after, push_where};
use super::statement::{Parameter, Statement};
use crate::key::Project;
use crate::query::analytics::AnalyticsQuery;
use crate::query::cursor::Cursor;
use crate::query::export::ExportQuery;
use crate::query::filter::Filter;
use crate::query::list::{ListQuery, Order, Start};
use crate::query::range::TimeRange;
use event_model::EventId;

pub(super) const SELECT_EVENTS: &str = "\
SELECT occurred_at, event_id, received_at, type, category, action, level, seq, instance_id, user_id, visitor_id, session_id,
  actor_type, actor_id, actor_name, entity_type, entity_id, entity_title, stream_id, step, correlation_id, caused_by, ref, summary,
  duration_ms, page_path, page_title, page_referrer, page_utm, page_click_id, device_type, device_os, device_browser, device_screen,
  device_language, device_timezone, country, region, city, colo, bot, metadata, context, plan_fault
FROM events";

/// Which events of some moments are read.
#[derive(Clone, Copy, Debug)]
pub struct Moments<'a> {
    /// Some moments.
    pub times: &'a [u64],
    /// The event behind which to begin; none of the moments lies before it.
    pub after: Option<&'a Cursor>,
    /// In which order.
    pub order: Order,
    /// How many at most.
    pub limit: usize,
}

/// One page of events, and one more to know whether there is more.
pub fn page(project: Project, list: &ListQuery) -> Statement {
    let mut statement = Statement::start(SELECT_EVENTS);
    push_where(&mut statement, project, &list.filter);
    if let Start::After(cursor) = &list.start {
        push_after(&mut statement, cursor, list.order);
    }
    push_order(&mut statement, list.order);
    push_limit(&mut statement, list.limit + 1);
    if let Start::Skip(count @ 1..) = list.start {
        statement.push(" OFFSET ").bind(Parameter::number(count));
    }
    statement
}

/// The next events of an export, oldest first.
pub fn export(project: Project, filter: &Filter, after: Option<&Cursor>, limit: u64) -> Statement {
    let mut statement = Statement::start(SELECT_EVENTS);
    push_ahead(&mut statement, project, filter, after);
    push_order(&mut statement, Order::OldestFirst);
    statement.push(" LIMIT ").bind(Parameter::number(limit));
    statement
}

/// Events of some moments, behind one of the first of them.
pub fn at_moments(project: Project, filter: &Filter, moments: &Moments<'_>) -> Statement {
    let mut statement = Statement::start(SELECT_EVENTS);
    push_where(&mut statement, project, &Filter { range: TimeRange::default(), ..filter.clone() });
    push_moments(&mut statement, moments.times);
    if let Some(cursor) = moments.after {
        // Not by the pair of both: SQLite would find its place by that, and read all that lies behind it.
        statement.push(" AND (occurred_at <> ").bind(Parameter::number(cursor.occurred_at));
        statement.push(match moments.order {
            Order::NewestFirst => " OR event_id < ",
            Order::OldestFirst => " OR event_id > ",
        });
        statement.bind(Parameter::Text(cursor.id.as_str().to_owned())).push(")");
    }
    push_order(&mut statement, moments.order);
    push_limit(&mut statement, moments.limit);
    statement
}

/// What events say of where their sessions came from, in rows `Sighting`.
const SELECT_SIGHTINGS: &str = "SELECT occurred_at, event_id, session_id, page_referrer, page_utm, page_click_id FROM events";

/// All events of some moments that say where their sessions came from, in the order of the log.
pub fn sightings_at(project: Project, times: &[u64]) -> Statement {
    let mut statement = Statement::start(SELECT_SIGHTINGS);
    push_where(&mut statement, project, &Filter::default());
    push_moments(&mut statement, times);
    statement.push(" AND session_id IS NOT NULL AND (page_referrer IS NOT NULL OR page_utm IS NOT NULL OR page_click_id IS NOT NULL)");
    push_order(&mut statement, Order::OldestFirst);
    statement
}

/// The next events of a filter, as far as they say where their sessions came from, oldest first.
pub fn sightings(project: Project, filter: &Filter, after: Option<&Cursor>, limit: usize) -> Statement {
    let mut statement = Statement::start(SELECT_SIGHTINGS);
    push_ahead(&mut statement, project, filter, after);
    push_order(&mut statement, Order::OldestFirst);
    push_limit(&mut statement, limit);
    statement
}

fn push_moments(statement: &mut Statement, times: &[u64]) {
    let times = serde_json::Value::from(times.to_vec()).to_string();
    statement.push(" AND occurred_at IN (SELECT value FROM json_each(").bind(Parameter::Text(times)).push("))");
}

/// How many events lie ahead of an export; none is read behind its limit.
pub fn count_ahead(project: Project, export: &ExportQuery) -> Statement {
    let mut statement = Statement::start("SELECT count(*) AS count FROM (SELECT 1 FROM events");
    push_ahead(&mut statement, project, &export.filter, export.after.as_ref());
    if let Some(limit) = export.limit {
        statement.push(" LIMIT ").bind(Parameter::number(limit));
    }
    statement.push(")");
    statement
}

/// How many events a filter matches.
pub fn count(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start("SELECT count(*) AS count FROM events");
    push_where(&mut statement, project, filter);
    statement
}

/// The event with an id, looked for within a range of time. The key is led by the time, so the range decides what this costs.
pub fn by_id(project: Project, id: &EventId, range: TimeRange) -> Statement {
    let mut statement = Statement::start(SELECT_EVENTS);
    push_where(&mut statement, project, &Filter { range, ..Filter::default() });
    statement.push(" AND event_id = ").bind(Parameter::Text(id.as_str().to_owned()));
    push_order(&mut statement, Order::NewestFirst);
    push_limit(&mut statement, 1);
    statement
}

/// What all matching events are together; one row.
pub fn totals(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start(
        "SELECT count(*) AS total_events, count(DISTINCT user_id) AS unique_users, count(DISTINCT visitor_id) AS unique_visitors,
  count(DISTINCT session_id) AS sessions, count(*) FILTER (WHERE type = 'page_view') AS page_views,
  avg(duration_ms) AS average_duration_ms
FROM events",
    );
    push_where(&mut statement, project, filter);
    statement
}

/// Counts by every combination of what analytics is broken down by.
pub fn facets(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start("SELECT type, category, action, level, device_type, count(*) AS count FROM events");
    push_where(&mut statement, project, filter);
    statement.push(" GROUP BY type, category, action, level, device_type");
    statement
}

/// Counts by hour or day, in order.
pub fn buckets(project: Project, query: &AnalyticsQuery) -> Statement {
    let mut statement = Statement::start("SELECT occurred_at / CAST(");
    statement.bind(Parameter::number(query.bucket.millis()));
    // Without the cast the division would be one of floating-point numbers, and every event its own bucket.
    statement.push(" AS INTEGER) AS bucket, count(*) AS count FROM events");
    push_where(&mut statement, project, &query.filter);
    statement.push(" GROUP BY bucket ORDER BY bucket");
    statement
}

/// The events that match, from the beginning or behind one.
fn push_ahead(statement: &mut Statement, project: Project, filter: &Filter, after: Option<&Cursor>) {
    let Some(cursor) = after else { return push_where(statement, project, filter) };
    // SQLite finds its place by the bound on the time, and not by the pair: with the filter's own bound there, each page would read all that
    // the pages before it did.
    let range = TimeRange { from: Some(filter.range.from.unwrap_or(0).max(cursor.occurred_at)), ..filter.range };
    push_where(statement, project, &Filter { range, ..filter.clone() });
    push_after(statement, cursor, Order::OldestFirst);
}

fn push_order(statement: &mut Statement, order: Order) {
    statement.push(match order {
        Order::NewestFirst => " ORDER BY occurred_at DESC, event_id DESC",
        Order::OldestFirst => " ORDER BY occurred_at, event_id",
    });
}

fn push_limit(statement: &mut Statement, limit: usize) {
    statement.push(" LIMIT ").bind(Parameter::number(limit as u64));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_one_more_than_it_shows() {
        let first = page(Project::of(1), &ListQuery::parse("limit=20", 0).unwrap());
        assert!(
            first.sql.ends_with("FROM events WHERE project_id = ?1 ORDER BY occurred_at DESC, event_id DESC LIMIT ?2"),
            "{}",
            first.sql
        );
        assert_eq!(first.parameters, [Parameter::Number(1), Parameter::Number(21)]);

        let third = page(Project::of(1), &ListQuery::parse("limit=20&page=3", 0).unwrap());
        assert!(third.sql.ends_with("LIMIT ?2 OFFSET ?3"), "{}", third.sql);

        let cursor = Cursor { occurred_at: 5, id: EventId::parse("a", "id").unwrap() };
        let next = page(Project::of(1), &ListQuery::parse(&format!("cursor={}", cursor.encode()), 0).unwrap());
        assert!(next.sql.contains(" AND (occurred_at, event_id) < (?2, ?3) ORDER BY"), "{}", next.sql);
        let session = ListQuery::of_session("s".into(), &format!("cursor={}", cursor.encode()), 0).unwrap();
        assert!(page(Project::of(1), &session).sql.contains(" AND (occurred_at, event_id) > (?3, ?4) ORDER BY occurred_at, event_id"));
    }
    #[test]
    fn an_export_goes_on_at_the_time_of_its_place() {
        let query = ExportQuery::parse("from=3&after=5.a&limit=7", 0).unwrap();
        let made = count_ahead(Project::of(1), &query);
        assert!(made.sql.starts_with("SELECT count(*) AS count FROM (SELECT 1 FROM events WHERE project_id = ?1"), "{}", made.sql);
        assert!(made.sql.ends_with(" AND (occurred_at, event_id) > (?3, ?4) LIMIT ?5)"), "{}", made.sql);
        assert_eq!(made.parameters.get(1), Some(&Parameter::number(5)));
        assert_eq!(export(Project::of(1), &query.filter, query.after.as_ref(), 9).parameters.get(1), Some(&Parameter::number(5)));
        let earlier = ExportQuery::parse("from=8&after=5.a", 0).unwrap();
        assert_eq!(count_ahead(Project::of(1), &earlier).parameters.get(1), Some(&Parameter::number(8)));
    }
}
