//! Who comes again: people by the period in which they first came, and how many of them are seen in each period after it.

mod cohorts;

use super::buckets::{Buckets, Interval};
use super::filter::Filter;
use super::matches::Matches;
use super::people::People;
use super::question::{Common, Question};
use super::roster::Roster;
use super::view::View;
use crate::instant::iso;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use cohorts::{Cohorts, MAX_PERIODS};
use serde::Serialize;

const DEFAULT_PERIODS: i32 = 8;

/// `GET /api/analytics/retention`
#[derive(Clone, Debug)]
pub struct RetentionQuestion {
    common: Common,
    interval: Interval,
    periods: i32,
    /// What a first coming is, and what coming again is.
    steps: [Filter; 2],
    people: People,
}

/// Who came so far.
#[derive(Debug)]
pub struct RetentionFold {
    periods: Buckets,
    roster: Roster,
    cohorts: Cohorts,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RetentionAnswer {
    interval: &'static str,
    cohorts: Vec<CohortAnswer>,
}

/// The people who first came in one period.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Cohort"))]
struct CohortAnswer {
    start: u64,
    start_iso: String,
    people: u64,
    retained: Vec<u64>,
    rates: Vec<Option<f64>>,
}

impl Question for RetentionQuestion {
    type Fold = RetentionFold;
    type Answer = RetentionAnswer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<RetentionQuestion, Rejection> {
        let interval = parameters.choice("interval", ("week", Interval::Week), &[("day", Interval::Day), ("month", Interval::Month)])?;
        let periods = parameters.number_or("periods", 1..=i64::from(MAX_PERIODS), i64::from(DEFAULT_PERIODS))?;
        let periods = i32::try_from(periods).unwrap_or(DEFAULT_PERIODS);
        let mut step = |name: &str| parameters.text(name)?.map_or(Ok(Filter::default()), |text| Filter::step(name, &text));
        let steps = [step("first")?, step("again")?];
        let people = People::take(parameters)?;
        let common = Common::take(parameters, now)?;
        common.refuse_comparison()?;
        Ok(RetentionQuestion { common, interval, periods, steps, people })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        let own = self.people.columns() | self.common.filter.columns();
        self.steps.iter().map(Filter::columns).fold(own, |all, columns| all | columns)
    }

    fn metadata(&self) -> Vec<String> {
        let steps = self.steps.iter().flat_map(Filter::metadata).map(str::to_owned);
        self.common.metadata([]).into_iter().chain(steps).collect()
    }

    fn cuts(&self, period: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(self.periods(period)?.cuts(period))
    }

    fn start(&self, period: TimeRange) -> Result<RetentionFold, Rejection> {
        Ok(RetentionFold { periods: self.periods(period)?, roster: Roster::new(Cohorts::BYTES_OF_ONE, 1), cohorts: Cohorts::default() })
    }

    fn fold(&self, fold: &mut RetentionFold, view: &View) -> Result<(), Rejection> {
        let period = fold.periods.at(view.chunk.from) as i32;
        let visits = Matches::of(&self.common.filter, &self.steps, view).by_visit(view);
        // A chunk lies within one period, so the order of its events does not matter.
        for (visit, bits) in visits.into_iter().enumerate() {
            let person = self.people.of(&view.chunk.visits, visit);
            if person == 0 || bits == 0 {
                continue;
            }
            let number = if bits & 1 == 1 {
                let (number, is_new) = fold.roster.enter(person)?;
                if is_new {
                    fold.cohorts.enter(period);
                }
                Some(number)
            } else {
                fold.roster.find(person)
            };
            if let Some(number) = number.filter(|_| bits & 2 == 2) {
                fold.cohorts.mark(number, period);
            }
        }
        Ok(())
    }

    fn answer(&self, fold: RetentionFold, _: Option<RetentionFold>) -> Result<RetentionAnswer, Rejection> {
        let starts = fold.periods.starts();
        let table = fold.cohorts.table(0..starts.len() as i32, self.periods);
        let answer = |(start, retained): (&u64, Vec<u64>)| {
            let people = retained.first().copied().unwrap_or(0);
            let rates = retained.iter().map(|count| (people > 0).then(|| *count as f64 / people as f64)).collect();
            CohortAnswer { start: *start, start_iso: iso(*start), people, retained, rates }
        };
        Ok(RetentionAnswer { interval: self.interval.name(), cohorts: starts.iter().zip(table).map(answer).collect() })
    }
}

impl RetentionQuestion {
    fn periods(&self, period: TimeRange) -> Result<Buckets, Rejection> {
        Buckets::over(self.interval, period, &self.common.zone)
    }
}

#[cfg(test)]
mod tests;
