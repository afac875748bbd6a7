//! `cargo xtask fuzz`: attacks on everything that reads what strangers wrote. What it attacks with is the crate `fuzz`.

pub mod bodies;
mod targets;

use anyhow::Result;

use crate::report::publish;

/// Bodies that are sent unless told otherwise.
const BODIES: u64 = 1_000_000;
/// Seconds for all targets together, unless told otherwise.
const SECONDS: u64 = 120;

/// What `fuzz` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct FuzzArguments {
    /// Only the coverage-guided targets, for so many seconds together (120).
    #[arg(long)]
    seconds: Option<u64>,
    /// Only this target.
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// Keep what reaches code that no input in fuzz/corpus reaches.
    #[arg(long)]
    keep: bool,
    /// Only malformed bodies over HTTP, so many of them (1,000,000).
    #[arg(long)]
    bodies: Option<u64>,
    /// The seed of the bodies; a random one unless told.
    #[arg(long)]
    seed: Option<u64>,
    /// One JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

/// Both, unless one of them is asked for.
pub fn run(arguments: &FuzzArguments) -> Result<()> {
    let wants_targets = arguments.seconds.is_some() || arguments.target.is_some();
    let mut rows = Vec::new();
    if wants_targets || arguments.bodies.is_none() {
        rows.extend(targets::run(arguments.target.as_deref(), arguments.seconds.unwrap_or(SECONDS), arguments.keep)?);
    }
    if arguments.bodies.is_some() || !wants_targets {
        let seed = arguments.seed.unwrap_or_else(|| fastrand::u64(..1 << 32));
        rows.extend(bodies::run(arguments.bodies.unwrap_or(BODIES), seed)?);
    }
    publish(&rows, arguments.json)
}
