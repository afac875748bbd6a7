use crate::instant::DAY_MS;
use event_model::Level;
use serde::Serialize;

/// From which share of the day's written rows on an event must have at least which level to be stored. The rest is put off, the lowest
/// levels first, so that what matters most still finds room.
const FLOORS: [(f64, Level); 4] = [(0.98, Level::Milestone), (0.95, Level::Decision), (0.90, Level::Action), (0.80, Level::State)];
/// The longest time after which who was put off may ask again. Trackers wait with everything, so it is short.
const LONGEST_PAUSE_MS: u64 = 15 * 60 * 1000;
/// How long what was read of other isolates is trusted, far from the quota and near it.
const TRUSTED_MS: u64 = 60_000;
const TRUSTED_NEAR_MS: u64 = 10_000;
/// From here on near.
const WATCHFUL_SHARE: f64 = 0.5;

/// The lowest level that is stored at a share of the quota; `None` is all of them.
pub fn floor(share: f64) -> Option<Level> {
    FLOORS.into_iter().find(|(from, _)| share >= *from).map(|(_, level)| level)
}

/// How near the quota is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "QuotaState"))]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Everything is stored.
    Ok,
    /// The lowest levels are put off.
    Near,
    /// The quota is used up.
    Over,
}

/// The day's written rows, in relation to how many there may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "QuotaLoad"))]
pub struct Load {
    /// What it comes to.
    pub state: State,
    /// 1 is all of it. A lower bound, since it lacks what other isolates have not told yet.
    pub share: f64,
}

/// What an isolate knows of the day's written rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guard {
    read: Option<Reading>,
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    at: u64,
    rows_written: u64,
}

impl Guard {
    /// Takes what the table says of the day.
    pub fn learn(&mut self, rows_written: u64, now: u64) {
        self.read = Some(Reading { at: now, rows_written });
    }

    /// Adds what this isolate told the table since.
    pub fn told(&mut self, rows_written: u64) {
        if let Some(reading) = &mut self.read {
            reading.rows_written += rows_written;
        }
    }

    /// How near the quota is, with what this isolate wrote and has not told the table; `None` before the table was read on this day.
    pub fn load(&self, untold: u64, quota: u64, now: u64) -> Option<Load> {
        let reading = self.read.filter(|reading| reading.at / DAY_MS == now / DAY_MS)?;
        let share = (reading.rows_written + untold) as f64 / quota.max(1) as f64;
        let state = match floor(share) {
            None => State::Ok,
            Some(_) if share < 1.0 => State::Near,
            Some(_) => State::Over,
        };
        Some(Load { state, share })
    }

    /// Whether what was read of the table is old. What was never read is read when it is needed.
    pub fn is_old(&self, load: Option<Load>, now: u64) -> bool {
        let is_near = load.is_none_or(|load| load.share >= WATCHFUL_SHARE);
        let trusted = if is_near { TRUSTED_NEAR_MS } else { TRUSTED_MS };
        self.read.is_some_and(|reading| now.saturating_sub(reading.at) >= trusted)
    }
}

impl Load {
    /// The lowest level that is stored.
    pub fn floor(&self) -> Option<Level> {
        floor(self.share)
    }
}

/// Seconds after which to ask again: when the quota begins anew, or sooner, since it may be raised.
pub fn pause_seconds(now: u64) -> u64 {
    (DAY_MS - now % DAY_MS).min(LONGEST_PAUSE_MS).div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_lowest_levels_are_put_off_first() {
        let table = [
            (0.0, None),
            (0.7999, None),
            (0.80, Some(Level::State)),
            (0.90, Some(Level::Action)),
            (0.95, Some(Level::Decision)),
            (0.98, Some(Level::Milestone)),
            (7.0, Some(Level::Milestone)),
        ];
        for (share, level) in table {
            assert_eq!(floor(share), level, "{share}");
        }
    }

    #[test]
    fn what_is_known_ends_with_the_day() {
        let mut guard = Guard::default();
        let evening = DAY_MS * 20_000 - 1;
        assert_eq!(guard.load(7, 100, evening), None);
        assert!(!guard.is_old(None, evening));
        guard.learn(75, evening);
        assert_eq!(guard.load(0, 100, evening), Some(Load { state: State::Ok, share: 0.75 }));
        assert_eq!(guard.load(7, 100, evening).map(|load| load.state), Some(State::Near));
        assert_eq!(guard.load(25, 100, evening).map(|load| load.state), Some(State::Over));
        assert_eq!(guard.load(0, 100, evening + 1), None);
        guard.told(5);
        assert_eq!(guard.load(0, 100, evening).map(|load| load.share), Some(0.8));
    }

    #[test]
    fn near_the_quota_it_looks_more_often() {
        let mut guard = Guard::default();
        let noon = DAY_MS * 20_000 + DAY_MS / 2;
        guard.learn(10, noon);
        let old = |quota, later| guard.is_old(guard.load(0, quota, noon + later), noon + later);
        assert_eq!((old(100, 59_999), old(100, 60_000)), (false, true));
        assert_eq!((old(12, 9_999), old(12, 10_000)), (false, true));
    }

    proptest! {
        #[test]
        fn a_pause_is_a_quarter_of_an_hour_or_until_midnight(now in 0u64..4_000_000_000_000) {
            let seconds = pause_seconds(now);
            prop_assert!((1..=900).contains(&seconds));
            prop_assert!(seconds == 900 || (now + seconds * 1000) / DAY_MS == now / DAY_MS + 1);
        }
    }
}
