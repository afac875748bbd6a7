use super::counts::{check_bytes, rank, Tally};
use super::dimension::Dimension;
use super::distinct::Register;
use super::groups::Groups;
use super::matching::Matching;
use super::question::{take_limit, Common, Question};
use super::timings::Sum;
use super::view::View;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use clock::{Clock, Day, Peak};
use sequences::{Sequence, Sequences};
use serde::Serialize;

mod clock;
mod sequences;

/// The question of `patterns`: at which hours things happen, how long they take, and what follows what.
#[derive(Debug)]
pub struct Patterns {
    common: Common,
    limit: usize,
}

/// What is known of a period.
#[derive(Debug)]
pub struct Fold {
    clock: Clock,
    register: Register,
    categories: (Groups, Tally),
    types: Groups,
    /// By type.
    durations: Vec<Sum>,
    sequences: Sequences,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PatternsAnswer"))]
pub struct Answer {
    #[serde(flatten)]
    found: Found,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Found>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PatternsFound"))]
struct Found {
    heatmap: Vec<Vec<u64>>,
    peak_hours: Vec<Peak>,
    busiest_day: Option<Day>,
    mean_duration_ms: Vec<Mean>,
    features: Vec<Feature>,
    sequences: Vec<Sequence>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TypeMean"))]
struct Mean {
    #[serde(rename = "type")]
    event_type: Option<String>,
    count: u64,
    mean_ms: Option<f64>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Feature {
    category: Option<String>,
    events: u64,
    users: u64,
    visitors: u64,
}

impl Question for Patterns {
    type Fold = Fold;
    type Answer = Answer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<Patterns, Rejection> {
        Ok(Patterns { limit: take_limit(parameters)?, common: Common::take(parameters, now)? })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        let columns = Matching::columns(&self.common.filter, true) | Register::columns() | Columns::DURATIONS;
        let span = TimeRange { from: self.common.previous.map_or(self.common.range.from, |before| before.from), ..self.common.range };
        if clock::needs_times(span, &self.common.zone, self.common.now) {
            columns | Columns::TIMES
        } else {
            columns
        }
    }

    fn cuts(&self, _: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(Vec::new())
    }

    fn start(&self, _: TimeRange) -> Result<Fold, Rejection> {
        Ok(Fold {
            clock: Clock::default(),
            register: Register::default(),
            categories: (Groups::new(Dimension::Category), Tally::default()),
            types: Groups::new(Dimension::Type),
            durations: Vec::new(),
            sequences: Sequences::default(),
        })
    }

    fn fold(&self, fold: &mut Fold, view: &View) -> Result<(), Rejection> {
        let who = fold.register.of(view);
        let mut matching = Matching::of(&self.common.filter, view);
        fold.clock.take(view, &matching, &self.common.zone);
        let (groups, tally) = &mut fold.categories;
        matching.each(view, &who, groups, tally)?;

        let mut types = fold.types.in_chunk(view);
        for (event, visit) in view.chunk.events.visit.iter().enumerate() {
            let visit = *visit as usize;
            if matching.event(visit, event) {
                let event_type = types.group(types.entry(visit, event))?;
                let session = who.get(visit).map(|[_, _, session]| *session);
                session.into_iter().for_each(|session| fold.sequences.take(session, event_type));
            }
        }
        for (event, millis) in &view.chunk.events.durations {
            let (event, visit) = (*event as usize, view.visit(*event as usize));
            if matching.event(visit, event) {
                let event_type = types.group(types.entry(visit, event))? as usize;
                if fold.durations.len() <= event_type {
                    fold.durations.resize(event_type + 1, Sum::default());
                }
                fold.durations.get_mut(event_type).into_iter().for_each(|sum| sum.add(*millis));
            }
        }
        check_bytes(self.common.periods(), [fold.register.bytes(), fold.sequences.bytes(), fold.categories.1.bytes()])
    }

    fn answer(&self, fold: Fold, previous: Option<Fold>) -> Result<Answer, Rejection> {
        Ok(Answer { found: self.found(fold), previous: previous.map(|fold| self.found(fold)) })
    }
}

impl Patterns {
    fn found(&self, fold: Fold) -> Found {
        let (groups, tally) = &fold.categories;
        let mut categories: Vec<_> = groups.values().iter().zip(&tally.counts).collect();
        categories.sort_by_key(|(value, counts)| rank(counts.events, value));
        let features = categories.into_iter().take(self.limit).map(|(value, counts)| Feature {
            category: value.clone(),
            events: counts.events,
            users: counts.users,
            visitors: counts.visitors,
        });

        let mut types: Vec<_> = fold.types.values().iter().zip(&fold.durations).filter(|(_, sum)| sum.count() > 0).collect();
        types.sort_by_key(|(value, sum)| rank(sum.count(), value));
        let means = types.into_iter().take(self.limit);
        Found {
            heatmap: fold.clock.heatmap(),
            peak_hours: fold.clock.peaks(self.limit),
            busiest_day: fold.clock.busiest_day(),
            mean_duration_ms: means
                .map(|(value, sum)| Mean { event_type: value.clone(), count: sum.count(), mean_ms: sum.mean() })
                .collect(),
            features: features.collect(),
            sequences: fold.sequences.largest(fold.types.values(), self.limit),
        }
    }
}

#[cfg(test)]
mod tests;
