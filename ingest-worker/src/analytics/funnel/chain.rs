/// How far each person has come through the steps of a funnel.
///
/// For every person and step it keeps the latest step 1 from which a chain of events reaches the step. The latest is enough: whatever an
/// earlier one can still reach in time, the latest can too. So an event costs a look at each step, however many chains there are.
#[derive(Debug)]
pub struct Chains {
    steps: usize,
    window: u64,
    /// By person, for each step but the last: when that step 1 was, in milliseconds; 0 stands for none.
    starts: Vec<u64>,
    /// By person: how many steps were reached.
    reached: Vec<u8>,
}

impl Chains {
    /// Nobody has come anywhere. There are two `steps` at least, and a chain may take `window` milliseconds.
    pub fn new(steps: usize, window: u64) -> Chains {
        Chains { steps, window, starts: Vec::new(), reached: Vec::new() }
    }

    /// What is kept of one person.
    pub fn bytes_of_one(steps: usize) -> usize {
        (steps - 1) * size_of::<u64>() + size_of::<u8>()
    }

    /// One more person; persons are numbered from 0.
    pub fn enter(&mut self) {
        self.starts.resize(self.starts.len() + self.steps - 1, 0);
        self.reached.push(0);
    }

    /// The person's next event, at `time`, matches the steps whose bits are set in `matches`. If that makes them reach steps for the first
    /// time, tells for each its number from 0 and the milliseconds since the latest step 1 from which it can be reached.
    pub fn advance(&mut self, person: usize, matches: u16, time: u64, mut reaches: impl FnMut(usize, u64)) {
        let kept = self.steps - 1;
        let Some(starts) = self.starts.get_mut(person * kept..(person + 1) * kept) else { return };
        let Some(reached) = self.reached.get_mut(person) else { return };
        let before = usize::from(*reached);
        // From the last step to the first, so that what one step leaves is not taken up by the next: one event is one step at most.
        for step in (0..self.steps.min(before + 1)).rev() {
            if matches >> step & 1 == 0 {
                continue;
            }
            let start = match step.checked_sub(1) {
                None => time,
                Some(previous) => starts.get(previous).copied().unwrap_or(0),
            };
            if start == 0 || time.saturating_sub(start) > self.window {
                continue;
            }
            if let Some(place) = starts.get_mut(step) {
                *place = start;
            }
            if step == before {
                *reached += 1;
                reaches(step, time.saturating_sub(start));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What one person reaches, in the order of their events, as `(step, milliseconds)`.
    fn walk(steps: usize, window: u64, events: &[(u64, u16)]) -> Vec<(usize, u64)> {
        let mut chains = Chains::new(steps, window);
        chains.enter();
        let mut found = Vec::new();
        for &(time, matches) in events {
            chains.advance(0, matches, time, |step, elapsed| found.push((step, elapsed)));
        }
        found
    }

    #[test]
    fn a_chain_is_timed_from_the_latest_start_that_reaches_it() {
        let (a, b, c) = (1, 2, 4);
        assert_eq!(walk(3, 100, &[(10, a), (20, b), (50, c)]), [(0, 0), (1, 10), (2, 40)]);
        // The second `a` makes no new chain to `c`, since no `b` follows it.
        assert_eq!(walk(3, 100, &[(10, a), (20, b), (30, a), (50, c)]), [(0, 0), (1, 10), (2, 40)]);
        // But with another `b` it does, and the first reach of `b` keeps its time.
        assert_eq!(walk(3, 100, &[(10, a), (20, b), (30, a), (40, b), (50, c)]), [(0, 0), (1, 10), (2, 20)]);
        // Too late from the first start, in time from the second.
        assert_eq!(walk(2, 100, &[(10, a), (111, b)]), [(0, 0)]);
        assert_eq!(walk(2, 100, &[(10, a), (50, a), (111, b)]), [(0, 0), (1, 61)]);
        assert_eq!(walk(2, 100, &[(10, a), (110, b)]), [(0, 0), (1, 100)]);
    }

    #[test]
    fn one_event_is_one_step() {
        assert_eq!(walk(2, 100, &[(10, 3)]), [(0, 0)]);
        assert_eq!(walk(2, 100, &[(10, 3), (10, 3)]), [(0, 0), (1, 0)]);
        assert_eq!(walk(3, 100, &[(10, 7), (11, 7), (12, 7)]), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(walk(2, 100, &[(10, 2), (20, 1)]), [(0, 0)]);
    }

    /// The latest start of all chains of `length` events that end with event `last`, by trying all of them.
    fn latest_start(events: &[(u64, u16)], length: usize, last: usize, window: u64) -> Option<u64> {
        fn starts(events: &[(u64, u16)], length: usize, last: usize) -> Vec<u64> {
            let (time, matches) = events[last];
            if matches >> (length - 1) & 1 == 0 {
                return Vec::new();
            }
            if length == 1 {
                return vec![time];
            }
            (0..last).flat_map(|earlier| starts(events, length - 1, earlier)).collect()
        }
        starts(events, length, last).into_iter().filter(|start| events[last].0 - start <= window).max()
    }

    proptest! {
        #[test]
        fn nothing_is_found_that_trying_every_chain_does_not_find(
            steps in 2usize..5, window in 0u64..40,
            pauses in prop::collection::vec((0u64..12, 0u16..16), 0..10),
        ) {
            let mut time = 1;
            let events: Vec<(u64, u16)> = pauses.into_iter().map(|(pause, matches)| { time += pause; (time, matches) }).collect();
            let mut expected = Vec::new();
            for step in 0..steps {
                let reach = |last| latest_start(&events, step + 1, last, window).map(|start| (step, events[last].0 - start));
                expected.extend((0..events.len()).find_map(reach));
            }
            prop_assert_eq!(walk(steps, window, &events), expected);
        }
    }
}
