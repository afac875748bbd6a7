use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{ensure, Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;

use crate::{process, progress};

const PROGRAM: &str = "bench/query/fill.mjs";

#[derive(Deserialize)]
struct Step {
    stored: u64,
    sessions: Option<u64>,
    visitors: Option<u64>,
}

/// Makes `db` hold so many events, spread over the days before now, and no roll-ups. No server may run on it.
pub fn fill(db: &Path, events: u64, days: u64) -> Result<()> {
    progress::step(&format!("storing {events} events over {days} days"), || {
        let bar = ProgressBar::new(events);
        bar.set_style(ProgressStyle::with_template("  {wide_bar} {human_pos}/{human_len} events, {per_sec}, {eta} left")?);
        let mut node = process::node("node");
        node.arg(PROGRAM).arg("--db").arg(db).args(["--events", &events.to_string(), "--days", &days.to_string()]);
        let mut child = node.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().context("cannot start node")?;
        let stdout = child.stdout.take().context("its standard output is not piped")?;
        let mut last = None;
        for line in BufReader::new(stdout).lines() {
            let step: Step =
                serde_json::from_str(&line?).with_context(|| format!("{PROGRAM} printed something other than its progress"))?;
            bar.set_position(step.stored);
            last = Some(step);
        }
        bar.finish_and_clear();
        let status = child.wait()?;
        ensure!(status.success(), "{PROGRAM} failed ({status}); what it said is above");
        if let Some(Step { sessions: Some(sessions), visitors: Some(visitors), .. }) = last {
            progress::say(&format!("{sessions} sessions of {visitors} visitors"));
        }
        Ok(())
    })
}
