use super::cursor::Cursor;
use super::filter::Filter;
use super::item::{Item, StoredEvent};
use super::parameters::Parameters;
use super::range::TimeRange;
use crate::analytics::dimension::Dimension;
use crate::analytics::filter::Condition;
use crate::rejection::Rejection;
use event_model::EventId;
use serde::Serialize;

/// Events that one page may hold.
const MAX_LIMIT: i64 = 100;
/// Pages that can be asked for by number. A database counts its way to a page, so cursors are the way through long lists.
const MAX_PAGE: i64 = 100_000;

/// A page of a list of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Which events.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// Where the page starts.
    pub start: Start,
    /// How many events it holds at most.
    pub limit: usize,
}

/// The order of a list: by time, and by id among events of the same millisecond, so that no two lists differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As logs are read.
    NewestFirst,
    /// As stories are read.
    OldestFirst,
}

/// Where a page starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Behind the event that ended the page before.
    After(Cursor),
    /// After so many events.
    Skip(u64),
}

impl ListQuery {
    /// Reads the question of `GET /api/events`.
    pub fn parse(query: &str, now: u64) -> Result<ListQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let filter = Filter::take(&mut parameters, now, TimeRange::default())?;
        ListQuery::finish(parameters, filter, Order::NewestFirst, 50)
    }

    /// Reads the question of `GET /api/events/session/{id}`: the same filters within one session, in the order it went.
    pub fn of_session(session_id: String, query: &str, now: u64) -> Result<ListQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        if parameters.text("session_id")?.is_some() {
            return Err(Rejection::parameter("session_id", "the path names the session"));
        }
        #[cfg(test)]
        super::parameters::recorder::withdraw("session_id");
        let mut filter = Filter::take(&mut parameters, now, TimeRange::default())?;
        filter.dimensions.conditions.push(Condition::one_of(Dimension::Session, vec![session_id]));
        ListQuery::finish(parameters, filter, Order::OldestFirst, MAX_LIMIT)
    }

    fn finish(mut parameters: Parameters, filter: Filter, order: Order, default_limit: i64) -> Result<ListQuery, Rejection> {
        let limit = parameters.number_or("limit", 1..=MAX_LIMIT, default_limit)?.unsigned_abs();
        let cursor = parameters.text("cursor")?;
        let page = parameters.number("page", 1..=MAX_PAGE)?;
        parameters.finish()?;
        let start = match (cursor, page) {
            (Some(_), Some(_)) => return Err(Rejection::parameter("page", "either page or cursor")),
            (Some(text), None) => {
                let fault = || Rejection::parameter("cursor", "the next_cursor of an earlier answer");
                Start::After(Cursor::decode(&text).ok_or_else(fault)?)
            }
            (None, page) => Start::Skip((page.unwrap_or(1).unsigned_abs() - 1) * limit),
        };
        Ok(ListQuery { filter, order, start, limit: usize::try_from(limit).unwrap_or(usize::MAX) })
    }

    /// Makes the answer of the rows read, which are one more than [`ListQuery::limit`] when there are more.
    pub fn answer(&self, mut rows: Vec<StoredEvent>, total: u64) -> EventList {
        let has_more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let last = rows.last().filter(|_| has_more);
        let next_cursor = last.and_then(|row| {
            let id = EventId::parse(&row.event_id, "id").ok()?;
            Some(Cursor { occurred_at: row.occurred_at, id }.encode())
        });
        EventList { items: rows.into_iter().map(Item::from).collect(), total, has_more, next_cursor }
    }
}

/// A page of events.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct EventList {
    pub items: Vec<Item>,
    /// How many events the filter matches, on all pages together.
    pub total: u64,
    pub has_more: bool,
    pub next_cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn pages_start_by_cursor_or_by_number() {
        let start = |query: &str| ListQuery::parse(query, 0).map(|list| (list.start, list.limit));
        assert_eq!(start(""), Ok((Start::Skip(0), 50)));
        assert_eq!(start("page=3&limit=20"), Ok((Start::Skip(40), 20)));
        let cursor = Cursor { occurred_at: 5, id: EventId::parse("a", "id").unwrap() };
        assert_eq!(start(&format!("cursor={}", cursor.encode())), Ok((Start::After(cursor.clone()), 50)));
        let cases = [
            (format!("cursor={}&page=1", cursor.encode()), "page"),
            ("cursor=xyz".into(), "cursor"),
            ("limit=101".into(), "limit"),
            ("limit=0".into(), "limit"),
            ("page=0".into(), "page"),
            ("offset=3".into(), "offset"),
            ("level=high".into(), "level"),
        ];
        for (query, field) in cases {
            assert_eq!(start(&query).unwrap_err().field(), Some(field), "{query}");
        }
    }

    #[test]
    fn a_session_is_named_once() {
        let list = ListQuery::of_session("s,1".into(), "limit=5", 0).unwrap();
        let session = Condition::one_of(Dimension::Session, vec!["s,1".into()]);
        assert_eq!((list.order, list.filter.dimensions.conditions), (Order::OldestFirst, vec![session]));
        assert_eq!(ListQuery::of_session("s".into(), "session_id=t", 0).unwrap_err().field(), Some("session_id"));
    }

    #[test]
    fn the_extra_row_says_that_there_is_more() {
        let list = ListQuery { limit: 2, ..ListQuery::parse("", 0).unwrap() };
        let rows = |count: u64| {
            (0..count).map(|n| StoredEvent { occurred_at: 9 - n, event_id: format!("e{n}"), ..StoredEvent::default() }).collect()
        };
        let full = list.answer(rows(2), 2);
        assert_eq!((full.items.len(), full.has_more, full.next_cursor), (2, false, None));
        let more = list.answer(rows(3), 7);
        assert_eq!((more.items.len(), more.has_more, more.total), (2, true, 7));
        let next = Cursor::decode(&more.next_cursor.unwrap()).unwrap();
        assert_eq!((next.occurred_at, next.id.as_str()), (8, "e1"));
    }

    /// What the database does with a page's conditions, without one.
    fn page_of(all: &BTreeSet<(u64, String)>, list: &ListQuery) -> Vec<StoredEvent> {
        let in_order: Vec<&(u64, String)> = match list.order {
            Order::NewestFirst => all.iter().rev().collect(),
            Order::OldestFirst => all.iter().collect(),
        };
        let is_ahead = |event: &(u64, String)| match (&list.start, list.order) {
            (Start::Skip(_), _) => true,
            (Start::After(cursor), Order::NewestFirst) => (event.0, event.1.as_str()) < (cursor.occurred_at, cursor.id.as_str()),
            (Start::After(cursor), Order::OldestFirst) => (event.0, event.1.as_str()) > (cursor.occurred_at, cursor.id.as_str()),
        };
        let ahead = in_order.into_iter().filter(|event| is_ahead(event)).take(list.limit + 1);
        ahead.map(|(time, id)| StoredEvent { occurred_at: *time, event_id: id.clone(), ..StoredEvent::default() }).collect()
    }

    proptest! {
        #[test]
        fn a_walk_is_the_whole_set_whatever_arrives_behind_it(
            held in prop::collection::btree_set((100u64..110, "[a-c]{1,3}"), 0..40),
            arriving in prop::collection::vec((110u64..120, "[a-c]{1,3}"), 0..10),
            limit in 1usize..8,
        ) {
            let mut all = held.clone();
            let mut arriving = arriving.into_iter();
            let mut list = ListQuery { limit, ..ListQuery::parse("", 0).unwrap() };
            let mut walked = Vec::new();
            loop {
                let rows = page_of(&all, &list);
                walked.extend(rows.iter().take(limit).map(|row| (row.occurred_at, row.event_id.clone())));
                let answer = list.answer(rows, 0);
                prop_assert_eq!(answer.has_more, answer.next_cursor.is_some());
                let Some(cursor) = answer.next_cursor else { break };
                list.start = Start::After(Cursor::decode(&cursor).unwrap());
                all.extend(arriving.next());
            }
            prop_assert_eq!(walked, held.into_iter().rev().collect::<Vec<_>>());
        }

        #[test]
        fn no_query_string_is_too_strange(query in any::<String>(), name in "[a-z_]{1,14}", value in any::<String>()) {
            let single = form_urlencoded::Serializer::new(String::new()).append_pair(&name, &value).finish();
            for text in [&query, &single] {
                let _ = ListQuery::parse(text, 1_771_405_200_000);
            }
        }
    }
}
