//! Deleting by filter. The hours of what goes are marked, and their columns go too, since they name people: both in the transaction of the
//! deletion.

use super::conditions::{push_where, push_where_of_rows};
use super::run::Outcome;
use super::statement::{Parameter, Statement};
use super::{audit, causes, hours, Database, StorageFailed};
use crate::audit::Entry;
use crate::key::Project;
use crate::query::deletion::{Deleted, DeletionQuery, TypeCount, STEPS, STEP_EVENTS};
use crate::query::filter::Filter;
use serde::de::IgnoredAny;
use serde::Deserialize;

impl Database {
    /// Deletes what matches, step by step, as far as one request goes; or only counts it.
    pub async fn delete(&self, project: Project, query: &DeletionQuery, entry: Entry) -> Result<Deleted, StorageFailed> {
        let counted = self.run::<TypeCount>(count_types(project, &query.filter)).await?.rows;
        let mut deleted = 0;
        let mut entry = Some(entry.count("matched", counted.iter().map(|one| one.count).sum()));
        let mut rest = Some(query.filter.clone()).filter(|_| !query.dry_run);
        for _ in 0..STEPS {
            let Some(filter) = rest.take() else { break };
            let (count, next) = self.delete_step(project, filter, entry.take()).await?;
            deleted += count;
            rest = next;
        }
        Ok(Deleted::new(query.dry_run, counted, deleted))
    }

    /// Deletes the first events of a filter. Returns how many, and the filter of those that are left, if any can be.
    async fn delete_step(
        &self,
        project: Project,
        mut filter: Filter,
        entry: Option<Entry>,
    ) -> Result<(u64, Option<Filter>), StorageFailed> {
        let end = self.run::<StepEnd>(step_end(project, &filter)).await?.rows.pop();
        let rest = end.map(|StepEnd { occurred_at }| {
            let mut rest = filter.clone();
            filter.range.until = Some(occurred_at + 1);
            rest.range.from = filter.range.until;
            rest
        });
        let before = [
            hours::forget_columns(project, &filter),
            hours::mark_matching(project, &filter),
            // From here on no condition may ask the table of causes.
            causes::forget(project, &filter),
        ];
        let told = entry.map(|entry| audit::append(project, &entry));
        let statements = told.into_iter().chain(before).chain([delete(project, &filter)]).collect();
        let outcomes: Vec<Outcome<IgnoredAny>> = self.run_all(statements).await?.all()?;
        Ok((outcomes.last().map_or(0, |deleted| deleted.meta.changes), rest))
    }
}

/// The event with which a step ends, if there are more than a step.
#[derive(Deserialize)]
struct StepEnd {
    occurred_at: u64,
}

fn step_end(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start("SELECT occurred_at FROM events");
    push_where(&mut statement, project, filter);
    statement.push(" ORDER BY occurred_at, event_id LIMIT 1 OFFSET ").bind(Parameter::number(STEP_EVENTS - 1));
    statement
}

fn count_types(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start("SELECT type, count(*) AS count, min(occurred_at) AS first, max(occurred_at) AS last FROM events");
    push_where(&mut statement, project, filter);
    statement.push(" GROUP BY type");
    statement
}

fn delete(project: Project, filter: &Filter) -> Statement {
    let mut statement = Statement::start("DELETE FROM events");
    push_where_of_rows(&mut statement, project, filter);
    statement
}
