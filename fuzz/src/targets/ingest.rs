//! A body, from its bytes to rows and verdicts.

use super::{leaks, rows};
use event_model::decode::raw_events;
use event_model::limits::MAX_BODY_BYTES;
use event_model::redaction::redact_refused;
use event_model::{Answer, Verdict};
use ingest_worker::body::inflate;
use ingest_worker::ingest::{
    decode, is_clock_off, prepare, put_off, recognise, settle, Digest, Form, Place, Prepared, PutOff, RowKey, Sender, Surroundings,
};
use ingest_worker::project::Rules;
use serde_json::value::RawValue;
use serde_json::Value;

pub(super) const NOW: u64 = 1_771_405_200_000;

/// A batch.
pub fn batch(body: &[u8]) {
    run(Form::Batch, body);
}

/// A single event.
pub fn single(body: &[u8]) {
    run(Form::Single, body);
}

fn run(form: Form, body: &[u8]) {
    let Ok(body) = inflate(body, None, MAX_BODY_BYTES) else { return };
    let Ok(read) = decode(form, &body) else { return };
    assert_eq!(decode(form, &body).as_ref(), Ok(&read), "reading is no function of the bytes");
    let events = read.events.len();
    Digest::of(&read);
    if is_clock_off(&read, NOW) {
        let answer = put_off(&read, PutOff::ClockOff, NOW);
        assert_eq!((answer.limited, answer.verdicts.len()), (events, events));
    }
    let rules = Rules::default();
    for is_public in [true, false] {
        let mut read = read.clone();
        let sender = Sender { is_public, ..recognise(&mut read, |_| Some("Mozilla/5.0 (X11; Linux x86_64)".to_owned()), Place::default) };
        let surroundings = Surroundings { now: NOW, seed: [7; 8], floor: None };
        let prepare = || prepare(read.clone(), sender.clone(), surroundings, &rules);
        let prepared = prepare();
        check_rows(form, &body, &prepared);
        let record = prepared.record(form, &body, &rules.plan, surroundings);
        assert_eq!((record.counts.sound + record.counts.rejected + record.counts.limited) as usize, events);
        assert_eq!(record.counts.codes.values().sum::<u64>(), record.counts.rejected);
        for kept in &record.kept {
            assert!(is_json(&kept.event), "a kept event is no JSON: {}", kept.event);
            assert_eq!(redact_refused(&kept.event, &rules.plan.pii), kept.event, "a kept event is redacted once");
            // Numbers beyond all floats and lone surrogates are JSON by its grammar, and no value.
            if let Ok(event) = serde_json::from_str(&kept.event) {
                leaks::assert_none_outside_ids(&event);
            }
        }
        let keys = prepared.keys().to_vec();
        for stored in [keys.clone(), Vec::new(), keys.into_iter().step_by(2).collect()] {
            check_verdicts(events, &stored, &settle(prepare(), &stored, NOW));
        }
    }
}

pub(super) fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

/// Every event has one verdict, and the counts say so.
fn check_verdicts(events: usize, stored: &[RowKey], answer: &Answer) {
    assert_eq!(answer.accepted + answer.duplicate + answer.rejected + answer.limited, events);
    assert_eq!(answer.accepted, stored.len());
    assert_eq!(answer.verdicts.len(), events - answer.accepted);
    assert!(answer.verdicts.windows(2).all(|pair| matches!(pair, [a, b] if a.index < b.index)), "a line for each event, in order");
    for line in &answer.verdicts {
        assert!(line.index < events && line.verdict != Verdict::Accepted);
        assert_eq!(line.verdict == Verdict::Rejected, line.code.is_some(), "nothing is limited here: {line:?}");
        for text in [&line.field, &line.detail].into_iter().flatten() {
            assert!(text.chars().count() <= 400, "{text}");
            leaks::assert_none(text);
        }
    }
    assert!(
        answer.warnings.iter().all(|warning| answer.verdicts.iter().all(|line| line.index != warning.index)),
        "warned of what is not stored"
    );
}

/// What is stored is what was sent, redacted.
fn check_rows(form: Form, body: &[u8], prepared: &Prepared) {
    let rows = rows::read(&prepared.rows, rows::OF_A_BATCH);
    rows::check(&rows, prepared.keys());
    assert_eq!(prepared.keys().len(), prepared.events_to_store());
    assert_eq!(prepared.linked.len(), rows.len());
    assert!(prepared.caused.iter().all(|key| prepared.keys().contains(key)));
    let raw: Vec<&RawValue> = match form {
        Form::Single => serde_json::from_slice(body).into_iter().collect(),
        Form::Batch => raw_events(body),
    };
    let values: Option<Vec<Value>> = raw.iter().map(|raw| serde_json::from_str(raw.get()).ok()).collect();
    let Some(values) = values else { return };
    for row in rows {
        assert!(values.iter().any(|event| event["type"] == row.event_type), "no such type was sent: {}", row.event_type);
    }
}
