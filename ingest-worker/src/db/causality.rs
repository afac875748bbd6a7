use super::{causes, Database, StorageFailed};
use crate::key::Project;
use crate::query::causality::{Causality, CausalityQuery, CausalityRow, Graph, Known};
use crate::query::item::StoredEvent;

/// Causes that are not found, of which so many are named beside the events that are.
const MISSING_ROOM: u64 = 256;

impl Database {
    /// What led to an event, and what came of it. Three statements at most, however long the chains are.
    pub async fn causality(&self, project: Project, root: &StoredEvent, query: &CausalityQuery) -> Result<Causality, StorageFailed> {
        let (at, id) = (root.occurred_at, root.event_id.as_str());
        // One more than is shown tells whether there is more.
        let limit = query.limit as u64 + 1;
        let above = query.up.then(|| causes::above(project, at, id, limit + MISSING_ROOM));
        let below = query.down.then(|| causes::below(project, at, id, limit));
        let mut outcomes = self.run_all(above.into_iter().chain(below).collect()).await?;
        let mut known = Known::default();
        if query.up {
            outcomes.next()?.rows.into_iter().for_each(|row| known.add_from_above(row));
        }
        if query.down {
            let rows: Vec<CausalityRow> = outcomes.next()?.rows;
            known.has_more_effects = rows.len() as u64 == limit;
            rows.into_iter().for_each(|row| known.add(row));
        }
        let mut graph = Graph::search(id, &known, query);
        if !graph.unfound.is_empty() {
            let ids: Vec<String> = std::mem::take(&mut graph.unfound).into_iter().collect();
            let named: Vec<&str> = ids.iter().map(String::as_str).collect();
            let rows = self.run::<CausalityRow>(causes::anywhere(project, &named)).await?.rows;
            let is_whole = rows.iter().all(|row| row.named.is_none_or(|named| named < causes::MAX_ANYWHERE));
            known.add_from_everywhere(ids, rows, is_whole);
            graph = Graph::search(id, &known, query);
        }
        Ok(Causality::of(graph, known))
    }
}
