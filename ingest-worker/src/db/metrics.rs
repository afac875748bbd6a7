use super::statement::{Parameter, Statement};
use super::{counters, Database, StorageFailed};
use crate::instant::DAY_MS;
use crate::key::Project;
use crate::metrics::{Counters, EndpointRows};

impl Database {
    /// A project's counters, and what was asked of D1 today. What an isolate has not told yet is not in it, so that no counter goes back when
    /// another one answers.
    pub async fn counters(&self, project: Project, now: u64) -> Result<(Counters, Vec<EndpointRows>), StorageFailed> {
        const ROWS: &str = "SELECT endpoint, rows_read, rows_written FROM usage WHERE day = ?1 ORDER BY endpoint";
        let rows = Statement::fixed(ROWS, vec![Parameter::number(now / DAY_MS)]);
        let mut outcomes = self.run_all(vec![counters::read(project), rows]).await?;
        let counters = outcomes.next::<Counters>()?.rows.pop().unwrap_or_default();
        Ok((counters, outcomes.next::<EndpointRows>()?.rows))
    }
}
