//! Reading the wire's JSON from strangers: every member is known, every value parsed into its type, every fault named.
//!
//! A batch that cannot be read is refused whole ([`BatchError`]). An event that cannot be read is one [`Violation`] in its place, and
//! its neighbours are not touched. What is read is as it was sent: [`crate::redaction`] comes next.

mod exported;
mod fields;
mod members;
mod overhead;
mod refused;

use crate::batch::{Batch, BatchContext, Device, DroppedCount};
use crate::event::{Actor, Entity, Event, Page, Utm};
use crate::id::EventId;
use crate::level::Level;
use crate::limits::*;
use crate::text::{EventType, OpaqueId};
use crate::violation::{Violation, ViolationCode};
use fields::*;
use members::{first_members, items, json, members, Part};
use serde_json::value::RawValue;
use std::borrow::Cow;

pub use exported::{arrival, exported, Arrival, ExportedEvent, ExportedLine};
pub use overhead::overhead;
pub use refused::{raw_events, Refused};

/// An event that could not be read: what was wrong, and its id if that much was readable, so that the sender can settle it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The event's id, when it was readable.
    pub id: Option<EventId>,
    /// The event's number in its instance, when it was readable: a refused event was tracked too.
    pub seq: Option<u64>,
    /// What was wrong.
    pub violation: Violation,
}

/// A batch with each of its events read or refused.
pub type ReadBatch = Batch<Result<Event, Unreadable>>;

/// Why a request's body is no batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchError {
    /// The body is not JSON; the text says where it stops being so.
    NotJson(String),
    /// The `schema` is one that this version does not know.
    UnsupportedSchema,
    /// There are no events in it.
    Empty,
    /// There are more events than [`MAX_BATCH_EVENTS`].
    TooManyEvents(usize),
    /// A member other than an event is wrong.
    Invalid(Violation),
}

impl From<Violation> for BatchError {
    fn from(violation: Violation) -> BatchError {
        BatchError::Invalid(violation)
    }
}

/// Reads a batch from a request's body.
pub fn batch(body: &[u8]) -> Result<ReadBatch, BatchError> {
    let mut batch = Batch {
        batch_id: None,
        write_key: None,
        sealed_at: None,
        clock_unproved: false,
        instance_id: None,
        tracked: None,
        context: BatchContext::default(),
        dropped: Vec::new(),
        overhead: None,
        events: Vec::new(),
    };
    let mut raw_events = None;
    let mut schema = None;
    for (name, value) in members(json(body)?)? {
        match name.as_ref() {
            "schema" => schema = whole_number(value, "schema")?,
            "batch_id" => batch.batch_id = opaque(value, "batch_id")?,
            "write_key" => batch.write_key = string(value, "write_key")?.map(String::from),
            "sealed_at" => batch.sealed_at = whole_number(value, "sealed_at")?,
            "clock_unproved" => batch.clock_unproved = value.get() == "true",
            "instance_id" => batch.instance_id = opaque(value, "instance_id")?,
            "tracked" => batch.tracked = whole_number(value, "tracked")?,
            "context" => batch.context = context(value).map_err(|fault| fault.within("context"))?,
            "dropped" => batch.dropped = dropped(value)?,
            "overhead" => batch.overhead = object(value, "overhead", MAX_OVERHEAD_BYTES)?,
            "events" => raw_events = items(value, "events", MAX_BATCH_EVENTS)?,
            other => return Err(unknown(other).into()),
        }
    }
    if schema.is_some_and(|version| version != SCHEMA) {
        return Err(BatchError::UnsupportedSchema);
    }
    let raw_events = raw_events.ok_or_else(|| Violation::new(ViolationCode::MissingField, "events", "a batch has a list of events"))?;
    match raw_events.count {
        0 => return Err(BatchError::Empty),
        count if count > MAX_BATCH_EVENTS => return Err(BatchError::TooManyEvents(count)),
        _ => batch.events = raw_events.list.into_iter().map(event).collect(),
    }
    Ok(batch)
}

/// Reads a request's body that is one event. It may carry its `write_key` among its members.
pub fn single(body: &[u8]) -> Result<ReadBatch, BatchError> {
    let mut write_key = None;
    let raw = json(body)?;
    for (name, value) in members(raw)? {
        if name == "write_key" {
            write_key = string(value, "write_key")?.map(String::from);
        }
    }
    Ok(Batch {
        batch_id: None,
        write_key,
        sealed_at: None,
        clock_unproved: false,
        instance_id: None,
        tracked: None,
        context: BatchContext::default(),
        dropped: Vec::new(),
        overhead: None,
        events: vec![read_event(raw, |name| name == "write_key")],
    })
}

/// Reads one event of a batch.
pub fn event(raw: &RawValue) -> Result<Event, Unreadable> {
    read_event(raw, |_| false)
}

fn read_event(raw: &RawValue, is_known: impl Fn(&str) -> bool) -> Result<Event, Unreadable> {
    let mut id = None;
    event_members(raw, &mut id, &mut |name, _| Ok(is_known(name))).map_err(|violation| unreadable(raw, id, violation))
}

/// An event that cannot be read, with as much of it as can be.
fn unreadable(raw: &RawValue, id: Option<EventId>, violation: Violation) -> Unreadable {
    Unreadable { id: id.or_else(|| readable(raw, "id", event_id)), seq: readable(raw, "seq", whole_number), violation }
}

/// A member of an event whose reading stopped, perhaps before this member was met.
fn readable<T>(raw: &RawValue, field: &'static str, read: impl Fn(&RawValue, &'static str) -> Result<Option<T>, Violation>) -> Option<T> {
    first_members(raw).ok()?.list.into_iter().find(|(name, _)| name == field).and_then(|(_, value)| read(value, field).ok()?)
}

/// Reads the members of an event. `other` is asked about those that are no event's, and says whether it knows them.
fn event_members(
    raw: &RawValue,
    id: &mut Option<EventId>,
    other: &mut dyn FnMut(&str, &RawValue) -> Result<bool, Violation>,
) -> Result<Event, Violation> {
    if raw.get().len() > MAX_EVENT_BYTES {
        return Err(Violation::new(ViolationCode::TooLarge, "", "an event has at most 256 KiB"));
    }
    let members = members(raw)?;
    let mut event = Event::new(event_type(&members)?);
    for (name, value) in members {
        match name.as_ref() {
            "id" => {
                *id = event_id(value, "id")?;
                event.id = id.clone();
            }
            "type" => {}
            "category" => event.category = word(value, "category", MAX_TYPE)?,
            "action" => event.action = word(value, "action", MAX_TYPE)?,
            "level" => event.level = level(value)?,
            "occurred_at" => event.occurred_at = occurred_at(value)?,
            "seq" => event.seq = whole_number(value, "seq")?,
            "user_id" => event.user_id = opaque(value, "user_id")?,
            "visitor_id" => event.visitor_id = opaque(value, "visitor_id")?,
            "session_id" => event.session_id = opaque(value, "session_id")?,
            "actor" => event.actor = nested(value, "actor", actor)?,
            "entity" => event.entity = nested(value, "entity", entity)?,
            "stream_id" => event.stream_id = opaque(value, "stream_id")?,
            "step" => event.step = signed_number(value, "step")?,
            "correlation_id" => event.correlation_id = opaque(value, "correlation_id")?,
            "caused_by" => event.caused_by = caused_by(value)?,
            "ref" => event.reference = opaque(value, "ref")?,
            "summary" => event.summary = written_line(value, "summary", MAX_LINE)?,
            "duration_ms" => event.duration_ms = duration(value, "duration_ms")?,
            "page" => event.page = nested(value, "page", page)?,
            "metadata" => event.metadata = object(value, "metadata", MAX_EVENT_BYTES)?,
            "context" => event.context = object(value, "context", MAX_EVENT_BYTES)?,
            name if other(name, value)? => {}
            name => return Err(unknown(name)),
        }
    }
    Ok(event)
}

/// The one member that must be there.
fn event_type(members: &[(Cow<str>, &RawValue)]) -> Result<EventType, Violation> {
    let missing = || Violation::new(ViolationCode::MissingField, "type", "an event says what happened");
    let (_, value) = members.iter().rev().find(|(name, _)| name == "type").ok_or_else(missing)?;
    EventType::parse(&string(value, "type")?.ok_or_else(missing)?)
}

fn context(raw: &RawValue) -> Result<BatchContext, Violation> {
    let mut context = BatchContext::default();
    for (name, value) in members(raw)? {
        match name.as_ref() {
            "session_id" => context.session_id = opaque(value, "session_id")?,
            "visitor_id" => context.visitor_id = opaque(value, "visitor_id")?,
            "user_id" => context.user_id = opaque(value, "user_id")?,
            "device" => context.device = nested(value, "device", device)?.unwrap_or_default(),
            other => return Err(unknown(other)),
        }
    }
    Ok(context)
}

fn device(raw: &RawValue) -> Result<Device, Violation> {
    let mut device = Device::default();
    for (name, value) in members(raw)? {
        match name.as_ref() {
            "type" => device.kind = line(value, "type", MAX_KIND)?,
            "os" => device.os = line(value, "os", MAX_KIND)?,
            "browser" => device.browser = line(value, "browser", MAX_KIND)?,
            "screen" => device.screen = line(value, "screen", MAX_KIND)?,
            "language" => device.language = line(value, "language", MAX_KIND)?,
            "timezone" => device.timezone = line(value, "timezone", MAX_KIND)?,
            other => return Err(unknown(other)),
        }
    }
    Ok(device)
}

fn actor(raw: &RawValue) -> Result<Actor, Violation> {
    let (kind, id, name) = subject(raw, "name")?;
    Ok(Actor { kind, id, name })
}

fn entity(raw: &RawValue) -> Result<Entity, Violation> {
    let (kind, id, title) = subject(raw, "title")?;
    Ok(Entity { kind, id, title })
}

/// Actors and entities are alike: a kind, an id, and a line for people under its own name.
fn subject(raw: &RawValue, label: &'static str) -> Result<(OpaqueId, Option<OpaqueId>, Option<String>), Violation> {
    let (mut kind, mut id, mut text) = (None, None, None);
    for (name, value) in members(raw)? {
        match name.as_ref() {
            "type" => kind = word(value, "type", MAX_KIND)?,
            "id" => id = opaque(value, "id")?,
            other if other == label => text = written_line(value, label, MAX_LINE)?,
            other => return Err(unknown(other)),
        }
    }
    let kind = kind.ok_or_else(|| Violation::new(ViolationCode::MissingField, "type", "says what kind it is"))?;
    Ok((kind, id, text))
}

fn page(raw: &RawValue) -> Result<Page, Violation> {
    let mut page = Page::default();
    for (name, value) in members(raw)? {
        match name.as_ref() {
            "path" => page.path = written_line(value, "path", MAX_URL)?,
            "title" => page.title = written_line(value, "title", MAX_LINE)?,
            "referrer" => page.referrer = written_line(value, "referrer", MAX_URL)?,
            "utm" => page.utm = nested(value, "utm", utm)?,
            "click_id" => page.click_id = word(value, "click_id", MAX_CLICK_ID)?,
            other => return Err(unknown(other)),
        }
    }
    Ok(page)
}

fn utm(raw: &RawValue) -> Result<Utm, Violation> {
    let mut utm = Utm::default();
    for (name, value) in members(raw)? {
        match name.as_ref() {
            "source" => utm.source = written_line(value, "source", MAX_LINE)?,
            "medium" => utm.medium = written_line(value, "medium", MAX_LINE)?,
            "campaign" => utm.campaign = written_line(value, "campaign", MAX_LINE)?,
            "term" => utm.term = written_line(value, "term", MAX_LINE)?,
            "content" => utm.content = written_line(value, "content", MAX_LINE)?,
            other => return Err(unknown(other)),
        }
    }
    Ok(utm)
}

fn dropped(raw: &RawValue) -> Result<Vec<DroppedCount>, Violation> {
    let Some(Part { list, count }) = items(raw, "dropped", MAX_DROPPED_LINES)? else { return Ok(Vec::new()) };
    if count > MAX_DROPPED_LINES {
        return Err(Violation::new(ViolationCode::TooManyItems, "dropped", "at most 100 lines"));
    }
    list.into_iter().map(|raw| dropped_line(raw).map_err(|fault| fault.within("dropped"))).collect()
}

fn dropped_line(raw: &RawValue) -> Result<DroppedCount, Violation> {
    let (mut reason, mut of, mut count) = (None, Level::default(), None);
    for (name, value) in members(raw)? {
        match name.as_ref() {
            "reason" => reason = word(value, "reason", MAX_KIND)?,
            "level" => of = level(value)?.unwrap_or_default(),
            "count" => count = whole_number(value, "count")?,
            other => return Err(unknown(other)),
        }
    }
    let missing = |field| Violation::new(ViolationCode::MissingField, field, "a dropped line has a reason and a count");
    Ok(DroppedCount { reason: reason.ok_or_else(|| missing("reason"))?, level: of, count: count.ok_or_else(|| missing("count"))? })
}
