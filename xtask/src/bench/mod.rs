//! `cargo xtask bench`: measurements, each on servers and databases of its own.

mod capture;
mod ingest;
mod peers;
mod query;
mod side_by_side;
mod soak;
mod track;
mod writer;

use anyhow::Result;

/// What to measure.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Bench {
    /// Events per second, processor time and rows written at batches of 1, 10, 100 and 500, beside the bare insert of the same rows.
    Ingest(ingest::IngestArguments),
    Query(query::QueryArguments),
    /// What arrives in each case of the delivery matrix, Trailmark and four other trackers side by side.
    Capture(capture::CaptureArguments),
    /// What tracking costs the page: time, memory, storage and bytes, Trailmark and four other trackers side by side.
    Track(track::TrackArguments),
    /// Writers and readers at saturation for a while: errors, latencies, memory, and books that balance afterwards.
    Soak(soak::SoakArguments),
    /// What a call of `trailmark/server` costs the program, and how many events a second it delivers.
    Writer(writer::WriterArguments),
}

/// Measures and prints.
pub fn run(bench: Bench) -> Result<()> {
    match bench {
        Bench::Ingest(arguments) => ingest::run(arguments),
        Bench::Query(arguments) => query::run(&arguments),
        Bench::Capture(arguments) => capture::run(&arguments),
        Bench::Track(arguments) => track::run(&arguments),
        Bench::Soak(arguments) => soak::run(arguments),
        Bench::Writer(arguments) => writer::run(arguments),
    }
}
