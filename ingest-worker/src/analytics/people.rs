use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use crate::rollup::{Columns, IdHash, Visits};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Who is followed through time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum People {
    /// Visitors, and of events without one, users.
    #[default]
    Visitor,
    /// Users alone.
    User,
    /// Sessions.
    Session,
}

/// Sets the users that stand for themselves apart from the visitors of the same name.
const USER: u64 = 0x9e37_79b9_7f4a_7c15;

impl People {
    /// Takes `people`.
    pub fn take(parameters: &mut Parameters) -> Result<People, Rejection> {
        parameters.choice("people", ("visitor", People::Visitor), &[("user", People::User), ("session", People::Session)])
    }

    /// The columns that tell them.
    pub fn columns(self) -> Columns {
        match self {
            People::Visitor => Columns::VISITORS | Columns::USERS,
            People::User => Columns::USERS,
            People::Session => Columns::SESSIONS,
        }
    }

    /// Whose visit this is, 0 for nobody's.
    pub fn of(self, visits: &Visits, visit: usize) -> IdHash {
        let id = |column: &[IdHash]| column.get(visit).copied().unwrap_or(0);
        match self {
            People::Visitor => match (id(&visits.visitor), id(&visits.user)) {
                (0, 0) => 0,
                (0, user) => (user ^ USER).max(1),
                (visitor, _) => visitor,
            },
            People::User => id(&visits.user),
            People::Session => id(&visits.session),
        }
    }
}

/// A map by id. Ids are hashes already.
pub type IdMap<T> = HashMap<IdHash, T, BuildHasherDefault<Mixer>>;

/// Spreads a number over all bits by one multiplication: enough for hashes, and for pairs of small numbers in one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let product = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ (product >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_person_is_a_visitor_or_else_a_user() {
        let visits = Visits { session: vec![1, 2, 0, 0], visitor: vec![5, 0, 0, 6], user: vec![6, 6, 0, 0], ..Visits::default() };
        let people = |people: People| [0, 1, 2, 3, 4].map(|visit| people.of(&visits, visit));
        assert_eq!(people(People::Visitor), [5, 6 ^ USER, 0, 6, 0]);
        assert_eq!(people(People::User), [6, 6, 0, 0, 0]);
        assert_eq!(people(People::Session), [1, 2, 0, 0, 0]);
        assert_eq!(People::take(&mut Parameters::parse("people=user")), Ok(People::User));
        assert_eq!(People::take(&mut Parameters::parse("people=dog")).unwrap_err().field(), Some("people"));
    }

    #[test]
    fn small_numbers_fall_apart() {
        let low_bits: HashSet<u64> = (0..64u64)
            .flat_map(|a| (0..64u64).map(move |b| a << 32 | b))
            .map(|pair| {
                let mut mixer = Mixer::default();
                mixer.write_u64(pair);
                mixer.finish() & 0xffff
            })
            .collect();
        assert!(low_bits.len() > 3700, "{} of 4096 differ", low_bits.len());
    }
}
