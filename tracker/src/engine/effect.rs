use super::record::Slot;
use super::DropReason;
use event_model::{encode, Level};

/// What is to be done, in order: the orders that the page's half of the edge carries out.
///
/// They are written as text at once, since text is what crosses into the page: a line for each, with a letter for its kind and then its
/// fields, each with a tab behind it. No field holds a control character: ids may not, and JSON escapes them. Handing them over as values of
/// an enum first cost half a kilobyte. What each says stands at the method that writes it, and `page.js` reads them.
#[derive(Debug, Default)]
pub struct Effects(String);

/// How a batch travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// `fetch`, ending with the page.
    Fetch,
    /// `fetch` that outlives the page, which only 64 KiB of bodies together may.
    Keepalive,
    /// `sendBeacon`: outlives the page, answers nobody.
    Beacon,
    /// `fetchLater`: the browser sends it should the page die, by a crash even. Replaces the one that it holds; an empty body only takes
    /// that one back.
    Later,
}

impl Effects {
    /// `i`: an instance begins. Take the lock of its queue, and wait for those of others.
    pub(super) fn begin(&mut self, instance: &str) {
        self.order("i", instance, "");
    }

    /// `p`: keep this in storage, key and value.
    pub(super) fn put(&mut self, key: &str, value: &str) {
        self.order("p", key, value);
    }

    /// A shared record to keep.
    pub(super) fn put_slot(&mut self, slot: Slot, value: &str) {
        self.put(slot.key(), value);
    }

    /// `r`: forget this record.
    pub(super) fn remove(&mut self, key: &str) {
        self.order("r", key, "");
    }

    /// `x`: forget every record of this project.
    pub(super) fn forget_all(&mut self) {
        self.order("x", "", "");
    }

    /// `s`: send a batch: id, body, how, how many events. Its end comes back as [`super::Input::Answered`] or [`super::Input::Failed`],
    /// unless nobody answers.
    pub(super) fn send(&mut self, batch_id: &str, body: &str, how: Transport, events: usize) {
        self.numbered("s", batch_id, body, how as u64, events as u64);
    }

    /// `w`: ring after so many milliseconds, instead of the ring armed before.
    pub(super) fn wake(&mut self, after: u64) {
        self.numbered("w", "", "", after, 0);
    }

    /// `f`: everything that could be sent has been. Promises of `flush()` may be kept.
    pub(super) fn flushed(&mut self) {
        self.order("f", "", "");
    }

    /// `t`: the answer to the page's call: the id of the event that is in the queue, or of the visit that it asked for.
    pub(super) fn tracked(&mut self, id: &str) {
        self.order("t", id, "");
    }

    /// `y`: news for the page: a request failed and goes again: batch, HTTP status or 0, milliseconds from now.
    pub(super) fn retrying(&mut self, batch_id: &str, status: u16, after: u64) {
        self.numbered("y", batch_id, "", u64::from(status), after);
    }

    /// `d`: news for the page: an event was given up: reason, level.
    pub(super) fn dropped(&mut self, reason: DropReason, level: Level) {
        self.order("d", reason.as_str(), level.name());
    }

    /// Does what another list says after what this one says.
    pub(super) fn append(&mut self, other: Effects) {
        self.0.push_str(&other.0);
    }

    /// The text.
    pub fn into_orders(self) -> String {
        self.0
    }

    fn order(&mut self, kind: &str, first: &str, second: &str) {
        self.fields(kind, first, second);
        self.0.push('\n');
    }

    fn numbered(&mut self, kind: &str, first: &str, second: &str, one: u64, other: u64) {
        self.fields(kind, first, second);
        for number in [one, other] {
            encode::number(number, &mut self.0);
            self.0.push('\t');
        }
        self.0.push('\n');
    }

    fn fields(&mut self, kind: &str, first: &str, second: &str) {
        for text in [kind, first, second] {
            self.0.push_str(text);
            self.0.push('\t');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_lines_and_fields() {
        let mut effects = Effects::default();
        effects.put("k", "a b");
        effects.wake(70);
        effects.flushed();
        effects.retrying("b", 503, 7);
        effects.dropped(DropReason::Expired, Level::Detail);
        let expected = "p\tk\ta b\t\nw\t\t\t70\t0\t\nf\t\t\t\ny\tb\t\t503\t7\t\nd\texpired\tdetail\t\n";
        assert_eq!(effects.into_orders(), expected);
    }
}
