use super::traits::Traits;
use crate::rollup::IdHash;

/// What the matching events of a session say, as far as they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// When the first was, in milliseconds.
    pub start: u64,
    /// When the last was.
    pub end: u64,
    /// How many there are.
    pub events: u32,
    /// How many of them are page views.
    pub page_views: u32,
    /// The visitor of the first event that has one; 0 for none.
    pub visitor: IdHash,
    /// The user of the first event that has one.
    pub user: IdHash,
    /// Device, place and source, each of the first event that has one.
    pub traits: Traits,
    entry: u32,
    exit: u32,
}

/// Stands for no path.
const NONE: u32 = u32::MAX;

impl Stay {
    /// Nothing is told yet.
    pub const EMPTY: Stay =
        Stay { start: u64::MAX, end: 0, events: 0, page_views: 0, visitor: 0, user: 0, traits: Traits::UNKNOWN, entry: NONE, exit: NONE };

    /// So many events more, the first and the last of them at these times.
    pub fn add(&mut self, events: u32, page_views: u32, start: u64, end: u64) {
        self.start = self.start.min(start);
        self.end = self.end.max(end);
        self.events = self.events.saturating_add(events);
        self.page_views = self.page_views.saturating_add(page_views);
    }

    /// Whose the next event is, and what it was made with.
    pub fn know(&mut self, visitor: IdHash, user: IdHash, traits: Traits) {
        self.visitor = if self.visitor == 0 { visitor } else { self.visitor };
        self.user = if self.user == 0 { user } else { self.user };
        self.traits.complete(traits);
    }

    /// The number of the path of an event, which may be the session's first. Told in the order of events.
    pub fn enter(&mut self, path: u32) {
        if self.entry == NONE {
            self.entry = path;
        }
    }

    /// The number of the path of an event, which may be the session's last. Told in the order of events.
    pub fn leave(&mut self, path: u32) {
        self.exit = path;
    }

    /// The path of the first event that has one.
    pub fn entry(&self) -> Option<u32> {
        Some(self.entry).filter(|path| *path != NONE)
    }

    /// The path of the last event that has one.
    pub fn exit(&self) -> Option<u32> {
        Some(self.exit).filter(|path| *path != NONE)
    }
}
