//! What follows what: the ways that sessions take.

mod links;
mod trails;

use super::dimension::Dimension;
use super::filter::Filter;
use super::matches::Matches;
use super::names::{Names, Numbers};
use super::question::{take_limit, Common, Question};
use super::roster::Roster;
use super::values::Values;
use super::view::View;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::{Columns, IdHash};
use links::{links, Link, NodeCount};
use serde::Serialize;
use trails::{Anchor, Trails};

const DEFAULT_DEPTH: i64 = 3;
const MAX_DEPTH: i64 = 10;
/// In [`Matches`]: events that match the question, and those among them that paths may begin with.
const ASKED: u16 = 1;
const ANCHOR: u16 = 2;

/// `GET /api/analytics/paths`
#[derive(Clone, Debug)]
pub struct PathsQuestion {
    common: Common,
    anchor: Anchor,
    /// All that match the question, and what the path begins with.
    steps: [Filter; 2],
    by: Dimension,
    columns: usize,
    limit: usize,
}

/// What sessions walked so far.
#[derive(Debug)]
pub struct PathsFold {
    roster: Roster,
    trails: Trails,
    names: Names,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PathsAnswer {
    sessions: usize,
    links: Vec<Link>,
    nodes: Vec<NodeCount>,
}

impl Question for PathsQuestion {
    type Fold = PathsFold;
    type Answer = PathsAnswer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<PathsQuestion, Rejection> {
        let mut step = |name: &str| parameters.text(name)?.map(|text| Filter::step(name, &text)).transpose();
        let (anchor, filter) = match (step("start")?, step("end")?) {
            (Some(_), Some(_)) => return Err(Rejection::parameter("end", "either start or end")),
            (Some(first), None) => (Anchor::First, first),
            (None, Some(last)) => (Anchor::Last, last),
            (None, None) => (Anchor::Beginning, Filter::default()),
        };
        let by_type = parameters.choice("by", ("path", false), &[("type", true)])?;
        let by = if by_type { Dimension::Type } else { Dimension::Path };
        let depth = parameters.number_or("depth", 1..=MAX_DEPTH, DEFAULT_DEPTH)?;
        let limit = take_limit(parameters)?;
        let common = Common::take(parameters, now)?;
        common.refuse_comparison()?;
        let columns = usize::try_from(depth).unwrap_or_default() + 1;
        Ok(PathsQuestion { common, anchor, steps: [Filter::default(), filter], by, columns, limit })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        let own = Columns::SESSIONS | Columns::EVENT_VISITS | self.by.columns() | self.common.filter.columns();
        self.steps.iter().map(Filter::columns).fold(own, |all, columns| all | columns)
    }

    fn metadata(&self) -> Vec<String> {
        let steps = self.steps.iter().flat_map(Filter::metadata).map(str::to_owned);
        self.common.metadata([]).into_iter().chain(steps).collect()
    }

    fn cuts(&self, _: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(Vec::new())
    }

    fn start(&self, _: TimeRange) -> Result<PathsFold, Rejection> {
        let trails = Trails::new(self.anchor, self.columns);
        Ok(PathsFold { roster: Roster::new(trails.bytes_of_one(), 1), trails, names: Names::default() })
    }

    fn fold(&self, fold: &mut PathsFold, view: &View) -> Result<(), Rejection> {
        let chunk = view.chunk;
        let matches = Matches::of(&self.common.filter, &self.steps, view);
        let by = Values::of(&self.by, view);
        let mut nodes = Numbers::new(by.texts.len());
        let mut sessions: Vec<Option<usize>> = vec![None; view.visits()];
        for (event, visit) in chunk.events.visit.iter().enumerate() {
            let visit = *visit as usize;
            let bits = matches.event(visit, event);
            let id = chunk.visits.session.get(visit).copied().unwrap_or(0);
            let Some(place) = sessions.get_mut(visit).filter(|_| bits & ASKED != 0 && id != 0) else { continue };
            let session = match *place {
                Some(session) => session,
                None => fold.enter(id)?,
            };
            *place = Some(session);
            let entry = by.entry(visit, event);
            let node = by.text(entry).map(|text| nodes.of(entry, text, &mut fold.names)).transpose()?;
            fold.trails.step(session, node, bits & ANCHOR != 0);
        }
        Ok(())
    }

    fn answer(&self, fold: PathsFold, _: Option<PathsFold>) -> Result<PathsAnswer, Rejection> {
        let (links, nodes) = links(|| fold.trails.paths(), self.columns, &fold.names, self.limit);
        Ok(PathsAnswer { sessions: fold.trails.paths().count(), links, nodes })
    }
}

impl PathsFold {
    fn enter(&mut self, id: IdHash) -> Result<usize, Rejection> {
        let (session, is_new) = self.roster.enter(id)?;
        if is_new {
            self.trails.enter();
        }
        Ok(session)
    }
}

#[cfg(test)]
mod tests;
