//! Small worlds for tests: random events, cut into chunks anywhere, and what a question answers about them.

use super::origins::Origins;
use super::question::Question;
use super::view::View;
use crate::instant::HOUR_MS;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rollup::{Chunk, EventRow};
use proptest::prelude::*;
use serde_json::Value;

/// 2026-03-30T00:00:00Z, a Monday.
pub const NOW: u64 = 1_774_828_800_000;

/// The answer about these events. Chunks end at full hours, where the question says, and at `cuts`.
pub fn ask<Q: Question>(query: &str, rows: &[EventRow], cuts: &[u64]) -> Value {
    let mut parameters = Parameters::parse(query);
    let question = Q::take(&mut parameters, NOW).unwrap();
    parameters.finish().unwrap();
    let fold = |period: TimeRange| {
        let span = question.span(period);
        let mut ends: Vec<u64> = question.cuts(period).unwrap().into_iter().chain(cuts.iter().copied()).collect();
        ends.extend(span.from.into_iter().chain(span.until));
        let (mut fold, mut origins) = (question.start(period).unwrap(), Origins::default());
        let mut left: Vec<EventRow> = rows
            .iter()
            .filter(|row| span.from.is_none_or(|from| row.occurred_at >= from) && span.until.is_none_or(|until| row.occurred_at < until))
            .cloned()
            .collect();
        while let Some(first) = left.first() {
            let hour = first.occurred_at / HOUR_MS * HOUR_MS;
            let from = ends.iter().copied().filter(|end| *end <= first.occurred_at).max().unwrap_or(0).max(hour);
            let until = ends.iter().copied().filter(|end| *end > first.occurred_at).min().unwrap_or(u64::MAX).min(hour + HOUR_MS);
            let behind = left.partition_point(|row| row.occurred_at < until);
            let rest = left.split_off(behind);
            let chunk = Chunk::of(from, until, &left);
            question.fold(&mut fold, &View::next(&chunk, &mut origins, &[])).unwrap();
            left = rest;
        }
        fold
    };
    let previous = question.common().previous.map(fold);
    serde_json::to_value(question.answer(fold(question.common().range), previous).unwrap()).unwrap()
}

/// The code and field of a refusal.
pub fn refused<Q: Question>(query: &str) -> (&'static str, Option<String>) {
    let mut parameters = Parameters::parse(query);
    let fault = Q::take(&mut parameters, NOW).err().unwrap_or_else(|| parameters.finish().unwrap_err());
    (fault.summary().code, fault.field().map(str::to_owned))
}

/// Events within `days` before [`NOW`], in order, of few people, sessions, types and paths.
pub fn events(days: u64, most: usize) -> impl Strategy<Value = Vec<EventRow>> {
    // Many events lie close together, some in the same millisecond.
    let time = (0..days * 24, prop_oneof![0u64..3, 0u64..60])
        .prop_map(move |(hour, minute)| NOW - days * 24 * HOUR_MS + hour * HOUR_MS + minute * 60_000);
    let who = (prop::option::of(0u8..4), prop::option::weighted(0.3, 0u8..3), prop::option::weighted(0.8, 0u8..6));
    let what = (
        prop::sample::select(vec!["a", "b", "c", "page_view"]),
        prop::option::of(prop::sample::select(vec!["/", "/x", "/y"])),
        any::<bool>(),
    );
    prop::collection::vec((time, who, what).prop_map(|(time, who, what)| row(time, who, what)), 0..most).prop_map(|mut rows| {
        rows.sort_by_key(|row| row.occurred_at);
        let names = rows.iter_mut().enumerate();
        names.for_each(|(number, row)| row.event_id = format!("e{number:04}"));
        rows
    })
}

/// Visitor, user and session.
type Who = (Option<u8>, Option<u8>, Option<u8>);
/// Type, path, and whether on a phone.
type What = (&'static str, Option<&'static str>, bool);

fn row(occurred_at: u64, (visitor, user, session): Who, (event_type, path, mobile): What) -> EventRow {
    EventRow {
        occurred_at,
        event_type: event_type.to_owned(),
        visitor_id: visitor.map(|number| format!("p{number}")),
        user_id: user.map(|number| format!("p{number}")),
        session_id: session.map(|number| format!("s{number}")),
        page_path: path.map(str::to_owned),
        device_type: mobile.then(|| "mobile".to_owned()),
        ..EventRow::default()
    }
}

/// Moments within the same days.
pub fn cuts(days: u64) -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec((0..days * 24 * 60).prop_map(|minute| NOW - minute * 60_000), 0..6)
}

/// A visitor, or else a user.
pub fn person(row: &EventRow) -> Option<String> {
    let visitor = row.visitor_id.as_ref().map(|visitor| format!("visitor {visitor}"));
    visitor.or_else(|| row.user_id.as_ref().map(|user| format!("user {user}")))
}
