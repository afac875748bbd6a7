use serde::Serialize;
use std::ops::AddAssign;

/// What reading chunks cost, and where they came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReadCost {
    /// Rows that D1 counts, and bills, as read.
    pub rows_read: u64,
    /// Milliseconds within the database.
    pub milliseconds: f64,
    /// Hours that were read from their columns.
    pub folded_hours: u64,
    /// Those of them that this isolate had in memory.
    pub kept_hours: u64,
    /// Hours with events that were read from the log, all or in part.
    pub live_hours: u64,
    /// Events that were read from the log.
    pub live_events: u64,
    /// Whether folding would make the same question cheaper.
    #[serde(skip)]
    pub is_to_fold: bool,
}

impl ReadCost {
    /// How much of the question roll-ups answered.
    pub fn rollups(&self) -> &'static str {
        match (self.folded_hours, self.live_hours) {
            (0, _) => "none",
            (_, 0) => "all",
            _ => "part",
        }
    }
}

impl AddAssign for ReadCost {
    fn add_assign(&mut self, other: ReadCost) {
        self.rows_read += other.rows_read;
        self.milliseconds += other.milliseconds;
        self.folded_hours += other.folded_hours;
        self.kept_hours += other.kept_hours;
        self.live_hours += other.live_hours;
        self.live_events += other.live_events;
        self.is_to_fold |= other.is_to_fold;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_add_up() {
        let mut cost = ReadCost { rows_read: 2, folded_hours: 1, ..ReadCost::default() };
        assert_eq!(cost.rollups(), "all");
        cost +=
            ReadCost { rows_read: 3, milliseconds: 0.5, live_hours: 1, live_events: 7, is_to_fold: true, folded_hours: 0, kept_hours: 1 };
        let expected =
            ReadCost { rows_read: 5, milliseconds: 0.5, folded_hours: 1, kept_hours: 1, live_hours: 1, live_events: 7, is_to_fold: true };
        assert_eq!((cost, cost.rollups()), (expected, "part"));
        assert_eq!(ReadCost::default().rollups(), "none");
    }
}
