//! Every developer command of Trailmark: `cargo xtask --help`.

mod agents;
mod bench;
mod build;
mod database;
mod deploy;
mod dev;
mod e2e;
mod export;
mod fuzz;
mod import;
mod ingest_client;
mod keys;
mod local_server;
mod memory;
mod metrics;
mod openapi;
mod plan;
mod process;
mod progress;
mod projects;
mod remote;
mod repo;
mod report;
mod rollups;
mod screenshots;
mod seed;
mod setup;
mod size;
mod sql;
mod supply_chain;
mod test;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

/// Trailmark's developer commands. Each brings the tools that it needs and that are missing.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build everything and serve it locally: Worker on real workerd, D1, demo and dashboard.
    Dev(dev::DevArguments),
    /// Run every check and test; ends with `N passed, N failed, N skipped`.
    Test(test::TestArguments),
    /// Build tracker, package, Worker, demo and dashboard.
    Build(build::BuildArguments),
    /// Print raw, gzip and brotli bytes of what a page loads, against the budgets.
    Size(size::SizeArguments),
    /// Run the end-to-end tests: real Chromium, real workerd, real D1.
    E2e(e2e::E2eArguments),
    /// Take pictures of every page of dashboard, documentation and demo, to look at.
    Screenshots(screenshots::ScreenshotsArguments),
    /// Attack what reads from strangers: coverage-guided, and over HTTP with malformed bodies.
    Fuzz(fuzz::FuzzArguments),
    /// Measure speed and cost.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Fill a server with a believable month of events, through the HTTP API.
    Seed(seed::SeedArguments),
    /// Write all events of a server into a file.
    Export(export::ExportArguments),
    /// Send a file of exported events to a server.
    Import(import::ImportArguments),
    /// Make the tables of browsers, systems and crawlers anew from the data sets in `package.json`.
    Agents,
    /// Compare tracking plans, and make types and a reference from the repository's own.
    #[command(subcommand)]
    Plan(plan::PlanCommand),
    /// Make the document of the HTTP API anew from the Worker's code, and the package's types from it.
    Openapi(openapi::OpenapiArguments),
    /// Say what is rolled up, or fold it now, or anew.
    Rollups(rollups::RollupsArguments),
    /// Look up what is known against the crates and npm packages that Trailmark is built from.
    Audit,
    /// List, make and rename projects.
    Projects(projects::ProjectsArguments),
    /// List, make, replace and revoke keys.
    Keys(keys::KeysArguments),
    /// Deploy to your Cloudflare account.
    Deploy(deploy::DeployArguments),
}

fn main() -> ExitCode {
    let outcome = match parse().command {
        Task::Build(arguments) => build::run(arguments),
        Task::Size(arguments) => size::run(arguments),
        Task::Dev(arguments) => dev::run(arguments),
        Task::Test(arguments) => test::run(&arguments),
        Task::E2e(arguments) => e2e::run(&arguments),
        Task::Screenshots(arguments) => screenshots::run(&arguments),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
        Task::Bench(bench) => bench::run(bench),
        Task::Seed(arguments) => seed::run(&arguments),
        Task::Export(arguments) => export::run(&arguments),
        Task::Import(arguments) => import::run(&arguments),
        Task::Agents => agents::run(),
        Task::Plan(command) => plan::run(&command),
        Task::Openapi(arguments) => openapi::run(arguments),
        Task::Rollups(arguments) => rollups::run(&arguments),
        Task::Audit => supply_chain::audit(),
        Task::Projects(arguments) => projects::run(&arguments),
        Task::Keys(arguments) => keys::run(&arguments),
        Task::Deploy(arguments) => deploy::run(arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<progress::AlreadySaid>() => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            if error.is::<plan::NoPlan>() {
                ExitCode::from(2)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

/// Reads the arguments; an unknown command is answered with the commands there are.
fn parse() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| {
        if error.kind() == ErrorKind::InvalidSubcommand {
            let names: Vec<String> = Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
            eprintln!("the commands are: {}\n", names.join(", "));
        }
        error.exit()
    })
}
