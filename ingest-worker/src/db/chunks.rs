use super::kept_chunks::{Missing, Part, Read};
use super::live::EventText;
use super::run::{parse, text, Outcome, Outcomes};
use super::statement::Statement;
use super::{column_rows, hours, kept_hours, live, Database, StorageFailed};
use crate::instant::{DAY_MS, HOUR_MS};
use crate::key::Project;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::cost::ReadCost;
use crate::rollup::plan::{pieces, steps, stretches, Directory, Hour, Source, Stretch, Wanted, PAGE_ROWS};
use crate::rollup::{Chunk, Columns, EventRow};
use serde::Deserialize;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;
use worker::js_sys::Array;

/// Events that one question may read from the log.
const MAX_LIVE_EVENTS: u64 = 500_000;
/// Closed hours that one question may touch: eleven years.
const MAX_HOURS: u64 = 100_000;
/// A stretch of the log that is longer and of unknown content is counted before it is read.
const COUNTED_MS: u64 = 48 * HOUR_MS;

impl Database {
    /// The times of a project's first and last event.
    pub async fn first_and_last(&self, project: Project) -> Result<Option<(u64, u64)>, StorageFailed> {
        #[derive(Deserialize)]
        struct Ends {
            first: Option<u64>,
            last: Option<u64>,
        }
        let row = self.run::<Ends>(live::ends(project)).await?.rows.pop();
        Ok(row.and_then(|ends| ends.first.zip(ends.last)))
    }

    /// Reads the chunks of a stretch of time and hands them out in its order: each either of whole hours' columns, or of events. A busy
    /// stretch comes as several chunks, and one without events as none.
    pub async fn chunks(
        &self,
        project: Project,
        wanted: &Wanted<'_>,
        now: u64,
        take: impl FnMut(&Chunk) -> Result<(), Rejection>,
    ) -> Result<ReadCost, Rejection> {
        let mut cost = ReadCost::default();
        if wanted.from >= wanted.until {
            return Ok(cost);
        }
        kept_hours::begin();
        let stretches = self.stretches(project, wanted, now, &mut cost).await?;
        let mut reading = Reading { database: self, project, wanted, cost, take, hour: None, left: None };
        reading.refuse_too_much(&stretches, now).await?;
        for step in steps(stretches) {
            reading.step(step).await?;
        }
        Ok(reading.cost)
    }

    /// Hands out the chunks of a stretch of time that are read from whole hours' columns, in its order. Returns the stretches that are left, in
    /// order too: whoever asks reads those from the log.
    pub(super) async fn folded_chunks(
        &self,
        project: Project,
        wanted: &Wanted<'_>,
        now: u64,
        take: impl FnMut(&Chunk) -> Result<(), Rejection>,
    ) -> Result<Vec<(u64, u64)>, Rejection> {
        let mut cost = ReadCost::default();
        kept_hours::begin();
        let stretches = self.stretches(project, wanted, now, &mut cost).await?;
        let mut reading = Reading { database: self, project, wanted, cost, take, hour: None, left: Some(Vec::new()) };
        for step in steps(stretches) {
            reading.step(step).await?;
        }
        Ok(reading.left.unwrap_or_default())
    }

    /// Fails where [`Database::chunks`] would read too many events of the log.
    pub(super) async fn refuse_too_much(&self, project: Project, wanted: &Wanted<'_>, now: u64) -> Result<(), Rejection> {
        if wanted.from >= wanted.until {
            return Ok(());
        }
        let mut cost = ReadCost::default();
        let stretches = self.stretches(project, wanted, now, &mut cost).await?;
        Reading { database: self, project, wanted, cost, take: |_: &Chunk| Ok(()), hour: None, left: None }
            .refuse_too_much(&stretches, now)
            .await
    }

    async fn stretches(&self, project: Project, wanted: &Wanted<'_>, now: u64, cost: &mut ReadCost) -> Result<Vec<Stretch>, Rejection> {
        let directory = self.directory(project, wanted, cost).await?;
        cost.is_to_fold = directory.closed_until < hours::closing(now) || directory.hours.iter().any(|hour| hour.folded <= 0);
        if cost.is_to_fold {
            self.unfolded.set(Some(project));
        }
        Ok(stretches(&directory, wanted))
    }

    async fn directory(&self, project: Project, wanted: &Wanted<'_>, cost: &mut ReadCost) -> Result<Directory, Rejection> {
        let page = |from| hours::directory(project, from, wanted.until, hours::DIRECTORY_HOURS);
        let mut directory = read_directory(&mut self.run_all(vec![hours::closed_until(project), page(wanted.from)]).await?, cost)?;
        let mut read = directory.hours.len() as u64;
        while read == hours::DIRECTORY_HOURS {
            // What happens between two pages makes no difference: below the watermark hours are only marked, or go with all of their events.
            let next = directory.hours.last().map_or(0, |last| (last.hour + 1) * HOUR_MS);
            let texts = self.run::<hours::HoursText>(page(next)).await?;
            note(cost, &texts);
            let more = read_hours(&texts.rows)?;
            read = more.len() as u64;
            directory.hours.extend(more);
            if directory.hours.len() as u64 > MAX_HOURS {
                return Err(Rejection::QuestionTooBig("Choose a shorter range: this one has events in more than 100,000 hours.".into()));
            }
        }
        Ok(directory)
    }
}

/// The directory, from the outcomes of [`hours::closed_until`] and [`hours::directory`].
pub(super) fn read_directory(outcomes: &mut Outcomes, cost: &mut ReadCost) -> Result<Directory, StorageFailed> {
    let watermark = outcomes.next::<hours::Watermark>()?;
    let texts = outcomes.next::<hours::HoursText>()?;
    note(cost, &watermark);
    note(cost, &texts);
    let closed_until = watermark.rows.first().map_or(0, |row| row.closed_until);
    Ok(Directory { closed_until, hours: read_hours(&texts.rows)? })
}

fn read_hours(texts: &[hours::HoursText]) -> Result<Vec<Hour>, StorageFailed> {
    let mut hours: Vec<Hour> = Vec::new();
    for text in texts {
        hours.append(&mut parse(&text.hours)?);
    }
    // SQLite promises no order within what it groups.
    hours.sort_unstable_by_key(|hour| hour.hour);
    Ok(hours)
}

/// A question's chunks being read.
struct Reading<'a, F> {
    database: &'a Database,
    project: Project,
    wanted: &'a Wanted<'a>,
    cost: ReadCost,
    take: F,
    /// The last hour that was read from the log.
    hour: Option<u64>,
    /// The stretches that are left to whoever asks, where that is wanted, instead of being read from the log.
    left: Option<Vec<(u64, u64)>>,
}

impl<F: FnMut(&Chunk) -> Result<(), Rejection>> Reading<'_, F> {
    /// Refuses a question whose live part is too large, as far as that is seen before it is read.
    async fn refuse_too_much(&mut self, stretches: &[Stretch], now: u64) -> Result<(), Rejection> {
        let mut events = 0;
        for stretch in stretches {
            events += match stretch.source {
                Source::Live(Some(known)) => known,
                // Nothing happens more than a day ahead.
                Source::Live(None) if stretch.until.min(now + DAY_MS).saturating_sub(stretch.from) > COUNTED_MS => {
                    self.count(stretch).await?
                }
                Source::Live(None) | Source::Folded(..) => 0,
            };
        }
        self.refuse_more_than_allowed(events)
    }

    async fn count(&mut self, stretch: &Stretch) -> Result<u64, Rejection> {
        #[derive(Deserialize)]
        struct Count {
            count: u64,
        }
        let statement = live::count(self.project, stretch.from, stretch.until, MAX_LIVE_EVENTS + 1);
        let outcome = self.database.run::<Count>(statement).await?;
        note(&mut self.cost, &outcome);
        Ok(outcome.rows.into_iter().map(|row| row.count).sum())
    }

    fn refuse_more_than_allowed(&self, events: u64) -> Result<(), Rejection> {
        if events <= MAX_LIVE_EVENTS {
            return Ok(());
        }
        let reason = if self.cost.is_to_fold {
            "Roll-ups of this time are still being made: ask again later, or for a shorter range. `cargo xtask rollups fold` makes them now."
        } else {
            "This has to be read from more than 500,000 single events: choose a shorter range, longer intervals, or no `metadata`."
        };
        Err(Rejection::QuestionTooBig(reason.into()))
    }

    /// Reads stretches in one transaction, and hands out what they hold.
    async fn step(&mut self, step: Vec<Stretch>) -> Result<(), Rejection> {
        let mut kept: VecDeque<Part> = step.iter().flat_map(|stretch| stretch.parts()).map(|part| Part::find(self.project, part)).collect();
        let missing = Missing::of(&kept, self.wanted.columns);
        let mut statements: Vec<Statement> = missing.iter().map(|missing| missing.statement(self.project)).collect();
        let is_read = self.left.is_none();
        let live = step.iter().filter(|stretch| is_read && matches!(stretch.source, Source::Live(_)));
        statements.extend(live.map(|stretch| live::page(self.project, self.wanted, stretch.from, stretch.until, None)));
        let outcomes = if statements.is_empty() { Array::new() } else { Array::from(&self.database.run_raw(statements).await?) };
        let mut outcomes = outcomes.into_iter();
        let mut next = || outcomes.next().ok_or_else(|| StorageFailed::because("fewer outcomes than statements"));
        let mut rows = Vec::new();
        if let Some(Missing { columns, .. }) = &missing {
            let outcome = column_rows::read(&next()?, *columns)?;
            note(&mut self.cost, &outcome);
            rows = outcome.rows;
        }
        for stretch in &step {
            match &stretch.source {
                Source::Folded(hour, parts) => {
                    let own = kept.drain(..parts.len().min(kept.len())).collect();
                    let read = missing.as_ref().map_or(Columns::default(), |missing| missing.columns);
                    self.folded(stretch, (hour, parts), own, Read { columns: read, rows: &rows }).await?;
                }
                Source::Live(_) if !is_read => self.leave(stretch),
                Source::Live(_) => {
                    let outcome: Outcome<EventText> = parse(&text(&next()?)?)?;
                    note(&mut self.cost, &outcome);
                    self.live(stretch, live::events(&outcome.rows)?).await?;
                }
            }
        }
        Ok(())
    }

    /// Hands out parts of an hour: those that are kept, and those that were read. If these are not what the directory promised, the hour has
    /// changed since, or cannot be read: then it is read from the log.
    async fn folded(&mut self, stretch: &Stretch, of: (&Hour, &Range<u32>), own: Vec<Part>, read: Read<'_>) -> Result<(), Rejection> {
        let (hour, parts) = of;
        let wanted = self.wanted.columns;
        let are_right = own.iter().all(|part| part.has(wanted) || read.row(part).is_some());
        let are_kept = own.iter().all(|part| part.has(wanted));
        let chunks: Option<Vec<Rc<Chunk>>> = own.into_iter().map(|part| part.completed(wanted, read)).collect();
        match chunks {
            Some(chunks) => {
                self.cost.folded_hours += u64::from(parts.start == 0);
                self.cost.kept_hours += u64::from(parts.start == 0 && are_kept);
                chunks.iter().try_for_each(|chunk| (self.take)(chunk))
            }
            // Of an hour that is read part by part some is handed out already, and nobody knows up to which event.
            None if parts.len() < hour.parts as usize => Err(StorageFailed::because("an hour changed while it was read").into()),
            None if self.left.is_some() => {
                self.leave(stretch);
                Ok(())
            }
            None => {
                if are_right {
                    // Columns in a form that is not known, or broken: they are not asked again.
                    let range = TimeRange { from: Some(stretch.from), until: Some(stretch.until) };
                    self.database.rebuild(self.project, range, None).await?;
                    self.database.unfolded.set(Some(self.project));
                }
                let first = self.page(stretch, None).await?;
                self.live(stretch, first).await
            }
        }
    }

    fn leave(&mut self, stretch: &Stretch) {
        self.left.get_or_insert_default().push((stretch.from, stretch.until));
    }

    /// Hands out the events of a stretch, given its first page.
    async fn live(&mut self, stretch: &Stretch, mut rows: Vec<EventRow>) -> Result<(), Rejection> {
        loop {
            self.cost.live_events += rows.len() as u64;
            self.refuse_more_than_allowed(self.cost.live_events)?;
            for piece in pieces(&rows, (stretch.from, stretch.until), self.wanted.cuts) {
                let hour = Some(piece.from / HOUR_MS);
                self.cost.live_hours += u64::from(hour != self.hour);
                self.hour = hour;
                (self.take)(&Chunk::of(piece.from, piece.until, piece.rows))?;
            }
            match rows.last() {
                Some(last) if rows.len() as u64 >= PAGE_ROWS => rows = self.page(stretch, Some(last)).await?,
                _ => return Ok(()),
            }
        }
    }

    async fn page(&mut self, stretch: &Stretch, after: Option<&EventRow>) -> Result<Vec<EventRow>, Rejection> {
        let statement = live::page(self.project, self.wanted, stretch.from, stretch.until, after);
        let outcome = self.database.run::<EventText>(statement).await?;
        note(&mut self.cost, &outcome);
        Ok(live::events(&outcome.rows)?)
    }
}

/// Adds what a statement cost.
pub(super) fn note<T>(cost: &mut ReadCost, outcome: &Outcome<T>) {
    cost.rows_read += outcome.meta.rows_read;
    cost.milliseconds += outcome.meta.duration;
}
