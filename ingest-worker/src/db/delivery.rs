use super::{ledger, Database, StorageFailed};
use crate::key::Project;
use crate::query::delivery::{Cost, Delivery, DeliveryQuery};
use crate::rollup::{BatchLine, Ledger};
use event_model::limits::MAX_SAFE_INTEGER;

/// Batches that one statement brings: a few megabytes as text.
const PAGE: usize = 10_000;

impl Database {
    /// The account of delivery.
    pub async fn delivery(&self, project: Project, query: &DeliveryQuery) -> Result<Delivery, StorageFailed> {
        let mut ledger = Ledger::default();
        let from = query.range.from.unwrap_or(0);
        let until = query.range.until.unwrap_or(MAX_SAFE_INTEGER + 1);
        let cost = self.read_batches(project, from, until, &mut ledger).await?;
        Ok(query.answer(&ledger, cost))
    }

    /// Adds all batches sealed in a stretch of time.
    pub(super) async fn read_batches(&self, project: Project, from: u64, until: u64, into: &mut Ledger) -> Result<Cost, StorageFailed> {
        let mut cost = Cost { rows_read: 0, milliseconds: 0.0 };
        let mut last: Option<BatchLine> = None;
        loop {
            let page = self.run::<BatchLine>(ledger::lines(project, from, last.as_ref(), until, PAGE)).await?;
            cost.rows_read += page.meta.rows_read;
            cost.milliseconds += page.meta.duration;
            page.rows.iter().for_each(|line| into.add(line));
            let is_last = page.rows.len() < PAGE;
            last = page.rows.into_iter().next_back();
            if is_last {
                return Ok(cost);
            }
        }
    }
}
