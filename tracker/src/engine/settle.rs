use super::clock::Now;
use super::drops::{DropReason, Drops};
use super::queue::Item;
use super::record::{Name, Slot};
use super::sealed::Sealed;
use super::{Effect, Engine, Report, Settlement};
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
        match (status, settled) {
            (200..=299, Some(verdicts)) => self.settle(batch_id, verdicts, retry_after, now, effects),
            // A 2xx that is not ours: a captive portal or a proxy said it, and nothing was stored.
            (200..=299, None) | (408 | 429, _) | (500.., _) => self.failed(batch_id, status, retry_after, now, effects),
            (413, _) => self.halve(batch_id, effects),
            _ => self.refuse(batch_id, DropReason::Refused, effects),
        }
    }

    /// A request came to nothing: the batch stays as it is and goes again later.
    pub(super) fn failed(&mut self, batch_id: &str, status: u16, retry_after: Option<u64>, now: Now, effects: &mut Vec<Effect>) {
        let Some(batch) = self.sealed.iter_mut().find(|batch| batch.batch_id == batch_id) else { return };
        batch.in_flight = None;
        let after = self.retry.failed(retry_after, now, &mut self.random);
        effects.push(Effect::Report(Report::Retrying { batch_id: batch_id.to_owned(), status, after }));
        // What can be done now has been done; nobody should wait for a server that is away.
        self.flushed(effects);
    }

    fn settle(&mut self, batch_id: &str, verdicts: Settlement, retry_after: Option<u64>, now: Now, effects: &mut Vec<Effect>) {
        let Some(mut batch) = self.take_sealed(batch_id) else { return };
        let counted =
            [verdicts.accepted, verdicts.duplicate, verdicts.rejected, verdicts.limited].iter().map(|count| *count as usize).sum::<usize>();
        if counted != batch.items.len() || verdicts.limited as usize != verdicts.limited_at.len() {
            // An answer to some other question settles nothing.
            self.sealed.insert(0, batch);
            return self.failed(batch_id, 200, retry_after, now, effects);
        }
        if let Some(flight) = batch.in_flight {
            let round_trip = now.monotonic.saturating_sub(flight.since.monotonic);
            if self.offset.learn(verdicts.server_time, round_trip, now) {
                effects.push(Effect::Put { key: self.names.slot(Slot::Offset), value: self.offset.to_record() });
            }
        }
        let is_limited = |place: usize| verdicts.limited_at.contains(&(place as u32));
        let (limited, done): (Vec<_>, Vec<_>) =
            mem::take(&mut batch.items).into_iter().enumerate().partition(|(place, _)| is_limited(*place));
        let owner = done.first().or(limited.first()).map(|(_, item)| item.owner.clone()).unwrap_or_default();
        for (_, item) in &done {
            effects.push(Effect::Remove { key: self.names.queued(&item.owner, &Name::Event(item.seq)) });
        }
        if limited.is_empty() {
            effects.push(Effect::Remove { key: self.names.queued(&owner, &Name::Batch(batch.batch_id)) });
            return self.retry.succeeded();
        }
        // What was limited goes again under the same seal: its times were told and stay. Its drops have been reported.
        batch.items = limited.into_iter().map(|(_, item)| item).collect();
        batch.drops = Drops::default();
        self.put_seal(&batch, &owner, effects);
        self.sealed.insert(0, batch);
        self.failed(batch_id, 200, retry_after, now, effects);
    }

    /// The server finds the batch too large: two halves may pass, down to the single event, which is given up.
    fn halve(&mut self, batch_id: &str, effects: &mut Vec<Effect>) {
        let Some(mut whole) = self.take_sealed(batch_id) else { return };
        if whole.items.len() < 2 {
            self.sealed.insert(0, whole);
            return self.refuse(batch_id, DropReason::TooLarge, effects);
        }
        let owner = whole.owner().to_owned();
        let second = whole.items.split_off(whole.items.len() / 2);
        let half = |suffix: &str, items: Vec<Item>, drops: Drops| Sealed {
            batch_id: Engine::split_id(batch_id, suffix),
            sealed_at: whole.sealed_at,
            offset: whole.offset,
            drops,
            items,
            in_flight: None,
        };
        let halves = [half("a", mem::take(&mut whole.items), whole.drops), half("b", second, Drops::default())];
        // The halves are stored before the whole is forgotten: a crash between leaves an event in two seals, and adoption knows that.
        for batch in &halves {
            self.put_seal(batch, &owner, effects);
        }
        effects.push(Effect::Remove { key: self.names.queued(&owner, &Name::Batch(batch_id.to_owned())) });
        self.sealed.splice(0..0, halves);
    }

    /// The server will never take this batch: its events are given up and counted.
    fn refuse(&mut self, batch_id: &str, reason: DropReason, effects: &mut Vec<Effect>) {
        let Some(batch) = self.take_sealed(batch_id) else { return };
        effects.push(Effect::Remove { key: self.names.queued(batch.owner(), &Name::Batch(batch_id.to_owned())) });
        // Its report did not arrive either.
        self.drops.merge(batch.drops);
        for item in batch.items {
            effects.push(Effect::Remove { key: self.names.queued(&item.owner, &Name::Event(item.seq)) });
            self.drop_counted(reason, item.level, 1, None, effects);
        }
        self.retry.succeeded();
    }

    fn take_sealed(&mut self, batch_id: &str) -> Option<Sealed> {
        let at = self.sealed.iter().position(|batch| batch.batch_id == batch_id)?;
        Some(self.sealed.remove(at))
    }
}
