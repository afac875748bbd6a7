//! `cargo xtask build`: tracker, package, Worker and pages, each only when something it is made from has changed.

mod changes;
pub mod package;
pub mod pages;
mod small_wasm;
pub mod tracker;
pub mod worker;

use anyhow::Result;

/// What to build; everything when nothing is named.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct BuildArguments {
    /// The wasm tracker and the npm package around it.
    #[arg(long)]
    tracker: bool,
    /// The Cloudflare Worker.
    #[arg(long)]
    worker: bool,
    /// Demo and dashboard (and what they import).
    #[arg(long)]
    www: bool,
}

/// Builds what was asked for; fails when the tracker is larger than its budget, after everything is built.
pub fn run(arguments: BuildArguments) -> Result<()> {
    let all = !(arguments.tracker || arguments.worker || arguments.www);
    if all || arguments.tracker || arguments.www {
        tracker::build()?;
        package::build()?;
    }
    if all || arguments.worker {
        worker::build()?;
    }
    if all || arguments.www {
        pages::build()?;
    }
    if all || arguments.tracker {
        crate::size::enforce()?;
    }
    Ok(())
}

/// Everything that a running server needs. Sizes are not its business: a tracker that is too large can still be tried out.
pub fn everything() -> Result<()> {
    tracker::build()?;
    package::build()?;
    worker::build()?;
    pages::build()
}
