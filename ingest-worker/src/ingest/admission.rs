use super::refusal::{Reason, Refusal};
use super::stamp::Stamped;
use crate::project::{Config, Subject};
use event_model::decode::Unreadable;
use event_model::{BatchContext, OpaqueId};

/// Turns away what the project's remote config does not take at present. Also what cannot be read: while the project is off, nobody should
/// hear more than that.
pub(super) fn admit(read: Result<Stamped, Unreadable>, context: &BatchContext, config: &Config) -> Result<Stamped, Refusal> {
    let of_batch = context.session_id.as_ref().map(OpaqueId::as_str);
    let turned_away = |id| move |why| Refusal { id, reason: Reason::Config(why) };
    match read {
        Ok(stamped) => {
            let event = &stamped.event;
            let subject = Subject {
                session: event.session_id.as_ref().map(OpaqueId::as_str).or(of_batch),
                stream: event.stream_id.as_ref().map(OpaqueId::as_str),
                id: stamped.key.id.as_str(),
            };
            let taken = config.is_on(subject).and_then(|()| config.is_kept(subject, &event.event_type, event.level.unwrap_or_default()));
            taken.map_err(turned_away(event.id.clone()))?;
            Ok(stamped)
        }
        Err(refused) => {
            let id = refused.id.as_ref().map_or("", |id| id.as_str());
            config.is_on(Subject { session: of_batch, stream: None, id }).map_err(turned_away(refused.id.clone()))?;
            Err(refused.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::{decode, prepare, settle, Form, Prepared, Sender, Surroundings};
    use crate::project::{Config, PlanVersion, Rules};
    use event_model::{Level, Verdict};
    use serde_json::{json, Value};

    const NOW: u64 = 1_771_405_200_000;

    fn prepared(batch: &Value, config: Value, floor: Option<Level>) -> Prepared {
        let rules = Rules::new(1, Some(NOW), Config::parse(config).unwrap(), PlanVersion::built_in());
        let surroundings = Surroundings { now: NOW, seed: [7; 8], floor };
        prepare(decode(Form::Batch, batch.to_string().as_bytes()).unwrap(), Sender::default(), surroundings, &rules)
    }

    fn codes(prepared: Prepared) -> Vec<Option<&'static str>> {
        let answer = settle(prepared, &[], NOW);
        assert!(answer.verdicts.iter().all(|line| line.verdict != Verdict::Accepted));
        answer.verdicts.into_iter().map(|line| line.code).collect()
    }

    fn batch() -> Value {
        json!({
            "batch_id": "b", "instance_id": "i", "context": {"session_id": "s"},
            "events": [
                {"id": "a", "occurred_at": NOW, "type": "moved", "level": "detail"},
                {"id": "b", "occurred_at": NOW, "type": "task_done"},
                {"id": "c", "type": "task_done"},
                {"id": "d", "type": 7},
                8,
            ],
        })
    }

    #[test]
    fn off_is_all_that_anybody_hears_and_nothing_is_written() {
        let off = prepared(&batch(), json!({"enabled": false}), Some(Level::Milestone));
        assert!(off.is_off() && off.is_turned_away() && off.rows.is_empty() && !off.is_limited());
        assert_eq!(codes(off), [Some("config_off"); 5]);
        // A canary of none is off for events of which no session can be read, too.
        assert!(prepared(&batch(), json!({"canary": {"share": 0}}), None).is_off());
    }

    #[test]
    fn what_is_turned_away_leaves_its_neighbours_alone() {
        let sampled = prepared(&batch(), json!({"sampling": {"types": {"moved": 0}}}), None);
        assert!(!sampled.is_off() && !sampled.is_turned_away());
        assert_eq!(sampled.keys().len(), 1);
        assert_eq!(sampled.report.as_ref().map(|report| report.rejected), Some(4));
        assert_eq!(codes(sampled)[0], Some("config_sampled"));
        let raised = prepared(&batch(), json!({"min_level": "decision"}), None);
        assert_eq!(codes(raised)[..2], [Some("below_min_level"), Some("below_min_level")]);
    }

    #[test]
    fn config_comes_before_the_quota_since_what_it_turns_away_need_not_come_again() {
        let both = prepared(&batch(), json!({"min_level": "action"}), Some(Level::Milestone));
        assert_eq!(codes(both)[..2], [Some("below_min_level"), Some("quota_near")]);
    }
}
