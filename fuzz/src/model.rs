//! What the Worker has to answer to a body: the pure pipeline, called with the same bytes, and what is known of the body beside it.

use crate::bodies::{Body, Known};
use crate::http::Reply;
use event_model::limits::MAX_BODY_BYTES;
use event_model::{Answer, Verdict};
use ingest_worker::body::{check_headers, inflate};
use ingest_worker::ingest::{decode, is_clock_off, prepare, put_off, settle, Form, PutOff, RowKey, Sender, Surroundings};
use ingest_worker::key::PresentedKey;
use ingest_worker::project::Rules;
use ingest_worker::rejection::Rejection;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// What one sender must know to foretell the answers to its bodies.
#[derive(Debug)]
pub struct Model {
    /// The write key that opens the project.
    pub key: String,
    /// The beginning of the ids that nobody else sends.
    pub prefix: String,
    /// The keys of this sender's events that are stored.
    stored: HashSet<RowKey>,
    rules: Rules,
}

/// What an answer was found to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Events by verdict.
    pub verdicts: BTreeMap<&'static str, u64>,
    /// Rejected events by code.
    pub codes: BTreeMap<String, u64>,
}

/// One of the answers that are right.
enum Right {
    Refused(Rejection),
    Judged { answer: Answer, status: u16, code: Option<&'static str>, new: Vec<RowKey> },
}

impl Model {
    /// A sender that has not sent anything.
    pub fn new(key: &str, prefix: &str) -> Model {
        Model { key: key.to_owned(), prefix: prefix.to_owned(), stored: HashSet::new(), rules: Rules::default() }
    }

    /// Compares an answer with what it must be. The text says what is wrong.
    pub fn check(&mut self, body: &Body, reply: &Reply) -> Result<Said, String> {
        if reply.status >= 500 {
            return Err(format!("status {}", reply.status));
        }
        let document: Value = serde_json::from_slice(&reply.body).map_err(|fault| format!("the answer is no JSON: {fault}"))?;
        check_known(body, reply.status, &document)?;
        let mut faults = Vec::new();
        for right in self.right_answers(body, &document) {
            match compare(&right, reply.status, &document) {
                Ok(()) => return Ok(self.take(right)),
                Err(fault) => faults.push(fault),
            }
        }
        Err(faults.join("; or "))
    }

    /// All answers that may be given. There are several only where others may have sent the same event, or the same batch, before.
    fn right_answers(&self, body: &Body, said: &Value) -> Vec<Right> {
        let refused = |rejection| vec![Right::Refused(rejection)];
        let length = (!body.is_chunked).then(|| body.bytes.len().to_string());
        if let Err(rejection) = check_headers(length.as_deref(), body.encoding, MAX_BODY_BYTES) {
            return refused(rejection);
        }
        let text = match inflate(&body.bytes, body.encoding, MAX_BODY_BYTES) {
            Err(rejection) => return refused(rejection),
            Ok(text) => text,
        };
        let batch = match decode(body.form, &text) {
            Err(rejection) => return refused(rejection),
            Ok(batch) => batch,
        };
        match body.key.text(&self.key).or(batch.write_key.as_deref()) {
            None => return refused(Rejection::MissingKey),
            Some(key) if key != self.key || PresentedKey::parse(key).is_none() => return refused(Rejection::UnknownKey),
            Some(_) => {}
        }
        let Some(now) = said["server_time"].as_u64() else { return Vec::new() };
        let mut right = Vec::new();
        if is_clock_off(&batch, now) {
            right.push(Right::Judged { answer: put_off(&batch, PutOff::ClockOff, now), status: 200, code: None, new: Vec::new() });
        }
        let told_twice: HashSet<&str> =
            lines(said).filter(|line| line["verdict"] == "duplicate").filter_map(|line| line["id"].as_str()).collect();
        for foreign_are_new in [true, false] {
            let is_new = |key: &&RowKey| match key.id.as_str().starts_with(&self.prefix) {
                true => !self.stored.contains(*key),
                false => foreign_are_new || !told_twice.contains(key.id.as_str()),
            };
            let surroundings = Surroundings { now, seed: [0; 8], floor: None };
            let prepared = prepare(batch.clone(), Sender { is_public: true, ..Sender::default() }, surroundings, &self.rules);
            let new: Vec<RowKey> = prepared.keys().iter().filter(is_new).cloned().collect();
            let answer = settle(prepared, &new, now);
            // Who sends a single event reads the status.
            let alone = answer.verdicts.first().filter(|line| body.form == Form::Single && line.verdict == Verdict::Rejected);
            let (status, code) = alone.map_or((200, None), |line| (422, line.code));
            right.push(Right::Judged { answer, status, code, new });
        }
        right
    }

    /// Remembers what an answer says to be stored.
    fn take(&mut self, right: Right) -> Said {
        let Right::Judged { answer, new, .. } = right else { return Said::default() };
        self.stored.extend(new.into_iter().filter(|key| key.id.as_str().starts_with(&self.prefix)));
        let counts = [
            (Verdict::Accepted, answer.accepted),
            (Verdict::Duplicate, answer.duplicate),
            (Verdict::Rejected, answer.rejected),
            (Verdict::Limited, answer.limited),
        ];
        let mut said = Said { verdicts: counts.map(|(verdict, count)| (verdict.as_str(), count as u64)).into(), codes: BTreeMap::new() };
        for line in answer.verdicts.iter().filter(|line| line.verdict == Verdict::Rejected) {
            *said.codes.entry(line.code.unwrap_or_default().to_owned()).or_default() += 1;
        }
        said
    }
}

fn lines(document: &Value) -> impl Iterator<Item = &Value> {
    document["verdicts"].as_array().into_iter().flatten()
}

/// Holds an answer against what is known of how its body was made.
fn check_known(body: &Body, status: u16, document: &Value) -> Result<(), String> {
    let told = (status, document["code"].as_str());
    match &body.known {
        None => Ok(()),
        Some(Known::Refused(status, code)) if told == (*status, Some(code)) => Ok(()),
        Some(Known::Sound) if status == 200 && lines(document).next().is_none() => Ok(()),
        Some(Known::Rejected { index, code, field }) => {
            let expected = if body.form == Form::Single { (422, Some(*code)) } else { (200, None) };
            let wanted = (Some(*index as u64), Some("rejected"), Some(*code), Some(field.as_str()).filter(|field| !field.is_empty()));
            let is_wanted =
                |line: &Value| (line["index"].as_u64(), line["verdict"].as_str(), line["code"].as_str(), line["field"].as_str()) == wanted;
            match told == expected && lines(document).count() == 1 && lines(document).all(is_wanted) {
                true => Ok(()),
                false => Err(format!("known to be {code} of {field:?} at {index}, but {status}: {document}")),
            }
        }
        Some(known) => Err(format!("known to be {known:?}, but {status}: {document}")),
    }
}

fn compare(right: &Right, status: u16, document: &Value) -> Result<(), String> {
    let said = |wanted: &str| Err(format!("expected {wanted}, but {status}: {document}"));
    match right {
        Right::Refused(rejection) => {
            let summary = rejection.summary();
            let is_right =
                (status, document["code"].as_str(), document["field"].as_str()) == (summary.status, Some(summary.code), rejection.field());
            if is_right {
                Ok(())
            } else {
                said(&format!("{rejection:?}"))
            }
        }
        Right::Judged { answer, status: wanted_status, code, .. } => {
            let wanted = serde_json::to_value(answer).unwrap_or_default();
            let members = ["batch_id", "accepted", "duplicate", "rejected", "limited", "verdicts", "warnings"];
            let is_same = members.iter().all(|member| document.get(member) == wanted.get(member));
            let is_right = status == *wanted_status && is_same && document["code"].as_str() == *code;
            if is_right {
                Ok(())
            } else {
                said(&format!("{wanted_status} {wanted}"))
            }
        }
    }
}
