use super::*;
use proptest::prelude::*;

fn wanted(from: u64, until: u64, cuts: &[u64]) -> Wanted<'_> {
    Wanted { from, until, cuts, columns: Columns::default(), metadata: &[] }
}

fn hour(hour: u64, folded: i64, events: u64) -> Hour {
    Hour { hour, folded, parts: u32::from(events > 0), events, bytes: events }
}

#[test]
fn whole_fresh_hours_are_folded_and_all_others_live() {
    let hours = vec![hour(0, 3, 9), hour(1, 3, 9), hour(2, 0, 0), hour(4, 0, 5), hour(5, 4, 9), hour(6, 5, 0), hour(7, 6, 9)];
    let directory = Directory { closed_until: 8, hours: hours.clone() };
    let half = HOUR_MS / 2;
    let cuts = [HOUR_MS, 5 * HOUR_MS + half];
    let found = stretches(&directory, &wanted(half, 9 * HOUR_MS, &cuts));
    let live = |from, until, events| Stretch { from, until, source: Source::Live(events) };
    let folded = |n: usize| Stretch {
        from: n as u64 * HOUR_MS,
        until: (n as u64 + 1) * HOUR_MS,
        source: Source::Folded(
            hours[match n {
                1 => 1,
                _ => 6,
            }],
            0..1,
        ),
    };
    assert_eq!(
        found,
        [live(half, HOUR_MS, Some(9)), folded(1), live(2 * HOUR_MS, 6 * HOUR_MS, None), folded(7), live(8 * HOUR_MS, 9 * HOUR_MS, None)]
    );
    let metadata = ["plan".to_owned()];
    let all_live = stretches(&directory, &Wanted { metadata: &metadata, ..wanted(0, 8 * HOUR_MS, &[]) });
    assert_eq!(all_live, [live(0, 8 * HOUR_MS, None)]);
    assert_eq!(stretches(&Directory::default(), &wanted(5, 5, &[])), []);
}

#[test]
fn an_hour_that_is_too_large_is_read_part_by_part() {
    let large = Hour { hour: 1, folded: 2, parts: 30, events: 300_000, bytes: 9_000_000 };
    let directory = Directory { closed_until: 3, hours: vec![hour(0, 1, 5), large, hour(2, 1, 5)] };
    let found = stretches(&directory, &wanted(0, 3 * HOUR_MS, &[]));
    assert_eq!(found.len(), 32);
    assert_eq!(found.get(30).map(|stretch| stretch.source.clone()), Some(Source::Folded(large, 29..30)));
    assert_eq!(steps(found).iter().map(Vec::len).sum::<usize>(), 32);
}

fn directory() -> impl Strategy<Value = Directory> {
    let hours = proptest::collection::btree_map(0..30u64, (-2..3i64, 0..400_000u64), 0..20);
    (0..30u64, hours).prop_map(|(closed_until, hours)| {
        let hours = hours.into_iter().filter(|(hour, _)| *hour < closed_until);
        let parts = |events: u64| events.div_ceil(10_000) as u32;
        let hours = hours.map(|(hour, (folded, events))| Hour { hour, folded, parts: parts(events), events, bytes: 40 * events });
        Directory { closed_until, hours: hours.collect() }
    })
}

fn cuts() -> impl Strategy<Value = Vec<u64>> {
    proptest::collection::btree_set((0..60u64).prop_map(|half| half * HOUR_MS / 2), 0..10).prop_map(|cuts| cuts.into_iter().collect())
}

proptest! {
    #[test]
    fn every_moment_is_read_once_and_in_order(directory in directory(), cuts in cuts(), from in 0..31 * HOUR_MS, length in 0..31 * HOUR_MS) {
        let until = from + length;
        let found = stretches(&directory, &wanted(from, until, &cuts));
        let mut at = from;
        let mut parts = 0;
        for stretch in &found {
            prop_assert!(stretch.from < stretch.until && stretch.until <= until);
            match &stretch.source {
                Source::Folded(hour, range) => {
                    prop_assert_eq!((stretch.from, stretch.until), (hour.hour * HOUR_MS, (hour.hour + 1) * HOUR_MS));
                    prop_assert!(hour.folded > 0 && directory.hours.contains(hour));
                    prop_assert!(!cuts.iter().any(|cut| (stretch.from + 1..stretch.until).contains(cut)));
                    prop_assert_eq!(range.start, parts);
                    prop_assert!(range.start < range.end);
                    parts = if range.end == hour.parts { 0 } else { range.end };
                    if range.start > 0 {
                        prop_assert_eq!(at, stretch.until);
                        continue;
                    }
                }
                Source::Live(_) => prop_assert_eq!(parts, 0),
            }
            prop_assert!(at <= stretch.from);
            prop_assert!(is_empty(&directory, at, stretch.from));
            at = stretch.until;
        }
        prop_assert_eq!(parts, 0);
        prop_assert!(is_empty(&directory, at, until));
        prop_assert_eq!(steps(found.clone()).concat(), found);
    }

    #[test]
    fn steps_are_bounded(directory in directory()) {
        for step in steps(stretches(&directory, &wanted(0, 30 * HOUR_MS, &[]))) {
            let events = step.iter().map(|stretch| match &stretch.source {
                Source::Folded(hour, parts) => hour.events * parts.len() as u64 / u64::from(hour.parts),
                Source::Live(_) => 0,
            });
            prop_assert!(events.sum::<u64>() <= MAX_STEP_EVENTS);
        }
    }

    #[test]
    fn pieces_cross_no_hour_and_no_cut(rows in crate::rollup::build::tests::rows(HOUR_MS / 3, 5 * HOUR_MS), cuts in cuts()) {
        let limits = (HOUR_MS / 3, 5 * HOUR_MS);
        let found = pieces(&rows, limits, &cuts);
        let mut at = limits.0;
        for piece in &found {
            prop_assert!(at <= piece.from && piece.from < piece.until && piece.until <= limits.1);
            prop_assert_eq!(piece.from / HOUR_MS, (piece.until - 1) / HOUR_MS);
            prop_assert!(!cuts.iter().any(|cut| (piece.from + 1..piece.until).contains(cut)));
            prop_assert!(piece.rows.iter().all(|row| (piece.from..piece.until).contains(&row.occurred_at)));
            // As long as it may be: a chunk made of columns is the whole hour too.
            let is_limit = |at: u64| at.is_multiple_of(HOUR_MS) || cuts.contains(&at) || at == limits.0 || at == limits.1;
            prop_assert!(is_limit(piece.from) && is_limit(piece.until));
            at = piece.until;
        }
        prop_assert_eq!(found.iter().flat_map(|piece| piece.rows.to_vec()).collect::<Vec<_>>(), rows);
    }
}

/// Whether nothing can have happened from one moment to another.
fn is_empty(directory: &Directory, from: u64, until: u64) -> bool {
    let has_events = |hour: &Hour| hour.folded <= 0 || hour.events > 0;
    let touched = |hour: &&Hour| hour.hour * HOUR_MS < until && (hour.hour + 1) * HOUR_MS > from;
    from >= until || (until <= directory.closed_until * HOUR_MS && !directory.hours.iter().filter(touched).any(has_events))
}
