/// The smallest of the values that at least `percent` of them do not exceed: the nearest rank, exact. `None` without values. Their order is
/// lost.
pub fn nearest_rank(values: &mut [u64], percent: usize) -> Option<u64> {
    let rank = (values.len() * percent).div_ceil(100).checked_sub(1)?;
    // The place is below the length, since no percentage is over 100.
    (rank < values.len()).then(|| *values.select_nth_unstable(rank).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranks_are_counted_from_the_smallest() {
        assert_eq!(nearest_rank(&mut [], 50), None);
        assert_eq!(nearest_rank(&mut [7], 50), Some(7));
        assert_eq!(nearest_rank(&mut [9, 1], 50), Some(1));
        assert_eq!(nearest_rank(&mut [9, 1, 5], 50), Some(5));
        assert_eq!(nearest_rank(&mut [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 90), Some(9));
        assert_eq!(nearest_rank(&mut [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 11], 90), Some(10));
    }

    proptest! {
        #[test]
        fn it_is_the_smallest_that_enough_do_not_exceed(values in prop::collection::vec(0u64..50, 1..60), percent in 1usize..=100) {
            let enough = |limit: &u64| values.iter().filter(|value| *value <= limit).count() * 100 >= percent * values.len();
            let expected = values.iter().copied().filter(enough).min();
            prop_assert_eq!(nearest_rank(&mut values.clone(), percent), expected);
        }
    }
}
