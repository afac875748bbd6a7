//! Keys: random text that is shown once; the database holds only its SHA-256.

use anyhow::{Context, Result};

use crate::setup::hex;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH: usize = 32;

/// A key that was just made.
#[derive(Debug)]
pub struct NewKey {
    pub kind: &'static str,
    pub text: String,
}

impl NewKey {
    /// A key of that kind, about 190 bits from the operating system.
    pub fn random(kind: &'static str) -> Result<Self> {
        let mut characters = String::with_capacity(LENGTH);
        while characters.len() < LENGTH {
            let mut bytes = [0_u8; LENGTH];
            getrandom::fill(&mut bytes).ok().context("the operating system gives no random bytes")?;
            // Bytes above the last multiple of 62 would make the first letters likelier.
            let fair = bytes.iter().filter(|byte| **byte < 248).filter_map(|byte| ALPHABET.get(usize::from(byte % 62)));
            characters.extend(fair.map(|letter| char::from(*letter)).take(LENGTH - characters.len()));
        }
        Ok(Self { kind, text: format!("tm_{kind}_{characters}") })
    }

    /// The statement that makes the default project accept it. Everything in it is ours, so there is nothing to escape.
    pub fn insert_statement(&self) -> String {
        format!(
            "INSERT INTO keys (hash, project_id, kind, label, created_at) VALUES ('{}', 1, '{}', 'made by deploy', unixepoch() * 1000);",
            hex(self.text.as_bytes()),
            self.kind
        )
    }
}

#[cfg(test)]
mod tests {
    use super::NewKey;

    #[test]
    fn a_key_has_the_agreed_shape() -> anyhow::Result<()> {
        let key = NewKey::random("write")?;
        let rest = key.text.strip_prefix("tm_write_").unwrap_or_default();
        assert_eq!(rest.len(), 32);
        assert!(rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(key.text, NewKey::random("write")?.text);
        assert!(!key.insert_statement().contains(rest));
        Ok(())
    }
}
