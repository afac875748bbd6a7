//! Malformed bodies, each a function of the seed and its number.

mod batch_faults;
mod event_faults;
mod noise;
mod valid;

use fastrand::Rng;
use ingest_worker::ingest::Form;
use serde_json::Value;

/// A request to be sent.
#[derive(Clone, Debug)]
pub struct Body {
    /// What kind of fault it has, for the table.
    pub kind: &'static str,
    /// To which endpoint it goes.
    pub form: Form,
    /// What travels.
    pub bytes: Vec<u8>,
    /// The `Content-Encoding`.
    pub encoding: Option<&'static str>,
    /// The key in its header.
    pub key: Key,
    /// Whether its length is not announced.
    pub is_chunked: bool,
    /// What must come of it, known by how it was made and not by any code that reads it.
    pub known: Option<Known>,
}

/// The key that a request brings in its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The right one.
    Right,
    /// None.
    Missing,
    /// One that nobody made.
    Unknown,
    /// Something that does not look like one.
    Nonsense,
}

impl Key {
    /// Its text, given the right one.
    pub fn text(self, right: &str) -> Option<&str> {
        match self {
            Key::Right => Some(right),
            Key::Missing => None,
            Key::Unknown => Some("tm_write_00000000000000000000000000000000"),
            Key::Nonsense => Some("tm_write_' OR 1=1 --"),
        }
    }
}

/// What must come of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// The request is refused whole.
    Refused(u16, &'static str),
    /// The event with this index is rejected for this reason, and it alone.
    Rejected {
        /// Its place in the batch.
        index: usize,
        /// The code.
        code: &'static str,
        /// The field at fault; empty is none.
        field: String,
    },
    /// Nothing is wrong with it.
    Sound,
}

/// Names the sender of a body, so that its events' ids are nobody else's.
#[derive(Clone, Debug)]
pub struct Author {
    /// The beginning of all its ids.
    pub prefix: String,
    /// The moment that its events are about, in milliseconds since the epoch.
    pub now: u64,
}

/// Makes the body with this number. Most are refused whole, which costs no write: so a million of them take minutes.
pub fn body(seed: u64, number: u64, author: &Author) -> Body {
    let mut random = Rng::with_seed(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let random = &mut random;
    let unique = format!("{}{number}", author.prefix);
    let mut made = match random.u32(0..100) {
        0..34 => noise::bytes(random, &unique, author.now),
        34..53 => batch_faults::document(random, &unique, author.now),
        53..72 => batch_faults::member(random, &unique, author.now),
        72..79 => batch_faults::gzip(random, &unique, author.now),
        79..82 => batch_faults::key(random, &unique, author.now),
        82..90 => event_faults::one(random, &unique, author.now),
        90..96 => noise::tree(random, &unique, author.now),
        96 => noise::repeated(random, &unique, author.now),
        97..99 => noise::deep(random, &unique, author.now),
        _ => sound(random, &unique, author.now),
    };
    made.is_chunked = random.u32(0..20) == 0;
    made
}

fn sound(random: &mut Rng, unique: &str, now: u64) -> Body {
    let batch = valid::batch(random, unique, now);
    Body { known: Some(Known::Sound), ..Body::of("sound", &batch) }
}

impl Body {
    /// A batch as it is.
    fn of(kind: &'static str, batch: &Value) -> Body {
        Body::of_bytes(kind, batch.to_string().into_bytes())
    }

    fn of_bytes(kind: &'static str, bytes: Vec<u8>) -> Body {
        Body { kind, form: Form::Batch, bytes, encoding: None, key: Key::Right, is_chunked: false, known: None }
    }

    fn refused(self, status: u16, code: &'static str) -> Body {
        Body { known: Some(Known::Refused(status, code)), ..self }
    }
}

/// One of several.
fn pick<'a, T>(random: &mut Rng, from: &'a [T]) -> &'a T {
    random.choice(from).unwrap_or_else(|| panic!("nothing to choose from"))
}

/// The same of words.
fn word(random: &mut Rng, from: &[&'static str]) -> &'static str {
    let word: &&str = pick(random, from);
    word
}
