//! Lists and exports that ask where sessions came from. No event alone tells that, so chunks say at which moments events match, and the events of
//! these moments are judged as they are read.

use super::select::{self, Moments};
use super::{Database, StorageFailed};
use crate::analytics::judge::{Judge, Sighting};
use crate::key::Project;
use crate::query::cursor::Cursor;
use crate::query::export::{last_place, ExportQuery};
use crate::query::filter::Filter;
use crate::query::item::StoredEvent;
use crate::query::list::{ListQuery, Order, Start};
use crate::query::window::Window;
use crate::rejection::Rejection;
use crate::rollup::plan::Wanted;
use crate::rollup::Chunk;
use event_model::limits::MAX_SAFE_INTEGER;
use event_model::EventId;
use std::collections::VecDeque;

/// Events of a page that one statement reads at most: there may be many of one moment, few of which match.
const MAX_READ: usize = 500;
/// Moments that one statement is asked for.
const MAX_MOMENTS: usize = 2_000;
/// Events that one statement reads where chunks do not know all that is asked.
const SIGHTINGS: usize = 10_000;
/// Of these, so many statements at most.
const MAX_SIGHTINGS: usize = 10;
/// Events that an export finds at once. It ends behind them, and says where to go on.
const MAX_EXPORTED: usize = 1_000_000;

/// The way through the events of some moments, those that match picked out.
#[derive(Debug)]
pub struct Walk {
    project: Project,
    judge: Judge,
    /// What can be asked of single events.
    filter: Filter,
    order: Order,
    times: VecDeque<u64>,
    after: Option<Cursor>,
    /// Events behind the moment of the cursor.
    ahead: u64,
    /// Whether there is more behind its moments.
    pub is_cut: bool,
}

impl Database {
    /// The rows of a page and one more, and how many there are on all pages.
    pub(super) async fn judged_page(&self, project: Project, list: &ListQuery, now: u64) -> Result<(Vec<StoredEvent>, u64), Rejection> {
        let (mut walk, skip, total) = self.walk(project, list, now).await?;
        let wanted = skip + list.limit + 1;
        let mut rows = Vec::new();
        while rows.len() < wanted && !walk.is_over() {
            rows.extend(self.go_on(&mut walk, wanted.max(MAX_READ)).await?);
        }
        Ok((rows.into_iter().skip(skip).take(list.limit + 1).collect(), total))
    }

    /// The way of an export, and how many events it brings.
    pub async fn judged_export(&self, project: Project, export: &ExportQuery, now: u64) -> Result<(Walk, u64), Rejection> {
        let start = export.after.clone().map_or(Start::Skip(0), Start::After);
        let list = ListQuery { filter: export.filter.clone(), order: Order::OldestFirst, start, limit: MAX_EXPORTED };
        let (mut walk, ..) = self.walk(project, &list, now).await?;
        let mut count = walk.ahead;
        // Of the moment that it begins at, only the log knows which events come behind the one that was named.
        if let Some(at) = walk.after.as_ref().map(|after| after.occurred_at).filter(|at| walk.times.front() == Some(at)) {
            let times = std::mem::replace(&mut walk.times, VecDeque::from([at]));
            let after = walk.after.clone();
            while !walk.is_over() {
                count += self.go_on(&mut walk, MAX_MOMENTS).await?.len() as u64;
            }
            (walk.times, walk.after) = (times, after);
        }
        Ok((walk, count.min(export.limit.unwrap_or(u64::MAX))))
    }

    /// The next events of a way that match; there may be none in a step although more follow.
    pub async fn go_on(&self, walk: &mut Walk, limit: usize) -> Result<Vec<StoredEvent>, StorageFailed> {
        let times: Vec<u64> = walk.times.iter().take(MAX_MOMENTS.min(limit)).copied().collect();
        let moments = Moments { times: &times, after: walk.after.as_ref(), order: walk.order, limit };
        let rows = self.run::<StoredEvent>(select::at_moments(walk.project, &walk.filter, &moments)).await?.rows;
        match last_place(&rows).filter(|_| rows.len() >= limit) {
            // More of the last one's moment may follow.
            Some(last) => {
                let passed = times.iter().take_while(|time| **time != last.occurred_at).count();
                walk.times.drain(..passed);
                walk.after = Some(last);
            }
            None => drop(walk.times.drain(..times.len())),
        }
        let holds = self.judged(walk.project, &walk.judge, &rows.iter().map(Sighting::from).collect::<Vec<_>>()).await?;
        Ok(rows.into_iter().zip(holds).filter(|(_, holds)| *holds).map(|(row, _)| row).collect())
    }

    /// The way through a page's events, how many of its first moment are on the page before, and how many match on all pages.
    async fn walk(&self, project: Project, list: &ListQuery, now: u64) -> Result<(Walk, usize, u64), Rejection> {
        let mut window = Window::of(list);
        let filter = Filter { dimensions: list.filter.dimensions.without_origin(), ..list.filter.clone() };
        let mut judge = Judge::of(&list.filter.dimensions);
        if list.filter.is_of_dimensions() {
            self.find_in_chunks(project, &mut judge, &list.filter, now, |time| window.see(time)).await?;
        } else {
            // Chunks do not know texts, causes and faults, so whatever has those is judged.
            self.find_in_chunks(project, &mut judge, &list.filter, now, |_| {}).await?;
            self.find_in_log(project, &judge, &filter, |time| window.see(time)).await?;
        }
        let page = window.moments()?;
        let after = match &list.start {
            Start::After(cursor) => Some(cursor.clone()),
            Start::Skip(_) => None,
        };
        let is_cut = page.ahead > list.limit as u64;
        let times = VecDeque::from(page.times);
        Ok((Walk { project, judge, filter, order: list.order, times, after, ahead: page.ahead, is_cut }, page.skip, page.total))
    }

    /// Has all chunks of a range looked at, and tells the times of events that match, in order.
    async fn find_in_chunks(
        &self,
        project: Project,
        judge: &mut Judge,
        filter: &Filter,
        now: u64,
        mut see: impl FnMut(u64),
    ) -> Result<(), Rejection> {
        let metadata = judge.metadata();
        let (from, until) = (filter.range.from.unwrap_or(0), filter.range.until.unwrap_or(MAX_SAFE_INTEGER));
        let wanted = Wanted { from, until, cuts: &[], columns: judge.columns(), metadata: &metadata };
        let take = |chunk: &Chunk| {
            judge.take(chunk, &mut see);
            Ok(())
        };
        self.chunks(project, &wanted, now, take).await.map(drop)
    }

    /// Tells the times of the log's events that match, in order.
    async fn find_in_log(&self, project: Project, judge: &Judge, filter: &Filter, mut see: impl FnMut(u64)) -> Result<(), Rejection> {
        let mut after = None;
        for _ in 0..MAX_SIGHTINGS {
            let rows = self.run::<Sighting>(select::sightings(project, filter, after.as_ref(), SIGHTINGS)).await?.rows;
            let holds = self.judged(project, judge, &rows).await?;
            rows.iter().zip(holds).filter(|(_, holds)| *holds).for_each(|(row, _)| see(row.occurred_at));
            let last = rows.last().filter(|_| rows.len() >= SIGHTINGS);
            after = last.and_then(|row| Some(Cursor { occurred_at: row.occurred_at, id: EventId::parse(&row.event_id, "id").ok()? }));
            if after.is_none() {
                return Ok(());
            }
        }
        let reason = "More than 100,000 events match but for where their sessions came from: choose a shorter range, or add a filter.";
        Err(Rejection::QuestionTooBig(reason.into()))
    }

    /// Of which of these events it is true where their sessions came from.
    async fn judged(&self, project: Project, judge: &Judge, rows: &[Sighting]) -> Result<Vec<bool>, StorageFailed> {
        let holds: Vec<Option<bool>> = rows.iter().map(|row| judge.holds(row)).collect();
        let mut times: Vec<u64> = rows.iter().zip(&holds).filter(|(_, holds)| holds.is_none()).map(|(row, _)| row.occurred_at).collect();
        times.dedup();
        let mut sightings = Vec::new();
        if !times.is_empty() {
            sightings = self.run::<Sighting>(select::sightings_at(project, &times)).await?.rows;
        }
        let showing = judge.showing(&sightings);
        Ok(rows.iter().zip(holds).map(|(row, holds)| holds.unwrap_or_else(|| judge.holds_behind(row, &showing))).collect())
    }
}

impl Walk {
    /// Whether nothing follows.
    pub fn is_over(&self) -> bool {
        self.times.is_empty()
    }
}
