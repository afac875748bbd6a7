use super::clock::Now;
use super::drops::DropReason;
use super::record::{concat, Name};
use super::sealed::{InFlight, Sealed};
use super::{Effect, Engine, Transport};
use event_model::limits::MAX_BATCH_EVENTS;

/// All bodies under way that shall outlive the page may have 64 KiB together (Fetch standard, "inflight keepalive bytes"), beacons
/// included. A little is left to the page's own.
const KEEPALIVE_BYTES: usize = 60 * 1024;
/// Bytes of events in one batch: small enough to outlive the page together with the head, large enough that a backlog takes few requests.
const SEAL_BYTES: usize = 48 * 1024;
/// What a head may add to its events: ids, key, context, drops.
const HEAD_BYTES: usize = 2 * 1024;
/// Seven days without an answer, and nobody will ask for it any more.
pub(super) const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;

impl Engine {
    /// Does what is due now and arms the timer for the rest. With `may_send` false only the timer.
    pub(super) fn advance(&mut self, now: Now, may_send: bool, effects: &mut Vec<Effect>) {
        if self.opted_out {
            return;
        }
        while let Some(delay) = self.next_send(now) {
            if delay > 0 || !may_send {
                self.arm(delay, now, effects);
                break;
            }
            if !self.send_next(now, effects) {
                break;
            }
        }
        if self.queue.is_empty() && self.sealed.is_empty() {
            self.hurry = false;
            self.flushed(effects);
        }
    }

    /// Milliseconds until the next request should go; `None` when there is nothing to send or an answer to wait for.
    fn next_send(&self, now: Now) -> Option<u64> {
        let in_flight = self.sealed.iter().any(|batch| batch.in_flight.is_some());
        // A hidden page may not live to see the answer: what it has goes now, beside what is under way.
        if in_flight && !self.hidden {
            return None;
        }
        let unsent = self.sealed.iter().any(|batch| batch.in_flight.is_none());
        let due = if unsent || (!self.queue.is_empty() && (self.hurry || self.hidden || self.queue.len() >= self.config.flush_at)) {
            0
        } else {
            (self.queue.oldest()? + self.config.flush_interval).saturating_sub(now.monotonic)
        };
        Some(due.max(self.retry.pause(now)))
    }

    /// Sends the oldest batch that is not under way, sealing one if there is none. False when a hidden page has no bytes left to send it with.
    fn send_next(&mut self, now: Now, effects: &mut Vec<Effect>) -> bool {
        if !self.sealed.iter().any(|batch| batch.in_flight.is_none()) {
            self.seal(SEAL_BYTES, now, effects);
        }
        let room = self.keepalive_room();
        let hidden = self.hidden;
        let Some(at) = self.sealed.iter().position(|batch| batch.in_flight.is_none()) else { return false };
        let Some(batch) = self.sealed.get_mut(at) else { return false };
        let body = batch.body(&self.config.write_key, self.queue.context(batch.owner(), batch.context()));
        let keepalive = body.len() <= room;
        if hidden && !keepalive {
            return false;
        }
        batch.in_flight = Some(InFlight { since: now, keepalive_bytes: if keepalive { body.len() } else { 0 } });
        let (batch_id, events) = (batch.batch_id.clone(), batch.items.len());
        effects.push(Effect::Send { batch_id, body, transport: Transport::Fetch { keepalive }, events });
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
        while room > HEAD_BYTES && self.queue.front_bytes().is_some_and(|bytes| bytes + HEAD_BYTES <= room) {
            let Some(batch) = self.seal(SEAL_BYTES.min(room - HEAD_BYTES), now, effects) else { break };
            room = room.saturating_sub(batch.bytes() + HEAD_BYTES);
        }
        let mut room = self.keepalive_room();
        for batch in self.sealed.iter().filter(|batch| batch.in_flight.is_none()) {
            let body = batch.body(&self.config.write_key, self.queue.context(batch.owner(), batch.context()));
            if body.len() > room {
                continue;
            }
            room -= body.len();
            effects.push(Effect::Send { batch_id: batch.batch_id.clone(), body, transport: Transport::Beacon, events: batch.items.len() });
        }
    }

    /// Seals the oldest waiting events. The seal's record is stored before anything is sent, so that a retry by whatever page has the
    /// same bytes, and with them the same rows.
    fn seal(&mut self, max_bytes: usize, now: Now, effects: &mut Vec<Effect>) -> Option<&Sealed> {
        self.expire(now, effects);
        let items = self.queue.take_batch(MAX_BATCH_EVENTS, max_bytes);
        let owner = items.first()?.owner.clone();
        let batch_id = self.new_id(now).into_string();
        let drops = std::mem::take(&mut self.drops);
        let reported = !drops.is_empty();
        let batch = Sealed { batch_id, sealed_at: self.offset.apply(now.wall), offset: self.offset, drops, items, in_flight: None };
        self.put_seal(&batch, &owner, effects);
        if reported {
            effects.push(Effect::Remove { key: self.names.queued(&self.instance, &Name::Drops) });
        }
        if self.queue.is_empty() {
            self.hurry = false;
        }
        self.sealed.push(batch);
        self.sealed.last()
    }

    pub(super) fn put_seal(&self, batch: &Sealed, owner: &str, effects: &mut Vec<Effect>) {
        let key = self.names.queued(owner, &Name::Batch(batch.batch_id.clone()));
        effects.push(Effect::Put { key, value: batch.seal().to_record() });
    }

    /// Gives up what nobody has taken for a week.
    fn expire(&mut self, now: Now, effects: &mut Vec<Effect>) {
        while let Some(gone) = self.queue.expire(now.wall.saturating_sub(MAX_AGE_MS)) {
            effects.push(Effect::Remove { key: self.names.queued(&gone.owner, &Name::Event(gone.seq)) });
            self.drop_counted(DropReason::Expired, gone.level, 1, None, effects);
        }
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
        if std::mem::take(&mut self.flushing) {
            effects.push(Effect::Flushed);
        }
    }

    /// A new batch id under which part of a batch goes on.
    pub(super) fn split_id(batch_id: &str, half: &str) -> String {
        // Ids stay within their 64 characters: a UUID and one letter per halving of at most 500 events.
        concat(&[batch_id, half])
    }
}
