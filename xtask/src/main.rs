//! Every developer command of Trailmark: `cargo xtask --help`.

mod build;
mod process;
mod progress;
mod repo;
mod report;
mod setup;
mod size;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Trailmark's developer commands. Each brings the tools that it needs and that are missing.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build tracker, package, Worker, demo and dashboard.
    Build(build::BuildArguments),
    /// Print raw, gzip and brotli bytes of what a page loads, against the budgets.
    Size(size::SizeArguments),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Task::Build(arguments) => build::run(arguments),
        Task::Size(arguments) => size::run(arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
