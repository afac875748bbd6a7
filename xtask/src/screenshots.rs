//! `cargo xtask screenshots`: pictures of dashboard, documentation and demo, for people to look at.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

use crate::setup::browser;
use crate::{build, process, progress, repo};

const SCRIPT: &str = "tests/dashboard/screenshots.mjs";
const SHEET: &str = "tests/artifacts/screenshots/index.html";

/// What `screenshots` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct ScreenshotsArguments {
    /// One JSON document instead of a list.
    #[arg(long)]
    json: bool,
    /// Only pages with this in their name, such as `funnels`, `docs` or `demo`.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
}

/// One picture.
#[derive(Debug, Deserialize, Serialize)]
struct Picture {
    name: String,
    file: String,
}

/// Builds what is missing, takes the pictures, and prints which there are.
pub fn run(arguments: &ScreenshotsArguments) -> Result<()> {
    build::everything()?;
    let mut node = process::node("node");
    node.arg(SCRIPT).env("TRAILMARK_CHROMIUM", browser::chromium()?).stdout(Stdio::piped());
    if let Some(only) = &arguments.only {
        node.args(["--only", only]);
    }
    let pictures = progress::step("taking screenshots", || {
        let mut child = node.spawn().context("node cannot be started")?;
        let output = child.stdout.take().context("node has no output")?;
        let pictures = BufReader::new(output).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<Vec<Picture>>>();
        if !child.wait()?.success() {
            bail!("{SCRIPT} failed; what it said stands above");
        }
        pictures
    })?;
    if arguments.json {
        println!("{}", serde_json::json!({ "screenshots": pictures, "sheet": SHEET }));
        return Ok(());
    }
    for picture in &pictures {
        println!("{}", picture.file);
    }
    println!("{} pictures; {} shows them all", pictures.len(), repo::shown(&repo::path(SHEET)));
    Ok(())
}
