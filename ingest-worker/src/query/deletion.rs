use super::filter::{Dimension, Filter};
use super::parameters::Parameters;
use super::range::TimeRange;
use crate::instant::iso;
use crate::rejection::Rejection;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Events that one step deletes, but for those of the last one's millisecond. A step is one transaction, and D1 ends those that take long.
pub const STEP_EVENTS: u64 = 5_000;
/// Steps of one request. Each makes five statements, and the free plan allows 50 in all.
pub const STEPS: u32 = 9;

/// The question of `DELETE /api/events` and of `DELETE /api/users/{id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletionQuery {
    /// Events that match any of these go.
    pub filters: Vec<Filter>,
    /// The user who is erased: rejected events that name them go too.
    pub user: Option<String>,
    /// Only say what would go.
    pub dry_run: bool,
}

impl DeletionQuery {
    /// Reads the query string of `DELETE /api/events`.
    pub fn parse(query: &str, now: u64) -> Result<DeletionQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let dry_run = parameters.flag("dry_run")?;
        // Nothing said is more likely a mistake than a wish.
        if parameters.is_empty() {
            return Err(Rejection::parameter("range", "which events: any filter of GET /api/events; range=all deletes every one"));
        }
        let filter = Filter::take(&mut parameters, now, TimeRange::default())?;
        parameters.finish()?;
        Ok(DeletionQuery { filters: vec![filter], user: None, dry_run })
    }

    /// Reads the query string of `DELETE /api/users/{id}`: what the user did, and what was done in the user's name.
    pub fn of_user(id: &str, query: &str) -> Result<DeletionQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let dry_run = parameters.flag("dry_run")?;
        parameters.finish()?;
        let only = |dimension, value: &str| (dimension, vec![value.to_owned()]);
        let theirs = Filter { one_of: vec![only(Dimension::User, id)], ..Filter::default() };
        let in_their_name = vec![only(Dimension::ActorType, "user"), only(Dimension::ActorId, id)];
        let filters = vec![theirs, Filter { one_of: in_their_name, ..Filter::default() }];
        Ok(DeletionQuery { filters, user: Some(id.to_owned()), dry_run })
    }

    /// The answer. `counted` was read before anything was deleted; `rejected` is how many rejected events went, or would.
    pub fn answer(&self, counted: Vec<TypeCount>, deleted: u64, rejected: Option<u64>) -> Deleted {
        let matched: u64 = counted.iter().map(|one| one.count).sum();
        let first = counted.iter().map(|one| one.first).min();
        let last = counted.iter().map(|one| one.last).max();
        let mut by_type = BTreeMap::new();
        for one in counted {
            *by_type.entry(one.event_type).or_insert(0) += one.count;
        }
        let remaining = if self.dry_run { matched } else { matched.saturating_sub(deleted) };
        let (first_iso, last_iso) = (first.map(iso), last.map(iso));
        Deleted { dry_run: self.dry_run, matched, deleted, remaining, first, first_iso, last, last_iso, by_type, rejected }
    }
}

/// How many events of a type match.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TypeCount {
    /// The type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// How many.
    pub count: u64,
    /// When the first happened.
    pub first: u64,
    /// When the last happened.
    pub last: u64,
}

/// What a deletion did, or would have done.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Deleted {
    dry_run: bool,
    matched: u64,
    deleted: u64,
    /// What is left to delete: call again.
    remaining: u64,
    first: Option<u64>,
    first_iso: Option<String>,
    last: Option<u64>,
    last_iso: Option<String>,
    by_type: BTreeMap<String, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_is_nothing_deleted() {
        for query in ["", "dry_run=1", "dry_run=0"] {
            assert_eq!(DeletionQuery::parse(query, 0).unwrap_err().field(), Some("range"), "{query}");
        }
        assert_eq!(DeletionQuery::parse("range=all", 0).unwrap().filters, [Filter::default()]);
        let one = DeletionQuery::parse("type=a&dry_run=1", 0).unwrap();
        assert!(one.dry_run && one.filters.iter().all(|filter| filter.one_of == [(Dimension::Type, vec!["a".into()])]));
        assert_eq!(DeletionQuery::parse("typ=a", 0).unwrap_err().field(), Some("typ"));
        assert_eq!(DeletionQuery::of_user("anna,b", "type=a").unwrap_err().field(), Some("type"));
    }

    #[test]
    fn types_are_added_up() {
        let count = |name: &str, count, first, last| TypeCount { event_type: name.into(), count, first, last };
        let query = DeletionQuery::of_user("anna,b", "").unwrap();
        assert_eq!(query.filters.len(), 2);
        let answer = query.answer(vec![count("a", 2, 5, 9), count("b", 1, 1, 1), count("a", 1, 3, 3)], 3, Some(2));
        assert_eq!((answer.matched, answer.deleted, answer.remaining, answer.first, answer.last), (4, 3, 1, Some(1), Some(9)));
        assert_eq!(answer.by_type, BTreeMap::from([("a".into(), 3), ("b".into(), 1)]));
        assert_eq!(query.answer(Vec::new(), 0, None).first_iso, None);
    }
}
