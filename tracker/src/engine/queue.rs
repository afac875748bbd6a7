use event_model::Level;

/// What may lie in the page's storage. Browsers grant an origin about 5 MB for everything; the page itself comes first.
pub(super) const MAX_BYTES: usize = 1024 * 1024;
/// Key, level, times and context of a record, roughly; storage counts them too.
const RECORD_OVERHEAD: usize = 64;

/// An event that is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The key of its record.
    pub(super) key: String,
    /// Its number within the instance that made it.
    pub(super) seq: u64,
    /// Which of the engine's lanes it travels in.
    pub(super) lane: usize,
    pub(super) level: Level,
    /// When it happened, by the device's clock unless `fixed`.
    pub(super) wall: u64,
    /// The time has been told to somebody already and stays as it is.
    pub(super) fixed: bool,
    /// When it was queued here, by the monotonic clock.
    pub(super) queued_at: u64,
    /// The event's JSON up to its time, which sealing appends.
    pub(super) json: String,
}

impl Item {
    pub(super) fn bytes(&self) -> usize {
        self.json.len() + RECORD_OVERHEAD
    }
}

/// What the events of one batch have in common: the instance that made them and their context.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) owner: String,
    /// The number of the context's record.
    pub(super) number: u64,
    /// The context's JSON.
    pub(super) context: String,
}

/// The events that wait for a batch, oldest first, bounded by bytes.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Vec<Item>,
    bytes: usize,
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Item> {
        self.waiting.iter()
    }

    pub(super) fn push(&mut self, item: Item) {
        self.bytes += item.bytes();
        self.waiting.push(item);
    }

    /// Gives up the least and oldest event if there is no room beside `elsewhere` bytes of sealed events.
    pub(super) fn evict(&mut self, elsewhere: usize) -> Option<Item> {
        if self.bytes + elsewhere <= MAX_BYTES {
            return None;
        }
        let least = self.waiting.iter().map(|item| item.level.rank()).min()?;
        self.take(|item| item.level.rank() == least)
    }

    /// Gives up an event that happened before `oldest`.
    pub(super) fn expire(&mut self, oldest: u64) -> Option<Item> {
        self.take(|item| item.wall < oldest)
    }

    /// Takes the oldest events that may share a batch: same lane, at most `max` events and `max_bytes` of JSON (but one event, however
    /// large).
    pub(super) fn take_batch(&mut self, max: usize, max_bytes: usize) -> Vec<Item> {
        let mut bytes = 0;
        let lane = self.waiting.first().map(|item| item.lane);
        let fits = |(place, item): &(usize, &Item)| {
            bytes += item.bytes();
            *place == 0 || (*place < max && bytes <= max_bytes && Some(item.lane) == lane)
        };
        let count = self.waiting.iter().enumerate().take_while(fits).count();
        let rest = self.waiting.split_off(count);
        let batch = std::mem::replace(&mut self.waiting, rest);
        self.bytes -= batch.iter().map(Item::bytes).sum::<usize>();
        batch
    }

    /// Everything, for an end.
    pub(super) fn take_all(&mut self) -> Vec<Item> {
        self.bytes = 0;
        std::mem::take(&mut self.waiting)
    }

    /// When the oldest event was queued, by the monotonic clock.
    pub(super) fn oldest(&self) -> Option<u64> {
        self.waiting.first().map(|item| item.queued_at)
    }

    /// The size of the oldest event.
    pub(super) fn front_bytes(&self) -> Option<usize> {
        self.waiting.first().map(Item::bytes)
    }

    fn take(&mut self, which: impl Fn(&Item) -> bool) -> Option<Item> {
        let at = self.waiting.iter().position(which)?;
        let item = self.waiting.remove(at);
        self.bytes -= item.bytes();
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(seq: u64, level: Level, size: usize) -> Item {
        Item { key: String::new(), seq, lane: 0, level, wall: seq, fixed: false, queued_at: seq, json: "x".repeat(size) }
    }

    #[test]
    fn the_least_and_oldest_goes_first() {
        let mut queue = Queue::default();
        let third = MAX_BYTES / 3;
        for (seq, level) in [(1, Level::Milestone), (2, Level::Detail), (3, Level::Action), (4, Level::Detail)] {
            queue.push(item(seq, level, third));
        }
        assert_eq!(queue.evict(0).map(|gone| gone.seq), Some(2));
        assert_eq!(queue.evict(0).map(|gone| gone.seq), Some(4));
        assert_eq!(queue.evict(0), None);
        assert_eq!(queue.evict(MAX_BYTES).map(|gone| gone.seq), Some(3));
    }

    #[test]
    fn a_batch_shares_its_lane_and_is_bounded() {
        let mut queue = Queue::default();
        for seq in 0..6 {
            queue.push(item(seq, Level::Action, 100));
        }
        queue.push(Item { lane: 1, ..item(6, Level::Action, 100) });
        let seqs = |items: Vec<Item>| items.into_iter().map(|item| item.seq).collect::<Vec<_>>();
        assert_eq!(seqs(queue.take_batch(2, 10_000)), [0, 1]);
        assert_eq!(seqs(queue.take_batch(500, 2 * (100 + RECORD_OVERHEAD))), [2, 3]);
        assert_eq!(seqs(queue.take_batch(500, 1)), [4], "one event goes however large");
        assert_eq!(seqs(queue.take_batch(500, 10_000)), [5]);
        assert_eq!(seqs(queue.take_batch(500, 10_000)), [6]);
        assert_eq!((queue.len(), queue.bytes, queue.take_batch(500, 10_000)), (0, 0, Vec::new()));
    }
}
