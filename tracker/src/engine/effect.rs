use super::DropReason;
use event_model::{Level, ViolationCode};

/// Something to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Keep this in storage.
    Put {
        /// The record's whole key.
        key: String,
        /// The record.
        value: String,
    },
    /// Forget this.
    Remove {
        /// The record's whole key.
        key: String,
    },
    /// Send a batch. Its end comes back as [`super::Input::Answered`] or [`super::Input::Failed`], except for a beacon, which nobody answers.
    Send {
        /// Names the batch in the answer.
        batch_id: String,
        /// The request's body.
        body: String,
        /// How it travels.
        transport: Transport,
        /// How many events are in it.
        events: usize,
    },
    /// Ring after so many milliseconds; replaces the ring armed before.
    Wake(u32),
    /// Everything that could be sent has been: promises of `flush()` may be kept.
    Flushed,
    /// News for the page: an event is in the queue.
    Tracked {
        /// Its id.
        id: String,
    },
    /// News for the page: a request failed, and the batch is tried again.
    Retrying {
        /// Which batch.
        batch_id: String,
        /// The HTTP status; 0 when there was none.
        status: u16,
        /// When, in milliseconds from now.
        after: u32,
    },
    /// News for the page: an event was given up.
    Dropped {
        /// Why.
        reason: DropReason,
        /// Its level.
        level: Level,
        /// What was wrong with the type, when the event itself was at fault.
        fault: Option<ViolationCode>,
    },
}

/// Forgets a record. Not inlined, as it is called from twenty places.
#[inline(never)]
pub(super) fn remove(key: String, effects: &mut Vec<Effect>) {
    effects.push(Effect::Remove { key });
}

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
