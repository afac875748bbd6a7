use super::record::Words;
use event_model::encode::{self, Object};
use event_model::Level;

/// Why an event was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Its record in storage could not be read back.
    Corrupted,
}

const REASONS: [DropReason; 6] =
    [DropReason::Invalid, DropReason::QueueFull, DropReason::Expired, DropReason::TooLarge, DropReason::Refused, DropReason::Corrupted];

impl DropReason {
    /// The word in the batch's `dropped` report.
    pub fn as_str(self) -> &'static str {
        match self {
            DropReason::Invalid => "invalid",
            DropReason::QueueFull => "queue_full",
            DropReason::Expired => "expired",
            DropReason::TooLarge => "too_large",
            DropReason::Refused => "refused",
            DropReason::Corrupted => "corrupted",
        }
    }
}

/// Counts of events given up that no batch has reported yet, by reason and within it by level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Drops([u32; REASONS.len() * Level::ALL.len()]);

impl Default for Drops {
    fn default() -> Drops {
        Drops([0; REASONS.len() * Level::ALL.len()])
    }
}

impl Drops {
    pub(super) fn add(&mut self, reason: DropReason, level: Level, count: u32) {
        self.add_at(reason as usize * Level::ALL.len() + usize::from(level.rank()), count);
    }

    fn add_at(&mut self, place: usize, count: u32) {
        if let Some(cell) = self.0.get_mut(place) {
            *cell = cell.saturating_add(count);
        }
    }

    pub(super) fn merge(&mut self, other: &Drops) {
        for (place, count) in other.0.iter().enumerate() {
            self.add_at(place, *count);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Drops::default()
    }

    /// As a batch reports them; empty when there is nothing to report.
    pub(super) fn to_json(self) -> String {
        let mut json = String::new();
        let mut counts = self.0.iter();
        for reason in REASONS {
            for level in Level::ALL {
                let count = counts.next().copied().unwrap_or_default();
                if count > 0 {
                    json.push(if json.is_empty() { '[' } else { ',' });
                    let mut line = Object::open(&mut json);
                    line.text("reason", Some(reason.as_str()));
                    line.text("level", Some(level.name()));
                    line.number("count", u64::from(count));
                    line.close();
                }
            }
        }
        if !json.is_empty() {
            json.push(']');
        }
        json
    }

    /// Appends the counts as words: place and count of each that is not zero.
    pub(super) fn write(&self, out: &mut String) {
        for (place, count) in self.0.iter().enumerate() {
            if *count > 0 {
                encode::number(place as u64, out);
                out.push(' ');
                encode::number(u64::from(*count), out);
                out.push(' ');
            }
        }
    }

    /// Reads what [`Drops::write`] wrote; what cannot be read is left out.
    pub(super) fn read(words: &mut Words) -> Drops {
        let mut drops = Drops::default();
        while let (Some(place), Some(count)) = (words.number(), words.number()) {
            drops.add_at(place as usize, count as u32);
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
        assert_eq!((drops.is_empty(), drops.to_json()), (true, String::new()));
        for reason in REASONS {
            drops.add(reason, Level::Detail, 2);
            drops.add(reason, Level::Detail, 1);
            drops.add(reason, Level::Milestone, 1);
        }
        let mut record = String::new();
        drops.write(&mut record);
        assert_eq!(Drops::read(&mut Words(&record)), drops);
        assert!(Drops::read(&mut Words("rubbish 1 99 1 ")).is_empty());
        drops.merge(&drops.clone());
        let lines: serde_json::Value = serde_json::from_str(&drops.to_json()).unwrap();
        assert_eq!(lines.as_array().unwrap().len(), 12);
        assert_eq!(lines[0], serde_json::json!({"reason": "invalid", "level": "detail", "count": 6}));
    }
}
