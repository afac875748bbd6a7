use super::refusal::Refusal;
use super::settle::settle_events;
use super::stamp::Stamped;
use super::{stamp, Events, Fate, Row, RowKey, Rows, Surroundings};
use event_model::decode::{exported, ExportedEvent, ExportedLine};
use event_model::{BatchContext, Verdict};
use serde::Serialize;

/// Bad lines that an answer names. All are counted.
const MAX_NAMED: usize = 100;

/// Lines of an export made ready for the database.
#[derive(Debug, PartialEq, Eq)]
pub struct Import {
    /// The number of each event's line in the request, from 1.
    lines: Vec<u64>,
    fates: Vec<Fate>,
    keys: Vec<RowKey>,
    /// The keys of the rows that name causes.
    pub caused: Vec<RowKey>,
    /// The rows, none of them twice, each with what it tells of its arrival.
    pub rows: Vec<Rows>,
}

impl Import {
    /// Reads the lines of a body and takes each event as far as it goes without the database. Empty lines and an export's last are no
    /// events. `pii` are the names that the plan marks.
    pub fn read(body: &[u8], pii: &[String], surroundings: Surroundings) -> Import {
        let mut events = Events::default();
        let mut numbers = Vec::new();
        // What editors of some systems put at the beginning of a file.
        let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
        for (number, line) in (1..).zip(body.split(|&byte| byte == b'\n')) {
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            let (event, arrival) = match exported(line) {
                Ok(ExportedLine::End) => continue,
                Ok(ExportedLine::Event(read)) => {
                    let ExportedEvent { event, arrival } = *read;
                    (Ok(event), arrival)
                }
                Err(refused) => (Err(refused), Default::default()),
            };
            numbers.push(number);
            let context = BatchContext::default();
            let stamped = event.and_then(|event| stamp::stamp(event, events.fates.len(), surroundings));
            let plan_fault = arrival.plan_fault.as_deref();
            let write = |stamped: &Stamped, out: &mut String| Row::complete(stamped, &context).write(plan_fault, Some(&arrival), out);
            events.take(stamped.map_err(Refusal::from), surroundings.floor, pii, write);
        }
        Import { lines: numbers, fates: events.fates, keys: events.keys, caused: events.caused, rows: events.rows.close() }
    }

    /// The primary keys of the rows, in their order; no two are the same.
    pub fn keys(&self) -> &[RowKey] {
        &self.keys
    }

    /// Turns what the database stored into the answer. `stored` are the keys of the rows that were new.
    pub fn settle(self, stored: &[RowKey]) -> Imported {
        let lines = self.lines.len();
        let verdicts = settle_events(self.fates, &self.keys, stored);
        let count = |verdict| verdicts.iter().filter(|line| line.verdict == verdict).count();
        let (duplicate, rejected) = (count(Verdict::Duplicate), count(Verdict::Rejected));
        let bad = verdicts.into_iter().filter(|line| line.verdict == Verdict::Rejected).take(MAX_NAMED);
        let bad_lines = bad.map(|verdict| BadLine {
            line: self.lines.get(verdict.index).copied().unwrap_or_default(),
            id: verdict.id,
            code: verdict.code.unwrap_or_default(),
            field: verdict.field,
            detail: verdict.detail.unwrap_or_default(),
        });
        Imported { lines, accepted: lines - duplicate - rejected, duplicate, rejected, bad_lines: bad_lines.collect() }
    }
}

/// What became of the lines of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Imported {
    /// Lines that should be events.
    pub lines: usize,
    /// Stored now.
    pub accepted: usize,
    /// Stored before, or earlier in the same request.
    pub duplicate: usize,
    /// Refused.
    pub rejected: usize,
    /// The first of the refused.
    pub bad_lines: Vec<BadLine>,
}

/// A line that is no event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BadLine {
    /// Its number in the request, from 1.
    pub line: u64,
    /// The event's id, when it was readable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The stable code of what is wrong.
    pub code: &'static str,
    /// The field at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// A sentence for people.
    pub detail: String,
}

#[cfg(test)]
mod tests;
