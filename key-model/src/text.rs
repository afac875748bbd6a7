use crate::kind::KeyKind;
use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Characters of the secret part: about 190 bits.
const LENGTH: usize = 32;
/// The least byte that would make the first letters likelier.
const UNFAIR: u8 = 248;
/// Digits of a hash that name its key. They open nothing, and lead back to no text.
pub const ID_DIGITS: usize = 12;

/// A key as it was presented, known to have the form of a key and nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresentedKey<'a> {
    kind: KeyKind,
    text: &'a str,
}

impl<'a> PresentedKey<'a> {
    /// Takes `tm_<kind>_<32 of base 62>`. Anything else is no key, which costs an attacker's guess no query.
    pub fn parse(text: &'a str) -> Option<PresentedKey<'a>> {
        let (kind, secret) = text.strip_prefix("tm_")?.split_once('_')?;
        let is_secret = secret.len() == LENGTH && secret.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let kind = KeyKind::parse(kind)?;
        is_secret.then_some(PresentedKey { kind, text })
    }

    /// What it says that it is. Whether that is true, only the database knows.
    pub fn claims(self) -> KeyKind {
        self.kind
    }

    /// What is stored of it: lower-case hex SHA-256 of the whole text.
    pub fn hash(self) -> String {
        hash(self.text)
    }
}

/// A key that was just made. Its text is shown once, and kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Its kind.
    pub kind: KeyKind,
    /// What its holder presents.
    pub text: String,
}

impl NewKey {
    /// Makes a key of random bytes: `fill` fills a slice with them, as often as it is asked.
    pub fn draw<E>(kind: KeyKind, mut fill: impl FnMut(&mut [u8]) -> Result<(), E>) -> Result<NewKey, E> {
        let mut secret = String::with_capacity(LENGTH);
        while secret.len() < LENGTH {
            let mut bytes = [0_u8; LENGTH];
            fill(&mut bytes)?;
            let fair = bytes.iter().filter(|byte| **byte < UNFAIR).filter_map(|byte| ALPHABET.get(usize::from(byte % 62)));
            secret.extend(fair.map(|letter| char::from(*letter)).take(LENGTH - secret.len()));
        }
        Ok(NewKey { kind, text: format!("tm_{kind}_{secret}") })
    }

    /// What is stored of it.
    pub fn hash(&self) -> String {
        hash(&self.text)
    }

    /// Its public name.
    pub fn id(&self) -> String {
        id_of(&self.hash()).to_owned()
    }
}

/// Not the text: what is written down by accident stays.
impl std::fmt::Debug for NewKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(formatter, "a new {} key", self.kind)
    }
}

/// The public name of the key with this hash: its first digits, as the database derives it too.
pub fn id_of(hash: &str) -> &str {
    hash.get(..ID_DIGITS).unwrap_or(hash)
}

fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::convert::Infallible;

    const SECRET: &str = "0123456789abcdefghijABCDEFGHIJ01";

    #[test]
    fn only_the_form_of_a_key_is_hashed() {
        let good = format!("tm_write_{SECRET}");
        let hash = PresentedKey::parse(&good).unwrap().hash();
        assert_eq!(hash.len(), 64);
        assert!(hash.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()));
        for bad in [
            "",
            "tm_",
            "tm_write_",
            "tm_write_short",
            "write",
            &format!("tm_owner_{SECRET}"),
            &format!("tm_read_{SECRET}x"),
            &format!(" tm_read_{SECRET}"),
            "tm_read_0123456789abcdefghijABCDEFGHIJ0é",
        ] {
            assert_eq!(PresentedKey::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_hash_is_plain_sha_256() {
        // echo -n tm_write_0123456789abcdefghijABCDEFGHIJ01 | sha256sum
        let text = format!("tm_write_{SECRET}");
        let hash = PresentedKey::parse(&text).unwrap().hash();
        assert_eq!(hash, "a7e9d63cddd3fb84bdbb83fa582cca9f6b13b83e06f6284f18817f64d0f5e55c");
        assert_eq!(id_of(&hash), "a7e9d63cddd3");
    }

    #[test]
    fn what_cannot_be_drawn_is_no_key() {
        assert_eq!(NewKey::draw(KeyKind::Read, |_| Err("empty")).unwrap_err(), "empty");
    }

    proptest! {
        #[test]
        fn a_drawn_key_can_be_presented(seed in any::<u64>(), kind in 0..4_usize) {
            let kind = KeyKind::ALL[kind];
            // A generator of bytes for tests (Knuth's constants).
            let mut state = seed;
            let key = NewKey::draw(kind, |bytes| {
                bytes.iter_mut().for_each(|byte| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    *byte = (state >> 56) as u8;
                });
                Ok::<(), Infallible>(())
            }).unwrap();
            prop_assert_eq!(PresentedKey::parse(&key.text).map(|one| (one.hash(), one.claims())), Some((key.hash(), kind)));
            let (prefix, shown) = (format!("tm_{kind}_"), format!("{key:?}"));
            prop_assert!(key.text.starts_with(&prefix));
            prop_assert!(!shown.contains(&key.text[prefix.len()..]));
        }
    }

    #[test]
    fn every_letter_is_as_likely() {
        // Each byte once: 248 of them are fair, four for each letter.
        let mut next = 0_u8;
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..8 {
            let key = NewKey::draw(KeyKind::Write, |bytes| {
                bytes.iter_mut().for_each(|byte| {
                    *byte = next;
                    next = next.wrapping_add(1);
                });
                Ok::<(), Infallible>(())
            });
            key.unwrap().text.bytes().skip("tm_write_".len()).for_each(|letter| *seen.entry(letter).or_insert(0) += 1);
        }
        assert!(seen.len() == 62 && seen.values().all(|count| (3..=6).contains(count)), "{seen:?}");
    }
}
