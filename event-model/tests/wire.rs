//! The wire fixtures, which the HTTP and browser tests use too, and properties of reading and writing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot read its fixture has to fail")]

use event_model::decode::{batch, overhead, BatchError};
use event_model::{encode, limits, Batch, Event, Violation};
use proptest::prelude::*;
use serde_json::Value;

fn fixture(name: &str) -> String {
    let path = format!("{}/../tests/fixtures/wire/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn cases(name: &str) -> Vec<Value> {
    serde_json::from_str(&fixture(name)).unwrap()
}

/// Reads a batch whose every event must be readable.
fn readable(body: &str) -> Batch {
    let read = batch(body.as_bytes()).unwrap();
    let events: Vec<Event> = read.events.into_iter().map(|event| event.unwrap()).collect();
    Batch {
        batch_id: read.batch_id,
        write_key: read.write_key,
        sealed_at: read.sealed_at,
        clock_unproved: read.clock_unproved,
        instance_id: read.instance_id,
        tracked: read.tracked,
        context: read.context,
        dropped: read.dropped,
        overhead: read.overhead,
        events,
    }
}

fn in_batch(event: &Value) -> String {
    format!(r#"{{"schema":1,"events":[{event}]}}"#)
}

#[test]
fn whole_batches_survive_reading_and_writing() {
    for name in ["batch-full.json", "batch-minimal.json"] {
        let text = fixture(name);
        assert_eq!(encode::batch(&readable(&text)), text.trim_end(), "{name}");
    }
}

#[test]
fn unusual_events_are_taken_as_meant() {
    for case in cases("events-taken.json") {
        let read = readable(&in_batch(&case["event"]));
        let mut written = String::new();
        encode::event(&read.events[0], &mut written);
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), case["as"], "{}", case["name"]);
    }
}

#[test]
fn bad_events_have_their_code_and_field_and_spoil_no_neighbour() {
    for case in cases("events-refused.json") {
        let body = format!(r#"{{"events":[{{"type":"before"}},{},{{"type":"after"}}]}}"#, case["event"]);
        let read = batch(body.as_bytes()).unwrap();
        let refused = read.events[1].as_ref().expect_err(case["name"].as_str().unwrap());
        assert_eq!(
            (refused.violation.code.as_str(), refused.violation.field.as_ref()),
            (case["code"].as_str().unwrap(), case["field"].as_str().unwrap()),
            "{}",
            case["name"]
        );
        assert!(read.events[0].is_ok() && read.events[2].is_ok(), "{}", case["name"]);
    }
}

#[test]
fn an_event_has_a_size_and_what_is_below_it_is_read_whole() {
    let frame = r#"{"id":"e1","type":"a","metadata":{"x":""}}"#.len();
    let event = |bytes: usize| format!(r#"{{"id":"e1","type":"a","metadata":{{"x":"{}"}}}}"#, "y".repeat(bytes - frame));
    let read = readable(&format!(r#"{{"events":[{}]}}"#, event(limits::MAX_EVENT_BYTES)));
    assert!(read.events[0].metadata.as_ref().unwrap().as_str().len() > limits::MAX_METADATA_BYTES);
    let refused = batch(format!(r#"{{"events":[{},{{"type":"b"}}]}}"#, event(limits::MAX_EVENT_BYTES + 1)).as_bytes()).unwrap();
    let fault = refused.events[0].as_ref().unwrap_err();
    assert_eq!((fault.violation.code.as_str(), fault.violation.field.as_ref()), ("too_large", ""));
    assert_eq!(fault.id.as_ref().map(|id| id.as_str()), Some("e1"));
    assert!(refused.events[1].is_ok());
}

#[test]
fn lines_are_redacted_before_they_are_cut() {
    let summary = format!("{} anna@example.com", "x".repeat(limits::MAX_LINE - 6));
    let read = readable(&in_batch(&serde_json::json!({"type": "a", "summary": summary})));
    assert_eq!(read.events[0].summary.as_deref(), Some(format!("{} [ema…", "x".repeat(limits::MAX_LINE - 6)).as_str()));
    let refused = batch(br#"{"events":[{"type":"a","anna@example.com":1}]}"#).unwrap();
    assert_eq!(refused.events[0].as_ref().unwrap_err().violation.field, "[email]");
}

#[test]
fn a_refused_event_keeps_its_id_wherever_the_fault_stands() {
    for event in [r#"{"step":"x","id":"e1","type":"a"}"#, r#"{"id":"e1","step":"x","type":"a"}"#, r#"{"id":"e1"}"#] {
        let read = batch(format!(r#"{{"events":[{event}]}}"#).as_bytes()).unwrap();
        assert_eq!(read.events[0].as_ref().unwrap_err().id.as_ref().map(|id| id.as_str()), Some("e1"), "{event}");
    }
}

#[test]
fn a_refused_event_keeps_its_number_wherever_the_fault_stands() {
    for (event, seq) in [
        (r#"{"step":"x","seq":7,"type":"a"}"#, Some(7)),
        (r#"{"seq":7,"step":"x","type":"a"}"#, Some(7)),
        (r#"{"seq":7}"#, Some(7)),
        (r#"{"seq":"7","type":"a"}"#, None),
        ("7", None),
    ] {
        let read = batch(format!(r#"{{"events":[{event}]}}"#).as_bytes()).unwrap();
        assert_eq!(read.events[0].as_ref().unwrap_err().seq, seq, "{event}");
    }
}

#[test]
fn what_the_tracker_cost_is_read_from_the_full_batch() {
    let cost = overhead(&readable(&fixture("batch-full.json")).overhead.unwrap()).unwrap();
    assert_eq!((cost.busy_us, cost.track_us), (1840, [31, 6, 2, 0, 1, 0, 0, 0]));
}

#[test]
fn bodies_that_are_no_batch_say_why() {
    for case in cases("batches-refused.json") {
        let error = batch(case["body"].as_str().unwrap().as_bytes()).expect_err(case["name"].as_str().unwrap());
        let found = match error {
            BatchError::NotJson(_) => "not_json".to_owned(),
            BatchError::UnsupportedSchema => "unsupported_schema".to_owned(),
            BatchError::Empty => "empty".to_owned(),
            BatchError::TooManyEvents(_) => "too_many_events".to_owned(),
            BatchError::Invalid(Violation { code, field, .. }) => format!("{}:{field}", code.as_str()),
        };
        assert_eq!(found, case["error"].as_str().unwrap(), "{}", case["name"]);
    }
}

#[test]
fn the_limit_of_events_is_exact() {
    let body = |count: usize| format!(r#"{{"events":[{}]}}"#, vec![r#"{"type":"a"}"#; count].join(","));
    assert_eq!(readable(&body(limits::MAX_BATCH_EVENTS)).events.len(), limits::MAX_BATCH_EVENTS);
    assert!(matches!(batch(body(limits::MAX_BATCH_EVENTS + 1).as_bytes()), Err(BatchError::TooManyEvents(501))));
}

/// Any JSON value of bounded depth, with names that are often fields of the contract.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z_]{1,10}".prop_map(Value::from),
    ];
    let name = prop_oneof![
        proptest::sample::select(vec![
            "id",
            "type",
            "level",
            "occurred_at",
            "actor",
            "entity",
            "page",
            "utm",
            "caused_by",
            "metadata",
            "summary",
            "step"
        ])
        .prop_map(String::from),
        any::<String>(),
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..6).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn reading_bytes_never_panics(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = batch(&body);
    }

    #[test]
    fn every_event_is_read_or_refused_and_what_is_read_is_stable(events in proptest::collection::vec(any_json(), 1..8)) {
        let count = events.len();
        let read = batch(format!(r#"{{"events":{}}}"#, Value::from(events)).as_bytes()).unwrap();
        prop_assert_eq!(read.events.len(), count);
        for event in read.events.into_iter().flatten() {
            let mut first = String::new();
            encode::event(&event, &mut first);
            let again = readable(&format!(r#"{{"events":[{first}]}}"#)).events.remove(0);
            prop_assert_eq!(&again, &event);
        }
    }
}
