//! From a request's body to rows, and from what the database stored to verdicts. No clock, no randomness, no I/O.
//!
//! decode → sender → stamp → plan's defaults → admit → actor, visitor → judge → redact → complete → rows → (the database) → settle

mod actor;
mod admission;
mod agents;
mod clock;
/// Visitors of pages that keep nothing in the browser: told apart for a day by where they come from, without a way back to there.
pub mod cookieless;
mod device;
mod digest;
mod import;
mod kept;
mod place;
mod planning;
mod put_off;
mod record;
mod refusal;
mod replay;
mod report;
mod row;
mod sender;
mod settle;
mod stamp;
mod visitor;

use event_model::decode::{self, ReadBatch};
use event_model::redaction::redact_event;
use event_model::{BatchContext, EventId, Level, OpaqueId, Warning};
use planning::Mark;
use row::Row;
use stamp::Stamped;
use std::collections::hash_map::{Entry, HashMap};

use crate::project::Rules;
use crate::rejection::Rejection;
pub use clock::is_clock_off;
pub use digest::Digest;
pub use import::{Import, Imported};
pub use kept::Kept;
pub use place::Place;
pub use put_off::{put_off, PutOff};
pub use record::{Counts, Record};
pub use refusal::{Reason, Refusal};
pub use replay::{Replay, Replayed, Restated};
pub use report::Report;
pub use sender::{recognise, Sender};
pub use settle::settle;

/// How the body of a request is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One event.
    Single,
    /// A batch of events.
    Batch,
}

/// Reads a body. A batch that cannot be read is refused whole; an event that cannot be read stays in its place as a violation.
pub fn decode(form: Form, body: &[u8]) -> Result<ReadBatch, Rejection> {
    match form {
        Form::Single => decode::single(body),
        Form::Batch => decode::batch(body),
    }
    .map_err(Rejection::from)
}

/// What the pipeline takes from outside.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings {
    /// The server's clock, in milliseconds since the epoch.
    pub now: u64,
    /// Random bytes of this request, of which the ids of events without one are made.
    pub seed: [u8; 8],
    /// The lowest level that is stored at present; `None` is all of them.
    pub floor: Option<Level>,
}

/// A batch made ready for the database.
#[derive(Debug, PartialEq, Eq)]
pub struct Prepared {
    batch_id: Option<OpaqueId>,
    /// One for each event of the request, in its order.
    fates: Vec<Fate>,
    /// The primary keys of the rows, in their order; no two are the same.
    keys: Vec<RowKey>,
    /// The keys of the rows that name causes.
    pub caused: Vec<RowKey>,
    /// Whether each of them has a `ref`.
    pub linked: Vec<bool>,
    /// The rows, none of them twice. One text, but for the largest of requests.
    pub rows: Vec<Rows>,
    /// What is to be told of rows that are stored.
    warnings: Vec<Warning>,
    /// What goes into the ledger beside them.
    pub report: Option<Report>,
    /// What all rows share: the tracker instance.
    pub instance_id: Option<OpaqueId>,
    /// What all rows share: the device.
    pub context: BatchContext,
    /// What all rows share: the place, and whether it is a program's.
    pub sender: Sender,
}

impl Prepared {
    /// The keys of the rows.
    pub fn keys(&self) -> &[RowKey] {
        &self.keys
    }

    /// Whether every event is put off, so that there is nothing to store and nothing to account for yet.
    pub fn is_limited(&self) -> bool {
        self.fates.iter().all(|fate| matches!(fate, Fate::Limited(_)))
    }

    /// Whether the project is off for every event, or every event turned away and no account to keep of that: then nothing at all is
    /// written, not even a line of the ledger.
    pub fn is_off(&self) -> bool {
        let is_off = |fate: &Fate| matches!(fate, Fate::Refused(refused) if refused.reason.is_off());
        self.fates.iter().all(is_off) || self.report.is_none() && self.is_turned_away()
    }

    /// Whether remote config turned every event away: nothing is wrong with them.
    pub fn is_turned_away(&self) -> bool {
        self.fates.iter().all(|fate| matches!(fate, Fate::Refused(refused) if refused.reason.is_by_config()))
    }

    /// How many events the database is to store, unless it has them.
    pub fn events_to_store(&self) -> usize {
        self.keys.len()
    }
}

/// Rows that one statement stores.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// A JSON list of lists, in the columns' order of `db/insert.rs`.
    pub json: String,
    /// How many there are.
    pub count: u64,
}

/// What makes an event the same event, within a project.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowKey {
    /// When it happened.
    pub occurred_at: u64,
    /// Its id.
    pub id: EventId,
}

/// What is known of an event before the database is asked.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// It is the row with this number.
    Row(usize),
    /// An earlier event of the same request is the same event, in the row with this number.
    Repeats(usize),
    /// It is refused.
    Refused(Refusal),
    /// It is put off, for its level; the event's own id.
    Limited(Option<EventId>),
}

/// Takes each event of a batch as far as it goes without the database.
pub fn prepare(mut batch: ReadBatch, sender: Sender, surroundings: Surroundings, rules: &Rules) -> Prepared {
    let seqs = report::seqs(&batch);
    let plan = &rules.plan.plan;
    let own_visitor = if sender.is_public { visitor::of(&batch) } else { None };
    let mut events = Events::with_capacity(batch.events.len());
    for read in std::mem::take(&mut batch.events) {
        let stamped = read.and_then(|event| stamp::stamp(planning::fill_in(event, plan), events.fates.len(), surroundings));
        let admitted = admission::admit(stamped, &batch.context, &rules.config);
        let allowed = match sender.is_public {
            true => admitted.and_then(actor::allow).and_then(|stamped| visitor::allow(stamped, own_visitor.as_ref())),
            false => admitted,
        };
        let judged = allowed.and_then(|stamped| planning::judge(stamped, plan));
        events.take(judged, surroundings.floor, &rules.plan.pii, |stamped, out| {
            let mark = stamped.mark.as_ref().map(Mark::text);
            Row::complete(stamped, &batch.context).write(mark.as_deref(), None, out);
        });
    }
    Prepared {
        report: report::report(&batch, &events.fates, seqs, surroundings),
        batch_id: batch.batch_id,
        fates: events.fates,
        keys: events.keys,
        caused: events.caused,
        linked: events.linked,
        rows: events.rows.close(),
        warnings: events.warnings,
        instance_id: batch.instance_id,
        context: batch.context,
        sender,
    }
}

/// The events of a request, on their way into rows.
#[derive(Default)]
struct Events {
    fates: Vec<Fate>,
    first_seen: HashMap<RowKey, usize>,
    keys: Vec<RowKey>,
    caused: Vec<RowKey>,
    linked: Vec<bool>,
    warnings: Vec<Warning>,
    rows: Texts,
}

impl Events {
    fn with_capacity(count: usize) -> Events {
        Events {
            fates: Vec::with_capacity(count),
            first_seen: HashMap::with_capacity(count),
            keys: Vec::with_capacity(count),
            caused: Vec::new(),
            linked: Vec::with_capacity(count),
            warnings: Vec::new(),
            rows: Texts::default(),
        }
    }

    /// Takes the next event; `write` writes its row, if it becomes one. `pii` are the names that the plan marks: an event is
    /// judged as it was sent, and kept as redaction leaves it.
    fn take(&mut self, stamped: Result<Stamped, Refusal>, floor: Option<Level>, pii: &[String], write: impl FnOnce(&Stamped, &mut String)) {
        let mut stamped = match stamped {
            Ok(stamped) => stamped,
            Err(refused) => return self.fates.push(Fate::Refused(refused)),
        };
        if floor.is_some_and(|floor| stamped.event.level.unwrap_or_default() < floor) {
            return self.fates.push(Fate::Limited(stamped.event.id));
        }
        match self.first_seen.entry(stamped.key.clone()) {
            Entry::Occupied(earlier) => self.fates.push(Fate::Repeats(*earlier.get())),
            Entry::Vacant(place) => {
                redact_event(&mut stamped.event, pii);
                self.rows.append(|out| write(&stamped, out));
                self.warnings.extend(stamped.mark.as_ref().and_then(|mark| mark.warning(self.fates.len(), &stamped)));
                self.fates.push(Fate::Row(self.keys.len()));
                place.insert(self.keys.len());
                if !stamped.event.caused_by.is_empty() {
                    self.caused.push(stamped.key.clone());
                }
                self.linked.push(stamped.event.reference.is_some());
                self.keys.push(stamped.key);
            }
        }
    }
}

/// Where one text of rows ends and another begins. D1 takes values of 2 MB at most, and a body of 1 MiB may come to more: quotes in free
/// JSON are escaped once more, and what the batch said once is said in each row. A single row is far below the other half.
const ROWS_TEXT_BYTES: usize = 1_000_000;

/// The texts of rows being written.
#[derive(Default)]
struct Texts {
    full: Vec<Rows>,
    open: Rows,
}

impl Texts {
    fn append(&mut self, write: impl FnOnce(&mut String)) {
        self.open.json.push(if self.open.count == 0 { '[' } else { ',' });
        self.open.count += 1;
        write(&mut self.open.json);
        if self.open.json.len() > ROWS_TEXT_BYTES {
            self.end_text();
        }
    }

    fn close(mut self) -> Vec<Rows> {
        if self.open.count > 0 {
            self.end_text();
        }
        self.full
    }

    fn end_text(&mut self) {
        self.open.json.push(']');
        self.full.push(std::mem::take(&mut self.open));
    }
}

#[cfg(test)]
mod tests;
