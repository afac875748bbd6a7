//! What is kept of the ledgers of folded hours, and which have to be read beside it.

use super::kept_hours;
use crate::instant::HOUR_MS;
use crate::key::Project;
use crate::rollup::codec::ledger::HourLedger;
use crate::rollup::plan::Hour;
use crate::rollup::{Content, Which};
use std::ops::Range;
use std::rc::Rc;

/// The ledgers of the hours of a directory, as far as they are known.
pub struct Ledgers(Vec<Known>);

struct Known {
    hour: Hour,
    /// Whether it is folded, and lies in the range as a whole.
    is_wanted: bool,
    rows: Option<Rc<[HourLedger]>>,
}

impl Ledgers {
    /// What is kept of the hours of a range.
    pub fn kept(project: Project, hours: &[Hour], range: Range<u64>) -> Ledgers {
        let find = |hour: &Hour| {
            let is_whole = hour.hour * HOUR_MS >= range.start && (hour.hour + 1) * HOUR_MS <= range.end;
            let is_wanted = is_whole && hour.folded > 0;
            let content = if is_wanted { kept_hours::find((project.id(), hour.hour, Which::Ledger), hour) } else { None };
            let rows = match content {
                Some(Content::Ledger(rows)) => Some(rows),
                Some(Content::Chunk(..)) | None => None,
            };
            Known { hour: *hour, is_wanted, rows }
        };
        Ledgers(hours.iter().map(find).collect())
    }

    /// How many are known.
    pub fn len(&self) -> u64 {
        self.0.iter().filter(|known| known.rows.is_some()).count() as u64
    }

    /// From which hour up to which those lie that are wanted and not known.
    pub fn missing(&self) -> Option<Range<u64>> {
        let mut missing = self.0.iter().filter(|known| known.is_wanted && known.rows.is_none()).map(|known| known.hour.hour);
        let first = missing.next()?;
        Some(first..missing.next_back().unwrap_or(first) + 1)
    }

    /// Forgets those of some hours, which are read.
    pub fn forget(&mut self, read: &Range<u64>) {
        self.0.iter_mut().filter(|known| read.contains(&known.hour.hour)).for_each(|known| known.rows = None);
    }

    /// Takes what was read of these hours, in order and in one transaction with the directory, and keeps it.
    pub fn fill(&mut self, project: Project, read: &Range<u64>, rows: Vec<HourLedger>) {
        let mut rows = rows.into_iter().peekable();
        for known in self.0.iter_mut().filter(|known| read.contains(&known.hour.hour)) {
            let hour = known.hour;
            while rows.next_if(|row| row.hour < hour.hour).is_some() {}
            let own: Rc<[HourLedger]> = std::iter::from_fn(|| rows.next_if(|row| row.hour == hour.hour)).collect();
            if known.is_wanted && own.iter().all(|row| row.folded == hour.folded) {
                kept_hours::keep((project.id(), hour.hour, Which::Ledger), hour, Content::Ledger(Rc::clone(&own)));
                known.rows = Some(own);
            }
        }
    }

    /// The rows, by hour of the directory.
    pub fn into_rows(self) -> Vec<Option<Rc<[HourLedger]>>> {
        self.0.into_iter().map(|known| known.rows).collect()
    }
}
