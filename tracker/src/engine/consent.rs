use super::clock::Now;
use super::drops::{DropReason, Drops};
use super::effect::remove;
use super::identity::Identity;
use super::overhead::Overhead;
use super::record::{kind, Slot};
use super::session::Session;
use super::{Effect, Engine};
use std::mem;

impl Engine {
    /// The visitor says no. Ids and queue go, and from now on nothing is kept or sent; not even the count of what went leaves the page.
    pub(super) fn opt_out(&mut self, effects: &mut Vec<Effect>) {
        if self.opted_out {
            return;
        }
        self.opted_out = true;
        self.take_back(effects);
        for batch in mem::take(&mut self.sealed) {
            remove(self.seal_key(&batch), effects);
        }
        while let Some(item) = self.queue.take(|_| true) {
            self.give_up(item, DropReason::OptedOut, effects);
        }
        for lane in mem::take(&mut self.lanes) {
            remove(self.names.record(&lane.owner, kind::CONTEXT, lane.number), effects);
        }
        // Not the mark of opting out: another tab that saw it go would take that for a yes.
        for slot in [Slot::Visitor, Slot::User, Slot::Session, Slot::Offset] {
            remove(self.names.slot(slot), effects);
        }
        self.drops = Drops::default();
        self.overhead = Overhead::default();
        remove(self.names.record(&self.instance, kind::DROPS, 0), effects);
        self.put(self.names.slot(Slot::OptedOut), "1".to_owned(), effects);
        self.lane = None;
        self.flushed(effects);
    }

    /// The visitor says yes again, as somebody new.
    pub(super) fn opt_in(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if !self.opted_out {
            return;
        }
        self.opted_out = false;
        self.identity = Identity::new(now, &mut self.random);
        self.session = Session::begin(now, &mut self.random);
        remove(self.names.slot(Slot::OptedOut), effects);
        self.put_identity(effects);
    }
}
