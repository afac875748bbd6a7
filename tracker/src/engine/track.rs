use super::clock::{self, Now};
use super::draft::{Draft, Told};
use super::drops::DropReason;
use super::queue::Item;
use super::record::{self, kind, Slot};
use super::{Effects, Engine};
use event_model::Level;

impl Engine {
    /// An event happens: it gets its id, its number and its record, and from then on it is accounted for.
    pub(super) fn track(&mut self, mut draft: Draft, session: Option<&str>, now: Now, effects: &mut Effects) {
        if self.opted_out {
            return;
        }
        // Every call has a number, also one that is no event: tracked = stored + dropped + outstanding.
        let seq = self.next_seq;
        self.next_seq += 1;
        self.visit(session, now, effects);
        let told = draft.told.take().unwrap_or_else(|| Told { id: clock::v7(now.wall, seq, &mut self.random), at: now.wall, fixed: false });
        if draft.members.is_empty() {
            let reason = if draft.immediate { DropReason::QueueFull } else { DropReason::Invalid };
            return self.count_drop(reason, Level::default(), effects);
        }
        let json = draft.write(&told.id, seq);
        let lane = self.current_lane(effects);
        let item = Item { seq, lane, level: draft.level, wall: told.at, fixed: told.fixed, queued_at: now.monotonic, batch: 0, json };
        self.put_event(&item, effects);
        effects.tracked(&told.id);
        self.queue.push(item);
        self.hurry |= draft.immediate;
        self.make_room(effects);
    }

    /// Goes on with the visit or begins another.
    pub(super) fn visit(&mut self, stored: Option<&str>, now: Now, effects: &mut Effects) {
        let touched = self.session.touch(stored, now, &mut self.random);
        if touched.changed {
            self.lane = None;
        }
        if let Some(value) = touched.record.map(str::to_owned) {
            effects.put_slot(Slot::Session, &value);
        }
    }

    /// Keeps the queue within its bytes: the least and oldest goes, counted.
    pub(super) fn make_room(&mut self, effects: &mut Effects) {
        while let Some(gone) = self.queue.evict() {
            self.give_up(gone, DropReason::QueueFull, effects);
        }
    }

    /// Forgets an event and counts it.
    pub(super) fn give_up(&mut self, gone: Item, reason: DropReason, effects: &mut Effects) {
        self.forget(&gone, effects);
        self.count_drop(reason, gone.level, effects);
    }

    /// Stores an event.
    pub(super) fn put_event(&self, item: &Item, effects: &mut Effects) {
        let context = self.lanes.get(item.lane).map_or(0, |lane| lane.number);
        effects.put(&self.event_key(item), &record::event_record(item, context));
    }

    /// Forgets a stored event.
    pub(super) fn forget(&self, item: &Item, effects: &mut Effects) {
        effects.remove(&self.event_key(item));
    }

    fn event_key(&self, item: &Item) -> String {
        record::key(self.owner(item.lane), kind::EVENT, item.seq)
    }

    /// Counts an event given up, where the next batch, or a later page, will report it.
    pub(super) fn count_drop(&mut self, reason: DropReason, level: Level, effects: &mut Effects) {
        self.drops.add(reason, level, 1);
        self.put_drops(effects);
        effects.dropped(reason, level);
    }

    pub(super) fn put_drops(&self, effects: &mut Effects) {
        let mut value = String::new();
        self.drops.write(&mut value);
        effects.put(&record::key(&self.instance, kind::DROPS, 0), &value);
    }
}
