use super::sender::is_from_a_page;
use event_model::decode::ReadBatch;
use event_model::OpaqueId;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Idle for so long, a visit is over.
pub const MAX_IDLE_MS: u64 = 30 * 60 * 1000;
/// The longest visit.
pub const MAX_VISIT_MS: u64 = 24 * 60 * 60 * 1000;
/// A salt is deleted so many days after its day began.
pub const KEPT_DAYS: u64 = 2;

/// The random key of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// Takes random bytes.
    pub fn new(random: [u8; 32]) -> Salt {
        Salt(random)
    }

    /// How it is stored.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// Reads what was stored.
    pub fn read(text: &str) -> Option<Salt> {
        let mut salt = [0; 32];
        if text.len() != 64 {
            return None;
        }
        for (place, byte) in salt.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
        }
        Some(Salt(salt))
    }

    /// The visitor of a day behind an address and a user agent: 128 bits of HMAC-SHA-256 (RFC 2104). Every part has its length before it, so that
    /// no two lists of parts are the same text.
    pub fn visitor_id(&self, project: i64, address: &str, agent: &str) -> String {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        for part in [&project.to_string(), address, agent] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        let code = mac.finalize().into_bytes();
        format!("c_{}", hex(code.get(..16).unwrap_or_default()))
    }
}

/// A visit that begins now.
pub fn session_id(now: u64, random: [u8; 8]) -> String {
    format!("c_{now:012x}{}", hex(&random))
}

/// Whether a batch comes from a page that names no visitor: neither the batch nor one of its events does.
pub fn is_nameless(batch: &ReadBatch) -> bool {
    is_from_a_page(batch) && batch.context.visitor_id.is_none() && batch.events.iter().flatten().all(|event| event.visitor_id.is_none())
}

/// Gives a nameless batch its visitor and, unless it names one, its visit.
pub fn name(batch: &mut ReadBatch, visitor_id: &str, session_id: Option<&str>) {
    let id = |text: &str| OpaqueId::parse(text, "visitor_id").ok();
    batch.context.visitor_id = id(visitor_id);
    if let Some(session_id) = session_id {
        batch.context.session_id = id(session_id);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{decode, Form};
    use serde_json::{json, Value};

    #[test]
    fn a_visitor_is_told_by_every_part_and_by_the_salt() {
        let salt = Salt::new([7; 32]);
        let one = salt.visitor_id(1, "192.0.2.1", "Firefox");
        assert!(one.len() == 34 && one.starts_with("c_"));
        assert_eq!(salt.visitor_id(1, "192.0.2.1", "Firefox"), one);
        let others = [
            salt.visitor_id(2, "192.0.2.1", "Firefox"),
            salt.visitor_id(1, "192.0.2.2", "Firefox"),
            salt.visitor_id(1, "192.0.2.1", "Chrome"),
            salt.visitor_id(1, "192.0.2.1F", "irefox"),
            Salt::new([8; 32]).visitor_id(1, "192.0.2.1", "Firefox"),
        ];
        assert!(others.iter().all(|other| *other != one));
    }

    #[test]
    fn the_code_is_plain_hmac_sha_256() {
        // By Python's hmac: the key 32 times 7, the text of each part behind its length in 8 bytes.
        assert_eq!(Salt::new([7; 32]).visitor_id(1, "a", "b"), "c_26d14ff1c32753b42ec114e16b4002ca");
    }

    #[test]
    fn a_salt_reads_back() {
        let salt = Salt::new(std::array::from_fn(|place| place as u8 * 8));
        assert_eq!(Salt::read(&salt.hex()), Some(salt));
        for bad in ["", &"0".repeat(63), &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(Salt::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_pages_that_name_nobody_are_nameless() {
        let batch = |context: Value, event: Value| {
            let batch = json!({"instance_id": "i", "context": context, "events": [event]}).to_string();
            decode(Form::Batch, batch.as_bytes()).unwrap()
        };
        let page = json!({"device": {"screen": "800x600"}});
        let mut nameless = batch(page.clone(), json!({"type": "x"}));
        assert!(is_nameless(&nameless));
        assert!(!is_nameless(&batch(json!({}), json!({"type": "x"}))));
        assert!(!is_nameless(&batch(page.clone(), json!({"type": "x", "visitor_id": "v"}))));
        assert!(!is_nameless(&batch(json!({"device": {"screen": "800x600"}, "visitor_id": "v"}), json!({"type": "x"}))));
        name(&mut nameless, "c_1", None);
        assert_eq!((nameless.context.visitor_id.as_ref().map(OpaqueId::as_str), &nameless.context.session_id), (Some("c_1"), &None));
        name(&mut nameless, "c_1", Some("c_2"));
        assert_eq!(nameless.context.session_id.as_ref().map(OpaqueId::as_str), Some("c_2"));
    }
}
