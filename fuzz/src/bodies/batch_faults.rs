//! The batch as a whole has one fault, and the status and code that it must be refused with are known.

use super::{pick, valid, word, Body, Key};
use fastrand::Rng;
use flate2::write::GzEncoder;
use flate2::Compression;
use serde_json::{json, Value};
use std::io::Write;

/// What is no JSON document, or no batch.
pub(super) fn document(random: &mut Rng, unique: &str, now: u64) -> Body {
    let text = valid::batch(random, unique, now).to_string();
    let bytes = text.into_bytes();
    let cut = random.usize(0..bytes.len());
    match random.u32(0..8) {
        0 | 1 => Body::of_bytes("JSON cut off", bytes.get(..cut).unwrap_or_default().to_vec()).refused(400, "invalid_json"),
        2 => Body::of_bytes("JSON without its beginning", bytes.get(1..).unwrap_or_default().to_vec()).refused(400, "invalid_json"),
        3 => {
            let behind = *pick(random, &["{}", "x", "]", ",", "}", "\0", "null", "\"", "//"]);
            Body::of_bytes("something behind the JSON", [&bytes, behind.as_bytes()].concat()).refused(400, "invalid_json")
        }
        4 => {
            // Within a text, where every byte but this would be right.
            let broken = *pick(random, &[&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xe2\x82", b"\x80"]);
            let bytes = [&b"{\"batch_id\":\"a"[..], broken, b"\",", bytes.get(1..).unwrap_or_default()].concat();
            Body::of_bytes("no UTF-8", bytes).refused(400, "invalid_json")
        }
        5 => {
            let number = *pick(
                random,
                &["01", "+1", ".5", "1.", "1e", "0x1", "NaN", "Infinity", "-", "1_000", "'a'", "tru", "undefined", "\"\t\"", "\"\\x\""],
            );
            let bytes = [&b"{\"tracked\":"[..], number.as_bytes(), b",", bytes.get(1..).unwrap_or_default()].concat();
            Body::of_bytes("no JSON value", bytes).refused(400, "invalid_json")
        }
        6 => {
            let other = *pick(random, &["[]", "7", "null", "true", "\"{}\"", "[{\"events\":[]}]", " -0 ", "\"\\ud800\""]);
            Body::of_bytes("no object", other.as_bytes().to_vec()).refused(400, "invalid_batch")
        }
        _ => Body::of_bytes("nothing", vec![b' '; random.usize(0..3)]).refused(400, "invalid_json"),
    }
}

/// A member of the batch is wrong.
pub(super) fn member(random: &mut Rng, unique: &str, now: u64) -> Body {
    let mut batch = valid::batch(random, unique, now);
    let mut set = |name: &str, value: Value| {
        match name.split_once('.') {
            None => batch[name] = value,
            Some((parent, rest)) => {
                if !batch[parent].is_object() {
                    batch[parent] = json!({});
                }
                batch[parent][rest] = value;
            }
        };
    };
    let other = pick(random, &[json!(7.5), json!([1]), json!(true), json!("")]).clone();
    match random.u32(0..10) {
        0 => {
            let name = *pick(random, &["evnets", "Events", "project_id", "received_at", "country", "__proto__", "", "id", "type"]);
            set(name, other);
            Body::of("an unknown member of the batch", &batch).refused(400, "invalid_batch")
        }
        1 => {
            set(word(random, &["batch_id", "instance_id", "context.user_id", "context.session_id", "context.visitor_id"]), other);
            Body::of("a wrong id of the batch", &batch).refused(400, "invalid_batch")
        }
        2 => {
            set(word(random, &["sealed_at", "tracked", "schema"]), other);
            Body::of("a wrong number of the batch", &batch).refused(400, "invalid_batch")
        }
        3 => {
            set(word(random, &["sealed_at", "tracked", "schema"]), pick(random, &[json!(-1), json!(9.1e15), json!(-1e300)]).clone());
            Body::of("a number out of bounds", &batch).refused(400, "invalid_batch")
        }
        4 => {
            set(word(random, &["context", "context.device", "overhead"]), other);
            Body::of("no object within the batch", &batch).refused(400, "invalid_batch")
        }
        5 => {
            let value = pick(random, &[json!(7), json!({}), json!([[]]), json!([{ "reason": "x" }]), json!([{ "count": 1 }])]).clone();
            set("dropped", value);
            Body::of("a wrong report of drops", &batch).refused(400, "invalid_batch")
        }
        6 => {
            let value = pick(random, &[json!({}), json!("[]"), json!(null), json!(1)]).clone();
            set("events", value);
            Body::of("events that are no list", &batch).refused(400, "invalid_batch")
        }
        7 => {
            set("schema", json!(random.u32(2..)));
            Body::of("an unknown version", &batch).refused(400, "unsupported_schema")
        }
        8 if random.u32(0..20) == 0 => {
            set("events", json!(vec![7; random.usize(501..700)]));
            Body::of("too many events", &batch).refused(413, "too_many_events")
        }
        _ => {
            set("events", json!([]));
            Body::of("an empty batch", &batch).refused(400, "empty_batch")
        }
    }
}

/// What claims to be gzip and is none that is sound, or too much of it.
pub(super) fn gzip(random: &mut Rng, unique: &str, now: u64) -> Body {
    let text = valid::batch(random, unique, now).to_string().into_bytes();
    let whole = gzipped(&text);
    let announced = if random.bool() { Some("gzip") } else { None };
    let body = |kind, bytes| Body { encoding: announced, ..Body::of_bytes(kind, bytes) };
    match random.u32(0..12) {
        0..3 => body("gzip cut off", whole.get(..random.usize(2..whole.len())).unwrap_or_default().to_vec()).refused(400, "invalid_gzip"),
        3..5 => {
            let mut bytes = whole;
            let at = bytes.len() - random.usize(1..9);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.u32(0..8);
            }
            body("gzip with a wrong checksum", bytes).refused(400, "invalid_gzip")
        }
        5..7 => {
            let mut bytes = whole;
            let at = random.usize(2..bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.u8(..);
            }
            body("gzip with a damaged byte", bytes)
        }
        7 | 8 => body("something behind the gzip", [whole, vec![random.u8(..)]].concat()).refused(400, "invalid_gzip"),
        9 => Body { encoding: Some("gzip"), ..Body::of_bytes("gzip by its header alone", text) }.refused(400, "invalid_gzip"),
        10 if random.u32(0..100) == 0 => {
            body("more than the limit when inflated", gzipped(&vec![b' '; 1024 * 1024 + 1])).refused(413, "body_too_large")
        }
        _ => {
            let encoding = *pick(random, &["br", "deflate", "gzip, gzip", "zstd", "compress", "gzip;q=1", "*"]);
            Body { encoding: Some(encoding), ..Body::of_bytes("an encoding that is none of ours", text) }
                .refused(415, "unsupported_encoding")
        }
    }
}

/// The body is sound, and its key is not.
pub(super) fn key(random: &mut Rng, unique: &str, now: u64) -> Body {
    let mut batch = valid::batch(random, unique, now);
    let body = |batch: &Value, key| Body { key, ..Body::of("a wrong key", batch) };
    match random.u32(0..5) {
        0 => body(&batch, Key::Missing).refused(401, "missing_key"),
        1 => body(&batch, Key::Unknown).refused(401, "unknown_key"),
        2 => body(&batch, Key::Nonsense).refused(401, "unknown_key"),
        3 => {
            batch["write_key"] = json!("tm_write_ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ");
            body(&batch, Key::Missing).refused(401, "unknown_key")
        }
        _ => {
            batch["write_key"] = pick(random, &[json!(7), json!({}), json!([])]).clone();
            body(&batch, Key::Right).refused(400, "invalid_batch")
        }
    }
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing into memory does not fail.
    let written = encoder.write_all(text).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}
