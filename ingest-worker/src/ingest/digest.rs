use crate::erasure::Person;
use event_model::decode::ReadBatch;
use event_model::{BatchContext, Event, OpaqueId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Looks through a batch. An id that bears the id of somebody whom the batch names is not named: a line of the log cannot be erased.
    pub fn of(batch: &ReadBatch) -> Digest {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        let mut digest = Digest::default();
        let people = people(batch);
        for event in batch.events.iter().flatten() {
            *counts.entry(event.event_type.as_str()).or_default() += 1;
            let Event { stream_id, correlation_id, reference, .. } = event;
            take(stream_id, &people, &mut digest.streams);
            take(correlation_id, &people, &mut digest.correlations);
            take(reference, &people, &mut digest.refs);
        }
        let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        digest.types = counts.into_iter().take(MAX_TYPES).map(|(name, count)| (name.to_owned(), count)).collect();
        digest
    }
}

/// Whom a batch names: visitors, users, and actors. Most batches name one visitor and one user.
fn people(batch: &ReadBatch) -> Vec<Person> {
    let BatchContext { visitor_id, user_id, .. } = &batch.context;
    let of_events = batch.events.iter().flatten().flat_map(|event| {
        let actor = event.actor.as_ref().and_then(|actor| actor.id.as_ref());
        [event.visitor_id.as_ref(), event.user_id.as_ref(), actor]
    });
    let ids: BTreeSet<&str> =
        [visitor_id.as_ref(), user_id.as_ref()].into_iter().chain(of_events).flatten().map(OpaqueId::as_str).collect();
    ids.into_iter().map(Person::new).collect()
}

fn take(id: &Option<OpaqueId>, people: &[Person], ids: &mut Vec<String>) {
    let is_new =
        |id: &&str| ids.len() < MAX_IDS && !ids.iter().any(|one| one == id) && people.iter().all(|person| person.text(id).is_none());
    if let Some(id) = id.as_ref().map(OpaqueId::as_str).filter(is_new) {
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

    #[test]
    fn an_id_that_names_somebody_of_the_batch_is_not_named() {
        let events = json!([
            {"type": "x", "ref": "user-77", "correlation_id": "c-user-77", "stream_id": "s"},
            {"type": "x", "ref": "user-770", "actor": {"type": "rule", "id": "nightly"}, "stream_id": "of nightly"},
        ]);
        let batch = json!({"context": {"user_id": "user-77"}, "events": events}).to_string();
        let digest = Digest::of(&decode(Form::Batch, batch.as_bytes()).unwrap());
        assert_eq!((digest.refs, digest.correlations, digest.streams), (vec!["user-770".to_owned()], Vec::new(), vec!["s".to_owned()]));
    }
}
