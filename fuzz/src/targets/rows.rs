//! Rows as the database will read them: JSON lists.

use super::ingest::is_json;
use super::leaks;
use event_model::limits::{MAX_CONTEXT_BYTES, MAX_METADATA_BYTES};
use event_model::redaction::redact;
use ingest_worker::ingest::{RowKey, Rows};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;

/// Columns of a row of a batch, and of one of an import.
pub const OF_A_BATCH: usize = 31;
/// See [`OF_A_BATCH`].
pub const OF_AN_IMPORT: usize = 44;

/// Where what people wrote stands: names, titles, the summary, the page.
const LINES: [usize; 7] = [12, 15, 21, 23, 24, 25, 26];
const METADATA: usize = 28;
const CONTEXT: usize = 29;

/// What is looked at of a row.
pub struct Row {
    occurred_at: u64,
    id: String,
    /// Its type.
    pub event_type: String,
    columns: Vec<Value>,
}

/// Reads rows, and counts them.
pub fn read(texts: &[Rows], width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for text in texts {
        assert!(text.json.len() < 2_000_000, "more than D1 takes as a value");
        let lists: Vec<Vec<Value>> =
            serde_json::from_str(&text.json).unwrap_or_else(|fault| panic!("rows are no JSON: {fault}: {}", text.json));
        assert_eq!(lists.len() as u64, text.count);
        for columns in lists {
            assert_eq!(columns.len(), width, "{columns:?}");
            let text = |at: usize| columns.get(at).and_then(Value::as_str).map(str::to_owned);
            let (Some(occurred_at), Some(id), Some(event_type)) = (columns.first().and_then(Value::as_u64), text(1), text(2)) else {
                panic!("no key: {columns:?}")
            };
            rows.push(Row { occurred_at, id, event_type, columns });
        }
    }
    rows
}

/// Holds them against their keys, and looks for what should have been redacted.
pub fn check(rows: &[Row], keys: &[RowKey]) {
    assert_eq!(rows.len(), keys.len());
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "a row twice");
    for (row, key) in rows.iter().zip(keys) {
        assert_eq!((row.occurred_at, row.id.as_str()), (key.occurred_at, key.id.as_str()));
        for column in LINES {
            let text = row.columns.get(column).and_then(Value::as_str).unwrap_or_default();
            leaks::assert_none(text);
        }
        for (column, limit) in [(METADATA, MAX_METADATA_BYTES), (CONTEXT, MAX_CONTEXT_BYTES)] {
            let Some(text) = row.columns.get(column).and_then(Value::as_str) else { continue };
            assert!(text.len() <= limit);
            assert!(matches!(redact(text, limit, &[]), Cow::Borrowed(_)), "not redacted: {text}");
            assert!(text.starts_with('{') && is_json(text), "free JSON is none: {text}");
            if let Ok(free) = serde_json::from_str(text) {
                leaks::assert_none_in(&free);
            }
        }
    }
}
