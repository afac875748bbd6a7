//! What storage holds and under which names. Records are only ever appended and removed, never rewritten, except the small ones that
//! say one thing (session, offset, drops, a batch that shrank).
//!
//! A queue's record has the key `q.<owner>.<kind><number>`, where the owner is the tracker instance that made it. The edge puts before all
//! keys what tells this project's from another's and from the page's own.

use super::queue::Item;
use event_model::{encode, Level};

/// The single records of a project that all tabs share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The visitor's id.
    Visitor,
    /// The user, as the app named them.
    User,
    /// The visit: id, start, last event.
    Session,
    /// What to add to the device's clock.
    Offset,
    /// Present when the visitor has said no.
    OptedOut,
}

impl Slot {
    /// Every shared record.
    pub const ALL: [Slot; 5] = [Slot::Visitor, Slot::User, Slot::Session, Slot::Offset, Slot::OptedOut];

    /// Its key.
    pub fn key(self) -> &'static str {
        match self {
            Slot::Visitor => "visitor",
            Slot::User => "user",
            Slot::Session => "session",
            Slot::Offset => "offset",
            Slot::OptedOut => "opted_out",
        }
    }
}

/// The kinds of a queue's records.
pub(super) mod kind {
    // In the order in which they are read back: events name their context, and seals take events.
    /// The context of events, by its number.
    pub(in super::super) const CONTEXT: u8 = b'a';
    /// An event, by its `seq`.
    pub(in super::super) const EVENT: u8 = b'b';
    /// The seal of a batch, by its number.
    pub(in super::super) const BATCH: u8 = b'c';
    /// Counts of dropped events not reported yet; there is one, number 0.
    pub(in super::super) const DROPS: u8 = b'd';
}

/// The key of a queue's record.
pub(super) fn key(owner: &str, kind: u8, number: u64) -> String {
    let mut key = join(&["q.", owner, "."]);
    key.push(kind as char);
    encode::number(number, &mut key);
    key
}

/// Kind and number of a queue's record, by its name within the queue.
pub(super) fn parse(name: &str) -> Option<(u8, u64)> {
    Some((*name.as_bytes().first()?, Words(name.get(1..)?).number()?))
}

/// An event's record: level and whether its time is fixed, time, and the event's JSON up to its time. The context comes first.
pub(super) fn event_record(item: &Item, context: u64) -> String {
    let mut text = String::with_capacity(item.json.len() + 32);
    for number in [context, u64::from(item.level.rank()), u64::from(item.fixed), item.wall] {
        encode::number(number, &mut text);
        text.push(' ');
    }
    text.push_str(&item.json);
    text
}

/// The head of an [`event_record`], and where its JSON begins.
pub(super) struct EventHead<'a> {
    pub(super) context: u64,
    pub(super) level: Level,
    pub(super) fixed: bool,
    pub(super) wall: u64,
    pub(super) json: &'a str,
}

/// Reads [`event_record`].
pub(super) fn parse_event(text: &str) -> Option<EventHead<'_>> {
    let mut words = Words(text);
    let context = words.number()?;
    let level = Level::from_rank(words.number()? as u8)?;
    let fixed = words.number()? != 0;
    let wall = words.number()?;
    let json = words.0;
    (json.starts_with("{\"id\":\"") && is_clean(json)).then_some(EventHead { context, level, fixed, wall, json })
}

/// No control characters: JSON escapes them, so a record that has some is none of ours.
pub(super) fn is_clean(json: &str) -> bool {
    json.bytes().all(|byte| byte >= b' ')
}

/// The texts in a row. The standard library's `concat` is made for speed and costs the page more.
pub fn join(texts: &[&str]) -> String {
    let mut joined = String::new();
    for text in texts {
        joined.push_str(text);
    }
    joined
}

/// The text up to the first of two ASCII characters, or all of it.
pub(super) fn before(text: &str, end: u8, or: u8) -> &str {
    let end = text.bytes().position(|byte| byte == end || byte == or);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Text read from the front, word by word.
#[derive(Debug)]
pub struct Words<'a>(pub &'a str);

impl<'a> Words<'a> {
    /// The next word, up to a blank or the end.
    pub fn word(&mut self) -> &'a str {
        self.until(b' ')
    }

    /// The rest of the line.
    pub fn line(&mut self) -> &'a str {
        self.until(b'\n')
    }

    fn until(&mut self, end: u8) -> &'a str {
        let taken = before(self.0, end, end);
        self.0 = self.0.get(taken.len() + 1..).unwrap_or_default();
        taken
    }

    /// The next word as a whole number. Nothing longer than 19 digits is one.
    pub fn number(&mut self) -> Option<u64> {
        let word = self.word().as_bytes();
        if word.is_empty() || word.len() > 19 {
            return None;
        }
        word.iter().try_fold(0, |sum: u64, digit| digit.is_ascii_digit().then(|| sum * 10 + u64::from(digit - b'0')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_back() {
        for kind in [kind::EVENT, kind::CONTEXT, kind::BATCH, kind::DROPS] {
            let key = key("tab", kind, 70);
            assert_eq!(key.strip_prefix("q.tab.").and_then(parse), Some((kind, 70)));
        }
        for rubbish in ["", "b", "b-1", "é1"] {
            assert_eq!(parse(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn records_lead_back_and_rubbish_is_none() {
        let json = "{\"id\":\"a\",\"summary\":\"two words\"";
        let item = Item { batch: 0, seq: 3, lane: 0, level: Level::Decision, wall: 17, fixed: true, queued_at: 0, json: json.into() };
        let record = event_record(&item, 2);
        let head = parse_event(&record).unwrap();
        assert_eq!((head.context, head.level, head.fixed, head.wall, head.json), (2, Level::Decision, true, 17, json));
        for rubbish in ["", "é", "2", "0 9 0 1 {\"id\":\"", "0 2 0", "0 2 0 x {\"id\":\"a\"", "0 2 0 1 []", "-1 2 0 1 {\"id\":\"a\""] {
            assert!(parse_event(rubbish).is_none(), "{rubbish}");
        }
        assert_eq!(Words("99999999999999999999").number(), None);
    }
}
