use super::list::{ListQuery, Order, Start};
use crate::rejection::Rejection;
use std::collections::VecDeque;

/// The moments at which the events of one page of a list lie, chosen of those of all that match, which come in the order of time.
#[derive(Clone, Debug)]
pub struct Window {
    order: Order,
    /// Events between the beginning and the page.
    skip: u64,
    /// The cursor's moment: only the log knows which of its events come behind the cursor.
    at: Option<u64>,
    is_any_at: bool,
    /// Events of the page, those before it where they are skipped, and one more.
    room: usize,
    times: VecDeque<u64>,
    /// Events behind the cursor's moment.
    ahead: u64,
    total: u64,
}

/// What a page is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moments {
    /// Different moments, in the order of the list.
    pub times: Vec<u64>,
    /// How many of the events of the first of them are on the page before.
    pub skip: usize,
    /// How many events match, on all pages.
    pub total: u64,
    /// How many of them lie behind the cursor's moment; without a cursor, all.
    pub ahead: u64,
}

/// Events that a page asked for by its number may skip: their moments are kept until the page is known.
const MAX_SKIP: u64 = 200_000;

impl Window {
    /// Nothing seen yet.
    pub fn of(list: &ListQuery) -> Window {
        let (skip, at) = match &list.start {
            Start::Skip(count) => (*count, None),
            Start::After(cursor) => (0, Some(cursor.occurred_at)),
        };
        let room = skip.min(MAX_SKIP) as usize + list.limit + 1;
        Window { order: list.order, skip, at, is_any_at: false, room, times: VecDeque::new(), ahead: 0, total: 0 }
    }

    /// An event matches that happened at this moment.
    pub fn see(&mut self, time: u64) {
        self.total += 1;
        let is_ahead = match (self.order, self.at) {
            (_, None) => true,
            (_, Some(at)) if at == time => {
                self.is_any_at = true;
                false
            }
            (Order::NewestFirst, Some(at)) => time < at,
            (Order::OldestFirst, Some(at)) => time > at,
        };
        self.ahead += u64::from(is_ahead);
        match self.order {
            _ if !is_ahead => {}
            Order::NewestFirst => {
                self.times.push_front(time);
                self.times.truncate(self.room);
            }
            Order::OldestFirst if self.times.len() < self.room => self.times.push_back(time),
            Order::OldestFirst => {}
        }
    }

    /// What the page is made of, all events having been seen; an error where it lies further on than moments were kept.
    pub fn moments(self) -> Result<Moments, Rejection> {
        if self.skip > MAX_SKIP && self.ahead > self.skip {
            return Err(Rejection::QuestionTooBig(
                "Go on with `next_cursor`: by where sessions came from, no page so far on can be asked for by its number.".into(),
            ));
        }
        let skip = usize::try_from(self.skip).unwrap_or(usize::MAX);
        let first = self.times.get(skip).copied();
        let before = self.times.iter().take(skip).rev().take_while(|time| Some(**time) == first).count();
        let at = self.at.filter(|_| self.is_any_at);
        let mut times: Vec<u64> = at.into_iter().chain(self.times.into_iter().skip(skip)).collect();
        times.dedup();
        Ok(Moments { times, skip: before, total: self.total, ahead: self.ahead })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::cursor::Cursor;
    use event_model::EventId;
    use proptest::prelude::*;

    proptest! {
        /// The events of these moments are the page, where it begins within them.
        #[test]
        fn the_page_lies_in_its_moments(
            events in prop::collection::btree_set((0u64..12, "[a-c]{1,2}"), 0..60),
            limit in 1usize..8,
            skip in 0u64..20,
            cursor in prop::option::of((0u64..12, "[a-c]{1,2}")),
            oldest_first in any::<bool>(),
        ) {
            let start = match &cursor {
                None => Start::Skip(skip),
                Some((occurred_at, id)) => Start::After(Cursor { occurred_at: *occurred_at, id: EventId::parse(id, "id").unwrap() }),
            };
            let order = if oldest_first { Order::OldestFirst } else { Order::NewestFirst };
            let list = ListQuery { order, start, limit, ..ListQuery::parse("", 0).unwrap() };
            let mut window = Window::of(&list);
            events.iter().for_each(|(time, _)| window.see(*time));
            let Moments { times, skip: before, total, .. } = window.moments().unwrap();
            prop_assert_eq!(total, events.len() as u64);

            let in_order: Vec<_> = if oldest_first { events.iter().collect() } else { events.iter().rev().collect() };
            let is_ahead = |event: &(u64, String)| cursor.as_ref().is_none_or(|cursor| if oldest_first { event > cursor } else { event < cursor });
            let ahead = in_order.into_iter().filter(|event| is_ahead(event));
            let skipped = if cursor.is_some() { 0 } else { skip as usize };
            let expected: Vec<_> = ahead.clone().skip(skipped).take(limit + 1).collect();
            let found: Vec<_> = ahead.filter(|(time, _)| times.contains(time)).skip(before).take(limit + 1).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_page_behind_the_end_is_empty_however_far_it_is_and_one_too_far_on_is_refused() {
        let page = |events: u64, skip: u64| {
            let mut window = Window::of(&ListQuery { start: Start::Skip(skip), limit: 5, ..ListQuery::parse("", 0).unwrap() });
            (0..events).for_each(|time| window.see(time));
            window.moments().map(|moments| (moments.times.len(), moments.total))
        };
        assert_eq!(page(3, u64::MAX), Ok((0, 3)));
        assert_eq!(page(MAX_SKIP + 10, MAX_SKIP), Ok((6, MAX_SKIP + 10)));
        assert!(matches!(page(MAX_SKIP + 10, MAX_SKIP + 1), Err(Rejection::QuestionTooBig(_))));
        assert_eq!(page(MAX_SKIP + 1, MAX_SKIP + 1), Ok((0, MAX_SKIP + 1)));
    }
}
