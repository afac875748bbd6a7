use super::people::IdMap;
use super::view::{id, View};
use crate::rollup::{Columns, IdHash};

/// Groups in one word of bits. Groups are numbered as they appear, so the first ones are mostly the large ones, and those that somebody is in
/// are mostly neighbours.
const IN_MASK: u32 = u64::BITS;

/// What a place in a map from 64-bit numbers to others takes, with a byte of the table's own and room to grow.
pub const MAP_ENTRY_BYTES: usize = 20;

/// The number of no one.
pub const NOBODY: u32 = u32::MAX;

/// Numbers for ids, from 0 on in the order of first appearance. An id is looked up once per visit, and from then on it is a place in lists.
#[derive(Debug, Default)]
pub struct Numbers {
    known: IdMap<u32>,
}

impl Numbers {
    /// The number of an id; [`NOBODY`] for none.
    pub fn number(&mut self, id: IdHash) -> u32 {
        let next = self.known.len() as u32;
        if id == 0 {
            NOBODY
        } else {
            *self.known.entry(id).or_insert(next)
        }
    }

    /// About what they take in memory.
    pub fn bytes(&self) -> usize {
        self.known.capacity() * MAP_ENTRY_BYTES
    }
}

/// User, visitor and session of a visit, as numbers.
pub type Who = [u32; 3];

/// Numbers for the three kinds of ids.
#[derive(Debug, Default)]
pub struct Register {
    users: Numbers,
    visitors: Numbers,
    sessions: Numbers,
}

impl Register {
    /// The columns that it reads.
    pub fn columns() -> Columns {
        Columns::USERS | Columns::VISITORS | Columns::SESSIONS
    }

    /// Who a chunk's visits are of.
    pub fn of(&mut self, view: &View) -> Vec<Who> {
        let visits = &view.chunk.visits;
        let who = |visit: usize| {
            [
                self.users.number(id(&visits.user, visit)),
                self.visitors.number(id(&visits.visitor, visit)),
                self.sessions.number(id(&visits.session, visit)),
            ]
        };
        (0..view.visits()).map(who).collect()
    }

    /// About what it takes in memory.
    pub fn bytes(&self) -> usize {
        [&self.users, &self.visitors, &self.sessions].into_iter().map(Numbers::bytes).sum()
    }
}

/// Which numbers were seen in which groups.
#[derive(Debug, Default)]
pub struct Seen {
    /// By number, a bit for each of the first groups.
    masks: Vec<u64>,
    /// The numbers whose mask is not empty.
    touched: Vec<u32>,
    /// The same for the other groups: bits by number and block of groups, in one number.
    rest: IdMap<u64>,
}

impl Seen {
    /// Notes that a number is in a group. Whether that is new; nobody is never new.
    pub fn see(&mut self, number: u32, group: u32) -> bool {
        if number == NOBODY {
            return false;
        }
        if self.masks.len() <= number as usize {
            self.masks.resize((number as usize + 1).next_power_of_two(), 0);
        }
        let (block, bit) = (group / IN_MASK, 1 << (group % IN_MASK));
        let rest = &mut self.rest;
        let mask = match block {
            0 => self.masks.get_mut(number as usize),
            _ => Some(rest.entry(u64::from(number) << 32 | u64::from(block)).or_default()),
        };
        let Some(mask) = mask else { return false };
        if block == 0 && *mask == 0 {
            self.touched.push(number);
        }
        let is_new = *mask & bit == 0;
        *mask |= bit;
        is_new
    }

    /// Forgets all of them.
    pub fn forget(&mut self) {
        for number in self.touched.drain(..) {
            if let Some(mask) = self.masks.get_mut(number as usize) {
                *mask = 0;
            }
        }
        self.rest.clear();
    }

    /// About what it takes in memory.
    pub fn bytes(&self) -> usize {
        self.masks.capacity() * size_of::<u64>() + self.touched.capacity() * size_of::<u32>() + self.rest.capacity() * MAP_ENTRY_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn ids_have_one_number_each() {
        let mut numbers = Numbers::default();
        assert_eq!([7, 0, 9, 7].map(|id| numbers.number(id)), [0, NOBODY, 1, 0]);
    }

    proptest! {
        #[test]
        fn what_was_seen_is_a_set_of_pairs(pairs in prop::collection::vec((0u32..20, 0u32..130, prop::bool::weighted(0.02)), 0..300)) {
            let (mut seen, mut expected) = (Seen::default(), HashSet::new());
            for (number, group, forget) in pairs {
                if forget {
                    seen.forget();
                    expected.clear();
                }
                prop_assert_eq!(seen.see(number, group), expected.insert((number, group)));
                prop_assert!(!seen.see(NOBODY, group));
            }
        }
    }
}
