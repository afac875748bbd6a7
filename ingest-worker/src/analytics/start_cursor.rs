use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::Engine;

/// A place in a list of sessions or streams: behind a certain one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartCursor {
    /// When that one began, in milliseconds.
    pub start: u64,
    /// Its id.
    pub id: String,
}

impl StartCursor {
    /// The text that travels. Opaque: its form may change at any time.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}.{}", self.start, self.id))
    }

    /// Reads what [`StartCursor::encode`] wrote.
    pub fn decode(text: &str) -> Option<StartCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (start, id) = std::str::from_utf8(&bytes).ok()?.split_once('.')?;
        let cursor = StartCursor { start: start.parse().ok()?, id: id.to_owned() };
        // Only the one spelling that we wrote.
        (cursor.encode() == text).then_some(cursor)
    }

    /// Whether one comes behind this place: the list is newest first by start, and of one millisecond the greater
    /// id first, as lists of events are.
    pub fn is_before(&self, start: u64, id: &str) -> bool {
        start < self.start || start == self.start && id < self.id.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_one_millisecond_the_greater_id_is_first() {
        let cursor = StartCursor { start: 10, id: "b".into() };
        let behind = [(9, "a"), (10, "c"), (10, "b"), (10, "a"), (11, "c")].map(|(start, id)| cursor.is_before(start, id));
        assert_eq!(behind, [true, false, false, true, false]);
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back(start in any::<u64>(), id in any::<String>()) {
            let cursor = StartCursor { start, id };
            prop_assert_eq!(StartCursor::decode(&cursor.encode()), Some(cursor));
        }

        #[test]
        fn any_other_text_is_none_or_canonical(text in any::<String>()) {
            if let Some(cursor) = StartCursor::decode(&text) {
                prop_assert_eq!(cursor.encode(), text);
            }
        }
    }
}
