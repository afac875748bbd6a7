use crate::id::EventId;
use crate::level::Level;
use crate::text::{EventType, FreeJson, OpaqueId};

/// One thing that happened, as it travels. What a batch's context says need not be repeated here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Made by the tracker; the Worker makes one for an event without.
    pub id: Option<EventId>,
    /// What happened.
    pub event_type: EventType,
    /// The thing concerned, when the sender knows better than [`crate::taxonomy()`].
    pub category: Option<OpaqueId>,
    /// What became of it, likewise.
    pub action: Option<OpaqueId>,
    /// How much it matters, if the sender says so: else as the plan has it, or [`Level::default`].
    pub level: Option<Level>,
    /// When, in milliseconds since the epoch, UTC.
    pub occurred_at: Option<u64>,
    /// The number of this `track()` within its tracker instance; gaps are losses.
    pub seq: Option<u64>,
    /// The user, as the app names them.
    pub user_id: Option<OpaqueId>,
    /// The anonymous browser.
    pub visitor_id: Option<OpaqueId>,
    /// The visit.
    pub session_id: Option<OpaqueId>,
    /// Who did it, when it was not the user.
    pub actor: Option<Actor>,
    /// What it was done to.
    pub entity: Option<Entity>,
    /// The run, campaign or conversation that it belongs to.
    pub stream_id: Option<OpaqueId>,
    /// The turn within the stream.
    pub step: Option<i64>,
    /// Groups the events of one interaction.
    pub correlation_id: Option<OpaqueId>,
    /// Earlier events that this one follows from; at most 16.
    pub caused_by: Vec<EventId>,
    /// The caller's own record that this event belongs to (`ref` on the wire).
    pub reference: Option<OpaqueId>,
    /// One line for people, at most 200 characters.
    pub summary: Option<String>,
    /// How long a timed action took, in milliseconds.
    pub duration_ms: Option<u64>,
    /// The page it happened on.
    pub page: Option<Page>,
    /// The caller's free JSON. At most 8 KiB once it is redacted.
    pub metadata: Option<FreeJson>,
    /// Free JSON about the circumstances. At most 4 KiB once it is redacted.
    pub context: Option<FreeJson>,
}

impl Event {
    /// An event of a type, with nothing else said.
    pub fn new(event_type: EventType) -> Event {
        Event {
            id: None,
            event_type,
            category: None,
            action: None,
            level: None,
            occurred_at: None,
            seq: None,
            user_id: None,
            visitor_id: None,
            session_id: None,
            actor: None,
            entity: None,
            stream_id: None,
            step: None,
            correlation_id: None,
            caused_by: Vec::new(),
            reference: None,
            summary: None,
            duration_ms: None,
            page: None,
            metadata: None,
            context: None,
        }
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// `user`, `system`, `scheduler`, `rule`, `npc` …
    pub kind: OpaqueId,
    /// Which one.
    pub id: Option<OpaqueId>,
    /// Its name for people.
    pub name: Option<String>,
}

/// What it was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// `project`, `task`, `file` …
    pub kind: OpaqueId,
    /// Which one.
    pub id: Option<OpaqueId>,
    /// Its title for people.
    pub title: Option<String>,
}

/// The page an event happened on. Query strings are here only as far as the caller allowed them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Path, without host, query and fragment unless allowed.
    pub path: Option<String>,
    /// The document's title.
    pub title: Option<String>,
    /// Where the visitor came from.
    pub referrer: Option<String>,
    /// Campaign parameters.
    pub utm: Option<Utm>,
    /// The name of the parameter with which an advertisement marked the visit, such as `gclid`; never its value, which names a click.
    pub click_id: Option<OpaqueId>,
}

/// Campaign parameters of a page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Utm {
    /// `utm_source`
    pub source: Option<String>,
    /// `utm_medium`
    pub medium: Option<String>,
    /// `utm_campaign`
    pub campaign: Option<String>,
    /// `utm_term`
    pub term: Option<String>,
    /// `utm_content`
    pub content: Option<String>,
}
