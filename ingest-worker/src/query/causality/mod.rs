//! What led to an event, and what came of it: a graph of events, built of those that the database found.

mod graph;

pub use graph::{Graph, Known};

use super::parameters::Parameters;
use crate::instant::iso;
use crate::rejection::Rejection;
use event_model::Level;
use serde::ser::Error;
use serde::{Deserialize, Serialize, Serializer};

const MAX_DEPTH: i64 = 100;
const DEFAULT_DEPTH: i64 = 50;
const MAX_NODES: i64 = 500;
const DEFAULT_NODES: i64 = 200;

/// The question of `GET /api/events/{id}/causality`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CausalityQuery {
    /// Whether causes are asked for.
    pub up: bool,
    /// Whether effects are asked for.
    pub down: bool,
    /// How far from the event, in steps from cause to effect.
    pub depth: usize,
    /// How many events at most, the one asked for among them.
    pub limit: usize,
}

impl CausalityQuery {
    /// Reads the query string.
    pub fn parse(query: &str) -> Result<CausalityQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let (up, down) = parameters.choice("direction", ("both", (true, true)), &[("up", (true, false)), ("down", (false, true))])?;
        let depth = parameters.number_or("depth", 1..=MAX_DEPTH, DEFAULT_DEPTH)?;
        let limit = parameters.number_or("limit", 1..=MAX_NODES, DEFAULT_NODES)?;
        parameters.finish()?;
        let size = |number| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(CausalityQuery { up, down, depth: size(depth), limit: size(limit) })
    }
}

/// A row of a question about causes. What is absent of an event that was not found is absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[allow(missing_docs)]
pub struct CausalityRow {
    pub id: String,
    pub occurred_at: Option<u64>,
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    pub level: Option<u8>,
    pub summary: Option<String>,
    pub stream_id: Option<String>,
    pub step: Option<i64>,
    pub actor_type: Option<String>,
    pub actor_id: Option<String>,
    pub actor_name: Option<String>,
    /// JSON list of ids.
    pub caused_by: Option<String>,
    /// How many ids were looked for, where that may not have been all.
    pub named: Option<u64>,
}

/// An event as the graph shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CausalityNode"))]
pub struct Node {
    id: String,
    #[serde(rename = "type")]
    event_type: String,
    #[serde(serialize_with = "level")]
    #[cfg_attr(test, schemars(with = "Level"))]
    level: u8,
    occurred_at: u64,
    occurred_at_iso: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<i64>,
    actor: NodeActor,
    /// Steps from the event asked for, its causes before zero.
    depth: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CausalityActor"))]
struct NodeActor {
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

fn level<S: Serializer>(rank: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    let level = Level::from_rank(*rank).ok_or_else(|| S::Error::custom("a stored level is none of the five"))?;
    serializer.serialize_str(level.name())
}

/// From a cause to its effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CausalityEdge"))]
pub struct Edge {
    from: String,
    to: String,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Causality {
    root: String,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    missing: Vec<String>,
    truncated: bool,
}

impl Causality {
    /// The graph with what its events say: causes first, then by time.
    pub fn of(graph: Graph, known: Known) -> Causality {
        let mut nodes: Vec<Node> = graph.nodes.into_iter().filter_map(|(id, depth)| node(known.row(&id)?.clone(), depth)).collect();
        nodes.sort_by(|a, b| (a.depth, a.occurred_at, &a.id).cmp(&(b.depth, b.occurred_at, &b.id)));
        let edges = graph.edges.into_iter().map(|(from, to)| Edge { from, to }).collect();
        Causality { root: graph.root, nodes, edges, missing: graph.missing.into_iter().collect(), truncated: graph.truncated }
    }
}

fn node(row: CausalityRow, depth: i64) -> Option<Node> {
    let occurred_at = row.occurred_at?;
    Some(Node {
        id: row.id,
        event_type: row.event_type?,
        level: row.level?,
        occurred_at,
        occurred_at_iso: iso(occurred_at),
        summary: row.summary,
        stream_id: row.stream_id,
        step: row.step,
        actor: NodeActor { kind: row.actor_type?, id: row.actor_id, name: row.actor_name },
        depth,
    })
}

#[cfg(test)]
mod tests;
