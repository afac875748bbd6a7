//! The peers of `bench/peers/`: installed when a benchmark first asks for them, and measured by programs in Node that print JSON.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{ensure, Context, Result};
use serde::de::DeserializeOwned;

use crate::setup::{browser, is_current, npm, write_stamp};
use crate::{process, progress, repo};

const DIRECTORY: &str = "bench/peers";
const INSTALL_LIMIT: Duration = Duration::from_secs(600);

/// Trailmark's name in all figures, first in every table.
pub const TRAILMARK: &str = "trailmark";

/// Runs a program of `bench/peers/`, which shows its progress on standard error, and reads what it prints.
pub fn measure<T: DeserializeOwned>(program: &str, arguments: &[String]) -> Result<T> {
    install()?;
    let mut node = process::node("node");
    node.arg(format!("{DIRECTORY}/{program}")).args(arguments).env("TRAILMARK_CHROMIUM", browser::chromium()?);
    node.stdout(Stdio::piped()).stderr(Stdio::inherit());
    let output = node.spawn().and_then(std::process::Child::wait_with_output).context("cannot start node")?;
    ensure!(output.status.success(), "{DIRECTORY}/{program} failed ({}); what it said is above", output.status);
    serde_json::from_slice(&output.stdout).with_context(|| format!("{DIRECTORY}/{program} printed something other than its figures"))
}

/// The peers are nobody's dependency but the benchmarks', so the workspace's own `npm ci` leaves them alone.
fn install() -> Result<()> {
    npm::ready()?;
    let stamp = repo::path(DIRECTORY).join("node_modules/.trailmark-stamp");
    let manifests = ["package.json", "package-lock.json"].map(|name| repo::path(DIRECTORY).join(name));
    if is_current(&stamp, &manifests) {
        return Ok(());
    }
    progress::step("npm ci (trackers to compare with)", || {
        let mut npm = process::node("npm");
        npm.args(["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]).current_dir(repo::path(DIRECTORY));
        process::run_within(&mut npm, INSTALL_LIMIT)
    })
    .context("the trackers to compare with could not be installed")?;
    write_stamp(&stamp, &manifests)
}
