//! What tracking costs the page: time on the main thread, memory, storage and bytes, for Trailmark and four other trackers side by side.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Deserialize;

use super::peers::{self, TRAILMARK};
use super::side_by_side::{Line, SideBySide};
use crate::build;

/// What `bench track` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct TrackArguments {
    /// One JSON document instead of a table.
    #[arg(long)]
    json: bool,
    /// How often everything is measured; the table shows medians.
    #[arg(long, default_value_t = 5, value_name = "N")]
    runs: u32,
    /// Only these trackers, separated by commas.
    #[arg(long, value_name = "NAMES")]
    trackers: Option<String>,
}

/// How a row comes from what was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Of {
    /// The median of the runs.
    Itself,
    /// The same less what a page without a tracker has.
    Beyond,
}

/// A row: its name, its unit, the figure, what becomes of it, and Trailmark's budget.
type Measure = (&'static str, &'static str, &'static str, Of, Option<f64>);

/// All rows. The budgets are the design's.
const MEASURES: [Measure; 26] = [
    ("track(), median of 1,000 calls in bursts of 10", "µs", "medianUs", Of::Itself, Some(40.0)),
    ("track(), 99th percentile", "µs", "p99Us", Of::Itself, Some(250.0)),
    ("track(), the first call of a page", "µs", "firstCallUs", Of::Itself, None),
    ("track(), mean of 1,000 calls in one loop", "µs", "loopMeanUs", Of::Itself, None),
    ("the event is in storage when track() returns", "1 = yes", "durable", Of::Itself, None),
    ("main thread until 1,000 events in bursts are delivered", "ms", "burstsMs", Of::Beyond, Some(150.0)),
    ("  the same, computing only", "ms", "burstsCpuMs", Of::Beyond, None),
    ("main thread until 1,000 events in one loop are delivered", "ms", "loopMs", Of::Beyond, Some(150.0)),
    ("  the same, computing only", "ms", "loopCpuMs", Of::Beyond, None),
    ("delivered of 1,000 in bursts", "events", "delivered", Of::Itself, None),
    ("delivered of 1,000 in one loop", "events", "loopDelivered", Of::Itself, None),
    ("start: synchronous in the page", "ms", "startMs", Of::Itself, Some(3.0)),
    ("start: main thread until the tracker is fully there", "ms", "readyMs", Of::Beyond, None),
    ("  the same, computing only", "ms", "readyCpuMs", Of::Beyond, None),
    ("at a quarter of the speed: start, synchronous", "ms", "slowStartMs", Of::Itself, None),
    ("at a quarter of the speed: longest task over 50 ms, loading", "ms", "slowLongestLoadingMs", Of::Itself, Some(0.0)),
    ("at a quarter of the speed: longest task over 50 ms, tracking", "ms", "slowLongestTrackingMs", Of::Itself, Some(0.0)),
    ("  the longest task at full speed, computing only, times four", "ms", "slowLongestComputingMs", Of::Itself, Some(50.0)),
    ("at a quarter of the speed: tasks over 50 ms", "tasks", "slowLongTasks", Of::Itself, None),
    ("memory after 1,000 events, garbage collected", "B", "memoryBytes", Of::Beyond, None),
    ("offline, 1,000 events: written to storage", "B", "writtenBytes", Of::Itself, None),
    ("  as a multiple of their JSON", "×", "writtenShare", Of::Itself, Some(3.0)),
    ("  calls of setItem", "calls", "writeCalls", Of::Itself, None),
    ("  cookies set", "cookies", "cookieWrites", Of::Itself, None),
    ("  IndexedDB writes", "writes", "databaseWrites", Of::Itself, None),
    ("shipped: all that a page loads, brotli 11", "B", "shippedBytes", Of::Itself, Some(20_000.0)),
];

const NOTES: [&str; 3] = [
    "Medians of the runs. Real Chromium on a cross-origin isolated page; every peer is configured by its own documentation with everything\n\
     but events turned off (bench/peers/adapters/), and sends to a local collector; Trailmark sends to the real Worker.",
    "\"Main thread\" is the time of all tasks less that of the same page without a tracker, sending, answers and storage included; \"computing\n\
     only\" leaves out waiting, so that it is hardly touched by what else the machine does.",
    "A budget is Trailmark's. Timings depend on the machine: over budget is shown and fails nothing.",
];

/// What `bench/peers/track.mjs` prints: for each tracker and figure one value per run.
#[derive(Debug, Deserialize)]
struct Measured {
    versions: BTreeMap<String, String>,
    figures: BTreeMap<String, BTreeMap<String, Vec<f64>>>,
}

/// The page without a tracker.
const NONE: &str = "none";

/// Measures all trackers and prints them side by side.
pub fn run(arguments: &TrackArguments) -> Result<()> {
    build::everything()?;
    let mut given = vec!["--runs".to_owned(), arguments.runs.max(1).to_string()];
    given.extend(arguments.trackers.iter().flat_map(|names| ["--trackers".to_owned(), names.clone()]));
    let measured: Measured = peers::measure("track.mjs", &given)?;
    side_by_side(&measured).publish(arguments.json)
}

fn side_by_side(measured: &Measured) -> SideBySide {
    let mut names: Vec<&String> = measured.figures.keys().filter(|name| *name != NONE).collect();
    names.sort_by_key(|name| (*name != TRAILMARK, *name));
    let figure =
        |tracker: &str, key: &str| measured.figures.get(tracker).and_then(|figures| figures.get(key)).and_then(|values| median(values));
    let has_trailmark = names.first().is_some_and(|name| *name == TRAILMARK);
    let lines = MEASURES
        .iter()
        .map(|(name, unit, key, of, budget)| {
            let without = if *of == Of::Beyond { figure(NONE, key).unwrap_or_default() } else { 0.0 };
            let values = names.iter().map(|tracker| Some((figure(tracker, key)? - without).max(0.0))).collect();
            Line { name: (*name).to_owned(), unit, budget: budget.filter(|_| has_trailmark), values }
        })
        .collect();
    let title = |name: &&String| measured.versions.get(*name).map_or_else(|| (*name).clone(), |version| format!("{name} {version}"));
    SideBySide { trackers: names.iter().map(title).collect(), lines, notes: NOTES.map(str::to_owned).into() }
}

/// The middle value, which one slow run does not move.
fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::{median, side_by_side, Measured};

    #[test]
    fn what_the_page_itself_takes_is_subtracted() {
        let json = r#"{"versions": {"other": "1.0"}, "figures": {
            "none": {"burstsMs": [5, 7, 6]}, "other": {"burstsMs": [106]}, "trailmark": {"burstsMs": [56, 70, 46], "medianUs": [30, 25, 90]}}}"#;
        let table = side_by_side(&serde_json::from_str::<Measured>(json).unwrap());
        assert_eq!(table.trackers, ["trailmark", "other 1.0"]);
        assert_eq!(table.lines[0].values, [Some(30.0), None]);
        let work = table.lines.iter().find(|line| line.budget == Some(150.0)).unwrap();
        assert_eq!(work.values, [Some(50.0), Some(100.0)]);
    }

    #[test]
    fn one_slow_run_does_not_count() {
        assert_eq!(median(&[3.0, 900.0, 2.0]), Some(3.0));
        assert_eq!(median(&[]), None);
    }
}
