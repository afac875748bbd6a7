use super::id_numbers::IdNumbers;
use crate::rejection::Rejection;
use crate::rollup::IdHash;

/// What a question may keep of all that it follows, in bytes, in all of its periods together: a Worker has 128 MiB for everything.
const MOST_BYTES: usize = 64 << 20;
/// Numbers for those whom a question follows, from 0 on in the order in which they come.
#[derive(Debug)]
pub struct Roster {
    numbers: IdNumbers,
    most: usize,
}

impl Roster {
    /// What an entry of the roster itself takes.
    pub const ENTRY_BYTES: usize = IdNumbers::ENTRY_BYTES;

    /// Nobody is followed yet. What is kept of one beside their number takes so many bytes, and so many rosters are kept at once.
    pub fn new(bytes_of_one: usize, periods: usize) -> Roster {
        Roster { numbers: IdNumbers::default(), most: MOST_BYTES / periods / (Roster::ENTRY_BYTES + bytes_of_one) }
    }

    /// How many are followed.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number of one who is followed.
    pub fn find(&self, id: IdHash) -> Option<usize> {
        self.numbers.find(id).map(|number| number as usize)
    }

    /// The number of one who is followed from now on, and whether that is new. Refuses to follow too many.
    pub fn enter(&mut self, id: IdHash) -> Result<(usize, bool), Rejection> {
        let next = self.numbers.len();
        let number = self.numbers.number(id) as usize;
        if number == next && next >= self.most {
            let detail = format!("More than {} people or sessions to follow. Take a shorter range, or add a filter.", self.most);
            return Err(Rejection::QuestionTooBig(detail.into()));
        }
        Ok((number, number == next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay() {
        let mut roster = Roster::new(0, 1);
        assert_eq!([7, 9, 7].map(|id| roster.enter(id)), [Ok((0, true)), Ok((1, true)), Ok((0, false))]);
        assert_eq!([9, 8].map(|id| roster.find(id)), [Some(1), None]);
    }

    #[test]
    fn a_crowd_is_refused_before_memory_is() {
        let mut roster = Roster::new(MOST_BYTES / 6, 2);
        assert!(roster.enter(1).is_ok() && roster.enter(2).is_ok());
        assert_eq!(roster.enter(3).unwrap_err().summary().code, "question_too_big");
        assert!(roster.enter(2).is_ok());
    }
}
