use super::parameters::Parameters;
use crate::instant::iso;
use crate::rejection::Rejection;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Lines that one page may hold, and that it holds unless told otherwise.
const MAX_LIMIT: i64 = 100;
const DEFAULT_LIMIT: i64 = 50;
/// The highest number that JavaScript, and so D1, counts to.
const MAX_SEQ: i64 = (1 << 53) - 1;

/// The question of `GET /api/audit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only lines of lower numbers.
    pub before: Option<u64>,
    /// How many at most.
    pub limit: usize,
}

impl AuditQuery {
    /// Reads the query string.
    pub fn parse(query: &str) -> Result<AuditQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let limit = parameters.number_or("limit", 1..=MAX_LIMIT, DEFAULT_LIMIT)?.unsigned_abs();
        let before = parameters.number("cursor", 1..=MAX_SEQ)?.map(i64::unsigned_abs);
        parameters.finish()?;
        Ok(AuditQuery { before, limit: usize::try_from(limit).unwrap_or(usize::MAX) })
    }

    /// Makes the answer of the rows read, which are one more than [`AuditQuery::limit`] when there are more. Fails for a row that nobody
    /// here wrote.
    pub fn answer(&self, mut rows: Vec<AuditRow>) -> Result<AuditList, serde_json::Error> {
        let has_more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let next_cursor = rows.last().filter(|_| has_more).map(|row| row.seq.to_string());
        let items: Result<Vec<AuditItem>, _> = rows.into_iter().map(AuditItem::read).collect();
        Ok(AuditList { items: items?, has_more, next_cursor })
    }
}

/// A row of the table.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct AuditRow {
    pub seq: u64,
    pub at: u64,
    pub action: String,
    pub key_id: Option<String>,
    pub details: String,
}

/// A page of the audit, newest first.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AuditList {
    items: Vec<AuditItem>,
    has_more: bool,
    next_cursor: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AuditItem {
    seq: u64,
    at: u64,
    at_iso: String,
    action: String,
    /// Null: the clock, or who owns the deployment.
    key_id: Option<String>,
    #[cfg_attr(test, schemars(with = "serde_json::Map<String, serde_json::Value>"))]
    details: Box<RawValue>,
}

impl AuditItem {
    fn read(row: AuditRow) -> Result<AuditItem, serde_json::Error> {
        let AuditRow { seq, at, action, key_id, details } = row;
        Ok(AuditItem { seq, at, at_iso: iso(at), action, key_id, details: serde_json::from_str(&details)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seq: u64) -> AuditRow {
        AuditRow { seq, at: 1_771_405_200_000, action: "plan_put".into(), key_id: None, details: r#"{"version":2}"#.into() }
    }

    #[test]
    fn a_page_says_where_the_next_one_begins() {
        let query = AuditQuery::parse("limit=2").unwrap();
        let shown = serde_json::to_value(query.answer(vec![row(9), row(8), row(7)]).unwrap()).unwrap();
        assert_eq!((&shown["next_cursor"], &shown["has_more"]), (&"8".into(), &true.into()));
        assert_eq!(shown["items"].as_array().unwrap().len(), 2);
        assert_eq!(shown["items"][0]["details"], serde_json::json!({"version": 2}));
        assert_eq!(AuditQuery::parse("cursor=8").unwrap(), AuditQuery { before: Some(8), limit: 50 });
        assert_eq!(query.answer(vec![row(1)]).unwrap().next_cursor, None);
    }

    #[test]
    fn faults_name_their_parameter() {
        for (query, field) in
            [("limit=0", "limit"), ("limit=101", "limit"), ("cursor=x", "cursor"), ("cursor=-1", "cursor"), ("key=a", "key")]
        {
            assert_eq!(AuditQuery::parse(query).unwrap_err().field(), Some(field), "{query}");
        }
    }
}
