//! How fast the Worker takes events, what that costs in processor time and rows written, and how fast the same D1 takes the same rows when
//! nobody checks them.

mod bare;

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{ensure, Result};
use fastrand::Rng;
use serde_json::{json, Value};

use crate::ingest_client::IngestClient;
use crate::local_server::{LocalServer, LocalServerOptions};
use crate::process::cpu_time_of_children;
use crate::report::{publish, Row};
use crate::seed::uuid::version_7;
use crate::{build, progress, repo};

/// Batch sizes and how many requests are sent of each: enough for a few seconds.
const RUNS: [(u64, usize); 4] = [(1, 1_500), (10, 1_500), (100, 400), (500, 120)];
/// Requests before the clock starts: workerd compiles the wasm on its first ones.
const WARM_UP: usize = 50;
/// One `WITHOUT ROWID` row per event, one of the ledger and one of the counters per batch, and no index beside them: 12 for 10 events. The
/// product may write 1.5, all told; a row of roll-ups for each hour is too little to be seen here.
const ROWS_PER_EVENT: f64 = 1.2;
/// The batch size of the tracker's default, to which the budgets of rows and processor time apply.
const BUDGETED_BATCH: u64 = 10;
/// Milliseconds of processor time for such a batch. The platform's budget is the Worker's own; workerd's whole time is measured, D1 included.
const CPU_MS: f64 = 2.0;
/// The batch size at which the Worker's speed is compared with the bare insert's, and the least share of it that it should have.
const COMPARED_BATCH: u64 = 100;
const SHARE_OF_BARE: f64 = 0.15;

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
    let measured = measure(&LocalServerOptions { port: 0, db: db.clone(), fresh: true, rate_limits: false });
    std::fs::remove_dir_all(&db).ok();
    publish(&measured?, arguments.json)
}

fn measure(options: &LocalServerOptions) -> Result<Vec<Row>> {
    let runs = through_the_worker(options)?;
    let bare = progress::step("the same rows without the Worker", || bare::measure(&options.db, &RUNS.map(|(size, _)| size)))?;
    let best = bare.iter().map(bare::Figure::events_per_second).fold(0.0, f64::max);

    let mut rows = Vec::new();
    for (run, bare) in runs.iter().zip(&bare) {
        let size = run.size;
        let name = |what: &str| format!("batches of {size}, {what}");
        rows.push(Row::plain(name("events/s"), run.events_per_second().round(), "events/s"));
        rows.push(Row::plain(name("requests/s"), (run.requests as f64 / run.seconds).round(), "requests/s"));
        if let Some(seconds) = run.cpu_seconds {
            let cpu = seconds * 1000.0 / run.requests as f64;
            // A timing: over budget is shown and fails nothing.
            let row = Row::plain(name("processor time a request"), cpu, "ms");
            rows.push(if size == BUDGETED_BATCH { Row { budget: Some(CPU_MS), ..row } } else { row });
        }
        let written = run.rows_written as f64 / run.events() as f64;
        rows.push(if size == BUDGETED_BATCH {
            // Zero would mean that the Worker no longer says it.
            let row = Row::at_most(name("rows written per event"), written, "rows", ROWS_PER_EVENT);
            Row { ok: row.ok && written > 0.0, ..row }
        } else {
            Row::plain(name("rows written per event"), written, "rows")
        });
        rows.push(Row::plain(name("bare insert"), bare.events_per_second().round(), "events/s"));
        let share = run.events_per_second() / bare.events_per_second();
        let row = Row::plain(name("share of the bare insert"), share, "of 1");
        rows.push(if size == COMPARED_BATCH { row.noting(&format!("at least {SHARE_OF_BARE}")) } else { row });
        if size == COMPARED_BATCH {
            rows.push(Row::plain(name("share of the fastest bare insert"), run.events_per_second() / best, "of 1"));
        }
    }
    Ok(rows)
}

/// What requests of one batch size did.
struct Run {
    size: u64,
    requests: usize,
    seconds: f64,
    /// Of workerd, with everything in it; `None` where the system does not tell.
    cpu_seconds: Option<f64>,
    rows_written: u64,
}

impl Run {
    fn events(&self) -> u64 {
        self.size * self.requests as u64
    }

    fn events_per_second(&self) -> f64 {
        self.events() as f64 / self.seconds
    }
}

fn through_the_worker(options: &LocalServerOptions) -> Result<Vec<Run>> {
    let server = LocalServer::start(options)?;
    let client = IngestClient::new(&server.access.url);
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let key = &server.access.write_key;
    client.send_all(WARM_UP, |index| batch(key, 10, now, index as u64), |_| {})?;
    let measure = |(size, requests): (u64, usize)| {
        progress::step(&format!("{requests} batches of {size}"), || {
            let cpu = cpu_time_of_children("workerd");
            let started = Instant::now();
            let tally = client.send_all(requests, |index| batch(key, size, now, size * 1_000_000 + index as u64), |_| {})?;
            let seconds = started.elapsed().as_secs_f64();
            let cpu_seconds = cpu.zip(cpu_time_of_children("workerd")).map(|(before, after)| (after - before).as_secs_f64());
            let run = Run { size, requests, seconds, cpu_seconds, rows_written: tally.rows_written };
            let events = run.events();
            ensure!(tally.accepted == events, "{} of {events} events were accepted in batches of {size}", tally.accepted);
            Ok(run)
        })
    };
    RUNS.into_iter().map(measure).collect()
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
