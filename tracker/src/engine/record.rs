//! What storage holds and under which names. Records are only ever appended and removed, never rewritten, except the small ones that
//! say one thing (session, offset, drops, a batch that shrank).

use super::drops::Drops;
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

    fn name(self) -> &'static str {
        match self {
            Slot::Visitor => "visitor",
            Slot::User => "user",
            Slot::Session => "session",
            Slot::Offset => "offset",
            Slot::OptedOut => "opted_out",
        }
    }
}

/// The beginning of all keys of one project, so that two projects on one origin, and the page's own keys, never meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespace(String);

impl Namespace {
    /// The namespace of a project, told by the end of its key: the beginning is the same for all.
    pub fn of(write_key: &str) -> Namespace {
        let end: String = write_key.chars().rev().filter(char::is_ascii_alphanumeric).take(8).collect();
        Namespace(concat(&["trailmark.", &end, "."]))
    }

    /// The key of a shared record.
    pub fn slot(&self, slot: Slot) -> String {
        concat(&[&self.0, slot.name()])
    }

    /// The beginning of the keys of all queues, followed by owner, dot and record.
    pub fn queues(&self) -> String {
        concat(&[&self.0, "q."])
    }

    /// The owner of a queue's record, if the key is one.
    pub fn owner_of<'a>(&self, key: &'a str) -> Option<&'a str> {
        let (owner, name) = key.strip_prefix(&self.0)?.strip_prefix("q.")?.split_once('.')?;
        (!owner.is_empty() && !name.is_empty()).then_some(owner)
    }

    pub(super) fn queued(&self, owner: &str, name: &Name) -> String {
        let mut key = concat(&[&self.0, "q.", owner, "."]);
        match name {
            Name::Event(seq) => numbered('e', *seq, &mut key),
            Name::Context(number) => numbered('c', u64::from(*number), &mut key),
            Name::Batch(id) => {
                key.push('b');
                key.push_str(id);
            }
            Name::Drops => key.push('d'),
        }
        key
    }

    pub(super) fn parse_queued(&self, key: &str) -> Option<(String, Name)> {
        let owner = self.owner_of(key)?;
        let name = key.strip_prefix(&self.0)?.strip_prefix("q.")?.get(owner.len() + 1..)?;
        let rest = name.get(1..)?;
        let name = match name.as_bytes().first()? {
            b'e' => Name::Event(rest.parse().ok()?),
            b'c' => Name::Context(rest.parse().ok()?),
            b'b' => Name::Batch(rest.to_owned()),
            b'd' => Name::Drops,
            _ => return None,
        };
        Some((owner.to_owned(), name))
    }
}

/// A record of a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// An event, by its `seq`.
    Event(u64),
    /// A batch context, by its number.
    Context(u32),
    /// The seal of a batch.
    Batch(String),
    /// Counts of dropped events not reported yet.
    Drops,
}

/// An event's record: level, `f`ixed or `d`evice time, context, time, and the event's JSON up to its time.
pub(super) fn event_record(item: &Item) -> String {
    let mut text = String::with_capacity(item.json.len() + 24);
    encode::number(u64::from(item.level.rank()), &mut text);
    text.push(if item.fixed { 'f' } else { 'd' });
    encode::number(u64::from(item.context), &mut text);
    text.push(' ');
    encode::number(item.wall, &mut text);
    text.push(' ');
    text.push_str(&item.json);
    text
}

/// Reads [`event_record`].
pub(super) fn parse_event(owner: &str, seq: u64, text: &str) -> Option<Item> {
    let level = Level::from_rank(text.get(..1)?.parse().ok()?)?;
    let fixed = match text.get(1..2)? {
        "f" => true,
        "d" => false,
        _ => return None,
    };
    let mut parts = text.get(2..)?.splitn(3, ' ');
    let context = parts.next()?.parse().ok()?;
    let wall = parts.next()?.parse().ok()?;
    let json = parts.next().filter(|json| json.starts_with("{\"id\":\""))?.to_owned();
    Some(Item { owner: owner.to_owned(), seq, context, level, wall, fixed, queued_at: 0, json })
}

/// The seal of a batch: all that its body needs beside its events and context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seal {
    pub(super) sealed_at: u64,
    pub(super) offset: i64,
    pub(super) context: u32,
    pub(super) seqs: Vec<u64>,
    pub(super) drops: Drops,
}

impl Seal {
    pub(super) fn to_record(&self) -> String {
        let mut text = String::new();
        encode::number(self.sealed_at, &mut text);
        text.push(' ');
        encode::signed(self.offset, &mut text);
        text.push(' ');
        encode::number(u64::from(self.context), &mut text);
        text.push(' ');
        for (position, seq) in self.seqs.iter().enumerate() {
            if position > 0 {
                text.push(',');
            }
            encode::number(*seq, &mut text);
        }
        text.push(' ');
        text.push_str(&self.drops.to_record());
        text
    }

    pub(super) fn parse(text: &str) -> Option<Seal> {
        let mut parts = text.splitn(5, ' ');
        Some(Seal {
            sealed_at: parts.next()?.parse().ok()?,
            offset: parts.next()?.parse().ok()?,
            context: parts.next()?.parse().ok()?,
            seqs: parts.next()?.split(',').map(|seq| seq.parse().ok()).collect::<Option<_>>()?,
            drops: Drops::parse(parts.next()?),
        })
    }
}

/// One string of several. `format!` would bring all of `core::fmt` into the page.
pub(super) fn concat(parts: &[&str]) -> String {
    parts.concat()
}

fn numbered(kind: char, number: u64, key: &mut String) {
    key.push(kind);
    encode::number(number, key);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_back_and_foreign_keys_are_not_ours() {
        let names = Namespace::of("tm_write_abcdefgh");
        for name in [Name::Event(7), Name::Context(0), Name::Batch("x-1".into()), Name::Drops] {
            let key = names.queued("tab", &name);
            assert_eq!(names.parse_queued(&key), Some(("tab".to_owned(), name)));
            assert_eq!(names.owner_of(&key), Some("tab"));
        }
        for foreign in [
            "",
            "cart",
            "trailmark.",
            "trailmark.other.q.tab.e1",
            &names.slot(Slot::Session),
            "trailmark.hgfedcba.q.tab",
            "trailmark.hgfedcba.q..e1",
        ] {
            assert_eq!(names.parse_queued(foreign), None, "{foreign}");
            assert_eq!(names.owner_of(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn records_lead_back() {
        let item = Item {
            owner: "tab".into(),
            seq: 3,
            context: 2,
            level: Level::Decision,
            wall: 17,
            fixed: true,
            queued_at: 0,
            json: "{\"id\":\"a\",\"summary\":\"two words\"".into(),
        };
        assert_eq!(parse_event("tab", 3, &event_record(&item)), Some(item));
        let seal = Seal { sealed_at: 9, offset: -7, context: 2, seqs: vec![1, 5, 6], drops: Drops::parse("invalid 2 1,expired 0 4") };
        assert_eq!(Seal::parse(&seal.to_record()), Some(seal));
        let bare = Seal { sealed_at: 9, offset: 7, context: 0, seqs: vec![1], drops: Drops::default() };
        assert_eq!(Seal::parse(&bare.to_record()), Some(bare));
    }

    #[test]
    fn rubbish_is_no_record() {
        for rubbish in ["", "é", "2", "2x0 1 {\"id\":\"", "9d0 1 {\"id\":\"", "2d0 1", "2d0 x {\"id\":\"a\"", "2d0 1 []", "1 2 3 4"] {
            assert_eq!(parse_event("tab", 1, rubbish), None, "{rubbish}");
            assert_eq!(Seal::parse(rubbish), None, "{rubbish}");
        }
    }
}
