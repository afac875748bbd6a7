//! An hour of the ledger as text.

use super::numbers;
use crate::rollup::{GivenUp, IdHash, Instance, Ledger};
use event_model::TRACK_BUCKETS;

/// What an hour of the ledger says of its instances, as text. Lines of numbers: hashes of their ids, then of each, where what may be absent is
/// one more than it is, or 0:
///
/// first batch sealed, from the hour's beginning; began, from then back; first number; last number, from the first; tracked; whether it
/// overcounts; batches; stored; duplicates; rejected; dropped; busy; the calls of `track()`, a line for each bucket; and last, as JSON, what was
/// dropped: `[[number of the instance, reason, level, count], …]`.
pub fn encode(from: u64, instances: &[(IdHash, &Instance)]) -> String {
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
    let dropped = instances.iter().enumerate().flat_map(|(place, (_, one))| one.drops.iter().map(move |drop| (place, drop)));
    let dropped: Vec<(usize, &str, &str, u64)> =
        dropped.map(|(place, drop)| (place, drop.reason.as_str(), drop.level.as_str(), drop.count)).collect();
    // Numbers and texts always have a JSON form.
    lines.push(serde_json::to_string(&dropped).unwrap_or_default());
    lines.join("\n")
}

/// Adds to a ledger what [`encode`] wrote of so many instances. `None`, and nothing added, when it does not decode.
pub fn decode(from: u64, count: usize, text: &str, into: &mut Ledger) -> Option<()> {
    let mut lines = text.split('\n');
    let ids = numbers::read_hashes(lines.next()?, count)?;
    let mut column = || numbers::read::<u64>(lines.next()?, count).map(Vec::into_iter);
    let mut sealed = column()?;
    let mut started = column()?;
    let mut first = column()?;
    let mut last = column()?;
    let mut tracked = column()?;
    let mut overcounts = column()?;
    let mut sums = [column()?, column()?, column()?, column()?, column()?];
    let mut busy = column()?;
    let mut track = Vec::with_capacity(TRACK_BUCKETS);
    for _ in 0..TRACK_BUCKETS {
        track.push(column()?);
    }
    let mut instances = Vec::with_capacity(count);
    for _ in 0..count {
        let sealed_at = from.checked_add(sealed.next()?)?;
        let first_seq = one_less(first.next()?);
        let [batches, stored, duplicates, rejected, dropped] = sums.each_mut().map(|column| column.next().unwrap_or(0));
        let mut track_us = [0; TRACK_BUCKETS];
        track_us.iter_mut().zip(&mut track).for_each(|(bucket, column)| *bucket = column.next().unwrap_or(0));
        instances.push(Instance {
            sealed_at,
            started_at: unzigzag(started.next()?, sealed_at),
            first_seq,
            last_seq: one_less(last.next()?).map(|length| length.saturating_add(first_seq.unwrap_or(0))),
            tracked: one_less(tracked.next()?),
            overcounts: overcounts.next()? == 1,
            batches,
            stored,
            duplicates,
            rejected,
            dropped,
            drops: Vec::new(),
            busy_us: one_less(busy.next()?),
            track_us,
        });
    }
    let dropped: Vec<(usize, String, String, u64)> = serde_json::from_str(lines.next()?).ok()?;
    for (place, reason, level, count) in dropped {
        instances.get_mut(place)?.drops.push(GivenUp { reason, level, count });
    }
    ids.into_iter().zip(instances).for_each(|(id, instance)| into.merge(id, instance));
    Some(())
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

    proptest! {
        #[test]
        fn what_is_written_reads_back(instances in prop::collection::btree_map(1..=u64::MAX, instance(), 0..20)) {
            let list: Vec<(IdHash, &Instance)> = instances.iter().map(|(id, instance)| (*id, instance)).collect();
            let mut ledger = Ledger::default();
            prop_assert_eq!(decode(7_200_000, list.len(), &encode(7_200_000, &list), &mut ledger), Some(()));
            prop_assert_eq!(ledger.instances.into_iter().collect::<std::collections::BTreeMap<_, _>>(), instances);
        }

        #[test]
        fn any_text_is_survived(text in "([#-~\n]|.){0,200}", count in 0..5usize) {
            let mut ledger = Ledger::default();
            if decode(0, count, &text, &mut ledger).is_none() {
                prop_assert_eq!(ledger, Ledger::default());
            }
        }
    }
}
