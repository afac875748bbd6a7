use super::planning::{self, Mark};
use super::record::{Counts, Record};
use super::refusal::Refusal;
use super::settle::settle_events;
use super::{actor, stamp, visitor, Events, Fate, Row, RowKey, Rows, Surroundings};
use crate::project::PlanVersion;
use crate::query::rejected::RejectedRow;
use event_model::decode::{self, Unreadable};
use event_model::{BatchContext, Event, Verdict, VerdictLine, Violation, ViolationCode};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// Rejected events, judged anew and made ready for the database.
#[derive(Debug)]
pub struct Replay {
    judged: Vec<RejectedRow>,
    fates: Vec<Fate>,
    keys: Vec<RowKey>,
    /// Whether each of the rows has a `ref`.
    pub linked: Vec<bool>,
    /// The keys of the rows that name causes.
    pub caused: Vec<RowKey>,
    /// The rows, none of them twice, each with what is known of its event's arrival.
    pub rows: Vec<Rows>,
}

/// A rejected event with another reason than it had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restated {
    /// Which.
    pub id: String,
    /// Why it is rejected now.
    pub code: &'static str,
    /// The field at fault.
    pub field: Option<String>,
    /// A sentence for people.
    pub detail: String,
}

impl Replay {
    /// Takes each event as far as it goes without the database. Remote config does not hold here: whoever replays means it.
    pub fn read(judged: Vec<RejectedRow>, surroundings: Surroundings, plan: &PlanVersion) -> Replay {
        let context = BatchContext::default();
        let mut events = Events::default();
        for row in &judged {
            // Only what this Worker wrote is read here.
            let arrival = decode::arrival(&row.arrival).unwrap_or_default();
            let planned = read(row).map(|event| planning::fill_in(event, &plan.plan));
            let stamped = planned.and_then(|event| stamp::stamp(event, events.fates.len(), surroundings));
            let stamped = stamped.map_err(Refusal::from);
            // Whoever replays means to mend a plan, not to vouch for what a stranger wrote.
            let allowed = stamped.and_then(|stamped| match row.code.as_str() {
                actor::CODE => actor::allow(stamped),
                // Which visitor the page's own was, nobody knows any more.
                visitor::CODE => visitor::allow(stamped, None),
                _ => Ok(stamped),
            });
            let judged = allowed.and_then(|stamped| planning::judge(stamped, &plan.plan));
            events.take(judged, surroundings.floor, &plan.pii, |stamped, out| {
                let mark = stamped.mark.as_ref().map(Mark::text);
                Row::complete(stamped, &context).write(mark.as_deref(), Some(&arrival), out);
            });
        }
        let Events { fates, keys, linked, caused, rows, .. } = events;
        Replay { judged, fates, keys, linked, caused, rows: rows.close() }
    }

    /// The primary keys of the rows, in their order; no two are the same.
    pub fn keys(&self) -> &[RowKey] {
        &self.keys
    }

    /// What the verdicts add to the counters. No request brought these events.
    pub fn record(&self) -> Record {
        Record { counts: Counts::of_fates(&self.fates), ..Record::default() }
    }

    /// The rejected events that are none any more: stored now, or stored before.
    pub fn settled(&self) -> Vec<&str> {
        let is_sound = |fate: &Fate| matches!(fate, Fate::Row(_) | Fate::Repeats(_));
        self.judged.iter().zip(&self.fates).filter(|(_, fate)| is_sound(fate)).map(|(row, _)| row.id.as_str()).collect()
    }

    /// The rejected events that are rejected for another reason now.
    pub fn restated(&self) -> Vec<Restated> {
        let restated = |(row, fate): (&RejectedRow, &Fate)| {
            let Fate::Refused(Refusal { reason, .. }) = fate else { return None };
            let (code, field, detail) = (reason.code(), reason.field(), reason.detail());
            let same = (row.code.as_str(), row.field.as_deref(), row.detail.as_str()) == (code, field, detail);
            let id = row.id.clone();
            (!same).then(|| Restated { id, code, field: field.map(str::to_owned), detail: detail.to_owned() })
        };
        self.judged.iter().zip(&self.fates).filter_map(restated).collect()
    }

    /// Turns what the database stored into the answer. `stored` are the keys of the rows that were new; `matched` is how many events the
    /// question was about, from its beginning on.
    pub fn settle(self, stored: &[RowKey], matched: u64, dry_run: bool) -> Replayed {
        let replayed = self.judged.len();
        let remaining = matched.saturating_sub(replayed as u64);
        let next_cursor = self.judged.last().filter(|_| remaining > 0).and_then(RejectedRow::cursor);
        let verdicts = settle_events(self.fates, &self.keys, stored);
        let count = |verdict| verdicts.iter().filter(|line| line.verdict == verdict).count();
        let (duplicate, rejected, limited) = (count(Verdict::Duplicate), count(Verdict::Rejected), count(Verdict::Limited));
        let line = |verdict: VerdictLine| ReplayedLine {
            rejected_id: self.judged.get(verdict.index).map(|row| row.id.clone()).unwrap_or_default(),
            verdict,
        };
        Replayed {
            dry_run,
            replayed,
            accepted: replayed.saturating_sub(verdicts.len()),
            duplicate,
            rejected,
            limited,
            remaining,
            next_cursor,
            verdicts: verdicts.into_iter().map(line).collect(),
        }
    }

    /// The keys that are stored already, as if they had not been new: for an answer that stores nothing.
    pub fn new_of(&self, there: &[RowKey]) -> Vec<RowKey> {
        let there: HashSet<&RowKey> = there.iter().collect();
        self.keys.iter().filter(|key| !there.contains(key)).cloned().collect()
    }
}

fn read(row: &RejectedRow) -> Result<Event, Unreadable> {
    let raw: &RawValue = serde_json::from_str(&row.event).map_err(|_| {
        let violation = Violation::new(ViolationCode::WrongType, "", "expected a JSON object");
        Unreadable { id: None, seq: None, violation }
    })?;
    decode::event(raw)
}

/// What became of rejected events that were judged anew.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Replayed {
    dry_run: bool,
    pub replayed: usize,
    pub accepted: usize,
    pub duplicate: usize,
    pub rejected: usize,
    pub limited: usize,
    /// Events behind these that the question is about too.
    remaining: u64,
    /// Where to go on.
    next_cursor: Option<String>,
    verdicts: Vec<ReplayedLine>,
}

/// The verdict on one of them that was not simply accepted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReplayedLine {
    rejected_id: String,
    #[serde(flatten)]
    verdict: VerdictLine,
}

#[cfg(test)]
mod tests;
