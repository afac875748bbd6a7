use super::origins::{Effective, Origins};
use super::question::Question;
use super::view::View;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::{Chunk, Columns};

/// The members of `metadata` that a question may read: each is two of the hundred parameters that D1 binds.
const MAX_MEMBERS_READ: usize = 40;

/// The reading of one period for a question: what is to be read, and what it was made of so far.
#[derive(Debug)]
pub struct Reading<'q, Q: Question> {
    question: &'q Q,
    fold: Q::Fold,
    origins: Origins,
    /// What is read.
    pub span: TimeRange,
    /// The columns that are read.
    pub columns: Columns,
    /// The moments that chunks must not reach across, in ascending order.
    pub cuts: Vec<u64>,
    /// The paths into `metadata` that are read.
    pub metadata: Vec<String>,
}

impl<'q, Q: Question> Reading<'q, Q> {
    /// Nothing read yet. Both ends of the period are set, see [`close`].
    pub fn start(question: &'q Q, period: TimeRange) -> Result<Reading<'q, Q>, Rejection> {
        let span = question.span(period);
        let mut cuts = question.cuts(period)?;
        cuts.retain(|cut| *cut > span.from.unwrap_or(0) && span.until.is_none_or(|until| *cut < until));
        cuts.sort_unstable();
        cuts.dedup();
        let mut metadata = question.metadata();
        metadata.sort_unstable();
        metadata.dedup();
        if metadata.len() > MAX_MEMBERS_READ {
            return Err(Rejection::QuestionTooBig(format!("This reads more than {MAX_MEMBERS_READ} members of `metadata`.").into()));
        }
        let (fold, origins) = (question.start(period)?, Origins::default());
        Ok(Reading { question, fold, origins, span, columns: question.columns() | Columns::COUNTS, cuts, metadata })
    }

    /// Takes the next chunk in the order of time.
    pub fn take(&mut self, chunk: &Chunk) -> Result<(), Rejection> {
        if chunk.len == 0 {
            return Ok(());
        }
        // A chunk may have origins that this question did not ask for.
        let origins = if self.columns.has(Columns::ORIGINS) { self.origins.next(chunk) } else { Effective::default() };
        let view = View::next(chunk, origins, &self.metadata);
        self.question.fold(&mut self.fold, &view)
    }

    /// What it was made of.
    pub fn finish(mut self) -> Q::Fold {
        self.question.close(&mut self.fold);
        self.fold
    }
}

/// A range with both ends set, given the times of the first and the last event that there are: an open one is from the first event to now, or
/// to the last event if that is later.
pub fn close(range: TimeRange, ends: Option<(u64, u64)>, now: u64) -> TimeRange {
    let (first, last) = ends.unwrap_or((now, 0));
    let from = range.from.unwrap_or(first);
    let until = range.until.unwrap_or(now.max(last.saturating_add(1)));
    TimeRange { from: Some(from), until: Some(until.max(from)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_ends_are_closed() {
        let closed = |from, until, ends| {
            let period = close(TimeRange { from, until }, ends, 100);
            (period.from.unwrap(), period.until.unwrap())
        };
        assert_eq!(closed(None, None, Some((20, 99))), (20, 100));
        assert_eq!(closed(None, None, Some((20, 100))), (20, 101));
        assert_eq!(closed(None, None, None), (100, 100));
        assert_eq!(closed(Some(30), None, Some((20, 40))), (30, 100));
        assert_eq!(closed(Some(200), None, Some((20, 40))), (200, 200));
        assert_eq!(closed(Some(1), Some(2), Some((20, 40))), (1, 2));
    }
}
