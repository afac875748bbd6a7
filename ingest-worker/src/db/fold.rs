use super::live::EventText;
use super::run::Outcome;
use super::{audit, hour_columns, hour_ledgers, hours, live, Database, StorageFailed};
use crate::audit::Entry;
use crate::instant::HOUR_MS;
use crate::key::Project;
use crate::query::range::TimeRange;
use crate::rollup::codec::ledger::HourLedger;
use crate::rollup::cost::ReadCost;
use crate::rollup::plan::{Wanted, PAGE_ROWS};
use crate::rollup::{parts, BatchLine, Columns, EventRow, Ledger};
use serde::de::IgnoredAny;
use serde::Deserialize;
use std::collections::HashMap;

/// How much one step of folding may do. An hour that was begun is finished.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Events to read.
    pub events: u64,
    /// Statements to run.
    pub statements: u64,
}

/// What a step of folding did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Hours whose columns are written.
    pub hours: u64,
    /// Events that were read.
    pub events: u64,
    /// Statements that were run.
    pub statements: u64,
}

/// A project's roll-ups in figures.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Status {
    /// The first hour that is not closed; `None` before any was.
    pub closed_until: Option<u64>,
    /// Closed hours that have or had events.
    pub hours: u64,
    /// Those of them that are to be folded.
    pub stale: u64,
    /// Events of the hours that were folded.
    pub events: u64,
    /// How long the texts of their columns are.
    pub bytes: u64,
}

/// Hours that one step claims at most. The more, the longer others wait for them if this one dies.
const MAX_CLAIMED: u64 = 36;
/// Statements of a step, whatever it folds: five to close and to claim, five to write, and one to give back.
const FIXED_STATEMENTS: u64 = 11;
/// Hours whose ledgers are read at once: of a busy project some ten thousand batches.
const LEDGER_HOURS: usize = 8;
/// Statements of so many hours: a page of events of each, and one of all their batches.
const GROUP_STATEMENTS: u64 = LEDGER_HOURS as u64 + 1;
/// Columns are written when this much has come together. D1 takes values of 2 MB, and one more part fits.
const MAX_PENDING_BYTES: usize = 500_000;

impl Database {
    /// Closes the hours that are over and folds the newest of those that are to be folded, within a budget.
    pub async fn fold(&self, project: Project, now: u64, budget: Budget) -> Result<Step, StorageFailed> {
        #[derive(Deserialize)]
        struct Claimed {
            hour: u64,
            number: i64,
        }
        let mut statements = vec![hour_ledgers::close(project, hours::closing(now))];
        statements.extend(hours::close(project, now));
        // What will not be folded is not claimed: that would be written, and written back.
        let left = budget.statements.saturating_sub(FIXED_STATEMENTS);
        let limit = (left * LEDGER_HOURS as u64 / GROUP_STATEMENTS).clamp(1, MAX_CLAIMED);
        statements.extend(hours::claim(project, now, limit));
        let mut folding = Folding { database: self, project, step: Step::default(), pending: Pending::default() };
        folding.step.statements += statements.len() as u64;
        let mut outcomes = self.run_all(statements).await?;
        for _ in 0..4 {
            outcomes.next::<IgnoredAny>()?;
        }
        let mut claimed = outcomes.next::<Claimed>()?.rows;
        claimed.sort_unstable_by_key(|claim| std::cmp::Reverse(claim.hour));
        let mut is_all = true;
        for hours in claimed.chunks(LEDGER_HOURS) {
            // Beside this hour only the fixed ones behind it, of which five have been run.
            let fits = |step: &Step| step.events < budget.events && step.statements + FIXED_STATEMENTS - 5 < budget.statements;
            let mut ledgers =
                if fits(&folding.step) { folding.ledgers(hours.iter().map(|claim| claim.hour)).await? } else { HashMap::new() };
            for claim in hours {
                if !fits(&folding.step) {
                    is_all = false;
                    break;
                }
                let ledger = ledgers.remove(&claim.hour).unwrap_or_default();
                folding.hour(claim.hour, claim.number, ledger).await?;
            }
        }
        if let Some(claim) = claimed.first() {
            folding.write(claim.number).await?;
            if !is_all {
                folding.step.statements += 1;
                self.run::<IgnoredAny>(hours::release(project, claim.number)).await?;
            }
        }
        Ok(folding.step)
    }

    /// The projects in which there is something to close or to fold.
    pub async fn unfolded_projects(&self, now: u64) -> Result<Vec<Project>, StorageFailed> {
        #[derive(Deserialize)]
        struct Row {
            id: i64,
        }
        let outcome = self.run::<Row>(hours::unfolded_projects(now)).await?;
        Ok(outcome.rows.into_iter().map(|row| Project::listed(row.id)).collect())
    }

    /// The state of a project's roll-ups.
    pub async fn rollups(&self, project: Project) -> Result<Status, StorageFailed> {
        Ok(self.run(hours::status(project)).await?.rows.pop().unwrap_or_default())
    }

    /// How many hours are to be folded.
    pub async fn count_stale_hours(&self, project: Project) -> Result<u64, StorageFailed> {
        self.run_all(vec![hours::count_stale(project)]).await?.next_count()
    }

    /// Has all hours that a range touches folded anew; how many were not waiting for it anyway. What somebody asked for is told to the audit.
    pub async fn rebuild(&self, project: Project, range: TimeRange, entry: Option<&Entry>) -> Result<u64, StorageFailed> {
        let told = entry.map(|entry| audit::append(project, entry));
        let mut outcomes = self.run_all([hours::mark_range(project, range)].into_iter().chain(told).collect()).await?;
        Ok(outcomes.next::<IgnoredAny>()?.meta.changes)
    }
}

struct Folding<'a> {
    database: &'a Database,
    project: Project,
    step: Step,
    pending: Pending,
}

/// What is folded and not written yet.
#[derive(Default)]
struct Pending {
    /// Rows of columns, as the inside of a JSON list.
    rows: String,
    /// Rows of ledgers, and how long their texts are.
    ledgers: Vec<HourLedger>,
    ledger_bytes: usize,
    /// Hours of which no row is missing.
    done: Vec<hours::Folded>,
}

impl Folding<'_> {
    /// What the ledger says of these hours.
    async fn ledgers(&mut self, hours: impl Iterator<Item = u64> + Clone) -> Result<HashMap<u64, Ledger>, StorageFailed> {
        let mut ledgers: HashMap<u64, Ledger> = HashMap::new();
        let ends = hours.clone().min().zip(hours.clone().max());
        // Neighbours are read at once; between others may lie years.
        let spans: Vec<(u64, u64)> = match ends {
            Some((first, last)) if last - first < 2 * LEDGER_HOURS as u64 => vec![(first, last)],
            _ => hours.map(|hour| (hour, hour)).collect(),
        };
        for (first, last) in spans {
            let (from, until) = (first.saturating_mul(HOUR_MS), (last + 1).saturating_mul(HOUR_MS));
            let add = |line: &BatchLine| ledgers.entry(line.sealed_at / HOUR_MS).or_default().add(line);
            self.step.statements += self.database.read_batches(self.project, from, until, add, &mut ReadCost::default()).await?;
        }
        Ok(ledgers)
    }

    /// Reads an hour page by page, and makes rows of its columns and of its ledger.
    async fn hour(&mut self, hour: u64, number: i64, ledger: Ledger) -> Result<(), StorageFailed> {
        let (from, until) = (hour.saturating_mul(HOUR_MS), (hour + 1).saturating_mul(HOUR_MS));
        let wanted = Wanted { from, until, cuts: &[], columns: Columns::ALL, metadata: &[] };
        let (mut count, mut events, mut bytes) = (0, 0, 0);
        let mut last: Option<EventRow> = None;
        loop {
            let statement = live::page(self.project, &wanted, from, until, last.as_ref());
            let mut rows = live::events(&self.database.run::<EventText>(statement).await?.rows)?;
            self.step.statements += 1;
            events += rows.len() as u64;
            for part in parts::make(hour, number, count, &rows) {
                count += 1;
                bytes += part.len() as u64;
                self.pending.push(&part);
                if self.pending.rows.len() > MAX_PENDING_BYTES {
                    self.write(number).await?;
                }
            }
            let is_last = (rows.len() as u64) < PAGE_ROWS;
            last = rows.pop();
            if is_last {
                break;
            }
        }
        for row in HourLedger::of(hour, number, &ledger) {
            self.pending.ledger_bytes += row.ledger.len();
            self.pending.ledgers.push(row);
            if self.pending.ledger_bytes > MAX_PENDING_BYTES {
                self.write(number).await?;
            }
        }
        self.step.events += events;
        self.pending.done.push((hour, count, events, bytes));
        Ok(())
    }

    /// Writes what is pending, all of it in one transaction.
    async fn write(&mut self, number: i64) -> Result<(), StorageFailed> {
        let Pending { rows, ledgers, done, .. } = std::mem::take(&mut self.pending);
        let mut statements = Vec::with_capacity(5);
        if !rows.is_empty() {
            statements.push(hour_columns::write(self.project, format!("[{rows}]")));
        }
        if !ledgers.is_empty() {
            statements.push(hour_ledgers::write(self.project, &ledgers));
        }
        let finish = statements.len();
        if !done.is_empty() {
            statements.extend(hours::finish(self.project, number, &done));
            let hours: Vec<u64> = done.iter().map(|(hour, ..)| *hour).collect();
            statements.push(hour_ledgers::sweep(self.project, number, &hours));
        }
        if statements.is_empty() {
            return Ok(());
        }
        self.step.statements += statements.len() as u64;
        let outcomes: Vec<Outcome<IgnoredAny>> = self.database.run_all(statements).await?.all()?;
        self.step.hours += outcomes.get(finish).map_or(0, |outcome| outcome.meta.changes);
        Ok(())
    }
}

impl Pending {
    fn push(&mut self, row: &str) {
        if !self.rows.is_empty() {
            self.rows.push(',');
        }
        self.rows.push_str(row);
    }
}
