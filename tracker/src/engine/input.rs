use super::{Draft, Settlement};

/// Something that happened to the tracker.
#[derive(Debug)]
pub enum Input {
    /// The page called `track()`. With it comes the session as stored just now, since another tab may have renewed it.
    Track {
        /// What the page said.
        draft: Box<Draft>,
        /// The stored session record, as it stands at this moment.
        session: Option<String>,
    },
    /// Somebody wants to know the visit that an event made now would belong to. With it comes the session as stored just now.
    Visit(Option<String>),
    /// From now on so many events make a batch go at once, and so many milliseconds a smaller one.
    Tune(usize, u64),
    /// The timer that [`super::Effects`] armed has rung.
    Tick,
    /// The page asked for everything to be sent now.
    Flush,
    /// A request was answered.
    Answered {
        /// Which batch.
        batch_id: String,
        /// The HTTP status.
        status: u16,
        /// The `Retry-After` header in milliseconds.
        retry_after: Option<u64>,
        /// The verdicts, when the body was an answer of ours.
        settled: Option<Settlement>,
    },
    /// A request ended without an answer: offline, reset, blocked.
    Failed {
        /// Which batch.
        batch_id: String,
    },
    /// The network is back.
    Online,
    /// The page is hidden; on phones this is often the last that is heard of it.
    Hidden,
    /// The page is being left.
    Leaving,
    /// The page is seen again.
    Shown,
    /// The app names the user.
    Identify(String),
    /// The user is gone: new visitor, new session.
    Reset,
    /// The visitor says no: nothing may be kept or leave.
    OptOut,
    /// The visitor says yes again.
    OptIn,
    /// The page comes back from the back-forward cache, and with it come the records of [`super::Slot::ALL`].
    Restored([Option<String>; 5]),
    /// Records of a tab that is no more (or of this one, before a reload), as storage holds them: contexts, events, seals, drops, each in the order of
    /// their numbers.
    Adopt {
        /// Its instance.
        owner: String,
        /// Names within its queue, and values.
        records: Vec<(String, String)>,
    },
}
