use super::codec::ledger::HourLedger;
use super::plan::Directory;
use super::{id_hash, IdHash};
use crate::instant::HOUR_MS;
use event_model::TRACK_BUCKETS;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;

/// One batch of a tracker instance as the ledger has it: a row of the table `batches`.
#[derive(Clone, Debug, Default, Deserialize)]
#[allow(missing_docs)]
pub struct BatchLine {
    pub sealed_at: u64,
    pub instance_id: String,
    pub batch_id: String,
    pub started_at: Option<u64>,
    pub first_seq: Option<u64>,
    pub last_seq: Option<u64>,
    pub tracked: Option<u64>,
    pub accepted: u64,
    pub duplicate: u64,
    pub rejected: u64,
    pub dropped_events: u64,
    /// JSON list of {reason, level, count}.
    pub dropped: Option<String>,
    pub busy_us: Option<u64>,
    pub track_64: Option<u64>,
    pub track_128: Option<u64>,
    pub track_256: Option<u64>,
    pub track_512: Option<u64>,
    pub track_1024: Option<u64>,
    pub track_2048: Option<u64>,
    pub track_4096: Option<u64>,
    pub track_more: Option<u64>,
}

/// What the batches of some stretch of time say of their instances: an hour of the ledger, or all hours of a question. Stretches add up
/// in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// By the hash of the instance's id.
    pub instances: HashMap<IdHash, Instance>,
}

/// One instance within a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// When its first batch here was sealed.
    pub sealed_at: u64,
    /// When it began, if its id carries a time.
    pub started_at: Option<u64>,
    /// The lowest number among its events, whatever became of them.
    pub first_seq: Option<u64>,
    /// The highest.
    pub last_seq: Option<u64>,
    /// The most events that it said it had tracked.
    pub tracked: Option<u64>,
    /// Whether a batch had a number that a client counting from 0 could not have given yet.
    pub overcounts: bool,
    /// Its batches.
    pub batches: u64,
    /// Events stored.
    pub stored: u64,
    /// Copies refused.
    pub duplicates: u64,
    /// Events refused for good.
    pub rejected: u64,
    /// Events that it gave up.
    pub dropped: u64,
    /// The same by reason and level.
    pub drops: Vec<GivenUp>,
    /// Main-thread time, if it measures itself, in microseconds.
    pub busy_us: Option<u64>,
    /// Sampled calls of `track()` by duration.
    pub track_us: [u64; TRACK_BUCKETS],
}

/// Events that an instance gave up for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct GivenUp {
    /// Why.
    pub reason: String,
    /// Of which level they were.
    pub level: String,
    /// How many.
    pub count: u64,
}

impl Ledger {
    /// Adds a batch.
    pub fn add(&mut self, line: &BatchLine) {
        let instance = Instance::of(line);
        self.merge(id_hash(Some(&line.instance_id)), instance);
    }

    /// Adds what is known of an instance from another stretch of time.
    pub fn merge(&mut self, id: IdHash, other: Instance) {
        match self.instances.entry(id) {
            std::collections::hash_map::Entry::Occupied(mut known) => known.get_mut().merge(other),
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(other);
            }
        }
    }
}

/// Adds the folded hours that lie in a range as a whole, given their rows in order. Returns how many hours that were, and the stretches of
/// the range whose batches are still to be added, in order.
pub fn add_folded(directory: &Directory, rows: Vec<HourLedger>, range: Range<u64>, ledger: &mut Ledger) -> (u64, Vec<Range<u64>>) {
    let mut folded = 0;
    let mut live: Vec<Range<u64>> = Vec::new();
    let mut is_after_live = false;
    let mut rows = rows.into_iter().peekable();
    for hour in directory.hours.iter().filter(|hour| hour.hour < directory.closed_until) {
        let whole = hour.hour.saturating_mul(HOUR_MS)..(hour.hour + 1).saturating_mul(HOUR_MS);
        let part = whole.start.max(range.start)..whole.end.min(range.end);
        while rows.next_if(|row| row.hour < hour.hour).is_some() {}
        let own: Vec<HourLedger> = std::iter::from_fn(|| rows.next_if(|row| row.hour == hour.hour)).collect();
        if hour.folded > 0 && part == whole && is_added(&own, hour.folded, ledger) {
            folded += 1;
            is_after_live = false;
        } else if let Some(last) = live.last_mut().filter(|_| is_after_live) {
            // Between two listed hours is nothing.
            last.end = part.end;
        } else {
            live.push(part);
            is_after_live = true;
        }
    }
    let open = directory.closed_until.saturating_mul(HOUR_MS).max(range.start)..range.end;
    match live.last_mut().filter(|_| is_after_live) {
        _ if open.is_empty() => {}
        Some(last) => last.end = open.end,
        None => live.push(open),
    }
    (folded, live)
}

/// Adds an hour's rows, all of them or none.
fn is_added(rows: &[HourLedger], folded: i64, ledger: &mut Ledger) -> bool {
    let parts: Option<Vec<_>> = rows.iter().map(|row| row.instances().filter(|_| row.folded == folded)).collect();
    let Some(parts) = parts else { return false };
    parts.into_iter().flatten().for_each(|(id, instance)| ledger.merge(id, instance));
    true
}

impl Instance {
    fn of(line: &BatchLine) -> Instance {
        let track = [
            line.track_64,
            line.track_128,
            line.track_256,
            line.track_512,
            line.track_1024,
            line.track_2048,
            line.track_4096,
            line.track_more,
        ];
        // Only the Worker writes this column; what is not a list of drops says nothing.
        let drops = line.dropped.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        Instance {
            sealed_at: line.sealed_at,
            started_at: line.started_at,
            first_seq: line.first_seq,
            last_seq: line.last_seq,
            tracked: line.tracked,
            overcounts: line.last_seq.zip(line.tracked).is_some_and(|(last, tracked)| last >= tracked),
            batches: 1,
            stored: line.accepted,
            duplicates: line.duplicate,
            rejected: line.rejected,
            dropped: line.dropped_events,
            drops,
            busy_us: line.busy_us,
            track_us: track.map(Option::unwrap_or_default),
        }
    }

    /// Sums of what senders say do not overflow: one mad client must not take away the answer.
    fn merge(&mut self, other: Instance) {
        self.sealed_at = self.sealed_at.min(other.sealed_at);
        self.started_at = least(self.started_at, other.started_at);
        self.first_seq = least(self.first_seq, other.first_seq);
        self.last_seq = self.last_seq.max(other.last_seq);
        self.tracked = self.tracked.max(other.tracked);
        self.overcounts |= other.overcounts;
        let sums = [
            (&mut self.batches, other.batches),
            (&mut self.stored, other.stored),
            (&mut self.duplicates, other.duplicates),
            (&mut self.rejected, other.rejected),
            (&mut self.dropped, other.dropped),
        ];
        for (sum, more) in sums.into_iter().chain(self.track_us.iter_mut().zip(other.track_us)) {
            *sum = sum.saturating_add(more);
        }
        if let Some(more) = other.busy_us {
            self.busy_us = Some(self.busy_us.unwrap_or(0).saturating_add(more));
        }
        for drop in other.drops {
            match self.drops.iter_mut().find(|known| known.reason == drop.reason && known.level == drop.level) {
                Some(known) => known.count = known.count.saturating_add(drop.count),
                None => self.drops.push(drop),
            }
        }
    }

    /// How many events it tracked, as far as batches sealed `from` there on can say; never less than what is known to have become of them.
    ///
    /// One more than the highest number that it gave away is how many numbers it gave away; those before the range are not expected in it.
    /// Clients that count from 1 are known by a batch whose last number is no less than what it says was tracked, or, when they say
    /// nothing, by having sent no number 0.
    pub fn expected(&self, from: u64) -> u64 {
        let from_one = u64::from(match self.tracked {
            None => self.first_seq.is_some_and(|first| first > 0),
            Some(_) => self.overcounts,
        });
        let sent = self.last_seq.map_or(0, |last| last.saturating_add(1));
        let told = self.tracked.map_or(0, |tracked| tracked.saturating_add(from_one));
        let numbers = sent.max(told);
        let began_before = self.started_at.is_some_and(|started| started < from);
        let before = if began_before { self.first_seq.unwrap_or(numbers) } else { from_one.min(numbers) };
        let settled = self.stored.saturating_add(self.rejected).saturating_add(self.dropped);
        numbers.saturating_sub(before).max(settled)
    }

    /// The moment that decides the day it is counted on: its beginning, or if that is not within the range, its first batch.
    pub fn begins(&self, from: u64, until: u64) -> u64 {
        self.started_at.filter(|started| (from..until).contains(started)).unwrap_or(self.sealed_at)
    }
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rollup::plan::Hour;
    use proptest::prelude::*;

    /// A batch of one of few instances, sealed in one of few hours.
    fn line() -> impl Strategy<Value = BatchLine> {
        let numbers = (prop::option::of(0..20u64), prop::option::of(0..20u64), prop::option::of(0..50u64), 0..5u64, 0..5u64);
        (0..8 * HOUR_MS, 0..4u8, numbers).prop_map(|(sealed_at, instance, (first, length, tracked, accepted, dropped))| BatchLine {
            sealed_at,
            instance_id: format!("i{instance}"),
            first_seq: first,
            last_seq: first.zip(length).map(|(first, length)| first + length),
            tracked,
            accepted,
            dropped_events: dropped,
            dropped: (dropped > 0).then(|| format!(r#"[{{"reason":"expired","level":"action","count":{dropped}}}]"#)),
            ..BatchLine::default()
        })
    }

    fn sum<'a>(lines: impl Iterator<Item = &'a BatchLine>) -> Ledger {
        let mut ledger = Ledger::default();
        lines.for_each(|line| ledger.add(line));
        ledger
    }

    proptest! {
        /// Whatever is folded, the account is the same, and every batch is read once.
        #[test]
        fn folded_and_live_hours_are_the_whole(
            lines in prop::collection::vec(line(), 0..40),
            states in prop::collection::vec(prop_oneof![Just(0i64), Just(-3), 1..4i64], 8),
            closed_until in 0..8u64,
            from in 0..8 * HOUR_MS,
            length in 1..9 * HOUR_MS,
            broken in 0..8u64,
        ) {
            let range = from..from + length;
            let of_hour = |hour: u64| lines.iter().filter(move |line| line.sealed_at / HOUR_MS == hour);
            let listed = (0..closed_until).filter(|hour| of_hour(*hour).count() > 0 && (hour + 1) * HOUR_MS > from && hour * HOUR_MS < range.end);
            let hours: Vec<Hour> = listed.zip(states).map(|(hour, folded)| Hour { hour, folded, ..Hour::default() }).collect();
            let rows: Vec<HourLedger> = hours.iter().flat_map(|hour| {
                let mut rows = HourLedger::of(hour.hour, hour.folded, &sum(of_hour(hour.hour)));
                if hour.hour == broken {
                    rows.iter_mut().for_each(|row| row.ledger.push('\u{e9}'));
                }
                rows
            }).collect();
            let mut ledger = Ledger::default();
            let (_, live) = add_folded(&Directory { closed_until, hours }, rows, range.clone(), &mut ledger);
            for pair in live.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start, "{live:?}");
            }
            lines.iter().filter(|line| live.iter().any(|stretch| stretch.contains(&line.sealed_at))).for_each(|line| ledger.add(line));
            let mut expected = sum(lines.iter().filter(|line| range.contains(&line.sealed_at)));
            for instance in ledger.instances.values_mut().chain(expected.instances.values_mut()) {
                instance.drops.sort_by(|one, other| one.reason.cmp(&other.reason));
            }
            prop_assert_eq!(ledger, expected);
        }
    }
}
