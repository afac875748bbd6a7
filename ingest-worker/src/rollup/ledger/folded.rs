use super::Ledger;
use crate::instant::HOUR_MS;
use crate::rollup::codec::ledger::HourLedger;
use crate::rollup::plan::Directory;
use std::ops::Range;
use std::rc::Rc;

/// Adds the folded hours that lie in a range as a whole, given the rows of each hour of the directory where they are known. Returns how many
/// hours that were, and the stretches of the range whose batches are still to be added, in order.
pub fn add_folded(
    directory: &Directory,
    ledgers: &[Option<Rc<[HourLedger]>>],
    range: Range<u64>,
    ledger: &mut Ledger,
) -> (u64, Vec<Range<u64>>) {
    let mut folded = 0;
    let mut live: Vec<Range<u64>> = Vec::new();
    let mut is_after_live = false;
    for (hour, rows) in directory.hours.iter().zip(ledgers).filter(|(hour, _)| hour.hour < directory.closed_until) {
        let whole = hour.hour.saturating_mul(HOUR_MS)..(hour.hour + 1).saturating_mul(HOUR_MS);
        let part = whole.start.max(range.start)..whole.end.min(range.end);
        let rows = rows.as_deref().filter(|_| hour.folded > 0 && part == whole);
        if rows.is_some_and(|rows| is_added(rows, hour.folded, ledger)) {
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
    let parts: Option<Vec<_>> = rows.iter().map(|row| if row.folded == folded { row.instances() } else { None }).collect();
    let Some(parts) = parts else { return false };
    parts.into_iter().flatten().for_each(|(id, instance)| ledger.merge(id, instance));
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rollup::plan::Hour;
    use crate::rollup::{BatchLine, IdHash, Instance};
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

    fn in_order(ledger: Ledger) -> Vec<(IdHash, Instance)> {
        let mut instances = ledger.instances().to_vec();
        instances.iter_mut().for_each(|(_, one)| one.drops.sort_by(|one, other| one.reason.cmp(&other.reason)));
        instances.sort_unstable_by_key(|(id, _)| *id);
        instances
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
            unknown in 0..8u64,
        ) {
            let range = from..from + length;
            let of_hour = |hour: u64| lines.iter().filter(move |line| line.sealed_at / HOUR_MS == hour);
            let listed = (0..closed_until).filter(|hour| of_hour(*hour).count() > 0 && (hour + 1) * HOUR_MS > from && hour * HOUR_MS < range.end);
            let hours: Vec<Hour> = listed.zip(states).map(|(hour, folded)| Hour { hour, folded, ..Hour::default() }).collect();
            let ledgers: Vec<Option<Rc<[HourLedger]>>> = hours.iter().map(|hour| {
                let mut rows = HourLedger::of(hour.hour, hour.folded, &sum(of_hour(hour.hour)));
                if hour.hour == broken {
                    rows.iter_mut().for_each(|row| row.ledger.push('\u{e9}'));
                }
                (hour.hour != unknown).then(|| rows.into())
            }).collect();
            let mut ledger = Ledger::default();
            let (_, live) = add_folded(&Directory { closed_until, hours }, &ledgers, range.clone(), &mut ledger);
            for pair in live.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start, "{live:?}");
            }
            lines.iter().filter(|line| live.iter().any(|stretch| stretch.contains(&line.sealed_at))).for_each(|line| ledger.add(line));
            let expected = sum(lines.iter().filter(|line| range.contains(&line.sealed_at)));
            prop_assert_eq!(in_order(ledger), in_order(expected));
        }
    }
}
