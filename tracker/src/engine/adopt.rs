use super::clock::Now;
use super::drops::{DropReason, Drops};
use super::effect::remove;
use super::queue::{Item, Lane};
use super::record::{self, kind, Words};
use super::sealed::{batch_id, Seal, Sealed};
use super::{Effect, Engine};
use event_model::Level;

impl Engine {
    /// Takes over the records of one tab that is no more. They keep their keys: whoever holds the dead tab's lock owns them, and if this
    /// tab dies too, the next one finds them as they were.
    pub(super) fn adopt(&mut self, records: Vec<(String, String)>, now: Now, effects: &mut Vec<Effect>) {
        let Some(owner) = records.first().and_then(|(key, _)| self.names.owner_of(key)).map(str::to_owned) else { return };
        let (mut events, mut seals) = (Vec::new(), Vec::new());
        let first_lane = self.lanes.len();
        for (key, value) in records {
            let of = self.names.parse(&key).map(|(_, kind, number)| (kind, number));
            match of {
                // The visitor said no while these lay here.
                _ if self.opted_out => remove(key, effects),
                Some((kind::EVENT, seq)) => events.push((key, seq, value)),
                Some((kind::BATCH, number)) => seals.push((key, number, value)),
                Some((kind::CONTEXT, number)) => self.lanes.push(Lane { owner: owner.clone(), number, context: value }),
                Some((kind::DROPS, _)) => {
                    self.drops.merge(&Drops::read(&mut Words(&value)));
                    remove(key, effects);
                    self.put_drops(effects);
                }
                _ => remove(key, effects),
            }
        }
        let mut items: Vec<Item> = Vec::new();
        for (key, seq, value) in events {
            match self.adopt_event(&owner, key, seq, &value, now) {
                Ok(item) => items.push(item),
                Err(key) => {
                    remove(key, effects);
                    self.count_drop(DropReason::Corrupted, Level::default(), None, effects);
                }
            }
        }
        for (key, number, value) in seals {
            self.adopt_seal(&owner, key, number, &value, &mut items, effects);
        }
        // Storage tells its keys in any order.
        items.sort_unstable_by_key(|item| item.seq);
        items.into_iter().for_each(|item| self.queue.push(item));
        self.forget_unused_contexts(first_lane, effects);
        self.make_room(effects);
        // These have waited long enough.
        self.hurry |= self.queue.len() > 0;
    }

    fn adopt_event(&mut self, owner: &str, key: String, seq: u64, value: &str, now: Now) -> Result<Item, String> {
        let Some(head) = record::parse_event(value) else { return Err(key) };
        let lane = match self.lanes.iter().position(|lane| lane.number == head.context && lane.owner == owner) {
            Some(lane) => lane,
            None => {
                // A context whose record is lost costs its events the device and the session, not their lives.
                self.lanes.push(Lane { owner: owner.to_owned(), number: head.context, context: "{}".to_owned() });
                self.lanes.len() - 1
            }
        };
        let json = head.json.to_owned();
        Ok(Item { key, seq, lane, level: head.level, wall: head.wall, fixed: head.fixed, queued_at: now.monotonic, json })
    }

    /// A seal takes its events. After a crash between two seals an event may stand in both: the first takes it.
    fn adopt_seal(&mut self, owner: &str, key: String, number: u64, value: &str, items: &mut Vec<Item>, effects: &mut Vec<Effect>) {
        let Some(seal) = Seal::parse(value) else {
            // Its events have records of their own and are sealed anew.
            return remove(key, effects);
        };
        let mut sealed = Vec::with_capacity(seal.seqs.len());
        for seq in seal.seqs {
            let found = items.iter().position(|item| item.seq == seq);
            sealed.extend(found.map(|at| items.swap_remove(at)));
        }
        let Some(lane) = sealed.first().map(|item| item.lane) else {
            self.drops.merge(&seal.drops);
            return remove(key, effects);
        };
        self.sealed.push(Sealed {
            id: batch_id(owner, number),
            number,
            lane,
            sealed_at: seal.sealed_at,
            offset: seal.offset,
            drops: seal.drops,
            items: sealed,
            in_flight: None,
        });
    }

    /// Contexts that no event needs go from storage; in memory they keep their place, since events point to them by it.
    fn forget_unused_contexts(&mut self, first_lane: usize, effects: &mut Vec<Effect>) {
        for (at, lane) in self.lanes.iter().enumerate().skip(first_lane) {
            let used = self.queue.iter().chain(self.sealed.iter().flat_map(|batch| &batch.items)).any(|item| item.lane == at);
            if !used {
                remove(self.names.record(&lane.owner, kind::CONTEXT, lane.number), effects);
            }
        }
    }
}
