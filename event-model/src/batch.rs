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
    /// The tracker instance whose `seq` the events carry.
    pub instance_id: Option<OpaqueId>,
    /// What all events share.
    pub context: BatchContext,
    /// What the tracker had to drop since its last report.
    pub dropped: Vec<DroppedCount>,
    /// The tracker's own cost in the page, free JSON of at most 1 KiB.
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
