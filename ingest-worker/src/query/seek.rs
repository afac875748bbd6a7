use super::list::{ListQuery, Order, Start};
use super::range::TimeRange;

/// A stretch of time, and how many events in it a list's filter matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its first millisecond.
    pub from: u64,
    /// The first one behind it.
    pub until: u64,
    /// How many match.
    pub events: u64,
}

/// Stretches that one page is read from at most; each is a statement.
const MAX_STRETCHES: usize = 20;

/// The lists that together are the page of a list, one after the other, given all stretches in which the filter matches anything, in the order
/// of time and disjoint. Each is the same list, within a stretch.
pub fn page(list: &ListQuery, mut found: Vec<Found>) -> Vec<ListQuery> {
    if list.order == Order::NewestFirst {
        found.reverse();
    }
    let wanted = list.limit as u64 + 1;
    let mut skip = match list.start {
        Start::Skip(count) => count,
        Start::After(_) => 0,
    };
    let mut have = 0;
    let mut chosen: Vec<Found> = Vec::new();
    for stretch in found.into_iter().filter(|stretch| stretch.events > 0 && is_ahead(list, stretch)) {
        if chosen.is_empty() && skip >= stretch.events {
            skip -= stretch.events;
            continue;
        }
        // Of the cursor's own stretch nobody knows how much lies behind the cursor.
        let is_cut = matches!(&list.start, Start::After(cursor) if (stretch.from..stretch.until).contains(&cursor.occurred_at));
        have += if is_cut { 0 } else { stretch.events };
        chosen.push(stretch);
        if have >= wanted + skip {
            break;
        }
    }
    let within = |(number, stretch): (usize, Found)| {
        let mut part = list.clone();
        part.filter.range = TimeRange { from: Some(stretch.from), until: Some(stretch.until) };
        if let Start::Skip(count) = &mut part.start {
            *count = if number == 0 { skip } else { 0 };
        }
        part
    };
    merged(chosen).into_iter().enumerate().map(within).collect()
}

/// Whether any of a stretch can come after the list's cursor.
fn is_ahead(list: &ListQuery, stretch: &Found) -> bool {
    match (&list.start, list.order) {
        (Start::Skip(_), _) => true,
        (Start::After(cursor), Order::NewestFirst) => stretch.from <= cursor.occurred_at,
        (Start::After(cursor), Order::OldestFirst) => stretch.until > cursor.occurred_at,
    }
}

/// Joins neighbours, the nearest first, until few enough are left. What lies between two stretches matches nothing, so this changes no answer.
fn merged(mut stretches: Vec<Found>) -> Vec<Found> {
    let gap = |one: &Found, other: &Found| if one.from < other.from { other.from - one.until } else { one.from - other.until };
    loop {
        let gaps = stretches.iter().zip(stretches.iter().skip(1)).map(|(one, other)| gap(one, other));
        let Some((place, least)) = gaps.enumerate().min_by_key(|(_, gap)| *gap) else { return stretches };
        if least > 0 && stretches.len() <= MAX_STRETCHES {
            return stretches;
        }
        let other = stretches.remove(place + 1);
        if let Some(one) = stretches.get_mut(place) {
            *one = Found { from: one.from.min(other.from), until: one.until.max(other.until), events: one.events + other.events };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::cursor::Cursor;
    use event_model::EventId;
    use proptest::prelude::*;

    const WIDTH: u64 = 10;

    proptest! {
        /// Reading the parts one after the other gives the page that one reading of everything gives.
        #[test]
        fn the_parts_are_the_page(
            times in prop::collection::btree_set(0..60 * WIDTH, 0..120),
            limit in 1..30usize,
            skip in 0..80u64,
            cursor in prop::option::of(0..60 * WIDTH),
            oldest_first in any::<bool>(),
            joined in prop::collection::btree_set(0..60u64, 0..20),
        ) {
            let id = EventId::parse("e", "id").unwrap();
            let start = cursor.map_or(Start::Skip(skip), |occurred_at| Start::After(Cursor { occurred_at, id }));
            let order = if oldest_first { Order::OldestFirst } else { Order::NewestFirst };
            let list = ListQuery { order, start, limit, ..ListQuery::parse("", 0).unwrap() };
            let mut found: Vec<Found> = Vec::new();
            for number in 0..60 {
                let (from, until) = (number * WIDTH, (number + 1) * WIDTH);
                let events = times.range(from..until).count() as u64;
                match found.last_mut().filter(|_| joined.contains(&number)) {
                    Some(last) => *last = Found { until, events: last.events + events, ..*last },
                    None => found.push(Found { from, until, events }),
                }
            }
            let read = |list: &ListQuery| -> Vec<u64> {
                let within = times.iter().copied().filter(|time| {
                    list.filter.range.from.is_none_or(|from| *time >= from) && list.filter.range.until.is_none_or(|until| *time < until)
                });
                let mut rows: Vec<u64> = within.collect();
                if list.order == Order::NewestFirst {
                    rows.reverse();
                }
                match &list.start {
                    Start::Skip(count) => rows = rows.split_off(rows.len().min(*count as usize)),
                    Start::After(cursor) => rows.retain(|time| match list.order {
                        Order::NewestFirst => *time < cursor.occurred_at,
                        Order::OldestFirst => *time > cursor.occurred_at,
                    }),
                }
                rows.truncate(list.limit + 1);
                rows
            };
            let parts = page(&list, found);
            prop_assert!(parts.len() <= MAX_STRETCHES);
            let mut rows: Vec<u64> = parts.iter().flat_map(read).collect();
            rows.truncate(limit + 1);
            prop_assert_eq!(rows, read(&list));
        }
    }
}
