use super::filter::Filter;
use super::parameters::Parameters;
use super::range::TimeRange;
use crate::analytics::filter::Bots;
use crate::instant::iso;
use crate::rejection::Rejection;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Events that one step deletes, but for those of the last one's millisecond. A step is one transaction, and D1 ends those that take long.
pub const STEP_EVENTS: u64 = 5_000;
/// Steps of one request. Each makes five statements, and the free plan allows 50 in all.
pub const STEPS: u32 = 9;

/// The question of `DELETE /api/events`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletionQuery {
    /// Events that match this go.
    pub filter: Filter,
    /// Only say what would go.
    pub dry_run: bool,
}

impl DeletionQuery {
    /// Reads the query string of `DELETE /api/events`.
    pub fn parse(query: &str, now: u64) -> Result<DeletionQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let dry_run = parameters.flag("dry_run")?;
        let is_said = parameters.names().iter().any(|name| name != "bots");
        let filter = Filter::take(&mut parameters, now, TimeRange::default())?;
        parameters.finish()?;
        filter.refuse_origin("where a session came from changes with what is deleted before it: delete by other filters")?;
        // Nothing said is more likely a mistake than a wish, and so is that programs' events go as well.
        if !is_said && filter.dimensions.bots == Bots::Include {
            return Err(Rejection::parameter("range", "which events: any filter of GET /api/events; range=all deletes every one"));
        }
        Ok(DeletionQuery { filter, dry_run })
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
}

impl Deleted {
    /// The answer. `counted` was read before anything was deleted.
    pub fn new(dry_run: bool, counted: Vec<TypeCount>, deleted: u64) -> Deleted {
        let matched: u64 = counted.iter().map(|one| one.count).sum();
        let first = counted.iter().map(|one| one.first).min();
        let last = counted.iter().map(|one| one.last).max();
        let mut by_type = BTreeMap::new();
        for one in counted {
            *by_type.entry(one.event_type).or_insert(0) += one.count;
        }
        let remaining = if dry_run { matched } else { matched.saturating_sub(deleted) };
        let (first_iso, last_iso) = (first.map(iso), last.map(iso));
        Deleted { dry_run, matched, deleted, remaining, first, first_iso, last, last_iso, by_type }
    }

    /// More is left than these events.
    pub fn and_left(self, left: u64) -> Deleted {
        Deleted { remaining: self.remaining.saturating_add(left), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::dimension::Dimension;
    use crate::analytics::filter::Condition;

    #[test]
    fn nothing_said_is_nothing_deleted() {
        for query in ["", "dry_run=1", "dry_run=0", "bots=include", "bots=include&dry_run=1"] {
            assert_eq!(DeletionQuery::parse(query, 0).unwrap_err().field(), Some("range"), "{query}");
        }
        assert_eq!(DeletionQuery::parse("range=all", 0).unwrap().filter, Filter::default());
        let one = DeletionQuery::parse("type=a&dry_run=1", 0).unwrap();
        assert!(one.dry_run && one.filter.dimensions.conditions == [Condition::one_of(Dimension::Type, vec!["a".into()])]);
        for (query, field) in [("source=google", "source"), ("type=a&channel.not=direct&dry_run=1", "channel")] {
            assert_eq!(DeletionQuery::parse(query, 0).unwrap_err().field(), Some(field), "{query}");
        }
        assert_eq!(DeletionQuery::parse("bots=only", 0).unwrap().filter.dimensions.bots, Bots::Only);
        assert_eq!(DeletionQuery::parse("typ=a", 0).unwrap_err().field(), Some("typ"));
    }

    #[test]
    fn types_are_added_up() {
        let count = |name: &str, count, first, last| TypeCount { event_type: name.into(), count, first, last };
        let answer = Deleted::new(false, vec![count("a", 2, 5, 9), count("b", 1, 1, 1), count("a", 1, 3, 3)], 3);
        assert_eq!((answer.matched, answer.deleted, answer.remaining, answer.first, answer.last), (4, 3, 1, Some(1), Some(9)));
        assert_eq!(answer.by_type, BTreeMap::from([("a".into(), 3), ("b".into(), 1)]));
        assert_eq!(Deleted::new(true, Vec::new(), 0).first_iso, None);
    }
}
