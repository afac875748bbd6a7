//! An hour of the ledger as text.

use super::numbers;
use crate::instant::HOUR_MS;
use crate::rollup::{GivenUp, IdHash, Instance, Ledger};
use event_model::TRACK_BUCKETS;
use serde::{Deserialize, Serialize};

/// A part of an hour's ledger as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourLedger {
    /// Hours since the epoch.
    pub hour: u64,
    /// Which of the hour's parts.
    pub part: u32,
    /// The number it was folded under.
    pub folded: i64,
    /// How many instances it speaks of.
    pub instances: usize,
    /// What `encode` wrote.
    pub ledger: String,
}

/// How long the text of one part may be; D1 takes values of 2 MB.
const PART_BYTES: usize = 600_000;
/// Kinds of drops that are told of one instance and hour, the largest first; the others are only counted. Trackers have thirty; that
/// strangers may invent others must not make an hour too large.
const MAX_DROPS: usize = 1_000;

impl HourLedger {
    /// The rows of an hour, folded under a number.
    pub fn of(hour: u64, folded: i64, ledger: &Ledger) -> Vec<HourLedger> {
        let mut instances: Vec<(IdHash, &Instance)> = ledger.instances().iter().map(|(id, instance)| (*id, instance)).collect();
        // The same ledger is the same text.
        instances.sort_unstable_by_key(|(id, _)| *id);
        let mut rows = Vec::new();
        let mut rest = vec![instances.as_slice()];
        while let Some(part) = rest.pop().filter(|part| !part.is_empty()) {
            let text = encode(hour.saturating_mul(HOUR_MS), part);
            if text.len() <= PART_BYTES || part.len() == 1 {
                rows.push(HourLedger { hour, part: rows.len() as u32, folded, instances: part.len(), ledger: text });
            } else {
                let (front, back) = part.split_at(part.len() / 2);
                rest.extend([back, front]);
            }
        }
        rows
    }

    /// Its instances, by the hash of their ids. `None` when it does not decode.
    pub fn instances(&self) -> Option<Vec<(IdHash, Instance)>> {
        decode(self.hour.checked_mul(HOUR_MS)?, self.instances, &self.ledger)
    }
}

/// What an hour of the ledger says of its instances, as text. Lines of numbers: hashes of their ids, then of each, where what may be absent is
/// one more than it is, or 0:
///
/// first batch sealed, from the hour's beginning; began, from then back; first number; last number, from the first; tracked; whether it
/// overcounts; batches; stored; duplicates; rejected; dropped; busy; the calls of `track()`, a line for each bucket; and last, as JSON, what was
/// dropped: `[[number of the instance, reason, level, count], …]`.
fn encode(from: u64, instances: &[(IdHash, &Instance)]) -> String {
    let line = |value: fn(&Instance) -> u64| numbers::write(instances.iter().map(|(_, instance)| value(instance)));
    let mut lines = vec![
        numbers::write_hashes(&instances.iter().map(|(id, _)| *id).collect::<Vec<IdHash>>()),
        numbers::write(instances.iter().map(|(_, instance)| instance.sealed_at.saturating_sub(from))),
        line(|one| zigzag(one.started_at, one.sealed_at)),
        line(|one| one_more(one.first_seq)),
        line(|one| one_more(one.last_seq.map(|last| last.saturating_sub(one.first_seq.unwrap_or(0))))),
        line(|one| one_more(one.tracked)),
        line(|one| u64::from(one.overcounts)),
        line(|one| one.batches),
        line(|one| one.stored),
        line(|one| one.duplicates),
        line(|one| one.rejected),
        line(|one| one.dropped),
        line(|one| one_more(one.busy_us)),
    ];
    for bucket in 0..TRACK_BUCKETS {
        lines.push(numbers::write(instances.iter().map(|(_, one)| one.track_us.get(bucket).copied().unwrap_or(0))));
    }
    let mut dropped: Vec<(usize, &str, &str, u64)> = Vec::new();
    for (place, (_, instance)) in instances.iter().enumerate() {
        let mut drops: Vec<&GivenUp> = instance.drops.iter().collect();
        if drops.len() > MAX_DROPS {
            drops.sort_by_key(|drop| std::cmp::Reverse(drop.count));
        }
        dropped.extend(drops.into_iter().take(MAX_DROPS).map(|drop| (place, drop.reason.as_str(), drop.level.as_str(), drop.count)));
    }
    // Numbers and texts always have a JSON form.
    lines.push(serde_json::to_string(&dropped).unwrap_or_default());
    lines.join("\n")
}

/// Reads what [`encode`] wrote of so many instances.
fn decode(from: u64, count: usize, text: &str) -> Option<Vec<(IdHash, Instance)>> {
    let mut lines = text.split('\n');
    let ids = numbers::read_hashes(lines.next()?, count)?;
    let mut column = || lines.next().map(numbers::Column::of);
    let mut sealed = column()?;
    let mut started = column()?;
    let mut first = column()?;
    let mut last = column()?;
    let mut tracked = column()?;
    let mut overcounts = column()?;
    let mut batches = column()?;
    let mut stored = column()?;
    let mut duplicates = column()?;
    let mut rejected = column()?;
    let mut dropped = column()?;
    let mut busy = column()?;
    let mut track = Vec::with_capacity(TRACK_BUCKETS);
    for _ in 0..TRACK_BUCKETS {
        track.push(column()?);
    }
    let mut instances = Vec::with_capacity(count);
    for id in ids {
        let sealed_at = from.checked_add(sealed.next()?)?;
        let first_seq = one_less(first.next()?);
        let mut track_us = [0; TRACK_BUCKETS];
        for (bucket, column) in track_us.iter_mut().zip(&mut track) {
            *bucket = column.next()?;
        }
        let instance = Instance {
            sealed_at,
            started_at: unzigzag(started.next()?, sealed_at),
            first_seq,
            last_seq: one_less(last.next()?).map(|length| length.saturating_add(first_seq.unwrap_or(0))),
            tracked: one_less(tracked.next()?),
            overcounts: overcounts.next()? == 1,
            batches: batches.next()?,
            stored: stored.next()?,
            duplicates: duplicates.next()?,
            rejected: rejected.next()?,
            dropped: dropped.next()?,
            drops: Vec::new(),
            busy_us: one_less(busy.next()?),
            track_us,
        };
        instances.push((id, instance));
    }
    let columns = [sealed, started, first, last, tracked, overcounts, batches, stored, duplicates, rejected, dropped, busy];
    if !columns.iter().chain(&track).all(numbers::Column::is_at_end) {
        return None;
    }
    let dropped: Vec<(usize, String, String, u64)> = serde_json::from_str(lines.next()?).ok()?;
    for (place, reason, level, count) in dropped {
        instances.get_mut(place)?.1.drops.push(GivenUp { reason, level, count });
    }
    Some(instances)
}

fn one_more(value: Option<u64>) -> u64 {
    value.map_or(0, |value| value.saturating_add(1))
}

fn one_less(value: u64) -> Option<u64> {
    value.checked_sub(1)
}

/// An instance began before its first batch was sealed, unless its clock was changed in between: odd before, even after.
fn zigzag(started_at: Option<u64>, sealed_at: u64) -> u64 {
    let Some(started_at) = started_at else { return 0 };
    if started_at <= sealed_at {
        (sealed_at - started_at).saturating_mul(2).saturating_add(1)
    } else {
        (started_at - sealed_at).saturating_mul(2)
    }
}

fn unzigzag(written: u64, sealed_at: u64) -> Option<u64> {
    match (written, written % 2) {
        (0, _) => None,
        (_, 1) => Some(sealed_at.saturating_sub(written / 2)),
        _ => Some(sealed_at.saturating_add(written / 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Numbers as senders say them: what JSON carries exactly.
    const LARGEST: u64 = event_model::limits::MAX_SAFE_INTEGER;

    fn some() -> impl Strategy<Value = Option<u64>> {
        prop::option::of(prop_oneof![0..100u64, 0..=LARGEST])
    }

    fn instance() -> impl Strategy<Value = Instance> {
        let times = (0..3_600_000u64, prop::option::of(0..LARGEST));
        let numbers = (some(), prop::option::of(0..500u64), some(), any::<bool>(), some());
        let sums = prop::array::uniform5(prop_oneof![0..100u64, 0..=LARGEST]);
        let drops = prop::collection::vec(("[a-z_\n\"]{0,9}", "[a-z]{0,5}", 0..9u64), 0..3);
        (times, numbers, sums, drops, prop::array::uniform8(0..90u64)).prop_map(|(times, numbers, sums, drops, track_us)| {
            let (first_seq, length, tracked, overcounts, busy_us) = numbers;
            let [batches, stored, duplicates, rejected, dropped] = sums;
            let drops = drops.into_iter().map(|(reason, level, count)| GivenUp { reason, level, count }).collect();
            Instance {
                sealed_at: 7_200_000 + times.0,
                started_at: times.1,
                first_seq,
                last_seq: length.map(|length| first_seq.unwrap_or(0) + length),
                tracked,
                overcounts,
                batches,
                stored,
                duplicates,
                rejected,
                dropped,
                drops,
                busy_us,
                track_us,
            }
        })
    }

    #[test]
    fn what_strangers_invent_is_bounded() {
        let drops = |count: u64| (0..count).map(|n| GivenUp { reason: format!("{n:080}"), level: "action".into(), count: n }).collect();
        let mut ledger = Ledger::default();
        for id in 1..=40 {
            ledger.merge(id, Instance { sealed_at: 7_200_000, drops: drops(if id == 7 { 30_000 } else { 600 }), ..Instance::default() });
        }
        let rows = HourLedger::of(2, 9, &ledger);
        assert!(rows.len() > 1 && rows.iter().all(|row| row.ledger.len() <= PART_BYTES && row.folded == 9), "{}", rows.len());
        let mut read = Ledger::default();
        rows.iter().flat_map(|row| row.instances().unwrap()).for_each(|(id, instance)| read.merge(id, instance));
        let drops: BTreeMap<IdHash, &Vec<GivenUp>> = read.instances().iter().map(|(id, instance)| (*id, &instance.drops)).collect();
        assert_eq!((drops.len(), drops[&1].len(), drops[&7].len()), (40, 600, MAX_DROPS));
        assert_eq!(drops[&7][0].count, 29_999);
        assert_eq!(HourLedger::of(2, 9, &Ledger::default()), []);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(instances in prop::collection::btree_map(1..=u64::MAX, instance(), 0..20)) {
            let list: Vec<(IdHash, &Instance)> = instances.iter().map(|(id, instance)| (*id, instance)).collect();
            let read = decode(7_200_000, list.len(), &encode(7_200_000, &list));
            prop_assert_eq!(read.map(|read| read.into_iter().collect()), Some(instances));
        }

        #[test]
        fn any_text_is_survived(text in "([#-~\n]|.){0,200}", count in 0..5usize) {
            decode(0, count, &text);
        }
    }
}
