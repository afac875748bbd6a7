//! Rejected events: listed, judged anew, forgotten.

use super::statement::{Parameter, Statement};
use super::{audit, causes, counters, insert, rejected, Database, StorageFailed, Stored};
use crate::audit::Entry;
use crate::ingest::{Replay, Replayed, RowKey, Surroundings};
use crate::key::Project;
use crate::project::PlanVersion;
use crate::query::list::Order;
use crate::query::rejected::{ForgetQuery, Forgotten, RejectedCount, RejectedList, RejectedQuery, RejectedRow, ReplayQuery, MAX_REPLAYED};
use event_model::EventId;
use serde::de::IgnoredAny;
use serde::Deserialize;

/// Projects that one run of the clock prunes. Each takes two statements, and the free plan allows 50 with all else that the clock does.
const PRUNED_PROJECTS: u64 = 3;

impl Database {
    /// A page of rejected events, and how many there are on all of them.
    pub async fn rejected(&self, project: Project, query: &RejectedQuery) -> Result<RejectedList, StorageFailed> {
        let page = rejected::page(project, &query.filter, query.after.as_ref(), Order::NewestFirst, query.limit as u64 + 1);
        let mut outcomes = self.run_all(vec![rejected::counts(project, &query.filter), page]).await?;
        let counts = outcomes.next::<RejectedCount>()?.rows;
        Ok(query.answer(counts, outcomes.next::<RejectedRow>()?.rows))
    }

    /// Judges the oldest rejected events of a filter anew. What is stored then is none of them any more, in one transaction; so of two
    /// replays at once the second finds the events there, and both forget them.
    pub async fn replay(
        &self,
        project: Project,
        query: &ReplayQuery,
        surroundings: Surroundings,
        plan: &PlanVersion,
        entry: Entry,
    ) -> Result<(Replayed, u64), StorageFailed> {
        let ReplayQuery { filter, after, dry_run } = query;
        let page = rejected::page(project, filter, after.as_ref(), Order::OldestFirst, MAX_REPLAYED as u64);
        let mut outcomes = self.run_all(vec![rejected::count(project, filter, after.as_ref()), page]).await?;
        let matched = outcomes.next_count()?;
        let replay = Replay::read(outcomes.next::<RejectedRow>()?.rows, surroundings, plan);
        let stored = match dry_run {
            true => Stored { new: replay.new_of(&self.stored_of(project, replay.keys()).await?), rows_written: 0 },
            false => self.store_replay(project, &replay, plan.version, entry).await?,
        };
        Ok((replay.settle(&stored.new, matched, *dry_run), stored.rows_written))
    }

    async fn store_replay(&self, project: Project, replay: &Replay, plan_version: u64, entry: Entry) -> Result<Stored, StorageFailed> {
        let (settled, restated) = (replay.settled(), replay.restated());
        let mut statements = vec![counters::count(project, &replay.record(), replay.keys(), &replay.linked)];
        statements.extend(insert::import(project, &replay.rows, entry.at));
        statements.extend(causes::record(project, &replay.caused));
        if !settled.is_empty() {
            statements.push(rejected::settle(project, &settled));
        }
        if !restated.is_empty() {
            statements.push(rejected::restate(project, &restated, plan_version));
        }
        statements.push(audit::append(project, &entry.count("settled", settled.len() as u64)));
        self.store_rows(project, replay.keys(), statements).await
    }

    /// Which of these are stored.
    async fn stored_of(&self, project: Project, keys: &[RowKey]) -> Result<Vec<RowKey>, StorageFailed> {
        #[derive(Deserialize)]
        struct There {
            occurred_at: u64,
            event_id: String,
        }
        // CROSS JOIN keeps SQLite to this order; it would read all events of the project first.
        const SELECT: &str = "\
SELECT events.occurred_at, events.event_id FROM json_each(?2) AS key
CROSS JOIN events ON events.project_id = ?1 AND events.occurred_at = key.value->>0 AND events.event_id = key.value->>1";
        let list: Vec<(u64, &str)> = keys.iter().map(|key| (key.occurred_at, key.id.as_str())).collect();
        let parameters = vec![Parameter::Number(project.id()), Parameter::Text(serde_json::to_string(&list).unwrap_or_default())];
        let rows = self.run::<There>(Statement::fixed(SELECT, parameters)).await?.rows;
        let key = |row: There| Some(RowKey { occurred_at: row.occurred_at, id: EventId::parse(&row.event_id, "id").ok()? });
        Ok(rows.into_iter().filter_map(key).collect())
    }

    /// Forgets rejected events of a filter, or only counts them.
    pub async fn forget_rejected(&self, project: Project, query: &ForgetQuery, entry: &Entry) -> Result<Forgotten, StorageFailed> {
        let mut statements = vec![rejected::count(project, &query.filter, None)];
        if !query.dry_run {
            statements.push(rejected::forget(project, &query.filter));
            statements.push(audit::append(project, entry));
        }
        let mut outcomes = self.run_all(statements).await?;
        let matched = outcomes.next_count()?;
        let deleted = if query.dry_run { 0 } else { outcomes.next::<IgnoredAny>()?.meta.changes };
        Ok(Forgotten { dry_run: query.dry_run, matched, deleted })
    }

    /// Forgets rejected events that are too old or too many. One run of the clock.
    pub async fn prune_rejected(&self, now: u64) -> Result<(), StorageFailed> {
        #[derive(Deserialize)]
        struct Id {
            id: i64,
        }
        for Id { id } in self.run::<Id>(rejected::unpruned_projects(now, PRUNED_PROJECTS)).await?.rows {
            self.run_all(rejected::prune(Project::listed(id), now).into()).await?;
        }
        Ok(())
    }
}
