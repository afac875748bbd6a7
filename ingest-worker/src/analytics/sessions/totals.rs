use super::stays::Stay;
use crate::analytics::names::Names;
use serde::Serialize;
use std::collections::HashMap;

/// What sessions are together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SessionTotals"))]
#[allow(missing_docs)]
pub struct Totals {
    pub sessions: u64,
    pub visitors: u64,
    pub users: u64,
    /// Sessions of one event.
    pub bounces: u64,
    pub bounce_rate: Option<f64>,
    pub mean_duration_ms: Option<f64>,
    pub events_per_session: Option<f64>,
    pub pages_per_session: Option<f64>,
}

impl Totals {
    /// Adds up all sessions of so many different visitors and users.
    pub fn of(stays: &[Stay], visitors: u64, users: u64) -> Totals {
        let sessions = stays.len() as u64;
        let sum = |number: fn(&Stay) -> u64| stays.iter().map(number).sum::<u64>();
        // Sums of durations and counts stay below 2⁵³, so they are exact as floating-point numbers.
        let per_session = |sum: u64| (sessions > 0).then(|| sum as f64 / sessions as f64);
        let bounces = sum(|stay| u64::from(stay.events == 1));
        Totals {
            sessions,
            visitors,
            users,
            bounces,
            bounce_rate: per_session(bounces),
            mean_duration_ms: per_session(sum(|stay| stay.end.saturating_sub(stay.start))),
            events_per_session: per_session(sum(|stay| stay.events.into())),
            pages_per_session: per_session(sum(|stay| stay.page_views.into())),
        }
    }
}

/// Sessions that began or ended at a path.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct PathCount {
    pub path: Option<String>,
    pub sessions: u64,
}

/// The `limit` paths of most sessions, given their numbers. Sessions without any count for `null`.
pub fn most_common(paths: impl Iterator<Item = Option<u32>>, names: &Names, limit: usize) -> Vec<PathCount> {
    let mut counts: HashMap<Option<u32>, u64> = HashMap::new();
    for path in paths {
        *counts.entry(path).or_default() += 1;
    }
    let named = |(path, sessions): (Option<u32>, u64)| PathCount { path: path.map(|path| names.text(path).to_owned()), sessions };
    let mut list: Vec<PathCount> = counts.into_iter().map(named).collect();
    let in_order = |a: &PathCount, b: &PathCount| {
        b.sessions.cmp(&a.sessions).then_with(|| a.path.is_none().cmp(&b.path.is_none())).then_with(|| a.path.cmp(&b.path))
    };
    list.sort_unstable_by(in_order);
    list.truncate(limit);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay(events: u32, page_views: u32, start: u64, end: u64, paths: &[u32]) -> Stay {
        let mut stay = Stay::EMPTY;
        stay.add(events, page_views, start, end);
        paths.iter().for_each(|path| {
            stay.enter(*path);
            stay.leave(*path);
        });
        stay
    }

    #[test]
    fn sessions_add_up() {
        let stays = [stay(1, 1, 10, 10, &[0]), stay(3, 2, 10, 70, &[1, 0]), stay(4, 0, 5, 35, &[])];
        let totals = Totals::of(&stays, 2, 1);
        assert_eq!((totals.sessions, totals.visitors, totals.users, totals.bounces), (3, 2, 1, 1));
        assert_eq!((totals.bounce_rate, totals.mean_duration_ms), (Some(1.0 / 3.0), Some(30.0)));
        assert_eq!((totals.events_per_session, totals.pages_per_session), (Some(8.0 / 3.0), Some(1.0)));
        assert_eq!(Totals::of(&[], 0, 0), Totals::default());

        let mut names = Names::default();
        assert_eq!(["/b", "/a"].map(|path| names.number(path)), [Ok(0), Ok(1)]);
        let count = |path: Option<&str>, sessions| PathCount { path: path.map(String::from), sessions };
        let entries = most_common(stays.iter().map(Stay::entry), &names, 10);
        assert_eq!(entries, [count(Some("/a"), 1), count(Some("/b"), 1), count(None, 1)]);
        let exits = most_common(stays.iter().map(Stay::exit), &names, 1);
        assert_eq!(exits, [count(Some("/b"), 2)]);
    }
}
