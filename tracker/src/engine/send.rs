use super::clock::Now;
use super::drops::DropReason;
use super::record::{self, kind};
use super::sealed::{batch_id, InFlight, Report, Sealed};
use super::{Effects, Engine, Transport};
use event_model::limits::MAX_BATCH_EVENTS;
use std::mem;

/// All bodies under way that shall outlive the page may have 64 KiB together (Fetch standard, "inflight keepalive bytes"), beacons
/// included. A little is left to the page's own.
const KEEPALIVE_BYTES: usize = 60 * 1024;
/// Bytes of events in one batch: two of them can outlive the page together, heads included, and a backlog still takes few requests.
const SEAL_BYTES: usize = 28 * 1024;
/// After so long without an answer a request is taken for lost and its batch goes again; an answer that comes after all still counts.
const ANSWER_MS: u64 = 60 * 1000;
/// Seven days without an answer, and nobody will ask for it any more.
const MAX_AGE_MS: u64 = 7 * 24 * 60 * 60 * 1000;

impl Engine {
    /// Does what is due now and arms the timer for the rest. With `may_act` false only the timer.
    pub(super) fn advance(&mut self, now: Now, may_act: bool, effects: &mut Effects) {
        if self.opted_out {
            return self.flushed(effects);
        }
        self.forget_lost(now, effects);
        let mut due = self.next_send(now);
        while may_act && due == Some(0) {
            self.take_back(effects);
            // What cannot go now waits for news, not for a moment: a hidden page is not to spin.
            due = if self.send_next(now, effects) { self.next_send(now) } else { None };
        }
        if may_act && self.next_hold(now) == Some(0) {
            self.hold(now, effects);
        }
        // What is never due is due when the universe is old.
        let delay = due.unwrap_or(u64::MAX).min(self.next_hold(now).unwrap_or(u64::MAX));
        if delay < u64::MAX {
            self.arm(delay, now, effects);
        }
        if self.queue.len() == 0 {
            self.hurry = false;
            self.flushed(effects);
        }
    }

    /// Milliseconds until something is to be sent; `None` when there is nothing.
    fn next_send(&self, now: Now) -> Option<u64> {
        let under_way = self.sealed.iter().filter_map(|batch| batch.in_flight).map(|flight| flight.since.monotonic).min();
        // A hidden page may not live to see the answer: what it has goes now, beside what is under way.
        if let (Some(since), false) = (under_way, self.hidden) {
            return Some((since + ANSWER_MS).saturating_sub(now.monotonic));
        }
        let unsent = self.sealed.iter().any(|batch| batch.in_flight.is_none());
        let held = self.held.as_ref().map_or(0, |batch| batch.number);
        let waiting = || self.queue.iter().filter(|item| item.batch == 0 || item.batch == held);
        let due = match waiting().next() {
            _ if unsent => 0,
            None => return None,
            Some(_) if self.hurry || self.hidden || waiting().count() >= self.config.flush_at => 0,
            Some(oldest) => (oldest.queued_at + self.config.flush_interval).saturating_sub(now.monotonic),
        };
        Some(due.max(self.retry.pause(now)))
    }

    /// Requests that nobody answered are no longer waited for, and batches that nobody took for a week are given up.
    fn forget_lost(&mut self, now: Now, effects: &mut Effects) {
        for batch in &mut self.sealed {
            if batch.in_flight.is_some_and(|flight| flight.since.monotonic + ANSWER_MS <= now.monotonic) {
                batch.in_flight = None;
            }
        }
        let oldest = self.offset.apply(now.wall).saturating_sub(MAX_AGE_MS);
        while let Some(at) = self.sealed.iter().position(|batch| batch.in_flight.is_none() && batch.report.sealed_at < oldest) {
            let batch = self.sealed.remove(at);
            self.refuse(batch, DropReason::Expired, effects);
        }
    }

    /// Sends the oldest batch that is not under way, sealing one if there is none. False when there is nothing that can go.
    fn send_next(&mut self, now: Now, effects: &mut Effects) -> bool {
        let idle = |batch: &Sealed| batch.in_flight.is_none();
        if !self.sealed.iter().any(idle) {
            self.seal(now, true, effects);
        }
        let room = self.keepalive_room();
        let Some(at) = self.sealed.iter().position(idle) else { return false };
        let Some((batch_id, body)) = self.sealed.get(at).and_then(|batch| self.body(batch)) else { return false };
        let keepalive = body.len() <= room;
        if self.hidden && !keepalive {
            return false;
        }
        let Some(batch) = self.sealed.get_mut(at) else { return false };
        batch.in_flight = Some(InFlight { since: now, keepalive_bytes: if keepalive { body.len() } else { 0 } });
        let events = self.queue.of(batch.number).count();
        let transport = if keepalive { Transport::Keepalive } else { Transport::Fetch };
        effects.send(&batch_id, &body, transport, events);
        true
    }

    /// The page is being left: what fits goes by beacon, and all records stay until somebody has an answer.
    pub(super) fn leave(&mut self, now: Now, effects: &mut Effects) {
        if self.opted_out {
            return;
        }
        // Whatever the page still tracks in its own farewell finds no timer any more.
        self.hidden = true;
        let mut room = self.keepalive_room();
        while self.seal(now, true, effects) {}
        for batch in self.sealed.iter().filter(|batch| batch.in_flight.is_none()) {
            let Some((batch_id, body)) = self.body(batch).filter(|(_, body)| body.len() <= room) else { continue };
            room -= body.len();
            effects.send(&batch_id, &body, Transport::Beacon, 0);
        }
    }

    /// Seals the oldest waiting events. The seal's record is stored before anything is sent, so that a retry by whatever page has the
    /// same bytes, and with them the same rows. What it reports beside its events is said in batches `to_send` only, since others are taken
    /// back. False when nothing waits.
    pub(super) fn seal(&mut self, now: Now, to_send: bool, effects: &mut Effects) -> bool {
        while let Some(gone) = self.queue.expire(now.wall.saturating_sub(MAX_AGE_MS)) {
            self.give_up(gone, DropReason::Expired, effects);
        }
        let number = self.batch_number();
        let Some(lane) = self.queue.fill(number, MAX_BATCH_EVENTS, SEAL_BYTES) else { return false };
        let mut offset = self.offset;
        // Only who lives to see the answer can mend times that are not right; else wrong times are better than no events.
        offset.known |= self.hidden || !to_send;
        let mut report = Report { sealed_at: offset.apply(now.wall), offset, ..Report::default() };
        if self.lanes.get(lane).is_some_and(|lane| lane.owner == self.instance) {
            report.tracked = self.next_seq;
            if to_send {
                report.overhead = self.overhead.take();
            }
        }
        if to_send {
            report.drops = mem::take(&mut self.drops);
        }
        let batch = Sealed { number, lane, report, in_flight: None };
        self.put_seal(&batch, effects);
        if !batch.report.drops.is_empty() {
            effects.remove(&record::key(&self.instance, kind::DROPS, 0));
        }
        self.sealed.push(batch);
        true
    }

    /// A number that no batch of any instance has: the events of a dead tab are sealed by whoever adopts them, so counting would not do.
    pub(super) fn batch_number(&mut self) -> u64 {
        self.random.next() >> 1 | 1
    }

    /// Stores a batch's record.
    pub(super) fn put_seal(&self, batch: &Sealed, effects: &mut Effects) {
        effects.put(&self.seal_key(batch), &batch.report.record(self.queue.of(batch.number)));
    }

    /// The key of a batch's record.
    pub(super) fn seal_key(&self, batch: &Sealed) -> String {
        record::key(self.owner(batch.lane), kind::BATCH, batch.number)
    }

    /// The owner of a lane.
    pub(super) fn owner(&self, lane: usize) -> &str {
        self.lanes.get(lane).map_or("", |lane| &lane.owner)
    }

    /// The id and the body of a sealed batch.
    pub(super) fn body(&self, batch: &Sealed) -> Option<(String, String)> {
        let id = batch_id(batch.number);
        let body = batch.report.body(&id, &self.config.write_key, self.lanes.get(batch.lane)?, self.queue.of(batch.number));
        Some((id, body))
    }

    fn keepalive_room(&self) -> usize {
        let used: usize = self.sealed.iter().filter_map(|batch| batch.in_flight).map(|flight| flight.keepalive_bytes).sum();
        KEEPALIVE_BYTES.saturating_sub(used)
    }

    /// Arms the one timer, unless it is armed for then already.
    fn arm(&mut self, delay: u64, now: Now, effects: &mut Effects) {
        let at = now.monotonic + delay;
        if self.armed != Some(at) {
            self.armed = Some(at);
            effects.wake(delay);
        }
    }

    pub(super) fn flushed(&mut self, effects: &mut Effects) {
        if mem::take(&mut self.flushing) {
            effects.flushed();
        }
    }
}
