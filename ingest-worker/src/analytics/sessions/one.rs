use super::list::Item;
use super::{SessionsAnswer, SessionsQuestion};
use crate::analytics::dimension::Dimension;
use crate::analytics::filter::{Condition, Filter};
use crate::analytics::question::Common;
use crate::query;
use crate::query::cursor::Cursor;
use crate::query::list::{EventList, ListQuery, Order, Start};
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use serde::Serialize;

const MAX_LIMIT: i64 = 100;

/// `GET /api/analytics/sessions/{id}`
#[derive(Clone, Debug)]
pub struct OneSession {
    /// The list of sessions with this one alone.
    pub question: SessionsQuestion,
    after: Option<Cursor>,
    limit: usize,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SessionAnswer {
    session: Item,
    events: Vec<TimedEvent>,
    has_more: bool,
    next_cursor: Option<String>,
}

/// An event, and how long it came after others.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TimedEvent {
    #[serde(flatten)]
    event: query::item::Item,
    /// After the event before it.
    gap_ms: Option<u64>,
    /// After the session's first.
    offset_ms: u64,
}

impl OneSession {
    /// Reads the question about a session.
    pub fn parse(id: String, query: &str, now: u64) -> Result<OneSession, Rejection> {
        let mut parameters = Parameters::parse(query);
        let limit = parameters.number_or("limit", 1..=MAX_LIMIT, MAX_LIMIT)?;
        let cursor = parameters.text("cursor")?;
        let fault = || Rejection::parameter("cursor", "the next_cursor of the page before, as it is");
        let after = cursor.map(|text| Cursor::decode(&text).ok_or_else(fault)).transpose()?;
        let filter = Filter::of(vec![Condition::one_of(Dimension::Session, vec![id])]);
        let common = Common { filter, ..Common::of_time(&mut parameters, now)? };
        parameters.finish()?;
        let question = SessionsQuestion { common, limit: 1, after: None };
        Ok(OneSession { question, after, limit: usize::try_from(limit).unwrap_or(1) })
    }

    /// The session, of the answer about all that have its id.
    pub fn find(&self, answer: SessionsAnswer) -> Result<Item, Rejection> {
        answer.items.into_iter().next().ok_or(Rejection::NoSuchSession)
    }

    /// The list of its events.
    pub fn events(&self, session: &Item) -> ListQuery {
        let range = TimeRange { from: Some(session.start), until: Some(session.end.saturating_add(1)) };
        let dimensions = self.question.common.filter.clone();
        ListQuery {
            filter: query::filter::Filter { range, dimensions, ..query::filter::Filter::default() },
            order: Order::OldestFirst,
            start: self.after.clone().map_or(Start::Skip(0), Start::After),
            limit: self.limit,
        }
    }

    /// The answer, of the session and a page of its events.
    pub fn answer(&self, session: Item, list: EventList) -> SessionAnswer {
        let mut before = self.after.as_ref().map(|cursor| cursor.occurred_at);
        let timed = |event: query::item::Item| {
            let at = event.occurred_at();
            let gap_ms = before.replace(at).map(|before| at.saturating_sub(before));
            TimedEvent { event, gap_ms, offset_ms: at.saturating_sub(session.start) }
        };
        let events = list.items.into_iter().map(timed).collect();
        SessionAnswer { session, events, has_more: list.has_more, next_cursor: list.next_cursor }
    }
}
