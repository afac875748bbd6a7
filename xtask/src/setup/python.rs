//! Schemathesis, which is a Python program: in a virtual environment of its own in the cache, one for each list of pinned versions.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use super::apt;
use super::stamp::hex;
use crate::{process, progress, repo};

/// Exactly which packages, schemathesis and all that it needs.
const REQUIREMENTS: &str = "tests/contract/schemathesis/requirements.txt";
const LIMIT: Duration = Duration::from_secs(600);

/// The program, installed when it is missing.
pub fn schemathesis() -> Result<PathBuf> {
    let key = hex(&process::file(&repo::path(REQUIREMENTS))?);
    let directory = repo::cache().join("python").join(key.get(..16).unwrap_or(&key));
    let program = directory.join("bin/schemathesis");
    // Written last, so that a half-done installation does not look complete.
    let complete = directory.join(".complete");
    if !complete.exists() {
        std::fs::remove_dir_all(&directory).ok();
        progress::step("installing schemathesis", || install(&directory))?;
        std::fs::write(&complete, "")?;
    }
    Ok(program)
}

fn install(directory: &std::path::Path) -> Result<()> {
    let make = || process::run_within(process::command("python3").args(["-m", "venv"]).arg(directory), LIMIT);
    if make().is_err() {
        // Debian has the half of Python that makes environments in a package of its own.
        apt::install(&["python3", "python3-venv"]).context("python3 with its module venv is needed")?;
        make().context("python3 makes no virtual environment")?;
    }
    let mut pip = process::command(directory.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"]).arg(repo::path(REQUIREMENTS));
    process::run_within(&mut pip, LIMIT)
        .context("pip could not install it; a registry of Python packages must be reachable, and Python 3.10 or later")
}
