//! Sessions: what they are together, a list of them, and one of them event by event.
//!
//! A list shows ids, but chunks are read without them, since they are most of what a chunk holds. So a page of the list is found by hashes
//! first, and then the hours of its sessions are read once more, for `IdTexts`.

mod fold;
mod ids;
mod list;
mod one;
mod stays;
mod totals;
mod traits;

pub use ids::IdTexts;
pub use list::Item;
pub use one::{OneSession, SessionAnswer};

use super::question::{take_limit, Common, Question};
use super::start_cursor::StartCursor;
use super::view::View;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use fold::SessionsFold;
use list::{drafts, finish, Draft};
use serde::Serialize;
use stays::Stay;
use totals::{most_common, PathCount, Totals};

/// `GET /api/analytics/sessions`
#[derive(Clone, Debug)]
pub struct SessionsQuestion {
    common: Common,
    limit: usize,
    after: Option<StartCursor>,
}

/// The answer. Its list is empty until [`SessionsAnswer::name`] was called.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SessionsAnswer {
    total: Totals,
    entry_pages: Vec<PathCount>,
    exit_pages: Vec<PathCount>,
    /// The page of the list.
    pub items: Vec<Item>,
    has_more: bool,
    next_cursor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<Previous>,
    #[serde(skip)]
    drafts: Vec<Draft>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SessionsPrevious"))]
struct Previous {
    total: Totals,
}

impl Question for SessionsQuestion {
    type Fold = SessionsFold;
    type Answer = SessionsAnswer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<SessionsQuestion, Rejection> {
        let limit = take_limit(parameters)?;
        let cursor = parameters.text("cursor")?;
        let fault = || Rejection::parameter("cursor", "the next_cursor of the page before, as it is");
        let after = cursor.map(|text| StartCursor::decode(&text).ok_or_else(fault)).transpose()?;
        Ok(SessionsQuestion { common: Common::take(parameters, now)?, limit, after })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        let filter = self.common.filter.columns();
        let of_visits = filter | Columns::SESSIONS | Columns::VISITORS | Columns::USERS | Columns::PROFILES | Columns::ORIGINS;
        if filter.has(Columns::EVENT_VISITS) {
            of_visits | Columns::TIMES | Columns::KINDS | Columns::PAGES
        } else {
            of_visits | Columns::COUNTS | Columns::SPANS
        }
    }

    fn cuts(&self, _: TimeRange) -> Result<Vec<u64>, Rejection> {
        Ok(Vec::new())
    }

    fn start(&self, _: TimeRange) -> Result<SessionsFold, Rejection> {
        Ok(SessionsFold::start(self.common.periods()))
    }

    fn fold(&self, fold: &mut SessionsFold, view: &View) -> Result<(), Rejection> {
        let selection = self.common.filter.select(view);
        if selection.is_of_visits() {
            fold.visits(view, &selection)
        } else {
            fold.events(view, &selection)
        }
    }

    fn answer(&self, fold: SessionsFold, previous: Option<SessionsFold>) -> Result<SessionsAnswer, Rejection> {
        let pages = |page: fn(&Stay) -> Option<u32>| most_common(fold.stays.iter().map(page), &fold.names, self.limit);
        Ok(SessionsAnswer {
            total: fold.totals(),
            entry_pages: pages(Stay::entry),
            exit_pages: pages(Stay::exit),
            items: Vec::new(),
            has_more: false,
            next_cursor: None,
            previous: previous.map(|fold| Previous { total: fold.totals() }),
            drafts: drafts(&fold, self.after.as_ref(), self.limit)?,
        })
    }
}

impl SessionsAnswer {
    /// The texts that the list needs, and from when to when they are to be found. `None` when the list is empty.
    pub fn unnamed(&self) -> Option<(IdTexts, TimeRange)> {
        let from = self.drafts.iter().map(|draft| draft.item.start).min()?;
        let until = self.drafts.iter().map(|draft| draft.item.end).max()?.saturating_add(1);
        let ids = IdTexts::wanted(self.drafts.iter().flat_map(|draft| [draft.session, draft.visitor, draft.user]));
        Some((ids, TimeRange { from: Some(from), until: Some(until) }))
    }

    /// Makes the list, given the texts.
    pub fn name(&mut self, question: &SessionsQuestion, texts: &IdTexts) {
        let items = std::mem::take(&mut self.drafts).into_iter().filter_map(|draft| draft.named(texts)).collect();
        (self.items, self.next_cursor) = finish(items, question.after.as_ref(), question.limit);
        self.has_more = self.next_cursor.is_some();
    }
}

#[cfg(test)]
mod tests;
