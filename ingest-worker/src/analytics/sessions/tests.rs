use super::*;
use crate::analytics::reading::close;
use crate::analytics::trial::{answer, ask, contains, cuts, filter, matching, read, rows, NOW};
use crate::instant::{iso, HOUR_MS};
use crate::rollup::origin::origin;
use crate::rollup::{Chunk, EventRow};
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The answer with its list, for which the hours of the page are read a second time.
fn page(query: &str, rows: &[EventRow], cuts: &[u64]) -> Value {
    let mut parameters = Parameters::parse(query);
    let question = SessionsQuestion::take(&mut parameters, NOW).unwrap();
    parameters.finish().unwrap();
    let ends = rows.first().zip(rows.last()).map(|(first, last)| (first.occurred_at, last.occurred_at));
    let fold = read(&question, close(question.common().range, ends, NOW), rows, cuts).unwrap();
    let mut answer = question.answer(fold, None).unwrap();
    if let Some((mut texts, span)) = answer.unnamed() {
        let read: Vec<EventRow> = rows.iter().filter(|row| contains(span, row.occurred_at)).cloned().collect();
        read.chunks(7).for_each(|rows| texts.look(&Chunk::of(rows[0].occurred_at / HOUR_MS * HOUR_MS, u64::MAX, rows)));
        answer.name(&question, &texts);
    }
    serde_json::to_value(answer).unwrap()
}

/// A row, and channel and source in effect.
type Event<'a> = (&'a EventRow, [Option<String>; 2]);

/// All pages of the list.
fn walk(query: &str, rows: &[EventRow], cuts: &[u64]) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let found = page(&format!("{query}{cursor}"), rows, cuts);
        items.extend(found["items"].as_array().unwrap().iter().cloned());
        assert_eq!(found["has_more"], json!(found["next_cursor"].is_string()));
        match found["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

fn row(minute: u64, session: &str, event_type: &str, path: Option<&str>) -> EventRow {
    EventRow {
        occurred_at: NOW - 10 * HOUR_MS + minute * 60_000,
        event_id: format!("e{minute:03}"),
        event_type: event_type.into(),
        session_id: Some(session.into()),
        page_path: path.map(Into::into),
        ..EventRow::default()
    }
}

fn visit() -> Vec<EventRow> {
    let mut rows = vec![
        row(0, "s", "app_start", None),
        row(1, "s", "page_view", Some("/")),
        row(5, "t", "page_view", Some("/docs")),
        row(63, "s", "page_view", Some("/pricing")),
        row(64, "s", "signup", None),
    ];
    rows[1].page_referrer = Some("https://www.example.org/".into());
    rows[1].device_type = Some("mobile".into());
    rows[3].visitor_id = Some("anna".into());
    rows[3].device_type = Some("desktop".into());
    rows[4].user_id = Some("anna".into());
    rows
}

#[test]
fn a_session_is_what_its_events_say() {
    let found = page("limit=1", &visit(), &[]);
    let newest = row(5, "t", "page_view", Some("/docs")).occurred_at;
    assert_eq!(
        (&found["items"][0]["session_id"], &found["items"][0]["start"], &found["has_more"]),
        (&json!("t"), &json!(newest), &json!(true))
    );
    let start = NOW - 10 * HOUR_MS;
    let from = origin(Some("https://www.example.org/"), None, None);
    let item = json!({
        "session_id": "s", "visitor_id": "anna", "user_id": "anna", "start": start, "start_iso": iso(start),
        "end": start + 64 * 60_000, "end_iso": iso(start + 64 * 60_000), "duration_ms": 64 * 60_000, "events": 4, "page_views": 2,
        "entry_page": "/", "exit_page": "/pricing", "device": "mobile", "os": null, "browser": null, "country": null,
        "source": from.source, "channel": from.channel.unwrap_or("direct".to_owned()),
    });
    assert_eq!(walk("limit=1", &visit(), &[]), [found["items"][0].clone(), item]);
    let total = json!({
        "sessions": 2, "visitors": 1, "users": 1, "bounces": 1, "bounce_rate": 0.5, "mean_duration_ms": 32.0 * 60_000.0,
        "events_per_session": 2.5, "pages_per_session": 1.5,
    });
    assert_eq!(found["total"], total);
    assert_eq!(found["entry_pages"], json!([{"path": "/", "sessions": 1}]));
    assert_eq!(page("", &visit(), &[])["exit_pages"], json!([{"path": "/docs", "sessions": 1}, {"path": "/pricing", "sessions": 1}]));
}

#[test]
fn only_matching_events_count() {
    let found = page("type=page_view&path=/pricing", &visit(), &[]);
    assert_eq!((&found["total"]["sessions"], &found["total"]["bounces"]), (&json!(1), &json!(1)));
    let item = &found["items"][0];
    assert_eq!((&item["device"], &item["user_id"], &item["entry_page"]), (&json!("desktop"), &Value::Null, &json!("/pricing")));
    let before = answer::<SessionsQuestion>("range=2h&compare=previous&type=signup", &visit());
    assert_eq!((&before["total"]["sessions"], &before["previous"]["total"]["sessions"]), (&json!(0), &json!(0)));
    assert_eq!(ask::<SessionsQuestion>("cursor=xyz", &[], &[]).unwrap_err().field(), Some("cursor"));
}

proptest! {
    // Each case asks for every page of the list.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_is_what_every_session_says(rows in rows(60, 120), cuts in cuts(60), limit in 1usize..5, filter in filter()) {
        let mut sessions: BTreeMap<&str, Vec<Event>> = BTreeMap::new();
        for (row, origin) in matching(&rows, filter, TimeRange::default()) {
            if let Some(session) = &row.session_id {
                sessions.entry(session).or_default().push((row, origin));
            }
        }
        let first = |events: &[Event], of: fn(&EventRow) -> &Option<String>| {
            events.iter().find_map(|(row, _)| of(row).clone())
        };
        let mut expected: Vec<Value> = sessions.iter().map(|(session, events)| {
            let (start, end) = (events[0].0.occurred_at, events[events.len() - 1].0.occurred_at);
            let known = events.iter().find(|(_, origin)| origin[0].as_deref() != Some("direct"));
            let [channel, source] = known.map_or([Some("direct".to_owned()), None], |(_, origin)| origin.clone());
            json!({
                "session_id": session, "visitor_id": first(events, |row| &row.visitor_id), "user_id": first(events, |row| &row.user_id),
                "start": start, "start_iso": iso(start), "end": end, "end_iso": iso(end), "duration_ms": end - start,
                "events": events.len(), "page_views": events.iter().filter(|(row, _)| row.event_type == "page_view").count(),
                "entry_page": first(events, |row| &row.page_path),
                "exit_page": events.iter().rev().find_map(|(row, _)| row.page_path.clone()),
                "device": first(events, |row| &row.device_type), "os": null, "browser": null, "country": first(events, |row| &row.country),
                "source": source, "channel": channel.unwrap_or("direct".to_owned()),
            })
        }).collect();
        expected.sort_by_key(|item| (item["start"].as_u64(), item["session_id"].as_str().map(str::to_owned)));
        expected.reverse();
        prop_assert_eq!(&walk(&format!("range=all&limit={limit}&{filter}"), &rows, &cuts), &expected);

        let found = page(&format!("range=all&limit=100&{filter}"), &rows, &cuts);
        let sum = |name: &str| expected.iter().map(|item| item[name].as_u64().unwrap()).sum::<u64>();
        let bounces = expected.iter().filter(|item| item["events"] == 1).count();
        let rate = |sum: u64| if expected.is_empty() { Value::Null } else { json!(sum as f64 / expected.len() as f64) };
        let distinct = |of: fn(&EventRow) -> &Option<String>| {
            sessions.values().flatten().filter_map(|(row, _)| of(row).as_deref()).collect::<BTreeSet<_>>().len()
        };
        let total = json!({
            "sessions": expected.len(), "visitors": distinct(|row| &row.visitor_id), "users": distinct(|row| &row.user_id),
            "bounces": bounces, "bounce_rate": rate(bounces as u64), "mean_duration_ms": rate(sum("duration_ms")),
            "events_per_session": rate(sum("events")), "pages_per_session": rate(sum("page_views")),
        });
        prop_assert_eq!(&found["total"], &total);
        for (pages, name) in [("entry_pages", "entry_page"), ("exit_pages", "exit_page")] {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            expected.iter().for_each(|item| *counts.entry(item[name].to_string()).or_default() += 1);
            let told = |page: &Value| (page["path"].to_string(), page["sessions"].as_u64().unwrap());
            prop_assert_eq!(found[pages].as_array().unwrap().iter().map(told).collect::<BTreeMap<_, _>>(), counts);
        }
    }
}
