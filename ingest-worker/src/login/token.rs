use super::secrets::{Secret, Secrets};
use crate::key::{KeyKind, Opened, StoredKey};
use base64::prelude::{Engine, BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// A session ends after this long without a request.
pub const IDLE_MS: u64 = 12 * 3_600_000;
/// A session ends this long after the login, however much it is used.
pub const LONGEST_MS: u64 = 7 * 86_400_000;
/// A token is made anew when it is older than this.
const RENEWED_AFTER_MS: u64 = 3_600_000;
/// What is longer is none of ours.
const MAX_BYTES: usize = 600;
/// So that a secret's signature under something else is never one under a token.
const PURPOSE: &[u8] = b"trailmark session 1\n";

/// A login as its token tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Random, the same in each renewal: by it a session is ended.
    pub id: String,
    /// The public name of the key that it stands for.
    pub key_id: String,
    /// The key's project.
    pub project_id: i64,
    /// The key's kind.
    pub kind: KeyKind,
    /// When the key was shown, in milliseconds since the epoch.
    pub issued_at: u64,
    /// From when on the token is worth nothing.
    pub expires_at: u64,
}

impl Session {
    /// A session that begins now. The id must be random.
    pub fn begin(id: String, opened: &Opened, now: u64) -> Session {
        let Opened { project, kind, key_id } = opened.clone();
        Session { id, key_id, project_id: project.id(), kind, issued_at: now, expires_at: now + IDLE_MS }
    }

    /// The same session with a later end, if it is time for that.
    pub fn renewed(&self, now: u64) -> Option<Session> {
        let expires_at = self.ends_at().min(now.saturating_add(IDLE_MS));
        (expires_at >= self.expires_at.saturating_add(RENEWED_AFTER_MS)).then(|| Session { expires_at, ..self.clone() })
    }

    /// When it is over, however often it is renewed.
    pub fn ends_at(&self) -> u64 {
        self.issued_at.saturating_add(LONGEST_MS)
    }

    /// Whether it was made for this key.
    pub fn is_of(&self, key: &StoredKey) -> bool {
        (&self.key_id, self.project_id, self.kind) == (&key.id, key.project_id, key.kind)
    }

    /// The text for the cookie: the session as base64url, a dot, and the HMAC-SHA-256 of what stands before it (RFC 2104).
    pub fn sign(&self, secret: &Secret) -> String {
        // Numbers and texts always have a JSON form.
        let payload = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default());
        let signature = mac(secret, &payload).map(|mac| mac.finalize().into_bytes()).unwrap_or_default();
        format!("{payload}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }

    /// The session of a token that was signed with a secret that is still good, and that is not over. Signatures are compared in constant time.
    pub fn verify(token: &str, secrets: &Secrets, now: u64) -> Option<Session> {
        let (payload, signature) = token.split_once('.').filter(|_| token.len() <= MAX_BYTES)?;
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
        let is_signed = |secret: &Secret| mac(secret, payload).is_some_and(|mac| mac.verify_slice(&signature).is_ok());
        secrets.good(now).any(is_signed).then_some(())?;
        let session: Session = serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        (now < session.expires_at.min(session.ends_at())).then_some(session)
    }
}

fn mac(secret: &Secret, payload: &str) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of any length.
    Some(Hmac::<Sha256>::new_from_slice(&secret.bytes).ok()?.chain_update(PURPOSE).chain_update(payload))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Project;
    use proptest::prelude::*;

    const NOW: u64 = 1_771_405_200_000;

    fn secret(id: u64, byte: u8) -> Secret {
        Secret { id, bytes: [byte; 32], made_at: NOW - IDLE_MS }
    }

    fn secrets() -> Secrets {
        Secrets::of(vec![secret(1, 7)])
    }

    fn session() -> Session {
        let opened = Opened { project: Project::of(3), kind: KeyKind::Read, key_id: "0123456789ab".into() };
        Session::begin("5e551071".into(), &opened, NOW)
    }

    #[test]
    fn what_was_signed_is_read() {
        let token = session().sign(&secret(1, 7));
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)), "{token}");
        assert_eq!(Session::verify(&token, &secrets(), NOW + 5), Some(session()));
        let older = Secrets::of(vec![secret(1, 7), secret(2, 8)]);
        assert_eq!(Session::verify(&token, &older, NOW), Some(session()));
        assert_eq!(Session::verify(&token, &Secrets::of(vec![secret(1, 8)]), NOW), None);
        assert_eq!(Session::verify(&token, &Secrets::default(), NOW), None);
    }

    #[test]
    fn the_signature_is_plain_hmac_sha_256() {
        // hmac.new(bytes([7]) * 32, b"trailmark session 1\n" + payload, "sha256") in Python.
        let token = session().sign(&secret(1, 7));
        assert_eq!(token.split_once('.').unwrap().1, "xoxRC1A7__HDLGv8aoOXRxy037_8phFJO9GuczTqagI");
    }

    #[test]
    fn a_token_ends() {
        let token = session().sign(&secret(1, 7));
        assert!(Session::verify(&token, &secrets(), NOW + IDLE_MS - 1).is_some());
        assert_eq!(Session::verify(&token, &secrets(), NOW + IDLE_MS), None);
        let endless = Session { expires_at: u64::MAX, ..session() }.sign(&secret(1, 7));
        assert!(Session::verify(&endless, &secrets(), NOW + LONGEST_MS - 1).is_some());
        assert_eq!(Session::verify(&endless, &secrets(), NOW + LONGEST_MS), None);
    }

    #[test]
    fn a_session_is_renewed_while_it_is_used_and_seven_days_at_most() {
        assert_eq!(session().renewed(NOW + RENEWED_AFTER_MS - 1), None);
        let renewed = session().renewed(NOW + RENEWED_AFTER_MS).unwrap();
        assert_eq!(renewed, Session { expires_at: NOW + RENEWED_AFTER_MS + IDLE_MS, ..session() });
        let (mut session, mut now) = (session(), NOW);
        while now < session.expires_at {
            session = session.renewed(now).unwrap_or(session);
            assert!(session.expires_at <= NOW + LONGEST_MS);
            now += 600_000;
        }
        assert_eq!(session.expires_at, NOW + LONGEST_MS);
    }

    #[test]
    fn a_session_is_of_one_key() {
        let key = StoredKey {
            id: "0123456789ab".into(),
            project_id: 3,
            kind: KeyKind::Read,
            origins: None,
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        };
        assert!(session().is_of(&key));
        assert!(!session().is_of(&StoredKey { id: "0123456789ac".into(), ..key.clone() }));
        assert!(!session().is_of(&StoredKey { project_id: 4, ..key.clone() }));
        assert!(!session().is_of(&StoredKey { kind: KeyKind::Admin, ..key }));
    }

    #[test]
    fn another_form_is_no_token_whoever_signed_it() {
        let sign = |payload: &[u8]| {
            let payload = BASE64_URL_SAFE_NO_PAD.encode(payload);
            let signature = mac(&secret(1, 7), &payload).unwrap().finalize().into_bytes();
            format!("{payload}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
        };
        let good = serde_json::to_string(&session()).unwrap();
        assert!(Session::verify(&sign(good.as_bytes()), &secrets(), NOW).is_some());
        let more = good.replacen('{', r#"{"more":1,"#, 1);
        for bad in ["", "{}", "null", more.as_str(), &good.replace("read", "owner"), &good.replace("\"expires_at\":", "\"expires_at\":-")] {
            assert_eq!(Session::verify(&sign(bad.as_bytes()), &secrets(), NOW), None, "{bad}");
        }
        for bad in ["", ".", "a", "a.b", "a.b.c", &"x".repeat(10_000)] {
            assert_eq!(Session::verify(bad, &secrets(), NOW), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_bit_may_be_another(bit in 0usize..10_000, kind in prop::sample::select(vec![KeyKind::Read, KeyKind::Admin])) {
            let token = Session { kind, ..session() }.sign(&secret(1, 7));
            let mut bytes = token.clone().into_bytes();
            let at = bit % (bytes.len() * 8);
            bytes[at / 8] ^= 1 << (at % 8);
            let flipped = String::from_utf8_lossy(&bytes);
            prop_assert_eq!(Session::verify(&flipped, &secrets(), NOW), None);
        }

        #[test]
        fn no_part_may_be_left_out_or_come_from_elsewhere(cut in 0usize..400, other in "[A-Za-z0-9_.-]{0,300}") {
            let token = session().sign(&secret(1, 7));
            if cut < token.len() {
                prop_assert_eq!(Session::verify(&token[..cut], &secrets(), NOW), None);
            }
            prop_assert_eq!(Session::verify(&other, &secrets(), NOW), None);
            let (payload, signature) = token.split_once('.').unwrap();
            for mixed in [format!("{other}.{signature}"), format!("{payload}.{other}"), format!("{token}{other}.")] {
                prop_assert_eq!(Session::verify(&mixed, &secrets(), NOW), None);
            }
        }
    }
}
