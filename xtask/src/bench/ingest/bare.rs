use std::path::Path;
use std::process::Stdio;

use anyhow::{ensure, Context, Result};
use serde::Deserialize;

use crate::process;

const PROGRAM: &str = "bench/ingest/bare.mjs";
/// Rows that are stored again for each batch size, but no more than 2,000 batches: a second or so.
const ROWS: u64 = 20_000;
/// One statement for so many rows is about the fastest there is; D1 takes texts of 2 MB.
const LARGEST_BATCH: u64 = 2_000;

/// How long D1 took to store rows in batches of one size.
#[derive(Debug, Deserialize)]
pub struct Figure {
    events: u64,
    milliseconds: f64,
}

impl Figure {
    pub fn events_per_second(&self) -> f64 {
        self.events as f64 * 1000.0 / self.milliseconds
    }
}

/// Stores rows of a database again, in batches of these sizes and last of the largest. No server may run on the database.
pub fn measure(db: &Path, sizes: &[u64]) -> Result<Vec<Figure>> {
    let mut node = process::node("node");
    node.arg(PROGRAM).arg("--db").arg(db).args(["--rows", &ROWS.to_string()]);
    for size in sizes.iter().chain([&LARGEST_BATCH]) {
        node.args(["--size", &size.to_string()]);
    }
    node.stdout(Stdio::piped()).stderr(Stdio::inherit());
    let output = node.spawn().and_then(std::process::Child::wait_with_output).context("cannot start node")?;
    ensure!(output.status.success(), "{PROGRAM} failed ({}); what it said is above", output.status);
    serde_json::from_slice(&output.stdout).with_context(|| format!("{PROGRAM} printed something other than its figures"))
}
