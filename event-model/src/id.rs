use crate::limits::MAX_ID;
use crate::violation::{Violation, ViolationCode};
use uuid::Uuid;

/// An event's id: 1 to 64 of `[A-Za-z0-9_-]`. Trackers make UUIDv7; ids of other systems are taken as they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(String);

impl EventId {
    /// Takes a foreign id. `field` names where it stood.
    pub fn parse(text: &str, field: &'static str) -> Result<EventId, Violation> {
        match EventId::check(text) {
            Ok(()) => Ok(EventId(text.to_owned())),
            Err(code @ ViolationCode::InvalidCharacters) => Err(Violation::new(code, field, "an id holds letters, digits, _ and - only")),
            Err(code) => Err(Violation::new(code, field, "an id has 1 to 64 characters")),
        }
    }

    /// What keeps a text from being an id.
    pub fn check(text: &str) -> Result<(), ViolationCode> {
        if text.is_empty() {
            return Err(ViolationCode::EmptyField);
        }
        if text.len() > MAX_ID {
            return Err(ViolationCode::TooLong);
        }
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            return Err(ViolationCode::InvalidCharacters);
        }
        Ok(())
    }

    /// Makes a UUIDv7 (RFC 9562, section 5.7) of a time in milliseconds and ten random bytes. Its 128 bits are set here and not by the
    /// `uuid` crate, whose general formatter would cost every page a quarter of a kilobyte.
    pub fn v7(millis: u64, random: &[u8; 10]) -> EventId {
        let [a, b, c, rest @ ..] = *random;
        let [d, e, f, g, h, i, j] = rest;
        let high = millis << 16 | 0x7000 | u64::from(u16::from_be_bytes([a & 0x0f, b]));
        let low = u64::from_be_bytes([c & 0x3f | 0x80, d, e, f, g, h, i, j]);
        let mut text = String::with_capacity(36);
        for place in 0..32 {
            if matches!(place, 8 | 12 | 16 | 20) {
                text.push('-');
            }
            let half = if place < 16 { high } else { low };
            let digit = (half >> (60 - place % 16 * 4)) as u8 & 0x0f;
            text.push((if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }) as char);
        }
        EventId(text)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as its text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The time that the id itself carries, in milliseconds since the epoch: UUIDv7 and ULID do, others do not.
    pub fn millis(&self) -> Option<u64> {
        uuid_v7_millis(&self.0).or_else(|| ulid_millis(&self.0))
    }
}

/// RFC 9562: the first 48 bits of a version 7 UUID are Unix milliseconds.
fn uuid_v7_millis(text: &str) -> Option<u64> {
    let uuid = Uuid::try_parse(text).ok()?;
    let is_v7 = uuid.get_version_num() == 7 && uuid.get_variant() == uuid::Variant::RFC4122;
    is_v7.then(|| (uuid.as_u128() >> 80) as u64)
}

/// The ULID specification: 26 characters of Crockford's base 32, the first ten of them 48 bits of Unix milliseconds.
fn ulid_millis(text: &str) -> Option<u64> {
    if text.len() != 26 {
        return None;
    }
    let mut millis: u64 = 0;
    for (position, byte) in text.bytes().enumerate() {
        let digit = crockford_digit(byte)?;
        // 26 × 5 bits are two more than the 128 that a ULID has: the first digit cannot exceed 7.
        if position == 0 && digit > 7 {
            return None;
        }
        if position < 10 {
            millis = millis << 5 | digit;
        }
    }
    Some(millis)
}

fn crockford_digit(byte: u8) -> Option<u64> {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let upper = byte.to_ascii_uppercase();
    ALPHABET.iter().position(|&letter| letter == upper).map(|digit| digit as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_v7_id_carries_its_time() {
        let id = EventId::v7(1_771_405_200_123, &[7; 10]);
        assert_eq!(id.as_str().len(), 36);
        assert_eq!(id.millis(), Some(1_771_405_200_123));
        let random = [1, 0xf2, 0xff, 4, 5, 6, 7, 8, 9, 10];
        let uuid = uuid::Builder::from_unix_timestamp_millis(1_771_405_200_123, &random).into_uuid();
        assert_eq!(EventId::v7(1_771_405_200_123, &random).as_str(), uuid.to_string());
    }

    #[test]
    fn foreign_ids_are_taken_as_they_are() {
        let cases = [
            ("01ARZ3NDEKTSV4RRFFQ69G5FAV", Some(1_469_922_850_259)), // the ULID specification's own example
            ("01arz3ndektsv4rrffq69g5fav", Some(1_469_922_850_259)),
            ("81ARZ3NDEKTSV4RRFFQ69G5FAV", None),           // more than 128 bits
            ("01ARZ3NDEKTSV4RRFFQ69G5FAU", None),           // U is not in the alphabet
            ("f47ac10b-58cc-4372-a567-0e02b2c3d479", None), // version 4
            ("order_4711-b", None),
            ("a", None),
        ];
        for (text, millis) in cases {
            let id = EventId::parse(text, "id").unwrap();
            assert_eq!(id.as_str(), text);
            assert_eq!(id.millis(), millis, "{text}");
        }
    }

    #[test]
    fn bad_ids_say_why() {
        let long = "x".repeat(65);
        let cases = [
            ("", ViolationCode::EmptyField),
            (long.as_str(), ViolationCode::TooLong),
            ("a b", ViolationCode::InvalidCharacters),
            ("é", ViolationCode::InvalidCharacters),
            ("a'; DROP TABLE events;--", ViolationCode::InvalidCharacters),
        ];
        for (text, code) in cases {
            let violation = EventId::parse(text, "id").unwrap_err();
            assert_eq!((violation.code, violation.field.as_ref()), (code, "id"), "{text}");
        }
    }
}
