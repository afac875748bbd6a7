//! All that is stored about a user, page by page.

use super::mentions::{self, RejectedMention, Theirs, PAGE_REJECTED};
use super::run::Outcome;
use super::{Database, StorageFailed};
use crate::erasure::Person;
use crate::key::Project;
use crate::query::cursor::Cursor;
use crate::query::deletion::TypeCount;
use crate::query::item::StoredEvent;
use crate::query::rejected::RejectedRow;

/// Visitors of one user. What more of them did is not in the export.
const MAX_VISITORS: usize = 20_000;

/// Whose events are read.
#[derive(Debug)]
pub struct Subject {
    project: Project,
    /// The user.
    pub person: Person,
    /// The visitors that were only ever this user, a JSON list.
    visitors: String,
}

impl Subject {
    fn theirs(&self) -> Theirs<'_> {
        Theirs { project: self.project, person: &self.person, visitors: self.visitors.clone(), is_all: true }
    }
}

impl Database {
    /// Whose events are to be read, and how many there are.
    pub async fn subject(&self, project: Project, person: Person) -> Result<(Subject, u64), StorageFailed> {
        let (visitors, _) = self.visitors(project, &person, MAX_VISITORS).await?;
        // Texts always have a JSON form.
        let subject = Subject { project, person, visitors: serde_json::to_string(&visitors).unwrap_or_default() };
        let counted: Outcome<TypeCount> = self.run(subject.theirs().count_types()).await?;
        Ok((subject, counted.rows.iter().map(|one| one.count).sum()))
    }

    /// The next events of a user.
    pub async fn subject_events(&self, of: &Subject, after: Option<&Cursor>, limit: u64) -> Result<Vec<StoredEvent>, StorageFailed> {
        Ok(self.run(of.theirs().page(after, limit)).await?.rows)
    }

    /// The next rejected events that are about a user, and behind which one to go on, if there are more to look at.
    pub async fn subject_rejected(&self, of: &Subject, after: &str) -> Result<(Vec<RejectedRow>, Option<String>), StorageFailed> {
        let rows = self.run::<RejectedMention>(mentions::rejected_page(&of.theirs(), after)).await?.rows;
        let next = rows.last().filter(|_| rows.len() as u64 == PAGE_REJECTED).map(|last| last.row.id.clone());
        Ok((rows.into_iter().filter(|one| one.is_about(&of.person)).map(|one| one.row).collect(), next))
    }
}
