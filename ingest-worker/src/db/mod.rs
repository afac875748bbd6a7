//! EDGE: the database. All SQL of the product is in this folder: some files write statements, `run` runs them, and the others make one answer of
//! several.

mod audit;
mod causality;
mod causes;
mod chunks;
mod column_rows;
mod conditions;
/// Verdicts ever given.
pub mod counters;
mod deletion;
mod delivery;
mod dimensions;
mod erasure;
/// Folding, a bounded step at a time.
pub mod fold;
mod hour_columns;
mod hour_ledgers;
/// What is folded, and whether it still says what the log says.
pub mod hours;
mod insert;
/// Lists and exports that ask where sessions came from.
pub mod judged;
mod kept_chunks;
mod kept_hours;
mod kept_ledgers;
/// Keys and projects, for those who administer them.
pub mod key_rows;
/// Keys by their hash, remembered for a minute.
pub mod keys;
mod ledger;
mod list;
mod live;
mod mentions;
mod metrics;
mod overwrite;
/// Tracking plans.
pub mod plans;
mod rejected;
mod replay;
mod retention;
/// What projects have settled, remembered for a minute.
pub mod rules;
mod run;
/// What sessions are signed with, remembered for a minute.
pub mod secrets;
mod select;
/// Sessions that were ended.
pub mod sessions;
mod statement;
/// What D1 counted.
pub mod usage;
/// All that is stored about a user.
pub mod user_export;
mod visits;

use crate::audit::Entry;
use crate::ingest::{Import, Prepared, Record, Report, RowKey, Rows};
use crate::instant::HOUR_MS;
use crate::key::Project;
use crate::query::analytics::{AnalyticsQuery, BucketCount, Facets, Totals};
use crate::query::cleanup::{Cleaned, CleanupQuery};
use crate::query::cursor::Cursor;
use crate::query::export::ExportQuery;
use crate::query::filter::Filter;
use crate::query::item::StoredEvent;
use crate::query::range::TimeRange;
use crate::query::rejected::RejectedFilter;
use crate::usage::Figures;
use event_model::decode::ReadBatch;
use event_model::EventId;
use run::Outcome;
use serde::de::IgnoredAny;
use serde::Deserialize;
use statement::{Parameter, Statement};
use std::cell::Cell;
use usage::Account;
use worker::{console_error, D1Database, Date};

/// How far the time in an event's id may lie from the event's own: trackers make ids by their own clock and times by the server's.
const CLOCK_OFFSET_MS: u64 = HOUR_MS / 4;

/// The database did not do what it was asked. The reason is in the log, not in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageFailed {
    /// Trying again may help.
    Unavailable,
    /// The free plan's rows of the day are used up.
    QuotaExhausted,
}

/// What D1 says when the free plan's rows of a day are read or written. (Its wording since September 2026.)
const EXHAUSTED: &str = "exceeded D1's free tier daily row";

impl StorageFailed {
    /// Logs the reason. It must name no contents.
    pub fn because(reason: &str) -> StorageFailed {
        console_error!("storage failed: {reason}");
        if reason.contains(EXHAUSTED) {
            StorageFailed::QuotaExhausted
        } else {
            StorageFailed::Unavailable
        }
    }
}

/// What storing a batch did.
#[derive(Debug, Default)]
pub struct Stored {
    /// The rows that were new.
    pub new: Vec<RowKey>,
    /// Rows that D1 counts, and bills, as written.
    pub rows_written: u64,
}

/// The database of this deployment.
#[derive(Debug)]
pub struct Database {
    d1: D1Database,
    account: Account,
    /// The project in which a question met hours that are to be folded.
    unfolded: Cell<Option<Project>>,
    /// Statements that were run.
    statements: Cell<u32>,
}

impl Database {
    /// Takes the binding.
    pub fn new(d1: D1Database) -> Database {
        Database { d1, account: Account::background(), unfolded: Cell::new(None), statements: Cell::new(0) }
    }

    /// How many statements this request has run. D1 allows so many and no more.
    pub fn statements(&self) -> u32 {
        self.statements.get()
    }

    /// The project in which a question met hours that are to be folded.
    pub fn unfolded(&self) -> Option<Project> {
        self.unfolded.get()
    }

    /// Stores the rows that are not stored yet, the batch's line of the ledger, what was rejected, and what all of it counts: everything or
    /// nothing.
    pub async fn store(&self, project: Project, batch: &Prepared, record: &Record, received_at: u64) -> Result<Stored, StorageFailed> {
        let mut statements = vec![counters::count(project, record, batch.keys(), &batch.linked)];
        statements.extend(insert::insert(project, batch, received_at));
        statements.extend(rejected::keep(project, record, received_at));
        if let Some(report) = &batch.report {
            statements.splice(0..0, hour_ledgers::mark_sealed(project, report.sealed_at, Date::now().as_millis()));
        }
        statements.extend(causes::record(project, &batch.caused));
        let mut stored = self.store_rows(project, batch.keys(), statements).await?;
        if let Some(report) = batch.report.as_ref().filter(|_| stored.new.len() < batch.events_to_store()) {
            // The events are stored, and the account is right but for what is nobody's: no reason to call the request failed.
            stored.rows_written += self.claim(project, report, &batch.rows).await.unwrap_or(0);
        }
        Ok(stored)
    }

    /// Stores the rows of an import that are not stored yet, all of them or none.
    pub async fn import(&self, project: Project, import: &Import, received_at: u64) -> Result<Stored, StorageFailed> {
        let mut statements = insert::import(project, &import.rows, received_at);
        statements.extend(causes::record(project, &import.caused));
        self.store_rows(project, import.keys(), statements).await
    }

    /// Runs statements that store the rows of these keys, and that return the keys of new ones, or none.
    async fn store_rows(&self, project: Project, keys: &[RowKey], mut statements: Vec<Statement>) -> Result<Stored, StorageFailed> {
        #[derive(Deserialize)]
        struct New {
            occurred_at: u64,
            event_id: String,
        }
        // The clock is read anew: since the request came, its body may have taken minutes.
        if let Some(mark) = hours::mark_late(project, keys, Date::now().as_millis()) {
            statements.insert(0, mark);
        }
        let outcomes: Vec<Outcome<New>> = match (statements.pop(), statements.is_empty()) {
            (None, _) => Vec::new(),
            (Some(only), true) => vec![self.run(only).await?],
            (Some(last), false) => {
                statements.push(last);
                self.run_all(statements).await?.all()?
            }
        };
        let rows_written = outcomes.iter().map(|outcome| outcome.meta.rows_written).sum();
        let key = |row: New| EventId::parse(&row.event_id, "id").map(|id| RowKey { occurred_at: row.occurred_at, id });
        let new: Result<Vec<RowKey>, _> = outcomes.into_iter().flat_map(|outcome| outcome.rows).map(key).collect();
        let new = new.map_err(|_| StorageFailed::because("a stored event's id is none"))?;
        self.account.add(Figures { events: new.len() as u64, ..Figures::default() });
        Ok(Stored { new, rows_written })
    }

    /// Whether this batch was stored before.
    pub async fn has_batch(&self, project: Project, batch: &ReadBatch) -> Result<bool, StorageFailed> {
        let Some(statement) = ledger::find(project, batch) else { return Ok(false) };
        Ok(!self.run::<IgnoredAny>(statement).await?.rows.is_empty())
    }

    /// Gives stored events that have no instance to the one that sends them again. Duplicates are rare, so only they pay for this.
    async fn claim(&self, project: Project, report: &Report, rows: &[Rows]) -> Result<u64, StorageFailed> {
        let mark = hour_ledgers::mark_sealed(project, report.sealed_at, Date::now().as_millis());
        let statements = mark.into_iter().chain(rows.iter().flat_map(|rows| ledger::claim(project, report, rows))).collect();
        let outcomes: Vec<Outcome<IgnoredAny>> = self.run_all(statements).await?.all()?;
        Ok(outcomes.iter().map(|outcome| outcome.meta.rows_written).sum())
    }

    /// The next events of an export, at most `limit`.
    pub async fn export(
        &self,
        project: Project,
        query: &ExportQuery,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Vec<StoredEvent>, StorageFailed> {
        Ok(self.run(select::export(project, &query.filter, after, limit)).await?.rows)
    }

    /// One event by its id. An id that carries its time is looked for near it first; only a foreign one makes us read all.
    pub async fn event(&self, project: Project, id: &EventId) -> Result<Option<StoredEvent>, StorageFailed> {
        if let Some(time) = id.millis() {
            let near = TimeRange { from: Some(time.saturating_sub(CLOCK_OFFSET_MS)), until: Some(time.saturating_add(CLOCK_OFFSET_MS)) };
            let found = self.run(select::by_id(project, id, near)).await?.rows.pop();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(self.run(select::by_id(project, id, TimeRange::default())).await?.rows.pop())
    }

    /// Counts and totals, all of the same moment.
    pub async fn analytics(&self, project: Project, query: &AnalyticsQuery) -> Result<(Totals, Facets, Vec<BucketCount>), StorageFailed> {
        let filter = &query.filter;
        let statements = vec![select::totals(project, filter), select::facets(project, filter), select::buckets(project, query)];
        let mut outcomes = self.run_all(statements).await?;
        let totals = outcomes.next()?.rows.pop().unwrap_or_default();
        let facets = outcomes.next()?.rows;
        Ok((totals, Facets::of(&facets), outcomes.next()?.rows))
    }

    /// Deletes old events, rejected ones too, and the accounts of their time, or only counts the events.
    pub async fn cleanup(&self, project: Project, query: &CleanupQuery, entry: Entry) -> Result<Cleaned, StorageFailed> {
        let old = Filter { range: TimeRange { from: None, until: Some(query.older_than) }, ..Filter::default() };
        let old_rejected = RejectedFilter { range: old.range, ..RejectedFilter::default() };
        let mut statements = vec![rejected::count(project, &old_rejected, None), select::count(project, &old)];
        if !query.dry_run {
            const DELETE: &str = "DELETE FROM events WHERE project_id = ?1 AND occurred_at < ?2";
            let parameters = vec![Parameter::Number(project.id()), Parameter::number(query.older_than)];
            statements.push(causes::forget(project, &old));
            statements.push(Statement::fixed(DELETE, parameters));
            statements.push(audit::append(project, &entry.count("days", query.days()).changes("events")));
            statements.push(rejected::forget(project, &old_rejected));
            statements.push(ledger::forget(project, query.older_than));
            statements.extend(hours::forget(project, query.older_than));
            statements.push(hour_ledgers::forget(project, query.older_than));
            statements.push(hour_ledgers::mark_left(project, query.older_than));
        }
        let mut outcomes = self.run_all(statements).await?;
        let rejected = outcomes.next_count()?;
        let matched = outcomes.next_count()?;
        let deleted = if query.dry_run {
            0
        } else {
            outcomes.next::<IgnoredAny>()?;
            outcomes.next::<IgnoredAny>()?.meta.changes
        };
        Ok(query.answer(matched, deleted, rejected))
    }

    /// Whether the database answers, its migrations were applied, and there is a key: whether anybody can be served.
    pub async fn check(&self) -> Result<bool, StorageFailed> {
        self.run::<IgnoredAny>(Statement::start("SELECT id FROM projects LIMIT 1")).await?;
        keys::are_there(self).await
    }
}
