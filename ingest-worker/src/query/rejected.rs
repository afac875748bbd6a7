use super::cursor::Cursor;
use super::parameters::Parameters;
use super::range::TimeRange;
use crate::instant::{iso, DAY_MS};
use crate::rejection::Rejection;
use event_model::EventId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// How long a rejected event is kept.
pub const KEPT_MS: u64 = 30 * DAY_MS;
/// How many rejected events of a project are kept.
pub const MAX_KEPT: u64 = 10_000;
/// Events that one replay judges.
pub const MAX_REPLAYED: usize = 500;
/// Events that one page may hold, and that it holds unless told otherwise.
const MAX_LIMIT: i64 = 100;
const DEFAULT_LIMIT: i64 = 50;

/// Which rejected events a question is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RejectedFilter {
    /// When they were rejected. What should have been forgotten by now is in no range.
    pub range: TimeRange,
    /// Why, one of these; empty is any.
    pub codes: Vec<String>,
    /// Of which type, one of these; empty is any.
    pub types: Vec<String>,
    /// Only this one.
    pub id: Option<String>,
}

impl RejectedFilter {
    fn take(parameters: &mut Parameters, now: u64) -> Result<RejectedFilter, Rejection> {
        let mut range = TimeRange::take(parameters, now)?.unwrap_or_default();
        range.from = range.from.max(Some(now.saturating_sub(KEPT_MS)));
        Ok(RejectedFilter { range, codes: parameters.list("code")?, types: parameters.list("type")?, id: parameters.text("id")? })
    }
}

fn cursor(parameters: &mut Parameters) -> Result<Option<Cursor>, Rejection> {
    let fault = || Rejection::parameter("cursor", "the next_cursor of an earlier answer");
    parameters.text("cursor")?.map(|text| Cursor::decode(&text).ok_or_else(fault)).transpose()
}

/// The question of `GET /api/rejected`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedQuery {
    /// Which.
    pub filter: RejectedFilter,
    /// Behind which one the page begins.
    pub after: Option<Cursor>,
    /// How many it holds at most.
    pub limit: usize,
}

impl RejectedQuery {
    /// Reads the query string.
    pub fn parse(query: &str, now: u64) -> Result<RejectedQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let filter = RejectedFilter::take(&mut parameters, now)?;
        let limit = parameters.number_or("limit", 1..=MAX_LIMIT, DEFAULT_LIMIT)?.unsigned_abs();
        let after = cursor(&mut parameters)?;
        parameters.finish()?;
        Ok(RejectedQuery { filter, after, limit: usize::try_from(limit).unwrap_or(usize::MAX) })
    }

    /// Makes the answer of the rows read, which are one more than [`RejectedQuery::limit`] when there are more.
    pub fn answer(&self, counts: Vec<RejectedCount>, mut rows: Vec<RejectedRow>) -> RejectedList {
        let has_more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next_cursor = rows.last().filter(|_| has_more).and_then(RejectedRow::cursor);
        let total = counts.iter().map(|one| one.count).sum();
        RejectedList { items: rows.into_iter().map(RejectedItem::from).collect(), total, counts, has_more, next_cursor }
    }
}

/// The question of `POST /api/rejected/replay`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayQuery {
    /// Which.
    pub filter: RejectedFilter,
    /// Behind which one to begin.
    pub after: Option<Cursor>,
    /// Only say what would become of them.
    pub dry_run: bool,
}

impl ReplayQuery {
    /// Reads the query string. Nothing said is everything: what is accepted was meant to be stored.
    pub fn parse(query: &str, now: u64) -> Result<ReplayQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let dry_run = parameters.flag("dry_run")?;
        let filter = RejectedFilter::take(&mut parameters, now)?;
        let after = cursor(&mut parameters)?;
        parameters.finish()?;
        Ok(ReplayQuery { filter, after, dry_run })
    }
}

/// The question of `DELETE /api/rejected`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForgetQuery {
    /// Which.
    pub filter: RejectedFilter,
    /// Only say how many would go.
    pub dry_run: bool,
}

impl ForgetQuery {
    /// Reads the query string.
    pub fn parse(query: &str, now: u64) -> Result<ForgetQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let dry_run = parameters.flag("dry_run")?;
        // As with events: nothing said is more likely a mistake than a wish.
        if parameters.is_empty() {
            return Err(Rejection::parameter("range", "which events: code, type, id or a range; range=all deletes every one"));
        }
        let filter = RejectedFilter::take(&mut parameters, now)?;
        parameters.finish()?;
        Ok(ForgetQuery { filter, dry_run })
    }
}

/// A row of the table.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct RejectedRow {
    pub id: String,
    pub rejected_at: u64,
    pub times: u64,
    pub code: String,
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    pub event_id: Option<String>,
    pub field: Option<String>,
    pub detail: String,
    pub plan_version: u64,
    pub arrival: String,
    pub event: String,
}

impl RejectedRow {
    /// The place behind it.
    pub fn cursor(&self) -> Option<String> {
        let id = EventId::parse(&self.id, "id").ok()?;
        Some(Cursor { occurred_at: self.rejected_at, id }.encode())
    }
}

/// How many were rejected for a reason.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct RejectedCount {
    pub code: String,
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    pub count: u64,
}

/// A page of rejected events.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RejectedList {
    items: Vec<RejectedItem>,
    total: u64,
    counts: Vec<RejectedCount>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// A rejected event as answers show it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RejectedItem {
    id: String,
    rejected_at: u64,
    rejected_at_iso: String,
    times: u64,
    #[serde(rename = "type")]
    event_type: Option<String>,
    event_id: Option<String>,
    code: String,
    field: Option<String>,
    detail: String,
    plan_version: u64,
    arrival: Option<Box<RawValue>>,
    event: Option<Box<RawValue>>,
}

impl From<RejectedRow> for RejectedItem {
    fn from(row: RejectedRow) -> RejectedItem {
        let json = |text: String| RawValue::from_string(text).ok();
        RejectedItem {
            id: row.id,
            rejected_at: row.rejected_at,
            rejected_at_iso: iso(row.rejected_at),
            times: row.times,
            event_type: row.event_type,
            event_id: row.event_id,
            code: row.code,
            field: row.field,
            detail: row.detail,
            plan_version: row.plan_version,
            arrival: json(row.arrival),
            event: json(row.event),
        }
    }
}

/// What a deletion of rejected events did, or would have done.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Forgotten {
    pub dry_run: bool,
    pub matched: u64,
    pub deleted: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_771_405_200_000;

    fn row(n: u64) -> RejectedRow {
        RejectedRow {
            id: format!("{n:032x}"),
            rejected_at: NOW - n,
            times: 1,
            code: "wrong_type".into(),
            event_type: Some("x".into()),
            event_id: None,
            field: None,
            detail: "d".into(),
            plan_version: 0,
            arrival: "{}".into(),
            event: r#"{"type": "x"}"#.into(),
        }
    }

    #[test]
    fn what_should_be_forgotten_is_in_no_range() {
        let oldest = Some(NOW - KEPT_MS);
        let range = |query: &str| RejectedQuery::parse(query, NOW).unwrap().filter.range;
        assert_eq!(range("").from, oldest);
        assert_eq!(range("range=all").from, oldest);
        assert_eq!(range("days=90").from, oldest);
        assert_eq!(range("range=24h").from, Some(NOW - DAY_MS));
        assert_eq!(range("to=5000000"), TimeRange { from: oldest, until: Some(5_000_000) });
    }

    #[test]
    fn filters_are_read_and_nothing_else() {
        let query = RejectedQuery::parse("code=a,b&type=x&id=q&limit=7", NOW).unwrap();
        assert_eq!((query.filter.codes.len(), query.filter.types.len(), query.filter.id.as_deref(), query.limit), (2, 1, Some("q"), 7));
        for (query, field) in [("limit=101", "limit"), ("cursor=x", "cursor"), ("user_id=a", "user_id"), ("dry_run=1", "dry_run")] {
            assert_eq!(RejectedQuery::parse(query, NOW).unwrap_err().field(), Some(field), "{query}");
        }
        assert!(ReplayQuery::parse("dry_run=1&code=a", NOW).unwrap().dry_run);
        assert_eq!(ReplayQuery::parse("limit=5", NOW).unwrap_err().field(), Some("limit"));
        assert_eq!(ForgetQuery::parse("dry_run=1", NOW).unwrap_err().field(), Some("range"));
        assert!(ForgetQuery::parse("range=all", NOW).is_ok());
    }

    #[test]
    fn a_page_says_where_the_next_one_begins() {
        let query = RejectedQuery::parse("limit=2", NOW).unwrap();
        let counts = vec![RejectedCount { code: "wrong_type".into(), event_type: None, count: 5 }];
        let list = query.answer(counts, vec![row(1), row(2), row(3)]);
        assert_eq!((list.items.len(), list.total, list.has_more), (2, 5, true));
        let next = RejectedQuery::parse(&format!("cursor={}", list.next_cursor.unwrap()), NOW).unwrap();
        assert_eq!(next.after.map(|cursor| cursor.occurred_at), Some(NOW - 2));
        let shown = serde_json::to_value(&list.items[0]).unwrap();
        assert_eq!(shown["event"], serde_json::json!({"type": "x"}));
        assert_eq!(query.answer(Vec::new(), vec![row(1)]).next_cursor, None);
    }
}
