//! How fast the Worker takes events, and how many rows D1 writes (and Cloudflare bills) for each.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{ensure, Result};
use fastrand::Rng;
use serde_json::{json, Value};

use crate::ingest_client::IngestClient;
use crate::local_server::{LocalServer, LocalServerOptions};
use crate::report::{publish, Row};
use crate::seed::uuid::version_7;
use crate::{build, progress, repo};

/// Batch sizes and how many requests are sent of each: enough for a few seconds.
const RUNS: [(u64, usize); 3] = [(1, 1_500), (10, 1_500), (100, 400)];
/// Requests before the clock starts: workerd compiles the wasm on its first ones.
const WARM_UP: usize = 50;
/// One `WITHOUT ROWID` row per event, one of the ledger per batch, and no index beside them: 11 for 10 events. The product may write
/// 1.5, all told; what is not written yet is room for roll-ups, not for carelessness.
const ROWS_PER_EVENT: f64 = 1.1;
/// The batch size of the tracker's default, to which the budget applies.
const BUDGETED_BATCH: u64 = 10;

/// What `bench ingest` accepts.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct IngestArguments {
    /// One JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

/// Measures on a fresh database.
pub fn run(arguments: IngestArguments) -> Result<()> {
    build::everything()?;
    let db = repo::path(".trailmark").join(format!("bench-{}", std::process::id()));
    let measured = measure(&LocalServerOptions { port: 0, db: db.clone(), fresh: true });
    std::fs::remove_dir_all(&db).ok();
    publish(&measured?, arguments.json)
}

fn measure(options: &LocalServerOptions) -> Result<Vec<Row>> {
    let server = LocalServer::start(options)?;
    let client = IngestClient::new(&server.access.url);
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let key = &server.access.write_key;
    client.send_all(WARM_UP, |index| batch(key, 10, now, index as u64), |_| {})?;

    let mut rows = Vec::new();
    for (size, requests) in RUNS {
        let (tally, seconds) = progress::step(&format!("{requests} batches of {size}"), || {
            let started = Instant::now();
            let tally = client.send_all(requests, |index| batch(key, size, now, size * 1_000_000 + index as u64), |_| {})?;
            Ok((tally, started.elapsed().as_secs_f64()))
        })?;
        let events = size * requests as u64;
        ensure!(tally.accepted == events, "{} of {events} events were accepted in batches of {size}", tally.accepted);
        let written = tally.rows_written as f64 / events as f64;
        rows.push(Row::plain(format!("batches of {size}, events/s"), (events as f64 / seconds).round(), "events/s"));
        rows.push(Row::plain(format!("batches of {size}, requests/s"), (requests as f64 / seconds).round(), "requests/s"));
        let name = format!("batches of {size}, rows written per event");
        rows.push(if size == BUDGETED_BATCH {
            // Zero would mean that the Worker no longer says it.
            let row = Row::at_most(name, written, "rows", ROWS_PER_EVENT);
            Row { ok: row.ok && written > 0.0, ..row }
        } else {
            Row::plain(name, written, "rows")
        });
    }
    Ok(rows)
}

/// A batch like the tracker's, spread over the last day.
fn batch(write_key: &str, size: u64, now: u64, number: u64) -> Value {
    let mut random = Rng::with_seed(number);
    let events: Vec<Value> = (0..size)
        .map(|seq| {
            let time = now - random.u64(0..86_400_000);
            json!({
                "id": version_7(time, &mut random), "type": "task_completed", "occurred_at": time, "seq": seq,
                "entity": { "type": "task", "id": format!("t_{}", random.u16(..)), "title": "Write the announcement" },
                "page": { "path": "/projects/7", "title": "Website relaunch" },
                "metadata": { "priority": random.u8(1..4), "labels": ["web", "urgent"], "age_days": random.u8(..) },
            })
        })
        .collect();
    json!({
        "schema": 1, "batch_id": version_7(now, &mut random), "write_key": write_key, "sealed_at": now, "instance_id": "bench",
        "tracked": size, "overhead": { "busy_us": 90 * size, "track_us": [size, 0, 0, 0, 0, 0, 0, 0] },
        "context": {
            "session_id": version_7(now, &mut random), "visitor_id": "v_bench", "user_id": "u_bench",
            "device": { "type": "desktop", "os": "Linux", "browser": "Chrome", "screen": "1920x1080", "language": "en-GB", "timezone": "Europe/London" },
        },
        "events": events,
    })
}
