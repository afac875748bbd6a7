//! Damage whose outcome nobody knows beforehand: the model says it.

use super::{pick, valid, Body};
use fastrand::Rng;
use ingest_worker::ingest::Form;
use serde_json::{json, Value};

/// Pieces of JSON and of the contract, to be put where they do not belong.
const PIECES: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\udc00",
    "null",
    "true",
    "-0",
    "1e309",
    "1e-400",
    "9007199254740993",
    "18446744073709551616",
    "-1",
    "0.1",
    "\u{feff}",
    "\u{0}",
    "\r\n",
    " ",
    "{}",
    "[]",
    "[[[[[[[[[[",
    "]]]]]]]]]]",
    "\"id\":\"a\",",
    "\"type\":null,",
    "\"events\":[],",
    "\"events\":[{\"type\":\"x\"}],",
    "\"schema\":1,",
    "\"occurred_at\":0,",
    "\"metadata\":{},",
    "\"caused_by\":[\"a\"],",
    "\"actor\":{\"type\":\"rule\"},",
    "\"clock_unproved\":true,",
    "\"sealed_at\":1,",
    "\"write_key\":\"x\",",
    "\"__proto__\":{},",
    "'; DROP TABLE events; --",
    "\u{202e}",
    "👩‍👩‍👧",
];

/// A sound body with bytes changed, cut out, doubled, or put in.
pub(super) fn bytes(random: &mut Rng, unique: &str, now: u64) -> Body {
    let is_single = random.u32(0..8) == 0;
    let value = if is_single { valid::event(random, unique, now) } else { valid::batch(random, unique, now) };
    let mut bytes = value.to_string().into_bytes();
    for _ in 0..random.usize(1..6) {
        damage(random, &mut bytes);
    }
    let form = if is_single { Form::Single } else { Form::Batch };
    Body { form, ..Body::of_bytes("bytes damaged", bytes) }
}

fn damage(random: &mut Rng, bytes: &mut Vec<u8>) {
    let at = random.usize(0..=bytes.len());
    let end = (at + random.usize(0..20)).min(bytes.len());
    match random.u32(0..7) {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = random.u8(..)),
        1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.u32(0..8)),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let doubled: Vec<u8> = bytes.iter().skip(at).take(end - at).copied().collect();
            bytes.splice(at..at, doubled);
        }
        4 => bytes.truncate(at),
        _ => drop(bytes.splice(at..at, pick(random, &PIECES).bytes())),
    }
}

/// A sound body with values changed anywhere: JSON still, and seldom a batch.
pub(super) fn tree(random: &mut Rng, unique: &str, now: u64) -> Body {
    let mut batch = valid::batch(random, unique, now);
    for _ in 0..random.usize(1..4) {
        change(random, &mut batch);
    }
    let text = batch.to_string();
    // Numbers and texts that a tree cannot hold.
    let text = match random.u32(0..6) {
        0 => text.replacen("true", "1e999", 1),
        1 => text.replacen("null", "-0.0e-0", 1),
        2 => text.replacen(":\"", ":\"\\ud834", 1),
        3 => text.replacen(":{", ":{\"id\":\"a\",\"id\":1,", 1),
        _ => text,
    };
    Body::of_bytes("values changed", text.into_bytes())
}

fn change(random: &mut Rng, value: &mut Value) {
    let is_here = random.u32(0..5) == 0;
    match value {
        Value::Object(members) if !is_here && !members.is_empty() => {
            let at = random.usize(0..members.len());
            match (random.u32(0..8), members.keys().nth(at).cloned()) {
                (0, Some(name)) => drop(members.remove(&name)),
                (1, Some(name)) => drop(members.insert(format!("{name}_"), Value::Null)),
                _ => members.values_mut().skip(at).take(1).for_each(|member| change(random, member)),
            }
        }
        Value::Array(items) if !is_here && !items.is_empty() => {
            let at = random.usize(0..items.len());
            items.iter_mut().skip(at).take(1).for_each(|item| change(random, item));
        }
        _ => *value = other(random),
    }
}

fn other(random: &mut Rng) -> Value {
    let numbers =
        [0.0, -0.0, 1.0, -1.0, 0.5, 1e3, 1e15, 9_007_199_254_740_991.0, 9_007_199_254_740_992.0, 1e22, 1e308, 5e-324, 946_684_799_999.0];
    match random.u32(0..9) {
        0 => json!(*pick(random, &numbers)),
        1 => json!(random.i64(..)),
        2 => json!(*pick(random, &["", " ", "a", "null", "\u{0}", "a\nb", "👩‍🚀", "../..", "1", "tm_write_x", "[email]"])),
        3 => json!("x".repeat(random.usize(0..300))),
        4 => json!(vec![json!("a"); random.usize(0..20)]),
        5 => json!({ "type": "user", "id": "u_1" }),
        6 => Value::Null,
        7 => json!(random.bool()),
        _ => json!({}),
    }
}

/// Events that stand twice, and some of them with another time.
pub(super) fn repeated(random: &mut Rng, unique: &str, now: u64) -> Body {
    let mut batch = valid::batch(random, unique, now);
    if let Some(events) = batch["events"].as_array_mut() {
        for _ in 0..random.usize(1..4) {
            let mut again = pick(random, events).clone();
            if random.u32(0..3) == 0 {
                again["occurred_at"] = json!(now - random.u64(0..1000));
            }
            events.insert(random.usize(0..=events.len()), again);
        }
    }
    Body::of("events repeated", &batch)
}

/// Lists and objects within each other, a few or very many, wherever a value may stand.
pub(super) fn deep(random: &mut Rng, unique: &str, now: u64) -> Body {
    let depth = *pick(random, &[5, 9, 20, 31, 32, 33, 64, 127, 128, 129, 1_000, 20_000]);
    let nested = match random.bool() {
        true => format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
        false => format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)),
    };
    let mark = json!("HERE");
    let mut batch = valid::batch(random, unique, now);
    match random.u32(0..6) {
        0 => batch["events"] = mark,
        1 => batch["context"] = mark,
        2 => batch["overhead"] = mark,
        3 => batch["events"][0]["caused_by"] = mark,
        4 => batch["events"][0]["context"] = mark,
        _ => batch["events"][0]["metadata"] = json!({ "a": mark }),
    }
    Body::of_bytes("nested deeply", batch.to_string().replace("\"HERE\"", &nested).into_bytes())
}
