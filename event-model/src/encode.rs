//! Writing the wire's JSON. By hand and without a serializer: the tracker pays for every kilobyte, and the whole format is one page.
//!
//! [`event`] and [`head`] are apart because a tracker writes each event once, when it happens, and a batch when it is sealed.

use crate::batch::{Batch, BatchContext, Device, DroppedCount};
use crate::event::{Actor, Entity, Event, Page, Utm};
use crate::level::Level;
use crate::limits::SCHEMA;
use crate::text::{FreeJson, OpaqueId};

/// A whole batch as JSON text.
pub fn batch(batch: &Batch) -> String {
    let mut out = String::with_capacity(1024);
    let (mut shared, mut drops) = (String::new(), String::new());
    context(&batch.context, &mut shared);
    if !batch.dropped.is_empty() {
        dropped(&batch.dropped, &mut drops);
    }
    let of = Head {
        batch_id: batch.batch_id.as_ref().map(OpaqueId::as_str),
        write_key: batch.write_key.as_deref(),
        sealed_at: batch.sealed_at,
        clock_unproved: batch.clock_unproved,
        instance_id: batch.instance_id.as_ref().map(OpaqueId::as_str),
        tracked: batch.tracked,
        context: &shared,
        dropped: &drops,
        overhead: batch.overhead.as_ref().map_or("", FreeJson::as_str),
    };
    head(&of, &mut out);
    for (position, one) in batch.events.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        event(one, &mut out);
    }
    out.push_str(TAIL);
    out
}

/// Everything of a batch but its events. Context, drops and overhead are JSON already (the latter two may be empty): a tracker writes a
/// context once and seals many batches under it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the members are those of `Batch`")]
pub struct Head<'a> {
    pub batch_id: Option<&'a str>,
    pub write_key: Option<&'a str>,
    pub sealed_at: Option<u64>,
    pub clock_unproved: bool,
    pub instance_id: Option<&'a str>,
    pub tracked: Option<u64>,
    pub context: &'a str,
    pub dropped: &'a str,
    pub overhead: &'a str,
}

/// Appends a batch up to and with the bracket that opens its events; [`TAIL`] closes it.
pub fn head(head: &Head, out: &mut String) {
    let mut object = Object::open(out);
    object.number("schema", SCHEMA);
    object.text("batch_id", head.batch_id);
    object.text("write_key", head.write_key);
    object.optional_number("sealed_at", head.sealed_at);
    if head.clock_unproved {
        object.member("clock_unproved").push_str("true");
    }
    object.text("instance_id", head.instance_id);
    object.optional_number("tracked", head.tracked);
    object.member("context").push_str(head.context);
    if !head.dropped.is_empty() {
        object.member("dropped").push_str(head.dropped);
    }
    if !head.overhead.is_empty() {
        object.member("overhead").push_str(head.overhead);
    }
    object.member("events").push('[');
}

/// Closes what [`head`] opened.
pub const TAIL: &str = "]}";

/// The context of a batch, appended to `out`.
pub fn context(context: &BatchContext, out: &mut String) {
    let mut object = Object::open(out);
    object.opaque("session_id", &context.session_id);
    object.opaque("visitor_id", &context.visitor_id);
    object.opaque("user_id", &context.user_id);
    if context.device != Device::default() {
        device(&context.device, object.member("device"));
    }
    object.close();
}

/// One event, appended to `out`.
pub fn event(event: &Event, out: &mut String) {
    let mut object = Object::open(out);
    object.text("id", event.id.as_ref().map(|id| id.as_str()));
    object.text("type", Some(event.event_type.as_str()));
    object.opaque("category", &event.category);
    object.opaque("action", &event.action);
    object.text("level", event.level.map(Level::name));
    object.optional_number("occurred_at", event.occurred_at);
    object.optional_number("seq", event.seq);
    object.opaque("user_id", &event.user_id);
    object.opaque("visitor_id", &event.visitor_id);
    object.opaque("session_id", &event.session_id);
    if let Some(of) = &event.actor {
        actor(of, object.member("actor"));
    }
    if let Some(of) = &event.entity {
        entity(of, object.member("entity"));
    }
    object.opaque("stream_id", &event.stream_id);
    if let Some(step) = event.step {
        object.signed("step", step);
    }
    object.opaque("correlation_id", &event.correlation_id);
    if !event.caused_by.is_empty() {
        let out = object.member("caused_by");
        for (position, id) in event.caused_by.iter().enumerate() {
            out.push(if position == 0 { '[' } else { ',' });
            string(id.as_str(), out);
        }
        out.push(']');
    }
    object.opaque("ref", &event.reference);
    object.text("summary", event.summary.as_deref());
    object.optional_number("duration_ms", event.duration_ms);
    if let Some(of) = &event.page {
        page(of, object.member("page"));
    }
    object.free("metadata", event.metadata.as_ref());
    object.free("context", event.context.as_ref());
    object.close();
}

fn device(device: &Device, out: &mut String) {
    let mut object = Object::open(out);
    object.text("type", device.kind.as_deref());
    object.text("os", device.os.as_deref());
    object.text("browser", device.browser.as_deref());
    object.text("screen", device.screen.as_deref());
    object.text("language", device.language.as_deref());
    object.text("timezone", device.timezone.as_deref());
    object.close();
}

fn actor(actor: &Actor, out: &mut String) {
    let mut object = Object::open(out);
    object.text("type", Some(actor.kind.as_str()));
    object.opaque("id", &actor.id);
    object.text("name", actor.name.as_deref());
    object.close();
}

fn entity(entity: &Entity, out: &mut String) {
    let mut object = Object::open(out);
    object.text("type", Some(entity.kind.as_str()));
    object.opaque("id", &entity.id);
    object.text("title", entity.title.as_deref());
    object.close();
}

fn page(page: &Page, out: &mut String) {
    let mut object = Object::open(out);
    object.text("path", page.path.as_deref());
    object.text("title", page.title.as_deref());
    object.text("referrer", page.referrer.as_deref());
    if let Some(of) = &page.utm {
        utm(of, object.member("utm"));
    }
    object.opaque("click_id", &page.click_id);
    object.close();
}

/// Campaign parameters as an object, appended to `out`.
pub fn utm(utm: &Utm, out: &mut String) {
    let mut object = Object::open(out);
    object.text("source", utm.source.as_deref());
    object.text("medium", utm.medium.as_deref());
    object.text("campaign", utm.campaign.as_deref());
    object.text("term", utm.term.as_deref());
    object.text("content", utm.content.as_deref());
    object.close();
}

/// Counts of dropped events as a list, appended to `out`.
pub fn dropped(lines: &[DroppedCount], out: &mut String) {
    for (position, line) in lines.iter().enumerate() {
        out.push(if position == 0 { '[' } else { ',' });
        let mut object = Object::open(out);
        object.text("reason", Some(line.reason.as_str()));
        object.text("level", Some(line.level.name()));
        object.number("count", line.count);
        object.close();
    }
    out.push(']');
}

/// Appends a JSON string (RFC 8259, section 7): quotes, backslashes and control characters are escaped, all else stays UTF-8.
pub fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut plain_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        // Both ends are ASCII positions, hence character boundaries.
        out.push_str(text.get(plain_from..at).unwrap_or_default());
        plain_from = at + 1;
        match byte {
            b'\n' => out.push_str("\\n"),
            b'"' | b'\\' => {
                out.push('\\');
                out.push(byte as char);
            }
            _ => {
                out.push_str("\\u00");
                out.push(if byte >> 4 == 0 { '0' } else { '1' });
                out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
            }
        }
    }
    out.push_str(text.get(plain_from..).unwrap_or_default());
    out.push('"');
}

/// Appends a whole number. `core::fmt` would cost the tracker more bytes than these lines.
pub fn number(mut value: u64, out: &mut String) {
    let mut digits = [0u8; 20];
    let mut first = digits.len();
    for (at, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
        first = at;
        if value == 0 {
            break;
        }
    }
    for digit in digits.iter().skip(first) {
        out.push(*digit as char);
    }
}

/// Appends a whole number that may be negative.
pub fn signed(value: i64, out: &mut String) {
    if value < 0 {
        out.push('-');
    }
    number(value.unsigned_abs(), out);
}

/// A JSON object being written; absent members are left out.
#[derive(Debug)]
pub struct Object<'a> {
    out: &'a mut String,
    empty: bool,
}

impl<'a> Object<'a> {
    /// Opens an object at the end of `out`.
    pub fn open(out: &'a mut String) -> Object<'a> {
        out.push('{');
        Object { out, empty: true }
    }

    /// Goes on with an object that has members already and is not closed yet.
    pub fn reopen(out: &'a mut String) -> Object<'a> {
        Object { out, empty: false }
    }

    /// Closes it.
    pub fn close(self) {
        self.out.push('}');
    }

    /// Writes a member's name; the caller writes its value. Names are ours and need no escaping.
    pub fn member(&mut self, name: &str) -> &mut String {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        self.out.push('"');
        self.out.push_str(name);
        self.out.push_str("\":");
        self.out
    }

    /// Writes a member's name into an object that somebody else closes.
    pub fn into_member(mut self, name: &str) -> &'a mut String {
        self.member(name);
        self.out
    }

    /// A member that is a text, if there is one.
    pub fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            string(value, self.member(name));
        }
    }

    fn opaque(&mut self, name: &str, value: &Option<OpaqueId>) {
        self.text(name, value.as_ref().map(OpaqueId::as_str));
    }

    /// A member that is a whole number.
    pub fn number(&mut self, name: &str, value: u64) {
        number(value, self.member(name));
    }

    fn optional_number(&mut self, name: &str, value: Option<u64>) {
        if let Some(value) = value {
            self.number(name, value);
        }
    }

    fn signed(&mut self, name: &str, value: i64) {
        signed(value, self.member(name));
    }

    fn free(&mut self, name: &str, value: Option<&FreeJson>) {
        if let Some(value) = value {
            self.member(name).push_str(value.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_and_strings() {
        let mut out = String::new();
        for value in [0, 9, 10, u64::MAX] {
            number(value, &mut out);
            out.push(' ');
        }
        assert_eq!(out, format!("0 9 10 {} ", u64::MAX));
    }

    proptest! {
        #[test]
        fn a_string_reads_back_as_it_was(text in any::<String>()) {
            let mut out = String::new();
            string(&text, &mut out);
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }

        #[test]
        fn a_number_reads_back_as_it_was(value in any::<u64>()) {
            let mut out = String::new();
            number(value, &mut out);
            prop_assert_eq!(out, value.to_string());
        }
    }
}
