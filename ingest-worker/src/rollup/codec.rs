//! A chunk's columns as texts, one for each group of [`Columns`].
//!
//! A text has lines: first the group's dictionary as JSON, if it has one, then each column as a list of numbers (see `numbers`). JSON has no
//! line end within it, and neither have numbers. Times and places in the chunk are written as differences: to the value before, where they
//! ascend, or from where something begins to where it ends.
//!
//! | group | lines |
//! |---|---|
//! | `counts` | events; page views; 1 for a bot |
//! | `profiles` | how many; for device, os, browser, language, screen, country, region and city each: `[text, …]`, codes by profile; codes |
//! | `sessions`, `visitors`, `users` | hashes, eleven characters each |
//! | `origins` | `[[referrer, channel, source, medium, campaign, term, content, click id], …]`; codes |
//! | `kinds` | `[[type, category, action, level], …]`; codes |
//! | `event_visits` | codes |
//! | `pages` | `[[path, title], …]`; codes |
//! | `durations` | how many; numbers of their events, from the one before; milliseconds |
//! | `spans` | `[path, …]`; first, from the visit before; last, from first; entry; its event, from the visit before; exit; its event, from the entry's |
//! | `times` | milliseconds, from the event before |
//! | `entities` | `[[type, id, title], …]`; codes |
//! | `actors` | `[[type, id, name], …]`; codes |
//! | `streams` | `[stream, …]`; codes |
//! | `ids` | `[[session, visitor, user], …]` |
//!
//! Whatever does not decode is taken for not being there, and read from the events instead.

pub mod ledger;
mod numbers;

use super::dictionary::Dictionary;
use super::{Actor, Chunk, Code, Columns, Entity, Kind, Origin, Page, Profile, VisitIds};
use crate::instant::HOUR_MS;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::rc::Rc;

/// A row of the table `hour_columns`: a part of an hour, its texts each under the name of its column; what was not read is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Row<'a> {
    pub hour: u64,
    pub part: u32,
    /// The number it was folded under.
    pub folded: i64,
    /// How many events the chunk has.
    pub events: usize,
    /// How many visits.
    pub visits: usize,
    #[serde(borrow)]
    pub counts: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub profiles: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub sessions: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub visitors: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub users: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub origins: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub kinds: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub event_visits: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub pages: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub durations: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub spans: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub times: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub entities: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub actors: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub streams: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub ids: Option<Cow<'a, str>>,
}

/// The row of a chunk with all of its columns but metadata's. Part and number are those of who writes it.
pub fn encode(chunk: &Chunk) -> Row<'static> {
    let Chunk { visits, events, .. } = chunk;
    let durations = || events.durations.iter();
    Row {
        hour: chunk.from / HOUR_MS,
        part: 0,
        folded: 0,
        events: chunk.len,
        visits: visits.events.len(),
        counts: text([codes(&visits.events), codes(&visits.page_views), numbers::write(visits.bot.iter().copied())]),
        profiles: profiles(&chunk.profiles, &visits.profile),
        sessions: text([numbers::write_hashes(&visits.session)]),
        visitors: text([numbers::write_hashes(&visits.visitor)]),
        users: text([numbers::write_hashes(&visits.user)]),
        origins: text([dictionary(&chunk.origins, of_origin), codes(&visits.origin)]),
        kinds: text([dictionary(&chunk.kinds, |kind| (&kind.event_type, &kind.category, &kind.action, kind.level)), codes(&events.kind)]),
        event_visits: text([codes(&events.visit)]),
        pages: text([dictionary(&chunk.pages, |page| (&page.path, &page.title)), codes(&events.page)]),
        durations: text([
            events.durations.len().to_string(),
            ascending(&durations().map(|(number, _)| *number).collect::<Vec<u32>>()),
            numbers::write(durations().map(|(_, millis)| *millis)),
        ]),
        spans: text([
            dictionary(&chunk.landmarks, |path| path),
            ascending(&visits.first),
            lengths(&visits.first, &visits.last),
            codes(&visits.entry),
            ascending(&visits.entry_at),
            codes(&visits.exit),
            lengths(&visits.entry_at, &visits.exit_at),
        ]),
        times: text([ascending(&events.time)]),
        entities: text([dictionary(&chunk.entities, |entity| (&entity.kind, &entity.id, &entity.title)), codes(&events.entity)]),
        actors: text([dictionary(&chunk.actors, |actor| (&actor.kind, &actor.id, &actor.name)), codes(&events.actor)]),
        streams: text([dictionary(&chunk.streams, |stream| stream), codes(&events.stream)]),
        ids: text([dictionary(&chunk.ids, |ids| (&ids.session, &ids.visitor, &ids.user))]),
    }
}

fn text<const LINES: usize>(lines: [String; LINES]) -> Option<Cow<'static, str>> {
    Some(Cow::Owned(lines.join("\n")))
}

fn dictionary<'a, T, J: Serialize>(values: &'a [T], of: impl FnMut(&'a T) -> J) -> String {
    // Fails for no text and no number.
    serde_json::to_string(&values.iter().map(of).collect::<Vec<J>>()).unwrap_or_default()
}

fn codes(codes: &[Code]) -> String {
    numbers::write(codes.iter().copied())
}

/// What is out of order wraps around: it becomes long, and stays right.
fn ascending(values: &[u32]) -> String {
    let before = std::iter::once(&0).chain(values);
    numbers::write(values.iter().zip(before).map(|(value, before)| value.wrapping_sub(*before)))
}

fn lengths(starts: &[u32], ends: &[u32]) -> String {
    numbers::write(ends.iter().zip(starts).map(|(end, start)| end.wrapping_sub(*start)))
}

type Text<'a> = &'a Option<String>;

type Attribute = fn(&Profile) -> &Option<Rc<str>>;

/// Profiles are as many as visitors, but each of their texts is one of a few.
fn profiles(profiles: &[Profile], of_visits: &[Code]) -> Option<Cow<'static, str>> {
    let mut lines = vec![profiles.len().to_string()];
    let attributes: [Attribute; 8] = [
        |profile| &profile.device,
        |profile| &profile.os,
        |profile| &profile.browser,
        |profile| &profile.language,
        |profile| &profile.screen,
        |profile| &profile.country,
        |profile| &profile.region,
        |profile| &profile.city,
    ];
    for attribute in attributes {
        let mut texts = Dictionary::default();
        let of_profiles: Vec<Code> = profiles.iter().map(|profile| texts.code(attribute(profile).as_deref())).collect();
        lines.push(dictionary(&texts.map(|text| text), |text| text));
        lines.push(codes(&of_profiles));
    }
    lines.push(codes(of_visits));
    Some(Cow::Owned(lines.join("\n")))
}

fn of_origin(origin: &Origin) -> [Text<'_>; 8] {
    let Origin { referrer, channel, source, medium, campaign, term, content, click_id } = origin;
    [referrer, channel, source, medium, campaign, term, content, click_id]
}

/// More events than any chunk has. A number that claims more is broken, and must not make us ask for its memory.
const MAX_EVENTS: usize = 1 << 20;

/// The chunk of a row, with the columns that are asked for. `None` when one of them is absent or broken.
pub fn decode(row: &Row<'_>, columns: Columns) -> Option<Chunk> {
    if row.events > MAX_EVENTS || row.visits > row.events {
        return None;
    }
    let from = row.hour.checked_mul(HOUR_MS)?;
    let chunk = Chunk { from, until: from.checked_add(HOUR_MS)?, len: row.events, ..Chunk::default() };
    let mut reader = Reader { chunk, events: row.events, visits: row.visits };
    let groups: [(Columns, &Option<Cow<str>>, Group); 16] = [
        (Columns::COUNTS, &row.counts, Reader::counts),
        (Columns::PROFILES, &row.profiles, Reader::profiles),
        (Columns::SESSIONS, &row.sessions, Reader::sessions),
        (Columns::VISITORS, &row.visitors, Reader::visitors),
        (Columns::USERS, &row.users, Reader::users),
        (Columns::ORIGINS, &row.origins, Reader::origins),
        (Columns::KINDS, &row.kinds, Reader::kinds),
        (Columns::EVENT_VISITS, &row.event_visits, Reader::event_visits),
        (Columns::PAGES, &row.pages, Reader::pages),
        (Columns::DURATIONS, &row.durations, Reader::durations),
        (Columns::SPANS, &row.spans, Reader::spans),
        (Columns::TIMES, &row.times, Reader::times),
        (Columns::ENTITIES, &row.entities, Reader::entities),
        (Columns::ACTORS, &row.actors, Reader::actors),
        (Columns::STREAMS, &row.streams, Reader::streams),
        (Columns::IDS, &row.ids, Reader::ids),
    ];
    for (group, text, read) in groups {
        if columns.has(group) {
            let mut lines = text.as_ref()?.split('\n');
            read(&mut reader, &mut lines)?;
            if lines.next().is_some() {
                return None;
            }
        }
    }
    Some(reader.chunk)
}

type Lines<'a> = std::str::Split<'a, char>;
type Group = fn(&mut Reader, &mut Lines) -> Option<()>;

struct Reader {
    chunk: Chunk,
    events: usize,
    visits: usize,
}

impl Reader {
    fn counts(&mut self, lines: &mut Lines) -> Option<()> {
        let visits = self.visits;
        self.chunk.visits.events = numbers::read(lines.next()?, visits)?;
        self.chunk.visits.page_views = numbers::read(lines.next()?, visits)?;
        self.chunk.visits.bot = places(lines.next()?, visits, 2)?.into_iter().map(|bot| bot == 1).collect();
        Some(())
    }

    fn profiles(&mut self, lines: &mut Lines) -> Option<()> {
        let count = lines.next()?.parse().ok().filter(|count| *count <= self.visits)?;
        let mut attribute = || -> Option<std::vec::IntoIter<Option<Rc<str>>>> {
            let texts: Vec<Option<Rc<str>>> = values(lines.next()?, |text: Option<String>| text.map(Rc::from))?;
            let of_profiles = places(lines.next()?, count, texts.len())?;
            Some(of_profiles.into_iter().filter_map(|code| texts.get(code as usize).cloned()).collect::<Vec<_>>().into_iter())
        };
        let mut device = attribute()?;
        let mut os = attribute()?;
        let mut browser = attribute()?;
        let mut language = attribute()?;
        let mut screen = attribute()?;
        let mut country = attribute()?;
        let mut region = attribute()?;
        let mut city = attribute()?;
        let mut profile = || {
            Some(Profile {
                device: device.next()?,
                os: os.next()?,
                browser: browser.next()?,
                language: language.next()?,
                screen: screen.next()?,
                country: country.next()?,
                region: region.next()?,
                city: city.next()?,
            })
        };
        self.chunk.profiles = (0..count).map(|_| profile()).collect::<Option<_>>()?;
        self.chunk.visits.profile = places(lines.next()?, self.visits, self.chunk.profiles.len())?;
        Some(())
    }

    fn sessions(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.visits.session = numbers::read_hashes(lines.next()?, self.visits)?;
        Some(())
    }

    fn visitors(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.visits.visitor = numbers::read_hashes(lines.next()?, self.visits)?;
        Some(())
    }

    fn users(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.visits.user = numbers::read_hashes(lines.next()?, self.visits)?;
        Some(())
    }

    fn origins(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.origins = values(lines.next()?, |texts: [Option<String>; 8]| {
            let [referrer, channel, source, medium, campaign, term, content, click_id] = texts;
            Origin { referrer, channel, source, medium, campaign, term, content, click_id }
        })?;
        self.chunk.visits.origin = places(lines.next()?, self.visits, self.chunk.origins.len())?;
        Some(())
    }

    fn kinds(&mut self, lines: &mut Lines) -> Option<()> {
        let kind = |(event_type, category, action, level)| Kind { event_type, category, action, level };
        self.chunk.kinds = values(lines.next()?, kind)?;
        self.chunk.events.kind = places(lines.next()?, self.events, self.chunk.kinds.len())?;
        Some(())
    }

    fn event_visits(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.events.visit = places(lines.next()?, self.events, self.visits)?;
        Some(())
    }

    fn pages(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.pages = values(lines.next()?, |(path, title)| Page { path, title })?;
        self.chunk.events.page = places(lines.next()?, self.events, self.chunk.pages.len())?;
        Some(())
    }

    fn durations(&mut self, lines: &mut Lines) -> Option<()> {
        let count = lines.next()?.parse().ok().filter(|count| *count <= self.events)?;
        let events = rising(lines.next()?, count)?;
        if !are_below(&events, self.events) {
            return None;
        }
        self.chunk.events.durations = events.into_iter().zip(numbers::read(lines.next()?, count)?).collect();
        Some(())
    }

    fn spans(&mut self, lines: &mut Lines) -> Option<()> {
        let Reader { events, visits, .. } = *self;
        self.chunk.landmarks = values(lines.next()?, |path| path)?;
        let landmarks = self.chunk.landmarks.len();
        let columns = &mut self.chunk.visits;
        columns.first = rising(lines.next()?, visits)?;
        columns.last = ends(lines.next()?, &columns.first)?;
        columns.entry = places(lines.next()?, visits, landmarks)?;
        columns.entry_at = rising(lines.next()?, visits)?;
        columns.exit = places(lines.next()?, visits, landmarks)?;
        columns.exit_at = ends(lines.next()?, &columns.entry_at)?;
        (are_below(&columns.entry_at, events) && are_below(&columns.exit_at, events)).then_some(())
    }

    fn times(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.events.time = rising(lines.next()?, self.events)?;
        Some(())
    }

    fn entities(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.entities = values(lines.next()?, |(kind, id, title)| Entity { kind, id, title })?;
        self.chunk.events.entity = places(lines.next()?, self.events, self.chunk.entities.len())?;
        Some(())
    }

    fn actors(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.actors = values(lines.next()?, |(kind, id, name)| Actor { kind, id, name })?;
        self.chunk.events.actor = places(lines.next()?, self.events, self.chunk.actors.len())?;
        Some(())
    }

    fn streams(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.streams = values(lines.next()?, |stream| stream)?;
        self.chunk.events.stream = places(lines.next()?, self.events, self.chunk.streams.len())?;
        Some(())
    }

    fn ids(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.ids = values(lines.next()?, |(session, visitor, user)| VisitIds { session, visitor, user })?;
        (self.chunk.ids.len() == self.visits).then_some(())
    }
}

fn values<'a, J: Deserialize<'a>, T>(json: &'a str, of: impl FnMut(J) -> T) -> Option<Vec<T>> {
    let values: Vec<J> = serde_json::from_str(json).ok()?;
    Some(values.into_iter().map(of).collect())
}

/// Codes of a dictionary of this size.
fn places(text: &str, count: usize, size: usize) -> Option<Vec<Code>> {
    numbers::read(text, count).filter(|codes| are_below(codes, size))
}

fn are_below(numbers: &[u32], bound: usize) -> bool {
    numbers.iter().max().is_none_or(|largest| (*largest as usize) < bound)
}

fn rising(text: &str, count: usize) -> Option<Vec<u32>> {
    let mut numbers: Vec<u32> = numbers::read(text, count)?;
    let mut before = 0u32;
    for number in &mut numbers {
        before = before.wrapping_add(*number);
        *number = before;
    }
    Some(numbers)
}

fn ends(text: &str, starts: &[u32]) -> Option<Vec<u32>> {
    let mut numbers: Vec<u32> = numbers::read(text, starts.len())?;
    for (number, start) in numbers.iter_mut().zip(starts) {
        *number = number.wrapping_add(*start);
    }
    Some(numbers)
}

#[cfg(test)]
mod tests;
