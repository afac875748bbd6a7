use super::clock::Now;
use super::drops::{DropReason, Drops};
use super::record::{self, Slot};
use super::sealed::Sealed;
use super::{Effects, Engine, Settlement};

impl Engine {
    /// A request was answered. The status says what became of the batch, the verdicts what became of each event.
    pub(super) fn answered(
        &mut self,
        batch_id: &str,
        status: u16,
        retry_after: Option<u64>,
        settled: Option<Settlement>,
        now: Now,
        effects: &mut Effects,
    ) {
        let Some(batch) = self.take_sealed(batch_id) else { return };
        let events = self.queue.of(batch.number).count();
        match (status, settled) {
            (200..=299, Some(verdicts)) if verdicts.counted() == events => self.settle(batch, verdicts, retry_after, now, effects),
            // A 2xx that is not about this batch: a captive portal or a proxy said it, and nothing was stored.
            (200..=299 | 408 | 429 | 500.., _) => self.postpone(batch, status, retry_after, now, effects),
            (413, _) if events > 1 => self.halve(batch, events, effects),
            (413, _) => self.refuse(batch, DropReason::TooLarge, effects),
            _ => self.refuse(batch, DropReason::Refused, effects),
        }
    }

    /// A request ended without an answer.
    pub(super) fn failed(&mut self, batch_id: &str, now: Now, effects: &mut Effects) {
        if let Some(batch) = self.take_sealed(batch_id) {
            self.postpone(batch, 0, None, now, effects);
        }
    }

    fn take_sealed(&mut self, batch_id: &str) -> Option<Sealed> {
        let number = record::Words(batch_id).number()?;
        let at = self.sealed.iter().position(|batch| batch.number == number)?;
        Some(self.sealed.remove(at))
    }

    /// The batch stays as it is and goes again later, before all others.
    fn postpone(&mut self, mut batch: Sealed, status: u16, retry_after: Option<u64>, now: Now, effects: &mut Effects) {
        let after = self.retry.failed(retry_after, now, &mut self.random);
        effects.retrying(&super::sealed::batch_id(batch.number), status, u64::from(after));
        batch.in_flight = None;
        self.sealed.insert(0, batch);
        // What can be done now has been done; nobody should wait for a server that is away.
        self.flushed(effects);
    }

    fn settle(&mut self, mut batch: Sealed, verdicts: Settlement, retry_after: Option<u64>, now: Now, effects: &mut Effects) {
        if let Some(flight) = batch.in_flight {
            let round_trip = now.monotonic.saturating_sub(flight.since.monotonic);
            if self.offset.learn(verdicts.server_time, round_trip, now) {
                effects.put_slot(Slot::Offset, &self.offset.to_record());
            }
        }
        // Not stored under any time, for a clock that we know better now: they may be sealed anew.
        let has_moved = self.offset.millis != batch.report.offset.millis;
        let seqs: Vec<u64> = self.queue.of(batch.number).map(|item| item.seq).collect();
        // Put off whole, before anything of it was looked at: its drops are not reported either.
        if verdicts.open.iter().any(|event| event.limited && event.mistimed) {
            self.drops.merge(&batch.report.drops);
            self.put_drops(effects);
        }
        let mut left = false;
        for (place, seq) in seqs.into_iter().enumerate() {
            let open = verdicts.open.iter().find(|event| event.place as usize == place).copied().unwrap_or_default();
            if open.mistimed && (has_moved || open.limited) {
                self.wait_again(batch.number, seq, effects);
            } else if open.limited {
                left = true;
            } else if let Some(item) = self.queue.take(|item| item.batch == batch.number && item.seq == seq) {
                self.forget(&item, effects);
            }
        }
        let seal = self.seal_key(&batch);
        if left {
            // What was limited goes again: its times were told and stay, its drops have been reported. By another name, so that a late answer
            // to another attempt is not taken for one to this.
            let number = self.batch_number();
            self.queue.move_on(batch.number, 0, number);
            batch.number = number;
            batch.report.offset.known = true;
            batch.report.drops = Drops::default();
            self.put_seal(&batch, effects);
            self.postpone(batch, 200, retry_after, now, effects);
        } else {
            self.retry.succeeded();
        }
        effects.remove(&seal);
    }

    /// An event leaves its batch and waits for another one, which will tell its time by the offset known then.
    fn wait_again(&mut self, batch: u64, seq: u64, effects: &mut Effects) {
        let Some(item) = self.queue.find(|item| item.batch == batch && item.seq == seq) else { return };
        item.fixed = false;
        item.batch = 0;
        let item = item.clone();
        self.put_event(&item, effects);
        self.hurry = true;
    }

    /// The server finds the batch too large: two halves may pass, down to the single event.
    fn halve(&mut self, mut first: Sealed, events: usize, effects: &mut Effects) {
        let whole = self.seal_key(&first);
        let (one, other) = (self.batch_number(), self.batch_number());
        self.queue.move_on(first.number, events / 2, other);
        self.queue.move_on(first.number, 0, one);
        // An earlier attempt may have stored the whole, and the server knows the halves by other names: no second thoughts about times.
        first.report.offset.known = true;
        let mut report = first.report.clone();
        // Said once, in the first half.
        report.drops = Drops::default();
        report.overhead = String::new();
        let second = Sealed { number: other, lane: first.lane, report, in_flight: None };
        first.number = one;
        first.in_flight = None;
        // The halves are stored before the whole is forgotten: a crash between leaves an event in two seals, and adoption knows that.
        for half in [&first, &second] {
            self.put_seal(half, effects);
        }
        effects.remove(&whole);
        self.sealed.insert(0, second);
        self.sealed.insert(0, first);
    }

    /// The server will never take this batch: its events are given up and counted.
    pub(super) fn refuse(&mut self, batch: Sealed, reason: DropReason, effects: &mut Effects) {
        effects.remove(&self.seal_key(&batch));
        // Its report did not arrive either.
        self.drops.merge(&batch.report.drops);
        while let Some(item) = self.queue.take(|item| item.batch == batch.number) {
            self.give_up(item, reason, effects);
        }
        self.retry.succeeded();
    }
}
