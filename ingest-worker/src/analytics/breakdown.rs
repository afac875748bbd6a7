use super::counts::{check_bytes, rank, Counts, Tally};
use super::dimension::Dimension;
use super::distinct::Register;
use super::groups::Groups;
use super::matching::Matching;
use super::question::{take_limit, unknown_dimension, Common, Question};
use super::view::View;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use serde::Serialize;

/// Dimensions of one question.
pub(crate) const MAX_DIMENSIONS: usize = 10;

/// The question of `breakdown`: counts by the values of dimensions.
#[derive(Clone, Debug)]
pub struct Breakdown {
    common: Common,
    /// As they were asked for, and what that means.
    by: Vec<(String, Dimension)>,
    sort: Sort,
    limit: usize,
}

/// What lists are sorted by, and what shares are of.
#[derive(Clone, Copy, Debug)]
enum Sort {
    Events,
    Users,
    Visitors,
    Sessions,
}

/// What is known of a period.
#[derive(Debug)]
pub struct Fold {
    register: Register,
    total: Tally,
    /// By dimension, of which the last ones may be missing.
    by: Vec<(Groups, Tally)>,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "BreakdownAnswer"))]
pub struct Answer {
    total: Counts,
    breakdowns: Vec<List>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Previous>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "BreakdownPrevious"))]
struct Previous {
    total: Counts,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "BreakdownList"))]
struct List {
    by: String,
    distinct: usize,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "BreakdownItem"))]
struct Item {
    value: Option<String>,
    #[serde(flatten)]
    counts: Counts,
    /// Of the total, in what is sorted by; `None` when that is 0.
    share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Counts>,
}

impl Question for Breakdown {
    type Fold = Fold;
    type Answer = Answer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<Breakdown, Rejection> {
        let names = parameters.list("by")?;
        if !(1..=MAX_DIMENSIONS).contains(&names.len()) {
            return Err(Rejection::parameter("by", format!("1 to {MAX_DIMENSIONS} dimensions such as country, separated by commas")));
        }
        let dimension = |name: String| {
            let dimension = Dimension::parse(&name).ok_or_else(|| unknown_dimension("by", &name))?;
            Ok((name, dimension))
        };
        let by = names.into_iter().map(dimension).collect::<Result<_, Rejection>>()?;
        let others = [("users", Sort::Users), ("visitors", Sort::Visitors), ("sessions", Sort::Sessions)];
        let sort = parameters.choice("sort", ("events", Sort::Events), &others)?;
        Ok(Breakdown { by, sort, limit: take_limit(parameters)?, common: Common::take(parameters, now)? })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        let by_event = self.by.iter().any(|(_, by)| !by.is_of_visit());
        let columns = Matching::columns(&self.common.filter, by_event) | Register::columns();
        self.by.iter().fold(columns, |columns, (_, by)| columns | by.columns())
    }

    fn metadata(&self) -> Vec<String> {
        self.common.metadata(self.by.iter().map(|(_, by)| by))
    }

    fn cuts(&self, _: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(Vec::new())
    }

    fn start(&self, _: TimeRange) -> Result<Fold, Rejection> {
        let by = self.by.iter().map(|(_, by)| (Groups::new(by.clone()), Tally::default())).collect();
        Ok(Fold { register: Register::default(), total: Tally::default(), by })
    }

    fn fold(&self, fold: &mut Fold, view: &View) -> Result<(), Rejection> {
        let who = fold.register.of(view);
        let mut matching = Matching::of(&self.common.filter, view);
        for (visit, who) in who.iter().enumerate() {
            let (events, page_views) = matching.of_visit(visit);
            if events > 0 {
                fold.total.add(0, *who, events, page_views);
            }
        }
        for (groups, tally) in &mut fold.by {
            matching.each(view, &who, groups, tally)?;
        }
        // What does not fit is left out, and asked by itself afterwards.
        loop {
            match self.check(fold) {
                Err(_) if fold.by.len() > 1 => fold.by.pop(),
                checked => return checked,
            };
        }
    }

    fn close(&self, fold: &mut Fold) {
        fold.register = Register::default();
        fold.total.close();
        fold.by.iter_mut().for_each(|(_, tally)| tally.close());
    }

    fn answer(&self, fold: Fold, previous: Option<Fold>) -> Result<Answer, Rejection> {
        let total = fold.total.of(0);
        let asked = previous.as_ref().map_or(fold.by.len(), |previous| previous.by.len());
        let lists = self.by.iter().zip(&fold.by).take(asked).enumerate().map(|(place, ((name, _), (groups, tally)))| {
            let before = previous.as_ref().map(|fold| fold.by.get(place));
            let mut largest: Vec<(Counts, &Option<String>)> = tally.counts.iter().copied().zip(groups.values()).collect();
            largest.sort_by_key(|(counts, value)| rank(self.sort.of(counts), value));
            let items = largest.into_iter().take(self.limit).map(|(counts, value)| Item {
                value: value.clone(),
                counts,
                share: Some(self.sort.of(&total)).filter(|total| *total > 0).map(|total| self.sort.of(&counts) as f64 / total as f64),
                previous: before.map(|before| {
                    let found = before.and_then(|(groups, tally)| Some(tally.of(groups.find(value.as_deref())?)));
                    found.unwrap_or_default()
                }),
            });
            List { by: name.clone(), distinct: groups.values().len(), items: items.collect() }
        });
        Ok(Answer { total, breakdowns: lists.collect(), previous: previous.as_ref().map(|fold| Previous { total: fold.total.of(0) }) })
    }

    fn rest(&self, answer: &Answer) -> Option<Breakdown> {
        let by = self.by.get(answer.breakdowns.len()..).filter(|by| !by.is_empty())?;
        Some(Breakdown { by: by.to_vec(), ..self.clone() })
    }

    fn join(answer: &mut Answer, more: Answer) {
        answer.breakdowns.extend(more.breakdowns);
    }
}

impl Breakdown {
    /// Refuses to keep too much.
    fn check(&self, fold: &Fold) -> Result<(), Rejection> {
        let left: usize = fold.by.iter().map(|(groups, tally)| groups.bytes() + tally.closed_bytes()).sum();
        let before = left * (self.common.periods() - 1);
        let now = fold.by.iter().map(|(groups, tally)| groups.bytes() + tally.bytes());
        check_bytes(1, now.chain([fold.register.bytes(), fold.total.bytes(), before]))
    }
}

impl Sort {
    fn of(self, counts: &Counts) -> u64 {
        match self {
            Sort::Events => counts.events,
            Sort::Users => counts.users,
            Sort::Visitors => counts.visitors,
            Sort::Sessions => counts.sessions,
        }
    }
}

#[cfg(test)]
mod tests;
