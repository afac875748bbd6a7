use super::clock::Now;
use super::record::Slot;
use super::{Effects, Engine, Start};

impl Engine {
    /// The visitor says no. Ids and queue go, and from now on nothing is kept or sent; not even the count of what went leaves the page.
    pub(super) fn opt_out(&mut self, now: Now, effects: &mut Effects) {
        if self.opted_out {
            return;
        }
        self.take_back(effects);
        self.flushed(effects);
        effects.forget_all();
        effects.put_slot(Slot::OptedOut, "1");
        self.restart([None, None, None, None, Some(String::new())], now, effects);
    }

    /// The visitor says yes again, as somebody new.
    pub(super) fn opt_in(&mut self, now: Now, effects: &mut Effects) {
        if self.opted_out {
            effects.remove(Slot::OptedOut.key());
            self.restart(Default::default(), now, effects);
        }
    }

    /// Begins anew, like another page, on what is stored.
    pub(super) fn restart(&mut self, stored: [Option<String>; 5], now: Now, effects: &mut Effects) {
        let start = Start { seed: self.random.next(), device: self.device.clone(), stored };
        let (engine, more) = Engine::start(self.config.clone(), start, now);
        *self = engine;
        effects.append(more);
    }
}
