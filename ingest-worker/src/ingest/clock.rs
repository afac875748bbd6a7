use event_model::decode::ReadBatch;

/// More than a slow upload takes, and little enough that nobody minds it in a chart.
const TOLERANCE_MS: u64 = 15_000;

/// Whether a batch asks if its clock is right and it is not. Then nothing of it should be stored, unless it is already: the answer to an
/// earlier attempt may have been lost.
pub fn is_clock_off(batch: &ReadBatch, now: u64) -> bool {
    batch.clock_unproved && batch.sealed_at.is_some_and(|sealed_at| sealed_at.abs_diff(now) > TOLERANCE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{decode, Form};

    const NOW: u64 = 1_771_405_200_000;

    #[test]
    fn only_who_asks_and_is_off_is_put_off() {
        let batch = |sealed_at: u64, asks: &str| {
            let body = format!(
                r#"{{"schema":1,"batch_id":"b","sealed_at":{sealed_at},{asks}"events":[{{"id":"a","type":"x","occurred_at":1771405200000}},{{"type":7}}]}}"#
            );
            decode(Form::Batch, body.as_bytes()).unwrap()
        };
        let three_hours = 3 * 60 * 60 * 1000;
        let asks = r#""clock_unproved":true,"#;
        for (sealed_at, asks, off) in
            [(NOW + three_hours, asks, true), (NOW - three_hours, asks, true), (NOW - 10_000, asks, false), (NOW + three_hours, "", false)]
        {
            assert_eq!(is_clock_off(&batch(sealed_at, asks), NOW), off, "{asks} {sealed_at}");
        }
    }
}
