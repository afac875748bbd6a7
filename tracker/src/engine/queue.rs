use event_model::Level;
use std::collections::VecDeque;

/// What may lie in the page's storage. Browsers grant an origin about 5 MB for everything; the page itself comes first.
pub(super) const MAX_BYTES: usize = 1024 * 1024;
/// Key, level, times and context of a record, roughly; storage counts them too.
const RECORD_OVERHEAD: usize = 64;

/// An event that is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The tracker instance that made it.
    pub(super) owner: String,
    /// Its number within that instance.
    pub(super) seq: u64,
    /// The context record that it was made under.
    pub(super) context: u32,
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

/// A context record: who made it, its number there, its JSON.
#[derive(Debug)]
pub(super) struct StoredContext {
    pub(super) owner: String,
    pub(super) number: u32,
    pub(super) json: String,
}

/// The events that wait for a batch, oldest first, bounded by bytes.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Item>,
    bytes: usize,
    /// Contexts that events point to.
    pub(super) contexts: Vec<StoredContext>,
    /// Storage takes nothing: events live as long as the page.
    pub(super) memory_only: bool,
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    pub(super) fn push(&mut self, item: Item) {
        self.bytes += item.bytes();
        self.waiting.push_back(item);
    }

    /// Gives up the least and oldest event if there is no room beside `elsewhere` bytes of sealed events.
    pub(super) fn evict(&mut self, elsewhere: usize) -> Option<Item> {
        if self.bytes + elsewhere <= MAX_BYTES {
            return None;
        }
        let least = self.waiting.iter().map(|item| item.level).min()?;
        let at = self.waiting.iter().position(|item| item.level == least)?;
        self.take(at)
    }

    /// Gives up an event that happened before `oldest`.
    pub(super) fn expire(&mut self, oldest: u64) -> Option<Item> {
        let at = self.waiting.iter().position(|item| item.wall < oldest)?;
        self.take(at)
    }

    /// Takes the oldest events that may share a batch: same instance, same context, at most `max` events and `max_bytes` of JSON (but
    /// one event, however large).
    pub(super) fn take_batch(&mut self, max: usize, max_bytes: usize) -> Vec<Item> {
        let mut batch: Vec<Item> = Vec::new();
        let mut bytes = 0;
        while let Some(next) = self.waiting.front() {
            let fits = match batch.first() {
                Some(first) => {
                    batch.len() < max && bytes + next.bytes() <= max_bytes && (&first.owner, first.context) == (&next.owner, next.context)
                }
                None => true,
            };
            if !fits {
                break;
            }
            bytes += next.bytes();
            batch.extend(self.take(0));
        }
        batch
    }

    /// Everything, for an end.
    pub(super) fn drain(&mut self) -> Vec<Item> {
        self.bytes = 0;
        self.waiting.drain(..).collect()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Item> {
        self.waiting.iter()
    }

    /// When the oldest event was queued, by the monotonic clock.
    pub(super) fn oldest(&self) -> Option<u64> {
        self.waiting.iter().map(|item| item.queued_at).min()
    }

    /// The JSON size of the oldest event.
    pub(super) fn front_bytes(&self) -> Option<usize> {
        self.waiting.front().map(Item::bytes)
    }

    pub(super) fn context(&self, owner: &str, number: u32) -> &str {
        // A context whose record is lost costs its events the device and the session, not their lives.
        self.contexts.iter().find(|one| one.owner == owner && one.number == number).map_or("{}", |one| &one.json)
    }

    fn take(&mut self, at: usize) -> Option<Item> {
        let item = self.waiting.remove(at)?;
        self.bytes -= item.bytes();
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(seq: u64, level: Level, size: usize) -> Item {
        Item { owner: "a".into(), seq, context: 0, level, wall: seq, fixed: false, queued_at: seq, json: "x".repeat(size) }
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
    fn a_batch_shares_instance_and_context_and_is_bounded() {
        let mut queue = Queue::default();
        for seq in 0..6 {
            queue.push(item(seq, Level::Action, 100));
        }
        queue.push(Item { context: 1, ..item(6, Level::Action, 100) });
        queue.push(Item { owner: "b".into(), ..item(7, Level::Action, 100) });
        let seqs = |items: Vec<Item>| items.into_iter().map(|item| item.seq).collect::<Vec<_>>();
        assert_eq!(seqs(queue.take_batch(2, 10_000)), [0, 1]);
        assert_eq!(seqs(queue.take_batch(500, 2 * (100 + RECORD_OVERHEAD))), [2, 3]);
        assert_eq!(seqs(queue.take_batch(500, 1)), [4], "one event goes however large");
        assert_eq!(seqs(queue.take_batch(500, 10_000)), [5]);
        assert_eq!(seqs(queue.take_batch(500, 10_000)), [6]);
        assert_eq!(seqs(queue.take_batch(500, 10_000)), [7]);
        assert!(queue.is_empty() && queue.bytes == 0);
    }
}
