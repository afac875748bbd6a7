use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use crate::rollup::{Columns, IdHash, Visits};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
