use super::clock::Now;
use super::draft::{Draft, Told};
use super::drops::DropReason;
use super::queue::Item;
use super::record::{self, Name, Slot};
use super::{Effect, Engine, Report};
use event_model::{Level, Violation};

impl Engine {
    /// An event happens: it gets its id, its number and its record, and from then on it is accounted for.
    pub(super) fn track(&mut self, mut draft: Draft, session: Option<&str>, now: Now, effects: &mut Vec<Effect>) {
        if self.opted_out {
            return;
        }
        // Every call has a number, also one that is no event: tracked = stored + dropped + outstanding.
        let seq = self.next_seq;
        self.next_seq += 1;
        self.visit(session, now, effects);
        let event_type = match &draft.event_type {
            Ok(event_type) => event_type.clone(),
            Err(fault) => return self.drop_counted(DropReason::Invalid, draft.level, 1, Some(fault.clone()), effects),
        };
        let told = draft.told.take().unwrap_or_else(|| Told { id: self.new_id(now), at: now.wall, fixed: false });
        let (level, immediate) = (draft.level, draft.immediate);
        let context = self.current_context(effects);
        let json = draft.into_json(&told.id, &event_type, seq);
        let item =
            Item { owner: self.instance.clone(), seq, context, level, wall: told.at, fixed: told.fixed, queued_at: now.monotonic, json };
        effects.push(Effect::Put { key: self.names.queued(&self.instance, &Name::Event(seq)), value: record::event_record(&item) });
        effects.push(Effect::Report(Report::Tracked { id: told.id.into_string(), event_type: event_type.as_str().to_owned() }));
        self.queue.push(item);
        self.hurry |= immediate;
        self.make_room(effects);
    }

    /// Goes on with the visit or begins another.
    fn visit(&mut self, stored: Option<&str>, now: Now, effects: &mut Vec<Effect>) {
        let before = self.session.id.clone();
        if let Some(record) = self.session.touch(stored, now, &mut self.random) {
            let value = record.to_owned();
            effects.push(Effect::Put { key: self.names.slot(Slot::Session), value });
        }
        if self.session.id != before {
            self.context = None;
        }
    }

    /// Keeps the queue within its bytes: the least and oldest goes, counted.
    pub(super) fn make_room(&mut self, effects: &mut Vec<Effect>) {
        let sealed = self.sealed.iter().map(|batch| batch.bytes()).sum();
        while let Some(gone) = self.queue.evict(sealed) {
            effects.push(Effect::Remove { key: self.names.queued(&gone.owner, &Name::Event(gone.seq)) });
            self.drop_counted(DropReason::QueueFull, gone.level, 1, None, effects);
        }
    }

    /// Counts events given up, where the next batch, or a later page, will report them.
    pub(super) fn drop_counted(
        &mut self,
        reason: DropReason,
        level: Level,
        count: u64,
        fault: Option<Violation>,
        effects: &mut Vec<Effect>,
    ) {
        self.drops.add(reason, level, count);
        effects.push(Effect::Put { key: self.names.queued(&self.instance, &Name::Drops), value: self.drops.to_record() });
        let fault = fault.map(|fault| (fault.code.as_str().to_owned(), fault.field.into_owned()));
        effects.push(Effect::Report(Report::Dropped { reason, level, count, fault }));
    }
}
