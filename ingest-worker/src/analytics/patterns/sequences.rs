use super::super::distinct::{Seen, MAP_ENTRY_BYTES};
use super::super::id_numbers::NOBODY;
use crate::rollup::Mixer;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Bits for the number of a type; there are at most 200,000.
const TYPE_BITS: u32 = 20;
const NO_TYPE: u32 = u32::MAX;

/// Runs of three different events in sessions, equal neighbours being one.
#[derive(Debug, Default)]
pub struct Sequences {
    /// By session, the last two types, the later one behind.
    latest: Vec<(u32, u32)>,
    /// The numbers of sequences, by their three types in one number.
    known: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    /// By number: the three types, and how many sessions have them.
    found: Vec<([u32; 3], u64)>,
    seen: Seen,
}

/// Three types, one after the other, and how many sessions have them.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Sequence {
    pub types: Vec<Option<String>>,
    pub sessions: u64,
}

impl Sequences {
    /// Takes the next event of a session.
    pub fn take(&mut self, session: u32, event_type: u32) {
        if session == NOBODY {
            return;
        }
        if self.latest.len() <= session as usize {
            self.latest.resize((session as usize + 1).next_power_of_two(), (NO_TYPE, NO_TYPE));
        }
        let Some(latest) = self.latest.get_mut(session as usize) else { return };
        let (first, second) = *latest;
        if second == event_type {
            return;
        }
        *latest = (second, event_type);
        if first == NO_TYPE {
            return;
        }
        let key = u64::from(first) << (2 * TYPE_BITS) | u64::from(second) << TYPE_BITS | u64::from(event_type);
        let next = self.found.len() as u32;
        let number = *self.known.entry(key).or_insert(next);
        if number == next {
            self.found.push(([first, second, event_type], 0));
        }
        if self.seen.see(session, number) {
            self.found.get_mut(number as usize).into_iter().for_each(|(_, sessions)| *sessions += 1);
        }
    }

    /// About what they take in memory.
    pub fn bytes(&self) -> usize {
        let lists = self.latest.capacity() * size_of::<(u32, u32)>() + self.found.capacity() * size_of::<([u32; 3], u64)>();
        lists + self.known.capacity() * MAP_ENTRY_BYTES + self.seen.bytes()
    }

    /// Those that the most sessions have, equal ones by their types.
    pub fn largest(&self, types: &[Option<String>], limit: usize) -> Vec<Sequence> {
        let name = |number: u32| types.get(number as usize).and_then(Option::as_deref);
        let mut found: Vec<_> = self.found.iter().map(|(types, sessions)| (Reverse(*sessions), types.map(name))).collect();
        if limit < found.len() {
            found.select_nth_unstable(limit);
            found.truncate(limit);
        }
        found.sort_unstable();
        let sequence = |(Reverse(sessions), types): (Reverse<u64>, [Option<&str>; 3])| Sequence {
            types: types.map(|name| name.map(str::to_owned)).to_vec(),
            sessions,
        };
        found.into_iter().map(sequence).collect()
    }
}
