use super::refusal::{Reason, Refusal};
use super::stamp::Stamped;
use event_model::redaction::redact_text;
use event_model::{Event, Warning};
use std::borrow::Cow;
use tracking_plan::{Fault, Outcome, Plan};

/// What of a stored event is not as planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    fault: Fault,
    /// Whether the answer tells it.
    is_told: bool,
}

impl Mark {
    /// As it is stored: the code, and the field behind a blank.
    pub(super) fn text(&self) -> String {
        format!("{} {}", self.fault.code.as_str(), self.fault.field)
    }

    /// The line of the answer, if there is to be one.
    pub(super) fn warning(&self, index: usize, stamped: &Stamped) -> Option<Warning> {
        let Fault { code, field, detail } = &self.fault;
        self.is_told.then(|| Warning {
            index,
            id: stamped.event.id.as_ref().map(|id| id.as_str().to_owned()),
            code: code.as_str(),
            field: field.to_string(),
            detail: detail.to_string(),
        })
    }
}

/// Fills in what the event leaves to the plan. What it says itself wins.
pub(super) fn fill_in(mut event: Event, plan: &Plan) -> Event {
    if let Some(planned) = plan.event(event.event_type.as_str()) {
        event.category = event.category.or_else(|| planned.category.clone());
        event.action = event.action.or_else(|| planned.action.clone());
        event.level = event.level.or(planned.level);
    }
    event
}

/// Marks an event that is not as the plan says, or rejects it.
pub(super) fn judge(mut stamped: Stamped, plan: &Plan) -> Result<Stamped, Refusal> {
    let event = &stamped.event;
    let Some(fault) = plan.judge(event.event_type.as_str(), event.metadata.as_ref().map(|free| free.as_str())) else { return Ok(stamped) };
    // The name of a property comes from the sender, and may be what must not be kept.
    let fault = Fault { field: Cow::Owned(redact_text(&fault.field).into_owned()), ..fault };
    match plan.mode().outcome(fault.code) {
        Outcome::Rejected => Err(Refusal { id: event.id.clone(), reason: Reason::Plan(fault) }),
        outcome => {
            stamped.mark = Some(Mark { fault, is_told: outcome == Outcome::Warned });
            Ok(stamped)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{decode, prepare, settle, Form, Prepared, RowKey, Sender, Surroundings};
    use crate::project::{Config, PlanVersion, Rules};
    use proptest::prelude::*;
    use serde_json::{json, Value};
    use std::sync::Arc;
    use tracking_plan::Plan;

    const NOW: u64 = 1_771_405_200_000;

    fn prepared(events: &[Value], mode: &str, config: Value) -> Prepared {
        let plan = json!({"mode": mode, "events": {
            "ticked": {"category": "board", "level": "detail", "properties": {"n": {"type": "integer", "required": true}}},
            "old": {"deprecated": true},
        }});
        let plan = Arc::new(PlanVersion::new(3, Plan::parse(&plan.to_string()).unwrap()));
        let rules = Rules::new(1, None, Config::parse(config).unwrap(), plan);
        let batch = json!({"events": events}).to_string();
        let surroundings = Surroundings { now: NOW, seed: [7; 8], floor: None };
        prepare(decode(Form::Batch, batch.as_bytes()).unwrap(), Sender::default(), surroundings, &rules)
    }

    fn event(id: &str, event_type: &str, metadata: Value) -> Value {
        json!({"id": id, "occurred_at": NOW, "type": event_type, "metadata": metadata})
    }

    /// Category, level and mark of each row.
    fn rows(prepared: &Prepared) -> Vec<(Value, Value, Value)> {
        let rows = prepared.rows.iter().flat_map(|rows| serde_json::from_str::<Vec<Vec<Value>>>(&rows.json).unwrap());
        rows.map(|row| (row[3].clone(), row[5].clone(), row[30].clone())).collect()
    }

    #[test]
    fn defaults_and_marks_are_in_the_row() {
        let mut own = event("b", "ticked", json!({"n": "x"}));
        own["level"] = json!("action");
        let made = prepared(&[event("a", "ticked", json!({"n": 1, "m": 2})), own, event("c", "other", json!({}))], "open", json!({}));
        let expected = [
            (json!("board"), json!(0), Value::Null),
            (json!("board"), json!(2), json!("property_type metadata.n")),
            (json!("other"), json!(2), json!("unknown_event_type type")),
        ];
        assert_eq!(rows(&made), expected);
        assert!(settle(made, &[], NOW).warnings.is_empty());
    }

    #[test]
    fn a_warning_is_told_of_what_is_stored_now_and_of_nothing_else() {
        let events = [event("a", "ticked", json!({})), event("b", "old", json!({})), event("b", "old", json!({}))];
        let made = prepared(&events, "warn", json!({}));
        let stored: Vec<RowKey> = made.keys().iter().take(1).cloned().collect();
        let answer = settle(made, &stored, NOW);
        assert_eq!((answer.accepted, answer.duplicate), (1, 2));
        let told: Vec<_> = answer.warnings.iter().map(|line| (line.index, line.id.as_deref(), line.code, line.field.as_str())).collect();
        assert_eq!(told, [(0, Some("a"), "property_missing", "metadata.n")]);
    }

    #[test]
    fn config_turns_away_by_the_level_of_the_plan_and_before_the_plan_judges() {
        let made = prepared(&[event("a", "ticked", json!({}))], "strict", json!({"min_level": "state"}));
        assert!(made.is_turned_away());
        assert_eq!(settle(made, &[], NOW).verdicts[0].code, Some("below_min_level"));
    }

    proptest! {
        #[test]
        fn only_strict_rejects_and_every_mode_stores_what_is_as_planned(
            kinds in prop::collection::vec((prop::sample::select(vec!["ticked", "old", "other"]), prop::option::of(any::<i32>()), any::<bool>()), 1..30),
        ) {
            let make = |(n, (kind, number, more)): (usize, &(&str, Option<i32>, bool))| {
                let mut metadata = json!({"n": number});
                if *more {
                    metadata["m"] = json!(1);
                }
                event(&format!("e{n}"), kind, metadata)
            };
            let events: Vec<Value> = kinds.iter().enumerate().map(make).collect();
            let sound = kinds.iter().filter(|(kind, number, more)| match *kind {
                "ticked" => number.is_some() && !more,
                // A property of no plan is a fault, and comes before the deprecation; an absent one is none.
                "old" => !more && number.is_none(),
                _ => false,
            });
            let sound = sound.count();
            for mode in ["open", "warn", "strict"] {
                let made = prepared(&events, mode, json!({}));
                let keys = made.keys().to_vec();
                let answer = settle(made, &keys, NOW);
                prop_assert_eq!(answer.accepted + answer.rejected, events.len());
                prop_assert_eq!(answer.accepted, if mode == "strict" { sound } else { events.len() }, "{}", mode);
            }
        }
    }
}
