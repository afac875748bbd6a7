use event_model::Level;

/// What may lie in the page's storage. Browsers grant an origin about 5 MB for everything; the page itself comes first.
pub(super) const MAX_BYTES: usize = 1024 * 1024;
/// Key, level, times and context of a record, roughly; storage counts them too.
const RECORD_OVERHEAD: usize = 64;

/// An event that is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
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
    /// The number of the batch that it is sealed in; 0 while it waits for one.
    pub(super) batch: u64,
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

/// All events that are not settled, bounded by bytes. Those of one lane are in the order of their `seq`, so that a batch has the same
/// bytes wherever it is made.
#[derive(Debug, Default)]
pub(super) struct Queue {
    items: Vec<Item>,
    bytes: usize,
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }

    /// The events of a batch; those that wait for one under number 0.
    pub(super) fn of(&self, batch: u64) -> impl Iterator<Item = &Item> {
        self.iter().filter(move |item| item.batch == batch)
    }

    pub(super) fn uses_lane(&self, lane: usize) -> bool {
        self.items.iter().any(|item| item.lane == lane)
    }

    pub(super) fn push(&mut self, item: Item) {
        self.bytes += item.bytes();
        self.items.push(item);
    }

    /// Gives up the least and oldest of the waiting events if there is no room.
    pub(super) fn evict(&mut self) -> Option<Item> {
        if self.bytes <= MAX_BYTES {
            return None;
        }
        let least = self.of(0).map(|item| (item.level.rank(), item.wall)).min()?;
        self.take(|item| item.batch == 0 && (item.level.rank(), item.wall) == least)
    }

    /// Gives up a waiting event that happened before `oldest`.
    pub(super) fn expire(&mut self, oldest: u64) -> Option<Item> {
        self.take(|item| item.batch == 0 && item.wall < oldest)
    }

    /// Puts waiting events into a batch, the oldest and those of its lane behind it: at most `max`, and `max_bytes` of JSON (but one event,
    /// however large). Returns their lane.
    pub(super) fn fill(&mut self, batch: u64, max: usize, max_bytes: usize) -> Option<usize> {
        let lane = self.of(0).next()?.lane;
        let (mut count, mut bytes) = (0, 0);
        for item in self.items.iter_mut().filter(|item| item.batch == 0 && item.lane == lane) {
            bytes += item.bytes();
            count += 1;
            if count > 1 && (count > max || bytes > max_bytes) {
                break;
            }
            item.batch = batch;
        }
        Some(lane)
    }

    /// Moves a batch's events from the `from`-th on into another batch.
    pub(super) fn move_on(&mut self, batch: u64, from: usize, other: u64) {
        for item in self.items.iter_mut().filter(|item| item.batch == batch).skip(from) {
            item.batch = other;
        }
    }

    /// An event by its number, for a change of its batch or its time.
    pub(super) fn find(&mut self, fits: impl Fn(&Item) -> bool) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| fits(item))
    }

    /// Takes out the first event that fits.
    pub(super) fn take(&mut self, which: impl Fn(&Item) -> bool) -> Option<Item> {
        let at = self.items.iter().position(which)?;
        let item = self.items.remove(at);
        self.bytes -= item.bytes();
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(seq: u64, level: Level, size: usize) -> Item {
        Item { seq, lane: 0, level, wall: seq, fixed: false, queued_at: seq, batch: 0, json: "x".repeat(size) }
    }

    #[test]
    fn the_least_and_oldest_goes_first() {
        let mut queue = Queue::default();
        let third = MAX_BYTES / 3;
        for (seq, level) in [(1, Level::Milestone), (2, Level::Detail), (3, Level::Action), (4, Level::Detail)] {
            queue.push(item(seq, level, third));
        }
        queue.push(Item { batch: 7, ..item(5, Level::Detail, third) });
        let mut gone = Vec::new();
        while let Some(item) = queue.evict() {
            gone.push(item.seq);
        }
        assert_eq!(gone, [2, 4, 3], "what is sealed stays");
    }

    #[test]
    fn a_batch_shares_its_lane_and_is_bounded() {
        let mut queue = Queue::default();
        for seq in 0..6 {
            queue.push(item(seq, Level::Action, 100));
        }
        queue.push(Item { lane: 1, ..item(6, Level::Action, 100) });
        let seqs = |queue: &Queue, batch| queue.of(batch).map(|item| item.seq).collect::<Vec<_>>();
        let limits = [(2, 10_000), (500, 2 * (100 + RECORD_OVERHEAD)), (500, 1), (500, 10_000), (500, 10_000), (500, 10_000)];
        let lanes: Vec<_> = (1..).zip(limits).map(|(batch, (max, bytes))| queue.fill(batch, max, bytes)).collect();
        assert_eq!(lanes, [Some(0), Some(0), Some(0), Some(0), Some(1), None]);
        let batches: Vec<_> = (1..6).map(|batch| seqs(&queue, batch)).collect();
        assert_eq!(batches, [vec![0, 1], vec![2, 3], vec![4], vec![5], vec![6]], "one event goes however large");
        queue.move_on(1, 1, 9);
        assert_eq!((seqs(&queue, 1), seqs(&queue, 9)), (vec![0], vec![1]));
        while queue.take(|item| item.batch == 2).is_some() {}
        assert_eq!((queue.len(), queue.bytes), (5, 5 * (100 + RECORD_OVERHEAD)));
    }
}
