use super::super::matching::Matching;
use super::super::view::View;
use super::super::zone::Zone;
use crate::instant::{date, timestamp, DAY_MS, HOUR_MS};
use crate::query::range::TimeRange;
use event_model::limits::{MAX_FUTURE_MS, MIN_OCCURRED_AT};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Events by the hours that the clocks of a zone show.
#[derive(Debug, Default)]
pub struct Clock {
    /// By hours since the first midnight of 1970, as clocks show it.
    hours: BTreeMap<u64, u64>,
}

/// The events of an hour of the week.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PeakHour"))]
#[allow(missing_docs)]
pub struct Peak {
    /// 0 is Monday.
    pub weekday: usize,
    pub hour: usize,
    pub events: u64,
}

/// The events of a day.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "BusiestDay"))]
#[allow(missing_docs)]
pub struct Day {
    pub date: String,
    pub events: u64,
}

/// Whether the hours of a zone begin within hours of UTC anywhere in a range, so that a chunk may lie in two of them.
pub fn needs_times(range: TimeRange, zone: &Zone, now: u64) -> bool {
    let from = range.from.unwrap_or(MIN_OCCURRED_AT);
    let until = range.until.unwrap_or(now.saturating_add(MAX_FUTURE_MS));
    let is_full_hour = |offset: i64| offset % HOUR_MS as i64 == 0;
    let mut changes = zone.rules.following(timestamp(from)).take_while(|change| change.timestamp() < timestamp(until));
    !is_full_hour(zone.offset(from))
        || changes
            .any(|change| !is_full_hour(change.timestamp().as_millisecond()) || !is_full_hour(i64::from(change.offset().seconds()) * 1000))
}

/// Hours since the first midnight of 1970, as the zone's clocks show it.
fn hour_of(at: u64, offset: i64) -> u64 {
    at.saturating_add_signed(offset) / HOUR_MS
}

impl Clock {
    /// Adds a chunk's matching events.
    pub fn take(&mut self, view: &View, matching: &Matching, zone: &Zone) {
        let chunk = view.chunk;
        let (offset, last) = (zone.offset(chunk.from), chunk.until.saturating_sub(1));
        let is_steady = zone.offset(last) == offset;
        if is_steady && hour_of(chunk.from, offset) == hour_of(last, offset) {
            return self.add(hour_of(chunk.from, offset), matching.events());
        }
        for (event, (visit, time)) in chunk.events.visit.iter().zip(&chunk.events.time).enumerate() {
            if matching.event(*visit as usize, event) {
                let at = chunk.from + u64::from(*time);
                let offset = if is_steady { offset } else { zone.offset(at) };
                self.add(hour_of(at, offset), 1);
            }
        }
    }

    fn add(&mut self, hour: u64, events: u64) {
        if events > 0 {
            *self.hours.entry(hour).or_default() += events;
        }
    }

    /// Events by day of the week, Monday first, and hour of the day.
    pub fn heatmap(&self) -> Vec<Vec<u64>> {
        let mut heatmap = vec![vec![0; 24]; 7];
        for (hour, events) in &self.hours {
            // The first day of 1970 was a Thursday.
            let (weekday, hour) = ((hour / 24 + 3) % 7, hour % 24);
            let cell = heatmap.get_mut(weekday as usize).and_then(|day| day.get_mut(hour as usize));
            cell.into_iter().for_each(|cell| *cell += events);
        }
        heatmap
    }

    /// The hours of the week with the most events, equal ones by their place in the week.
    pub fn peaks(&self, limit: usize) -> Vec<Peak> {
        let heatmap = self.heatmap().into_iter().enumerate();
        let cells =
            heatmap.flat_map(|(weekday, day)| day.into_iter().enumerate().map(move |(hour, events)| Peak { weekday, hour, events }));
        let mut peaks: Vec<Peak> = cells.filter(|peak| peak.events > 0).collect();
        peaks.sort_by_key(|peak| Reverse(peak.events));
        peaks.truncate(limit);
        peaks
    }

    /// The earliest of the days with the most events.
    pub fn busiest_day(&self) -> Option<Day> {
        let mut days: BTreeMap<u64, u64> = BTreeMap::new();
        for (hour, events) in &self.hours {
            *days.entry(hour / 24).or_default() += events;
        }
        let (day, events) = days.into_iter().max_by_key(|(day, events)| (*events, Reverse(*day)))?;
        Some(Day { date: date(day * DAY_MS), events })
    }
}
