use super::distinct::{Members, Who};
use super::filter::Filter;
use super::groups::Groups;
use super::selection::Selection;
use super::view::View;
use crate::rejection::Rejection;
use crate::rollup::Columns;

const PAGE_VIEW: &str = "page_view";

/// The events of a chunk that match, counted by visit.
#[derive(Debug)]
pub struct Matching {
    selection: Selection,
    /// By visit: events, and those of them that are page views.
    by_visit: Vec<(u32, u32)>,
    /// By kind.
    is_page_view: Vec<bool>,
    /// The events that match, visit by visit, made when first needed.
    order: Option<Order>,
}

/// Events, visit by visit.
#[derive(Debug)]
struct Order {
    events: Vec<Ordered>,
    /// By visit, how many of the list belong to it and those before it.
    ends: Vec<u32>,
}

/// An event by its number, and 1 if it is a page view, else 0.
#[derive(Clone, Copy, Debug, Default)]
struct Ordered {
    event: u32,
    page_views: u32,
}

/// Takes what [`Matching::each`] finds.
pub trait Counter {
    /// So many events of a group, and the page views among them. A group may come more than once.
    fn count(&mut self, group: u32, events: u64, page_views: u64);
    /// A visit has events of these groups. A visit may come more than once, with groups that it came with before.
    fn see(&mut self, visit: usize, who: Who, groups: Members);
}

/// What the matching events of a chunk are, by entry of a dictionary.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// Set with the first event.
    group: u32,
    events: u32,
    page_views: u32,
}

impl Matching {
    /// The columns that it needs beside the filter's, when events are looked at and when visits do.
    pub fn columns(filter: &Filter, by_event: bool) -> Columns {
        let of_events = Columns::EVENT_VISITS | Columns::KINDS;
        let columns = filter.columns();
        if by_event || columns.has(Columns::EVENT_VISITS) {
            columns | of_events
        } else {
            columns
        }
    }

    /// The events of a chunk that a filter matches.
    pub fn of(filter: &Filter, view: &View) -> Matching {
        let selection = filter.select(view);
        let is_page_view: Vec<bool> = view.chunk.kinds.iter().map(|kind| kind.event_type == PAGE_VIEW).collect();
        let mut matching = Matching { selection, by_visit: Vec::new(), is_page_view, order: None };
        matching.by_visit = if matching.selection.is_of_visits() { matching.whole_visits(view) } else { matching.single_events(view) };
        matching
    }

    /// Events and page views of a visit.
    pub fn of_visit(&self, visit: usize) -> (u64, u64) {
        self.by_visit.get(visit).map_or((0, 0), |(events, page_views)| (u64::from(*events), u64::from(*page_views)))
    }

    /// How many events match.
    pub fn events(&self) -> u64 {
        self.by_visit.iter().map(|(events, _)| u64::from(*events)).sum()
    }

    /// Whether an event matches.
    pub fn event(&self, visit: usize, event: usize) -> bool {
        self.selection.event(visit, event)
    }

    /// Counts the matching events by group, and says of each visit which groups its events are of: all of a word at once, since most
    /// visits have events of many groups.
    pub fn each(&mut self, view: &View, who: &[Who], groups: &mut Groups, counter: &mut impl Counter) -> Result<(), Rejection> {
        let of_visit = groups.dimension().is_of_visit();
        let mut groups = groups.in_chunk(view);
        if of_visit {
            for (visit, who) in who.iter().enumerate() {
                let (events, page_views) = self.of_visit(visit);
                if events > 0 {
                    let group = groups.group(groups.entry(visit, 0))?;
                    counter.count(group, events, page_views);
                    counter.see(visit, *who, Members::one(group));
                }
            }
            return Ok(());
        }
        let order = self.order.take().unwrap_or_else(|| self.order(view));
        let mut entries = vec![Entry::default(); groups.entries()];
        // The groups of one visit, by word, and the words that have any.
        let mut bits: Vec<u64> = Vec::new();
        let mut words: Vec<u32> = Vec::new();
        let mut from = 0;
        for (visit, (who, end)) in who.iter().zip(&order.ends).enumerate() {
            let events = order.events.get(from as usize..*end as usize).unwrap_or_default();
            from = *end;
            for Ordered { event, page_views } in events {
                let entry = groups.entry(visit, *event as usize);
                let Some(known) = entries.get_mut(entry) else { continue };
                if known.events == 0 {
                    known.group = groups.group(entry)?;
                    let words = Members::one(known.group).word as usize + 1;
                    if bits.len() < words {
                        bits.resize(words, 0);
                    }
                }
                known.events += 1;
                known.page_views += page_views;
                let own = Members::one(known.group);
                if let Some(bits) = bits.get_mut(own.word as usize) {
                    if *bits == 0 {
                        words.push(own.word);
                    }
                    *bits |= own.bits;
                }
            }
            for word in &words {
                let bits = bits.get_mut(*word as usize).map(std::mem::take).unwrap_or_default();
                counter.see(visit, *who, Members { word: *word, bits });
            }
            words.clear();
        }
        for entry in entries.iter().filter(|entry| entry.events > 0) {
            counter.count(entry.group, entry.events.into(), entry.page_views.into());
        }
        self.order = Some(order);
        Ok(())
    }

    fn whole_visits(&self, view: &View) -> Vec<(u32, u32)> {
        let visits = &view.chunk.visits;
        let counts = visits.events.iter().zip(&visits.page_views).enumerate();
        counts.map(|(visit, (events, page_views))| if self.selection.visit(visit) { (*events, *page_views) } else { (0, 0) }).collect()
    }

    fn single_events(&self, view: &View) -> Vec<(u32, u32)> {
        let mut by_visit = vec![(0, 0); view.visits()];
        for (event, visit) in view.chunk.events.visit.iter().enumerate() {
            let visit = *visit as usize;
            if self.selection.event(visit, event) {
                if let Some((events, page_views)) = by_visit.get_mut(visit) {
                    *events += 1;
                    *page_views += u32::from(self.is_page_view(view, event));
                }
            }
        }
        by_visit
    }

    fn is_page_view(&self, view: &View, event: usize) -> bool {
        let kind = view.chunk.events.kind.get(event);
        kind.and_then(|kind| self.is_page_view.get(*kind as usize)).copied().unwrap_or(false)
    }

    /// Sorts the matching events by visit, by counting.
    fn order(&self, view: &View) -> Order {
        let mut total = 0;
        // Where each visit's events begin; as they are put in, this becomes where they end.
        let mut ends: Vec<u32> = Vec::with_capacity(self.by_visit.len());
        for (events, _) in &self.by_visit {
            ends.push(total);
            total += events;
        }
        let mut events = vec![Ordered::default(); total as usize];
        for (event, visit) in view.chunk.events.visit.iter().enumerate() {
            if !self.selection.event(*visit as usize, event) {
                continue;
            }
            if let Some(end) = ends.get_mut(*visit as usize) {
                if let Some(place) = events.get_mut(*end as usize) {
                    *place = Ordered { event: event as u32, page_views: self.is_page_view(view, event).into() };
                }
                *end += 1;
            }
        }
        Order { events, ends }
    }
}
