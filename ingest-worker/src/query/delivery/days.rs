use super::{DaySum, DroppedLine};
use crate::instant::DAY_MS;
use crate::rollup::{IdMap, Instance, Ledger};
use event_model::limits::MAX_SAFE_INTEGER;
use std::collections::BTreeMap;

use crate::query::range::TimeRange;

/// Lines of dropped events, by day, reason and level, that an answer holds, the largest first. Trackers have a few reasons; that
/// strangers may invent others must not make the answer endless.
const MAX_LINES: usize = 2_000;

/// The accounts of a ledger's instances, added up by the day on which the instance began, in order.
pub(super) fn day_sums(ledger: &Ledger, range: TimeRange) -> Vec<DaySum> {
    let from = range.from.unwrap_or(0);
    let until = range.until.unwrap_or(MAX_SAFE_INTEGER + 1);
    let mut days: IdMap<DaySum> = IdMap::default();
    let mut drops: BTreeMap<(u64, &str, &str), u64> = BTreeMap::new();
    for (_, instance) in ledger.instances() {
        let day = instance.begins(from, until) / DAY_MS;
        days.entry(day).or_insert_with(|| DaySum { day, ..DaySum::default() }).add(instance, from);
        for drop in instance.drops.iter().filter(|drop| drop.count > 0) {
            let sum = drops.entry((day, &drop.reason, &drop.level)).or_default();
            *sum = sum.saturating_add(drop.count);
        }
    }
    let mut lines: Vec<_> = drops.into_iter().collect();
    lines.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((day, reason, level), count) in lines.into_iter().take(MAX_LINES) {
        if let Some(sum) = days.get_mut(&day) {
            sum.dropped_lines.push(DroppedLine { reason: reason.to_owned(), level: level.to_owned(), count });
        }
    }
    let mut days: Vec<DaySum> = days.into_values().collect();
    days.sort_unstable_by_key(|sum| sum.day);
    days
}

impl DaySum {
    fn add(&mut self, instance: &Instance, from: u64) {
        let sums = [
            (&mut self.instances, 1),
            (&mut self.batches, instance.batches),
            (&mut self.tracked, instance.expected(from)),
            (&mut self.stored, instance.stored),
            (&mut self.rejected, instance.rejected),
            (&mut self.dropped, instance.dropped),
            (&mut self.duplicates, instance.duplicates),
            (&mut self.busy_us, instance.busy_us.unwrap_or(0)),
        ];
        for (sum, more) in sums.into_iter().chain(self.track_us.iter_mut().zip(instance.track_us)) {
            *sum = sum.saturating_add(more);
        }
        if instance.busy_us.is_some() {
            self.measured = Some(self.measured.unwrap_or(0).saturating_add(instance.stored));
        }
    }
}
