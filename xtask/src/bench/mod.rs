//! `cargo xtask bench`: measurements, each on servers and databases of its own.

mod capture;
mod ingest;
mod peers;
mod side_by_side;
mod track;

use anyhow::Result;

/// What to measure.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Bench {
    /// Events per second and rows written per event at batches of 1, 10 and 100.
    Ingest(ingest::IngestArguments),
    /// What arrives in each case of the delivery matrix, Trailmark and four other trackers side by side.
    Capture(capture::CaptureArguments),
    /// What tracking costs the page: time, memory, storage and bytes, Trailmark and four other trackers side by side.
    Track(track::TrackArguments),
}

/// Measures and prints.
pub fn run(bench: Bench) -> Result<()> {
    match bench {
        Bench::Ingest(arguments) => ingest::run(arguments),
        Bench::Capture(arguments) => capture::run(&arguments),
        Bench::Track(arguments) => track::run(&arguments),
    }
}
