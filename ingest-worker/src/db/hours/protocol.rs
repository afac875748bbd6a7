//! The staleness protocol as a model: each method of [`Tables`] does what one transaction's statements do, actors take turns at random and
//! die at random, and after each turn every hour that counts as folded says what the log says.

use super::{closing, is_late, CLAIM_MS, GRACE_MS};
use crate::instant::HOUR_MS;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Event = (u64, u8);

#[derive(Clone, Copy, Debug, Default)]
struct Hour {
    folded: i64,
    claimed_at: u64,
    parts: u32,
}

#[derive(Default)]
struct Tables {
    events: BTreeSet<Event>,
    closed_until: u64,
    folds: i64,
    hours: BTreeMap<u64, Hour>,
    /// Number and events by hour and part.
    columns: BTreeMap<(u64, u32), (i64, Vec<Event>)>,
}

impl Tables {
    fn of_hour(&self, hour: u64) -> Vec<Event> {
        self.events.range((hour * HOUR_MS, 0)..((hour + 1) * HOUR_MS, 0)).copied().collect()
    }

    fn close(&mut self, now: u64) {
        for hour in self.closed_until..closing(now) {
            if !self.of_hour(hour).is_empty() {
                self.hours.entry(hour).or_default().folded = 0;
            }
        }
        self.closed_until = self.closed_until.max(closing(now));
    }

    fn store(&mut self, event: Event, looks: bool) {
        let hour = event.0 / HOUR_MS;
        if looks && hour < self.closed_until && !self.events.contains(&event) {
            self.hours.entry(hour).or_default().folded = 0;
        }
        self.events.insert(event);
    }

    fn delete(&mut self, event: Event) {
        if let Some(hour) = self.hours.get_mut(&(event.0 / HOUR_MS)).filter(|_| self.events.contains(&event)) {
            hour.folded = 0;
        }
        self.events.remove(&event);
    }

    fn cleanup(&mut self, older_than: u64) {
        let limit = older_than / HOUR_MS;
        self.events.retain(|event| event.0 >= older_than);
        self.hours.retain(|hour, _| *hour >= limit);
        self.columns.retain(|(hour, _), _| *hour >= limit);
        if let Some(hour) = self.hours.get_mut(&limit) {
            hour.folded = 0;
        }
    }

    fn rebuild(&mut self) {
        self.hours.values_mut().for_each(|hour| hour.folded = 0);
    }

    fn claim(&mut self, now: u64) -> Folder {
        let before = now.saturating_sub(CLAIM_MS);
        let is_free = |hour: &Hour| hour.folded == 0 || (hour.folded < 0 && hour.claimed_at < before);
        let free: Vec<u64> = self.hours.iter().rev().filter(|(_, hour)| is_free(hour)).map(|(hour, _)| *hour).take(2).collect();
        if !free.is_empty() {
            self.folds = (self.folds + 1).max(now as i64);
        }
        for hour in &free {
            self.hours.insert(*hour, Hour { folded: -self.folds, claimed_at: now, ..self.hours[hour] });
        }
        Folder { number: self.folds, hours: free, after: None, parts: 0 }
    }

    fn write(&mut self, hour: u64, part: u32, number: i64, events: Vec<Event>) {
        if self.hours.get(&hour).is_some_and(|row| row.folded == -number) {
            self.columns.insert((hour, part), (number, events));
        }
    }

    fn finish(&mut self, hour: u64, parts: u32, number: i64) {
        if let Some(row) = self.hours.get_mut(&hour).filter(|row| row.folded == -number) {
            *row = Hour { folded: number, parts, ..*row };
            self.columns.retain(|(of, _), (folded, _)| *of != hour || *folded == number);
        }
    }

    fn release(&mut self, number: i64) {
        self.hours.values_mut().filter(|hour| hour.folded == -number).for_each(|hour| hour.folded = 0);
    }

    /// What a reader is told of an hour's events without reading the log; `None` when it has to read that.
    fn told(&self, hour: u64) -> Option<Vec<Event>> {
        let Some(row) = self.hours.get(&hour) else { return Some(Vec::new()) };
        let parts = (0..row.parts).map(|part| self.columns.get(&(hour, part)).filter(|(folded, _)| *folded == row.folded));
        let parts: Vec<_> = parts.collect::<Option<_>>().filter(|_| row.folded > 0)?;
        Some(parts.into_iter().flat_map(|(_, events)| events.clone()).collect())
    }
}

/// Somebody who folds, between two transactions.
struct Folder {
    number: i64,
    hours: Vec<u64>,
    after: Option<Event>,
    parts: u32,
}

impl Folder {
    /// Reads a page of two events and writes it as a part. An hour whose page is not full is finished, in the transaction of its last part.
    fn step(&mut self, read: &[Event], tables: &mut Tables) {
        let Some(&hour) = self.hours.first() else { return };
        if !read.is_empty() {
            tables.write(hour, self.parts, self.number, read.to_vec());
            self.parts += 1;
        }
        self.after = read.last().copied();
        if read.len() < PAGE {
            tables.finish(hour, self.parts, self.number);
            self.hours.remove(0);
            (self.after, self.parts) = (None, 0);
        }
    }

    fn page(&self, tables: &Tables) -> Vec<Event> {
        let events = self.hours.first().map(|hour| tables.of_hour(*hour)).unwrap_or_default();
        events.into_iter().filter(|event| self.after.is_none_or(|after| *event > after)).take(PAGE).collect()
    }
}

const PAGE: usize = 2;
/// Clocks of machines differ by this much, and a transaction that stores events ends this long after its clock was read.
const SKEW_MS: u64 = 60_000;
const LATEST_COMMIT_MS: u64 = 120_000;

#[derive(Clone, Debug)]
enum Turn {
    Wait(u64),
    Close(u64),
    /// Somebody decides to store an event; commits follow.
    Begin(u64, u8, u64),
    Commit(usize),
    Delete(usize),
    Cleanup(u64),
    Rebuild,
    Claim,
    /// A folder reads.
    Read(usize),
    /// It writes what it read.
    Write(usize),
    Release(usize),
    Die(usize),
}

fn turn() -> impl Strategy<Value = Turn> {
    let folder = || 0..3usize;
    prop_oneof![
        3 => (0..GRACE_MS).prop_map(Turn::Wait),
        1 => (0..2 * HOUR_MS).prop_map(Turn::Wait),
        3 => (0..SKEW_MS).prop_map(Turn::Close),
        6 => (0..4 * HOUR_MS, 0..3u8, 0..SKEW_MS).prop_map(|(ago, id, skew)| Turn::Begin(ago, id, skew)),
        8 => (0..4usize).prop_map(Turn::Commit),
        2 => (0..20usize).prop_map(Turn::Delete),
        1 => (0..6 * HOUR_MS).prop_map(Turn::Cleanup),
        1 => Just(Turn::Rebuild),
        5 => Just(Turn::Claim),
        8 => folder().prop_map(Turn::Read),
        8 => folder().prop_map(Turn::Write),
        1 => folder().prop_map(Turn::Release),
        1 => folder().prop_map(Turn::Die),
    ]
}

/// An event about to be stored: when that was decided, and whether the transaction looks after its hour.
type Decided = (u64, Event, bool);

#[derive(Default)]
struct World {
    now: u64,
    tables: Tables,
    decided: Vec<Decided>,
    folders: Vec<(Folder, Option<Vec<Event>>)>,
    /// How often an hour was folded in the end.
    finished: usize,
}

impl World {
    fn take(&mut self, turn: &Turn) {
        let tables = &mut self.tables;
        match *turn {
            Turn::Wait(millis) => {
                self.now += millis;
                // The database refuses what takes longer.
                let now = self.now;
                self.decided.retain(|(at, ..)| now - at < LATEST_COMMIT_MS);
            }
            Turn::Close(skew) => tables.close(self.now + skew),
            Turn::Begin(ago, id, skew) => {
                // Few different times, so that events meet.
                let at = (self.now + HOUR_MS / 4).saturating_sub(ago) / (HOUR_MS / 8) * (HOUR_MS / 8);
                self.decided.push((self.now, (at, id), is_late(at, self.now - skew)));
            }
            Turn::Commit(place) if place < self.decided.len() => {
                let (_, event, looks) = self.decided.remove(place);
                tables.store(event, looks);
            }
            Turn::Delete(place) => {
                if let Some(event) = tables.events.iter().nth(place).copied() {
                    tables.delete(event);
                }
            }
            Turn::Cleanup(ago) => tables.cleanup(self.now.saturating_sub(HOUR_MS + ago)),
            Turn::Rebuild => tables.rebuild(),
            Turn::Claim => self.folders.push((tables.claim(self.now), None)),
            Turn::Read(place) => {
                if let Some((folder, read)) = self.folders.get_mut(place) {
                    *read = Some(folder.page(tables));
                }
            }
            Turn::Write(place) => {
                if let Some((folder, read)) = self.folders.get_mut(place) {
                    let before = tables.hours.values().filter(|hour| hour.folded > 0).count();
                    if let Some(read) = read.take() {
                        folder.step(&read, tables);
                    }
                    self.finished += usize::from(tables.hours.values().filter(|hour| hour.folded > 0).count() > before);
                }
            }
            Turn::Release(place) if place < self.folders.len() => {
                let (folder, _) = self.folders.remove(place);
                tables.release(folder.number);
            }
            Turn::Die(place) if place < self.folders.len() => drop(self.folders.remove(place)),
            Turn::Commit(_) | Turn::Release(_) | Turn::Die(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_counts_as_folded_is_what_the_log_says(turns in proptest::collection::vec(turn(), 1..120)) {
        let mut world = World { now: 10 * HOUR_MS, ..World::default() };
        for turn in &turns {
            // What a reader saw of the directory before the turn, and finds of the columns after it.
            let seen: Vec<(u64, i64, Vec<Event>)> =
                world.tables.hours.iter().map(|(hour, row)| (*hour, row.folded, world.tables.of_hour(*hour))).collect();
            world.take(turn);
            let tables = &world.tables;
            for hour in 0..tables.closed_until {
                if let Some(told) = tables.told(hour) {
                    prop_assert_eq!(told, tables.of_hour(hour), "hour {} after {:?}", hour, turn);
                }
            }
            for (hour, folded, events) in seen {
                let found: Vec<_> = tables.columns.range((hour, 0)..(hour + 1, 0)).filter(|(_, (number, _))| *number == folded).collect();
                // Another number, or a part that is missing, sends the reader to the log.
                if folded > 0 && found.iter().map(|(_, (_, events))| events.len()).sum::<usize>() == events.len() {
                    let told: Vec<Event> = found.into_iter().flat_map(|(_, (_, events))| events.clone()).collect();
                    prop_assert_eq!(told, events, "hour {} across {:?}", hour, turn);
                }
            }
        }
    }
}

#[test]
fn hours_do_get_folded() {
    let mut world = World { now: 10 * HOUR_MS, ..World::default() };
    let turns = [Turn::Begin(2 * HOUR_MS, 0, 0), Turn::Commit(0), Turn::Close(0), Turn::Claim, Turn::Read(0), Turn::Write(0)];
    turns.iter().for_each(|turn| world.take(turn));
    assert_eq!(world.finished, 1);
    assert_eq!(world.tables.told(8), Some(vec![(8 * HOUR_MS + HOUR_MS / 4, 0)]));
}
