//! Which part of a question is answered from which source.

use super::{Columns, EventRow};
use crate::instant::HOUR_MS;
use std::ops::Range;

/// What a question wants chunks of.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The first millisecond.
    pub from: u64,
    /// The first one behind it.
    pub until: u64,
    /// Moments that no chunk may reach across, ascending; whole hours of UTC are such moments anyway.
    pub cuts: &'a [u64],
    /// What the chunks must hold. They may hold more.
    pub columns: Columns,
    /// Members of `metadata` that they must hold, dots leading further in.
    pub metadata: &'a [String],
}

/// What is known of a project's hours in a range of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// The first hour that is not closed. Closed hours that are not listed have no events.
    pub closed_until: u64,
    /// Closed hours, ascending.
    pub hours: Vec<Hour>,
}

/// A closed hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Hour {
    /// Hours since the epoch.
    pub hour: u64,
    /// Above 0 it is folded, under this number.
    pub folded: i64,
    /// In how many parts, as it was folded last.
    pub parts: u32,
    /// How many events, as it was folded last.
    pub events: u64,
    /// How long its texts are.
    pub bytes: u64,
}

/// A stretch of time that is read from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first millisecond.
    pub from: u64,
    /// The first one behind it.
    pub until: u64,
    /// Where its events are read.
    pub source: Source,
}

/// Where events are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// From these parts of an hour's columns.
    Folded(Hour, Range<u32>),
    /// From the log itself, and about how many there are, if that is known.
    Live(Option<u64>),
}

/// The stretches of a question, in order. Between them is nothing.
pub fn stretches(directory: &Directory, wanted: &Wanted<'_>) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let closed = directory.closed_until.saturating_mul(HOUR_MS);
    for hour in directory.hours.iter().filter(|hour| hour.hour < directory.closed_until) {
        let (start, end) = (hour.hour.saturating_mul(HOUR_MS), (hour.hour + 1).saturating_mul(HOUR_MS));
        let (from, until) = (start.max(wanted.from), end.min(wanted.until));
        if from >= until || (hour.folded > 0 && hour.events == 0) {
            continue;
        }
        let is_whole = (from, until) == (start, end) && next_cut(wanted.cuts, from).is_none_or(|cut| cut >= until);
        if hour.folded > 0 && hour.parts > 0 && is_whole && wanted.metadata.is_empty() {
            push_folded(&mut stretches, *hour, from, until);
        } else {
            // Of an hour that was never folded nobody counted the events.
            push_live(&mut stretches, from, until, (hour.folded > 0 || hour.events > 0).then_some(hour.events));
        }
    }
    if wanted.until > closed {
        push_live(&mut stretches, closed.max(wanted.from), wanted.until, None);
    }
    stretches
}

fn push_folded(stretches: &mut Vec<Stretch>, hour: Hour, from: u64, until: u64) {
    let is_small = hour.events <= MAX_STEP_EVENTS && hour.bytes <= MAX_STEP_BYTES;
    let parts = if is_small { hour.parts.max(1) } else { 1 };
    for first in (0..hour.parts).step_by(parts as usize) {
        let source = Source::Folded(hour, first..hour.parts.min(first + parts));
        stretches.push(Stretch { from, until, source });
    }
}

/// What lies between two live stretches without anything folded is empty, so they can be read as one.
fn push_live(stretches: &mut Vec<Stretch>, from: u64, until: u64, events: Option<u64>) {
    if from >= until {
        return;
    }
    if let Some(Stretch { until: end, source: Source::Live(known), .. }) = stretches.last_mut() {
        *end = until;
        *known = known.zip(events).map(|(some, more)| some + more);
        return;
    }
    stretches.push(Stretch { from, until, source: Source::Live(events) });
}

/// How many events the columns of one step may hold, and how long their texts may be: what is in memory at a time.
const MAX_STEP_EVENTS: u64 = 250_000;
const MAX_STEP_BYTES: u64 = 12_000_000;
/// How many rows of the log one step may read, and one statement of it.
const MAX_STEP_ROWS: u64 = 20_000;
/// How many rows of the log one statement reads at most. They weigh about 1 kB each while they are rows.
pub const PAGE_ROWS: u64 = 10_000;
/// Stretches of one step; each live one is a statement.
const MAX_STEP_LIVE: usize = 20;

/// Stretches in groups, each of which is read at once.
pub fn steps(stretches: Vec<Stretch>) -> Vec<Vec<Stretch>> {
    let mut steps: Vec<Vec<Stretch>> = Vec::new();
    let (mut events, mut bytes, mut rows, mut live) = (0, 0, 0, 0);
    for stretch in stretches {
        match &stretch.source {
            Source::Folded(hour, parts) => {
                let of_all = |amount: u64| amount * u64::from(parts.end - parts.start) / u64::from(hour.parts.max(1));
                events += of_all(hour.events);
                bytes += of_all(hour.bytes);
            }
            Source::Live(expected) => {
                rows += expected.unwrap_or(PAGE_ROWS).min(PAGE_ROWS);
                live += 1;
            }
        }
        let fits = events <= MAX_STEP_EVENTS && bytes <= MAX_STEP_BYTES && rows <= MAX_STEP_ROWS && live <= MAX_STEP_LIVE;
        match steps.last_mut().filter(|_| fits) {
            Some(step) => step.push(stretch),
            None => {
                (events, bytes, rows, live) = match &stretch.source {
                    Source::Folded(hour, parts) if parts.len() == hour.parts as usize => (hour.events, hour.bytes, 0, 0),
                    Source::Folded(..) => (MAX_STEP_EVENTS, MAX_STEP_BYTES, 0, 0),
                    Source::Live(expected) => (0, 0, expected.unwrap_or(PAGE_ROWS).min(PAGE_ROWS), 1),
                };
                steps.push(vec![stretch]);
            }
        }
    }
    steps
}

fn next_cut(cuts: &[u64], after: u64) -> Option<u64> {
    cuts.get(cuts.partition_point(|cut| *cut <= after)).copied()
}

/// Events of one chunk-to-be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The first millisecond of its stretch.
    pub from: u64,
    /// The first one behind it.
    pub until: u64,
    /// Its events.
    pub rows: &'a [EventRow],
}

/// Cuts rows in the order of the log at whole hours, at the cuts, and at the limits of the stretch in which they were read.
pub fn pieces<'a>(mut rows: &'a [EventRow], (from, until): (u64, u64), cuts: &[u64]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    while let Some(first) = rows.first() {
        let at = first.occurred_at;
        let hour = at - at % HOUR_MS;
        let cut = cuts.partition_point(|cut| *cut <= at).checked_sub(1).and_then(|last| cuts.get(last));
        let start = hour.max(from).max(cut.copied().unwrap_or(0));
        let end = hour.saturating_add(HOUR_MS).min(until).min(next_cut(cuts, at).unwrap_or(u64::MAX));
        let (own, others) = rows.split_at(rows.partition_point(|row| row.occurred_at < end).max(1));
        pieces.push(Piece { from: start, until: end, rows: own });
        rows = others;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wanted(from: u64, until: u64, cuts: &[u64]) -> Wanted<'_> {
        Wanted { from, until, cuts, columns: Columns::default(), metadata: &[] }
    }

    fn hour(hour: u64, folded: i64, events: u64) -> Hour {
        Hour { hour, folded, parts: u32::from(events > 0), events, bytes: events }
    }

    #[test]
    fn whole_fresh_hours_are_folded_and_all_others_live() {
        let hours = vec![hour(0, 3, 9), hour(1, 3, 9), hour(2, 0, 0), hour(4, 0, 5), hour(5, 4, 9), hour(6, 5, 0), hour(7, 6, 9)];
        let directory = Directory { closed_until: 8, hours: hours.clone() };
        let half = HOUR_MS / 2;
        let cuts = [HOUR_MS, 5 * HOUR_MS + half];
        let found = stretches(&directory, &wanted(half, 9 * HOUR_MS, &cuts));
        let live = |from, until, events| Stretch { from, until, source: Source::Live(events) };
        let folded = |n: usize| Stretch {
            from: n as u64 * HOUR_MS,
            until: (n as u64 + 1) * HOUR_MS,
            source: Source::Folded(
                hours[match n {
                    1 => 1,
                    _ => 6,
                }],
                0..1,
            ),
        };
        assert_eq!(
            found,
            [
                live(half, HOUR_MS, Some(9)),
                folded(1),
                live(2 * HOUR_MS, 6 * HOUR_MS, None),
                folded(7),
                live(8 * HOUR_MS, 9 * HOUR_MS, None)
            ]
        );
        let metadata = ["plan".to_owned()];
        let all_live = stretches(&directory, &Wanted { metadata: &metadata, ..wanted(0, 8 * HOUR_MS, &[]) });
        assert_eq!(all_live, [live(0, 8 * HOUR_MS, None)]);
        assert_eq!(stretches(&Directory::default(), &wanted(5, 5, &[])), []);
    }

    #[test]
    fn an_hour_that_is_too_large_is_read_part_by_part() {
        let large = Hour { hour: 1, folded: 2, parts: 30, events: 300_000, bytes: 9_000_000 };
        let directory = Directory { closed_until: 3, hours: vec![hour(0, 1, 5), large, hour(2, 1, 5)] };
        let found = stretches(&directory, &wanted(0, 3 * HOUR_MS, &[]));
        assert_eq!(found.len(), 32);
        assert_eq!(found.get(30).map(|stretch| stretch.source.clone()), Some(Source::Folded(large, 29..30)));
        assert_eq!(steps(found).iter().map(Vec::len).sum::<usize>(), 32);
    }

    fn directory() -> impl Strategy<Value = Directory> {
        let hours = proptest::collection::btree_map(0..30u64, (-2..3i64, 0..400_000u64), 0..20);
        (0..30u64, hours).prop_map(|(closed_until, hours)| {
            let hours = hours.into_iter().filter(|(hour, _)| *hour < closed_until);
            let parts = |events: u64| events.div_ceil(10_000) as u32;
            let hours = hours.map(|(hour, (folded, events))| Hour { hour, folded, parts: parts(events), events, bytes: 40 * events });
            Directory { closed_until, hours: hours.collect() }
        })
    }

    fn cuts() -> impl Strategy<Value = Vec<u64>> {
        proptest::collection::btree_set((0..60u64).prop_map(|half| half * HOUR_MS / 2), 0..10).prop_map(|cuts| cuts.into_iter().collect())
    }

    proptest! {
        #[test]
        fn every_moment_is_read_once_and_in_order(directory in directory(), cuts in cuts(), from in 0..31 * HOUR_MS, length in 0..31 * HOUR_MS) {
            let until = from + length;
            let found = stretches(&directory, &wanted(from, until, &cuts));
            let mut at = from;
            let mut parts = 0;
            for stretch in &found {
                prop_assert!(stretch.from < stretch.until && stretch.until <= until);
                match &stretch.source {
                    Source::Folded(hour, range) => {
                        prop_assert_eq!((stretch.from, stretch.until), (hour.hour * HOUR_MS, (hour.hour + 1) * HOUR_MS));
                        prop_assert!(hour.folded > 0 && directory.hours.contains(hour));
                        prop_assert!(!cuts.iter().any(|cut| (stretch.from + 1..stretch.until).contains(cut)));
                        prop_assert_eq!(range.start, parts);
                        prop_assert!(range.start < range.end);
                        parts = if range.end == hour.parts { 0 } else { range.end };
                        if range.start > 0 {
                            prop_assert_eq!(at, stretch.until);
                            continue;
                        }
                    }
                    Source::Live(_) => prop_assert_eq!(parts, 0),
                }
                prop_assert!(at <= stretch.from);
                prop_assert!(is_empty(&directory, at, stretch.from));
                at = stretch.until;
            }
            prop_assert_eq!(parts, 0);
            prop_assert!(is_empty(&directory, at, until));
            prop_assert_eq!(steps(found.clone()).concat(), found);
        }

        #[test]
        fn steps_are_bounded(directory in directory()) {
            for step in steps(stretches(&directory, &wanted(0, 30 * HOUR_MS, &[]))) {
                let events = step.iter().map(|stretch| match &stretch.source {
                    Source::Folded(hour, parts) => hour.events * parts.len() as u64 / u64::from(hour.parts),
                    Source::Live(_) => 0,
                });
                prop_assert!(events.sum::<u64>() <= MAX_STEP_EVENTS);
            }
        }

        #[test]
        fn pieces_cross_no_hour_and_no_cut(rows in crate::rollup::build::tests::rows(HOUR_MS / 3, 5 * HOUR_MS), cuts in cuts()) {
            let limits = (HOUR_MS / 3, 5 * HOUR_MS);
            let found = pieces(&rows, limits, &cuts);
            let mut at = limits.0;
            for piece in &found {
                prop_assert!(at <= piece.from && piece.from < piece.until && piece.until <= limits.1);
                prop_assert_eq!(piece.from / HOUR_MS, (piece.until - 1) / HOUR_MS);
                prop_assert!(!cuts.iter().any(|cut| (piece.from + 1..piece.until).contains(cut)));
                prop_assert!(piece.rows.iter().all(|row| (piece.from..piece.until).contains(&row.occurred_at)));
                // As long as it may be: a chunk made of columns is the whole hour too.
                let is_limit = |at: u64| at.is_multiple_of(HOUR_MS) || cuts.contains(&at) || at == limits.0 || at == limits.1;
                prop_assert!(is_limit(piece.from) && is_limit(piece.until));
                at = piece.until;
            }
            prop_assert_eq!(found.iter().flat_map(|piece| piece.rows.to_vec()).collect::<Vec<_>>(), rows);
        }
    }

    /// Whether nothing can have happened from one moment to another.
    fn is_empty(directory: &Directory, from: u64, until: u64) -> bool {
        let has_events = |hour: &Hour| hour.folded <= 0 || hour.events > 0;
        let touched = |hour: &&Hour| hour.hour * HOUR_MS < until && (hour.hour + 1) * HOUR_MS > from;
        from >= until || (until <= directory.closed_until * HOUR_MS && !directory.hours.iter().filter(touched).any(has_events))
    }
}
