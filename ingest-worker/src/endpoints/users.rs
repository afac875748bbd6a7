use super::{json, open_as};
use crate::audit::{Action, Entry};
use crate::db::user_export::Subject;
use crate::db::{Database, StorageFailed};
use crate::erasure::Person;
use crate::http::{Head, Reply};
use crate::key::{Access, Opened};
use crate::query::erasure::{Allowance, EraseQuery};
use crate::query::export::{last_place, write_rejected, ExportQuery, Next, Outcome, Pace};
use crate::rejection::Rejection;
use crate::settings::Settings;
use futures_util::stream::{self, StreamExt};
use worker::{Date, Env, Request};

/// `DELETE /api/users/{id}`
pub async fn erase(id: &str, head: &Head, settings: &Settings) -> Result<Reply, Rejection> {
    let Settings { database, plan, .. } = settings;
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let query = EraseQuery::parse(id, &head.query)?;
    json(&database.erase(project, &query, Allowance::of(*plan), Entry::of_key(&key_id, Action::UserErased, head.now)).await?)
}

/// `GET /api/users/{id}/export`: the user's events, each a line as in an export of events, then rejected events about the user.
pub async fn export(id: &str, request: &Request, head: &Head, settings: Settings) -> Result<Reply, Rejection> {
    let Settings { database, plan, .. } = settings;
    let Opened { project, key_id, .. } = open_as(&database, head, head.key.as_deref(), Access::Administer).await?;
    let query = ExportQuery::of_user(&head.query)?;
    let (subject, count) = database.subject(project, Person::new(id)).await?;
    database.audit(project, &Entry::of_key(&key_id, Action::UserExported, head.now).count("events", count)).await?;
    let pace = Pace::start(&query, plan.statements().saturating_sub(database.statements()));
    let mut export = Export { database, subject, query, pace, part: Part::Events };
    // A database that fails at once is told by the status; later only the last line can tell it.
    let first = export.page().await?.filter(|page| !page.is_empty());
    let rest = stream::unfold(export, |mut export| async move { export.next().await.map(|part| (Ok(part), export)) });
    let reply = Reply::stream("application/x-ndjson", stream::iter(first.map(Ok)).chain(rest).boxed_local());
    let reply = reply.with_header("x-trailmark-events", count.to_string());
    Ok(reply.with_header("content-disposition", "attachment; filename=\"trailmark-user.ndjson\"".to_owned()).compressed(request))
}

struct Export {
    database: Database,
    subject: Subject,
    query: ExportQuery,
    pace: Pace,
    part: Part,
}

/// What comes next.
enum Part {
    Events,
    /// Rejected events, behind this one.
    Rejected(String),
    End,
}

impl Export {
    /// The next part of the body; where not all is in them, a line that says so comes last.
    async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            match self.page().await {
                // A stream of bytes takes no empty piece.
                Ok(Some(page)) if page.is_empty() => {}
                Ok(page) => return page,
                Err(_) => return Some(self.end(Outcome::Failed)),
            }
        }
    }

    fn end(&mut self, outcome: Outcome) -> Vec<u8> {
        self.part = Part::End;
        self.query.tail(outcome, &self.pace).into_bytes()
    }

    async fn page(&mut self) -> Result<Option<Vec<u8>>, StorageFailed> {
        let no_form = |_| StorageFailed::because("a stored value has no JSON form");
        let after = match &self.part {
            Part::End => return Ok(None),
            Part::Rejected(after) => after.clone(),
            Part::Events => match self.pace.next() {
                Next::Page(limit) => {
                    let rows = self.database.subject_events(&self.subject, self.pace.after.as_ref(), limit).await?;
                    let (count, last) = (rows.len() as u64, last_place(&rows));
                    let page = self.query.write(rows).map_err(no_form)?;
                    self.pace.took(count, page.len() as u64, last);
                    return Ok(Some(page));
                }
                Next::Stop(outcome) => return Ok(Some(self.end(outcome))),
                Next::End => String::new(),
            },
        };
        if !self.pace.take_page() {
            return Ok(Some(self.end(Outcome::Partial)));
        }
        let (rows, next) = self.database.subject_rejected(&self.subject, &after).await?;
        self.part = next.map_or(Part::End, Part::Rejected);
        write_rejected(rows).map(Some).map_err(no_form)
    }
}

/// One run of the clock: what is older than its project keeps it, and salts whose time is over.
pub async fn retain_by_the_clock(env: &Env) -> Result<(), StorageFailed> {
    let Settings { database, .. } = Settings::read(env)?;
    let now = Date::now().as_millis();
    database.forget_salts(now).await?;
    database.retain(now).await
}
