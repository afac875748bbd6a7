use super::*;
use crate::analytics::trial::{answer, ask, contains, cuts, filter, matching, rows, NOW};
use crate::instant::HOUR_MS;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::BTreeSet;

fn event(ago: u64, stream: &str, step: Option<i64>) -> EventRow {
    EventRow {
        occurred_at: NOW - ago,
        event_id: format!("e{ago:09}"),
        event_type: "step".into(),
        level: 2,
        stream_id: Some(stream.into()),
        step,
        actor_type: Some("scheduler".into()),
        ..EventRow::default()
    }
}

#[test]
fn a_stream_is_what_its_events_say() {
    let rows = [
        event(3 * HOUR_MS, "a", Some(-1)),
        EventRow { level: 4, user_id: Some("anna".into()), ..event(2 * HOUR_MS, "a", None) },
        EventRow { actor_id: Some("s1".into()), actor_name: Some("One".into()), ..event(HOUR_MS, "a", Some(7)) },
        EventRow { actor_id: Some("s1".into()), actor_name: Some("Two".into()), ..event(30, "a", Some(3)) },
        event(20, "b", None),
        EventRow { stream_id: None, ..event(10, "", None) },
    ];
    let found = answer::<StreamsQuestion>("", &rows);
    assert_eq!((&found["total"], &found["has_more"], &found["next_cursor"]), (&json!(2), &json!(false), &Value::Null));
    assert_eq!((&found["items"][0]["stream_id"], &found["items"][0]["first_step"]), (&json!("b"), &Value::Null));
    let (first_at, last_at) = (NOW - 3 * HOUR_MS, NOW - 30);
    let levels = json!({"detail": 0, "state": 0, "action": 3, "decision": 0, "milestone": 1});
    let a = json!({
        "stream_id": "a", "first_at": first_at, "first_at_iso": iso(first_at), "last_at": last_at, "last_at_iso": iso(last_at),
        "duration_ms": last_at - first_at, "events": 4, "levels": levels, "first_step": -1, "last_step": 7, "users": 1, "actors": 2
    });
    assert_eq!(found["items"][1], a);
}

#[test]
fn pages_follow_one_another() {
    // Two begin in the same millisecond: the greater id is first.
    let rows = [event(9, "c", None), event(8, "a", None), event(8, "b", None), event(7, "d", None), event(1, "c", None)];
    let mut cursor = String::new();
    let mut seen = Vec::new();
    loop {
        let found = answer::<StreamsQuestion>(&format!("limit=1{cursor}"), &rows);
        seen.push(found["items"][0]["stream_id"].as_str().unwrap().to_owned());
        assert_eq!((&found["total"], found["has_more"].as_bool()), (&json!(4), Some(found["next_cursor"].is_string())));
        let Some(next) = found["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["d", "b", "a", "c"]);
    for (query, field) in [("cursor=x", "cursor"), ("compare=previous", "compare"), ("limit=101", "limit")] {
        assert_eq!(ask::<StreamsQuestion>(query, &rows, &[]).unwrap_err().field(), Some(field), "{query}");
    }
}

/// A stream, counted row by row.
fn naive(stream: &str, rows: &[&EventRow]) -> Value {
    let own: Vec<&&EventRow> = rows.iter().filter(|row| row.stream_id.as_deref() == Some(stream)).collect();
    let (first_at, last_at) = (own[0].occurred_at, own[own.len() - 1].occurred_at);
    let level = |rank: u8| own.iter().filter(|row| row.level == rank).count();
    let users: BTreeSet<&str> = own.iter().filter_map(|row| row.user_id.as_deref()).collect();
    let actors: BTreeSet<_> = own.iter().map(|row| (&row.actor_type, &row.actor_id)).collect();
    json!({
        "stream_id": stream, "first_at": first_at, "first_at_iso": iso(first_at), "last_at": last_at, "last_at_iso": iso(last_at),
        "duration_ms": last_at - first_at, "events": own.len(),
        "levels": {"detail": level(0), "state": level(1), "action": level(2), "decision": level(3), "milestone": level(4)},
        "first_step": own.iter().filter_map(|row| row.step).min(), "last_step": own.iter().filter_map(|row| row.step).max(),
        "users": users.len(), "actors": actors.len(),
    })
}

proptest! {
    #[test]
    fn streams_are_those_of_the_rows(rows in rows(40, 120), filter in filter(), cuts in cuts(40)) {
        let found = ask::<StreamsQuestion>(&format!("limit=100&range=30h&{filter}"), &rows, &cuts).unwrap();
        let range = TimeRange { from: Some(NOW - 30 * HOUR_MS), until: None };
        let own: Vec<&EventRow> = matching(&rows, filter, range).into_iter().map(|(row, _)| row).collect();
        prop_assert!(own.iter().all(|row| contains(range, row.occurred_at)));
        let streams: BTreeSet<&str> = own.iter().filter_map(|row| row.stream_id.as_deref()).collect();
        let mut expected: Vec<Value> = streams.into_iter().map(|stream| naive(stream, &own)).collect();
        expected.sort_by(|a, b| (b["first_at"].as_u64(), b["stream_id"].as_str()).cmp(&(a["first_at"].as_u64(), a["stream_id"].as_str())));
        prop_assert_eq!(&found["total"], &json!(expected.len()));
        prop_assert_eq!(&found["items"], &Value::Array(expected));
    }
}
