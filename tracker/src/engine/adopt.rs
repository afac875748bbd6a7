use super::clock::Now;
use super::drops::{DropReason, Drops};
use super::queue::{Item, Lane};
use super::record::{self, join, kind, Words};
use super::sealed::{Report, Sealed};
use super::{Effects, Engine};
use event_model::Level;

impl Engine {
    /// Takes over the records of one tab that is no more. They keep their keys: whoever holds the dead tab's lock owns them, and if this
    /// tab dies too, the next one finds them as they were.
    pub(super) fn adopt(&mut self, owner: &str, records: Vec<(String, String)>, now: Now, effects: &mut Effects) {
        let first_lane = self.lanes.len();
        for (name, value) in records {
            let of = record::parse(&name);
            // Also what is no record of ours, and what lay here when the visitor said no.
            let stays = !self.opted_out && of.is_some_and(|(kind, number)| self.adopt_record(owner, kind, number, &value, now, effects));
            if !stays {
                effects.remove(&join(&["q.", owner, ".", &name]));
            }
        }
        // Contexts that no event needs go from storage; in memory they keep their place, since events point to them by it.
        for (at, lane) in self.lanes.iter().enumerate().skip(first_lane) {
            if !self.queue.uses_lane(at) {
                effects.remove(&record::key(&lane.owner, kind::CONTEXT, lane.number));
            }
        }
        self.make_room(effects);
        // These have waited long enough.
        self.hurry |= self.queue.of(0).next().is_some();
    }

    /// False when the record has done its duty.
    fn adopt_record(&mut self, owner: &str, kind: u8, number: u64, value: &str, now: Now, effects: &mut Effects) -> bool {
        match kind {
            kind::CONTEXT => {
                let is_ours = value.starts_with("{") && record::is_clean(value);
                if is_ours {
                    self.lanes.push(Lane { owner: owner.to_owned(), number, context: value.to_owned() });
                }
                is_ours
            }
            kind::EVENT => self.adopt_event(owner, number, value, now, effects),
            kind::BATCH => self.adopt_seal(owner, number, value),
            kind::DROPS => {
                self.drops.merge(&Drops::read(&mut Words(value)));
                self.put_drops(effects);
                false
            }
            _ => false,
        }
    }

    fn adopt_event(&mut self, owner: &str, seq: u64, value: &str, now: Now, effects: &mut Effects) -> bool {
        let Some(head) = record::parse_event(value) else {
            self.count_drop(DropReason::Corrupted, Level::default(), effects);
            return false;
        };
        let known = self.lanes.iter().position(|lane| lane.number == head.context && lane.owner == owner);
        let lane = known.unwrap_or_else(|| {
            // A context whose record is lost costs its events the device and the session, not their lives.
            self.lanes.push(Lane { owner: owner.to_owned(), number: head.context, context: "{}".to_owned() });
            self.lanes.len() - 1
        });
        let json = head.json.to_owned();
        self.queue.push(Item {
            seq,
            lane,
            level: head.level,
            wall: head.wall,
            fixed: head.fixed,
            queued_at: now.monotonic,
            batch: 0,
            json,
        });
        true
    }

    /// A seal takes its events. After a crash between two seals an event may stand in both: the first takes it.
    fn adopt_seal(&mut self, owner: &str, number: u64, value: &str) -> bool {
        // Events whose seal cannot be read have records of their own and are sealed anew.
        let Some((report, seqs)) = Report::parse(value) else { return false };
        let mut taken = None;
        for seq in seqs {
            let lanes = &self.lanes;
            let is_owners = |item: &Item| lanes.get(item.lane).is_some_and(|lane| lane.owner == owner);
            if let Some(item) = self.queue.find(|item| item.batch == 0 && item.seq == seq && is_owners(item)) {
                item.batch = number;
                taken = Some(item.lane);
            }
        }
        let Some(lane) = taken else {
            self.drops.merge(&report.drops);
            return false;
        };
        self.sealed.push(Sealed { number, lane, report, in_flight: None });
        true
    }
}
