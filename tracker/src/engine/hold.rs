use super::clock::Now;
use super::{Effects, Engine, Transport};

/// How often what the browser holds is made anew while events come in: seldom enough to cost little, often enough that a crash finds it.
const HOLD_MS: u64 = 250;

impl Engine {
    /// Gives the browser what waits, to send should this page die without a word. It is sealed like any other batch, so that whoever adopts
    /// the records sends the same bytes.
    pub(super) fn hold(&mut self, now: Now, effects: &mut Effects) {
        self.take_back(effects);
        self.held_at = now.monotonic;
        if !self.seal(now, false, effects) {
            return;
        }
        self.held = self.sealed.pop();
        let Some((batch_id, body)) = self.held.as_ref().and_then(|batch| self.body(batch)) else { return };
        effects.send(&batch_id, &body, Transport::Later, 0);
    }

    /// Takes back what the browser holds: its events wait again.
    pub(super) fn take_back(&mut self, effects: &mut Effects) {
        let Some(batch) = self.held.take() else { return };
        self.queue.move_on(batch.number, 0, 0);
        effects.remove(&self.seal_key(&batch));
        effects.send("", "", Transport::Later, 0);
    }

    /// Milliseconds until the browser should hold what it does not hold yet; `None` when that is nothing.
    pub(super) fn next_hold(&self, now: Now) -> Option<u64> {
        self.queue.of(0).next().filter(|_| self.config.can_hold)?;
        Some((self.held_at + HOLD_MS).saturating_sub(now.monotonic))
    }
}
