//! Streams: runs of a job, of an agent, of a world that is simulated; what happened in each.

mod fold;

use super::filter::Filter;
use super::question::{take_limit, Common, Question};
use super::start_cursor::StartCursor;
use super::view::View;
use crate::instant::iso;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use event_model::Level;
use fold::{Run, StreamsFold};
use serde::Serialize;
use std::collections::BTreeMap;

/// `GET /api/streams`
#[derive(Clone, Debug)]
pub struct StreamsQuestion {
    common: Common,
    limit: usize,
    after: Option<StartCursor>,
}

/// The answer: a page of the streams with matching events.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StreamsAnswer {
    items: Vec<Item>,
    /// On all pages together.
    total: usize,
    has_more: bool,
    next_cursor: Option<String>,
}

/// A stream, as its matching events in the range tell of it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "StreamItem"))]
struct Item {
    stream_id: String,
    first_at: u64,
    first_at_iso: String,
    last_at: u64,
    last_at_iso: String,
    duration_ms: u64,
    events: u64,
    levels: BTreeMap<&'static str, u64>,
    first_step: Option<i64>,
    last_step: Option<i64>,
    users: u64,
    actors: u64,
}

impl Question for StreamsQuestion {
    type Fold = StreamsFold;
    type Answer = StreamsAnswer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<StreamsQuestion, Rejection> {
        let limit = take_limit(parameters)?;
        let cursor = parameters.text("cursor")?;
        let fault = || Rejection::parameter("cursor", "the next_cursor of the page before, as it is");
        let after = cursor.map(|text| StartCursor::decode(&text).ok_or_else(fault)).transpose()?;
        let common = Common::take(parameters, now)?;
        common.refuse_comparison()?;
        Ok(StreamsQuestion { common, limit, after })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        Filter::columns(&self.common.filter) | StreamsFold::columns()
    }

    fn cuts(&self, _: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(Vec::new())
    }

    fn start(&self, _: TimeRange) -> Result<StreamsFold, Rejection> {
        Ok(StreamsFold::default())
    }

    fn fold(&self, fold: &mut StreamsFold, view: &View) -> Result<(), Rejection> {
        fold.take(view, &self.common.filter.select(view))
    }

    fn answer(&self, fold: StreamsFold, _: Option<StreamsFold>) -> Result<StreamsAnswer, Rejection> {
        let total = fold.len();
        let after = self.after.as_ref();
        let mut runs: Vec<(&str, &Run)> =
            fold.runs().filter(|(id, run)| after.is_none_or(|cursor| cursor.is_before(run.first_at, id))).collect();
        runs.sort_unstable_by(|(a, left), (b, right)| (right.first_at, b).cmp(&(left.first_at, a)));
        let has_more = runs.len() > self.limit;
        runs.truncate(self.limit);
        let last = runs.last().filter(|_| has_more);
        let next_cursor = last.map(|(id, run)| StartCursor { start: run.first_at, id: (*id).to_owned() }.encode());
        Ok(StreamsAnswer { items: runs.into_iter().map(|(id, run)| item(id, run)).collect(), total, has_more, next_cursor })
    }
}

fn item(stream_id: &str, run: &Run) -> Item {
    Item {
        stream_id: stream_id.to_owned(),
        first_at: run.first_at,
        first_at_iso: iso(run.first_at),
        last_at: run.last_at,
        last_at_iso: iso(run.last_at),
        duration_ms: run.last_at.saturating_sub(run.first_at),
        events: run.levels.iter().sum(),
        levels: Level::ALL.into_iter().zip(run.levels).map(|(level, count)| (level.name(), count)).collect(),
        first_step: run.steps.map(|(first, _)| first),
        last_step: run.steps.map(|(_, last)| last),
        users: run.users,
        actors: run.actors,
    }
}

#[cfg(test)]
mod tests;
