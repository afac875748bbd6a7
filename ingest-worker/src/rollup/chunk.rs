use sha2::{Digest, Sha256};
use std::rc::Rc;

/// Stands for the id of a session, visitor or user in counts: the first 64 bits of its SHA-256; 0 stands for none. Among ten million ids the
/// chance that any two share one is 1 in 370,000.
pub type IdHash = u64;

/// A place in one of a chunk's dictionaries.
pub type Code = u32;

/// The hash of an id. An empty or absent id has 0.
pub fn id_hash(id: Option<&str>) -> IdHash {
    let Some(id) = id.filter(|id| !id.is_empty()) else { return 0 };
    let digest = Sha256::digest(id.as_bytes());
    let hash = digest.iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte));
    // That one id in 2⁶⁴ which would be nobody's.
    hash.max(1)
}

/// The events of a project in a stretch of time that lies within one hour of UTC, in columns. All dictionaries are in the order of first
/// appearance. Columns that were not asked for are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// The first millisecond of the stretch.
    pub from: u64,
    /// The first millisecond behind it.
    pub until: u64,
    /// How many events there are. Always set.
    pub len: usize,
    /// Who acted, an entry for each different combination of session, visitor, user, profile, bot and origin, in the order of their first
    /// events.
    pub visits: Visits,
    /// The events in the order of the log: by time, then by id.
    pub events: Events,
    /// Devices and places in the world.
    pub profiles: Vec<Profile>,
    /// Where sessions came from.
    pub origins: Vec<Origin>,
    /// The paths that `visits.entry` and `visits.exit` name.
    pub landmarks: Vec<Option<String>>,
    /// What sessions, visitors and users are called, by visit.
    pub ids: Vec<VisitIds>,
    /// What happened.
    pub kinds: Vec<Kind>,
    /// Where in the product it happened.
    pub pages: Vec<Page>,
    /// What it was done to.
    pub entities: Vec<Entity>,
    /// Who did it, where that is said.
    pub actors: Vec<Actor>,
    /// The streams.
    pub streams: Vec<Option<String>>,
    /// Members of `metadata`: for each path that was asked for, a value by event. Never kept, so a question that needs them reads the events.
    pub metadata: Vec<Vec<Option<String>>>,
}

/// Columns with one value by visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// The session.
    pub session: Vec<IdHash>,
    /// The visitor.
    pub visitor: Vec<IdHash>,
    /// The user.
    pub user: Vec<IdHash>,
    /// The profile.
    pub profile: Vec<Code>,
    /// Whether it is a program that says so, or is known for one.
    pub bot: Vec<bool>,
    /// Where the session came from as far as the chunk shows it: the first origin that an event of the session showed, from that event on. The
    /// first visit of a session may therefore have an empty one and another visit of the same session a real one. What the session showed in
    /// an earlier chunk goes before all of these.
    pub origin: Vec<Code>,
    /// Its events.
    pub events: Vec<u32>,
    /// Those of type `page_view`.
    pub page_views: Vec<u32>,
    /// Milliseconds from the chunk's `from` to its first event.
    pub first: Vec<u32>,
    /// To its last event.
    pub last: Vec<u32>,
    /// The path of its first event that has one, in `landmarks`. When none has one, this is a `None` there.
    pub entry: Vec<Code>,
    /// The number of that event in the chunk; when none has one, of its first event.
    pub entry_at: Vec<u32>,
    /// The path of its last event that has one.
    pub exit: Vec<Code>,
    /// The number of that event; when none has one, of its last event.
    pub exit_at: Vec<u32>,
}

/// Columns with one value by event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    /// Its visit.
    pub visit: Vec<Code>,
    /// Its kind.
    pub kind: Vec<Code>,
    /// Its page.
    pub page: Vec<Code>,
    /// Its entity.
    pub entity: Vec<Code>,
    /// Its actor.
    pub actor: Vec<Code>,
    /// Its stream.
    pub stream: Vec<Code>,
    /// Milliseconds from the chunk's `from`.
    pub time: Vec<u32>,
    /// The events that have a duration: their number in the chunk, ascending, and the milliseconds.
    pub durations: Vec<(u32, u64)>,
    /// The events that have a step in their stream: their number, ascending, and the step.
    pub steps: Vec<(u32, i64)>,
    /// The events that have a correlation, and the hash of its id.
    pub correlations: Vec<(u32, IdHash)>,
    /// The events that name a record of the caller's, and the hash of its id.
    pub refs: Vec<(u32, IdHash)>,
}

/// Device and place. A chunk has about one for each visitor, of few different texts, which they share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Profile {
    pub device: Option<Rc<str>>,
    pub os: Option<Rc<str>>,
    pub browser: Option<Rc<str>>,
    pub language: Option<Rc<str>>,
    pub screen: Option<Rc<str>>,
    pub country: Option<Rc<str>>,
    pub region: Option<Rc<str>>,
    pub city: Option<Rc<str>>,
}

/// Where a session came from. All absent: nothing is known, and a session that stays so is a direct one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Origin {
    pub referrer: Option<String>,
    pub channel: Option<String>,
    pub source: Option<String>,
    pub medium: Option<String>,
    pub campaign: Option<String>,
    pub term: Option<String>,
    pub content: Option<String>,
    pub click_id: Option<String>,
}

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Kind {
    pub event_type: String,
    pub category: String,
    pub action: String,
    /// Its rank, 0 detail to 4 milestone.
    pub level: u8,
}

/// A page of the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Page {
    pub path: Option<String>,
    pub title: Option<String>,
}

/// What something was done to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Entity {
    pub kind: Option<String>,
    pub id: Option<String>,
    pub title: Option<String>,
}

/// Who did it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Actor {
    pub kind: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
}

/// What the three ids of a visit are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct VisitIds {
    pub session: Option<String>,
    pub visitor: Option<String>,
    pub user: Option<String>,
}
