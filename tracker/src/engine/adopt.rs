use super::clock::{Now, Offset};
use super::drops::{DropReason, Drops};
use super::queue::{Item, StoredContext};
use super::record::{self, Name, Seal};
use super::sealed::Sealed;
use super::{Effect, Engine};
use event_model::Level;

impl Engine {
    /// Takes over the records of a tab that is no more. They keep their keys: whoever holds the dead tab's lock owns them, and if this
    /// tab dies too, the next one finds them as they were.
    pub(super) fn adopt(&mut self, records: Vec<(String, String)>, now: Now, effects: &mut Vec<Effect>) {
        if self.opted_out {
            // The visitor said no while these lay here.
            return effects.extend(records.into_iter().map(|(key, _)| Effect::Remove { key }));
        }
        let mut events: Vec<Item> = Vec::new();
        let mut seals: Vec<(String, String, Seal)> = Vec::new();
        let mut contexts: Vec<(String, StoredContext)> = Vec::new();
        for (key, value) in records {
            match self.names.parse_queued(&key) {
                Some((owner, Name::Event(seq))) => match record::parse_event(&owner, seq, &value) {
                    Some(item) => events.push(Item { queued_at: now.monotonic, ..item }),
                    None => {
                        effects.push(Effect::Remove { key });
                        self.drop_counted(DropReason::Corrupted, Level::default(), 1, None, effects);
                    }
                },
                Some((owner, Name::Context(number))) => contexts.push((key, StoredContext { owner, number, json: value })),
                Some((owner, Name::Batch(id))) => match Seal::parse(&value) {
                    Some(seal) => seals.push((owner, id, seal)),
                    // Its events have their own records and are sealed anew: if the first seal was sent and stored, with other times.
                    None => effects.push(Effect::Remove { key }),
                },
                Some((_, Name::Drops)) => {
                    self.drops.merge(Drops::parse(&value));
                    effects.push(Effect::Remove { key });
                    effects.push(Effect::Put { key: self.names.queued(&self.instance, &Name::Drops), value: self.drops.to_record() });
                }
                None => {}
            }
        }
        self.adopt_seals(seals, &mut events, effects);
        // Storage tells its keys in any order.
        events.sort_by_key(|item| item.seq);
        for item in events {
            self.queue.push(item);
        }
        self.adopt_contexts(contexts, effects);
        self.make_room(effects);
        // These have waited long enough.
        self.hurry |= !self.queue.is_empty();
    }

    /// Seals take their events; each event belongs to the first seal that names it.
    fn adopt_seals(&mut self, seals: Vec<(String, String, Seal)>, events: &mut Vec<Item>, effects: &mut Vec<Effect>) {
        for (owner, batch_id, seal) in seals {
            let mut items = Vec::with_capacity(seal.seqs.len());
            for seq in &seal.seqs {
                let found = events.iter().position(|item| item.seq == *seq && item.owner == owner);
                items.extend(found.map(|at| events.swap_remove(at)));
            }
            if items.is_empty() {
                // All settled, or in the halves of this batch; a crash came before its record was removed.
                self.drops.merge(seal.drops);
                effects.push(Effect::Remove { key: self.names.queued(&owner, &Name::Batch(batch_id)) });
                continue;
            }
            let offset = Offset { millis: seal.offset };
            self.sealed.push(Sealed { batch_id, sealed_at: seal.sealed_at, offset, drops: seal.drops, items, in_flight: None });
        }
    }

    /// Contexts that no event needs go.
    fn adopt_contexts(&mut self, contexts: Vec<(String, StoredContext)>, effects: &mut Vec<Effect>) {
        for (key, context) in contexts {
            let needed = |item: &Item| item.owner == context.owner && item.context == context.number;
            let used = self.sealed.iter().flat_map(|batch| &batch.items).any(needed) || self.queue.iter().any(needed);
            let well_formed = context.json.starts_with('{') && context.json.ends_with('}');
            if used && well_formed {
                self.queue.contexts.push(context);
            } else {
                effects.push(Effect::Remove { key });
            }
        }
    }
}
