use super::zone::Zone;
use crate::instant::{self, timestamp, HOUR_MS};
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use jiff::civil::Date;
use jiff::ToSpan;

/// Points of one answer.
pub const MAX_POINTS: usize = 2_000;
const MINUTE_MS: u64 = 60_000;

/// A kind of stretches of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Interval {
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

impl Interval {
    /// All of them, the shortest first.
    pub const ALL: [Interval; 5] = [Interval::Minute, Interval::Hour, Interval::Day, Interval::Week, Interval::Month];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Interval::Minute => "minute",
            Interval::Hour => "hour",
            Interval::Day => "day",
            Interval::Week => "week",
            Interval::Month => "month",
        }
    }

    /// A length that none of them exceeds.
    fn longest(self) -> u64 {
        match self {
            Interval::Minute => MINUTE_MS,
            Interval::Hour => HOUR_MS,
            Interval::Day => 25 * HOUR_MS,
            Interval::Week => (7 * 24 + 1) * HOUR_MS,
            Interval::Month => (31 * 24 + 1) * HOUR_MS,
        }
    }

    /// When the one that holds a moment starts.
    pub fn start(self, at: u64, zone: &Zone) -> u64 {
        let day = || timestamp(at).to_zoned(zone.rules.clone()).date();
        match self {
            Interval::Minute => at - at % MINUTE_MS,
            Interval::Hour => start_of_hour(at, zone),
            Interval::Day => midnight(day(), zone),
            Interval::Week => midnight(monday(day()), zone),
            Interval::Month => midnight(day().first_of_month(), zone),
        }
    }

    /// When the one behind that of a moment starts.
    pub fn next(self, at: u64, zone: &Zone) -> u64 {
        let day = || timestamp(at).to_zoned(zone.rules.clone()).date();
        match self {
            Interval::Minute => at - at % MINUTE_MS + MINUTE_MS,
            Interval::Hour => end_of_hour(at, zone),
            Interval::Day => midnight(day().saturating_add(1.day()), zone),
            Interval::Week => midnight(monday(day()).saturating_add(1.week()), zone),
            Interval::Month => midnight(day().first_of_month().saturating_add(1.month()), zone),
        }
    }
}

fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

fn midnight(day: Date, zone: &Zone) -> u64 {
    instant::midnight(day, &zone.rules).unwrap_or(0)
}

/// Hours begin when the minutes of the zone's clocks are 0, and when these are changed by something else than whole hours.
fn start_of_hour(at: u64, zone: &Zone) -> u64 {
    let start = at - since_full_hour(at, zone);
    if zone.offset(start) == zone.offset(at) {
        return start;
    }
    let change = zone.rules.preceding(timestamp(at + 1)).next().and_then(|change| u64::try_from(change.timestamp().as_millisecond()).ok());
    change.map_or(start, |change| start.max(change))
}

fn end_of_hour(at: u64, zone: &Zone) -> u64 {
    let end = at - since_full_hour(at, zone) + HOUR_MS;
    if zone.offset(end) == zone.offset(at) {
        return end;
    }
    let change = zone.rules.following(timestamp(at)).next().and_then(|change| u64::try_from(change.timestamp().as_millisecond()).ok());
    change.map_or(end, |change| end.min(change))
}

fn since_full_hour(at: u64, zone: &Zone) -> u64 {
    let local = i128::from(at) + i128::from(zone.offset(at));
    u64::try_from(local.rem_euclid(i128::from(HOUR_MS))).unwrap_or(0).min(at)
}

/// Stretches of time, one behind the other without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buckets {
    starts: Vec<u64>,
}

impl Buckets {
    /// All that touch a period both ends of which are set. Refuses more than [`MAX_POINTS`].
    pub fn over(interval: Interval, period: TimeRange, zone: &Zone) -> Result<Buckets, Rejection> {
        let (from, until) = (period.from.unwrap_or(0), period.until.unwrap_or(0));
        if until.saturating_sub(from) / interval.longest() > MAX_POINTS as u64 {
            return Err(too_many(interval));
        }
        let mut starts = Vec::new();
        let mut start = if from < until { interval.start(from, zone) } else { until };
        while start < until {
            starts.push(start);
            start = interval.next(start, zone).max(start + 1);
        }
        if starts.len() > MAX_POINTS {
            return Err(too_many(interval));
        }
        Ok(Buckets { starts })
    }

    /// The moments within a period at which one of them ends and the next begins.
    pub fn cuts(&self, period: TimeRange) -> Vec<u64> {
        let is_within = |start: &u64| *start > period.from.unwrap_or(0) && period.until.is_none_or(|until| *start < until);
        self.starts.iter().copied().filter(is_within).collect()
    }

    /// Where each starts.
    pub fn starts(&self) -> &[u64] {
        &self.starts
    }

    /// The number of the bucket that holds a moment, or the nearest.
    pub fn at(&self, moment: u64) -> usize {
        self.starts.partition_point(|start| *start <= moment).saturating_sub(1)
    }
}

/// Refuses an answer of too many points.
pub fn too_many(interval: Interval) -> Rejection {
    let detail = format!("more than {MAX_POINTS} points; take a shorter range or a longer interval than {}", interval.name());
    Rejection::parameter("interval", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> u64 {
        text.parse::<jiff::Timestamp>().unwrap().as_millisecond().unsigned_abs()
    }

    fn over(interval: Interval, from: u64, until: u64, zone: &Zone) -> Result<Buckets, Rejection> {
        Buckets::over(interval, TimeRange { from: Some(from), until: Some(until) }, zone)
    }

    fn starts(interval: Interval, from: &str, until: &str, zone: &str) -> Vec<String> {
        let buckets = over(interval, at(from), at(until), &Zone::parse(zone).unwrap()).unwrap();
        buckets.starts().iter().map(|start| timestamp(*start).to_string()).collect()
    }

    #[test]
    fn days_are_those_of_the_zone_when_the_clock_changes() {
        let days = starts(Interval::Day, "2026-03-27T23:30:00Z", "2026-03-30T22:00:00Z", "Europe/Berlin");
        assert_eq!(days, ["2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"]);
        assert_eq!(starts(Interval::Hour, "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", "Europe/Berlin").len(), 2);
        // Lord Howe Island changes its clocks by half an hour.
        let hours = starts(Interval::Hour, "2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z", "Australia/Lord_Howe");
        assert_eq!(hours, ["2026-04-04T14:00:00Z", "2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z"]);
        assert_eq!(starts(Interval::Hour, "2026-02-18T09:00:00Z", "2026-02-18T10:00:00Z", "Asia/Kolkata").len(), 2);
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_the_first() {
        let weeks = starts(Interval::Week, "2026-02-18T09:00:00Z", "2026-02-24T00:00:00Z", "UTC");
        assert_eq!(weeks, ["2026-02-16T00:00:00Z", "2026-02-23T00:00:00Z"]);
        let months = starts(Interval::Month, "2026-01-31T23:00:00Z", "2026-03-01T00:00:00Z", "Europe/Berlin");
        assert_eq!(months, ["2026-01-31T23:00:00Z", "2026-02-28T23:00:00Z"]);
    }

    #[test]
    fn too_many_are_refused() {
        let minutes = |length| over(Interval::Minute, 0, length, &Zone::utc());
        assert_eq!(minutes(2_000 * MINUTE_MS).unwrap().starts().len(), MAX_POINTS);
        assert_eq!(minutes(2_000 * MINUTE_MS + 1).unwrap_err().field(), Some("interval"));
        assert!(over(Interval::Month, 0, u64::MAX, &Zone::utc()).is_err());
        assert!(over(Interval::Day, 5, 5, &Zone::utc()).unwrap().starts().is_empty());
    }

    proptest! {
        #[test]
        fn buckets_lie_side_by_side(
            from in 946_684_800_000u64..4_000_000_000_000, length in 1u64..1_000_000_000, interval in 1usize..5,
            zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
        ) {
            let zone = Zone::parse(zone).unwrap();
            let interval = [Interval::Minute, Interval::Hour, Interval::Day, Interval::Week, Interval::Month][interval];
            let Ok(buckets) = over(interval, from, from + length, &zone) else { return Ok(()) };
            let starts = buckets.starts();
            let last = *starts.last().unwrap();
            prop_assert!(starts[0] <= from && last < from + length && interval.next(last, &zone) >= from + length);
            prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
            for start in &starts[1..] {
                prop_assert_eq!(interval.start(*start, &zone), *start);
                prop_assert_eq!(interval.next(*start - 1, &zone), *start);
            }
            prop_assert_eq!(starts.get(buckets.at(from + length - 1)), starts.last());
        }
    }
}
