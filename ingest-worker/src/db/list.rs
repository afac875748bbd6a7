use super::{select, Database, StorageFailed};
use crate::analytics::finder::Finder;
use crate::key::Project;
use crate::query::export::ExportQuery;
use crate::query::filter::Filter;
use crate::query::item::StoredEvent;
use crate::query::list::{EventList, ListQuery};
use crate::query::range::TimeRange;
use crate::query::recent::RecentQuery;
use crate::query::seek::{self, Found};
use crate::rejection::Rejection;
use crate::rollup::plan::Wanted;
use crate::rollup::{Chunk, Columns};
use event_model::limits::MAX_SAFE_INTEGER;

/// Stretches of the log that are counted at once, each by a statement.
const MAX_COUNTED: usize = 20;
/// Stretches that an export counts by themselves at most: each is a statement that it cannot read events with.
const MAX_COUNTED_AHEAD: usize = 5;

/// Stretches of time from the first millisecond to the one behind the last.
type Left = Vec<(u64, u64)>;

impl Database {
    /// One page of a list, with the exact total.
    pub async fn list(&self, project: Project, list: &ListQuery, now: u64) -> Result<EventList, Rejection> {
        let (rows, total) = self.page(project, list, now).await?;
        Ok(list.answer(rows, total))
    }

    /// The newest events of a user.
    pub async fn recent(&self, project: Project, recent: &RecentQuery, now: u64) -> Result<Vec<StoredEvent>, Rejection> {
        let (mut rows, _) = self.page(project, &recent.list(), now).await?;
        rows.truncate(recent.limit);
        Ok(rows)
    }

    /// The rows of a page and one more, and how many there are on all pages. Folded hours say how many of their events match, so the log is
    /// read only where the page lies, and where nothing is folded.
    async fn page(&self, project: Project, list: &ListQuery, now: u64) -> Result<(Vec<StoredEvent>, u64), Rejection> {
        if list.filter.dimensions.origin().is_some() {
            return self.judged_page(project, list, now).await;
        }
        let Some(finder) = Finder::of(&list.filter) else {
            self.refuse_too_many(project, &list.filter, now).await?;
            let mut outcomes = self.run_all(vec![select::page(project, list), select::count(project, &list.filter)]).await?;
            return Ok((outcomes.next::<StoredEvent>()?.rows, outcomes.next_count()?));
        };
        let found = self.find(project, &list.filter, &finder, now).await?;
        let total = found.iter().map(|stretch| stretch.events).sum();
        let statements: Vec<_> = seek::page(list, found).iter().map(|part| select::page(project, part)).collect();
        if statements.is_empty() {
            return Ok((Vec::new(), total));
        }
        let pages = self.run_all(statements).await?.all::<StoredEvent>()?;
        Ok((pages.into_iter().flat_map(|page| page.rows).take(list.limit + 1).collect(), total))
    }

    /// Refuses a filter by `metadata` of so many events that a question would be refused as well: each is read.
    pub async fn refuse_too_many(&self, project: Project, filter: &Filter, now: u64) -> Result<(), Rejection> {
        let metadata: Vec<String> = filter.dimensions.metadata().map(str::to_owned).collect();
        if metadata.is_empty() {
            return Ok(());
        }
        let (from, until) = (filter.range.from.unwrap_or(0), filter.range.until.unwrap_or(MAX_SAFE_INTEGER));
        let wanted = Wanted { from, until, cuts: &[], columns: Columns::default(), metadata: &metadata };
        self.refuse_too_much(project, &wanted, now).await
    }

    /// How many events an export brings: all that lie ahead of it, or its limit. With a limit or a place this is counted in the log, which
    /// reads no more than the export will. All of a filter is counted as lists do it.
    pub async fn count_ahead(&self, project: Project, export: &ExportQuery, now: u64) -> Result<u64, StorageFailed> {
        if export.limit.is_none() && export.after.is_none() {
            if let Some(count) = self.count_by_hours(project, &export.filter, now).await {
                return Ok(count);
            }
        }
        self.run_all(vec![select::count_ahead(project, export)]).await?.next_count()
    }

    /// The events that a filter matches, as folded hours say it; `None` when too much is not folded. What hinders this, such as a range of
    /// too many hours, does not hinder a count of the log.
    async fn count_by_hours(&self, project: Project, filter: &Filter, now: u64) -> Option<u64> {
        let finder = Finder::of(filter)?;
        let (mut found, left) = self.find_folded(project, filter, &finder, now).await.ok()?;
        if left.len() > MAX_COUNTED_AHEAD {
            return None;
        }
        found.extend(self.count_stretches(project, filter, &left).await.ok()?);
        Some(found.iter().map(|stretch| stretch.events).sum())
    }

    /// The stretches of time in which a filter matches anything, in order.
    async fn find(&self, project: Project, filter: &Filter, finder: &Finder, now: u64) -> Result<Vec<Found>, Rejection> {
        let (mut found, left) = self.find_folded(project, filter, finder, now).await?;
        for stretches in left.chunks(MAX_COUNTED) {
            found.extend(self.count_stretches(project, filter, stretches).await?);
        }
        found.retain(|stretch| stretch.events > 0);
        found.sort_unstable_by_key(|stretch| stretch.from);
        Ok(found)
    }

    /// Folded hours and how many events in each match, and the stretches of time that are not folded.
    async fn find_folded(&self, project: Project, filter: &Filter, finder: &Finder, now: u64) -> Result<(Vec<Found>, Left), Rejection> {
        let (from, until) = (filter.range.from.unwrap_or(0), filter.range.until.unwrap_or(MAX_SAFE_INTEGER));
        if from >= until {
            return Ok((Vec::new(), Vec::new()));
        }
        let wanted = Wanted { from, until, cuts: &[], columns: finder.columns(), metadata: &[] };
        let mut found: Vec<Found> = Vec::new();
        let take = |chunk: &Chunk| {
            let events = finder.count(chunk);
            match found.last_mut().filter(|last| last.from == chunk.from) {
                // Another part of the same hour.
                Some(last) => last.events += events,
                None => found.push(Found { from: chunk.from, until: chunk.until, events }),
            }
            Ok(())
        };
        let left = self.folded_chunks(project, &wanted, now, take).await?;
        Ok((found, left))
    }

    async fn count_stretches(&self, project: Project, filter: &Filter, stretches: &[(u64, u64)]) -> Result<Vec<Found>, StorageFailed> {
        if stretches.is_empty() {
            return Ok(Vec::new());
        }
        let within = |(from, until): &(u64, u64)| {
            let range = TimeRange { from: Some(*from), until: Some(*until) };
            select::count(project, &Filter { range, ..filter.clone() })
        };
        let mut outcomes = self.run_all(stretches.iter().map(within).collect()).await?;
        let mut found = Vec::with_capacity(stretches.len());
        for (from, until) in stretches {
            found.push(Found { from: *from, until: *until, events: outcomes.next_count()? });
        }
        Ok(found)
    }
}
