//! What is kept of the columns of folded hours, and what a question has to read beside it.

use super::statement::Statement;
use super::{hour_columns, kept_hours};
use crate::key::Project;
use crate::rollup::codec::{complete, decode, Row};
use crate::rollup::plan::Hour;
use crate::rollup::{Chunk, Columns, Content, Which};
use std::collections::VecDeque;
use std::rc::Rc;

/// A part of a folded hour, and what is kept of it.
pub struct Part {
    project: Project,
    hour: Hour,
    part: u32,
    /// Which columns, and these.
    known: Option<(Columns, Rc<Chunk>)>,
}

/// What was read of some parts: these columns.
#[derive(Clone, Copy)]
pub struct Read<'r> {
    pub columns: Columns,
    /// In the order of hours and parts.
    pub rows: &'r [Row<'r>],
}

impl<'r> Read<'r> {
    /// The row of a part, if it is what the directory promised.
    pub fn row(self, of: &Part) -> Option<&'r Row<'r>> {
        let at = self.rows.partition_point(|row| (row.hour, row.part) < (of.hour.hour, of.part));
        self.rows.get(at).filter(|row| (row.hour, row.part, row.folded) == (of.hour.hour, of.part, of.hour.folded))
    }
}

impl Part {
    /// What is kept of a part of an hour.
    pub fn find(project: Project, (hour, part): (Hour, u32)) -> Part {
        let known = match kept_hours::find((project.id(), hour.hour, Which::Part(part)), &hour) {
            Some(Content::Chunk(columns, chunk)) => Some((columns, chunk)),
            Some(Content::Ledger(_)) | None => None,
        };
        Part { project, hour, part, known }
    }

    /// Whether all of these columns are kept.
    pub fn has(&self, columns: Columns) -> bool {
        self.known.as_ref().is_some_and(|(known, _)| known.has(columns))
    }

    /// The part with all columns that are wanted: as it was kept, or completed by what was read. Then that is kept. `None` when it cannot be.
    pub fn completed(mut self, wanted: Columns, read: Read<'_>) -> Option<Rc<Chunk>> {
        let place = (self.project.id(), self.hour.hour, Which::Part(self.part));
        let row = read.row(&self);
        let (columns, chunk) = match self.known.take() {
            Some((known, chunk)) if known.has(wanted) => return Some(chunk),
            Some((known, chunk)) => {
                // With the cache's own gone, this one is the last as a rule, and what is there need not be copied.
                kept_hours::forget(place);
                let chunk = Rc::try_unwrap(chunk).unwrap_or_else(|shared| (*shared).clone());
                (known | read.columns, complete(chunk, known, row?, read.columns)?)
            }
            None => (read.columns, decode(row?, read.columns)?),
        };
        let chunk = Rc::new(chunk);
        kept_hours::keep(place, self.hour, Content::Chunk(columns, Rc::clone(&chunk)));
        Some(chunk)
    }
}

/// What has to be read: these columns of all parts from one hour and part to another, in one sweep.
pub struct Missing {
    pub columns: Columns,
    first: (u64, u32),
    last: (u64, u32),
}

impl Missing {
    /// What parts, in order, lack of the columns that are wanted.
    pub fn of(parts: &VecDeque<Part>, wanted: Columns) -> Option<Missing> {
        let mut lacking = parts.iter().filter(|part| !part.has(wanted)).map(|part| {
            let known = part.known.as_ref().map_or(Columns::default(), |(known, _)| *known);
            ((part.hour.hour, part.part), wanted.without(known))
        });
        let (first, columns) = lacking.next()?;
        let missing = Missing { columns, first, last: first };
        Some(lacking.fold(missing, |missing, (last, columns)| Missing { columns: missing.columns | columns, last, ..missing }))
    }

    /// The statement that reads it.
    pub fn statement(&self, project: Project) -> Statement {
        hour_columns::read(project, self.columns, self.first, self.last)
    }
}
