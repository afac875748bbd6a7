use super::record::is_kept;
use super::refusal::Refusal;
use super::stamp::random;
use super::{Fate, Form, Prepared, Surroundings};
use event_model::decode::{raw_events, Refused};
use event_model::redaction::redact_refused;
use event_model::{BatchContext, Device, EventId, OpaqueId};
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// Bytes of an event that is kept, redacted. What an event may have by its limits is about as much.
pub const MAX_KEPT_BYTES: usize = 16 * 1024;

/// A rejected event that is kept: a row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Names the row: the same event, sent again, has the same.
    pub id: String,
    /// Its type, if it has one.
    pub event_type: Option<String>,
    /// Its id, its own or the one that it got, if it is any.
    pub event_id: Option<String>,
    /// Why it was rejected.
    pub code: &'static str,
    /// The field at fault.
    pub field: Option<String>,
    /// A sentence for people.
    pub detail: String,
    /// The event, JSON, redacted and clamped.
    pub event: String,
}

/// The rejected events of a request, but for those that are too large. `pii` are the names that the plan marks.
pub(super) fn keep(prepared: &Prepared, form: Form, body: &[u8], pii: &[String], surroundings: Surroundings) -> Vec<Kept> {
    let raw: Vec<&RawValue> = match form {
        Form::Single => serde_json::from_slice(body).into_iter().collect(),
        Form::Batch => raw_events(body),
    };
    let one = |(index, (fate, raw)): (usize, (&Fate, &RawValue))| match fate {
        Fate::Refused(refused) if is_kept(fate) => {
            let made = Made::of(refused, Refused(raw), index, surroundings);
            kept(refused, Refused(raw), made, &prepared.context, pii)
        }
        _ => None,
    };
    prepared.fates.iter().zip(raw).enumerate().filter_map(one).collect()
}

/// What an event without an id gets, as if it had been accepted.
struct Made {
    id: Option<EventId>,
    occurred_at: Option<u64>,
}

impl Made {
    fn of(refused: &Refusal, event: Refused, index: usize, Surroundings { now, seed, .. }: Surroundings) -> Made {
        if refused.id.is_some() || event.says("id") {
            return Made { id: None, occurred_at: None };
        }
        Made { id: Some(EventId::v7(now, &random(index, seed))), occurred_at: Some(now) }
    }
}

fn kept(refused: &Refusal, raw: Refused, made: Made, context: &BatchContext, pii: &[String]) -> Option<Kept> {
    let event = redact_refused(&raw.complete(context, made.id.as_ref(), made.occurred_at), pii);
    if event.len() > MAX_KEPT_BYTES {
        return None;
    }
    Some(Kept {
        id: name(raw, made.id.as_ref()),
        event_type: raw.event_type().map(|name| name.as_str().to_owned()),
        event_id: refused.id.as_ref().or(made.id.as_ref()).map(|id| id.as_str().to_owned()),
        code: refused.reason.code(),
        field: refused.reason.field().map(str::to_owned),
        detail: refused.reason.detail().to_owned(),
        event,
    })
}

/// The same for the same bytes, unless the event has no id of its own: then what looks alike are two events.
fn name(raw: Refused, made: Option<&EventId>) -> String {
    let hash = Sha256::new().chain_update(raw.0.get()).chain_update(made.map_or("", EventId::as_str)).finalize();
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What an export says of an event's arrival, of a whole request: JSON.
pub(super) fn arrival(prepared: &Prepared, received_at: u64) -> String {
    #[derive(Serialize)]
    struct Arrival<'a> {
        received_at: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        instance_id: Option<&'a str>,
        #[serde(skip_serializing_if = "Words::is_empty")]
        device: Words<'a>,
        #[serde(flatten)]
        place: Words<'a>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        bot: bool,
    }
    let Device { kind, os, browser, screen, language, timezone } = &prepared.context.device;
    let place = &prepared.sender.place;
    let arrival = Arrival {
        received_at,
        instance_id: prepared.instance_id.as_ref().map(OpaqueId::as_str),
        device: words([
            ("type", kind),
            ("os", os),
            ("browser", browser),
            ("screen", screen),
            ("language", language),
            ("timezone", timezone),
        ]),
        place: words([("country", &place.country), ("region", &place.region), ("city", &place.city), ("colo", &place.colo)]),
        bot: prepared.sender.bot,
    };
    // Numbers and texts always have a JSON form.
    serde_json::to_string(&arrival).unwrap_or_default()
}

type Words<'a> = std::collections::BTreeMap<&'static str, &'a str>;

fn words<'a, const N: usize>(of: [(&'static str, &'a Option<String>); N]) -> Words<'a> {
    of.into_iter().filter_map(|(name, word)| Some((name, word.as_deref()?))).collect()
}

#[cfg(test)]
mod tests;
