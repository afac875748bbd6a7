use super::chunks::{note, read_directory};
use super::kept_ledgers::Ledgers;
use super::{hour_ledgers, hours, kept_hours, ledger, Database, StorageFailed};
use crate::instant::HOUR_MS;
use crate::key::Project;
use crate::query::delivery::{Delivery, DeliveryQuery};
use crate::rollup::codec::ledger::HourLedger;
use crate::rollup::cost::ReadCost;
use crate::rollup::plan::Directory;
use crate::rollup::{add_folded, BatchLine, Ledger};
use event_model::limits::MAX_SAFE_INTEGER;
use std::rc::Rc;

/// Batches that one statement brings: a few megabytes as text.
const PAGE: usize = 10_000;
/// Hours whose ledgers are read at once: of a busy project some ten megabytes as text.
const HOURS: u64 = 24 * 31;

impl Database {
    /// The account of delivery: from the ledgers of folded hours, and from the batches of all others.
    pub async fn delivery(&self, project: Project, query: &DeliveryQuery, now: u64) -> Result<(Delivery, ReadCost), StorageFailed> {
        kept_hours::begin();
        let mut sum = Ledger::default();
        let mut cost = ReadCost::default();
        let mut from = query.range.from.unwrap_or(0);
        let until = query.range.until.unwrap_or(MAX_SAFE_INTEGER + 1);
        while from < until {
            let (directory, ledgers) = self.hour_ledgers(project, from, until, &mut cost).await?;
            let next = match directory.hours.last() {
                Some(last) if directory.hours.len() as u64 == HOURS => ((last.hour + 1) * HOUR_MS).min(until),
                _ => until,
            };
            cost.is_to_fold |= directory.closed_until < hours::closing(now) || directory.hours.iter().any(|hour| hour.folded <= 0);
            if cost.is_to_fold {
                self.unfolded.set(Some(project));
            }
            let (folded, live) = add_folded(&directory, &ledgers, from..next, &mut sum);
            cost.folded_hours += folded;
            for stretch in live {
                self.read_batches(project, stretch.start, stretch.end, |line| sum.add(line), &mut cost).await?;
            }
            from = next;
        }
        Ok((query.answer(&sum, cost), cost))
    }

    /// The first [`HOURS`] closed hours of a range, and the ledger of each as far as it is known: those that are kept count by what the
    /// directory says, and all others are read in one transaction with it.
    async fn hour_ledgers(
        &self,
        project: Project,
        from: u64,
        until: u64,
        cost: &mut ReadCost,
    ) -> Result<(Directory, Vec<Option<Rc<[HourLedger]>>>), StorageFailed> {
        let directory = || vec![hours::closed_until(project), hours::directory(project, from, until, HOURS)];
        let mut outcomes = self.run_all(directory()).await?;
        let first = read_directory(&mut outcomes, cost)?;
        let kept = Ledgers::kept(project, &first.hours, from..until);
        let Some(missing) = kept.missing() else {
            cost.kept_hours += kept.len();
            return Ok((first, kept.into_rows()));
        };
        let mut statements = directory();
        statements.push(hour_ledgers::read(project, missing.clone()));
        let mut outcomes = self.run_all(statements).await?;
        let second = read_directory(&mut outcomes, cost)?;
        let read = outcomes.next::<HourLedger>()?;
        note(cost, &read);
        let mut ledgers = Ledgers::kept(project, &second.hours, from..until);
        ledgers.forget(&missing);
        cost.kept_hours += ledgers.len();
        ledgers.fill(project, &missing, read.rows);
        Ok((second, ledgers.into_rows()))
    }

    /// Hands out all batches sealed in a stretch of time; returns how many statements that took.
    pub(super) async fn read_batches(
        &self,
        project: Project,
        from: u64,
        until: u64,
        take: impl FnMut(&BatchLine),
        cost: &mut ReadCost,
    ) -> Result<u64, StorageFailed> {
        let mut take = take;
        let mut last: Option<BatchLine> = None;
        let mut statements = 0;
        loop {
            statements += 1;
            let page = self.run::<BatchLine>(ledger::lines(project, from, last.as_ref(), until, PAGE)).await?;
            note(cost, &page);
            page.rows.iter().for_each(&mut take);
            let is_last = page.rows.len() < PAGE;
            last = page.rows.into_iter().next_back();
            if is_last {
                return Ok(statements);
            }
        }
    }
}
