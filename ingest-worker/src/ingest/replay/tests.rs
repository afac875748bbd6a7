use super::*;
use crate::ingest::{decode as decode_body, prepare, Form, Sender};
use crate::project::{PlanVersion, Rules};
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};

const NOW: u64 = 1_771_405_200_000;
const SURROUNDINGS: Surroundings = Surroundings { now: NOW, seed: [7; 8], floor: None };

fn row(id: &str, event: &Value) -> RejectedRow {
    RejectedRow {
        id: id.into(),
        rejected_at: NOW,
        times: 1,
        code: "unknown_event_type".into(),
        event_type: None,
        event_id: None,
        field: Some("type".into()),
        detail: "d".into(),
        plan_version: 1,
        arrival: json!({"received_at": NOW - 5, "instance_id": "i", "device": {"os": "Linux"}, "country": "AT", "bot": true}).to_string(),
        event: event.to_string(),
    }
}

fn rows(replay: &Replay) -> Vec<Vec<Value>> {
    replay.rows.iter().flat_map(|rows| serde_json::from_str::<Vec<Vec<Value>>>(&rows.json).unwrap()).collect()
}

#[test]
fn an_event_comes_back_with_what_its_request_said() {
    let event = json!({"id": "a", "type": "x", "occurred_at": NOW - 9, "user_id": "anna", "ref": "r", "caused_by": ["b"]});
    let replay = Replay::read(vec![row("r1", &event)], SURROUNDINGS, &PlanVersion::built_in());
    let made = rows(&replay);
    assert_eq!(made[0].len(), 44);
    assert_eq!((&made[0][0], &made[0][1], &made[0][7]), (&json!(NOW - 9), &json!("a"), &json!("anna")));
    assert_eq!(json!(made[0][31..43]), json!([NOW - 5, "i", null, "Linux", null, null, null, null, "AT", null, null, null]));
    assert_eq!((replay.settled(), &replay.linked[..], replay.caused.len()), (vec!["r1"], &[true][..], 1));
}

#[test]
fn what_is_still_wrong_stays_and_says_why() {
    let sound = json!({"id": "a", "type": "x", "occurred_at": NOW});
    let wrong = json!({"id": "b", "type": "x", "occurred_at": NOW, "step": "four"});
    let forged = json!({"id": "c", "type": "x", "occurred_at": NOW, "received_at": 5});
    let same =
        RejectedRow { code: "wrong_type".into(), field: Some("step".into()), detail: "expected a number".into(), ..row("r4", &wrong) };
    let replay = Replay::read(
        vec![row("r1", &sound), row("r2", &wrong), row("r3", &forged), same, row("r5", &json!(7))],
        SURROUNDINGS,
        &PlanVersion::built_in(),
    );
    assert_eq!(replay.settled(), ["r1"]);
    let restated: Vec<_> = replay.restated().into_iter().map(|one| (one.id, one.code, one.field)).collect();
    let field = |name: &str| Some(name.to_owned());
    assert_eq!(
        restated,
        [
            ("r2".into(), "wrong_type", field("step")),
            ("r3".into(), "unknown_field", field("received_at")),
            ("r5".into(), "wrong_type", None)
        ]
    );
    let counts = replay.record().counts;
    assert_eq!((counts.requests, counts.sound, counts.rejected), (0, 1, 4));
    let answer = serde_json::to_value(replay.settle(&[], 5, false)).unwrap();
    assert_eq!((&answer["accepted"], &answer["duplicate"], &answer["rejected"]), (&json!(0), &json!(1), &json!(4)));
    assert_eq!((&answer["remaining"], &answer["next_cursor"]), (&json!(0), &json!(null)));
    assert_eq!((&answer["verdicts"][1]["rejected_id"], &answer["verdicts"][1]["id"]), (&json!("r2"), &json!("b")));
}

#[test]
fn what_a_public_key_may_not_say_stays_unsaid() {
    let event = json!({"id": "a", "type": "x", "occurred_at": NOW, "actor": {"type": "rule"}});
    let forged = RejectedRow { code: actor::CODE.into(), ..row("r1", &event) };
    let visitors = json!({"id": "b", "type": "x", "occurred_at": NOW, "visitor_id": "v2"});
    let another = RejectedRow { code: visitor::CODE.into(), ..row("r3", &visitors) };
    let judged = vec![forged, row("r2", &event), another, row("r4", &visitors)];
    let replay = Replay::read(judged, SURROUNDINGS, &PlanVersion::built_in());
    assert_eq!(replay.settled(), ["r2", "r4"]);
}

proptest! {
    /// Whatever is rejected and kept, made sound by another reader (here: by mending the only fault), is stored once, however often and in
    /// whatever portions it is replayed.
    #[test]
    fn replays_store_each_event_once(ids in prop::collection::vec("[a-d]", 1..12), portions in prop::collection::vec(1usize..6, 1..6)) {
        let events: Vec<Value> = ids.iter().map(|id| json!({"id": id, "type": "x", "occurred_at": NOW, "step": "four"})).collect();
        let body = json!({"context": {"user_id": "u"}, "events": events}).to_string();
        let batch = decode_body(Form::Batch, body.as_bytes()).unwrap();
        let record = prepare(batch, Sender::default(), SURROUNDINGS, &Rules::default()).record(Form::Batch, body.as_bytes(), &PlanVersion::built_in(), SURROUNDINGS);
        prop_assert_eq!(record.counts.rejected as usize, ids.len());
        let mut waiting: BTreeMap<String, RejectedRow> = record.kept.iter().map(|kept| {
            let mut event: Value = serde_json::from_str(&kept.event).unwrap();
            event["step"] = json!(4);
            (kept.id.clone(), row(&kept.id, &event))
        }).collect();
        let different: BTreeSet<&String> = ids.iter().collect();
        prop_assert_eq!(waiting.len(), different.len());
        let mut stored = HashSet::new();
        for portion in portions.into_iter().cycle().take(20) {
            let rows: Vec<RejectedRow> = waiting.values().take(portion).cloned().collect();
            let replay = Replay::read(rows, SURROUNDINGS, &PlanVersion::built_in());
            let new: Vec<RowKey> = replay.keys().iter().filter(|key| stored.insert((*key).clone())).cloned().collect();
            replay.settled().into_iter().map(str::to_owned).collect::<Vec<_>>().iter().for_each(|id| drop(waiting.remove(id)));
            let count = replay.judged.len();
            let answer = replay.settle(&new, count as u64, false);
            prop_assert_eq!(answer.accepted + answer.duplicate + answer.rejected + answer.limited, count);
        }
        prop_assert!(waiting.is_empty());
        prop_assert_eq!(stored.len(), different.len());
    }
}
