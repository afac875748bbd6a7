//! `cargo xtask e2e`: real Chromium against real workerd and D1, one row per test, with the figures that a test tells.

use std::path::PathBuf;

use anyhow::{bail, Result};

use crate::report::{publish, Row};
use crate::test::node;
use crate::{build, progress, repo};

/// What `e2e` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct E2eArguments {
    /// One JSON document instead of a table.
    #[arg(long)]
    json: bool,
    /// Only `tests/e2e/NAME*.test.mjs`, or everything in `tests/NAME/`.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
}

/// Builds, runs the tests, and prints a row for each.
pub fn run(arguments: &E2eArguments) -> Result<()> {
    let files = chosen(arguments.only.as_deref())?;
    build::everything()?;
    // Without files, node would look for tests on its own.
    let outcomes = if files.is_empty() { Vec::new() } else { node::run(&files)? };
    for skipped in outcomes.iter().filter(|outcome| outcome.skipped()) {
        progress::say(&format!("skipped: {}", skipped.title()));
    }
    let row = |outcome: &node::Outcome| Row::check(outcome.title(), outcome.passed()).noting(&outcome.note());
    let rows: Vec<Row> = outcomes.iter().filter(|outcome| !outcome.skipped()).map(row).collect();
    if rows.is_empty() {
        bail!("no test was run: tests/e2e/ has none, or all were skipped");
    }
    publish(&rows, arguments.json)
}

fn chosen(only: Option<&str>) -> Result<Vec<PathBuf>> {
    let end_to_end = node::files_in(&repo::path("tests/e2e")).unwrap_or_default();
    let Some(name) = only else { return Ok(end_to_end) };
    let named = |file: &PathBuf| file.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name));
    let mut files: Vec<PathBuf> = end_to_end.iter().filter(|file| named(file)).cloned().collect();
    let directories = node::directories()?;
    if let Some(directory) = directories.iter().find(|directory| directory.ends_with(name)) {
        files.extend(node::files_in(directory)?);
    }
    if files.is_empty() {
        let names = |paths: &[PathBuf]| {
            let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().trim_end_matches(".test.mjs").to_owned());
            paths.iter().filter_map(name).collect::<Vec<_>>().join(", ")
        };
        bail!("no tests are named {name:?}; there are the files {} and the directories {}", names(&end_to_end), names(&directories));
    }
    Ok(files)
}
