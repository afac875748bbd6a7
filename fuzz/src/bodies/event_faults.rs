//! One event of a batch has one fault, and the code and field that it must be rejected with are known.

use super::{pick, valid, word as one_word, Body, Known};
use fastrand::Rng;
use ingest_worker::ingest::Form;
use serde_json::{json, Value};

/// Fields of one word, with the characters that it may have.
const WORDS: [(&str, usize); 17] = [
    ("id", 64),
    ("type", 80),
    ("category", 80),
    ("action", 80),
    ("user_id", 128),
    ("visitor_id", 128),
    ("session_id", 128),
    ("stream_id", 128),
    ("correlation_id", 128),
    ("ref", 128),
    ("actor.type", 80),
    ("actor.id", 128),
    ("entity.type", 80),
    ("entity.id", 128),
    ("page.click_id", 40),
    ("caused_by", 64),
    ("level", 9),
];
/// Fields of lines, which are cut and redacted and never refused for what they say.
const LINES: [&str; 9] = [
    "summary",
    "actor.name",
    "entity.title",
    "page.path",
    "page.title",
    "page.referrer",
    "page.utm.source",
    "page.utm.term",
    "page.utm.content",
];
const NUMBERS: [&str; 4] = ["occurred_at", "seq", "step", "duration_ms"];
const OBJECTS: [&str; 6] = ["actor", "entity", "page", "page.utm", "metadata", "context"];
/// What the server alone may say, and what nobody may.
const FORGED: [&str; 18] = [
    "received_at",
    "country",
    "region",
    "city",
    "colo",
    "bot",
    "project_id",
    "instance_id",
    "device",
    "event_id",
    "plan_fault",
    "write_key ",
    "Type",
    "usr_id",
    "__proto__",
    "constructor",
    "",
    "events",
];

/// A batch in which one event has one fault.
pub(super) fn one(random: &mut Rng, unique: &str, now: u64) -> Body {
    let mut batch = valid::batch(random, unique, now);
    let is_single = random.u32(0..6) == 0;
    let index = if is_single { 0 } else { random.usize(0..batch["events"].as_array().map_or(1, Vec::len)) };
    let event = &mut batch["events"][index];
    let (code, field) = spoil(random, event, now);
    let known = Some(Known::Rejected { index, code, field });
    match is_single {
        true => Body { known, form: Form::Single, ..Body::of("one fault of a single event", event) },
        false => Body { known, ..Body::of("one fault of an event", &batch) },
    }
}

fn spoil(random: &mut Rng, event: &mut Value, now: u64) -> (&'static str, String) {
    let (word, limit) = *pick(random, &WORDS);
    let line = *pick(random, &LINES);
    let number = *pick(random, &NUMBERS);
    let object = *pick(random, &OBJECTS);
    let forged = *pick(random, &FORGED);
    // The fields of words that are no closed list.
    let free = |field: &'static str| if field == "level" { "id" } else { field };
    let mut put = |field: &str, value: Value| {
        set(event, field, value);
        field.to_owned()
    };
    match random.u32(0..18) {
        0 => ("wrong_type", put(word, pick(random, &[json!(7), json!(true), json!(-1.5e3), json!({ "a": 1 })]).clone())),
        1 => ("wrong_type", put(line, pick(random, &[json!(7), json!(false), json!([]), json!({})]).clone())),
        2 => ("wrong_type", put(number, pick(random, &[json!("4"), json!(""), json!(true), json!([]), json!({}), json!("1e3")]).clone())),
        3 => ("wrong_type", put(object, pick(random, &[json!("{}"), json!(0), json!(true), json!([]), json!([{}])]).clone())),
        4 => {
            let limit = if word == "level" { 64 } else { limit };
            ("too_long", put(free(word), json!("x".repeat(limit + random.usize(1..40)))))
        }
        5 => ("empty_field", put(free(word), json!(""))),
        6 => (
            "invalid_characters",
            put(free(word), pick(random, &[json!(" a"), json!("a "), json!("a\nb"), json!("a\u{0}"), json!("\u{85}a")]).clone()),
        ),
        7 => {
            ("invalid_characters", put("id", pick(random, &[json!("a b"), json!("é"), json!("a.b"), json!("a'--"), json!("../x")]).clone()))
        }
        8 => (
            "out_of_range",
            put(one_word(random, &["seq", "duration_ms"]), pick(random, &[json!(-1), json!(-1e15), json!(9.1e15), json!(1e300)]).clone()),
        ),
        9 => ("out_of_range", put("step", pick(random, &[json!(9_007_199_254_740_992_u64), json!(-9.1e15), json!(1e18)]).clone())),
        10 => ("wrong_type", put(one_word(random, &["seq", "step", "occurred_at"]), json!(f64::from(random.u16(..)) + 0.5))),
        11 => ("unknown_value", put("level", pick(random, &[json!("high"), json!(""), json!("ACTION"), json!("action ")]).clone())),
        12 => ("too_many_items", put("caused_by", json!(vec!["a"; random.usize(17..30)]))),
        13 => ("occurred_at_in_future", put("occurred_at", json!(now + 3 * 86_400_000 + random.u64(0..1 << 50)))),
        14 => ("occurred_at_implausible", put("occurred_at", json!(random.u64(0..946_684_800_000)))),
        15 => {
            set(event, "occurred_at", Value::Null);
            set(event, "id", json!(format!("order-{}", random.u16(..))));
            ("occurred_at_required", "occurred_at".to_owned())
        }
        16 => {
            set(event, "type", Value::Null);
            ("missing_field", "type".to_owned())
        }
        _ => {
            set_member(event, forged, json!(now));
            ("unknown_field", forged.trim().to_owned())
        }
    }
}

/// Puts a value at a path, within the objects that belong there.
fn set(event: &mut Value, path: &str, value: Value) {
    match path.split_once('.') {
        None => set_member(event, path, value),
        Some((parent, rest)) => {
            if !event[parent].is_object() {
                event[parent] = json!({});
            }
            if matches!(parent, "actor" | "entity") && rest != "type" {
                event[parent]["type"] = json!("user");
            }
            set(&mut event[parent], rest, value);
        }
    }
}

fn set_member(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}
