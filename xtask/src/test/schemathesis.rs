//! The stage that has the API attacked by its own document: schemathesis makes right and wrong requests of it, and reads the answers.

use std::time::Duration;

use anyhow::Result;

use super::results::Results;
use crate::setup::python;
use crate::{process, progress, setup};

/// It takes a minute or so; this is so that it ends.
const LIMIT: Duration = Duration::from_secs(600);

/// Runs it, or says why it cannot be run here.
pub fn run() -> Result<Results> {
    setup::npm::ready()?;
    let program = match python::schemathesis() {
        Ok(program) => program,
        Err(reason) => {
            progress::say(&format!("skipped, since schemathesis is not to be had here: {reason:#}"));
            return Ok(Results::SKIPPED);
        }
    };
    process::run_within(process::node("node").arg("tests/contract/schemathesis/run.mjs").arg(program), LIMIT)?;
    Ok(Results::PASSED)
}
