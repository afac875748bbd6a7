use super::pick;
use fastrand::Rng;
use serde_json::{json, Map, Value};

/// A batch of which nothing is wrong. `unique` begins all its ids.
pub(super) fn batch(random: &mut Rng, unique: &str, now: u64) -> Value {
    let count = match random.u32(0..40) {
        0 => random.usize(20..60),
        1..4 => random.usize(4..12),
        _ => random.usize(1..4),
    };
    let events: Vec<Value> = (0..count).map(|index| event(random, &format!("{unique}-{index}"), now)).collect();
    let mut batch = json!({ "events": events });
    let mut set = |name: &str, value: Value| batch[name] = value;
    if random.bool() {
        set("schema", json!(1));
    }
    if random.bool() {
        set("batch_id", json!(format!("{unique}-b")));
        set("sealed_at", json!(now));
        set("instance_id", json!(format!("i_{}", random.u8(0..9))));
        set("tracked", json!(count));
    }
    if random.bool() {
        let device =
            json!({ "type": "desktop", "os": "Linux", "browser": "Firefox", "screen": "1x1", "language": "de", "timezone": "UTC" });
        set("context", json!({ "session_id": "s_1", "visitor_id": "v_1", "user_id": "u_1", "device": device }));
    }
    if random.u32(0..8) == 0 {
        set("dropped", json!([{ "reason": "queue_full", "level": "detail", "count": 3 }]));
        set("overhead", json!({ "busy_us": 1840, "track_us": [31, 6, 2, 0, 1, 0, 0, 0] }));
    }
    batch
}

/// An event of which nothing is wrong. What a public key may not say is not in it: its actor is its user, and its visitor the batch's.
pub(super) fn event(random: &mut Rng, id: &str, now: u64) -> Value {
    let types = ["task_done", "page_view", "Checkout Started", "dice.roll", "größe_geprüft", "x"];
    let mut event = Map::new();
    let mut set = |name: &str, value: Value| event.insert(name.to_owned(), value);
    set("id", json!(id));
    set("type", json!(pick(random, &types)));
    set("occurred_at", json!(now - random.u64(0..90_000_000)));
    let optional: [(&str, Value); 17] = [
        ("category", json!("task")),
        ("action", json!("done")),
        ("level", json!(pick(random, &["detail", "state", "action", "decision", "milestone"]))),
        ("seq", json!(random.u32(..))),
        ("user_id", json!("u_1")),
        ("visitor_id", json!("v_1")),
        ("session_id", json!("s_1")),
        ("actor", json!({ "type": "user", "name": "Ada Lovelace" })),
        ("entity", json!({ "type": "task", "id": "t_1", "title": "Write it \"down\" \\ 测试 👩‍🚀" })),
        ("stream_id", json!("run_1")),
        ("step", json!(random.i32(..))),
        ("correlation_id", json!("c_1")),
        ("caused_by", json!([format!("{id}-c"), "order-1"])),
        ("ref", json!("transcript/88")),
        ("summary", json!("Told anna@example.com of 4111 1111 1111 1111")),
        ("duration_ms", json!(f64::from(random.u16(..)) / 4.0)),
        (
            "page",
            json!({ "path": "/a?b=c", "title": "A", "referrer": "https://example.org/", "utm": { "source": "news" }, "click_id": "gclid" }),
        ),
    ];
    for (name, value) in optional {
        if random.u32(0..4) == 0 {
            set(name, value);
        }
    }
    if random.bool() {
        set("metadata", metadata(random, 3));
    }
    if random.u32(0..8) == 0 {
        set("context", metadata(random, 2));
    }
    Value::Object(event)
}

/// Free JSON, with something to redact in it.
pub(super) fn metadata(random: &mut Rng, depth: usize) -> Value {
    let mut object = Map::new();
    for _ in 0..random.usize(0..5) {
        let name = *pick(random, &["a", "priority", "password", "Card-Number", "labels", "π", "anna@example.com", "", "\"\\"]);
        let value = match random.u32(0..9) {
            0 => json!("mail to bob.b+c@mail.example.com or 5500-0055-5555-5559"),
            1 => json!(4_111_111_111_111_111_u64),
            2 => json!([true, null, -1.5e9, { "token": "x" }]),
            3 => json!("\u{0}\u{1f}\u{7f}\u{2028}\u{feff}"),
            4 if depth > 0 => metadata(random, depth - 1),
            5 => json!("y".repeat(random.usize(0..40))),
            _ => json!(random.i64(..)),
        };
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}
