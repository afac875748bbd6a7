use event_model::decode::ReadBatch;
use event_model::{Event, OpaqueId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Types that are named, the most frequent ones.
const MAX_TYPES: usize = 20;
/// Ids of each sort that are named.
const MAX_IDS: usize = 10;

/// What the log says of a batch: what it was about, never what it said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// Readable events by type.
    pub types: BTreeMap<String, u64>,
    /// The first streams that they belong to.
    pub streams: Vec<String>,
    /// The first correlations.
    pub correlations: Vec<String>,
    /// The first records of the caller.
    pub refs: Vec<String>,
}

impl Digest {
    /// Looks through a batch.
    pub fn of(batch: &ReadBatch) -> Digest {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        let mut digest = Digest::default();
        for event in batch.events.iter().flatten() {
            *counts.entry(event.event_type.as_str()).or_default() += 1;
            let Event { stream_id, correlation_id, reference, .. } = event;
            take(stream_id, &mut digest.streams);
            take(correlation_id, &mut digest.correlations);
            take(reference, &mut digest.refs);
        }
        let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        digest.types = counts.into_iter().take(MAX_TYPES).map(|(name, count)| (name.to_owned(), count)).collect();
        digest
    }
}

fn take(id: &Option<OpaqueId>, ids: &mut Vec<String>) {
    if let Some(id) = id.as_ref().map(OpaqueId::as_str).filter(|id| ids.len() < MAX_IDS && !ids.iter().any(|one| one == id)) {
        ids.push(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{decode, Form};
    use serde_json::{json, Value};

    #[test]
    fn a_batch_is_told_by_its_most_frequent_types_and_its_first_ids() {
        let mut events: Vec<Value> = (0..30).map(|n| json!({"type": format!("t{n:02}"), "stream_id": format!("s{}", n % 12)})).collect();
        events.extend([
            json!({"type": "t29", "ref": "r", "correlation_id": "c"}),
            json!({"type": 7, "ref": "never"}),
            json!({"type": "t29", "ref": "r"}),
        ]);
        let digest = Digest::of(&decode(Form::Batch, json!({ "events": events }).to_string().as_bytes()).unwrap());
        assert_eq!((digest.types.len(), digest.types["t29"], digest.types["t00"]), (20, 3, 1));
        assert_eq!((digest.streams.len(), digest.streams[0].as_str()), (10, "s0"));
        assert_eq!((digest.refs, digest.correlations), (vec!["r".to_owned()], vec!["c".to_owned()]));
    }
}
