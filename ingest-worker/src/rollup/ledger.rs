mod folded;

pub use folded::add_folded;

use super::{id_hash, IdHash, IdMap};
use event_model::TRACK_BUCKETS;
use serde::Deserialize;
use std::collections::hash_map::Entry;

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
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// In the order of their first stretches, with the hashes of their ids. What is known of one takes some 200 bytes, too many to be moved
    /// about whenever a map grows.
    instances: Vec<(IdHash, Instance)>,
    /// Where each of them is.
    places: IdMap<u32>,
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
        match self.places.entry(id) {
            Entry::Occupied(place) => {
                if let Some((_, known)) = self.instances.get_mut(*place.get() as usize) {
                    known.merge(other);
                }
                return;
            }
            Entry::Vacant(place) => place.insert(self.instances.len() as u32),
        };
        self.instances.push((id, other));
    }

    /// Its instances, with the hashes of their ids.
    pub fn instances(&self) -> &[(IdHash, Instance)] {
        &self.instances
    }
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
