//! Coverage-guided fuzzing by libFuzzer, with the stable compiler: what cargo-fuzz does, without the nightly that it wants.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{bail, Context, Result};

use crate::report::{number, Row};
use crate::{process, progress, repo};

/// How the compiler marks what is reached, so that libFuzzer sees it. (`cargo fuzz`, LLVM's SanitizerCoverage)
const COVERAGE: &str =
    "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";
/// Folders with one folder of inputs for each target: what reaches something of its own, and what broke something once.
const CORPUS: &str = "fuzz/corpus";
const REGRESSIONS: &str = "fuzz/regressions";
/// What is found on the way; `--keep` takes the best of it into the corpus.
const FOUND: &str = "target/fuzz-found";
const DICTIONARY: &str = "fuzz/dictionary.txt";
/// Bytes of an input. Nothing that is read has a branch that only more could reach, but for limits, which have tests of their own.
const MAX_BYTES: u64 = 4096;
/// Bytes of an input that is kept.
const MAX_KEPT_BYTES: u64 = 512;
/// Seconds that one input may take; all of them take less than a hundredth of one.
const MAX_SECONDS: u64 = 5;

/// Runs all targets, or the one with this name, for so many seconds together. What breaks one is put among its regressions.
pub fn run(only: Option<&str>, seconds: u64, keep: bool) -> Result<Vec<Row>> {
    let program = progress::step("building the targets with marks for coverage", build)?;
    let mut names = names()?;
    if let Some(only) = only {
        if !names.iter().any(|name| name == only) {
            bail!("there is no target {only:?}; there are {}", names.join(", "));
        }
        names.retain(|name| name == only);
    }
    let each = (seconds / names.len() as u64).max(1);
    let mut rows = Vec::new();
    for name in names {
        let run = progress::step(&format!("{name}, {}", progress::elapsed(Duration::from_secs(each))), || Run::of(&program, &name, each))?;
        if keep {
            run.keep(&program)?;
        }
        rows.extend(run.rows());
    }
    Ok(rows)
}

/// Each target has a folder.
fn names() -> Result<Vec<String>> {
    let entries = std::fs::read_dir(repo::path(CORPUS)).with_context(|| format!("no folder {CORPUS}"))?;
    let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn build() -> Result<PathBuf> {
    let version = process::read(process::command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not say for which machine it compiles")?;
    let directory = repo::path("target/coverage");
    let mut cargo = process::cargo();
    cargo.args(["build", "--quiet", "--package", "fuzz", "--features", "libfuzzer", "--bin", "fuzz-target", "--profile", "fuzz"]);
    // With a target named, build scripts and macros are not marked.
    cargo.args(["--target", host, "--target-dir"]).arg(&directory);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", COVERAGE);
    process::run(&mut cargo)
        .context("libFuzzer is C++: a C++ compiler is needed (`apt-get install g++`, or Xcode's command line tools)")?;
    Ok(directory.join(host).join("fuzz/fuzz-target"))
}

/// What libFuzzer did with one target.
struct Run {
    name: String,
    succeeded: bool,
    executed: u64,
    reached: u64,
    output: String,
}

impl Run {
    fn of(program: &PathBuf, name: &str, seconds: u64) -> Result<Run> {
        let folders = [FOUND, CORPUS, REGRESSIONS].map(|folder| repo::path(folder).join(name));
        for folder in &folders {
            std::fs::create_dir_all(folder)?;
        }
        let mut command = target(program, name);
        command.args(&folders).args([
            format!("-max_total_time={seconds}"),
            format!("-max_len={MAX_BYTES}"),
            format!("-timeout={MAX_SECONDS}"),
        ]);
        command.arg(format!("-artifact_prefix={REGRESSIONS}/{name}/")).arg(format!("-dict={DICTIONARY}")).arg("-print_final_stats=1");
        let output = command.stderr(Stdio::piped()).stdout(Stdio::null()).output().context("cannot start the target")?;
        // Only a regression makes the folder worth its place.
        std::fs::remove_dir(repo::path(REGRESSIONS).join(name)).ok();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let figure = |line: &str, name: &str| line.split(name).nth(1)?.split_whitespace().next()?.parse::<u64>().ok();
        let last = |name: &str| text.lines().filter_map(|line| figure(line, name)).next_back().unwrap_or_default();
        let (executed, reached) = (last("stat::number_of_executed_units:"), last(" cov:"));
        let run = Run { name: name.to_owned(), succeeded: output.status.success(), executed, reached, output: text };
        if !run.succeeded {
            run.tell();
        }
        Ok(run)
    }

    /// What broke, as libFuzzer and the panic say it.
    fn tell(&self) {
        let from = self.output.find("panicked at").or(self.output.find("ERROR: libFuzzer")).unwrap_or_default();
        let text = self.output.get(from..).unwrap_or_default();
        eprintln!("  ✗ {} is broken: {}", self.name, text.lines().take(40).collect::<Vec<_>>().join("\n    "));
    }

    /// Takes what reaches something new into the corpus.
    fn keep(&self, program: &PathBuf) -> Result<()> {
        let mut merge = target(program, &self.name);
        merge.args(["-merge=1", &format!("-max_len={MAX_KEPT_BYTES}")]);
        merge.args([CORPUS, FOUND].map(|folder| repo::path(folder).join(&self.name)));
        process::run_quietly(&mut merge)
    }

    fn rows(&self) -> [Row; 2] {
        let broken = Row::check(format!("{}: nothing breaks it", self.name), self.succeeded);
        [
            broken.noting(&format!("{} inputs", number(self.executed as f64))),
            Row::plain(format!("{}: branches reached", self.name), self.reached as f64, ""),
        ]
    }
}

fn target(program: &PathBuf, name: &str) -> Command {
    let mut command = process::command(program);
    command.env("FUZZ_TARGET", name);
    command
}
