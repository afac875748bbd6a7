//! What `trailmark/server` costs the program that writes, with the real Worker behind it and with a server that never answers.

use std::collections::BTreeMap;
use std::process::Stdio;

use anyhow::{ensure, Context, Result};
use serde::Deserialize;

use crate::local_server::{LocalServer, LocalServerOptions};
use crate::report::{number, publish, Row};
use crate::{build, process, progress, repo};

const PROGRAM: &str = "bench/writer/measure.mjs";
/// Microseconds that a call may take on average: a millisecond. What the slowest calls take depends on what else the machine does.
const CALL_US: f64 = 1_000.0;
/// Events that must arrive per second.
const EVENTS_PER_SECOND: f64 = 1_000.0;

/// What `bench writer` accepts.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct WriterArguments {
    /// Calls of `write()`.
    #[arg(long, default_value_t = 100_000)]
    events: u64,
    /// One JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

/// What the program prints.
#[derive(Debug, Deserialize)]
struct Measured {
    events: f64,
    p50_us: f64,
    p99_us: f64,
    max_us: f64,
    mean_us: f64,
    written_per_second: f64,
    delivered_per_second: Option<f64>,
    waiting: f64,
    bytes_per_waiting: f64,
    dropped: BTreeMap<String, u64>,
}

/// Measures on a fresh database, and without any.
pub fn run(arguments: WriterArguments) -> Result<()> {
    build::everything()?;
    let db = repo::path(".trailmark").join(format!("bench-{}", std::process::id()));
    let delivered = served(&db, arguments.events);
    std::fs::remove_dir_all(&db).ok();
    let stalled = progress::step("with a server that never answers", || measure(arguments.events, &[]))?;
    let mut rows = rows("the Worker", &delivered?);
    rows.extend(self::rows("stalled", &stalled));
    publish(&rows, arguments.json)
}

fn served(db: &std::path::Path, events: u64) -> Result<Measured> {
    let server = LocalServer::start(&LocalServerOptions { port: 0, db: db.to_owned(), fresh: true, rate_limits: false })?;
    progress::step("with the Worker", || measure(events, &["--url", &server.access.url, "--key", &server.access.server_key]))
}

fn measure(events: u64, more: &[&str]) -> Result<Measured> {
    let mut node = process::node("node");
    node.args(["--expose-gc", PROGRAM, "--events", &events.to_string()]).args(more).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let output = node.spawn().and_then(std::process::Child::wait_with_output).context("cannot start node")?;
    ensure!(output.status.success(), "{PROGRAM} failed ({}); what it said is above", output.status);
    serde_json::from_slice(&output.stdout).with_context(|| format!("{PROGRAM} printed something other than its figures"))
}

fn rows(server: &str, measured: &Measured) -> Vec<Row> {
    let name = |what: &str| format!("{server}: {what}");
    let calls = number(measured.events);
    let mut rows = vec![
        Row::plain(name("write(), median"), measured.p50_us, "µs").noting(&format!("of {calls} calls")),
        Row::at_most(name("write(), mean"), measured.mean_us, "µs", CALL_US),
        Row::at_most(name("write(), p99"), measured.p99_us, "µs", CALL_US),
        Row::plain(name("write(), slowest"), measured.max_us, "µs"),
        Row::plain(name("written"), measured.written_per_second.round(), "events/s"),
    ];
    if let Some(delivered) = measured.delivered_per_second {
        let row = Row::plain(name("delivered"), delivered.round(), "events/s").noting(&format!("at least {}", number(EVENTS_PER_SECOND)));
        rows.push(Row { ok: delivered >= EVENTS_PER_SECOND, ..row });
    }
    rows.push(Row::plain(name("waiting when all was written"), measured.waiting, "events"));
    rows.push(Row::plain(name("memory of one that waits"), measured.bytes_per_waiting.round(), "B"));
    let given_up: u64 = measured.dropped.values().sum();
    rows.push(Row::plain(name("given up, and counted"), given_up as f64, "events").noting(&reasons(&measured.dropped)));
    rows
}

fn reasons(dropped: &BTreeMap<String, u64>) -> String {
    dropped.iter().map(|(reason, count)| format!("{reason} {}", number(*count as f64))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{rows, Measured};

    #[test]
    fn too_slow_a_delivery_fails() {
        let json = |delivered: &str| {
            format!(
                r#"{{"events": 10, "p50_us": 5, "p99_us": 20, "max_us": 900, "mean_us": 6, "written_per_second": 1e5,
                "delivered_per_second": {delivered}, "waiting": 3, "bytes_per_waiting": 700, "dropped": {{"queue_full": 2}}}}"#
            )
        };
        let broken = |delivered: &str| {
            let measured: Measured = serde_json::from_str(&json(delivered)).unwrap();
            rows("x", &measured).iter().filter(|row| !row.ok).count()
        };
        assert_eq!((broken("999"), broken("1000"), broken("null")), (1, 0, 0));
    }
}
