//! What must not be kept goes, before anything is kept: values under names such as `password`, e-mail addresses and card numbers within
//! texts, and what is too deep, too many, too long or too large. What went leaves a mark in its place, so that nothing is cut unseen.
//!
//! The rules are those of `docs/contract.md`. A tracker has them in JavaScript, so that nothing of this leaves the browser; both sides run
//! the table `tests/fixtures/redaction/cases.json`. Here they work on JSON text as it came: what is not cut is not even copied, and keeps its
//! order, its escapes and its spelling of numbers. All of it is linear in the text.

mod cards;
mod emails;
mod escapes;
mod marks;
mod names;
mod refused;
mod size;
mod tree;
mod values;

use crate::event::{Event, Page, Utm};
use crate::limits::{MAX_CONTEXT_BYTES, MAX_METADATA_BYTES};
use crate::text::FreeJson;
use std::borrow::Cow;
use tree::Redactor;

pub use refused::redact_refused;

/// Redacts and clamps a JSON object to `limit` bytes. `object` is the text of an object that is known to be well formed; `pii` are the names that the
/// tracking plan marks besides those that always go. Borrowed when there was nothing to do.
pub fn redact<'a>(object: &'a str, limit: usize, pii: &[String]) -> Cow<'a, str> {
    size::fit(Redactor::new(pii).value(object, 1), limit)
}

/// Redacts a text for people, by the rules for values. Its length has a limit of its own.
pub fn redact_text(text: &str) -> Cow<'_, str> {
    values::masked(text, escapes::Spelling::Plain)
}

/// Redacts everything in an event that is free text or free JSON. Its ids stay: they are compared and must not change.
pub fn redact_event(event: &mut Event, pii: &[String]) {
    free(&mut event.metadata, MAX_METADATA_BYTES, pii);
    free(&mut event.context, MAX_CONTEXT_BYTES, pii);
    line(&mut event.summary);
    event.entity.iter_mut().for_each(|entity| line(&mut entity.title));
    event.actor.iter_mut().for_each(|actor| line(&mut actor.name));
    let Some(Page { path, title, referrer, utm, click_id: _ }) = &mut event.page else { return };
    [path, title, referrer].into_iter().for_each(line);
    let Some(Utm { source, medium, campaign, term, content }) = utm else { return };
    [source, medium, campaign, term, content].into_iter().for_each(line);
}

fn free(json: &mut Option<FreeJson>, limit: usize, pii: &[String]) {
    let redacted = json.as_ref().and_then(|json| match redact(json.as_str(), limit, pii) {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(FreeJson::from_redacted(text)),
    });
    if redacted.is_some() {
        *json = redacted;
    }
}

fn line(text: &mut Option<String>) {
    let redacted = text.as_deref().and_then(|text| match redact_text(text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    });
    if redacted.is_some() {
        *text = redacted;
    }
}

#[cfg(test)]
mod tests;
