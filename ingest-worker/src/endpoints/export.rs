use super::open;
use crate::db::judged::Walk;
use crate::db::{Database, StorageFailed};
use crate::http::{Head, Reply};
use crate::key::{Access, Project};
use crate::query::export::{last_place, ExportFormat, ExportQuery, Next, Outcome, Pace};
use crate::rejection::Rejection;
use crate::settings::Settings;
use futures_util::stream::{self, StreamExt};
use worker::Request;

/// `GET /api/events/export`: rows read page by page while the answer is sent, so that it needs the memory of one page.
pub async fn export(request: &Request, head: &Head, settings: Settings) -> Result<Reply, Rejection> {
    let Settings { database, plan, .. } = settings;
    let project = open(&database, head, head.key.as_deref(), Access::Read).await?;
    let query = ExportQuery::parse(&head.query, head.now)?;
    // Counted before the first page is read, so that what comes in between makes the export longer than announced, and never shorter.
    let (walk, announced) = if query.filter.dimensions.origin().is_some() {
        let (walk, announced) = database.judged_export(project, &query, head.now).await?;
        (Some(walk), announced)
    } else {
        (None, database.count_ahead(project, &query, head.now).await?)
    };
    let pace = Pace::start(&query, plan.statements().saturating_sub(database.statements()));
    let mut export = Export { database, project, query, pace, walk, is_over: false };
    // A database that fails at once is told by the status; later only the last line can tell it.
    let first = export.page().await?;
    let mut beginning = export.query.head().into_bytes();
    beginning.extend(first.unwrap_or_default());
    let (content_type, name) = match export.query.format {
        ExportFormat::Ndjson => ("application/x-ndjson", "trailmark-events.ndjson"),
        ExportFormat::Csv => ("text/csv; charset=utf-8; header=present", "trailmark-events.csv"),
    };
    let rest = stream::unfold(export, |mut export| async move { export.next().await.map(|part| (Ok(part), export)) });
    let body = stream::once(async { Ok(beginning) }).chain(rest).boxed_local();
    let reply = Reply::stream(content_type, body).with_header("x-trailmark-events", announced.to_string());
    Ok(reply.with_header("content-disposition", format!("attachment; filename=\"{name}\"")).compressed(request))
}

struct Export {
    database: Database,
    project: Project,
    query: ExportQuery,
    pace: Pace,
    /// The way through its events, where they are judged one by one.
    walk: Option<Walk>,
    is_over: bool,
}

impl Export {
    /// The next part of the body: pages, then nothing; where not all is in them, a line that says so before that.
    async fn next(&mut self) -> Option<Vec<u8>> {
        if self.is_over {
            return None;
        }
        let outcome = match self.page().await {
            Ok(Some(page)) => return Some(page),
            Ok(None) => match self.pace.next() {
                Next::End => return None,
                Next::Stop(outcome) => outcome,
                Next::Page(_) => Outcome::Failed,
            },
            Err(_) => Outcome::Failed,
        };
        self.is_over = true;
        Some(self.query.tail(outcome, &self.pace).into_bytes())
    }

    /// The next page of events, if there is one.
    async fn page(&mut self) -> Result<Option<Vec<u8>>, StorageFailed> {
        let Next::Page(limit) = self.pace.next() else { return Ok(None) };
        let rows = match &mut self.walk {
            Some(walk) => self.database.go_on(walk, usize::try_from(limit).unwrap_or(usize::MAX)).await?,
            None => self.database.export(self.project, &self.query, self.pace.after.as_ref(), limit).await?,
        };
        let (count, last) = (rows.len() as u64, last_place(&rows));
        let page = self.query.write(rows).map_err(|_| StorageFailed::because("a stored value has no JSON form"))?;
        match &self.walk {
            Some(walk) => {
                // A page may need a second statement, to know what came first within a millisecond.
                self.pace.take_page();
                self.pace.took_some(count, page.len() as u64, last);
                if walk.is_over() {
                    self.pace.end(walk.is_cut);
                }
            }
            None => self.pace.took(count, page.len() as u64, last),
        }
        Ok(Some(page))
    }
}
