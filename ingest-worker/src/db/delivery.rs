use super::chunks::note;
use super::{hour_ledgers, hours, ledger, Database, StorageFailed};
use crate::instant::HOUR_MS;
use crate::key::Project;
use crate::query::delivery::{Delivery, DeliveryQuery};
use crate::rollup::codec::ledger::HourLedger;
use crate::rollup::cost::ReadCost;
use crate::rollup::plan::{Directory, Hour};
use crate::rollup::{add_folded, BatchLine, Ledger};
use event_model::limits::MAX_SAFE_INTEGER;

/// Batches that one statement brings: a few megabytes as text.
const PAGE: usize = 10_000;
/// Hours whose ledgers are read at once: of a busy project some ten megabytes as text.
const HOURS: u64 = 24 * 31;

impl Database {
    /// The account of delivery: from the ledgers of folded hours, and from the batches of all others.
    pub async fn delivery(&self, project: Project, query: &DeliveryQuery, now: u64) -> Result<(Delivery, ReadCost), StorageFailed> {
        let mut sum = Ledger::default();
        let mut cost = ReadCost::default();
        let mut from = query.range.from.unwrap_or(0);
        let until = query.range.until.unwrap_or(MAX_SAFE_INTEGER + 1);
        while from < until {
            let (directory, rows) = self.hour_ledgers(project, from, until, &mut cost).await?;
            let next = match directory.hours.last() {
                Some(last) if directory.hours.len() as u64 == HOURS => ((last.hour + 1) * HOUR_MS).min(until),
                _ => until,
            };
            cost.is_to_fold |= directory.closed_until < hours::closing(now) || directory.hours.iter().any(|hour| hour.folded <= 0);
            if cost.is_to_fold {
                self.unfolded.set(Some(project));
            }
            let (folded, live) = add_folded(&directory, rows, from..next, &mut sum);
            cost.folded_hours += folded;
            for stretch in live {
                self.read_batches(project, stretch.start, stretch.end, |line| sum.add(line), &mut cost).await?;
            }
            from = next;
        }
        Ok((query.answer(&sum, cost), cost))
    }

    /// The first [`HOURS`] closed hours of a range, and their ledgers, of the same moment.
    async fn hour_ledgers(
        &self,
        project: Project,
        from: u64,
        until: u64,
        cost: &mut ReadCost,
    ) -> Result<(Directory, Vec<HourLedger>), StorageFailed> {
        let statements = vec![
            hours::closed_until(project),
            hours::directory(project, from, until, HOURS),
            hour_ledgers::read(project, from, until, HOURS),
        ];
        let mut outcomes = self.run_all(statements).await?;
        let watermark = outcomes.next::<hours::Watermark>()?;
        let hours = outcomes.next::<Hour>()?;
        let ledgers = outcomes.next::<HourLedger>()?;
        note(cost, &watermark);
        note(cost, &hours);
        note(cost, &ledgers);
        let closed_until = watermark.rows.first().map_or(0, |row| row.closed_until);
        Ok((Directory { closed_until, hours: hours.rows }, ledgers.rows))
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
