use super::clock::Now;
use super::drops::{DropReason, Drops};
use super::record::{Name, Slot};
use super::session::Session;
use super::{Effect, Engine, Report};
use crate::engine::identity::Identity;

impl Engine {
    /// The visitor says no. Ids and queue go, and from now on nothing is kept or sent; not even the count of what went leaves the page.
    pub(super) fn opt_out(&mut self, effects: &mut Vec<Effect>) {
        if self.opted_out {
            return;
        }
        self.opted_out = true;
        for item in self.queue.drain() {
            self.give_up(&item, effects);
        }
        for batch in std::mem::take(&mut self.sealed) {
            effects.push(Effect::Remove { key: self.names.queued(batch.owner(), &Name::Batch(batch.batch_id.clone())) });
            for item in &batch.items {
                self.give_up(item, effects);
            }
        }
        for context in std::mem::take(&mut self.queue.contexts) {
            effects.push(Effect::Remove { key: self.names.queued(&context.owner, &Name::Context(context.number)) });
        }
        effects.push(Effect::Remove { key: self.names.queued(&self.instance, &Name::Drops) });
        for slot in Slot::ALL {
            effects.push(Effect::Remove { key: self.names.slot(slot) });
        }
        effects.push(Effect::Put { key: self.names.slot(Slot::OptedOut), value: "1".to_owned() });
        effects.push(Effect::Flushed);
        self.drops = Drops::default();
        self.context = None;
    }

    /// The visitor says yes again, as somebody new.
    pub(super) fn opt_in(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if !self.opted_out {
            return;
        }
        self.opted_out = false;
        self.identity = Identity::restore(None, None, now, &mut self.random);
        self.session = Session::begin(now, &mut self.random);
        effects.push(Effect::Remove { key: self.names.slot(Slot::OptedOut) });
        self.put_identity(effects);
    }

    fn give_up(&self, item: &super::queue::Item, effects: &mut Vec<Effect>) {
        effects.push(Effect::Remove { key: self.names.queued(&item.owner, &Name::Event(item.seq)) });
        effects.push(Effect::Report(Report::Dropped { reason: DropReason::OptedOut, level: item.level, count: 1, fault: None }));
    }
}
