//! Malformed bodies against a local Worker: every answer is foretold.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use anyhow::{bail, Context, Result};
use serde::Deserialize;

use crate::local_server::{Access, LocalServer, LocalServerOptions};
use crate::memory::{watched, Memory};
use crate::report::{number, publish, Row};
use crate::{build, metrics, process, progress, repo};

/// Enough to keep one workerd busy while answers travel.
const CONNECTIONS: u64 = 8;
/// Bodies that `cargo xtask test` sends.
const CHECKED: u64 = 20_000;
/// The database grows by what is accepted and by what is rejected and kept, and workerd has a part of it in memory.
const MIB_A_MINUTE: f64 = 20.0;
/// Until then V8 lets its heap grow: some 100,000 requests to its first large collection.
const SECONDS_TO_JUDGE_MEMORY: f64 = 300.0;

/// What `malformed-bodies` prints.
#[derive(Debug, Deserialize)]
pub struct Outcome {
    answered: u64,
    bytes: u64,
    statuses: BTreeMap<u16, u64>,
    kinds: BTreeMap<String, u64>,
    known: u64,
    verdicts: BTreeMap<String, u64>,
    codes: BTreeMap<String, u64>,
    server_errors: u64,
    reopened: u64,
    resets: u64,
    pub wrong: u64,
    told: Vec<serde_json::Value>,
    seconds: f64,
}

/// Sends so many to a server of its own, on an empty database.
pub fn run(bodies: u64, seed: u64) -> Result<Vec<Row>> {
    build::everything()?;
    let db = repo::path(".trailmark").join(format!("fuzz-{}", std::process::id()));
    let rows = flood(&LocalServerOptions { port: 0, db: db.clone(), fresh: true, rate_limits: false }, bodies, seed);
    std::fs::remove_dir_all(&db).ok();
    rows
}

/// A share of them that is always the same, as a check.
pub fn enforce() -> Result<()> {
    publish(&run(CHECKED, 1)?, false)
}

fn flood(options: &LocalServerOptions, bodies: u64, seed: u64) -> Result<Vec<Row>> {
    // What the tests have compiled anyway is fast enough for a few.
    let (profile, directory) = if bodies > CHECKED { ("fuzz", "fuzz") } else { ("dev", "debug") };
    process::run(process::cargo().args(["build", "--quiet", "--package", "fuzz", "--profile", profile, "--bin", "malformed-bodies"]))?;
    let program = repo::path("target").join(directory).join("malformed-bodies");
    let server = LocalServer::start(options)?;
    let access = &server.access;
    let what = format!("{} malformed bodies by the seed {seed}", number(bodies as f64));
    let (outcome, memory) = watched(|| progress::step(&what, || send(&program, access, bodies, seed)));
    let outcome = outcome?;
    outcome.tell(seed);
    let is_alive = ureq::get(format!("{}/api/health", access.url)).call().is_ok_and(|answer| answer.status() == 200);
    let counted = metrics::of_events(access)?;
    Ok(outcome.rows(bodies, seed, is_alive, &counted, &memory))
}

fn send(program: &Path, access: &Access, bodies: u64, seed: u64) -> Result<Outcome> {
    let host = access.url.trim_start_matches("http://");
    let mut program = process::command(program);
    program.args([host, &access.write_key]).args([seed, bodies, CONNECTIONS].map(|number| number.to_string()));
    program.stdout(Stdio::piped()).stderr(Stdio::inherit());
    let output = program.spawn().and_then(std::process::Child::wait_with_output).context("cannot start malformed-bodies")?;
    if !output.status.success() {
        bail!("malformed-bodies failed ({}); what it said is above", output.status);
    }
    serde_json::from_slice(&output.stdout).context("malformed-bodies printed something other than its figures")
}

impl Outcome {
    /// Says what was answered wrongly, so that it can be looked at.
    fn tell(&self, seed: u64) {
        for wrong in &self.told {
            eprintln!("  ✗ seed {seed}: {wrong}");
        }
    }

    fn rows(&self, bodies: u64, seed: u64, is_alive: bool, counted: &BTreeMap<String, u64>, memory: &Memory) -> Vec<Row> {
        let count = |name: &str, value: u64| Row::plain(name, value as f64, "");
        let none = |name: &str, value: u64| Row::at_most(name, value as f64, "", 0.0);
        let mut rows = vec![
            Row { ok: self.answered == bodies, budget: Some(bodies as f64), ..count("bodies answered", self.answered) }
                .noting(&format!("seed {seed}")),
            count("of these with a fault that is known by how they were made", self.known),
            count("kinds of bodies", self.kinds.len() as u64),
            count("bytes", self.bytes),
            Row::plain("bodies a second", (self.answered as f64 / self.seconds).round(), "1/s"),
            none("answers of 500 and more", self.server_errors),
            count("connections that were closed between two requests", self.reopened),
            none("connections that broke", self.resets),
            none("wrong answers", self.wrong),
            Row::check("the Worker is well afterwards", is_alive),
        ];
        rows.extend(self.statuses.iter().map(|(status, n)| count(&format!("status {status}"), *n)));
        for (name, n) in self.verdicts.iter().chain(&self.codes) {
            let told = counted.get(name).copied().unwrap_or_default();
            // What waits or is off is counted later, by the isolate.
            let is_same = told == *n || name == "limited";
            rows.push(Row { ok: is_same, budget: Some(told as f64), ..count(&format!("events {name}, and the Worker's counter"), *n) });
        }
        rows.extend(memory.rows(Some(MIB_A_MINUTE).filter(|_| self.seconds >= SECONDS_TO_JUDGE_MEMORY)));
        rows
    }
}
