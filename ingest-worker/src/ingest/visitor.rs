use super::refusal::{Reason, Refusal};
use super::stamp::Stamped;
use event_model::decode::ReadBatch;
use event_model::OpaqueId;

/// The stable code of an event of another visitor than its batch's.
pub(super) const CODE: &str = "visitor_not_allowed";
/// What is at fault in it.
pub(super) const FIELD: &str = "visitor_id";
/// What to do about it.
pub(super) const DETAIL: &str =
    "a write key is public, and a page sends what its own visitor does: send events of several visitors with a server key";

/// The visitor whom a batch speaks for: the one of its context, else the first whom an event names.
///
/// Trackers name the visitor in the context only, and seal what others did before in batches of their own.
pub(super) fn of(batch: &ReadBatch) -> Option<OpaqueId> {
    let named = || batch.events.iter().flatten().find_map(|event| event.visitor_id.clone());
    batch.context.visitor_id.clone().or_else(named)
}

/// Turns away what was sent with a public key and names another visitor than the batch's: no page knows one but its own.
pub(super) fn allow(stamped: Stamped, own: Option<&OpaqueId>) -> Result<Stamped, Refusal> {
    match &stamped.event.visitor_id {
        Some(named) if Some(named) != own => Err(Refusal { id: stamped.event.id, reason: Reason::Visitor }),
        _ => Ok(stamped),
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{decode, prepare, settle, Form, Sender, Surroundings};
    use crate::project::Rules;
    use proptest::prelude::*;
    use serde_json::json;

    const NOW: u64 = 1_771_405_200_000;

    /// The places of the refused among events of these visitors, with this one in the batch's context.
    fn refused(is_public: bool, context: Option<u8>, events: &[Option<u8>]) -> Vec<usize> {
        let name = |visitor: &Option<u8>| visitor.map(|number| format!("v{number}"));
        let event = |(index, visitor)| json!({"id": format!("e{index}"), "occurred_at": NOW, "type": "seen", "visitor_id": name(visitor)});
        let events: Vec<_> = events.iter().enumerate().map(event).collect();
        let body = json!({"context": {"visitor_id": name(&context)}, "events": events}).to_string();
        let batch = decode(Form::Batch, body.as_bytes()).unwrap();
        let sender = Sender { is_public, ..Sender::default() };
        let prepared = prepare(batch, sender, Surroundings { now: NOW, seed: [7; 8], floor: None }, &Rules::default());
        let lines = settle(prepared, &[], NOW).verdicts.into_iter();
        lines.filter(|line| line.code == Some(super::CODE) && line.field.as_deref() == Some(super::FIELD)).map(|line| line.index).collect()
    }

    #[test]
    fn a_page_speaks_for_its_own_visitor() {
        assert_eq!(refused(true, Some(1), &[None, Some(1), Some(2), None]), [2]);
        assert_eq!(refused(true, None, &[None, Some(1), Some(2), Some(1), Some(2)]), [2, 4]);
        assert_eq!(refused(true, None, &[None, None]), [0_usize; 0]);
        assert_eq!(refused(false, Some(1), &[Some(1), Some(2), None]), [0_usize; 0]);
    }

    proptest! {
        #[test]
        fn what_is_left_is_one_visitor_s(context in proptest::option::of(0..3_u8), events in prop::collection::vec(proptest::option::of(0..3_u8), 1..9)) {
            let refused = refused(true, context, &events);
            let kept = |index: &usize| !refused.contains(index);
            let mut visitors: Vec<u8> = (0..events.len()).filter(kept).filter_map(|index| events[index].or(context)).collect();
            visitors.dedup();
            prop_assert!(visitors.len() <= 1, "{visitors:?}");
            // Nobody loses anything who names one visitor, wherever it is named.
            let named: std::collections::BTreeSet<u8> = context.into_iter().chain(events.iter().copied().flatten()).collect();
            prop_assert!(named.len() > 1 || refused.is_empty());
        }
    }
}
