use crate::event::Event;
use crate::level::Level;
use crate::text::{FreeJson, OpaqueId};

/// The events of one request. Sealed once: every retry carries the same bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch<E = Event> {
    /// Names the batch in answers and logs.
    pub batch_id: Option<OpaqueId>,
    /// The key that says which project this belongs to; may travel in a header instead.
    pub write_key: Option<String>,
    /// When it was sealed, by the sender's corrected clock, in milliseconds since the epoch.
    pub sealed_at: Option<u64>,
    /// No server has confirmed that clock yet, and the sender can seal the events anew: if it is off, better to store nothing and say so.
    pub clock_unproved: bool,
    /// The tracker instance whose `seq` the events carry.
    pub instance_id: Option<OpaqueId>,
    /// How many events this instance had tracked, counted from its start, when the batch was sealed. What is missing at the end of an
    /// instance's life shows by no gap in `seq`, but by this.
    pub tracked: Option<u64>,
    /// What all events share.
    pub context: BatchContext,
    /// What the tracker had to drop since its last report.
    pub dropped: Vec<DroppedCount>,
    /// The tracker's own cost in the page, a JSON object of at most 1 KiB: an [`Overhead`], or what a foreign client says instead.
    pub overhead: Option<FreeJson>,
    /// The events, or whatever stands for them: a reader keeps `Result`s here, so that one bad event spoils no other.
    pub events: Vec<E>,
}

/// What all events of a batch share; an event's own fields win.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchContext {
    /// The visit.
    pub session_id: Option<OpaqueId>,
    /// The anonymous browser.
    pub visitor_id: Option<OpaqueId>,
    /// The user, as the app names them.
    pub user_id: Option<OpaqueId>,
    /// The device.
    pub device: Device,
}

/// The device and its settings, as far as the browser tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// `desktop`, `mobile` or `tablet`.
    pub kind: Option<String>,
    /// Operating system.
    pub os: Option<String>,
    /// Browser.
    pub browser: Option<String>,
    /// Screen size in CSS pixels, `1920x1080`.
    pub screen: Option<String>,
    /// Preferred language, BCP 47.
    pub language: Option<String>,
    /// IANA time zone.
    pub timezone: Option<String>,
}

/// What a tracker cost its page since its last report: `{"busy_us":…,"track_us":[…]}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overhead {
    /// Microseconds of the page's main thread.
    pub busy_us: u64,
    /// Sampled calls of `track()` by how long they took: one count for each of [`TRACK_BOUNDS_US`], and one for what took longer.
    pub track_us: [u64; TRACK_BUCKETS],
}

/// Upper bounds, in microseconds and exclusive, of the buckets that calls of `track()` are counted in. Each doubles the one before, from
/// below what a timer in a browser can tell up to what a person begins to notice.
pub const TRACK_BOUNDS_US: [u64; TRACK_BUCKETS - 1] = [64, 128, 256, 512, 1024, 2048, 4096];
/// How many buckets there are.
pub const TRACK_BUCKETS: usize = 8;

/// Events that a tracker gave up, by reason and level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedCount {
    /// Why, as `queue_full`.
    pub reason: OpaqueId,
    /// Which level they had.
    pub level: Level,
    /// How many.
    pub count: u64,
}
