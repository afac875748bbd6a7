//! `cargo xtask size`: what a page loads, in bytes, against the budgets.

use std::io::Write;

use anyhow::{bail, Context, Result};

use crate::build::{package, tracker};
use crate::report::{publish, Row};
use crate::{build, process, repo};

/// The entry is in the page's critical path: it must fit into the first few packets beside the page's own scripts.
const ENTRY_BROTLI: f64 = 1_500.0;
/// All that a page loads. Little enough to come with the first round trips, and every kilobyte of it is known by name.
const TOTAL_BROTLI: f64 = 20_000.0;

/// The client that asks, for pages that have it.
const QUERY_BROTLI: f64 = 1_200.0;

/// What `size` accepts.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct SizeArguments {
    /// One JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

/// Builds the package and prints its sizes; fails above a budget.
pub fn run(arguments: SizeArguments) -> Result<()> {
    build::tracker::build()?;
    build::package::build()?;
    publish(&measure()?, arguments.json)
}

/// Fails when what is built is above a budget, and names it.
pub fn enforce() -> Result<()> {
    let over: Vec<String> = measure()?
        .iter()
        .filter(|row| !row.ok)
        .map(|row| format!("{} is {} {}, allowed are {}", row.name, row.value, row.unit, row.budget.unwrap_or_default()))
        .collect();
    if !over.is_empty() {
        bail!("over budget: {} (budgets: xtask/src/size.rs; all figures: `cargo xtask size`)", over.join("; "));
    }
    Ok(())
}

/// Raw, gzip and brotli bytes of the entry, of each other file, and of everything together.
pub fn measure() -> Result<Vec<Row>> {
    let glue = format!("{}/trailmark.js", tracker::OUTPUT);
    let wasm = format!("{}/trailmark_bg.wasm", tracker::OUTPUT);
    let mut rows = Vec::new();
    let mut total = Sizes::default();
    for (name, path) in [("entry", package::ENTRY), ("glue", &glue), ("wasm", &wasm)] {
        let sizes = Sizes::of(&process::file(&repo::path(path)).context("build it first: `cargo xtask build --tracker`")?)?;
        total = total.plus(&sizes);
        sizes.append(name, (name == "entry").then_some(ENTRY_BROTLI), &mut rows);
    }
    total.append("everything a page loads", Some(TOTAL_BROTLI), &mut rows);
    let query = Sizes::of(&process::file(&repo::path(package::QUERY))?)?;
    query.append("trailmark/query", Some(QUERY_BROTLI), &mut rows);
    Ok(rows)
}

#[derive(Debug, Default)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Sizes {
    fn of(bytes: &[u8]) -> Result<Self> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes)?;
        let mut brotli = Vec::new();
        let quality_11_window_22 = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut &*bytes, &mut brotli, &quality_11_window_22)?;
        Ok(Self { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
    }

    fn plus(&self, other: &Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }

    fn append(&self, name: &str, brotli_budget: Option<f64>, rows: &mut Vec<Row>) {
        rows.push(Row::plain(format!("{name}, raw"), self.raw as f64, "B"));
        rows.push(Row::plain(format!("{name}, gzip -9"), self.gzip as f64, "B"));
        let (name, value) = (format!("{name}, brotli 11"), self.brotli as f64);
        rows.push(match brotli_budget {
            Some(budget) => Row::at_most(name, value, "B", budget),
            None => Row::plain(name, value, "B"),
        });
    }
}
