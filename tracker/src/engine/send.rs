use super::clock::Now;
use super::drops::{DropReason, Drops};
use super::effect::remove;
use super::queue::Item;
use super::record::kind;
use super::sealed::{batch_id, InFlight, Sealed};
use super::{Effect, Engine, Transport};
use event_model::limits::MAX_BATCH_EVENTS;
use std::mem;

/// All bodies under way that shall outlive the page may have 64 KiB together (Fetch standard, "inflight keepalive bytes"), beacons
/// included. A little is left to the page's own.
const KEEPALIVE_BYTES: usize = 60 * 1024;
/// Bytes of events in one batch: small enough to outlive the page together with the head, large enough that a backlog takes few requests.
const SEAL_BYTES: usize = 48 * 1024;
/// What a head may add to its events: ids, key, context, drops.
const HEAD_BYTES: usize = 2 * 1024;
/// After so long without an answer a request is taken for lost and its batch goes again; an answer that comes after all still counts.
const ANSWER_MS: u64 = 60 * 1000;
/// Seven days without an answer, and nobody will ask for it any more.
const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;

impl Engine {
    /// Does what is due now and arms the timer for the rest. With `may_send` false only the timer.
    pub(super) fn advance(&mut self, now: Now, may_send: bool, effects: &mut Vec<Effect>) {
        if self.opted_out {
            return;
        }
        self.forget_lost(now, effects);
        while let Some(delay) = self.next_send(now) {
            if delay > 0 || !may_send {
                self.arm(delay, now, effects);
                return;
            }
            if !self.send_next(now, effects) {
                break;
            }
        }
        if self.queue_size() == 0 {
            self.hurry = false;
            self.flushed(effects);
        }
    }

    /// Milliseconds until something is to be done; `None` when there is nothing.
    fn next_send(&self, now: Now) -> Option<u64> {
        let under_way = self.sealed.iter().filter_map(|batch| batch.in_flight).map(|flight| flight.since.monotonic).min();
        // A hidden page may not live to see the answer: what it has goes now, beside what is under way.
        if let (Some(since), false) = (under_way, self.hidden) {
            return Some((since + ANSWER_MS).saturating_sub(now.monotonic));
        }
        let unsent = self.sealed.iter().any(|batch| batch.in_flight.is_none());
        let due = if unsent || (self.queue.len() > 0 && (self.hurry || self.hidden || self.queue.len() >= self.config.flush_at)) {
            0
        } else {
            (self.queue.oldest()? + self.config.flush_interval).saturating_sub(now.monotonic)
        };
        Some(due.max(self.retry.pause(now)))
    }

    /// Requests that nobody answered are no longer waited for, and batches that nobody took for a week are given up.
    fn forget_lost(&mut self, now: Now, effects: &mut Vec<Effect>) {
        for batch in &mut self.sealed {
            if batch.in_flight.is_some_and(|flight| flight.since.monotonic + ANSWER_MS <= now.monotonic) {
                batch.in_flight = None;
            }
        }
        let oldest = self.offset.apply(now.wall).saturating_sub(MAX_AGE_MS);
        while let Some(at) = self.sealed.iter().position(|batch| batch.in_flight.is_none() && batch.sealed_at < oldest) {
            let batch = self.sealed.remove(at);
            self.refuse(batch, DropReason::Expired, effects);
        }
    }

    /// Sends the oldest batch that is not under way, sealing one if there is none. False when there is nothing that can go.
    fn send_next(&mut self, now: Now, effects: &mut Vec<Effect>) -> bool {
        let idle = |batch: &Sealed| batch.in_flight.is_none();
        if !self.sealed.iter().any(idle) && !self.seal(SEAL_BYTES, now, effects) {
            return false;
        }
        let room = self.keepalive_room();
        let Some(batch) = self.sealed.iter_mut().find(|batch| batch.in_flight.is_none()) else { return false };
        let Some(lane) = self.lanes.get(batch.lane) else { return false };
        let body = batch.body(&self.config.write_key, lane);
        let keepalive = body.len() <= room;
        if self.hidden && !keepalive {
            return false;
        }
        batch.in_flight = Some(InFlight { since: now, keepalive_bytes: if keepalive { body.len() } else { 0 } });
        let transport = if keepalive { Transport::Keepalive } else { Transport::Fetch };
        effects.push(Effect::Send { batch_id: batch.id.clone(), body, transport, events: batch.items.len() });
        true
    }

    /// The page is being left: what fits goes by beacon, and all records stay until somebody has an answer.
    pub(super) fn leave(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if self.opted_out {
            return;
        }
        // Whatever the page still tracks in its own farewell finds no timer any more.
        self.hidden = true;
        let mut room = self.keepalive_room();
        while self.queue.front_bytes().is_some_and(|bytes| bytes + HEAD_BYTES <= room) {
            if !self.seal(SEAL_BYTES.min(room - HEAD_BYTES), now, effects) {
                break;
            }
            let bytes = self.sealed.last().map_or(0, Sealed::bytes);
            room = room.saturating_sub(bytes + HEAD_BYTES);
        }
        let mut room = self.keepalive_room();
        for batch in self.sealed.iter().filter(|batch| batch.in_flight.is_none()) {
            let Some(lane) = self.lanes.get(batch.lane) else { continue };
            let body = batch.body(&self.config.write_key, lane);
            if body.len() <= room {
                room -= body.len();
                effects.push(Effect::Send { batch_id: batch.id.clone(), body, transport: Transport::Beacon, events: batch.items.len() });
            }
        }
    }

    /// Seals the oldest waiting events. The seal's record is stored before anything is sent, so that a retry by whatever page has the
    /// same bytes, and with them the same rows. False when nothing waits.
    fn seal(&mut self, max_bytes: usize, now: Now, effects: &mut Vec<Effect>) -> bool {
        while let Some(gone) = self.queue.expire(now.wall.saturating_sub(MAX_AGE_MS)) {
            self.give_up(gone, DropReason::Expired, effects);
        }
        let items = self.queue.take_batch(MAX_BATCH_EVENTS, max_bytes);
        let Some(lane) = items.first().map(|item| item.lane) else { return false };
        let number = self.batch_number();
        let sealed_at = self.offset.apply(now.wall);
        let drops = mem::take(&mut self.drops);
        self.add_sealed(lane, number, sealed_at, drops, items, effects);
        if !drops.is_empty() {
            remove(self.names.record(&self.instance, kind::DROPS, 0), effects);
        }
        true
    }

    /// Puts a batch of this moment's offset behind the others and stores its seal.
    fn add_sealed(&mut self, lane: usize, number: u64, sealed_at: u64, drops: Drops, items: Vec<Item>, effects: &mut Vec<Effect>) {
        let owner = self.lanes.get(lane).map_or("", |lane| &lane.owner);
        let id = batch_id(owner, number);
        let batch = Sealed { id, number, lane, sealed_at, offset: self.offset, drops, items, in_flight: None };
        self.put(self.seal_key(&batch), batch.record(), effects);
        self.sealed.push(batch);
    }

    /// A number that no batch of any owner has: the events of a dead tab are sealed by whoever adopts them, so counting would not do.
    pub(super) fn batch_number(&mut self) -> u64 {
        self.random.u64(..) >> 16
    }

    /// The key of a batch's record.
    pub(super) fn seal_key(&self, batch: &Sealed) -> String {
        let owner = self.lanes.get(batch.lane).map_or("", |lane| &lane.owner);
        self.names.record(owner, kind::BATCH, batch.number)
    }

    fn keepalive_room(&self) -> usize {
        let used: usize = self.sealed.iter().filter_map(|batch| batch.in_flight).map(|flight| flight.keepalive_bytes).sum();
        KEEPALIVE_BYTES.saturating_sub(used)
    }

    /// Arms the one timer, unless it is armed for then already.
    fn arm(&mut self, delay: u64, now: Now, effects: &mut Vec<Effect>) {
        let at = now.monotonic + delay;
        if self.armed != Some(at) {
            self.armed = Some(at);
            effects.push(Effect::Wake(delay as u32));
        }
    }

    pub(super) fn flushed(&mut self, effects: &mut Vec<Effect>) {
        if mem::take(&mut self.flushing) {
            effects.push(Effect::Flushed);
        }
    }
}
