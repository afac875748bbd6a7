use super::buckets::{Buckets, Interval};
use super::counts::{check_bytes, rank, too_big, Counts, Tally, MAX_GROUPS};
use super::dimension::Dimension;
use super::distinct::{Members, Register, Who};
use super::groups::Groups;
use super::matching::{Counter, Matching};
use super::question::{take_dimension, take_limit, Common, Question};
use super::view::View;
use crate::instant::{iso, DAY_MS, HOUR_MS};
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use serde::Serialize;

/// Up to this length a range is counted by hours, unless told otherwise.
const LONGEST_BY_HOUR: u64 = 48 * HOUR_MS;
/// And by days.
const LONGEST_BY_DAY: u64 = 92 * DAY_MS;

/// The question of `timeseries`: counts over time, and those of the largest values of a dimension.
#[derive(Debug)]
pub struct Timeseries {
    common: Common,
    /// None: what fits the range.
    interval: Option<Interval>,
    by: Option<Dimension>,
    limit: usize,
}

/// What is known of a period.
#[derive(Debug)]
pub struct Fold {
    interval: Interval,
    buckets: Buckets,
    register: Register,
    total: Tally,
    points: Vec<Counts>,
    /// The bucket of the latest chunk, and what is known of it.
    current: usize,
    here: Tally,
    split: Option<Split>,
}

/// The counts of a period by the values of a dimension.
#[derive(Debug)]
struct Split {
    groups: Groups,
    cells: Cells,
}

/// The counts by group, of all buckets and of each.
#[derive(Debug, Default)]
struct Cells {
    totals: Tally,
    /// Of the current bucket, and the groups that are in it.
    here: Tally,
    met: Vec<u32>,
    /// Of the buckets before: the bucket, the group, the counts.
    before: Vec<(usize, u32, Counts)>,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TimeseriesAnswer"))]
pub struct Answer {
    interval: &'static str,
    total: Counts,
    points: Vec<Point>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<Vec<Series>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Previous>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TimeseriesPoint"))]
struct Point {
    start: u64,
    start_iso: String,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TimeseriesSeries"))]
struct Series {
    value: Option<String>,
    total: Counts,
    points: Vec<Point>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TimeseriesPrevious"))]
struct Previous {
    total: Counts,
    points: Vec<Point>,
}

impl Question for Timeseries {
    type Fold = Fold;
    type Answer = Answer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<Timeseries, Rejection> {
        let interval = parameters.choice_if_any("interval", &Interval::ALL.map(|interval| (interval.name(), interval)))?;
        let by = take_dimension(parameters, "by")?;
        let limit = take_limit(parameters)?;
        let common = Common::take(parameters, now)?;
        Ok(Timeseries { common, interval, by, limit })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        let by = self.by.as_ref();
        let by_event = by.is_some_and(|by| !by.is_of_visit());
        let columns = Matching::columns(&self.common.filter, by_event) | Register::columns();
        by.map_or(columns, |by| columns | by.columns())
    }

    fn metadata(&self) -> Vec<String> {
        self.common.metadata(self.by.iter())
    }

    fn cuts(&self, period: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(self.buckets(period)?.cuts(period))
    }

    fn start(&self, period: TimeRange) -> Result<Fold, Rejection> {
        let buckets = self.buckets(period)?;
        let split = |by: &Dimension| Split { groups: Groups::new(by.clone()), cells: Cells::default() };
        Ok(Fold {
            interval: self.interval(period),
            register: Register::default(),
            total: Tally::default(),
            points: vec![Counts::default(); buckets.starts().len()],
            buckets,
            current: 0,
            here: Tally::default(),
            split: self.by.as_ref().map(split),
        })
    }

    fn fold(&self, fold: &mut Fold, view: &View) -> Result<(), Rejection> {
        let bucket = fold.buckets.at(view.chunk.from);
        if bucket != fold.current {
            fold.close()?;
            fold.current = bucket;
        }
        let who = fold.register.of(view);
        let mut matching = Matching::of(&self.common.filter, view);
        for (visit, who) in who.iter().enumerate() {
            let (events, page_views) = matching.of_visit(visit);
            if events > 0 {
                fold.total.add(0, *who, events, page_views);
                fold.here.add(0, *who, events, page_views);
            }
        }
        let known = fold.register.bytes() + fold.total.bytes() + fold.here.bytes();
        let Some(Split { groups, cells }) = &mut fold.split else { return check_bytes(1, [known]) };
        matching.each(view, &who, groups, cells)?;
        check_bytes(self.common.periods(), [known, groups.bytes(), cells.totals.bytes(), cells.here.bytes()])
    }

    fn close(&self, fold: &mut Fold) {
        fold.register = Register::default();
        // The last bucket's counts are still to be put where they belong.
        [&mut fold.total, &mut fold.here].into_iter().for_each(Tally::close);
    }

    fn answer(&self, mut fold: Fold, previous: Option<Fold>) -> Result<Answer, Rejection> {
        fold.close()?;
        let previous = previous.map(|mut fold| {
            fold.close()?;
            Ok::<_, Rejection>(Previous { total: fold.total.of(0), points: fold.points(&fold.points) })
        });
        Ok(Answer {
            interval: fold.interval.name(),
            total: fold.total.of(0),
            points: fold.points(&fold.points),
            series: fold.split.as_ref().map(|split| fold.series(split, self.limit)),
            previous: previous.transpose()?,
        })
    }
}

impl Timeseries {
    fn buckets(&self, period: TimeRange) -> Result<Buckets, Rejection> {
        Buckets::over(self.interval(period), period, &self.common.zone)
    }

    fn interval(&self, period: TimeRange) -> Interval {
        let fitting = || {
            // What lies ahead of now does not make an open range longer.
            let until = period.until.filter(|until| self.common.range.until.is_some() || *until < self.common.now);
            match until.unwrap_or(self.common.now).saturating_sub(period.from.unwrap_or(0)) {
                length if length <= LONGEST_BY_HOUR => Interval::Hour,
                length if length <= LONGEST_BY_DAY => Interval::Day,
                _ => Interval::Month,
            }
        };
        self.interval.unwrap_or_else(fitting)
    }
}

impl Fold {
    /// Notes what is known of the current bucket.
    fn close(&mut self) -> Result<(), Rejection> {
        if let Some(point) = self.points.get_mut(self.current) {
            *point = self.here.of(0);
        }
        self.here.clear(&[0]);
        self.split.as_mut().map_or(Ok(()), |split| split.cells.close(self.current))
    }

    fn points(&self, counts: &[Counts]) -> Vec<Point> {
        let all = self.buckets.starts().iter().zip(counts);
        all.map(|(start, counts)| Point { start: *start, start_iso: iso(*start), counts: *counts }).collect()
    }

    fn series(&self, split: &Split, limit: usize) -> Vec<Series> {
        let mut largest: Vec<(u32, &Option<String>)> = (0..).zip(split.groups.values()).collect();
        largest.sort_by_key(|(group, value)| rank(split.cells.totals.of(*group).events, value));
        largest.truncate(limit);
        let series = largest.into_iter().map(|(group, value)| {
            let mut counts = vec![Counts::default(); self.points.len()];
            for (bucket, _, cell) in split.cells.before.iter().filter(|(_, of, _)| *of == group) {
                if let Some(place) = counts.get_mut(*bucket) {
                    *place = *cell;
                }
            }
            Series { value: value.clone(), total: split.cells.totals.of(group), points: self.points(&counts) }
        });
        series.collect()
    }
}

impl Cells {
    /// Notes what is known of a bucket, and begins the next.
    fn close(&mut self, bucket: usize) -> Result<(), Rejection> {
        self.before.extend(self.met.iter().map(|group| (bucket, *group, self.here.of(*group))));
        self.here.clear(&self.met);
        self.met.clear();
        if self.before.len() > MAX_GROUPS {
            return Err(too_big(MAX_GROUPS, "different pairs of a point and a value"));
        }
        Ok(())
    }
}

impl Counter for Cells {
    fn count(&mut self, group: u32, events: u64, page_views: u64) {
        if self.here.of(group).events == 0 {
            self.met.push(group);
        }
        self.totals.count(group, events, page_views);
        self.here.count(group, events, page_views);
    }

    fn see(&mut self, _: usize, who: Who, groups: Members) {
        self.totals.see_who(who, groups);
        self.here.see_who(who, groups);
    }
}

#[cfg(test)]
mod tests;
