use super::chunk::{Actor, Chunk, Code, Entity, Events, IdHash, Kind, Origin, Page, Profile, VisitIds, Visits};
use super::dictionary::Dictionary;
use super::id_hash;
use super::origin::origin;
use serde::{Deserialize, Deserializer};
use std::collections::HashMap;
use std::rc::Rc;

/// What a chunk takes of an event, under the names of the table's columns. It is read from a list, in this order (`db/live.rs`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct EventRow {
    pub occurred_at: u64,
    pub event_id: String,
    #[serde(rename = "type")]
    pub event_type: String,
    pub category: String,
    pub action: String,
    pub level: u8,
    pub user_id: Option<String>,
    pub visitor_id: Option<String>,
    pub session_id: Option<String>,
    pub actor_type: Option<String>,
    pub actor_id: Option<String>,
    pub actor_name: Option<String>,
    pub entity_type: Option<String>,
    pub entity_id: Option<String>,
    pub entity_title: Option<String>,
    pub stream_id: Option<String>,
    pub step: Option<i64>,
    pub correlation_id: Option<String>,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub duration_ms: Option<u64>,
    pub page_path: Option<String>,
    pub page_title: Option<String>,
    pub page_referrer: Option<String>,
    /// JSON text.
    pub page_utm: Option<String>,
    pub page_click_id: Option<String>,
    pub device_type: Option<String>,
    pub device_os: Option<String>,
    pub device_browser: Option<String>,
    pub device_screen: Option<String>,
    pub device_language: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub city: Option<String>,
    /// Stored as 1 or nothing.
    #[serde(deserialize_with = "bot")]
    pub bot: bool,
    /// A value for each path of `metadata` that was asked for. Comes in lists of some, or as null when none was asked for.
    #[serde(deserialize_with = "metadata")]
    pub metadata: Vec<Option<String>>,
}

fn bot<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<i64>::deserialize(deserializer).map(|number| number.is_some_and(|number| number != 0))
}

fn metadata<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Option<String>>, D::Error> {
    let lists: Option<Vec<Vec<Option<String>>>> = Option::deserialize(deserializer)?;
    Ok(lists.unwrap_or_default().into_iter().flatten().collect())
}

impl Chunk {
    /// The chunk of a stretch of time, with all of its columns. `rows` are all of its events in the order of the log: by time, then by id.
    pub fn of(from: u64, until: u64, rows: &[EventRow]) -> Chunk {
        let mut builder = Builder::default();
        for row in rows {
            builder.add(row, millis_between(from, row.occurred_at));
        }
        let paths = rows.first().map_or(0, |row| row.metadata.len());
        let metadata = (0..paths).map(|path| rows.iter().map(|row| row.metadata.get(path).cloned().flatten()).collect()).collect();
        Chunk { from, until, len: rows.len(), metadata, ..builder.finish() }
    }
}

fn millis_between(from: u64, at: u64) -> u32 {
    u32::try_from(at.saturating_sub(from)).unwrap_or(u32::MAX)
}

type Text<'a> = Option<&'a str>;
/// Referrer, campaign parameters and click id, as an event says them.
type Said<'a> = [Text<'a>; 3];

/// Session, visitor, user, profile, bot and origin: what makes a visit.
type VisitKey = (IdHash, IdHash, IdHash, Code, bool, Code);

/// The dictionaries of a chunk while it is being made, all of them borrowing from the rows.
#[derive(Default)]
struct Builder<'a> {
    len: u32,
    hashes: HashMap<&'a str, IdHash>,
    visit_keys: Dictionary<VisitKey>,
    visits: Visits,
    ids: Vec<VisitIds>,
    /// The path of the first event with one, and the last's.
    ends: Vec<(Text<'a>, Text<'a>)>,
    events: Events,
    profiles: Dictionary<[Text<'a>; 8]>,
    origins: Dictionary<Origin>,
    /// Codes of origins by what events say: the same words are classified once.
    said: HashMap<Said<'a>, Code>,
    /// The first origin that each session showed.
    sessions: HashMap<&'a str, Code>,
    kinds: Dictionary<([&'a str; 3], u8)>,
    pages: Dictionary<[Text<'a>; 2]>,
    entities: Dictionary<[Text<'a>; 3]>,
    actors: Dictionary<[Text<'a>; 3]>,
    streams: Dictionary<Text<'a>>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, row: &'a EventRow, time: u32) {
        let number = self.len;
        self.len += 1;
        let visit = self.visit(row, time, number);
        self.events.visit.push(visit);
        self.events.kind.push(self.kinds.code(([&row.event_type, &row.category, &row.action], row.level)));
        self.events.page.push(self.pages.code([row.page_path.as_deref(), row.page_title.as_deref()]));
        self.events.entity.push(self.entities.code([row.entity_type.as_deref(), row.entity_id.as_deref(), row.entity_title.as_deref()]));
        self.events.actor.push(self.actors.code([row.actor_type.as_deref(), row.actor_id.as_deref(), row.actor_name.as_deref()]));
        self.events.stream.push(self.streams.code(row.stream_id.as_deref()));
        self.events.time.push(time);
        self.events.durations.extend(row.duration_ms.map(|millis| (number, millis)));
        self.events.steps.extend(row.step.map(|step| (number, step)));
        let [correlation, reference] = [&row.correlation_id, &row.reference].map(|id| present(id).map(|id| (number, self.hash(Some(id)))));
        self.events.correlations.extend(correlation);
        self.events.refs.extend(reference);
    }

    /// The visit of an event, which it joins.
    fn visit(&mut self, row: &'a EventRow, time: u32, number: u32) -> Code {
        let [session, visitor, user] = [&row.session_id, &row.visitor_id, &row.user_id].map(present);
        let key = (self.hash(session), self.hash(visitor), self.hash(user), self.profile(row), row.bot, self.origin(row, session));
        let visit = self.visit_keys.code(key);
        if visit as usize == self.ids.len() {
            let id = |id: Text| id.map(str::to_owned);
            self.ids.push(VisitIds { session: id(session), visitor: id(visitor), user: id(user) });
            self.visits.open(key, time, number);
            self.ends.push((None, None));
        }
        self.visits.join(visit, time, row.event_type == PAGE_VIEW);
        let path = row.page_path.as_deref();
        if let Some((entry, exit)) = self.ends.get_mut(visit as usize) {
            if path.is_some() && entry.is_none() {
                *entry = path;
                set(&mut self.visits.entry_at, visit, number);
            }
            if path.is_some() || exit.is_none() {
                *exit = path;
                set(&mut self.visits.exit_at, visit, number);
            }
        }
        visit
    }

    fn hash(&mut self, id: Text<'a>) -> IdHash {
        let Some(text) = id else { return 0 };
        *self.hashes.entry(text).or_insert_with(|| id_hash(id))
    }

    fn profile(&mut self, row: &'a EventRow) -> Code {
        let texts = [
            &row.device_type,
            &row.device_os,
            &row.device_browser,
            &row.device_language,
            &row.device_screen,
            &row.country,
            &row.region,
            &row.city,
        ];
        self.profiles.code(texts.map(Option::as_deref))
    }

    /// Where the event's session came from, as far as it is known by this event.
    fn origin(&mut self, row: &'a EventRow, session: Text<'a>) -> Code {
        let shown = session.and_then(|session| self.sessions.get(session));
        if let Some(code) = shown {
            return *code;
        }
        let said @ [referrer, utm, click_id] = [&row.page_referrer, &row.page_utm, &row.page_click_id].map(Option::as_deref);
        let origins = &mut self.origins;
        let code = *self.said.entry(said).or_insert_with(|| origins.code(origin(referrer, utm, click_id)));
        let is_something = origins.key(code).is_some_and(|origin| *origin != Origin::default());
        if let Some(session) = session.filter(|_| is_something) {
            self.sessions.insert(session, code);
        }
        code
    }

    fn finish(mut self) -> Chunk {
        let mut landmarks = Dictionary::default();
        for (entry, exit) in self.ends {
            self.visits.entry.push(landmarks.code(entry));
            self.visits.exit.push(landmarks.code(exit));
        }
        Chunk {
            visits: self.visits,
            events: self.events,
            profiles: self.profiles.map(|texts| {
                let [device, os, browser, language, screen, country, region, city] = texts.map(|text| text.map(Rc::from));
                Profile { device, os, browser, language, screen, country, region, city }
            }),
            origins: self.origins.map(|origin| origin),
            landmarks: landmarks.map(owned),
            ids: self.ids,
            kinds: self.kinds.map(|(texts, level)| {
                let [event_type, category, action] = texts.map(str::to_owned);
                Kind { event_type, category, action, level }
            }),
            pages: self.pages.map(|[path, title]| Page { path: owned(path), title: owned(title) }),
            entities: self.entities.map(|[kind, id, title]| Entity { kind: owned(kind), id: owned(id), title: owned(title) }),
            actors: self.actors.map(|[kind, id, name]| Actor { kind: owned(kind), id: owned(id), name: owned(name) }),
            streams: self.streams.map(owned),
            ..Chunk::default()
        }
    }
}

/// The type of the events that are page views.
const PAGE_VIEW: &str = "page_view";

fn present(id: &Option<String>) -> Text<'_> {
    id.as_deref().filter(|id| !id.is_empty())
}

fn owned(text: Text) -> Option<String> {
    text.map(str::to_owned)
}

fn set(column: &mut [u32], visit: Code, value: u32) {
    if let Some(place) = column.get_mut(visit as usize) {
        *place = value;
    }
}

impl Visits {
    /// A visit begins with the event of this number. Its entry and exit pages follow when all events are known.
    fn open(&mut self, (session, visitor, user, profile, bot, origin): VisitKey, time: u32, number: u32) {
        self.session.push(session);
        self.visitor.push(visitor);
        self.user.push(user);
        self.profile.push(profile);
        self.bot.push(bot);
        self.origin.push(origin);
        self.events.push(0);
        self.page_views.push(0);
        self.first.push(time);
        self.last.push(time);
        self.entry_at.push(number);
        self.exit_at.push(number);
    }

    fn join(&mut self, visit: Code, time: u32, is_page_view: bool) {
        set(&mut self.last, visit, time);
        let counts = self.events.get_mut(visit as usize).zip(self.page_views.get_mut(visit as usize));
        if let Some((events, page_views)) = counts {
            *events += 1;
            *page_views += u32::from(is_page_view);
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
