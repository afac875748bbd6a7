use percent_encoding::{utf8_percent_encode, AsciiSet, NON_ALPHANUMERIC};

/// What stands in the place of an id that was erased.
pub const ERASED: &str = "[erased]";

/// What `encodeURIComponent` leaves as it is.
const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'!').remove(b'~').remove(b'*').remove(b'\'').remove(b'(').remove(b')');

/// How far into texts an id is looked for. What is short stands in texts that mean something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only where a whole text is the id: it has fewer than four characters, or fewer than six that are digits all.
    Whole,
    /// Within texts too, where it stands by itself: neither a letter nor a digit is beside it.
    Words,
    /// Everywhere: it has 16 characters or more.
    Anywhere,
}

/// Somebody who is erased: finds the id in texts and JSON, and takes it out.
#[derive(Clone, Debug)]
pub struct Person {
    id: String,
    /// The id as it stands in an address, where that is something else.
    encoded: Option<String>,
    reach: Reach,
}

impl Person {
    /// The user with this id.
    pub fn new(id: &str) -> Person {
        let length = id.chars().count();
        let shortest = if id.bytes().all(|byte| byte.is_ascii_digit()) { 6 } else { 4 };
        let reach = match length {
            16.. => Reach::Anywhere,
            _ if length >= shortest => Reach::Words,
            _ => Reach::Whole,
        };
        let encoded = utf8_percent_encode(id, UNRESERVED).to_string();
        Person { id: id.to_owned(), encoded: Some(encoded).filter(|encoded| encoded != id && reach != Reach::Whole), reach }
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id as it stands in an address, where that is something else.
    pub fn encoded(&self) -> Option<&str> {
        self.encoded.as_deref()
    }

    /// How far into texts it is looked for.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// A text without the id; `None` where it does not stand.
    pub fn text(&self, text: &str) -> Option<String> {
        if text == self.id {
            return Some(ERASED.to_owned());
        }
        if self.reach == Reach::Whole {
            return None;
        }
        let plain = self.replaced(text, &self.id);
        let encoded = self.encoded.as_deref().and_then(|encoded| self.replaced(plain.as_deref().unwrap_or(text), encoded));
        encoded.or(plain)
    }

    /// JSON text without the id, in values and names; what it is not in stays as it is written. `None` where it does not stand. A number is the id
    /// if it is written alike.
    pub fn json(&self, json: &str) -> Option<String> {
        let mut out = String::new();
        let mut done = 0;
        let mut at = 0;
        while let Some(length) = token_length(json.get(at..).unwrap_or_default()) {
            let token = json.get(at..at + length).unwrap_or_default();
            if let Some(replacement) = self.token(token) {
                out.push_str(json.get(done..at).unwrap_or_default());
                out.push_str(&replacement);
                done = at + length;
            }
            at += length;
        }
        if done == 0 {
            return None;
        }
        out.push_str(json.get(done..).unwrap_or_default());
        Some(out)
    }

    /// Whether JSON text names the user: the id stands in it, or is one of its numbers, however short. For what is better forgotten once too often.
    pub fn is_named_in(&self, json: &str) -> bool {
        let mut rest = json;
        while let Some(length) = token_length(rest) {
            let token = rest.get(..length).unwrap_or_default();
            if is_number(token) && token == self.id || self.token(token).is_some() {
                return true;
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        false
    }

    /// A string or a number without the id, as JSON.
    fn token(&self, token: &str) -> Option<String> {
        if is_number(token) {
            return (self.reach != Reach::Whole && token == self.id).then(|| format!("\"{ERASED}\""));
        }
        let text: String = serde_json::from_str(token).ok()?;
        // Texts always have a JSON form.
        self.text(&text).map(|text| serde_json::to_string(&text).unwrap_or_default())
    }

    fn replaced(&self, text: &str, needle: &str) -> Option<String> {
        let mut out = String::new();
        let mut done = 0;
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find(needle)) {
            let (start, end) = (from + found, from + found + needle.len());
            let (before, behind) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            let joins = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
            if self.reach == Reach::Anywhere || !joins(before.chars().next_back()) && !joins(behind.chars().next()) {
                out.push_str(text.get(done..start).unwrap_or_default());
                out.push_str(ERASED);
                (done, from) = (end, end);
            } else {
                from = start + needle.chars().next().map_or(1, char::len_utf8);
            }
        }
        if done == 0 {
            return None;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Some(out)
    }
}

fn is_number(token: &str) -> bool {
    token.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// The bytes of what well-formed JSON text begins with: a string, a number, or one character of anything else. `None` at its end.
fn token_length(json: &str) -> Option<usize> {
    let first = json.chars().next()?;
    if first == '"' {
        let mut escaped = false;
        let end = json.bytes().skip(1).position(|byte| {
            let is_end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            is_end
        });
        return Some(end.map_or(json.len(), |end| end + 2));
    }
    if first == '-' || first.is_ascii_digit() {
        let is_within = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
        return Some(json.bytes().take_while(|byte| is_within(*byte)).count());
    }
    Some(first.len_utf8())
}

#[cfg(test)]
mod tests;
