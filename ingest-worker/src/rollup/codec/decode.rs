//! Texts back into a chunk.

use super::{numbers, Row};
use crate::instant::HOUR_MS;
use crate::rollup::{Actor, Chunk, Code, Columns, Entity, IdHash, Kind, Origin, Page, Profile, VisitIds};
use serde::Deserialize;
use std::borrow::Cow;
use std::rc::Rc;

/// More events than any chunk has. A number that claims more is broken, and must not make us ask for its memory.
const MAX_EVENTS: usize = 1 << 20;

/// The chunk of a row, with the columns that are asked for. `None` when one of them is absent or broken.
pub fn decode(row: &Row<'_>, columns: Columns) -> Option<Chunk> {
    let from = row.hour.checked_mul(HOUR_MS)?;
    let chunk = Chunk { from, until: from.checked_add(HOUR_MS)?, len: row.events, ..Chunk::default() };
    complete(chunk, Columns::default(), row, columns)
}

/// Adds columns to a chunk that was decoded from the same row and has the `known` ones. Those stay as they are: pages that are decoded anew would
/// lose their titles.
pub fn complete(chunk: Chunk, known: Columns, row: &Row<'_>, columns: Columns) -> Option<Chunk> {
    let columns = columns.without(known);
    if row.events > MAX_EVENTS || row.visits > row.events || chunk.len != row.events {
        return None;
    }
    let mut reader = Reader { chunk, events: row.events, visits: row.visits };
    let groups: [(Columns, &Option<Cow<str>>, Group); 20] = [
        (Columns::COUNTS, &row.counts, Reader::counts),
        (Columns::PROFILES, &row.profiles, Reader::profiles),
        (Columns::SESSIONS, &row.sessions, Reader::sessions),
        (Columns::VISITORS, &row.visitors, Reader::visitors),
        (Columns::USERS, &row.users, Reader::users),
        (Columns::ORIGINS, &row.origins, Reader::origins),
        (Columns::KINDS, &row.kinds, Reader::kinds),
        (Columns::EVENT_VISITS, &row.event_visits, Reader::event_visits),
        (Columns::PAGES, &row.pages, Reader::pages),
        (Columns::TITLES, &row.titles, Reader::titles),
        (Columns::DURATIONS, &row.durations, Reader::durations),
        (Columns::SPANS, &row.spans, Reader::spans),
        (Columns::TIMES, &row.times, Reader::times),
        (Columns::ENTITIES, &row.entities, Reader::entities),
        (Columns::ACTORS, &row.actors, Reader::actors),
        (Columns::STREAMS, &row.streams, Reader::streams),
        (Columns::IDS, &row.ids, Reader::ids),
        (Columns::STEPS, &row.steps, Reader::steps),
        (Columns::CORRELATIONS, &row.correlations, Reader::correlations),
        (Columns::REFS, &row.refs, Reader::refs),
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
        self.chunk.pages = values(lines.next()?, |path| Page { path, title: None })?;
        self.chunk.events.page = places(lines.next()?, self.events, self.chunk.pages.len())?;
        Some(())
    }

    fn titles(&mut self, lines: &mut Lines) -> Option<()> {
        let titles: Vec<Option<String>> = values(lines.next()?, |title| title)?;
        if titles.len() != self.chunk.pages.len() {
            return None;
        }
        self.chunk.pages.iter_mut().zip(titles).for_each(|(page, title)| page.title = title);
        Some(())
    }

    fn durations(&mut self, lines: &mut Lines) -> Option<()> {
        let events = numbers_of(lines, self.events)?;
        let durations = numbers::read(lines.next()?, events.len())?;
        self.chunk.events.durations = events.into_iter().zip(durations).collect();
        Some(())
    }

    fn steps(&mut self, lines: &mut Lines) -> Option<()> {
        let events = numbers_of(lines, self.events)?;
        let ways: Vec<u64> = numbers::read(lines.next()?, events.len())?;
        let mut before = 0i64;
        let steps = ways.into_iter().map(|way| {
            before = before.wrapping_add((way >> 1) as i64 ^ -((way & 1) as i64));
            before
        });
        self.chunk.events.steps = events.into_iter().zip(steps).collect();
        Some(())
    }

    fn correlations(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.events.correlations = links(lines, self.events)?;
        Some(())
    }

    fn refs(&mut self, lines: &mut Lines) -> Option<()> {
        self.chunk.events.refs = links(lines, self.events)?;
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

/// The numbers of the events that have something.
fn numbers_of(lines: &mut Lines, events: usize) -> Option<Vec<u32>> {
    let count = lines.next()?.parse().ok().filter(|count| *count <= events)?;
    rising(lines.next()?, count).filter(|numbers| are_below(numbers, events))
}

fn links(lines: &mut Lines, events: usize) -> Option<Vec<(u32, IdHash)>> {
    let numbers = numbers_of(lines, events)?;
    let count = lines.next()?.parse().ok().filter(|count| *count <= numbers.len())?;
    let hashes = numbers::read_hashes(lines.next()?, count)?;
    let codes = places(lines.next()?, numbers.len(), count)?;
    let hashes = codes.into_iter().filter_map(|code| hashes.get(code as usize).copied());
    Some(numbers.into_iter().zip(hashes).collect())
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
