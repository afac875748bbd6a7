use std::collections::BTreeMap;

/// Days before a day, that a week and a month reach back to.
const WEEK: i64 = 6;
const MONTH: i64 = 29;
/// Who was not active in so many days before a day is new on it.
pub const MEMORY: i64 = 90;

/// Active people by day, told in the order of days. Days are numbered; from which on does not matter.
///
/// A person who is active on a day is in the weeks that end on it or one of the six days after. So each activity opens those windows that
/// the activity before has not opened yet, and closes them again behind the last: two marks, summed up at the end, however long they are.
#[derive(Debug, Default)]
pub struct Windows {
    people: Vec<Activity>,
    days: BTreeMap<i64, Marks>,
    active: u64,
    new: u64,
}

/// What is known of a person.
#[derive(Clone, Copy, Debug)]
struct Activity {
    /// The last day with an event.
    last: i32,
    /// The last day with an event before that; `NEVER` if there is none.
    before: i32,
    /// Whether an event of the last day lay in the range.
    counted: bool,
    /// Whether any event lay in the range.
    seen: bool,
    /// Whether they were new on any of its days.
    new: bool,
}

const NEVER: i32 = i32::MIN;

/// What a day adds to the windows that end on it, and its own counts.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    daily: u64,
    new: u64,
    weekly: i64,
    monthly: i64,
}

/// How many people were active on a day and before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// On the day, within the range.
    pub daily: u64,
    /// On it or the 6 days before.
    pub weekly: u64,
    /// On it or the 29 days before.
    pub monthly: u64,
    /// Of the day's people, those not active in the 90 days before it.
    pub new: u64,
}

impl Windows {
    /// What is kept of one person.
    pub const BYTES_OF_ONE: usize = size_of::<Activity>();

    /// One more person, who is active now for the first time; persons are numbered from 0.
    pub fn enter(&mut self) {
        self.people.push(Activity { last: NEVER, before: NEVER, counted: false, seen: false, new: false });
    }

    /// A person is active on a day, in the range or outside of it.
    pub fn mark(&mut self, person: usize, day: i64, in_range: bool) {
        let Some(activity) = self.people.get_mut(person) else { return };
        let today = i32::try_from(day).unwrap_or(i32::MAX);
        if activity.last != today {
            let previous = Some(i64::from(activity.last)).filter(|_| activity.last != NEVER);
            *activity = Activity { last: today, before: activity.last, counted: false, ..*activity };
            self.open(previous, day);
        }
        let Some(activity) = self.people.get_mut(person).filter(|activity| in_range && !activity.counted) else { return };
        let is_new = activity.before == NEVER || day - i64::from(activity.before) > MEMORY;
        self.active += u64::from(!activity.seen);
        self.new += u64::from(is_new && !activity.new);
        (activity.counted, activity.seen, activity.new) = (true, true, activity.new || is_new);
        let marks = self.days.entry(day).or_default();
        marks.daily += 1;
        marks.new += u64::from(is_new);
    }

    fn open(&mut self, previous: Option<i64>, day: i64) {
        let mut open = |length: i64, mark: fn(&mut Marks) -> &mut i64| {
            let from = previous.map_or(day, |previous| day.max(previous + length + 1));
            *mark(self.days.entry(from).or_default()) += 1;
            *mark(self.days.entry(day + length + 1).or_default()) -= 1;
        };
        open(WEEK, |marks| &mut marks.weekly);
        open(MONTH, |marks| &mut marks.monthly);
    }

    /// The people of all days of the range together, and how many of them were new on any of these days.
    pub fn total(&self) -> (u64, u64) {
        (self.active, self.new)
    }

    /// Each of the days, in order.
    pub fn days(&self, days: std::ops::Range<i64>) -> Vec<Day> {
        let (mut weekly, mut monthly) = (0, 0);
        for (_, marks) in self.days.range(..days.start) {
            weekly += marks.weekly;
            monthly += marks.monthly;
        }
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        let next = |day| {
            let marks = self.days.get(&day).copied().unwrap_or_default();
            weekly += marks.weekly;
            monthly += marks.monthly;
            Day { daily: marks.daily, weekly: count(weekly), monthly: count(monthly), new: marks.new }
        };
        days.map(next).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn windows(people: usize, marks: &[(usize, i64, bool)]) -> Windows {
        let mut windows = Windows::default();
        (0..people).for_each(|_| windows.enter());
        for &(person, day, in_range) in marks {
            windows.mark(person, day, in_range);
        }
        windows
    }

    #[test]
    fn windows_end_with_their_day() {
        let found = windows(2, &[(0, 0, true), (1, 0, true), (0, 3, true)]);
        let day = |daily, weekly, monthly, new| Day { daily, weekly, monthly, new };
        assert_eq!(found.days(0..4), [day(2, 2, 2, 2), day(0, 2, 2, 0), day(0, 2, 2, 0), day(1, 2, 2, 0)]);
        // The second person leaves the week after six days, the first six days after the second visit.
        assert_eq!(found.days(6..11), [day(0, 2, 2, 0), day(0, 1, 2, 0), day(0, 1, 2, 0), day(0, 1, 2, 0), day(0, 0, 2, 0)]);
        assert_eq!(found.days(29..34), [day(0, 0, 2, 0), day(0, 0, 1, 0), day(0, 0, 1, 0), day(0, 0, 1, 0), day(0, 0, 0, 0)]);
        assert_eq!(found.total(), (2, 2));
    }

    #[test]
    fn who_comes_back_after_90_days_is_new() {
        let found = windows(2, &[(0, 0, false), (1, 0, false), (0, 90, true), (1, 91, true), (1, 92, true)]);
        let new: Vec<u64> = found.days(90..93).iter().map(|day| day.new).collect();
        assert_eq!((new, found.total()), (vec![0, 1, 0], (2, 1)));
    }

    #[test]
    fn what_lies_before_the_range_on_its_first_day_counts_for_the_windows_alone() {
        let found = windows(2, &[(0, 5, false), (1, 5, false), (0, 5, true)]);
        assert_eq!(found.days(5..6), [Day { daily: 1, weekly: 2, monthly: 2, new: 1 }]);
    }

    proptest! {
        #[test]
        fn sliding_is_the_same_as_counting_anew(
            visits in prop::collection::btree_set((0i64..160, any::<bool>(), 0usize..6), 0..80), from in 90i64..130, length in 1i64..30,
        ) {
            // On the first day of the range some events lie before it; all others lie in the range or not by their day.
            let in_range = |day: i64, late: bool| day > from || day == from && late;
            let visits: Vec<_> = visits.into_iter().filter(|visit| visit.0 < from + length).collect();
            let marks: Vec<_> = visits.iter().map(|&(day, late, person)| (person, day, in_range(day, late))).collect();
            let found = windows(6, &marks);

            let people = |days: std::ops::RangeInclusive<i64>| -> BTreeSet<usize> {
                visits.iter().filter(|visit| days.contains(&visit.0)).map(|visit| visit.2).collect()
            };
            let daily = |day: i64| -> BTreeSet<usize> { marks.iter().filter(|mark| mark.1 == day && mark.2).map(|mark| mark.0).collect() };
            let is_new = |day: i64, person: &usize| !people(day - 90..=day - 1).contains(person);
            let expected: Vec<Day> = (from..from + length).map(|day| Day {
                daily: daily(day).len() as u64,
                weekly: people(day - 6..=day).len() as u64,
                monthly: people(day - 29..=day).len() as u64,
                new: daily(day).iter().filter(|person| is_new(day, person)).count() as u64,
            }).collect();
            prop_assert_eq!(found.days(from..from + length), expected);

            let on_any_day = |matches: &dyn Fn(i64, &usize) -> bool| {
                (0..6).filter(|person| (from..from + length).any(|day| daily(day).contains(person) && matches(day, person))).count() as u64
            };
            prop_assert_eq!(found.total(), (on_any_day(&|_, _| true), on_any_day(&is_new)));
        }
    }
}
