use event_model::{encode, DroppedCount, Level, OpaqueId};

/// Why an event was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DropReason {
    /// `track()` was called with something that is no event.
    Invalid,
    /// There was no room, and this was the least of what was there.
    QueueFull,
    /// Seven days without an answer.
    Expired,
    /// The server finds even the single event too large.
    TooLarge,
    /// The server answered with a status that repeating would not change.
    Refused,
    /// The visitor opted out while it was waiting.
    OptedOut,
    /// Its record in storage could not be read back.
    Corrupted,
}

impl DropReason {
    const ALL: [DropReason; 7] = [
        DropReason::Invalid,
        DropReason::QueueFull,
        DropReason::Expired,
        DropReason::TooLarge,
        DropReason::Refused,
        DropReason::OptedOut,
        DropReason::Corrupted,
    ];

    /// The word in the batch's `dropped` report.
    pub fn as_str(self) -> &'static str {
        match self {
            DropReason::Invalid => "invalid",
            DropReason::QueueFull => "queue_full",
            DropReason::Expired => "expired",
            DropReason::TooLarge => "too_large",
            DropReason::Refused => "refused",
            DropReason::OptedOut => "opted_out",
            DropReason::Corrupted => "corrupted",
        }
    }
}

/// Counts of events given up that no batch has reported yet.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Drops {
    counts: Vec<(DropReason, Level, u64)>,
}

impl Drops {
    pub(super) fn add(&mut self, reason: DropReason, level: Level, count: u64) {
        match self.counts.iter_mut().find(|(of, at, _)| (*of, *at) == (reason, level)) {
            Some((_, _, sum)) => *sum += count,
            None => self.counts.push((reason, level, count)),
        }
    }

    pub(super) fn merge(&mut self, other: Drops) {
        for (reason, level, count) in other.counts {
            self.add(reason, level, count);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// As a batch reports them.
    pub(super) fn lines(&self) -> Vec<DroppedCount> {
        let line = |&(reason, level, count): &(DropReason, Level, u64)| {
            // Our own words are short and clean, so none is ever left out.
            OpaqueId::parse(reason.as_str(), "reason").ok().map(|reason| DroppedCount { reason, level, count })
        };
        self.counts.iter().filter_map(line).collect()
    }

    /// As a record: `queue_full 0 3,invalid 2 1`.
    pub(super) fn to_record(&self) -> String {
        let mut text = String::new();
        for (reason, level, count) in &self.counts {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(reason.as_str());
            for number in [u64::from(level.rank()), *count] {
                text.push(' ');
                encode::number(number, &mut text);
            }
        }
        text
    }

    /// Reads a record; what cannot be read is left out.
    pub(super) fn parse(text: &str) -> Drops {
        let mut drops = Drops::default();
        for entry in text.split(',') {
            let mut words = entry.split(' ');
            let reason = words.next().and_then(|word| DropReason::ALL.into_iter().find(|reason| reason.as_str() == word));
            let level = words.next().and_then(|rank| rank.parse().ok()).and_then(Level::from_rank);
            let count = words.next().and_then(|count| count.parse().ok());
            if let (Some(reason), Some(level), Some(count)) = (reason, level, count) {
                drops.add(reason, level, count);
            }
        }
        drops
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_and_survive_their_record() {
        let mut drops = Drops::default();
        for reason in DropReason::ALL {
            drops.add(reason, Level::Detail, 2);
            drops.add(reason, Level::Detail, 1);
            drops.add(reason, Level::Milestone, 1);
        }
        assert_eq!(drops.lines().len(), 14);
        assert_eq!(Drops::parse(&drops.to_record()), drops);
        assert!(Drops::parse("rubbish,queue_full 9 1,,expired 2").is_empty());
    }
}
