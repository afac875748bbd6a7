use super::counts::{too_big, MAX_GROUPS};
use super::dimension::Dimension;
use super::distinct::MAP_ENTRY_BYTES;
use super::recent::Recent;
use super::text_map::TextMap;
use super::values::Values;
use super::view::{id, View};
use crate::rejection::Rejection;
use crate::rollup::{IdHash, IdMap};

/// Numbers for the values of a dimension, from 0 on in the order of first appearance.
#[derive(Debug)]
pub struct Groups {
    dimension: Dimension,
    values: Vec<Option<String>>,
    texts: TextMap<String, u32>,
    ids: IdMap<u32>,
    none: Option<u32>,
    /// Bytes of all texts.
    letters: usize,
}

/// What a value takes beside its letters.
const VALUE_BYTES: usize = 80;

const UNKNOWN: u32 = u32::MAX;

/// The groups of one chunk's values. Each is looked up when it is first met.
#[derive(Debug)]
pub struct InChunk<'a> {
    groups: &'a mut Groups,
    values: Values<'a>,
    /// Of a dimension of people or sessions, who they are by visit.
    ids: Option<&'a [IdHash]>,
    known: Vec<u32>,
    recent: Recent<'a>,
}

impl Groups {
    /// No groups yet.
    pub fn new(dimension: Dimension) -> Groups {
        Groups { dimension, values: Vec::new(), texts: TextMap::default(), ids: IdMap::default(), none: None, letters: 0 }
    }

    /// What is grouped by.
    pub fn dimension(&self) -> &Dimension {
        &self.dimension
    }

    /// The values, by number.
    pub fn values(&self) -> &[Option<String>] {
        &self.values
    }

    /// The number of a value, if it has appeared.
    pub fn find(&self, value: Option<&str>) -> Option<u32> {
        match value {
            None => self.none,
            Some(text) => self.texts.get(text).copied(),
        }
    }

    /// About what they take in memory; each text stands twice.
    pub fn bytes(&self) -> usize {
        2 * self.letters + self.values.capacity() * VALUE_BYTES + self.ids.capacity() * MAP_ENTRY_BYTES
    }

    /// The groups of a chunk.
    pub fn in_chunk<'a>(&'a mut self, view: &'a View<'a>) -> InChunk<'a> {
        let values = Values::of(&self.dimension, view);
        let visits = &view.chunk.visits;
        let ids = match self.dimension {
            Dimension::User => Some(visits.user.as_slice()),
            Dimension::Visitor => Some(visits.visitor.as_slice()),
            Dimension::Session => Some(visits.session.as_slice()),
            _ => None,
        };
        let known = vec![UNKNOWN; values.texts.len()];
        InChunk { groups: self, values, ids, known, recent: Recent::default() }
    }

    fn number(&mut self, value: Option<&str>, id: IdHash) -> Result<u32, Rejection> {
        let known = match (id, value) {
            (0, _) => self.find(value),
            (id, _) => self.ids.get(&id).copied(),
        };
        if let Some(number) = known {
            return Ok(number);
        }
        if self.values.len() >= MAX_GROUPS {
            return Err(too_big(MAX_GROUPS, &format!("different values of {}", self.dimension.name())));
        }
        let number = self.values.len() as u32;
        self.values.push(value.map(str::to_owned));
        match (value, id) {
            (None, _) => self.none = Some(number),
            (Some(text), id) => {
                self.letters += text.len();
                self.texts.insert(text.to_owned(), number);
                if id != 0 {
                    self.ids.insert(id, number);
                }
            }
        }
        Ok(number)
    }
}

impl InChunk<'_> {
    /// How many entries the chunk's values have.
    pub fn entries(&self) -> usize {
        self.known.len()
    }

    /// The entry of an event and the visit that it belongs to.
    pub fn entry(&self, visit: usize, event: usize) -> usize {
        self.values.entry(visit, event)
    }

    /// The group of an entry.
    pub fn group(&mut self, entry: usize) -> Result<u32, Rejection> {
        match self.known.get(entry) {
            Some(&UNKNOWN) | None => {}
            Some(known) => return Ok(*known),
        }
        let id = self.ids.map_or(0, |ids| id(ids, entry));
        let groups = &mut *self.groups;
        let number = match self.values.text(entry) {
            Some(text) if id == 0 => self.recent.number(text, || groups.number(Some(text), id))?,
            text => groups.number(text, id)?,
        };
        if let Some(known) = self.known.get_mut(entry) {
            *known = number;
        }
        Ok(number)
    }
}
