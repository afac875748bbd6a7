//! What arrives: the delivery matrix, for Trailmark and four other trackers side by side.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::peers;
use super::side_by_side::aligned;
use crate::build;
use crate::report::number;

/// What `bench capture` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct CaptureArguments {
    /// One JSON document instead of a table.
    #[arg(long)]
    json: bool,
    /// How often each case is run.
    #[arg(long, default_value_t = 5, value_name = "N")]
    runs: u32,
    /// Only cases with this in their name.
    #[arg(long, value_name = "CASE")]
    only: Option<String>,
    /// Only these trackers, separated by commas.
    #[arg(long, value_name = "NAMES")]
    trackers: Option<String>,
}

const NOTES: [&str; 4] = [
    "Share of the events tracked that were captured: stored in D1 for Trailmark, received by the collector for the others. \"later\": what there\n\
     was after one more visit at a time when all is well; it is late, but not lost.",
    "\"twice\": copies beyond the first, of all runs together; stored twice for Trailmark, received twice for the others. What the others'\n\
     services then recognise by an id in the event (insert_id, uuid, messageId, eid), as some do within some time, is not known here.",
    "Every peer is configured by its own documentation (bench/peers/adapters/). After a case its events have 35 s to arrive.",
    "–: the case is about a part that the others do not have.",
];

/// What `bench/peers/capture.mjs` prints.
#[derive(Debug, Deserialize, Serialize)]
struct Captured {
    trackers: Vec<Tracker>,
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Tracker {
    name: String,
    version: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Case {
    name: String,
    figures: BTreeMap<String, Figures>,
}

/// Sums over all runs of a case.
#[derive(Debug, Deserialize, Serialize)]
struct Figures {
    runs: u32,
    /// Events tracked, of which `wanted` should be stored.
    events: u32,
    wanted: u32,
    captured: u32,
    later: u32,
    twice: u32,
    errors: Vec<String>,
}

/// Runs the matrix for all trackers and prints them side by side.
pub fn run(arguments: &CaptureArguments) -> Result<()> {
    build::everything()?;
    let mut given = vec!["--runs".to_owned(), arguments.runs.max(1).to_string()];
    for (option, value) in [("--only", &arguments.only), ("--trackers", &arguments.trackers)] {
        given.extend(value.iter().flat_map(|value| [option.to_owned(), value.clone()]));
    }
    let captured: Captured = peers::measure("capture.mjs", &given)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&captured)?);
    } else {
        print!("{}", table(&captured));
    }
    Ok(())
}

fn table(captured: &Captured) -> String {
    let title =
        |tracker: &Tracker| tracker.version.as_ref().map_or_else(|| tracker.name.clone(), |version| format!("{} {version}", tracker.name));
    let head = std::iter::once(String::new()).chain(captured.trackers.iter().map(title)).collect();
    let row = |case: &Case| {
        let cells = captured.trackers.iter().map(|tracker| case.figures.get(&tracker.name).map_or_else(|| "–".to_owned(), Figures::cell));
        std::iter::once(case.name.clone()).chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(captured.cases.iter().map(row)).collect();
    aligned(&rows, 1, &NOTES.map(str::to_owned))
}

impl Figures {
    fn cell(&self) -> String {
        // Where nothing may arrive, what arrived is said as it is.
        if self.wanted == 0 {
            return format!("{} of {} withdrawn", number(f64::from(self.captured)), number(f64::from(self.events)));
        }
        let mut cell = format!("{} %", self.share(self.captured));
        if self.later > self.captured {
            cell += &format!(", later {}", self.share(self.later));
        }
        if self.twice > 0 {
            cell += &format!(", {} twice", number(f64::from(self.twice)));
        }
        cell
    }

    /// In per cent, rounded down: one lost event in ten thousand is not "100".
    fn share(&self, count: u32) -> String {
        number((f64::from(count) * 1000.0 / f64::from(self.wanted)).floor() / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{table, Captured};

    #[test]
    fn nothing_lost_is_rounded_away_and_nothing_compared_that_cannot_be() {
        let json = r#"{"trackers": [{"name": "trailmark", "version": null}, {"name": "other", "version": "1.0"}], "cases": [
            {"name": "a", "figures": {
                "trailmark": {"runs": 5, "events": 500, "wanted": 500, "captured": 500, "later": 500, "twice": 0, "errors": []},
                "other": {"runs": 5, "events": 10000, "wanted": 10000, "captured": 9999, "later": 10000, "twice": 7, "errors": []}}},
            {"name": "b", "figures": {
                "trailmark": {"runs": 5, "events": 125, "wanted": 0, "captured": 0, "later": 0, "twice": 0, "errors": []}}}]}"#;
        let text = table(&serde_json::from_str::<Captured>(json).unwrap());
        let lines: Vec<String> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(lines[..3], ["trailmark other 1.0", "a 100 % 99.90 %, later 100, 7 twice", "b 0 of 125 withdrawn –"]);
    }
}
