use super::kept::{arrival, keep, Kept};
use super::{Fate, Form, Prepared, Surroundings};
use crate::project::PlanVersion;
use std::collections::BTreeMap;

/// What is written of a request beside its rows: what it adds to the project's counters, and what was rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// What it adds to the counters.
    pub counts: Counts,
    /// Its rejected events, as far as they are kept.
    pub kept: Vec<Kept>,
    /// What the request said of all of them, JSON.
    pub arrival: String,
    /// The plan by which they were judged.
    pub plan_version: u64,
}

/// What is added to a project's counters. How many of the sound events are new, only the database knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests that were judged.
    pub requests: u64,
    /// Bytes of their bodies, inflated.
    pub bytes: u64,
    /// Events that are stored now or were stored before.
    pub sound: u64,
    /// Events that were rejected.
    pub rejected: u64,
    /// Events that were put off.
    pub limited: u64,
    /// Rejected events by code.
    pub codes: BTreeMap<&'static str, u64>,
}

impl Counts {
    /// A request all of whose events are put off.
    pub fn put_off(events: usize, bytes: usize) -> Counts {
        Counts { requests: 1, bytes: bytes as u64, limited: events as u64, ..Counts::default() }
    }

    /// Adds up.
    pub fn add(&mut self, other: &Counts) {
        self.requests += other.requests;
        self.bytes += other.bytes;
        self.sound += other.sound;
        self.rejected += other.rejected;
        self.limited += other.limited;
        for (code, count) in &other.codes {
            *self.codes.entry(code).or_default() += count;
        }
    }

    pub(super) fn of_fates(fates: &[Fate]) -> Counts {
        let mut counts = Counts::default();
        for fate in fates {
            match fate {
                Fate::Row(_) | Fate::Repeats(_) => counts.sound += 1,
                Fate::Limited(_) => counts.limited += 1,
                Fate::Refused(refused) => {
                    counts.rejected += 1;
                    *counts.codes.entry(refused.reason.code()).or_default() += 1;
                }
            }
        }
        counts
    }
}

impl Prepared {
    /// What is written of the request. `body` is the one that the batch was read from; its events are looked at once more only if some were
    /// rejected.
    pub fn record(&self, form: Form, body: &[u8], plan: &PlanVersion, surroundings: Surroundings) -> Record {
        let plan_version = plan.version;
        let counts = Counts { requests: 1, bytes: body.len() as u64, ..Counts::of_fates(&self.fates) };
        // Near the quota there are better uses of a row.
        let are_kept = surroundings.floor.is_none() && self.fates.iter().any(is_kept);
        if !are_kept {
            return Record { counts, plan_version, ..Record::default() };
        }
        Record { counts, kept: keep(self, form, body, &plan.pii, surroundings), arrival: arrival(self, surroundings.now), plan_version }
    }
}

/// Whether an event is rejected for good, for what it is, so that nobody but us has it any more. One that seems to come from the future may
/// come again under the same id and with another time, from a sender that has learned the server's clock.
pub(super) fn is_kept(fate: &Fate) -> bool {
    let Fate::Refused(refused) = fate else { return false };
    !refused.reason.is_mistimed() && !refused.reason.is_by_config()
}
