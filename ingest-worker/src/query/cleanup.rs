use super::parameters::Parameters;
use crate::instant::{iso, DAY_MS};
use crate::rejection::Rejection;
use serde::Serialize;

const DEFAULT_DAYS: u64 = 365;
const MAX_DAYS: i64 = 36_525;

/// The question of `DELETE /api/events/cleanup`: forget what is older than so many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CleanupQuery {
    days: u64,
    /// Events that happened before this go.
    pub older_than: u64,
    /// Only say what would go.
    pub dry_run: bool,
}

impl CleanupQuery {
    /// Reads the query string. Where it says no `days`, those of the project's config hold.
    pub fn parse(query: &str, retention_days: Option<u64>, now: u64) -> Result<CleanupQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let days = parameters.number("days", 1..=MAX_DAYS)?.map(i64::unsigned_abs).or(retention_days).unwrap_or(DEFAULT_DAYS);
        let dry_run = parameters.flag("dry_run")?;
        parameters.finish()?;
        Ok(CleanupQuery { days, older_than: now.saturating_sub(days * DAY_MS), dry_run })
    }

    /// What the clock does: the oldest events of a project, as far as one step goes.
    pub fn by_the_clock(days: u64, older_than: u64) -> CleanupQuery {
        CleanupQuery { days, older_than, dry_run: false }
    }

    /// How many days are kept.
    pub fn days(&self) -> u64 {
        self.days
    }

    /// The answer.
    pub fn answer(&self, matched: u64, deleted: u64, rejected: u64) -> Cleaned {
        let older_than_iso = iso(self.older_than);
        Cleaned { older_than: self.older_than, older_than_iso, days: self.days, dry_run: self.dry_run, matched, deleted, rejected }
    }
}

/// What a cleanup did, or would have done.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cleaned {
    older_than: u64,
    older_than_iso: String,
    days: u64,
    dry_run: bool,
    matched: u64,
    deleted: u64,
    /// Rejected events of that time that went.
    rejected: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_unless_told_otherwise() {
        let now = 1_771_405_200_000;
        assert_eq!(CleanupQuery::parse("", None, now), Ok(CleanupQuery { days: 365, older_than: now - 365 * DAY_MS, dry_run: false }));
        assert_eq!(
            CleanupQuery::parse("days=1&dry_run=1", Some(30), now),
            Ok(CleanupQuery { days: 1, older_than: now - DAY_MS, dry_run: true })
        );
        assert_eq!(CleanupQuery::parse("", Some(30), now).unwrap().days(), 30);
        for (query, field) in [("days=0", "days"), ("days=-1", "days"), ("dry_run=maybe", "dry_run"), ("dryrun=1", "dryrun")] {
            assert_eq!(CleanupQuery::parse(query, None, now).unwrap_err().field(), Some(field), "{query}");
        }
    }
}
