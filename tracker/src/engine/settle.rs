use super::clock::Now;
use super::drops::{DropReason, Drops};
use super::effect::remove;
use super::queue::Item;
use super::record::{self, Slot};
use super::sealed::{batch_id, Sealed};
use super::{Effect, Engine, Settlement};
use std::mem;

impl Engine {
    /// A request was answered. The status says what became of the batch, the verdicts what became of each event.
    pub(super) fn answered(
        &mut self,
        batch_id: &str,
        status: u16,
        retry_after: Option<u64>,
        settled: Option<Settlement>,
        now: Now,
        effects: &mut Vec<Effect>,
    ) {
        let Some(at) = self.sealed.iter().position(|batch| batch.id == batch_id) else { return };
        let batch = self.sealed.remove(at);
        match (status, settled) {
            (200..=299, Some(verdicts)) if verdicts.counted() == batch.items.len() => {
                self.settle(batch, verdicts, retry_after, now, effects)
            }
            // A 2xx that is not about this batch: a captive portal or a proxy said it, and nothing was stored.
            (200..=299 | 408 | 429 | 500.., _) => self.postpone(batch, status, retry_after, now, effects),
            (413, _) if batch.items.len() > 1 => self.halve(batch, effects),
            (413, _) => self.refuse(batch, DropReason::TooLarge, effects),
            _ => self.refuse(batch, DropReason::Refused, effects),
        }
    }

    /// A request ended without an answer.
    pub(super) fn failed(&mut self, batch_id: &str, now: Now, effects: &mut Vec<Effect>) {
        if let Some(at) = self.sealed.iter().position(|batch| batch.id == batch_id) {
            let batch = self.sealed.remove(at);
            self.postpone(batch, 0, None, now, effects);
        }
    }

    /// The batch stays as it is and goes again later, before all others.
    fn postpone(&mut self, mut batch: Sealed, status: u16, retry_after: Option<u64>, now: Now, effects: &mut Vec<Effect>) {
        let after = self.retry.failed(retry_after, now, &mut self.random);
        effects.push(Effect::Retrying { batch_id: batch.id.clone(), status, after });
        batch.in_flight = None;
        self.sealed.insert(0, batch);
        // What can be done now has been done; nobody should wait for a server that is away.
        self.flushed(effects);
    }

    fn settle(&mut self, mut batch: Sealed, verdicts: Settlement, retry_after: Option<u64>, now: Now, effects: &mut Vec<Effect>) {
        if let Some(flight) = batch.in_flight {
            let round_trip = now.monotonic.saturating_sub(flight.since.monotonic);
            if self.offset.learn(verdicts.server_time, round_trip, now) {
                self.put(self.names.slot(Slot::Offset), self.offset.to_record(), effects);
            }
        }
        // Refused for a clock that we know better now: not stored under any time, so they may be sealed anew.
        let has_moved = self.offset != batch.offset;
        for (place, item) in mem::take(&mut batch.items).into_iter().enumerate() {
            if verdicts.limited_at.contains(&(place as u32)) {
                batch.items.push(item);
            } else if has_moved && verdicts.mistimed_at.contains(&(place as u32)) {
                self.wait_again(item, effects);
            } else {
                remove(item.key, effects);
            }
        }
        if batch.items.is_empty() {
            remove(self.seal_key(&batch), effects);
            return self.retry.succeeded();
        }
        // What was limited goes again under the same seal: its times were told and stay. Its drops have been reported.
        batch.drops = Drops::default();
        self.put(self.seal_key(&batch), batch.record(), effects);
        self.postpone(batch, 200, retry_after, now, effects);
    }

    /// An event leaves its batch and waits for another one, which will tell its time by the offset known then.
    fn wait_again(&mut self, item: Item, effects: &mut Vec<Effect>) {
        let item = Item { fixed: false, ..item };
        let context = self.lanes.get(item.lane).map_or(0, |lane| lane.number);
        self.put(item.key.clone(), record::event_record(&item, context), effects);
        self.queue.push(item);
        self.hurry = true;
    }

    /// The server finds the batch too large: two halves may pass, down to the single event.
    fn halve(&mut self, mut first: Sealed, effects: &mut Vec<Effect>) {
        let whole = self.seal_key(&first);
        let (one, other) = (self.batch_number(), self.batch_number());
        let owner = self.lanes.get(first.lane).map_or("", |lane| &lane.owner);
        let items = first.items.split_off(first.items.len() / 2);
        let second = Sealed { id: batch_id(owner, other), number: other, drops: Drops::default(), items, in_flight: None, ..first };
        first = Sealed { id: batch_id(owner, one), number: one, in_flight: None, ..first };
        // The halves are stored before the whole is forgotten: a crash between leaves an event in two seals, and adoption knows that.
        for half in [&first, &second] {
            self.put(self.seal_key(half), half.record(), effects);
        }
        remove(whole, effects);
        self.sealed.insert(0, second);
        self.sealed.insert(0, first);
    }

    /// The server will never take this batch: its events are given up and counted.
    pub(super) fn refuse(&mut self, batch: Sealed, reason: DropReason, effects: &mut Vec<Effect>) {
        remove(self.seal_key(&batch), effects);
        // Its report did not arrive either.
        self.drops.merge(&batch.drops);
        for item in batch.items {
            self.give_up(item, reason, effects);
        }
        self.retry.succeeded();
    }
}
