mod days;

use super::parameters::Parameters;
use super::range::TimeRange;
use crate::instant::{date, DAY_MS};
use crate::rejection::Rejection;
use crate::rollup::cost::ReadCost;
use crate::rollup::Ledger;
use event_model::{TRACK_BOUNDS_US, TRACK_BUCKETS};
use serde::Serialize;
use std::collections::BTreeMap;

/// The question of `GET /api/analytics/delivery`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryQuery {
    /// When the batches were sealed.
    pub range: TimeRange,
    now: u64,
}

impl DeliveryQuery {
    /// Reads the query string.
    pub fn parse(query: &str, now: u64) -> Result<DeliveryQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let range = TimeRange::take(&mut parameters, now)?.unwrap_or_default();
        parameters.finish()?;
        Ok(DeliveryQuery { range, now })
    }

    /// Makes the answer of the batches sealed in the range.
    pub fn answer(&self, ledger: &Ledger, meta: ReadCost) -> Delivery {
        self.answer_of_days(&days::day_sums(ledger, self.range), meta)
    }

    fn answer_of_days(&self, days: &[DaySum], meta: ReadCost) -> Delivery {
        let mut total = Sum::default();
        days.iter().for_each(|day| total.add(&Sum::of(day)));
        let days = days.iter().map(|day| Day { date: date(day.day.saturating_mul(DAY_MS)), account: Sum::of(day).account() });
        Delivery {
            total: total.account(),
            days: days.collect(),
            range: Span { from: self.range.from, to: self.range.until.unwrap_or(self.now) },
            meta,
        }
    }
}

/// The accounts of the instances that began on one day, added up.
#[derive(Clone, Debug, Default)]
#[cfg_attr(test, derive(serde::Deserialize), serde(default))]
struct DaySum {
    /// Days since the epoch.
    day: u64,
    instances: u64,
    batches: u64,
    /// What the instances tracked; never less than what is known to have become of it.
    tracked: u64,
    stored: u64,
    rejected: u64,
    dropped: u64,
    duplicates: u64,
    /// The largest part of `dropped` by reason and level.
    dropped_lines: Vec<DroppedLine>,
    busy_us: u64,
    /// What is stored of the instances that measure themselves.
    measured: Option<u64>,
    track_us: [u64; TRACK_BUCKETS],
}

/// Dropped events of one day, reason and level.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Deserialize))]
struct DroppedLine {
    reason: String,
    level: String,
    count: u64,
}

/// The answer: the total, and the same for each day on which an instance began.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Delivery {
    #[serde(flatten)]
    total: Account,
    days: Vec<Day>,
    range: Span,
    meta: ReadCost,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "DeliveryRange"))]
struct Span {
    from: Option<u64>,
    to: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "DeliveryDay"))]
struct Day {
    date: String,
    #[serde(flatten)]
    account: Account,
}

/// tracked = stored + rejected + dropped + outstanding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "DeliveryAccount"))]
struct Account {
    tracked: u64,
    stored: u64,
    rejected: u64,
    dropped: Dropped,
    outstanding: u64,
    duplicates_refused: u64,
    capture_rate: Option<f64>,
    instances: u64,
    batches: u64,
    overhead: OverheadSummary,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "DroppedEvents"))]
struct Dropped {
    total: u64,
    by_reason: BTreeMap<String, u64>,
    by_reason_and_level: BTreeMap<String, BTreeMap<String, u64>>,
}

/// The tracker's own time in the page.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct OverheadSummary {
    /// Sampled calls of `track()`.
    samples: u64,
    /// The bound below which half of them stayed; null when that is above the last bound, or there is no sample.
    p50_us: Option<u64>,
    /// The bound below which 99 of 100 stayed, likewise.
    p99_us: Option<u64>,
    /// All main-thread time, sending included, for each stored event of the instances that measure it.
    mean_us: Option<f64>,
    bounds_us: [u64; TRACK_BUCKETS - 1],
    /// The samples below each bound and not below the one before it; the last count is of those above all bounds.
    counts: [u64; TRACK_BUCKETS],
}

/// Under this name go dropped events beyond the lines that the database gives.
const OTHER: &str = "other";

/// What is being added up.
#[derive(Debug, Default)]
struct Sum {
    day: DaySum,
    by_reason_and_level: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Sum {
    fn of(day: &DaySum) -> Sum {
        let mut lines: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        let mut named = 0_u64;
        for line in &day.dropped_lines {
            named = named.saturating_add(line.count);
            increase(&mut lines, &line.reason, &line.level, line.count);
        }
        if day.dropped > named {
            increase(&mut lines, OTHER, OTHER, day.dropped - named);
        }
        Sum { day: DaySum { dropped_lines: Vec::new(), ..day.clone() }, by_reason_and_level: lines }
    }

    fn add(&mut self, other: &Sum) {
        let (sum, day) = (&mut self.day, &other.day);
        let fields = [
            (&mut sum.instances, day.instances),
            (&mut sum.batches, day.batches),
            (&mut sum.tracked, day.tracked),
            (&mut sum.stored, day.stored),
            (&mut sum.rejected, day.rejected),
            (&mut sum.dropped, day.dropped),
            (&mut sum.duplicates, day.duplicates),
            (&mut sum.busy_us, day.busy_us),
            (sum.measured.get_or_insert(0), day.measured.unwrap_or(0)),
        ];
        let buckets = sum.track_us.iter_mut().zip(day.track_us);
        for (total, more) in fields.into_iter().chain(buckets) {
            *total = total.saturating_add(more);
        }
        for (reason, levels) in &other.by_reason_and_level {
            levels.iter().for_each(|(level, count)| increase(&mut self.by_reason_and_level, reason, level, *count));
        }
    }

    fn account(self) -> Account {
        let Sum { day, by_reason_and_level } = self;
        let settled = day.stored.saturating_add(day.rejected).saturating_add(day.dropped);
        let total = |levels: &BTreeMap<String, u64>| levels.values().fold(0, |sum: u64, count| sum.saturating_add(*count));
        let by_reason = by_reason_and_level.iter().map(|(reason, levels)| (reason.clone(), total(levels))).collect();
        Account {
            tracked: day.tracked,
            stored: day.stored,
            rejected: day.rejected,
            dropped: Dropped { total: day.dropped, by_reason, by_reason_and_level },
            outstanding: day.tracked.saturating_sub(settled),
            duplicates_refused: day.duplicates,
            capture_rate: capture_rate(day.stored, day.tracked),
            instances: day.instances,
            batches: day.batches,
            overhead: OverheadSummary::of(&day),
        }
    }
}

fn increase(lines: &mut BTreeMap<String, BTreeMap<String, u64>>, reason: &str, level: &str, by: u64) {
    let count = lines.entry(reason.to_owned()).or_default().entry(level.to_owned()).or_default();
    *count = count.saturating_add(by);
}

/// The share that is stored. It is 1 only when nothing is missing, also where a float can no longer tell the two counts apart.
fn capture_rate(stored: u64, tracked: u64) -> Option<f64> {
    let rate = stored as f64 / tracked as f64;
    let below_one = 1.0 - f64::EPSILON / 2.0;
    (tracked > 0).then(|| if stored < tracked { rate.min(below_one) } else { 1.0 })
}

impl OverheadSummary {
    fn of(day: &DaySum) -> OverheadSummary {
        let counts = day.track_us;
        let events = day.measured.filter(|&stored| stored > 0);
        OverheadSummary {
            samples: counts.iter().fold(0, |sum, count| sum.saturating_add(*count)),
            p50_us: percentile(&counts, 50),
            p99_us: percentile(&counts, 99),
            mean_us: events.map(|stored| day.busy_us as f64 / stored as f64),
            bounds_us: TRACK_BOUNDS_US,
            counts,
        }
    }
}

/// The upper bound of the bucket in which the sample of this rank lies, counted from the fastest.
fn percentile(counts: &[u64; TRACK_BUCKETS], percent: u128) -> Option<u64> {
    let samples: u128 = counts.iter().map(|&count| u128::from(count)).sum();
    let rank = (samples * percent).div_ceil(100);
    let mut passed = 0;
    let bound = counts.iter().zip(TRACK_BOUNDS_US).find(|(count, _)| {
        passed += u128::from(**count);
        passed >= rank
    });
    bound.filter(|_| samples > 0).map(|(_, bound)| bound)
}

#[cfg(test)]
mod tests;
