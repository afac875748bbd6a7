//! The stages that cargo runs.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{bail, Context, Result};

use super::results::Results;
use crate::process;
use crate::setup::browser;
use crate::setup::cargo_tools::WASM_BINDGEN;
use crate::setup::sysroot::{Flavour, Sysroot, TARGET};

/// Formatting.
pub fn fmt() -> Result<()> {
    process::run(process::cargo().args(["fmt", "--all", "--check"]))
        .context("run `cargo fmt --all` (`rustup component add rustfmt` when it is missing)")
}

/// Lints of everything, tests included, for the machine at hand.
pub fn clippy_native() -> Result<()> {
    process::run(process::cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
        .context("clippy has something to say (`rustup component add clippy` when it is missing)")
}

/// Lints of what only exists on wasm32: the tracker's and the Worker's edges.
pub fn clippy_wasm() -> Result<()> {
    let sysroot = Sysroot::ready(Flavour::Plain)?;
    let mut libraries = vec!["--lib", "--features", "tracking-plan/command"];
    for package in ["event-model", "key-model", "tracking-plan", "ingest-worker", "tracker"] {
        libraries.extend(["--package", package]);
    }
    let browser_tests = ["--package", "tracker", "--test", "*"];
    for arguments in [&libraries[..], &browser_tests[..]] {
        let mut clippy = sysroot.clippy()?;
        process::run(clippy.args(["--quiet", "--target", TARGET]).args(arguments).args(["--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// Documentation, the private half too, with broken links as errors.
pub fn docs() -> Result<()> {
    let mut doc = process::cargo();
    process::run(
        doc.args(["doc", "--quiet", "--workspace", "--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links"),
    )
}

/// Unit, property and wire tests.
pub fn tests() -> Result<Results> {
    counted(process::cargo().args(["test", "--workspace", "--no-fail-fast"]))
}

/// The tracker's tests that need a real browser.
pub fn wasm_tests() -> Result<Results> {
    let sysroot = Sysroot::ready(Flavour::Plain)?;
    let runner = WASM_BINDGEN.ready()?.join("wasm-bindgen-test-runner");
    browser::chromium()?;
    let mut cargo = sysroot.cargo();
    cargo.args(["test", "--package", "tracker", "--target", TARGET, "--test", "*", "--no-fail-fast"]);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner).env("CHROMEDRIVER", browser::chromedriver()?);
    // Without these, the runner falls back to Node and waits only 20 s, too short for a machine that is busy.
    cargo.env("WASM_BINDGEN_TEST_ONLY_WEB", "1").env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted(&mut cargo)
}

/// Runs a test runner, shows what it prints, and reads its results. It failed without any: an error.
fn counted(command: &mut Command) -> Result<Results> {
    let mut child = command.stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let mut output = String::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            eprintln!("{line}");
            output.push_str(&line);
            output.push('\n');
        }
    }
    let succeeded = child.wait()?.success();
    let results = Results::from_cargo(&output);
    match (succeeded, results.failed) {
        (false, 0) if results == Results::default() => bail!("it ended without running a test"),
        // A crash after some tests that passed must not look like success.
        (false, 0) => Ok([results, Results::failure("the runner ended badly although no test failed".to_owned())].into_iter().sum()),
        _ => Ok(results),
    }
}
