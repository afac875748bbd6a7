use super::id_numbers::{IdNumbers, NOBODY};
use super::view::{id, View};
use crate::rollup::{Columns, IdMap};

/// Groups in one word of bits. Groups are numbered as they appear, so the first ones are mostly the large ones, and those that somebody is in
/// are mostly neighbours.
const IN_WORD: u32 = u64::BITS;

/// Some groups, all of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Members {
    /// Which word.
    pub word: u32,
    /// A bit for each group.
    pub bits: u64,
}

impl Members {
    /// A group alone.
    pub fn one(group: u32) -> Members {
        Members { word: group / IN_WORD, bits: 1 << (group % IN_WORD) }
    }

    /// The groups, by number.
    pub fn groups(self) -> impl Iterator<Item = u32> {
        let mut rest = self.bits;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            (bit < IN_WORD).then_some(self.word * IN_WORD + bit)
        })
    }

    /// How many groups there are up to the last of these.
    pub fn end(self) -> usize {
        ((self.word + 1) * IN_WORD - self.bits.leading_zeros()) as usize
    }

    /// Whether a group of the same word is among them, as 1 or 0.
    pub fn count(self, group: u32) -> u64 {
        self.bits >> (group % IN_WORD) & 1
    }
}

/// The first words of bits have a list each, by number; a word of the others is found in a map, which takes longer. Lists are long
/// when people are many, so only the first people have a place in them, and only in words that somebody is in.
const LISTED_WORDS: usize = 4;
const LISTED_NUMBERS: u32 = 1 << 16;

/// What a place in a map from 64-bit numbers to others takes, with a byte of the table's own and room to grow.
pub const MAP_ENTRY_BYTES: usize = 20;

/// User, visitor and session of a visit, as numbers.
pub type Who = [u32; 3];

/// Numbers for the three kinds of ids.
#[derive(Debug, Default)]
pub struct Register {
    users: IdNumbers,
    visitors: IdNumbers,
    sessions: IdNumbers,
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
        [&self.users, &self.visitors, &self.sessions].into_iter().map(IdNumbers::bytes).sum()
    }
}

/// Which numbers were seen in which groups.
#[derive(Debug, Default)]
pub struct Seen {
    /// By word, bits by number. Everybody has a place in the first.
    lists: [Vec<u64>; LISTED_WORDS],
    /// The numbers that have bits in lists; those with bits in several may be there as often.
    touched: Vec<u32>,
    /// Bits by number and word, both in one number.
    rest: IdMap<u64>,
}

impl Seen {
    /// Notes that a number is in a group. Whether that is new; nobody is never new.
    pub fn see(&mut self, number: u32, group: u32) -> bool {
        self.see_all(number, Members::one(group)).bits != 0
    }

    /// Notes that a number is in some groups, and returns those for which that is new.
    pub fn see_all(&mut self, number: u32, groups: Members) -> Members {
        let Members { word, bits: wanted } = groups;
        if number == NOBODY {
            return Members { word, bits: 0 };
        }
        let list = self.lists.get_mut(word as usize).filter(|_| word == 0 || number < LISTED_NUMBERS);
        let bits = match list {
            Some(list) => {
                if list.len() <= number as usize {
                    list.resize((number as usize + 1).next_power_of_two(), 0);
                }
                let Some(bits) = list.get_mut(number as usize) else { return groups };
                if *bits == 0 {
                    self.touched.push(number);
                }
                bits
            }
            None => self.rest.entry(u64::from(number) << 32 | u64::from(word)).or_default(),
        };
        let new = wanted & !*bits;
        *bits |= wanted;
        Members { word, bits: new }
    }

    /// Forgets all of them.
    pub fn forget(&mut self) {
        for number in self.touched.drain(..) {
            self.lists.iter_mut().filter_map(|list| list.get_mut(number as usize)).for_each(|bits| *bits = 0);
        }
        self.rest.clear();
    }

    /// About what it takes in memory.
    pub fn bytes(&self) -> usize {
        let lists: usize = self.lists.iter().map(|list| list.capacity() * size_of::<u64>()).sum();
        lists + self.touched.capacity() * size_of::<u32>() + self.rest.capacity() * MAP_ENTRY_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn what_was_seen_is_a_set_of_pairs(pairs in prop::collection::vec((0u32..20, 0u32..330, prop::bool::weighted(0.02)), 0..300)) {
            let (mut seen, mut expected) = (Seen::default(), HashSet::new());
            for (number, group, forget) in pairs {
                if forget {
                    seen.forget();
                    expected.clear();
                }
                // Some are so late that lists have no place for them.
                let number = if number < 15 { number } else { LISTED_NUMBERS - 17 + number };
                prop_assert_eq!(seen.see(number, group), expected.insert((number, group)));
                prop_assert!(!seen.see(NOBODY, group));
            }
        }

        #[test]
        fn groups_are_seen_together_as_one_by_one(steps in prop::collection::vec((0u32..5, 0u32..6, any::<u64>()), 0..60)) {
            let (mut together, mut alone) = (Seen::default(), Seen::default());
            for (number, word, bits) in steps {
                let groups = Members { word, bits: bits & bits.rotate_left(7) };
                let listed: Vec<u32> = groups.groups().collect();
                prop_assert_eq!(listed.len() as u32, groups.bits.count_ones());
                prop_assert_eq!(listed.last().map_or(groups.end(), |last| *last as usize + 1), groups.end());
                let new = together.see_all(number, groups);
                for group in listed {
                    prop_assert_eq!(new.count(group), u64::from(alone.see(number, group)));
                }
                prop_assert_eq!(new.bits & !groups.bits, 0);
            }
        }
    }
}
