//! `cargo xtask size`: what a page loads, in bytes, against the budgets.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{bail, Context, Result};

use crate::build::{package, tracker};
use crate::report::{publish, Row};
use crate::{build, process, repo};

/// What is measured, in the order of the table. Each has a budget in brotli bytes, or is a part of something that has one.
const MEASURED: &[Measured] = &[
    // It is in the page's critical path: it must fit into the first few packets beside the page's own scripts.
    Measured { name: "entry", files: &[package::ENTRY], budget: Some(1_500.0) },
    Measured { name: "glue", files: &[tracker::GLUE], budget: None },
    Measured { name: "wasm", files: &[tracker::WASM], budget: None },
    // Little enough to come with the first round trips, and every kilobyte of it is known by name.
    Measured { name: "everything a page loads", files: &[package::ENTRY, tracker::GLUE, tracker::WASM], budget: Some(20_000.0) },
    // Beside the entry.
    Measured { name: "trailmark/react", files: &[package::REACT], budget: Some(700.0) },
    Measured { name: "trailmark/vue", files: &[package::VUE], budget: Some(500.0) },
    Measured { name: "trailmark/query", files: &[package::QUERY], budget: Some(1_200.0) },
    // Not minified: programs are not sent over the wire.
    Measured { name: "trailmark/server", files: &[package::SERVER], budget: Some(10_000.0) },
    // The entry, and how a page without modules speaks to it.
    Measured { name: "script tag", files: &[package::SCRIPT], budget: Some(2_200.0) },
    // Loaded with any piece, and with those that count by views.
    Measured { name: "autocapture", files: &[package::AUTOCAPTURE], budget: Some(1_100.0) },
    Measured { name: "autocapture: views", files: &["pkg/dist/auto/views.js"], budget: Some(650.0) },
    // The pieces by themselves.
    Measured { name: "autocapture: pageViews", files: &["pkg/dist/auto/page-views.js"], budget: Some(450.0) },
    Measured { name: "autocapture: clicks", files: &["pkg/dist/auto/clicks.js"], budget: Some(500.0) },
    Measured { name: "autocapture: outboundLinks", files: &["pkg/dist/auto/outbound-links.js"], budget: Some(800.0) },
    Measured { name: "autocapture: downloads", files: &["pkg/dist/auto/downloads.js"], budget: Some(750.0) },
    Measured { name: "autocapture: forms", files: &["pkg/dist/auto/forms.js"], budget: Some(550.0) },
    Measured { name: "autocapture: scrollDepth", files: &["pkg/dist/auto/scroll-depth.js"], budget: Some(600.0) },
    Measured { name: "autocapture: engagement", files: &["pkg/dist/auto/engagement.js"], budget: Some(450.0) },
    // Nearly all of it is the library web-vitals.
    Measured { name: "autocapture: webVitals", files: &["pkg/dist/auto/vitals.js"], budget: Some(3_500.0) },
    Measured { name: "autocapture: errors", files: &["pkg/dist/auto/errors.js"], budget: Some(800.0) },
    Measured { name: "autocapture: rageClicks", files: &["pkg/dist/auto/rage-clicks.js"], budget: Some(750.0) },
    Measured { name: "autocapture: deadClicks", files: &["pkg/dist/auto/dead-clicks.js"], budget: Some(1_100.0) },
    Measured { name: "debug overlay", files: &["pkg/dist/auto/debug.js"], budget: Some(4_200.0) },
    Measured { name: "debug overlay: its checks", files: &["pkg/dist/auto/checks.js"], budget: Some(7_000.0) },
];

/// A row of the table: files that are loaded together.
struct Measured {
    name: &'static str,
    files: &'static [&'static str],
    budget: Option<f64>,
}

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

/// Raw, gzip and brotli bytes of everything that is measured.
pub fn measure() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for Measured { name, files, budget } in MEASURED {
        Sizes::together(files.iter().map(|path| repo::path(path)))?.append(name, *budget, &mut rows);
    }
    let everything = script_tag()?;
    everything.append("everything a script tag loads", Some(SCRIPT_TAG_BROTLI), &mut rows);
    Ok(rows)
}

/// A script tag may cost what its first file has more than the entry, and no more.
const SCRIPT_TAG_BROTLI: f64 = 20_700.0;

/// The script and the two parts that it names.
fn script_tag() -> Result<Sizes> {
    let script = repo::path(package::SCRIPT);
    let text = std::fs::read_to_string(&script).context("build it first: `cargo xtask build`")?;
    let parts: Vec<PathBuf> =
        text.split('"').filter(|name| name.starts_with("parts/")).map(|name| script.with_file_name("").join(name)).collect();
    if parts.len() != 2 {
        bail!("{} names {} parts in place of glue and wasm", repo::shown(&script), parts.len());
    }
    Sizes::together(std::iter::once(script).chain(parts))
}

#[derive(Debug, Default)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Sizes {
    fn together(files: impl Iterator<Item = PathBuf>) -> Result<Self> {
        files
            .map(|path| Self::of(&process::file(&path).context("build it first: `cargo xtask build --tracker`")?))
            .try_fold(Self::default(), |total, sizes| Ok(total.plus(&sizes?)))
    }

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
