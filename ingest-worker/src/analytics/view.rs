use super::origins::Effective;
use crate::rollup::{Chunk, IdHash};

/// A chunk as questions see it: with the origins that are in effect, and metadata by path.
#[derive(Debug)]
pub struct View<'a> {
    /// The chunk.
    pub chunk: &'a Chunk,
    /// Where its visits came from, if that was asked for.
    pub origins: Effective,
    paths: &'a [String],
}

impl<'a> View<'a> {
    /// The next chunk in the order of time, with the origins in effect in it, see [`super::origins::Origins::next`]. `paths` are the paths
    /// into `metadata` that were read.
    pub fn next(chunk: &'a Chunk, origins: Effective, paths: &'a [String]) -> View<'a> {
        View { chunk, origins, paths }
    }

    /// How many visits it has. Known when the counts of visits were read, as every question does.
    pub fn visits(&self) -> usize {
        self.chunk.visits.events.len()
    }

    /// The visit of an event.
    pub fn visit(&self, event: usize) -> usize {
        self.chunk.events.visit.get(event).map_or(usize::MAX, |visit| *visit as usize)
    }

    /// The place of a visit's profile.
    pub fn profile(&self, visit: usize) -> Option<usize> {
        self.chunk.visits.profile.get(visit).map(|code| *code as usize)
    }

    /// A member of `metadata` by event.
    pub fn metadata(&self, path: &str) -> &'a [Option<String>] {
        let place = self.paths.iter().position(|known| known == path);
        place.and_then(|place| self.chunk.metadata.get(place)).map_or(&[], Vec::as_slice)
    }
}

/// An id of a visit, 0 for none.
pub fn id(column: &[IdHash], visit: usize) -> IdHash {
    column.get(visit).copied().unwrap_or(0)
}
