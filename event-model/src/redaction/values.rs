use super::escapes::{characters, Spelling, Unescaped};
use super::{cards, emails, marks};
use crate::limits::MAX_TEXT;
use std::borrow::Cow;
use std::ops::Range;

/// The least bytes that a card number has.
const MIN_CARD: usize = 13;

/// A text without e-mail addresses and card numbers.
pub(super) fn masked(written: &str, spelling: Spelling) -> Cow<'_, str> {
    let seen = Seen::in_text(written, spelling);
    let text = match seen.at_sign {
        true => replaced(Cow::Borrowed(written), spelling, emails::find, marks::EMAIL),
        false => Cow::Borrowed(written),
    };
    match seen.digits >= MIN_CARD {
        true => replaced(text, spelling, cards::find, marks::CARD),
        false => text,
    }
}

/// The same, and cut where it is longer than a text of free JSON may be. `inside` is that of a string of JSON.
pub(super) fn text(inside: &str) -> Cow<'_, str> {
    let text = masked(inside, Spelling::Escaped);
    // Bytes are never fewer than characters.
    if text.len() <= MAX_TEXT {
        return text;
    }
    let places = || characters(&text, Spelling::Escaped).map(|(place, ..)| place);
    if places().nth(MAX_TEXT).is_none() {
        return text;
    }
    let kept = places().nth(MAX_TEXT - marks::TAIL_LENGTH).and_then(|end| text.get(..end)).unwrap_or_default();
    // The cut may have made a card number of a longer one.
    let mut cut = masked(kept, Spelling::Escaped).into_owned();
    cut.push_str(marks::TAIL);
    Cow::Owned(cut)
}

/// A number of JSON: as text where it is a card's.
pub(super) fn number(written: &str) -> Cow<'_, str> {
    if written.len() < MIN_CARD && !written.contains(['e', 'E']) {
        return Cow::Borrowed(written);
    }
    // In whole numbers of other spellings, such as `4.2e15`, digits are where readers will see them.
    let whole =
        written.parse::<f64>().ok().filter(|number| written.contains(['.', 'e', 'E']) && number.fract() == 0.0 && number.abs() < 1e19);
    let digits = whole.map_or(Cow::Borrowed(written), |number| Cow::Owned(format!("{number:.0}")));
    match masked(&digits, Spelling::Plain) {
        Cow::Owned(masked) => Cow::Owned(["\"", &masked, "\""].concat()),
        Cow::Borrowed(_) => Cow::Borrowed(written),
    }
}

/// What a text has that a rule might look for, found in one walk: most texts have nothing of it.
struct Seen {
    at_sign: bool,
    digits: usize,
}

impl Seen {
    fn in_text(written: &str, spelling: Spelling) -> Seen {
        let mut seen = Seen { at_sign: false, digits: 0 };
        let mut last = 0;
        for byte in written.bytes() {
            seen.digits += usize::from(byte.is_ascii_digit());
            seen.at_sign |= matches!(byte, b'@' | b'%');
            if (last, byte, spelling) == (b'\\', b'u', Spelling::Escaped) {
                // Such an escape may stand for anything; the others stand for nothing that is looked for.
                return Seen { at_sign: true, digits: MIN_CARD };
            }
            last = byte;
        }
        seen
    }
}

/// Puts a mark in the place of everything that is found in a text.
fn replaced<'a>(written: Cow<'a, str>, spelling: Spelling, find: fn(&str) -> Vec<Range<usize>>, mark: &str) -> Cow<'a, str> {
    let read = Unescaped::of(&written, spelling);
    let found = find(&read.text);
    if found.is_empty() {
        drop(read);
        return written;
    }
    let mut out = String::with_capacity(written.len());
    let mut from = 0;
    for range in found {
        out.push_str(written.get(from..read.place(range.start)).unwrap_or_default());
        out.push_str(mark);
        from = read.place(range.end);
    }
    out.push_str(written.get(from..).unwrap_or_default());
    Cow::Owned(out)
}
