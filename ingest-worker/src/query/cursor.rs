use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::Engine;
use event_model::EventId;

/// A place in the order of events: behind one certain event. Events that arrive later do not move it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When that event happened.
    pub occurred_at: u64,
    /// Its id.
    pub id: EventId,
}

impl Cursor {
    /// The text that travels. Opaque: its form may change at any time.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}.{}", self.occurred_at, self.id.as_str()))
    }

    /// Reads what [`Cursor::encode`] wrote.
    pub fn decode(text: &str) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (time, id) = std::str::from_utf8(&bytes).ok()?.split_once('.')?;
        let cursor = Cursor { occurred_at: time.parse().ok()?, id: EventId::parse(id, "cursor").ok()? };
        // Only the one spelling that we wrote: a number may also be written with a plus sign or leading zeros.
        (cursor.encode() == text).then_some(cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back(occurred_at in any::<u64>(), id in "[A-Za-z0-9_-]{1,64}") {
            let cursor = Cursor { occurred_at, id: EventId::parse(&id, "id").unwrap() };
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }

        #[test]
        fn any_other_text_is_none_or_canonical(text in any::<String>()) {
            if let Some(cursor) = Cursor::decode(&text) {
                prop_assert_eq!(cursor.encode(), text);
            }
        }
    }
}
