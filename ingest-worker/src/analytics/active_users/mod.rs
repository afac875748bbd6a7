//! How many people are active by day, week and month, and how many of them are new.

mod windows;

use super::buckets::Interval;
use super::filter::Filter;
use super::matches::Matches;
use super::people::People;
use super::question::{Common, Question};
use super::roster::Roster;
use super::timeline::{cuts, Timeline};
use super::view::View;
use super::zone::Zone;
use crate::instant::midnight;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use jiff::ToSpan;
use serde::Serialize;
use windows::{Day, Windows, MEMORY};

/// `GET /api/analytics/active-users`
#[derive(Clone, Debug)]
pub struct ActiveUsersQuestion {
    common: Common,
    people: People,
}

/// Who was active so far.
#[derive(Debug)]
pub struct ActiveUsersFold {
    period: TimeRange,
    /// The days from the first that is read.
    days: Timeline,
    /// The number of the first day that the period touches.
    first: Option<usize>,
    roster: Roster,
    windows: Windows,
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct ActiveUsersAnswer {
    #[serde(flatten)]
    asked: Activity,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Activity>,
}

#[derive(Debug, Serialize)]
struct Activity {
    points: Vec<Point>,
    total: Total,
}

#[derive(Debug, Serialize)]
struct Point {
    date: String,
    daily: u64,
    weekly: u64,
    monthly: u64,
    stickiness: Option<f64>,
    new: u64,
    returning: u64,
}

#[derive(Debug, Serialize)]
struct Total {
    people: u64,
    new: u64,
    returning: u64,
}

impl Question for ActiveUsersQuestion {
    type Fold = ActiveUsersFold;
    type Answer = ActiveUsersAnswer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<ActiveUsersQuestion, Rejection> {
        let people = People::take(parameters)?;
        Ok(ActiveUsersQuestion { common: Common::take(parameters, now)?, people })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        self.people.columns() | self.common.filter.columns()
    }

    /// Back to the first day of those that make the first day's people old.
    fn span(&self, period: TimeRange) -> TimeRange {
        let from = period.from.map(|from| days_before(from, MEMORY, &self.common.zone));
        TimeRange { from, ..period }
    }

    fn cuts(&self, period: TimeRange) -> Result<Vec<u64>, Rejection> {
        let mut cuts = cuts(Interval::Day, &self.common.zone, self.span(period), self.common.now);
        cuts.extend(period.from);
        cuts.sort_unstable();
        cuts.dedup();
        Ok(cuts)
    }

    fn start(&self, period: TimeRange) -> Result<ActiveUsersFold, Rejection> {
        let mut days = Timeline::new(Interval::Day, &self.common.zone, self.span(period).from)?;
        let first = period.from.map(|from| days.reach(from)).transpose()?;
        Ok(ActiveUsersFold { period, days, first, roster: Roster::new(Windows::BYTES_OF_ONE), windows: Windows::default() })
    }

    fn fold(&self, fold: &mut ActiveUsersFold, view: &View) -> Result<(), Rejection> {
        let day = fold.days.reach(view.chunk.from)? as i64;
        let in_period = fold.period.from.is_none_or(|from| view.chunk.from >= from);
        let visits = Matches::of(&self.common.filter, &[Filter::default()], view).by_visit(view);
        for (visit, _) in visits.into_iter().enumerate().filter(|(_, bits)| *bits != 0) {
            let person = self.people.of(&view.chunk.visits, visit);
            if person == 0 {
                continue;
            }
            let (number, is_new) = fold.roster.enter(person)?;
            if is_new {
                fold.windows.enter();
            }
            fold.windows.mark(number, day, in_period);
        }
        Ok(())
    }

    fn answer(&self, fold: ActiveUsersFold, previous: Option<ActiveUsersFold>) -> Result<ActiveUsersAnswer, Rejection> {
        let previous = previous.map(|fold| self.activity(fold)).transpose()?;
        Ok(ActiveUsersAnswer { asked: self.activity(fold)?, previous })
    }
}

impl ActiveUsersQuestion {
    fn activity(&self, mut fold: ActiveUsersFold) -> Result<Activity, Rejection> {
        let (people, new) = fold.windows.total();
        let total = Total { people, new, returning: people - new };
        if fold.days.starts().is_empty() {
            return Ok(Activity { points: Vec::new(), total });
        }
        // Nobody has been active later than now, but for those whose clocks are ahead; their days are in the list already.
        let end = fold.period.until.unwrap_or(self.common.now.saturating_add(1));
        fold.days.reach(end.saturating_sub(1))?;
        let starts = fold.days.starts();
        let first = fold.first.unwrap_or(0);
        let days = fold.windows.days(first as i64..starts.len() as i64);
        let points = starts.iter().skip(first).zip(days).map(|(start, day)| Point::new(self.common.zone.date(*start).to_string(), day));
        Ok(Activity { points: points.collect(), total })
    }
}

impl Point {
    fn new(date: String, Day { daily, weekly, monthly, new }: Day) -> Point {
        let stickiness = (monthly > 0).then(|| daily as f64 / monthly as f64);
        Point { date, daily, weekly, monthly, stickiness, new, returning: daily - new }
    }
}

/// When the day starts that is so many days before that of a moment.
fn days_before(at: u64, days: i64, zone: &Zone) -> u64 {
    midnight(zone.date(at).saturating_sub(days.days()), &zone.rules).unwrap_or(0)
}

#[cfg(test)]
mod tests;
