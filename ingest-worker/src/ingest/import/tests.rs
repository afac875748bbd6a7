use super::*;
use crate::ingest::{decode, prepare, Form, Place, Sender};
use crate::project::Rules;
use crate::query::export::ExportQuery;
use crate::query::item::StoredEvent;
use proptest::prelude::*;
use serde_json::{json, Map, Value};

const NOW: u64 = 1_771_405_200_000;
const SURROUNDINGS: Surroundings = Surroundings { now: NOW, seed: [7; 8], floor: None };

/// The columns in the order of `INSERT`, and behind them those of `IMPORT`.
const COLUMNS: &str = "occurred_at event_id type category action level seq user_id visitor_id session_id actor_type actor_id actor_name \
    entity_type entity_id entity_title stream_id step correlation_id caused_by ref summary duration_ms page_path page_title page_referrer \
    page_utm page_click_id metadata context plan_fault \
    received_at instance_id device_type device_os device_browser device_screen device_language device_timezone country region city colo bot";

/// Rows as the database would give them back, with what all share.
fn stored(rows: &[Rows], shared: &Map<String, Value>) -> Vec<StoredEvent> {
    let rows = rows.iter().flat_map(|rows| serde_json::from_str::<Vec<Vec<Value>>>(&rows.json).unwrap());
    let objects = rows.map(|row| {
        let mut object: Map<String, Value> = COLUMNS.split_whitespace().map(str::to_owned).zip(row).collect();
        object.extend(shared.clone());
        object
    });
    objects.map(|object| serde_json::from_value(Value::Object(object)).unwrap()).collect()
}

fn exported_text(rows: Vec<StoredEvent>) -> Vec<u8> {
    ExportQuery::parse("", 0).unwrap().write(rows).unwrap()
}

#[test]
fn lines_are_judged_one_by_one_and_named_by_number() {
    let good = r#"{"id":"a","type":"x","occurred_at":1771405200000}"#;
    let body = format!("\u{feff}{good}\r\n\n{{\"type\":\n{good}\n{{\"id\":\"b\",\"type\":\"x\",\"step\":\"s\"}}\n{{\"export\":\"complete\",\"events\":1}}\n");
    let import = Import::read(body.as_bytes(), &[], SURROUNDINGS);
    let keys = import.keys.clone();
    let answer = import.settle(&keys);
    assert_eq!((answer.lines, answer.accepted, answer.duplicate, answer.rejected), (4, 1, 1, 2));
    let named: Vec<(u64, &str)> = answer.bad_lines.iter().map(|bad| (bad.line, bad.code)).collect();
    assert_eq!(named, [(3, "wrong_type"), (5, "wrong_type")]);
    assert_eq!((answer.bad_lines[1].id.as_deref(), answer.bad_lines[1].field.as_deref()), (Some("b"), Some("step")));
    assert_eq!(Import::read(b"\n\n", &[], SURROUNDINGS).settle(&[]).lines, 0);
}

#[test]
fn what_the_plan_marks_is_redacted_in_imports_too() {
    let line = r#"{"id":"a","type":"x","occurred_at":1771405200000,"metadata":{"Grade":1,"pin":2,"n":3}}"#;
    let import = Import::read(line.as_bytes(), &["grade".to_owned()], SURROUNDINGS);
    assert!(import.rows[0].json.contains(r#"{\"Grade\":\"[redacted]\",\"pin\":\"[redacted]\",\"n\":3}"#), "{}", import.rows[0].json);
}

#[test]
fn a_thousand_bad_lines_are_counted_and_a_hundred_named() {
    let answer = Import::read("{}\n".repeat(1000).as_bytes(), &[], SURROUNDINGS).settle(&[]);
    assert_eq!((answer.lines, answer.rejected, answer.bad_lines.len()), (1000, 1000, 100));
}

/// Texts as strangers send them.
fn text() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), any::<String>().prop_map(Value::from), "[\\PC\\s\"\\\\]{0,12}".prop_map(Value::from)]
}

fn id() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), "[a-z\"\\\\👩é]{1,6}".prop_map(Value::from)]
}

fn any_event() -> impl Strategy<Value = Value> {
    let kinds = prop_oneof!["[a-z_. ]{1,9}", Just("page_view".to_owned()), Just("__".to_owned())];
    let things = (kinds, id(), text(), text(), text(), any::<Option<i32>>());
    let more = (prop::option::of(prop::collection::vec("[a-z]{1,3}", 0..4)), any::<Option<u32>>(), text(), text(), id(), any::<bool>());
    (things, more).prop_map(|((kind, user, title, path, summary, step), (causes, duration, utm, free, click, pretty))| {
        let metadata = json!({"free": free, "deep": [1.50, null, {"x": title}]});
        json!({
            "type": kind, "occurred_at": NOW - 5, "user_id": user, "entity": {"type": "task", "id": user, "title": title},
            "page": {"path": path, "title": title, "referrer": summary, "utm": {"source": utm, "term": title}, "click_id": click},
            "summary": summary, "step": step, "caused_by": causes, "duration_ms": duration, "actor": {"type": "rule", "name": utm},
            "metadata": metadata, "context": if pretty { json!({}) } else { Value::Null }, "level": "milestone", "seq": step.map(i64::from).map(i64::abs),
        })
    })
}

proptest! {
    #[test]
    fn what_is_exported_and_imported_is_exported_the_same(
        events in prop::collection::vec(any_event(), 1..8), screen in text(), city in any::<String>(), bot in any::<bool>(), pretty in any::<bool>(),
    ) {
        let events: Vec<Value> = (0..).zip(events).map(|(n, mut event)| { event["id"] = json!(format!("e{n}")); event }).collect();
        let batch = json!({"instance_id": "i\"1", "context": {"visitor_id": "v", "device": {"screen": screen}}, "events": events});
        let body = if pretty { serde_json::to_vec_pretty(&batch).unwrap() } else { batch.to_string().into_bytes() };
        let place = Place::read(|name| (name == "city").then(|| city.clone()));
        let prepared = prepare(decode(Form::Batch, &body).unwrap(), Sender { place: place.clone(), bot, is_public: false }, SURROUNDINGS, &Rules::default());
        let shared = json!({
            "received_at": NOW, "instance_id": prepared.instance_id.as_ref().map(|id| id.as_str()), "city": place.city,
            "device_screen": prepared.context.device.screen, "bot": bot.then_some(1),
        });
        let before = exported_text(stored(&prepared.rows, shared.as_object().unwrap()));
        let import = Import::read(&before, &[], Surroundings { now: NOW + 7, seed: [0; 8], floor: None });
        prop_assert_eq!(import.keys.len(), prepared.keys.len(), "{:?}", import.settle(&[]));
        let after = exported_text(stored(&import.rows, &Map::new()));
        prop_assert_eq!(String::from_utf8(before).unwrap(), String::from_utf8(after).unwrap());
    }

    #[test]
    fn no_body_is_too_strange(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let import = Import::read(&body, &[], SURROUNDINGS);
        let answer = import.settle(&[]);
        prop_assert!(answer.bad_lines.len() <= answer.lines);
    }
}
