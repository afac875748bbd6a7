use std::collections::BTreeMap;
use std::io::BufRead;

use anyhow::Result;
use serde::Deserialize;

use super::writers::Sent;
use crate::local_server::Access;
use crate::metrics;
use crate::report::Row;

/// What the Worker says of all that was sent.
#[derive(Debug)]
pub struct Books {
    /// Events in the database, by an export of all.
    rows: u64,
    /// Verdicts ever given.
    counters: BTreeMap<String, u64>,
    delivery: Delivery,
}

/// The account of delivery.
#[derive(Debug, Deserialize)]
struct Delivery {
    tracked: u64,
    stored: u64,
    rejected: u64,
    outstanding: u64,
}

impl Books {
    /// Asks for all of them.
    pub fn read(access: &Access) -> Result<Books> {
        let get =
            |path: &str| ureq::get(format!("{}{path}", access.url)).header("authorization", format!("Bearer {}", access.read_key)).call();
        let export = get("/api/events/export?range=all")?;
        let lines = std::io::BufReader::new(export.into_body().into_reader()).lines();
        let rows = lines.collect::<std::io::Result<Vec<String>>>()?.iter().filter(|line| !line.is_empty()).count() as u64;
        let delivery = serde_json::from_str(&get("/api/analytics/delivery?range=all")?.body_mut().read_to_string()?)?;
        Ok(Books { rows, counters: metrics::of_events(access)?, delivery })
    }

    /// Holds them against what was sent, and against each other.
    pub fn rows(&self, sent: &Sent) -> Vec<Row> {
        let equal = |name: &str, value: u64, wanted: u64| Row {
            budget: Some(wanted as f64),
            ok: value == wanted,
            ..Row::plain(name, value as f64, "")
        };
        let said = &sent.said;
        let counter = |name: &str| self.counters.get(name).copied().unwrap_or_default();
        vec![
            equal("sent, and accepted + duplicate + rejected + limited", sent.events, said.total()),
            equal("accepted, and sound events by their first sending", said.accepted, sent.sound),
            equal("accepted, and rows in the database", said.accepted, self.rows),
            equal("accepted, and the counter", said.accepted, counter("accepted")),
            equal("duplicate, and the counter", said.duplicate, counter("duplicate")),
            equal("rejected, and the counter", said.rejected, counter("rejected")),
            Row::plain("limited", said.limited as f64, ""),
            equal("accepted, and stored by the account of delivery", said.accepted, self.delivery.stored),
            equal("faulty, and rejected by the account of delivery", sent.faulty, self.delivery.rejected),
            equal("tracked, and what was made", self.delivery.tracked, sent.sound + sent.faulty),
            equal("outstanding by the account of delivery", self.delivery.outstanding, 0),
        ]
    }
}
