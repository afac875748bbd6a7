//! `cargo xtask bench`: measurements, each on servers and databases of its own.

mod ingest;

use anyhow::Result;

/// What to measure.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub enum Bench {
    /// Events per second and rows written per event at batches of 1, 10 and 100.
    Ingest(ingest::IngestArguments),
}

/// Measures and prints.
pub fn run(bench: Bench) -> Result<()> {
    match bench {
        Bench::Ingest(arguments) => ingest::run(arguments),
    }
}
