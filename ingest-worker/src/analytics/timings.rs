use super::counts::{check_bytes, rank};
use super::dimension::Dimension;
use super::distinct::MAP_ENTRY_BYTES;
use super::groups::Groups;
use super::question::{take_dimension, take_limit, Common, Question};
use super::view::View;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::{Columns, Mixer};
use histogram::{bucket, Timing};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;

mod histogram;

pub use histogram::Sum;

/// The question of `timings`: how long what has a duration takes.
#[derive(Debug)]
pub struct Timings {
    common: Common,
    by: Dimension,
    limit: usize,
}

/// What is known of a period.
#[derive(Debug)]
pub struct Fold {
    groups: Groups,
    /// By group.
    sums: Vec<Sum>,
    /// By group and bucket, in one number.
    buckets: HashMap<u64, u64, BuildHasherDefault<Mixer>>,
    total: Sum,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TimingsAnswer"))]
pub struct Answer {
    total: Timing,
    items: Vec<Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Previous>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TimingItem"))]
struct Item {
    value: Option<String>,
    #[serde(flatten)]
    timing: Timing,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TimingsPrevious"))]
struct Previous {
    total: Timing,
}

impl Question for Timings {
    type Fold = Fold;
    type Answer = Answer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<Timings, Rejection> {
        let by = take_dimension(parameters, "by")?.unwrap_or(Dimension::Type);
        Ok(Timings { by, limit: take_limit(parameters)?, common: Common::take(parameters, now)? })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        self.common.filter.columns() | self.by.columns() | Columns::EVENT_VISITS | Columns::DURATIONS
    }

    fn metadata(&self) -> Vec<String> {
        self.common.metadata([&self.by])
    }

    fn cuts(&self, _: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(Vec::new())
    }

    fn start(&self, _: TimeRange) -> Result<Fold, Rejection> {
        Ok(Fold { groups: Groups::new(self.by.clone()), sums: Vec::new(), buckets: HashMap::default(), total: Sum::default() })
    }

    fn fold(&self, fold: &mut Fold, view: &View) -> Result<(), Rejection> {
        let selection = self.common.filter.select(view);
        let mut groups = fold.groups.in_chunk(view);
        for (event, millis) in &view.chunk.events.durations {
            let event = *event as usize;
            let visit = view.visit(event);
            if !selection.event(visit, event) {
                continue;
            }
            let group = groups.group(groups.entry(visit, event))?;
            if fold.sums.len() <= group as usize {
                fold.sums.resize(group as usize + 1, Sum::default());
            }
            fold.sums.get_mut(group as usize).into_iter().for_each(|sum| sum.add(*millis));
            fold.total.add(*millis);
            *fold.buckets.entry(u64::from(group) << 16 | u64::from(bucket(*millis))).or_default() += 1;
        }
        check_bytes(
            self.common.periods(),
            [fold.groups.bytes(), fold.buckets.capacity() * MAP_ENTRY_BYTES, fold.sums.capacity() * size_of::<Sum>()],
        )
    }

    fn answer(&self, fold: Fold, previous: Option<Fold>) -> Result<Answer, Rejection> {
        let mut largest: Vec<(u32, &Sum, &Option<String>)> =
            (0..).zip(fold.sums.iter().zip(fold.groups.values())).map(|(group, (sum, value))| (group, sum, value)).collect();
        largest.sort_by_key(|(_, sum, value)| rank(sum.count(), value));
        largest.truncate(self.limit);
        let items = largest
            .into_iter()
            .map(|(group, sum, value)| Item { value: value.clone(), timing: Timing::of(sum, &fold.buckets(|of| of == u64::from(group))) });
        Ok(Answer { total: fold.timing(), items: items.collect(), previous: previous.map(|fold| Previous { total: fold.timing() }) })
    }
}

impl Fold {
    fn timing(&self) -> Timing {
        Timing::of(&self.total, &self.buckets(|_| true))
    }

    fn buckets(&self, is_asked: impl Fn(u64) -> bool) -> BTreeMap<u16, u64> {
        let mut buckets = BTreeMap::new();
        for (key, count) in self.buckets.iter().filter(|(key, _)| is_asked(*key >> 16)) {
            *buckets.entry(*key as u16).or_default() += count;
        }
        buckets
    }
}

#[cfg(test)]
mod tests;
