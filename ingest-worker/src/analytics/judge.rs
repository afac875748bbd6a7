use super::dimension::Dimension;
use super::filter::{Condition, Filter};
use super::origins::{Origins, DIRECT};
use super::values::of_origin;
use super::view::View;
use crate::query::item::StoredEvent;
use crate::rollup::origin::origin;
use crate::rollup::{id_hash, Chunk, Columns, IdHash, IdMap, Origin};
use serde::Deserialize;
use std::collections::HashMap;

/// Finds the events of a list that asks where sessions came from. Chunks, taken in the order of time, say when events match, and what each
/// session showed; then the events of these moments are judged one by one.
#[derive(Debug)]
pub struct Judge {
    filter: Filter,
    paths: Vec<String>,
    origins: Origins,
    /// When a session first showed where it came from, and whether that matches.
    shown: IdMap<(u64, bool)>,
}

/// What of an event says where its session came from, and its place in the log.
#[derive(Clone, Debug, Default, Deserialize)]
#[allow(missing_docs)]
pub struct Sighting {
    pub occurred_at: u64,
    pub event_id: String,
    pub session_id: Option<String>,
    pub page_referrer: Option<String>,
    pub page_utm: Option<String>,
    pub page_click_id: Option<String>,
}

impl From<&StoredEvent> for Sighting {
    fn from(row: &StoredEvent) -> Sighting {
        Sighting {
            occurred_at: row.occurred_at,
            event_id: row.event_id.clone(),
            session_id: row.session_id.clone(),
            page_referrer: row.page_referrer.clone(),
            page_utm: row.page_utm.clone(),
            page_click_id: row.page_click_id.clone(),
        }
    }
}

impl Sighting {
    /// Where it says that its session came from; the empty origin when it says nothing.
    fn origin(&self) -> Origin {
        origin(self.page_referrer.as_deref(), self.page_utm.as_deref(), self.page_click_id.as_deref())
    }

    fn session(&self) -> Option<&str> {
        self.session_id.as_deref().filter(|session| !session.is_empty())
    }
}

/// Of sessions, the id of the first event that showed where they came from, in the order of the log.
pub type Showing = HashMap<String, String>;

impl Judge {
    /// Nothing taken yet.
    pub fn of(filter: &Filter) -> Judge {
        let mut paths: Vec<String> = filter.metadata().map(str::to_owned).collect();
        paths.sort_unstable();
        paths.dedup();
        Judge { filter: filter.clone(), paths, origins: Origins::default(), shown: IdMap::default() }
    }

    /// The columns it reads.
    pub fn columns(&self) -> Columns {
        self.filter.columns() | Columns::ORIGINS | Columns::SESSIONS | Columns::COUNTS | Columns::EVENT_VISITS | Columns::TIMES
    }

    /// The paths into `metadata` it reads.
    pub fn metadata(&self) -> Vec<String> {
        self.paths.clone()
    }

    /// Takes the next chunk, and tells the times of its events that match, in order.
    pub fn take(&mut self, chunk: &Chunk, mut see: impl FnMut(u64)) {
        self.look(chunk);
        let view = View::next(chunk, self.origins.next(chunk), &self.paths);
        let selection = self.filter.select(&view);
        for (event, (visit, time)) in chunk.events.visit.iter().zip(&chunk.events.time).enumerate() {
            if selection.event(*visit as usize, event) {
                see(chunk.from + u64::from(*time));
            }
        }
    }

    /// Remembers what sessions show here for the first time.
    fn look(&mut self, chunk: &Chunk) {
        let shows: Vec<bool> = chunk.origins.iter().map(|origin| *origin != Origin::default()).collect();
        let matches: Vec<bool> = chunk.origins.iter().map(|origin| self.matches(origin, true)).collect();
        let visits = &chunk.visits;
        // The visits with which sessions show something new, by their numbers.
        let mut news: HashMap<usize, (IdHash, bool)> = HashMap::new();
        let mut named: IdMap<()> = IdMap::default();
        for (visit, (session, code)) in visits.session.iter().zip(&visits.origin).enumerate() {
            let is_news = *session != 0 && shows.get(*code as usize).copied().unwrap_or(false) && !self.shown.contains_key(session);
            if is_news && named.insert(*session, ()).is_none() {
                news.insert(visit, (*session, matches.get(*code as usize).copied().unwrap_or(false)));
            }
        }
        for (visit, time) in chunk.events.visit.iter().zip(&chunk.events.time) {
            if news.is_empty() {
                return;
            }
            if let Some((session, is_match)) = news.remove(&(*visit as usize)) {
                self.shown.insert(session, (chunk.from + u64::from(*time), is_match));
            }
        }
    }

    /// Whether an event matches, of which all but where its session came from is known to match. `None` when that depends on which of the
    /// events of its millisecond came first.
    pub fn holds(&self, row: &Sighting) -> Option<bool> {
        self.judge(row, |_| None)
    }

    /// The same where that is known.
    pub fn holds_behind(&self, row: &Sighting, showing: &Showing) -> bool {
        let is_behind = |session: &str| Some(showing.get(session).is_some_and(|first| row.event_id.as_str() >= first.as_str()));
        self.judge(row, is_behind).unwrap_or(false)
    }

    /// Of these events, in the order of the log, those with which sessions first showed where they came from.
    pub fn showing(&self, rows: &[Sighting]) -> Showing {
        let mut showing = Showing::new();
        for row in rows {
            let since = row.session().and_then(|session| self.shown.get(&id_hash(Some(session))));
            if since.is_some_and(|(since, _)| *since == row.occurred_at) && row.origin() != Origin::default() {
                showing.entry(row.session_id.clone().unwrap_or_default()).or_insert_with(|| row.event_id.clone());
            }
        }
        showing
    }

    fn judge(&self, row: &Sighting, is_behind: impl Fn(&str) -> Option<bool>) -> Option<bool> {
        let own = row.origin();
        let Some(session) = row.session() else {
            return Some(self.matches(&own, false));
        };
        let says = own != Origin::default();
        match self.shown.get(&id_hash(Some(session))) {
            Some((since, is_match)) if *since < row.occurred_at || (says && *since == row.occurred_at) => Some(*is_match),
            Some((since, is_match)) if *since == row.occurred_at => {
                is_behind(session).map(|is_behind| if is_behind { *is_match } else { self.matches(&own, true) })
            }
            // What came in since the chunks were read may say it earlier than they knew.
            _ => Some(self.matches(&own, true)),
        }
    }

    /// Whether the conditions on where sessions came from hold of an origin.
    fn matches(&self, origin: &Origin, has_session: bool) -> bool {
        self.filter.conditions.iter().all(|condition| match condition {
            Condition::Value { dimension, test, negated } if dimension.is_origin() => {
                let direct = (has_session && *dimension == Dimension::Channel && *origin == Origin::default()).then_some(DIRECT);
                test.holds(direct.or_else(|| of_origin(dimension, origin))) != *negated
            }
            _ => true,
        })
    }
}

#[cfg(test)]
mod tests;
