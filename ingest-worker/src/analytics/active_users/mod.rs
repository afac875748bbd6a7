//! How many people are active by day, week and month, and how many of them are new.

mod windows;

use super::buckets::{Buckets, Interval};
use super::filter::Filter;
use super::matches::Matches;
use super::people::People;
use super::question::{Common, Question};
use super::roster::Roster;
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
    from: u64,
    /// The days from the first that is read.
    days: Buckets,
    roster: Roster,
    windows: Windows,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ActiveUsersAnswer {
    #[serde(flatten)]
    asked: Activity,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Activity>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Activity {
    points: Vec<Point>,
    total: Total,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ActivityDay"))]
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
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ActivityTotal"))]
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
        let span = self.span(period);
        let mut cuts = self.days(span)?.cuts(span);
        cuts.extend(period.from);
        cuts.sort_unstable();
        Ok(cuts)
    }

    fn start(&self, period: TimeRange) -> Result<ActiveUsersFold, Rejection> {
        let days = self.days(self.span(period))?;
        Ok(ActiveUsersFold {
            from: period.from.unwrap_or(0),
            days,
            roster: Roster::new(Windows::BYTES_OF_ONE, self.common.periods()),
            windows: Windows::default(),
        })
    }

    fn fold(&self, fold: &mut ActiveUsersFold, view: &View) -> Result<(), Rejection> {
        let day = fold.days.at(view.chunk.from) as i64;
        let in_period = view.chunk.from >= fold.from;
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
        Ok(ActiveUsersAnswer { asked: self.activity(fold), previous: previous.map(|fold| self.activity(fold)) })
    }
}

impl ActiveUsersQuestion {
    fn days(&self, span: TimeRange) -> Result<Buckets, Rejection> {
        let too_many =
            |_| Rejection::QuestionTooBig("More than 2,000 days, the 90 before the range included. Take a shorter range.".into());
        Buckets::over(Interval::Day, span, &self.common.zone).map_err(too_many)
    }

    fn activity(&self, fold: ActiveUsersFold) -> Activity {
        let (people, new) = fold.windows.total();
        let (starts, first) = (fold.days.starts(), fold.days.at(fold.from));
        let days = fold.windows.days(first as i64..starts.len() as i64);
        let date = |start: &u64| self.common.zone.date(*start).to_string();
        let points = starts.iter().skip(first).zip(days).map(|(start, day)| Point::new(date(start), day)).collect();
        Activity { points, total: Total { people, new, returning: people - new } }
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
