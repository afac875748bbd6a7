use super::counts::Counts;
use super::question::Question;
use super::reading::{close, Reading};
use crate::instant::HOUR_MS;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::codec::{decode, encode};
use crate::rollup::origin::origin;
use crate::rollup::{Chunk, EventRow, Origin};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// 2026-02-18T09:00:00Z, a Wednesday.
pub const NOW: u64 = 1_771_405_200_000;

/// Answers a question from rows in the order of the log. Chunks end at each hour of UTC, where the question says, and at `cuts`.
pub fn ask<Q: Question>(query: &str, rows: &[EventRow], cuts: &[u64]) -> Result<Value, Rejection> {
    let mut parameters = Parameters::parse(query);
    let question = Q::take(&mut parameters, NOW)?;
    parameters.finish()?;
    let ends = rows.first().zip(rows.last()).map(|(first, last)| (first.occurred_at, last.occurred_at));
    let answer = |question: &Q| {
        let fold = |range| read(question, close(range, ends, NOW), rows, cuts);
        let asked = fold(question.common().range)?;
        let previous = question.common().previous.map(fold).transpose()?;
        question.answer(asked, previous)
    };
    let mut answered = answer(&question)?;
    let mut rest = question.rest(&answered);
    while let Some(asked) = rest {
        let more = answer(&asked)?;
        rest = asked.rest(&more);
        Q::join(&mut answered, more);
    }
    Ok(serde_json::to_value(answered).unwrap())
}

/// The answer of a question that is not refused, from chunks of hours.
pub fn answer<Q: Question>(query: &str, rows: &[EventRow]) -> Value {
    ask::<Q>(query, rows, &[]).unwrap()
}

/// What a question makes of the rows of a period both ends of which are set.
pub fn read<Q: Question>(question: &Q, period: TimeRange, rows: &[EventRow], cuts: &[u64]) -> Result<Q::Fold, Rejection> {
    let mut reading = Reading::start(question, period)?;
    let rows: Vec<&EventRow> = rows.iter().filter(|row| contains(reading.span, row.occurred_at)).collect();
    let Some((first, last)) = rows.first().zip(rows.last()).map(|(first, last)| (first.occurred_at, last.occurred_at)) else {
        return Ok(reading.finish());
    };
    let hours = (first / HOUR_MS..=last / HOUR_MS + 1).map(|hour| hour * HOUR_MS);
    let limits = hours.chain(cuts.iter().copied()).chain(reading.cuts.clone()).chain(reading.span.from).chain(reading.span.until);
    let mut limits: Vec<u64> = limits.collect();
    limits.sort_unstable();
    limits.dedup();
    for pair in limits.windows(2) {
        let place = |at: u64| rows.partition_point(|row| row.occurred_at < at);
        let of_chunk: Vec<EventRow> = rows[place(pair[0])..place(pair[1])].iter().map(|row| with_paths(row, &reading.metadata)).collect();
        if of_chunk.is_empty() {
            continue;
        }
        let whole = Chunk::of(pair[0], pair[1], &of_chunk);
        // Through the columns that are kept, so that nobody sees one that was not asked for.
        let asked = decode(&encode(&whole), reading.columns).unwrap();
        reading.take(&Chunk { from: whole.from, until: whole.until, metadata: whole.metadata, ..asked })?;
    }
    Ok(reading.finish())
}

/// Rows of [`rows`] have the members `plan` and `size`.
fn with_paths(row: &EventRow, paths: &[String]) -> EventRow {
    let place = |path: &String| ["plan", "size"].iter().position(|known| known == path);
    let metadata = paths.iter().map(|path| row.metadata.get(place(path)?).cloned().flatten()).collect();
    EventRow { metadata, ..row.clone() }
}

/// Whether a moment lies in a range.
pub fn contains(range: TimeRange, at: u64) -> bool {
    range.from.is_none_or(|from| at >= from) && range.until.is_none_or(|until| at < until)
}

fn text(values: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(0.8, prop::sample::select(values).prop_map(str::to_owned))
}

/// One row at a moment of so many hours before [`NOW`].
fn row(hours: u64) -> impl Strategy<Value = EventRow> {
    let time = prop_oneof![0..hours * HOUR_MS, (0..hours * 12).prop_map(|five| five * 300_000)];
    let words = (prop::sample::select(&["page_view", "task_done", "task_made", "x"][..]), text(&["/", "/a", "/b"]), text(&["A", "B"]));
    let ids = (text(&["u1", "u2", "u3"]), text(&["v1", "v2", "v3", "u1"]), text(&["s1", "s2", "s3", "s4", "s5"]));
    let profile = (text(&["mobile", "desktop"]), text(&["DE", "AT", "CH"]), prop::bool::weighted(0.1));
    let origin = prop::option::weighted(0.2, prop::sample::select(&["https://www.google.com/", "https://example.org/a"][..]));
    let rest = (prop::option::weighted(0.4, 0u64..5000), text(&["pro", "free"]), text(&["1", "2"]), 0u8..5);
    let stream = prop::option::weighted(0.3, prop::sample::select(&["r1", "r2", "r3"][..]).prop_map(str::to_owned));
    let actor = prop_oneof![Just(("user", None)), Just(("rule", Some("1"))), Just(("rule", Some("2"))), Just(("scheduler", None))];
    let run = (stream, prop::option::of(-3i64..40), actor, prop::sample::select(&["c1", "c2"][..]));
    let rest = (rest, run);
    (time, words, ids, profile, origin, rest).prop_map(
        |(ago, (event_type, page_path, page_title), (user_id, visitor_id, session_id), (device_type, country, bot), referrer, rest)| {
            let ((duration_ms, plan, size, level), (stream_id, step, (actor_type, actor_id), correlation)) = rest;
            EventRow {
                occurred_at: NOW - 1 - ago,
                event_type: event_type.to_owned(),
                category: event_type.split('_').next().unwrap_or_default().to_owned(),
                action: "did".to_owned(),
                level,
                user_id,
                visitor_id,
                session_id,
                page_path,
                page_title,
                page_referrer: referrer.map(str::to_owned),
                device_type,
                country,
                bot,
                duration_ms,
                correlation_id: stream_id.as_ref().map(|_| correlation.to_owned()),
                stream_id,
                step,
                actor_type: Some(actor_type.to_owned()),
                actor_id: actor_id.map(str::to_owned),
                metadata: vec![plan, size],
                ..EventRow::default()
            }
        },
    )
}

/// Rows of the last hours, in the order of the log.
pub fn rows(hours: u64, most: usize) -> impl Strategy<Value = Vec<EventRow>> {
    prop::collection::vec(row(hours), 0..most).prop_map(|mut rows| {
        rows.sort_by_key(|row| row.occurred_at);
        rows.iter_mut().enumerate().for_each(|(number, row)| row.event_id = format!("e{number:04}"));
        rows
    })
}

/// Moments of the last hours.
pub fn cuts(hours: u64) -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec((0..hours * HOUR_MS).prop_map(|ago| NOW - ago), 0..12)
}

/// A filter, as a query string.
pub fn filter() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "",
            "country=DE,(none)",
            "type.not=page_view",
            "path.contains=A&user.not=(none)",
            "channel=direct",
            "metadata.plan=pro",
            "bots=include",
            "session=(none)&bots=only",
            "correlation_id=c1",
        ][..],
    )
}

/// The rows of a range that match a filter of [`filter`], each with the channel and the source in effect.
pub fn matching<'a>(rows: &'a [EventRow], filter: &str, range: TimeRange) -> Vec<(&'a EventRow, [Option<String>; 2])> {
    let mut shown: HashMap<&str, [Option<String>; 2]> = HashMap::new();
    let mut found = Vec::new();
    for row in rows.iter().filter(|row| contains(range, row.occurred_at)) {
        let own = origin(row.page_referrer.as_deref(), None, None);
        let said = own != Origin::default();
        let own = [own.channel, own.source];
        let origin = match row.session_id.as_deref() {
            None => own,
            Some(session) => {
                if said {
                    shown.entry(session).or_insert(own);
                }
                shown.get(session).cloned().unwrap_or([Some("direct".to_owned()), None])
            }
        };
        let plan = row.metadata.first().cloned().flatten();
        let holds = match filter {
            "" => !row.bot,
            "country=DE,(none)" => !row.bot && row.country.as_deref().is_none_or(|country| country == "DE"),
            "type.not=page_view" => !row.bot && row.event_type != "page_view",
            "path.contains=A&user.not=(none)" => !row.bot && row.page_path.as_deref() == Some("/a") && row.user_id.is_some(),
            "channel=direct" => !row.bot && origin[0].as_deref() == Some("direct"),
            "metadata.plan=pro" => !row.bot && plan.as_deref() == Some("pro"),
            "bots=include" => true,
            "session=(none)&bots=only" => row.bot && row.session_id.is_none(),
            "correlation_id=c1" => !row.bot && row.correlation_id.as_deref() == Some("c1"),
            other => panic!("{other}"),
        };
        if holds {
            found.push((row, origin));
        }
    }
    found
}

/// A visitor, or else a user.
pub fn person(row: &EventRow) -> Option<String> {
    let visitor = row.visitor_id.as_ref().map(|visitor| format!("visitor {visitor}"));
    visitor.or_else(|| row.user_id.as_ref().map(|user| format!("user {user}")))
}

/// Counts of rows, one by one.
pub fn naive<'a>(rows: impl IntoIterator<Item = &'a EventRow>) -> Counts {
    let (mut counts, mut seen) = (Counts::default(), [HashSet::new(), HashSet::new(), HashSet::new()]);
    for row in rows {
        counts.events += 1;
        counts.page_views += u64::from(row.event_type == "page_view");
        for (seen, id) in seen.iter_mut().zip([&row.user_id, &row.visitor_id, &row.session_id]) {
            seen.extend(id.as_deref());
        }
    }
    let [users, visitors, sessions] = seen.map(|seen| seen.len() as u64);
    Counts { users, visitors, sessions, ..counts }
}
