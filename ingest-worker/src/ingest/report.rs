use super::{Fate, Surroundings};
use event_model::decode::{self, ReadBatch};
use event_model::limits::{MAX_FUTURE_MS, MIN_OCCURRED_AT};
use event_model::{encode, EventId, OpaqueId, Overhead};

/// What a batch says of its instance's delivery, apart from what the database finds out. One row of the ledger.
#[derive(Debug, PartialEq, Eq)]
pub struct Report {
    /// When the batch was sealed. Without it the time at which it came: then a retry cannot be told from another report.
    pub sealed_at: u64,
    /// The tracker instance whose account this belongs to.
    pub instance_id: String,
    /// The batch's name. Without one the numbers of its events stand in, which a retry repeats.
    pub batch_id: String,
    /// When the instance began, if its id carries a time that can be true.
    pub started_at: Option<u64>,
    /// The lowest number of the events.
    pub first_seq: Option<u64>,
    /// The highest number of the events.
    pub last_seq: Option<u64>,
    /// How many events the instance says that it had tracked.
    pub tracked: Option<u64>,
    /// Events that are in the same request already.
    pub repeated: u64,
    /// Events refused for good.
    pub rejected: u64,
    /// How many events the tracker gave up since its last report.
    pub dropped_events: u64,
    /// The same by reason and level, a JSON list.
    pub dropped: Option<String>,
    /// What the tracker cost the page since its last report, if it measures that.
    pub overhead: Option<Overhead>,
}

/// The numbers of a batch's events: those that were refused have one too.
pub(super) fn seqs(batch: &ReadBatch) -> Option<(u64, u64)> {
    batch.events.iter().fold(None, |bounds, event| {
        let seq = match event {
            Ok(event) => event.seq,
            Err(refused) => refused.seq,
        };
        match (bounds, seq) {
            (Some((first, last)), Some(seq)) => Some((seq.min(first), seq.max(last))),
            (bounds, seq) => bounds.or(seq.map(|seq| (seq, seq))),
        }
    })
}

/// The report of a batch whose events were taken as far as they go; none when the batch names no instance.
pub(super) fn report(batch: &ReadBatch, fates: &[Fate], seqs: Option<(u64, u64)>, surroundings: Surroundings) -> Option<Report> {
    let instance_id = batch.instance_id.as_ref()?.as_str();
    let total = batch.dropped.iter().fold(0_u64, |sum, line| sum.saturating_add(line.count));
    Some(Report {
        sealed_at: batch.sealed_at.unwrap_or(surroundings.now),
        instance_id: instance_id.to_owned(),
        batch_id: batch.batch_id.as_ref().map_or_else(|| stand_in(seqs), |id| OpaqueId::as_str(id).to_owned()),
        started_at: started_at(instance_id, surroundings.now),
        first_seq: seqs.map(|(first, _)| first),
        last_seq: seqs.map(|(_, last)| last),
        tracked: batch.tracked,
        repeated: count(fates, |fate| matches!(fate, Fate::Repeats(_))),
        rejected: count(fates, is_final),
        dropped_events: total,
        dropped: (total > 0).then(|| {
            let mut json = String::new();
            encode::dropped(&batch.dropped, &mut json);
            json
        }),
        overhead: batch.overhead.as_ref().and_then(decode::overhead),
    })
}

/// Whether an event is refused for good.
fn is_final(fate: &Fate) -> bool {
    matches!(fate, Fate::Refused(refused) if !refused.reason.is_mistimed())
}

fn count(fates: &[Fate], is_one: impl Fn(&Fate) -> bool) -> u64 {
    fates.iter().filter(|fate| is_one(fate)).count() as u64
}

fn stand_in(seqs: Option<(u64, u64)>) -> String {
    seqs.map_or_else(String::new, |(first, last)| format!("{first}-{last}"))
}

/// The device's clock made this time: one that no event could have is left out, and the instance counts from its batches on.
fn started_at(instance_id: &str, now: u64) -> Option<u64> {
    let millis = EventId::parse(instance_id, "instance_id").ok()?.millis()?;
    (MIN_OCCURRED_AT..=now.saturating_add(MAX_FUTURE_MS)).contains(&millis).then_some(millis)
}

#[cfg(test)]
mod tests {
    use crate::ingest::{decode, prepare, Form, Report, Sender, Surroundings};
    use crate::project::Rules;
    use serde_json::{json, Value};

    const NOW: u64 = 1_771_405_200_000;
    const STARTED: &str = "019c6fd2-5b80-7abc-8def-0123456789ab";

    fn report(batch: Value) -> Option<Report> {
        let batch = decode(Form::Batch, batch.to_string().as_bytes()).unwrap();
        prepare(batch, Sender::default(), Surroundings { now: NOW, seed: [0; 8], floor: None }, &Rules::default()).report
    }

    #[test]
    fn a_batch_reports_its_numbers_and_what_was_refused() {
        let event = json!({"id": "a", "occurred_at": NOW, "type": "x", "seq": 7});
        let made = report(json!({
            "batch_id": "b", "sealed_at": NOW - 5, "instance_id": STARTED, "tracked": 12,
            "dropped": [{"reason": "expired", "level": "detail", "count": 2}, {"reason": "expired", "count": 1}],
            "overhead": {"busy_us": 80, "track_us": [1, 0, 0, 0, 0, 0, 0, 2]},
            "events": [event, event, {"type": "x", "seq": 3, "step": "bad"}, {"type": "x", "seq": 9, "occurred_at": NOW * 2}, {"type": "x"}, 7],
        }))
        .unwrap();
        assert_eq!((made.sealed_at, made.instance_id.as_str(), made.batch_id.as_str()), (NOW - 5, STARTED, "b"));
        assert_eq!((made.started_at, made.first_seq, made.last_seq, made.tracked), (Some(1_771_402_582_912), Some(3), Some(9), Some(12)));
        assert_eq!((made.repeated, made.rejected, made.dropped_events), (1, 2, 3));
        let lines = r#"[{"reason":"expired","level":"detail","count":2},{"reason":"expired","level":"action","count":1}]"#;
        assert_eq!(made.dropped.as_deref(), Some(lines));
        assert_eq!(made.overhead.map(|cost| (cost.busy_us, cost.track_us)), Some((80, [1, 0, 0, 0, 0, 0, 0, 2])));
    }

    #[test]
    fn what_is_left_out_has_a_stand_in() {
        let made = report(json!({"instance_id": "i", "events": [{"type": "x", "seq": 4}, {"type": "x", "seq": 2}]})).unwrap();
        assert_eq!((made.sealed_at, made.batch_id.as_str(), made.started_at), (NOW, "2-4", None));
        assert_eq!((made.tracked, made.dropped, made.overhead), (None, None, None));
        let bare = report(json!({"instance_id": "i", "overhead": {"n": 1}, "events": [{"type": "x"}]})).unwrap();
        assert_eq!((bare.batch_id.as_str(), bare.first_seq, bare.overhead), ("", None, None));
        assert_eq!(report(json!({"batch_id": "b", "events": [{"type": "x"}]})), None);
    }

    #[test]
    fn an_instance_cannot_have_begun_before_its_time_or_after_ours() {
        let of = |millis: u64| {
            let id = event_model::EventId::v7(millis, &[1; 10]);
            report(json!({"instance_id": id.as_str(), "events": [{"type": "x"}]})).unwrap().started_at
        };
        assert_eq!((of(NOW), of(NOW + 3_600_000), of(5), of(NOW * 2)), (Some(NOW), Some(NOW + 3_600_000), None, None));
    }
}
