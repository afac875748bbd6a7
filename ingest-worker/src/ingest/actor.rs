use super::refusal::{Reason, Refusal};
use super::stamp::Stamped;

/// The stable code of an event whose actor its sender may not speak for.
pub(super) const CODE: &str = "actor_not_allowed";
/// What is at fault in it.
pub(super) const FIELD: &str = "actor.type";
/// What to do about it.
pub(super) const DETAIL: &str = "a write key is public, and speaks for actors of type user and anonymous only: send this with a server key";

/// The actors that a page speaks for: whoever sits before it.
const OF_PAGES: [&str; 2] = ["user", "anonymous"];

/// Turns away what was sent with a public key in the name of a scheduler, a rule or whatever else is no person: anybody could have sent it.
pub(super) fn allow(stamped: Stamped) -> Result<Stamped, Refusal> {
    match &stamped.event.actor {
        Some(actor) if !OF_PAGES.contains(&actor.kind.as_str()) => Err(Refusal { id: stamped.event.id, reason: Reason::Actor }),
        _ => Ok(stamped),
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{decode, prepare, settle, Form, Sender, Surroundings};
    use crate::project::{Config, PlanVersion, Rules};
    use serde_json::{json, Value};
    use tracking_plan::Plan;

    const NOW: u64 = 1_771_405_200_000;

    fn codes(is_public: bool, rules: &Rules, actors: &[Value]) -> Vec<(usize, &'static str)> {
        let event = |actor: &Value| json!({"id": "a", "occurred_at": NOW, "type": "folder_scanned", "actor": actor});
        let body = json!({"events": actors.iter().map(event).collect::<Vec<_>>()}).to_string();
        let batch = decode(Form::Batch, body.as_bytes()).unwrap();
        let sender = Sender { is_public, ..Sender::default() };
        let prepared = prepare(batch, sender, Surroundings { now: NOW, seed: [7; 8], floor: None }, rules);
        settle(prepared, &[], NOW).verdicts.into_iter().filter_map(|line| Some((line.index, line.code?))).collect()
    }

    #[test]
    fn a_public_key_speaks_for_people_only() {
        let actors = [
            json!(null),
            json!({"type": "user", "id": "u_7"}),
            json!({"type": "anonymous"}),
            json!({"type": "scheduler"}),
            json!({"type": "User"}),
            json!({"type": "rule", "id": "u_7"}),
        ];
        let refused = [3, 4, 5].map(|index| (index, super::CODE));
        assert_eq!(codes(true, &Rules::default(), &actors), refused);
        assert_eq!(codes(false, &Rules::default(), &actors), []);
    }

    #[test]
    fn what_is_off_is_off_and_no_plan_is_asked_of_a_stranger() {
        let scheduler = [json!({"type": "scheduler"})];
        let off = Rules::new(1, None, Config::parse(json!({"enabled": false})).unwrap(), PlanVersion::built_in());
        assert_eq!(codes(true, &off, &scheduler), [(0, "config_off")]);
        let plan = Plan::parse(r#"{"mode": "strict", "events": {"other": {}}}"#).unwrap();
        let strict = Rules::new(0, None, Config::default(), PlanVersion::new(1, plan).into());
        assert_eq!(codes(true, &strict, &scheduler), [(0, super::CODE)]);
        assert_eq!(codes(false, &strict, &scheduler), [(0, "unknown_event_type")]);
    }
}
