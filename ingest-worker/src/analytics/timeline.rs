use super::buckets::{Interval, MAX_POINTS};
use super::zone::Zone;
use crate::instant::HOUR_MS;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use event_model::limits::{MAX_FUTURE_MS, MIN_OCCURRED_AT};

/// Days, weeks or months, one behind the other, from the first that anything is known of. They are numbered from 0.
#[derive(Clone, Debug)]
pub struct Timeline {
    interval: Interval,
    zone: Zone,
    starts: Vec<u64>,
    end: u64,
}

impl Timeline {
    /// Begins with the one that holds `from`, or when that is open, the first moment it reaches.
    pub fn new(interval: Interval, zone: &Zone, from: Option<u64>) -> Result<Timeline, Rejection> {
        let mut timeline = Timeline { interval, zone: zone.clone(), starts: Vec::new(), end: 0 };
        from.map_or(Ok(()), |from| timeline.reach(from).map(drop))?;
        Ok(timeline)
    }

    /// The number of the one that holds a moment, up to which it grows. Refuses more than an answer may have.
    pub fn reach(&mut self, moment: u64) -> Result<usize, Rejection> {
        if self.starts.is_empty() {
            self.starts.push(self.interval.start(moment, &self.zone));
            self.end = self.interval.next(moment, &self.zone);
        }
        while moment >= self.end {
            if self.starts.len() >= MAX_POINTS {
                let detail = format!("More than {MAX_POINTS} {}s. Take a shorter range.", self.interval.name());
                return Err(Rejection::QuestionTooBig(detail.into()));
            }
            self.starts.push(self.end);
            self.end = self.interval.next(self.end, &self.zone);
        }
        Ok(self.starts.partition_point(|start| *start <= moment).saturating_sub(1))
    }

    /// When each of them starts.
    pub fn starts(&self) -> &[u64] {
        &self.starts
    }
}

/// Where the days, weeks or months of a period meet, so that no chunk belongs to two of them. Those that meet at a full hour of UTC, as in
/// most zones they do, need no cut, since chunks end there anyway.
pub fn cuts(interval: Interval, zone: &Zone, period: TimeRange, now: u64) -> Vec<u64> {
    let end = now.saturating_add(MAX_FUTURE_MS);
    let until = period.until.map_or(end, |until| until.min(end));
    let next = |at: &u64| Some(interval.next(*at, zone)).filter(|next| *next < until);
    let first = interval.next(period.from.unwrap_or(0).max(MIN_OCCURRED_AT), zone);
    std::iter::successors(Some(first).filter(|first| *first < until), next).filter(|cut| cut % HOUR_MS != 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::DAY_MS;

    const MONDAY: u64 = 1_772_409_600_000; // 2026-03-02T00:00:00Z

    #[test]
    fn it_grows_as_far_as_it_is_asked() {
        let mut open = Timeline::new(Interval::Day, &Zone::utc(), None).unwrap();
        assert!(open.starts().is_empty());
        let days = [MONDAY + 5, MONDAY + DAY_MS - 1, MONDAY + DAY_MS, MONDAY + 4 * DAY_MS].map(|moment| open.reach(moment));
        assert_eq!((days, open.reach(MONDAY + DAY_MS)), ([Ok(0), Ok(0), Ok(1), Ok(4)], Ok(1)));
        assert_eq!((open.starts().len(), open.starts()[4]), (5, MONDAY + 4 * DAY_MS));

        let mut weeks = Timeline::new(Interval::Week, &Zone::utc(), Some(MONDAY + 3 * DAY_MS)).unwrap();
        assert_eq!((weeks.starts().to_vec(), weeks.reach(MONDAY + 21 * DAY_MS)), (vec![MONDAY], Ok(3)));
        assert!(weeks.reach(u64::MAX / 2).is_err());
    }
    #[test]
    fn only_what_no_hour_ends_at_is_cut() {
        let period = TimeRange { from: Some(MONDAY + 1), until: Some(MONDAY + 2 * DAY_MS) };
        let cuts = |zone: &str| cuts(Interval::Day, &Zone::parse(zone).unwrap(), period, MONDAY + 30 * DAY_MS);
        assert!(cuts("UTC").is_empty() && cuts("Europe/Berlin").is_empty());
        let half = HOUR_MS / 2;
        assert_eq!(cuts("Asia/Kolkata"), [MONDAY + 18 * HOUR_MS + half, MONDAY + 42 * HOUR_MS + half]);
    }
}
