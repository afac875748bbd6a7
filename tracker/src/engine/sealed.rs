use super::clock::{Now, Offset};
use super::drops::Drops;
use super::queue::{Item, Lane};
use super::record::Words;
use event_model::encode::{self, Head};

/// A batch whose bytes never change again: each retry, also by a later page, sends the same.
#[derive(Debug)]
pub(super) struct Sealed {
    /// Its name in requests and answers: the instance that made its events, and its number there.
    pub(super) id: String,
    pub(super) number: u64,
    pub(super) lane: usize,
    pub(super) sealed_at: u64,
    pub(super) offset: Offset,
    pub(super) drops: Drops,
    pub(super) items: Vec<Item>,
    pub(super) in_flight: Option<InFlight>,
}

/// A request under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct InFlight {
    pub(super) since: Now,
    /// Bytes that it holds of the 64 KiB that outlive a page; 0 when it does not outlive it.
    pub(super) keepalive_bytes: usize,
}

impl Sealed {
    pub(super) fn bytes(&self) -> usize {
        self.items.iter().map(Item::bytes).sum()
    }

    /// The record that lets another page make the same bytes: times, the events' numbers, drops.
    pub(super) fn record(&self) -> String {
        let mut text = String::new();
        encode::number(self.sealed_at, &mut text);
        text.push(' ');
        encode::signed(self.offset.millis, &mut text);
        text.push(' ');
        encode::number(self.items.len() as u64, &mut text);
        text.push(' ');
        for item in &self.items {
            encode::number(item.seq, &mut text);
            text.push(' ');
        }
        self.drops.write(&mut text);
        text
    }

    /// The request's body. A function of the records alone.
    pub(super) fn body(&self, write_key: &str, lane: &Lane) -> String {
        let mut body = String::with_capacity(self.bytes() + 512);
        encode::head(
            &Head {
                batch_id: Some(&self.id),
                write_key: Some(write_key),
                sealed_at: Some(self.sealed_at),
                instance_id: Some(&lane.owner),
                tracked: None,
                context: &lane.context,
                dropped: &self.drops.to_json(),
                overhead: "",
            },
            &mut body,
        );
        for (position, item) in self.items.iter().enumerate() {
            if position > 0 {
                body.push(',');
            }
            body.push_str(&item.json);
            body.push_str(",\"occurred_at\":");
            encode::number(if item.fixed { item.wall } else { self.offset.apply(item.wall) }, &mut body);
            body.push('}');
        }
        body.push_str(encode::TAIL);
        body
    }
}

/// The name of an instance's batch.
pub(super) fn batch_id(owner: &str, number: u64) -> String {
    let mut id = owner.to_owned();
    id.push('-');
    encode::number(number, &mut id);
    id
}

/// What a seal's record says.
pub(super) struct Seal {
    pub(super) sealed_at: u64,
    pub(super) offset: Offset,
    pub(super) seqs: Vec<u64>,
    pub(super) drops: Drops,
}

impl Seal {
    /// Reads [`Sealed::record`].
    pub(super) fn parse(text: &str) -> Option<Seal> {
        let mut words = Words(text);
        let sealed_at = words.number()?;
        let offset = Offset::restore(words.word());
        let count = words.number()?;
        let mut seqs = Vec::new();
        for _ in 0..count {
            seqs.push(words.number()?);
        }
        Some(Seal { sealed_at, offset, seqs, drops: Drops::read(&mut words) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::DropReason;
    use event_model::Level;

    #[test]
    fn a_seal_survives_its_record() {
        let item = |seq| Item {
            key: String::new(),
            seq,
            lane: 0,
            level: Level::Action,
            wall: 5,
            fixed: seq == 9,
            queued_at: 0,
            json: "{\"id\":\"x\"".into(),
        };
        let mut drops = Drops::default();
        drops.add(DropReason::Expired, Level::Action, 4);
        let sealed = Sealed {
            id: batch_id("tab", 2),
            number: 2,
            lane: 0,
            sealed_at: 77,
            offset: Offset { millis: -3 },
            drops,
            items: vec![item(1), item(9)],
            in_flight: None,
        };
        let seal = Seal::parse(&sealed.record()).unwrap();
        assert_eq!((seal.sealed_at, seal.offset.millis, seal.seqs, seal.drops), (77, -3, vec![1, 9], drops));
        assert!(Seal::parse("1 2 3 4").is_none() && Seal::parse("").is_none());
        let lane = Lane { owner: "tab".into(), number: 0, context: "{}".into() };
        let expected = r#"{"schema":1,"batch_id":"tab-2","write_key":"k","sealed_at":77,"instance_id":"tab","context":{},"dropped":[{"reason":"expired","level":"action","count":4}],"events":[{"id":"x","occurred_at":2},{"id":"x","occurred_at":5}]}"#;
        assert_eq!(sealed.body("k", &lane), expected);
    }
}
