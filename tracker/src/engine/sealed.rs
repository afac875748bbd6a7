use super::clock::{Now, Offset};
use super::drops::Drops;
use super::queue::Item;
use super::record::Seal;
use event_model::encode::{self, Head};

/// A batch whose bytes never change again: each retry, also by a later page, sends the same.
#[derive(Debug)]
pub(super) struct Sealed {
    pub(super) batch_id: String,
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
    /// The instance that made the events; a batch has but one.
    pub(super) fn owner(&self) -> &str {
        self.items.first().map_or("", |item| &item.owner)
    }

    pub(super) fn context(&self) -> u32 {
        self.items.first().map_or(0, |item| item.context)
    }

    pub(super) fn bytes(&self) -> usize {
        self.items.iter().map(Item::bytes).sum()
    }

    /// The record that lets another page make the same bytes.
    pub(super) fn seal(&self) -> Seal {
        Seal {
            sealed_at: self.sealed_at,
            offset: self.offset.millis,
            context: self.context(),
            seqs: self.items.iter().map(|item| item.seq).collect(),
            drops: self.drops.clone(),
        }
    }

    /// The request's body. A function of the records alone.
    pub(super) fn body(&self, write_key: &str, context: &str) -> String {
        let mut body = String::with_capacity(self.bytes() + 512);
        let dropped = self.drops.lines();
        let head = Head {
            batch_id: Some(&self.batch_id),
            write_key: Some(write_key),
            sealed_at: Some(self.sealed_at),
            instance_id: Some(self.owner()),
            context,
            dropped: &dropped,
            overhead: None,
        };
        encode::head(&head, &mut body);
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
