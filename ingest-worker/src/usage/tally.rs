use crate::instant::DAY_MS;
use serde::Serialize;
use std::collections::BTreeMap;

/// Requests after which a tally is told the table, and the time after which it is told anyway. Each telling writes a row for each endpoint
/// that was used: at a hundred batches of ten events that is one row in a thousand, and on a quiet day a few per cent of the free quota.
const TOLD_REQUESTS: u64 = 100;
const TOLD_MS: u64 = 60_000;

/// What was asked of D1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Figures"))]
pub struct Figures {
    /// Requests that were answered.
    pub requests: u64,
    /// Rows that D1 counted as read.
    pub rows_read: u64,
    /// Rows that D1 counted as written.
    pub rows_written: u64,
    /// Events that were stored.
    pub events: u64,
}

impl Figures {
    /// Adds up.
    pub fn add(&mut self, other: Figures) {
        self.requests += other.requests;
        self.rows_read += other.rows_read;
        self.rows_written += other.rows_written;
        self.events += other.events;
    }
}

/// A row of the table: the figures of an endpoint on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Days since the epoch, in UTC.
    pub day: u64,
    /// The endpoint.
    pub endpoint: &'static str,
    /// What was asked.
    pub figures: Figures,
}

/// What an isolate has not told the table yet.
#[derive(Debug, Default)]
pub struct Tally {
    lines: BTreeMap<(u64, &'static str), Figures>,
    since: Option<u64>,
    requests: u64,
}

impl Tally {
    /// Adds to what an endpoint asked.
    pub fn add(&mut self, endpoint: &'static str, figures: Figures, now: u64) {
        self.lines.entry((now / DAY_MS, endpoint)).or_default().add(figures);
        self.since.get_or_insert(now);
        self.requests += figures.requests;
    }

    /// Rows written on this day that the table does not know.
    pub fn rows_written(&self, now: u64) -> u64 {
        let of_day = self.lines.iter().filter(|((day, _), _)| *day == now / DAY_MS);
        of_day.map(|(_, figures)| figures.rows_written).sum()
    }

    /// Whether it is time to tell. Without a request there is nothing worth a row.
    pub fn is_due(&self, now: u64) -> bool {
        let waited = self.since.is_some_and(|since| now.saturating_sub(since) >= TOLD_MS);
        self.requests >= TOLD_REQUESTS || (self.requests > 0 && waited)
    }

    /// Takes everything, to tell it. What could not be told is put back.
    pub fn take(&mut self) -> Vec<Line> {
        self.since = None;
        self.requests = 0;
        let lines = std::mem::take(&mut self.lines).into_iter();
        lines.map(|((day, endpoint), figures)| Line { day, endpoint, figures }).collect()
    }

    /// Puts back what could not be told.
    pub fn put_back(&mut self, lines: Vec<Line>, now: u64) {
        for line in lines {
            self.lines.entry((line.day, line.endpoint)).or_default().add(line.figures);
        }
        self.since.get_or_insert(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = DAY_MS * 20_000 + DAY_MS / 2;

    fn one(rows_written: u64) -> Figures {
        Figures { requests: 1, rows_read: 2, rows_written, events: 3 }
    }

    #[test]
    fn figures_add_up_by_day_and_endpoint() {
        let mut tally = Tally::default();
        tally.add("/a", one(10), NOON);
        tally.add("/a", one(1), NOON + 1);
        tally.add("/b", one(5), NOON + DAY_MS);
        assert_eq!((tally.rows_written(NOON), tally.rows_written(NOON + DAY_MS)), (11, 5));
        let lines = tally.take();
        let day = NOON / DAY_MS;
        assert_eq!(
            lines.first(),
            Some(&Line { day, endpoint: "/a", figures: Figures { requests: 2, rows_read: 4, rows_written: 11, events: 6 } })
        );
        assert_eq!((lines.len(), tally.rows_written(NOON), tally.is_due(NOON * 2)), (2, 0, false));
        tally.put_back(lines.clone(), NOON);
        assert_eq!(tally.take(), lines);
    }

    #[test]
    fn it_is_told_after_a_hundred_requests_or_a_minute() {
        let mut tally = Tally::default();
        tally.add("/a", one(1), NOON);
        assert_eq!((tally.is_due(NOON + TOLD_MS - 1), tally.is_due(NOON + TOLD_MS)), (false, true));
        (0..TOLD_REQUESTS).for_each(|_| tally.add("/a", one(1), NOON));
        assert!(tally.is_due(NOON));
        tally.take();
        tally.add("telling", Figures { requests: 0, ..one(1) }, NOON);
        assert!(!tally.is_due(NOON + DAY_MS));
    }
}
