use event_model::decode::ReadBatch;
use event_model::{Answer, Verdict, VerdictLine};

/// Why a whole batch is put off before anything of it was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOff {
    /// Its sender's clock is off: it takes the time from the answer and seals the events anew.
    ClockOff,
    /// Its sender made too many requests.
    RateLimited,
}

/// The answer that puts a whole batch off.
pub fn put_off(batch: &ReadBatch, why: PutOff, now: u64) -> Answer {
    let (code, field, detail) = match why {
        PutOff::ClockOff => {
            ("clock_off", Some("sealed_at"), "the sender's clock is off: correct it by `server_time` and send the events again")
        }
        PutOff::RateLimited => ("rate_limited", None, "there were too many requests: send it again later"),
    };
    let line = |(index, read): (usize, &Result<event_model::Event, _>)| VerdictLine {
        index,
        id: read.as_ref().ok().and_then(|event| event.id.as_ref()).map(|id| id.as_str().to_owned()),
        verdict: Verdict::Limited,
        code: Some(code),
        field: field.map(str::to_owned),
        detail: Some(detail.to_owned()),
    };
    let batch_id = batch.batch_id.as_ref().map(|id| id.as_str().to_owned());
    Answer::new(batch_id, now, batch.events.len(), batch.events.iter().enumerate().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{decode, Form};

    #[test]
    fn every_event_waits_also_one_that_is_none() {
        let body = br#"{"batch_id":"b","events":[{"id":"a","type":"x","occurred_at":1771405200000},{"type":7}]}"#;
        let batch = decode(Form::Batch, body).unwrap();
        for (why, code, field) in [(PutOff::ClockOff, "clock_off", Some("sealed_at")), (PutOff::RateLimited, "rate_limited", None)] {
            let answer = put_off(&batch, why, 5);
            assert_eq!((answer.batch_id.as_deref(), answer.accepted, answer.limited, answer.server_time), (Some("b"), 0, 2, 5));
            let first = &answer.verdicts[0];
            assert_eq!((first.id.as_deref(), first.code, first.field.as_deref()), (Some("a"), Some(code), field));
        }
    }
}
