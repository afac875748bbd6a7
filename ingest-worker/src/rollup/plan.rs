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

impl Stretch {
    /// The parts that are read from columns.
    pub fn parts(&self) -> impl Iterator<Item = (Hour, u32)> {
        let (hour, parts) = match &self.source {
            Source::Folded(hour, parts) => (*hour, parts.clone()),
            Source::Live(_) => (Hour::default(), 0..0),
        };
        parts.map(move |part| (hour, part))
    }
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
mod tests;
