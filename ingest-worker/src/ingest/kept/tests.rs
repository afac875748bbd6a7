use crate::ingest::{decode, prepare, Form, Kept, Place, Record, Sender, Surroundings};
use crate::project::{PlanVersion, Rules};
use event_model::decode::arrival;
use proptest::prelude::*;
use serde_json::{json, Value};
use tracking_plan::Plan;

const NOW: u64 = 1_771_405_200_000;
const SURROUNDINGS: Surroundings = Surroundings { now: NOW, seed: [7; 8], floor: None };

fn record_in(form: Form, body: &Value, surroundings: Surroundings) -> Record {
    let body = body.to_string();
    let batch = decode(form, body.as_bytes()).unwrap();
    let sender = Sender { place: Place { country: Some("AT".into()), ..Place::default() }, ..Sender::default() };
    prepare(batch, sender, surroundings, &Rules::default()).record(
        form,
        body.as_bytes(),
        &PlanVersion::new(3, Plan::default()),
        surroundings,
    )
}

fn kept(body: Value) -> Vec<Kept> {
    record_in(Form::Batch, &body, SURROUNDINGS).kept
}

fn event(kept: &Kept) -> Value {
    serde_json::from_str(&kept.event).unwrap()
}

#[test]
fn what_is_kept_can_be_judged_without_its_batch() {
    let record = record_in(
        Form::Batch,
        &json!({
            "instance_id": "i", "context": {"user_id": "anna", "session_id": "s", "device": {"os": "Linux"}},
            "events": [
                {"id": "a", "type": "x", "occurred_at": NOW},
                {"id": "b", "type": "x", "occurred_at": NOW, "step": "four", "user_id": "ben"},
            ],
        }),
        SURROUNDINGS,
    );
    let [row] = &record.kept[..] else { panic!("{record:?}") };
    assert_eq!((row.event_id.as_deref(), row.event_type.as_deref(), record.plan_version), (Some("b"), Some("x"), 3));
    assert_eq!((row.code, row.field.as_deref()), ("wrong_type", Some("step")));
    assert_eq!(event(row), json!({"id": "b", "type": "x", "occurred_at": NOW, "step": "four", "user_id": "ben", "session_id": "s"}));
    assert_eq!(record.arrival, format!(r#"{{"received_at":{NOW},"instance_id":"i","device":{{"os":"Linux"}},"country":"AT"}}"#));
    let read = arrival(&record.arrival).unwrap();
    assert_eq!((read.received_at, read.device.os.as_deref(), read.country.as_deref()), (Some(NOW), Some("Linux"), Some("AT")));
}

#[test]
fn the_same_event_has_the_same_name_unless_it_has_no_id() {
    let with_id = json!({"id": "a", "type": "x", "step": "four", "occurred_at": NOW});
    let without = json!({"type": "x", "step": "four"});
    let rows = kept(json!({"events": [with_id, with_id, without, without, 7, 7]}));
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!((ids[0], ids[0].len()), (ids[1], 32));
    assert_ne!(ids[2], ids[3]);
    // They got what an accepted event gets.
    assert_eq!(event(&rows[2])["occurred_at"], NOW);
    assert_eq!(event(&rows[2])["id"].as_str(), rows[2].event_id.as_deref());
    assert_eq!((rows[4].event.as_str(), rows[4].event_type.as_deref(), rows[4].code), ("7", None, "wrong_type"));
}

#[test]
fn a_key_is_never_kept() {
    let single = json!({"write_key": "tm_write_secret", "type": "x", "step": "four"});
    let record = record_in(Form::Single, &single, SURROUNDINGS);
    assert_eq!(record.kept.len(), 1);
    let batch = kept(json!({"events": [{"write_key": "tm_write_secret", "type": "x", "id": "a"}]}));
    for row in record.kept.iter().chain(&batch) {
        assert!(!row.event.contains("tm_write_secret"), "{row:?}");
    }
}

#[test]
fn what_may_come_again_and_what_is_too_large_is_counted_only() {
    let body = json!({"events": [
        {"id": "a", "type": "x", "occurred_at": NOW * 2},
        {"id": "b", "type": "x", "occurred_at": NOW, "wrong": vec!["x".repeat(1000); 20]},
        {"id": "c", "type": "x", "occurred_at": NOW, "level": "detail"},
        {"id": "c", "type": "x", "occurred_at": NOW},
        7,
    ]});
    let record = record_in(Form::Batch, &body, SURROUNDINGS);
    assert_eq!(record.kept.len(), 1);
    let counts = &record.counts;
    assert_eq!((counts.requests, counts.bytes, counts.sound), (1, body.to_string().len() as u64, 2));
    assert_eq!((counts.rejected, counts.limited), (3, 0));
    let codes: Vec<_> = counts.codes.iter().map(|(code, count)| (*code, *count)).collect();
    assert_eq!(codes, [("occurred_at_in_future", 1), ("unknown_field", 1), ("wrong_type", 1)]);
    // Near the quota rows are for events.
    let near = record_in(Form::Batch, &body, Surroundings { floor: Some(event_model::Level::State), ..SURROUNDINGS });
    assert_eq!((near.kept.len(), near.counts.rejected, near.counts.sound, near.counts.limited), (0, 3, 1, 1));
}

/// Events of every sort, good and bad.
fn any_event() -> impl Strategy<Value = Value> {
    let id = prop_oneof![Just(Value::Null), "[ab]".prop_map(Value::from), Just(json!("not an id"))];
    let step = prop_oneof![Just(Value::Null), any::<i32>().prop_map(Value::from), Just(json!({}))];
    let time = prop_oneof![Just(json!(NOW)), Just(json!(NOW * 2)), Just(Value::Null)];
    let level = prop_oneof![Just("detail"), Just("milestone"), Just("loud")];
    let whole = (id, step, time, level, any::<String>());
    let event = whole.prop_map(|(id, step, time, level, text)| {
        json!({"id": id, "type": "x", "step": step, "occurred_at": time, "level": level, "metadata": {"text": text}})
    });
    prop_oneof![8 => event, 1 => any::<String>().prop_map(Value::from), 1 => Just(json!([{"type": "x"}]))]
}

proptest! {
    #[test]
    fn the_books_balance_and_what_is_kept_is_json(events in prop::collection::vec(any_event(), 1..30), near in any::<bool>()) {
        let floor = near.then_some(event_model::Level::State);
        let record = record_in(Form::Batch, &json!({"events": events}), Surroundings { floor, ..SURROUNDINGS });
        let counts = &record.counts;
        prop_assert_eq!(counts.sound + counts.rejected + counts.limited, events.len() as u64);
        prop_assert_eq!(counts.codes.values().sum::<u64>(), counts.rejected);
        let in_future = counts.codes.get("occurred_at_in_future").copied().unwrap_or_default();
        prop_assert_eq!(record.kept.len() as u64, if near { 0 } else { counts.rejected - in_future });
        for row in &record.kept {
            let kept: Value = serde_json::from_str(&row.event).unwrap();
            prop_assert!(!kept.is_object() || kept["id"].is_string());
            prop_assert!(counts.codes.contains_key(row.code));
        }
    }
}
