use super::distinct::{Members, Seen, Who};
use super::matching::Counter;
use crate::rejection::Rejection;
use serde::Serialize;

/// What is counted of any set of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Counts {
    pub events: u64,
    pub users: u64,
    pub visitors: u64,
    pub sessions: u64,
    pub page_views: u64,
}

/// Groups, and cells of a table, that one question may have.
pub const MAX_GROUPS: usize = 200_000;
/// What a question may keep in memory, in bytes, of all its periods together: a Worker has 128 MiB for everything.
const MOST_BYTES: usize = 64 << 20;

/// Refuses a question that would have too many of something.
pub fn too_big(most: usize, what: &str) -> Rejection {
    let narrow = format!("More than {most} {what}. Take a shorter range, add a filter, or ask by something with fewer values.");
    Rejection::QuestionTooBig(narrow.into())
}

/// Refuses a question that keeps too much of one of its periods, which share what it may keep. Of a period that is closed before the next is read
/// only what is left then counts for each.
pub fn check_bytes(periods: usize, bytes: impl IntoIterator<Item = usize>) -> Result<(), Rejection> {
    if bytes.into_iter().sum::<usize>() > MOST_BYTES / periods {
        let narrow =
            "Too many different people, sessions or values to count. Take a shorter range, add a filter, or ask by fewer dimensions.";
        return Err(Rejection::QuestionTooBig(narrow.into()));
    }
    Ok(())
}

/// Counts by group.
#[derive(Debug, Default)]
pub struct Tally {
    /// By number of the group.
    pub counts: Vec<Counts>,
    seen: [Seen; 3],
}

impl Tally {
    /// Adds events of one visit to a group.
    pub fn add(&mut self, group: u32, who: Who, events: u64, page_views: u64) {
        self.count(group, events, page_views);
        self.see_who(who, Members::one(group));
    }

    /// Notes that somebody is in some groups.
    pub fn see_who(&mut self, who: Who, groups: Members) {
        self.has(groups.end());
        let [users, visitors, sessions] = &mut self.seen;
        let [user, visitor, session] = who;
        let [user, visitor, session] = [users.see_all(user, groups), visitors.see_all(visitor, groups), sessions.see_all(session, groups)];
        for group in (Members { bits: user.bits | visitor.bits | session.bits, ..groups }).groups() {
            if let Some(counts) = self.counts.get_mut(group as usize) {
                counts.users += user.count(group);
                counts.visitors += visitor.count(group);
                counts.sessions += session.count(group);
            }
        }
    }

    fn has(&mut self, groups: usize) {
        if self.counts.len() < groups {
            self.counts.resize(groups, Counts::default());
        }
    }

    /// The counts of a group.
    pub fn of(&self, group: u32) -> Counts {
        self.counts.get(group as usize).copied().unwrap_or_default()
    }

    /// Empties it, given the groups that something was added to.
    pub fn clear(&mut self, groups: &[u32]) {
        for group in groups {
            if let Some(counts) = self.counts.get_mut(*group as usize) {
                *counts = Counts::default();
            }
        }
        self.seen.iter_mut().for_each(Seen::forget);
    }

    /// Nothing is added any more: who was seen may be forgotten.
    pub fn close(&mut self) {
        self.seen = Default::default();
    }

    /// About what it takes in memory.
    pub fn bytes(&self) -> usize {
        self.closed_bytes() + self.seen.iter().map(Seen::bytes).sum::<usize>()
    }

    /// About what is left of it when it is closed.
    pub fn closed_bytes(&self) -> usize {
        self.counts.capacity() * size_of::<Counts>()
    }
}

impl Counter for Tally {
    fn count(&mut self, group: u32, events: u64, page_views: u64) {
        self.has(group as usize + 1);
        if let Some(counts) = self.counts.get_mut(group as usize) {
            counts.events += events;
            counts.page_views += page_views;
        }
    }

    fn see(&mut self, _: usize, who: Who, groups: Members) {
        self.see_who(who, groups);
    }
}

/// The place of an item in a list: the highest first, equal ones by value, an absent value last.
pub fn rank(count: u64, value: &Option<String>) -> (std::cmp::Reverse<u64>, bool, &Option<String>) {
    (std::cmp::Reverse(count), value.is_none(), value)
}
