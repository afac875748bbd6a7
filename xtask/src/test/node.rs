//! The black-box tests: `node --test` with a reporter that writes one line of JSON per test.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{bail, Context, Result};
use serde::Deserialize;

use super::results::Results;
use crate::setup::browser;
use crate::{process, repo, setup};

/// Long enough for every matrix; only there so that nothing hangs for ever.
const LIMIT: Duration = Duration::from_secs(3_600);

/// Longer than any file takes, with twenty runs of the matrix too, so that one that hangs is a failure among results, and the others still run.
const FILE_LIMIT: Duration = Duration::from_secs(1_800);

/// Directories whose tests kill what runs at chosen moments, or measure what a page and a Worker need: they have the machine to themselves.
const ALONE: [&str; 5] = ["delivery", "e2e", "faults", "migrations", "scenarios"];

/// All other files wait for browsers and servers most of the time, each for its own, so as many run side by side.
const SIDE_BY_SIDE: usize = 2;

/// What became of one test.
#[derive(Debug, Clone, Deserialize)]
pub struct Outcome {
    name: String,
    file: Option<String>,
    outcome: String,
    error: Option<String>,
    notes: Vec<String>,
}

/// As much of a failure's text as is repeated at the end, in characters.
const REASON: usize = 600;

impl Outcome {
    /// The test's name with its file's in front.
    pub fn title(&self) -> String {
        let stem = self.file.as_deref().and_then(|file| Path::new(file).file_name()).map(|name| name.to_string_lossy().into_owned());
        match stem.as_deref().and_then(|name| name.strip_suffix(".test.mjs")) {
            Some(stem) => format!("{stem}: {}", self.name),
            None => self.name.clone(),
        }
    }

    /// What the test told about itself, such as the figures that it measured.
    pub fn note(&self) -> String {
        self.notes.join("; ")
    }

    pub fn passed(&self) -> bool {
        self.outcome == "passed"
    }

    pub fn skipped(&self) -> bool {
        self.outcome == "skipped"
    }

    /// This test as the result of one.
    pub fn result(&self) -> Results {
        match self.outcome.as_str() {
            "passed" => Results::PASSED,
            "skipped" => Results::SKIPPED,
            _ => Results::failure(format!("{}\n{}", self.title(), self.reason())),
        }
    }

    /// The beginning of what the test failed with.
    fn reason(&self) -> String {
        let text = self.error.as_deref().unwrap_or("without a reason");
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        lines.join("\n").chars().take(REASON).collect()
    }
}

/// The directories below `tests/` that hold test files.
pub fn directories() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(repo::path("tests")).context("the directory tests/ is missing")?.flatten() {
        if entry.path().is_dir() && !entry.path().ends_with("node_modules") && !files_in(&entry.path())?.is_empty() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// The test files of a directory, in order of name.
pub fn files_in(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(directory).with_context(|| format!("no directory {}", repo::shown(directory)))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| is_test(path)).collect();
    files.sort();
    Ok(files)
}

/// Runs test files; those of [`ALONE`] one after the other.
pub fn run(files: &[PathBuf]) -> Result<Vec<Outcome>> {
    setup::npm::ready()?;
    let results = repo::path("target").join(format!("node-tests-{}.jsonl", std::process::id()));
    let mut node = process::node("node");
    let at_once = if files.iter().any(|file| is_alone(file)) { 1 } else { SIDE_BY_SIDE };
    node.args(["--test", "--test-reporter=spec", "--test-reporter-destination=stderr"]).arg(format!("--test-concurrency={at_once}"));
    node.arg(format!("--test-timeout={}", FILE_LIMIT.as_millis()));
    node.arg("--test-reporter=./tests/support/reporter.mjs").arg(format!("--test-reporter-destination={}", results.display()));
    node.args(files).env("TRAILMARK_CHROMIUM", browser::chromium()?);
    let finished = process::run_within(&mut node, LIMIT);
    let text = std::fs::read_to_string(&results).unwrap_or_default();
    std::fs::remove_file(&results).ok();
    let outcomes = text.lines().map(serde_json::from_str).collect::<Result<Vec<Outcome>, _>>().context("the reporter wrote no JSON")?;
    match finished {
        Err(reason) if outcomes.iter().all(Outcome::passed) => bail!("{reason:#}, although no test failed"),
        _ => Ok(outcomes),
    }
}

fn is_test(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".test.mjs"))
}

fn is_alone(file: &Path) -> bool {
    file.parent().is_some_and(|directory| ALONE.iter().any(|name| directory.ends_with(name)))
}
