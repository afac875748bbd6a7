//! The npm packages of the workspace, installed from the lock file.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{bail, Context, Result};

use super::stamp::{is_current, write_stamp};
use crate::{process, progress, repo};

const LIMIT: Duration = Duration::from_secs(600);
const OLDEST_NODE: u32 = 20;

/// Installs when `node_modules` is missing or a manifest has changed since.
pub fn ready() -> Result<()> {
    let stamp = repo::path("node_modules/.trailmark-stamp");
    if is_current(&stamp, &manifests()) {
        return Ok(());
    }
    check_node()?;
    progress::step("npm ci", || {
        let mut npm = process::node("npm");
        npm.args(["ci", "--no-fund", "--no-audit", "--loglevel=error"]);
        process::run_within(&mut npm, LIMIT)
    })
    .context("the npm packages could not be installed; when package-lock.json is out of step with package.json, run `npm install` and commit the lock file")?;
    write_stamp(&stamp, &manifests())
}

fn manifests() -> Vec<PathBuf> {
    ["package-lock.json", "package.json", "pkg/package.json", "www/package.json", "tests/package.json"].map(repo::path).into()
}

fn check_node() -> Result<()> {
    let version = process::read(process::command("node").arg("--version")).context("Node.js is missing: install version 20 or later")?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {} is too old: install version {OLDEST_NODE} or later", version.trim());
    }
    Ok(())
}
