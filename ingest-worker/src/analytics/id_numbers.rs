use crate::rollup::IdHash;

/// Numbers for ids, from 0 on in the order in which they come.
///
/// A question looks up user, visitor and session of each visit, hundreds of thousands of times, and does little else with them. So this is a
/// table of its own: open addressing with linear probing (Knuth, The Art of Computer Programming, volume 3, 6.4, algorithm L), in which an id and its
/// number lie side by side, and 0, which is no id, marks a free place. In wasm, where `HashMap` has no vector instructions to look at its
/// marks with, that takes a third of the time.
#[derive(Clone, Debug)]
pub struct IdNumbers {
    places: Vec<(IdHash, u32)>,
    len: usize,
}

/// The number of no one.
pub const NOBODY: u32 = u32::MAX;

/// So many places at first; a power of two, as always.
const FIRST_PLACES: usize = 64;

impl Default for IdNumbers {
    fn default() -> IdNumbers {
        IdNumbers { places: vec![(0, 0); FIRST_PLACES], len: 0 }
    }
}

impl IdNumbers {
    /// What an entry takes at most: 16 bytes, in a table three eighths of which are taken when it has just grown.
    pub const ENTRY_BYTES: usize = 43;

    /// How many ids have a number.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The number of an id, if it has one.
    pub fn find(&self, id: IdHash) -> Option<u32> {
        let (known, number) = self.places.get(self.place(id)).copied()?;
        (known == id && id != 0).then_some(number)
    }

    /// The number of an id, a new one if it had none; [`NOBODY`] for 0, which is none.
    pub fn number(&mut self, id: IdHash) -> u32 {
        let next = self.len as u32;
        let place = self.place(id);
        match self.places.get_mut(place) {
            _ if id == 0 => NOBODY,
            Some((known, number)) if *known == id => *number,
            Some(free) => {
                *free = (id, next);
                self.len += 1;
                self.grow_when_full();
                next
            }
            None => NOBODY,
        }
    }

    /// About what it takes in memory.
    pub fn bytes(&self) -> usize {
        self.places.capacity() * size_of::<(IdHash, u32)>()
    }

    /// Where an id is, or would be put: never more than three quarters of the places are taken, so there is one.
    fn place(&self, id: IdHash) -> usize {
        let mask = self.places.len() - 1;
        // Ids are hashes. The multiplication is for numbers that are none.
        let mut place = (id.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        while self.places.get(place).is_some_and(|(known, _)| *known != id && *known != 0) {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow_when_full(&mut self) {
        if self.len * 4 <= self.places.len() * 3 {
            return;
        }
        let places = vec![(0, 0); self.places.len() * 2];
        for entry in std::mem::replace(&mut self.places, places) {
            if entry.0 != 0 {
                let place = self.place(entry.0);
                self.places.get_mut(place).into_iter().for_each(|free| *free = entry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn zero_is_no_id() {
        let mut numbers = IdNumbers::default();
        assert_eq!([0, 7, 0, 7, 9].map(|id| numbers.number(id)), [NOBODY, 0, NOBODY, 0, 1]);
        assert_eq!((numbers.find(0), numbers.find(7), numbers.len()), (None, Some(0), 2));
    }

    proptest! {
        #[test]
        fn they_are_those_of_a_map(ids in prop::collection::vec(prop_oneof![1u64..300, any::<u64>().prop_map(|id| id.max(1))], 0..2_000)) {
            let (mut numbers, mut expected) = (IdNumbers::default(), HashMap::new());
            for id in ids {
                let next = expected.len() as u32;
                let is_new = !expected.contains_key(&id);
                prop_assert_eq!(numbers.find(id).is_none(), is_new);
                prop_assert_eq!(numbers.number(id), *expected.entry(id).or_insert(next));
            }
            prop_assert_eq!(numbers.len(), expected.len());
            prop_assert!(expected.iter().all(|(id, number)| numbers.find(*id) == Some(*number)));
            prop_assert!(numbers.bytes() <= FIRST_PLACES.max(expected.len() * 4) * 16);
        }
    }
}
