//! `cargo xtask test`: every check there is, all of them even when one fails, and one line that sums them up.

pub mod node;
mod results;
mod rust;
mod schemathesis;

use std::time::{Duration, Instant};

use anyhow::{bail, Result};

use crate::{agents, build, deploy, fuzz, openapi, plan, process, progress, repo, setup, size, supply_chain};
use results::Results;

/// What `test` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct TestArguments {
    /// Only the stages whose name contains this, such as `clippy` or `e2e`.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
}

/// Runs the stages, prints a table and `N passed, N failed, N skipped`; an error when anything failed.
pub fn run(arguments: &TestArguments) -> Result<()> {
    let mut finished = Vec::new();
    let mut built = true;
    for stage in stages()?.into_iter().filter(|stage| arguments.only.as_ref().is_none_or(|part| stage.name.contains(part.as_str()))) {
        eprintln!("\n── {}", stage.name);
        let started = Instant::now();
        let results = match stage.work {
            Work::NeedsBuild(_) if !built => {
                progress::say("not run, because the build failed");
                Results::SKIPPED
            }
            Work::Build(work) => {
                let outcome = work();
                built = outcome.is_ok();
                settled(outcome.map(|()| Results::PASSED))
            }
            Work::Check(work) => settled(work().map(|()| Results::PASSED)),
            Work::NeedsBuild(work) | Work::Counted(work) => settled(work()),
        };
        finished.push(Finished { name: stage.name, results, took: started.elapsed() });
    }
    summary(&finished)
}

struct Stage {
    name: String,
    work: Work,
}

type Run<T> = Box<dyn FnOnce() -> Result<T>>;

enum Work {
    /// Passes or fails as a whole.
    Check(Run<()>),
    /// As [`Work::Check`]; what needs its products is not run when it fails.
    Build(Run<()>),
    /// A test runner with results of its own.
    Counted(Run<Results>),
    /// As [`Work::Counted`], on what the build made.
    NeedsBuild(Run<Results>),
}

struct Finished {
    name: String,
    results: Results,
    took: Duration,
}

fn stages() -> Result<Vec<Stage>> {
    let stage = |name: &str, work| Stage { name: name.to_owned(), work };
    let mut stages = vec![
        stage("fmt", Work::Check(Box::new(rust::fmt))),
        stage("clippy native", Work::Check(Box::new(rust::clippy_native))),
        stage("clippy wasm32", Work::Check(Box::new(rust::clippy_wasm))),
        stage("rustdoc", Work::Check(Box::new(rust::docs))),
        stage("supply chain", Work::Check(Box::new(supply_chain::enforce))),
        stage("agents", Work::Check(Box::new(agents::enforce))),
        stage("plan", Work::Check(Box::new(plan::enforce))),
        stage("openapi", Work::Check(Box::new(openapi::enforce))),
        stage("unit, property and wire tests", Work::Counted(Box::new(rust::tests))),
        stage("wasm tests in the browser", Work::Counted(Box::new(rust::wasm_tests))),
        stage("build", Work::Build(Box::new(build::everything))),
        stage("size", Work::NeedsBuild(Box::new(|| size::enforce().map(|()| Results::PASSED)))),
        stage("types", Work::NeedsBuild(Box::new(|| types().map(|()| Results::PASSED)))),
    ];
    // Each directory of black-box tests is a stage, so that a new one needs no change here.
    for directory in node::directories()? {
        let files = node::files_in(&directory)?;
        let name = directory.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let work = move || Ok(node::run(&files)?.iter().map(node::Outcome::result).sum());
        stages.push(Stage { name, work: Work::NeedsBuild(Box::new(work)) });
    }
    stages.push(stage("malformed bodies", Work::NeedsBuild(Box::new(|| fuzz::bodies::enforce().map(|()| Results::PASSED)))));
    stages.push(stage("schemathesis", Work::NeedsBuild(Box::new(schemathesis::run))));
    stages.push(stage("wrangler deploy --dry-run", Work::NeedsBuild(Box::new(|| deploy::dry_run().map(|()| Results::PASSED)))));
    Ok(stages)
}

/// The TypeScript compiler over every part that has a `tsconfig.json`.
fn types() -> Result<()> {
    setup::npm::ready()?;
    for project in ["pkg", "www", "tests"] {
        let config = repo::path(project).join("tsconfig.json");
        if config.exists() {
            process::run(process::node(repo::npm_program("tsc")).arg("--noEmit").arg("--project").arg(config))?;
        }
    }
    Ok(())
}

/// A stage that crashes without results is one failure.
fn settled(outcome: Result<Results>) -> Results {
    outcome.unwrap_or_else(|error| {
        let told = format!("{error:#}");
        eprintln!("error: {told}");
        Results::failure(told)
    })
}

fn summary(finished: &[Finished]) -> Result<()> {
    let width = finished.iter().map(|stage| stage.name.chars().count()).max().unwrap_or(0);
    println!("\n{:<width$}  {:>7}  {:>7}  {:>7}  {:>8}", "stage", "passed", "failed", "skipped", "seconds");
    for Finished { name, results, took } in finished {
        let Results { passed, failed, skipped, .. } = results;
        println!("{name:<width$}  {passed:>7}  {failed:>7}  {skipped:>7}  {:>8.1}", took.as_secs_f64());
    }
    if finished.is_empty() {
        bail!("no stage has that name; `cargo xtask test` without --only lists them all");
    }
    for Finished { name, results, .. } in finished {
        for failure in &results.failures {
            println!("\nfailed in {name}: {}", failure.replace('\n', "\n  "));
        }
    }
    let total: Results = finished.iter().map(|stage| stage.results.clone()).sum();
    // The last line of the output, for people and for whoever parses it.
    println!("\n{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped);
    if total.failed == 0 {
        Ok(())
    } else {
        Err(progress::AlreadySaid.into())
    }
}
