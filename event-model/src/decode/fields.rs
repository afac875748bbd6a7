//! One function per kind of field: an unread value in, a typed one or a violation out. JSON's null counts as absent everywhere.

use super::members::{items, Part};
use crate::id::EventId;
use crate::level::Level;
use crate::limits::{MAX_CAUSES, MAX_SAFE_INTEGER, MIN_OCCURRED_AT};
use crate::redaction::redact_text;
use crate::text::{clip_line, word as checked_word, FreeJson, OpaqueId};
use crate::violation::{Violation, ViolationCode};
use serde_json::value::RawValue;
use std::borrow::Cow;

pub(super) fn unknown(name: &str) -> Violation {
    // The name comes from a stranger, goes back in the answer and may be kept: one short line of it is enough.
    Violation::new(ViolationCode::UnknownField, clip_line(&redact_text(name), 80), "the contract has no such field")
}

fn wrong_type(field: &'static str, expected: &'static str) -> Violation {
    Violation::new(ViolationCode::WrongType, field, expected)
}

fn is_null(raw: &RawValue) -> bool {
    raw.get() == "null"
}

pub(super) fn string<'a>(raw: &'a RawValue, field: &'static str) -> Result<Option<Cow<'a, str>>, Violation> {
    let text = raw.get();
    if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        if !inner.contains('\\') {
            return Ok(Some(Cow::Borrowed(inner)));
        }
    }
    // A lone surrogate such as "\ud800" is JSON by its grammar but no text: serde_json refuses it here.
    serde_json::from_str::<Option<String>>(text).map(|value| value.map(Cow::Owned)).map_err(|_| wrong_type(field, "expected a string"))
}

pub(super) fn opaque(raw: &RawValue, field: &'static str) -> Result<Option<OpaqueId>, Violation> {
    string(raw, field)?.map(|text| OpaqueId::parse(&text, field)).transpose()
}

/// Like [`opaque`], with a tighter limit.
pub(super) fn word(raw: &RawValue, field: &'static str, max: usize) -> Result<Option<OpaqueId>, Violation> {
    let Some(text) = string(raw, field)? else { return Ok(None) };
    checked_word(&text, field, max)?;
    OpaqueId::parse(&text, field).map(Some)
}

/// Text for people: cut to one line rather than refused, and nothing when there is nothing in it.
pub(super) fn line(raw: &RawValue, field: &'static str, max: usize) -> Result<Option<String>, Violation> {
    Ok(string(raw, field)?.map(|text| clip_line(&text, max)).filter(|line| !line.is_empty()))
}

/// The same of what people have written. Redacted before it is cut: half of an address is none that a rule would know.
pub(super) fn written_line(raw: &RawValue, field: &'static str, max: usize) -> Result<Option<String>, Violation> {
    Ok(string(raw, field)?.map(|text| clip_line(&redact_text(&text), max)).filter(|line| !line.is_empty()))
}

pub(super) fn event_id(raw: &RawValue, field: &'static str) -> Result<Option<EventId>, Violation> {
    string(raw, field)?.map(|text| EventId::parse(&text, field)).transpose()
}

pub(super) fn level(raw: &RawValue) -> Result<Option<Level>, Violation> {
    let Some(name) = string(raw, "level")? else { return Ok(None) };
    Level::parse(&name)
        .map(Some)
        .ok_or_else(|| Violation::new(ViolationCode::UnknownValue, "level", "one of detail, state, action, decision, milestone"))
}

/// `true` or `false`.
pub(super) fn flag(raw: &RawValue, field: &'static str) -> Result<Option<bool>, Violation> {
    serde_json::from_str(raw.get()).map_err(|_| wrong_type(field, "expected true or false"))
}

/// A code of so many capital letters.
pub(super) fn letters(raw: &RawValue, field: &'static str, count: usize) -> Result<Option<String>, Violation> {
    let Some(code) = string(raw, field)? else { return Ok(None) };
    if code.len() != count || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Violation::new(ViolationCode::UnknownValue, field, "a code of capital letters"));
    }
    Ok(Some(code.into_owned()))
}

/// A number of any spelling (`1e3`, `7.0`); none of ours is so large that a float would not hold it.
fn float(raw: &RawValue, field: &'static str) -> Result<Option<f64>, Violation> {
    if is_null(raw) {
        return Ok(None);
    }
    let number: f64 = serde_json::from_str(raw.get()).map_err(|_| wrong_type(field, "expected a number"))?;
    Ok(Some(number))
}

pub(super) fn signed_number(raw: &RawValue, field: &'static str) -> Result<Option<i64>, Violation> {
    let Some(number) = float(raw, field)? else { return Ok(None) };
    if number.fract() != 0.0 {
        return Err(wrong_type(field, "expected a whole number"));
    }
    if number.abs() > MAX_SAFE_INTEGER as f64 {
        return Err(Violation::new(ViolationCode::OutOfRange, field, "beyond 2^53 - 1"));
    }
    Ok(Some(number as i64))
}

pub(super) fn whole_number(raw: &RawValue, field: &'static str) -> Result<Option<u64>, Violation> {
    let Some(number) = signed_number(raw, field)? else { return Ok(None) };
    u64::try_from(number).map(Some).map_err(|_| Violation::new(ViolationCode::OutOfRange, field, "must not be negative"))
}

/// Milliseconds. Browsers measure fractions of them; they are rounded, since nobody asks for microseconds of a click.
pub(super) fn duration(raw: &RawValue, field: &'static str) -> Result<Option<u64>, Violation> {
    let Some(number) = float(raw, field)? else { return Ok(None) };
    if !(0.0..=MAX_SAFE_INTEGER as f64).contains(&number) {
        return Err(Violation::new(ViolationCode::OutOfRange, field, "milliseconds, from 0"));
    }
    Ok(Some(number.round() as u64))
}

pub(super) fn occurred_at(raw: &RawValue) -> Result<Option<u64>, Violation> {
    let Some(millis) = whole_number(raw, "occurred_at")? else { return Ok(None) };
    if millis < MIN_OCCURRED_AT {
        let detail = "milliseconds since the epoch, not before 2000 (seconds were sent, perhaps)";
        return Err(Violation::new(ViolationCode::OccurredAtImplausible, "occurred_at", detail));
    }
    Ok(Some(millis))
}

/// One id or a list of them.
pub(super) fn caused_by(raw: &RawValue) -> Result<Vec<EventId>, Violation> {
    if raw.get().starts_with('"') {
        return Ok(event_id(raw, "caused_by")?.into_iter().collect());
    }
    let Some(Part { list, count }) = items(raw, "caused_by", MAX_CAUSES)? else { return Ok(Vec::new()) };
    if count > MAX_CAUSES {
        return Err(Violation::new(ViolationCode::TooManyItems, "caused_by", "at most 16 causes"));
    }
    list.into_iter().map(|cause| event_id(cause, "caused_by")?.ok_or_else(|| wrong_type("caused_by", "expected a string"))).collect()
}

pub(super) fn object(raw: &RawValue, field: &'static str, max_bytes: usize) -> Result<Option<FreeJson>, Violation> {
    if is_null(raw) {
        return Ok(None);
    }
    FreeJson::from_valid_json(raw.get(), field, max_bytes).map(Some)
}

/// An object with members of its own; faults inside it carry its name.
pub(super) fn nested<T>(
    raw: &RawValue,
    field: &'static str,
    read: impl Fn(&RawValue) -> Result<T, Violation>,
) -> Result<Option<T>, Violation> {
    if is_null(raw) {
        return Ok(None);
    }
    read(raw).map(Some).map_err(|fault| fault.within(field))
}
