//! Prints what redaction costs: `cargo run --release --package event-model --example redaction_speed`.

use event_model::limits::MAX_METADATA_BYTES;
use event_model::redaction::redact;
use serde_json::{json, Value};

fn main() {
    let usual = json!({"plan": "pro", "minutes": 12, "priority": "high", "source": "board", "filters": ["open", "mine"], "ratio": 0.25})
        .to_string();
    let member = |n: usize| {
        (
            format!("property_{n}"),
            json!({"label": "Weekly Digest v3 generated (staged)", "count": n, "at": 1_771_405_200_000_u64 + n as u64}),
        )
    };
    let large = Value::Object((0..89).map(member).collect()).to_string();
    let leaky =
        json!({"note": "write to anna@example.com or ben@example.com", "card": "4111 1111 1111 1111", "password": "x", "plan": "pro"})
            .to_string();
    let too_large = json!({"text": "x".repeat(200_000), "plan": "pro"}).to_string();
    let hostile = json!({ "text": "a%40@a.-1234 5678 ".repeat(12_000) }).to_string();
    for (name, text) in [("usual", usual), ("8 KiB", large), ("leaky", leaky), ("200 KB", too_large), ("hostile, 216 KB", hostile)] {
        let rounds = 1_000_000 / text.len() + 1;
        // The best of many: what else the machine does only ever adds.
        let times = (0..40).map(|_| {
            let start = std::time::Instant::now();
            (0..rounds).for_each(|_| drop(std::hint::black_box(redact(std::hint::black_box(&text), MAX_METADATA_BYTES, &[]))));
            start.elapsed().as_secs_f64() * 1e6 / rounds as f64
        });
        println!("{name}: {} bytes, {:.2} µs", text.len(), times.fold(f64::INFINITY, f64::min));
    }
}
