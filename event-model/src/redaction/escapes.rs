use std::borrow::Cow;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As it reads.
    Plain,
    /// As the inside of a string of JSON.
    Escaped,
}

/// A text as it reads, and where each of its characters is written.
pub(super) struct Unescaped<'a> {
    pub(super) text: Cow<'a, str>,
    /// For each character its place in `text` and in what is written; empty where both are the same.
    places: Vec<(usize, usize)>,
    written: usize,
}

impl<'a> Unescaped<'a> {
    pub(super) fn of(written: &'a str, spelling: Spelling) -> Unescaped<'a> {
        if spelling == Spelling::Plain || !written.contains('\\') {
            return Unescaped { text: Cow::Borrowed(written), places: Vec::new(), written: written.len() };
        }
        let mut text = String::with_capacity(written.len());
        let mut places = Vec::with_capacity(written.len());
        for (place, _, character) in characters(written, spelling) {
            places.push((text.len(), place));
            text.push(character);
        }
        Unescaped { text: Cow::Owned(text), places, written: written.len() }
    }

    /// Where a place of the text, which is a character's or the end, is written.
    pub(super) fn place(&self, at: usize) -> usize {
        match self.places.binary_search_by_key(&at, |&(read, _)| read) {
            Ok(found) => self.places.get(found).map_or(self.written, |&(_, written)| written),
            Err(_) if self.places.is_empty() => at,
            Err(_) => self.written,
        }
    }
}

/// The characters of a text: where each begins, how many bytes it is written in, and what it is. Half of a surrogate pair, which JSON can write and
/// text cannot hold, is U+FFFD.
pub(super) fn characters(written: &str, spelling: Spelling) -> impl Iterator<Item = (usize, usize, char)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = written.get(at..)?;
        let first = rest.chars().next()?;
        let (length, character) = match first {
            '\\' if spelling == Spelling::Escaped => escape(rest),
            _ => (first.len_utf8(), first),
        };
        let place = at;
        at += length;
        Some((place, length, character))
    })
}

/// The length and the meaning of the escape that `rest` begins with. (RFC 8259, section 7)
fn escape(rest: &str) -> (usize, char) {
    let character = match rest.as_bytes().get(1) {
        Some(b'u') => return unicode(rest),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(&other) => char::from(other),
        None => return (1, '\\'),
    };
    (2, character)
}

fn unicode(rest: &str) -> (usize, char) {
    let high = unit(rest, 0);
    if let (Some(0xd800..=0xdbff), Some(low @ 0xdc00..=0xdfff)) = (high, unit(rest, 6)) {
        let code = 0x10000 + ((high.unwrap_or_default() - 0xd800) << 10) + (low - 0xdc00);
        return (12, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    (rest.len().min(6), high.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// The code unit of the `\uXXXX` at a place.
fn unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u32::from_str_radix(digits, 16).ok()
}
