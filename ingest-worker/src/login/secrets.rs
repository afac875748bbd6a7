/// A secret signs for this long.
const ROTATED_AFTER_MS: u64 = 30 * 86_400_000;
/// What an older one has signed is good for this long after the next one was made: the longest that a session may be.
pub const GOOD_AFTER_MS: u64 = super::token::LONGEST_MS;
/// By then every isolate has read the secrets anew, and knows a new one. Until then the one before signs.
const KNOWN_AFTER_MS: u64 = 120_000;

/// 32 random bytes that the deployment made for itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// Counts from 1 up.
    pub id: u64,
    /// What tokens are signed with.
    pub bytes: [u8; 32],
    /// When, in milliseconds since the epoch.
    pub made_at: u64,
}

/// Says nothing of the bytes, wherever it is written.
impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(formatter, "secret {}", self.id)
    }
}

impl Secret {
    /// Reads the 64 hexadecimal digits that are stored.
    pub fn read(id: u64, hex: &str, made_at: u64) -> Option<Secret> {
        if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let pairs = hex.as_bytes().chunks_exact(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        let bytes: Vec<u8> = pairs.collect::<Option<_>>()?;
        Some(Secret { id, bytes: bytes.try_into().ok()?, made_at })
    }
}

/// All secrets of the deployment that may still be good, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets(Vec<Secret>);

impl Secrets {
    /// Takes what is stored.
    pub fn of(mut secrets: Vec<Secret>) -> Secrets {
        secrets.sort_by_key(|secret| secret.id);
        Secrets(secrets)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The id of the one that is to be made now, when there is none, or the newest has signed for long enough.
    pub fn due(&self, now: u64) -> Option<u64> {
        match self.0.last() {
            None => Some(1),
            Some(newest) => (newest.made_at.saturating_add(ROTATED_AFTER_MS) <= now).then_some(newest.id + 1),
        }
    }

    /// The one to sign with: the newest that every isolate knows.
    pub fn signing(&self, now: u64) -> Option<&Secret> {
        self.0.iter().rev().find(|secret| secret.made_at.saturating_add(KNOWN_AFTER_MS) <= now).or(self.0.first())
    }

    /// Those whose signatures count.
    pub fn good(&self, now: u64) -> impl Iterator<Item = &Secret> {
        let next_made_at = self.0.iter().skip(1).map(|next| Some(next.made_at)).chain([None]);
        let is_good = move |next: Option<u64>| next.is_none_or(|made_at| now < made_at.saturating_add(GOOD_AFTER_MS));
        self.0.iter().zip(next_made_at).filter(move |(_, next)| is_good(*next)).map(|(secret, _)| secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400_000;

    fn made(times: &[u64]) -> Secrets {
        Secrets::of(times.iter().zip(1..).map(|(&made_at, id)| Secret { id, bytes: [id as u8; 32], made_at }).collect())
    }

    fn good(secrets: &Secrets, now: u64) -> Vec<u64> {
        secrets.good(now).map(|secret| secret.id).collect()
    }

    #[test]
    fn a_secret_is_made_when_there_is_none_and_after_thirty_days() {
        assert_eq!(made(&[]).due(5), Some(1));
        assert_eq!(made(&[5]).due(5 + 30 * DAY - 1), None);
        assert_eq!(made(&[5]).due(5 + 30 * DAY), Some(2));
        assert_eq!(made(&[5, 9]).due(5 + 30 * DAY), None);
    }

    #[test]
    fn a_new_one_signs_when_every_isolate_knows_it() {
        let signs = |times: &[u64], now| made(times).signing(now).map(|secret| secret.id);
        assert_eq!(signs(&[], 5), None);
        assert_eq!(signs(&[5], 5), Some(1));
        assert_eq!(signs(&[5, 30 * DAY], 30 * DAY + KNOWN_AFTER_MS - 1), Some(1));
        assert_eq!(signs(&[5, 30 * DAY], 30 * DAY + KNOWN_AFTER_MS), Some(2));
    }

    #[test]
    fn what_an_older_one_signed_is_good_for_seven_days_more() {
        let secrets = made(&[0, 30 * DAY, 60 * DAY]);
        assert_eq!(good(&secrets, 37 * DAY - 1), [1, 2, 3]);
        assert_eq!(good(&secrets, 37 * DAY), [2, 3]);
        assert_eq!(good(&secrets, 67 * DAY), [3]);
        assert_eq!(good(&secrets, 9_999 * DAY), [3]);
        assert!(good(&made(&[]), 0).is_empty());
    }

    #[test]
    fn a_stored_secret_is_read_whole_or_not_at_all_and_never_written() {
        let hex = "00ff".repeat(16);
        let secret = Secret::read(3, &hex, 9).unwrap();
        assert_eq!((secret.id, &secret.bytes[..3], secret.made_at), (3, [0, 255, 0].as_slice(), 9));
        assert_eq!(format!("{secret:?}"), "secret 3");
        for bad in ["", "00", &hex[..63], &format!("{hex}0"), &format!("{hex}00"), &hex.replace("ff", "fg"), &hex.replace("ff", "+f")] {
            assert_eq!(Secret::read(3, bad, 9), None, "{bad}");
        }
    }
}
