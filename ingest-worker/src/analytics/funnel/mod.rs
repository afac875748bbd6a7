//! How many people take steps one after the other, and how long it takes them.

mod answer;
mod chain;
mod rank;

use super::dimension::Dimension;
use super::filter::Filter;
use super::matches::Matches;
use super::names::Names;
use super::people::People;
use super::question::{take_dimension, take_limit, Common, Question};
use super::roster::Roster;
use super::values::Values;
use super::view::View;
use crate::instant::{DAY_MS, HOUR_MS};
use crate::query::parameters::{whole, Parameters};
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::{Columns, IdHash};
use answer::{steps_of_groups, Funnel, Reaches, Series};
use chain::Chains;
use serde::Serialize;
use std::collections::HashMap;

pub(crate) const MIN_STEPS: usize = 2;
pub(crate) const MAX_STEPS: usize = 10;
const MINUTE_MS: u64 = 60_000;
pub(crate) const MAX_WINDOW: u64 = 90 * DAY_MS;

/// `GET /api/analytics/funnel`
#[derive(Clone, Debug)]
pub struct FunnelQuestion {
    common: Common,
    labels: Vec<String>,
    steps: Vec<Filter>,
    window: u64,
    by: Option<Dimension>,
    limit: usize,
    people: People,
}

/// Those who took step 1 so far.
#[derive(Debug)]
pub struct FunnelFold {
    roster: Roster,
    chains: Chains,
    /// For each step but the first.
    reaches: Vec<Reaches>,
    names: Names,
    /// By person, what they have for the dimension.
    values: Vec<Option<u32>>,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FunnelAnswer {
    #[serde(flatten)]
    all: Funnel,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<Vec<Series>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Funnel>,
}

impl Question for FunnelQuestion {
    type Fold = FunnelFold;
    type Answer = FunnelAnswer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<FunnelQuestion, Rejection> {
        let labels = parameters.texts("step")?;
        if !(MIN_STEPS..=MAX_STEPS).contains(&labels.len()) {
            return Err(Rejection::parameter("step", "stands 2 to 10 times: event types, or filters as a query string"));
        }
        let steps = labels.iter().map(|label| Filter::step("step", label)).collect::<Result<_, _>>()?;
        let window = parameters.text("window")?.map_or(Ok(7 * DAY_MS), |text| window(&text))?;
        let by = take_dimension(parameters, "by")?;
        let people = People::take(parameters)?;
        let limit = take_limit(parameters)?;
        Ok(FunnelQuestion { common: Common::take(parameters, now)?, labels, steps, window, by, limit, people })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        let own = self.people.columns() | Columns::EVENT_VISITS | Columns::TIMES | self.common.filter.columns();
        let steps = self.steps.iter().map(Filter::columns).fold(own, |all, columns| all | columns);
        self.by.as_ref().map_or(steps, |by| steps | by.columns())
    }

    fn metadata(&self) -> Vec<String> {
        let steps = self.steps.iter().flat_map(Filter::metadata).map(str::to_owned);
        self.common.metadata(&self.by).into_iter().chain(steps).collect()
    }

    fn cuts(&self, _: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(Vec::new())
    }

    fn start(&self, _: TimeRange) -> Result<FunnelFold, Rejection> {
        let steps = self.steps.len();
        let bytes_of_one = Chains::bytes_of_one(steps) + Reaches::BYTES_OF_ONE * (steps - 1) + size_of::<Option<u32>>();
        Ok(FunnelFold {
            roster: Roster::new(bytes_of_one, self.common.periods()),
            chains: Chains::new(steps, self.window),
            reaches: vec![Reaches::default(); steps - 1],
            names: Names::default(),
            values: Vec::new(),
        })
    }

    fn fold(&self, fold: &mut FunnelFold, view: &View) -> Result<(), Rejection> {
        let chunk = view.chunk;
        let matches = Matches::of(&self.common.filter, &self.steps, view);
        let by = self.by.as_ref().map(|by| Values::of(by, view));
        let mut persons: Vec<Option<usize>> = vec![None; view.visits()];
        for (event, (visit, time)) in chunk.events.visit.iter().zip(&chunk.events.time).enumerate() {
            let visit = *visit as usize;
            let bits = matches.event(visit, event);
            if bits == 0 {
                continue;
            }
            let Some(place) = persons.get_mut(visit) else { continue };
            if place.is_none() {
                let id = self.people.of(&chunk.visits, visit);
                let value = || by.as_ref().and_then(|by| by.text(by.entry(visit, event)));
                // Nobody's events are left out, and who has not taken step 1 is not followed.
                let takes_first = id != 0 && bits & 1 == 1;
                *place = if takes_first { Some(fold.enter(id, value)?) } else { fold.roster.find(id) };
            }
            let Some(person) = *place else { continue };
            let FunnelFold { chains, reaches, .. } = fold;
            chains.advance(person, bits, chunk.from + u64::from(*time), |step, millis| {
                let place = step.checked_sub(1).and_then(|place| reaches.get_mut(place));
                place.into_iter().for_each(|reaches| reaches.push(person, millis));
            });
        }
        Ok(())
    }

    fn answer(&self, fold: FunnelFold, previous: Option<FunnelFold>) -> Result<FunnelAnswer, Rejection> {
        let series = self.by.as_ref().map(|_| self.series(&fold));
        Ok(FunnelAnswer { all: self.funnel(&fold), series, previous: previous.map(|fold| self.funnel(&fold)) })
    }
}

impl FunnelFold {
    /// The number of a person who takes step 1, with what they have for the dimension if it is their first.
    fn enter<'a>(&mut self, id: IdHash, value: impl Fn() -> Option<&'a str>) -> Result<usize, Rejection> {
        let (person, is_new) = self.roster.enter(id)?;
        if is_new {
            self.chains.enter();
            self.values.push(value().map(|text| self.names.number(text)).transpose()?);
        }
        Ok(person)
    }
}

impl FunnelQuestion {
    fn funnel(&self, fold: &FunnelFold) -> Funnel {
        let steps = steps_of_groups(&self.labels, &[fold.values.len()], &fold.reaches, |_| Some(0));
        steps.into_iter().next().unwrap_or_default().into()
    }

    /// The funnels of the values that most people have.
    fn series(&self, fold: &FunnelFold) -> Vec<Series> {
        let mut counts: HashMap<Option<u32>, usize> = HashMap::new();
        for value in &fold.values {
            *counts.entry(*value).or_default() += 1;
        }
        let text = |value: Option<u32>| value.map(|value| fold.names.text(value));
        let mut largest: Vec<(Option<u32>, usize)> = counts.into_iter().collect();
        largest
            .sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.is_none().cmp(&b.0.is_none())).then_with(|| text(a.0).cmp(&text(b.0))));
        largest.truncate(self.limit);
        let places: HashMap<Option<u32>, usize> = largest.iter().enumerate().map(|(place, (value, _))| (*value, place)).collect();
        let first: Vec<usize> = largest.iter().map(|(_, people)| *people).collect();
        let group = |person| fold.values.get(person).and_then(|value| places.get(value)).copied();
        let steps = steps_of_groups(&self.labels, &first, &fold.reaches, group);
        largest.iter().zip(steps).map(|((value, _), steps)| Series { value: text(*value).map(str::to_owned), steps }).collect()
    }
}

/// `7d`, `12h`, `30m`
fn window(text: &str) -> Result<u64, Rejection> {
    let units = [('m', MINUTE_MS), ('h', HOUR_MS), ('d', DAY_MS)];
    let length = units.into_iter().find_map(|(letter, unit)| whole(text.strip_suffix(letter)?)?.checked_mul(unit));
    let fault = || Rejection::parameter("window", "minutes, hours or days such as 30m, 12h, 7d; at most 90d");
    length.filter(|length| (1..=MAX_WINDOW).contains(length)).ok_or_else(fault)
}

#[cfg(test)]
mod tests;
