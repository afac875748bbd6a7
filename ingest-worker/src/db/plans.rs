//! The table `plans`: every version of the tracking plans that projects have put.

use super::statement::{Parameter, Statement};
use super::{audit, Database, StorageFailed};
use crate::audit::Entry;
use crate::key::Project;
use serde::de::IgnoredAny;
use serde::Deserialize;

/// Versions that a list names, the newest.
const MAX_LISTED: u64 = 100;

/// A version as it was put.
#[derive(Debug, Deserialize)]
pub struct StoredPlan {
    /// From 1.
    pub version: u64,
    /// When it was put, in milliseconds since the epoch.
    pub created_at: u64,
    /// JSON.
    pub plan: String,
}

/// A version without its text.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct PlanLine {
    pub version: u64,
    pub created_at: u64,
    pub mode: Option<String>,
    pub events: u64,
}

impl Database {
    /// A version of a project's plan, or the newest.
    pub async fn plan(&self, project: Project, version: Option<u64>) -> Result<Option<StoredPlan>, StorageFailed> {
        const SELECT: &str = "\
SELECT version, created_at, plan FROM plans WHERE project_id = ?1 AND version = coalesce(?2, (SELECT max(version) FROM plans WHERE project_id = ?1))";
        let version = version.map_or(Parameter::Null, Parameter::number);
        Ok(self.run(Statement::fixed(SELECT, vec![Parameter::Number(project.id()), version])).await?.rows.pop())
    }

    /// The versions of a project's plan, the newest first.
    pub async fn plans(&self, project: Project) -> Result<Vec<PlanLine>, StorageFailed> {
        const SELECT: &str = "\
SELECT version, created_at, plan->>'$.mode' AS mode, (SELECT count(*) FROM json_each(plan, '$.events')) AS events
FROM plans WHERE project_id = ?1 ORDER BY version DESC LIMIT ?2";
        Ok(self.run(Statement::fixed(SELECT, vec![Parameter::Number(project.id()), Parameter::number(MAX_LISTED)])).await?.rows)
    }

    /// Makes a plan the version behind `present`, unless there is a newer one meanwhile. Whether it did.
    pub async fn put_plan(&self, project: Project, present: u64, plan: &str, entry: &Entry) -> Result<bool, StorageFailed> {
        const PUT: &str = "\
INSERT INTO plans (project_id, version, plan, created_at)
SELECT ?1, ?2 + 1, ?3, ?4 WHERE ?2 = (SELECT coalesce(max(version), 0) FROM plans WHERE project_id = ?1)";
        let parameters = vec![
            Parameter::Number(project.id()),
            Parameter::number(present),
            Parameter::Text(plan.to_owned()),
            Parameter::number(entry.at),
        ];
        let mut outcomes = self.run_all(vec![Statement::fixed(PUT, parameters), audit::append(project, entry)]).await?;
        Ok(outcomes.next::<IgnoredAny>()?.meta.changes > 0)
    }
}
