use super::*;
use event_model::{Answer, Verdict};
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::BTreeSet;

const NOW: u64 = 1_771_405_200_000;
const SURROUNDINGS: Surroundings = Surroundings { now: NOW, seed: [7; 8], floor: None };

/// A database that stores what it does not hold yet.
#[derive(Default)]
struct Store(BTreeSet<(u64, String)>);

impl Store {
    fn insert(&mut self, prepared: &Prepared) -> Vec<RowKey> {
        let rows = rows(prepared);
        assert_eq!(rows.len(), prepared.keys.len());
        let key = |row: &Vec<Value>| (row[0].as_u64().unwrap(), row[1].as_str().unwrap().to_owned());
        let new = rows.iter().map(key).filter(|key| self.0.insert(key.clone()));
        new.map(|(occurred_at, id)| RowKey { occurred_at, id: EventId::parse(&id, "id").unwrap() }).collect()
    }
}

fn prepared(batch: &Value) -> Prepared {
    let body = batch.to_string();
    prepare(decode(Form::Batch, body.as_bytes()).unwrap(), Sender::default(), SURROUNDINGS, &Rules::default())
}

fn rows(prepared: &Prepared) -> Vec<Vec<Value>> {
    let texts = prepared.rows.iter().map(|rows| (serde_json::from_str::<Vec<Vec<Value>>>(&rows.json).unwrap(), rows.count));
    texts.inspect(|(rows, count)| assert_eq!(rows.len() as u64, *count)).flat_map(|(rows, _)| rows).collect()
}

fn send(store: &mut Store, batch: &Value) -> Answer {
    let prepared = prepared(batch);
    let stored = store.insert(&prepared);
    settle(prepared, &stored, NOW)
}

#[test]
fn one_bad_event_in_ten_spoils_no_other() {
    let mut events: Vec<Value> = (0..10).map(|n| json!({"id": format!("e-{n}"), "type": "task_done", "occurred_at": NOW})).collect();
    events[4]["step"] = json!("four");
    let answer = send(&mut Store::default(), &json!({"events": events}));
    assert_eq!((answer.accepted, answer.rejected, answer.duplicate, answer.limited), (9, 1, 0, 0));
    let line = &answer.verdicts[0];
    assert_eq!((line.index, line.id.as_deref(), line.code, line.field.as_deref()), (4, Some("e-4"), Some("wrong_type"), Some("step")));
}

#[test]
fn a_row_is_complete_and_the_events_own_words_win() {
    let batch = json!({
        "context": {"user_id": "anna", "session_id": "s1", "visitor_id": "v1"},
        "events": [
            {"id": "a", "occurred_at": NOW, "type": "project_task_completed"},
            {"id": "b", "occurred_at": NOW, "type": "page_view", "category": "shop", "user_id": "ben", "actor": {"type": "rule", "id": "r", "name": "R"}},
        ],
    });
    let rows = rows(&prepared(&batch));
    assert!(rows.iter().all(|row| row.len() == 31));
    assert_eq!(
        json!(rows[0][2..13]),
        json!(["project_task_completed", "project", "completed", 2, null, "anna", "v1", "s1", "user", "anna", null])
    );
    assert_eq!(json!(rows[1][2..13]), json!(["page_view", "shop", "viewed", 2, null, "ben", "v1", "s1", "rule", "r", "R"]));
}

#[test]
fn what_grows_beyond_one_value_is_cut_into_several() {
    let quotes = vec!["\"".repeat(1000); 4];
    let events: Vec<Value> =
        (0..120).map(|n| json!({"id": format!("e-{n}"), "occurred_at": NOW, "type": "x", "metadata": {"q": quotes}})).collect();
    let prepared = prepared(&json!({"events": events}));
    assert_eq!(prepared.rows.len(), 2);
    assert!(prepared.rows.iter().all(|rows| rows.json.len() < 1_100_000));
    assert_eq!(rows(&prepared).len(), 120);
}

#[test]
fn rows_are_redacted_and_clamped() {
    let big: Value = (0..9).map(|n| (format!("part {n}"), json!("x".repeat(999)))).collect();
    let batch = json!({"events": [
        {"id": "a", "occurred_at": NOW, "type": "x", "summary": "for anna@example.com", "metadata": {"api_key": "k", "n": 1}},
        {"id": "b", "occurred_at": NOW, "type": "x", "metadata": big},
        {"type": "x", "ben@example.com": 1},
    ]});
    let prepared = prepared(&batch);
    let rows = rows(&prepared);
    assert_eq!((rows[0][21].as_str(), rows[0][28].as_str()), (Some("for [email]"), Some(r#"{"api_key":"[redacted]","n":1}"#)));
    let clamped: Value = serde_json::from_str(rows[1][28].as_str().unwrap()).unwrap();
    assert_eq!((&clamped["part 0"], &clamped["part 8"]), (&json!("[cut]"), &json!("x".repeat(999))));
    assert_eq!(settle(prepared, &[], NOW).verdicts.last().unwrap().field.as_deref(), Some("[email]"));
}

#[test]
fn the_same_event_twice_in_one_request_is_stored_once() {
    let event = json!({"id": "a", "occurred_at": NOW, "type": "x"});
    let answer = send(&mut Store::default(), &json!({"batch_id": "b1", "events": [event, event]}));
    assert_eq!((answer.batch_id.as_deref(), answer.accepted, answer.duplicate), (Some("b1"), 1, 1));
    assert_eq!((answer.verdicts[0].index, answer.verdicts[0].verdict), (1, Verdict::Duplicate));
}

/// Events of every sort: with and without ids and times, good and bad, alike and different.
fn any_event() -> impl Strategy<Value = Value> {
    let id = prop_oneof![
        Just(Value::Null),
        "[ab]".prop_map(Value::from),
        (0u64..3).prop_map(|n| EventId::v7(NOW - n, &[1; 10]).as_str().into()),
        Just(json!("not an id")),
    ];
    let time = prop_oneof![Just(Value::Null), (NOW - 2..NOW).prop_map(Value::from), Just(json!(NOW * 2)), Just(json!("noon"))];
    let step = prop_oneof![Just(Value::Null), any::<i32>().prop_map(Value::from), Just(json!({}))];
    let title = any::<Option<String>>();
    let whole = (id, time, step, title).prop_map(|(id, occurred_at, step, title)| {
        json!({"id": id, "type": "some_type", "occurred_at": occurred_at, "step": step, "entity": {"type": "t", "title": title}})
    });
    prop_oneof![8 => whole, 1 => Just(json!(7)), 1 => Just(json!({"type": 3}))]
}

proptest! {
    #[test]
    fn every_event_ends_in_exactly_one_verdict(events in prop::collection::vec(any_event(), 1..40)) {
        let batch = json!({"events": events});
        let mut store = Store::default();
        let answer = send(&mut store, &batch);
        prop_assert_eq!(answer.accepted + answer.duplicate + answer.rejected + answer.limited, events.len());
        prop_assert_eq!(answer.accepted, store.0.len());
        prop_assert_eq!(answer.verdicts.len(), events.len() - answer.accepted);
        let mut indexes: Vec<usize> = answer.verdicts.iter().map(|line| line.index).collect();
        prop_assert!(indexes.iter().all(|&index| index < events.len()));
        indexes.dedup();
        prop_assert_eq!(indexes.len(), answer.verdicts.len());
    }

    #[test]
    fn the_same_bytes_again_are_the_same_rows(events in prop::collection::vec(any_event(), 1..40)) {
        // An event with neither id nor time is a new event every time; all others must be recognised.
        let events: Vec<Value> = events.into_iter().filter(|event| event["id"].is_string()).collect();
        prop_assume!(!events.is_empty());
        let batch = json!({"events": events});
        prop_assert_eq!(prepared(&batch), prepared(&batch));
        let mut store = Store::default();
        let first = send(&mut store, &batch);
        let again = send(&mut store, &batch);
        prop_assert_eq!(again.accepted, 0);
        prop_assert_eq!(again.duplicate, first.accepted + first.duplicate);
        prop_assert_eq!(again.rejected, first.rejected);
    }

    #[test]
    fn no_body_is_too_strange(body in prop::collection::vec(any::<u8>(), 0..300)) {
        for form in [Form::Single, Form::Batch] {
            if let Ok(batch) = decode(form, &body) {
                prepare(batch, Sender::default(), SURROUNDINGS, &Rules::default());
            }
        }
    }
}
