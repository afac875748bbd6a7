use std::ops::Range;

/// People by the period in which they first came, and in which of the periods after it they came again. Periods are numbered, and told in
/// order.
#[derive(Debug, Default)]
pub struct Cohorts {
    people: Vec<Member>,
}

#[derive(Clone, Copy, Debug)]
struct Member {
    /// The period in which they first came.
    cohort: i32,
    /// Bit k: they came again k periods later.
    again: u32,
}

/// The most periods, the first of them included, that a person is followed for. A bit is kept for each.
pub const MAX_PERIODS: i32 = 31;

impl Cohorts {
    /// What is kept of one person.
    pub const BYTES_OF_ONE: usize = size_of::<Member>();

    /// One more person, who first comes in this period; persons are numbered from 0.
    pub fn enter(&mut self, period: i32) {
        self.people.push(Member { cohort: period, again: 1 });
    }

    /// A person comes again in a period.
    pub fn mark(&mut self, person: usize, period: i32) {
        let Some(member) = self.people.get_mut(person) else { return };
        let later = u32::try_from(period - member.cohort).ok();
        // Later than the last bit is past the longest question.
        member.again |= later.and_then(|later| 1u32.checked_shl(later)).unwrap_or(0);
    }

    /// How many of each cohort came again, by the number of periods later: `periods` of them, the first of which is all of the cohort, but
    /// not past the last cohort's.
    pub fn table(&self, cohorts: Range<i32>, periods: i32) -> Vec<Vec<u64>> {
        let (start, end) = (cohorts.start, cohorts.end);
        let followed = |cohort: i32| usize::try_from((end - cohort).min(periods)).unwrap_or(0);
        let mut table: Vec<Vec<u64>> = cohorts.map(|cohort| vec![0; followed(cohort)]).collect();
        for member in &self.people {
            let place = usize::try_from(member.cohort - start).ok().and_then(|place| table.get_mut(place));
            for (later, count) in place.into_iter().flat_map(|cohort| cohort.iter_mut().enumerate()) {
                *count += u64::from(member.again >> later & 1);
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_stay_in_their_first_cohort() {
        let mut cohorts = Cohorts::default();
        for period in [10, 10, 12] {
            cohorts.enter(period);
        }
        for (person, period) in [(0, 10), (0, 11), (0, 11), (0, 13), (1, 13), (2, 13), (2, 14), (0, 60)] {
            cohorts.mark(person, period);
        }
        assert_eq!(cohorts.table(10..14, 4), [vec![2, 1, 0, 2], vec![0, 0, 0], vec![1, 1], vec![0]]);
        assert_eq!(cohorts.table(10..14, 2)[..2], [[2, 1], [0, 0]]);
        assert_eq!(cohorts.table(12..16, 3)[0], [1, 1, 1]);
    }

    #[test]
    fn later_than_the_last_bit_nothing_is_kept() {
        let mut cohorts = Cohorts::default();
        cohorts.enter(0);
        for later in [31, 32, 64] {
            cohorts.mark(0, later);
        }
        assert_eq!(cohorts.table(0..40, 32)[0].iter().sum::<u64>(), 2);
    }
}
