use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{bail, Result};
use fastrand::Rng;
use serde_json::{json, Value};

use super::Shift;
use crate::ingest_client::Tally;
use crate::seed::uuid::version_7;

/// How often a batch is sent that gets no answer, at most.
const TRIES: u32 = 50;
/// Events of a batch, at most.
const LARGEST: u64 = 100;
const DAY_MS: u64 = 86_400_000;

/// What was sent, and what was said of it.
#[derive(Debug, Default)]
pub struct Sent {
    pub events: u64,
    pub batches: u64,
    /// Events of the first sending of each batch that are as they should be, and those that are not.
    pub sound: u64,
    pub faulty: u64,
    pub said: Tally,
}

/// One tracker that is always behind: batches of 1 to 100, one in ten sent once more, and one event in twenty that cannot be taken.
pub fn write(shift: &Shift, writer: usize) {
    let mut random = Rng::with_seed(writer as u64);
    let instance = version_7(now(), &mut random);
    let mut tracked = 0;
    while shift.goes_on() {
        let size = random.u64(1..=LARGEST);
        let (batch, faulty) = batch(&mut random, size, &instance, &mut tracked);
        let body = batch.to_string();
        let times = 1 + usize::from(random.u32(0..10) == 0);
        for time in 0..times {
            let said = settled(shift, &body, size);
            let Ok(mut load) = shift.load.lock() else { return };
            let sent = &mut load.sent;
            if time == 0 {
                sent.batches += 1;
                sent.sound += size - faulty;
                sent.faulty += faulty;
            }
            for said in said {
                sent.events += size;
                sent.said.add(&said);
            }
        }
    }
}

/// Sends a batch until it is judged, and says what was said each time: what is limited comes again, as from a tracker.
fn settled(shift: &Shift, body: &str, size: u64) -> Vec<Tally> {
    let mut said = Vec::new();
    for _ in 0..TRIES {
        let answer = shift.measured("ingest, 1 to 100 events", || send(shift, body, size));
        match answer {
            Some(tally) if tally.limited == 0 => {
                said.push(tally);
                return said;
            }
            Some(tally) => said.push(tally),
            // It is in the list of errors, and whether it was stored nobody knows: once more, also when the time is up.
            None => {}
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    said
}

fn send(shift: &Shift, body: &str, size: u64) -> Result<Tally> {
    let request = shift.agent.post(format!("{}/api/events/log/batch", shift.access.url));
    let mut answer = request.header("authorization", format!("Bearer {}", shift.access.server_key)).send(body)?;
    let text = answer.body_mut().read_to_string()?;
    match answer.status().as_u16() {
        200 => {
            let tally: Tally = serde_json::from_str(&text)?;
            match tally.total() == size {
                true => Ok(tally),
                false => bail!("{size} events, and {} verdicts", tally.total()),
            }
        }
        429 => Ok(Tally { limited: size, ..Tally::default() }),
        status => bail!("{status} {text}"),
    }
}

/// The next batch of an instance, and how many of its events cannot be taken.
fn batch(random: &mut Rng, size: u64, instance: &str, tracked: &mut u64) -> (Value, u64) {
    let now = now();
    let mut faulty = 0;
    let visitor = format!("v_{}", random.u16(0..500));
    let events: Vec<Value> = (0..size)
        .map(|_| {
            let time = now - random.u64(0..DAY_MS);
            let types = ["page_view", "task_completed", "search", "checkout_started"];
            // A step is a number.
            let is_faulty = random.u32(0..20) == 0;
            faulty += u64::from(is_faulty);
            let event = json!({
                "id": version_7(time, random), "type": random.choice(types), "occurred_at": time, "seq": *tracked,
                "page": { "path": format!("/p/{}", random.u8(0..40)) }, "entity": { "type": "task", "id": format!("t_{}", random.u16(0..900)) },
                "metadata": { "priority": random.u8(1..4), "labels": ["web", "urgent"] }, "step": if is_faulty { json!("four") } else { json!(4) },
            });
            *tracked += 1;
            event
        })
        .collect();
    let batch = json!({
        "schema": 1, "batch_id": version_7(now, random), "sealed_at": now, "instance_id": instance, "tracked": *tracked,
        "context": { "session_id": format!("s_{visitor}"), "visitor_id": visitor, "device": { "type": "desktop", "language": "en" } },
        "events": events,
    });
    (batch, faulty)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}
