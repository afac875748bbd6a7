//! Reading JSON text that is known to be well formed, because the browser's own writer or serde_json has made or checked it. Nothing is
//! parsed that is not needed: values stay text. (RFC 8259)

/// The members of an object in order, name and value as raw text (the name without its quotes). Nothing for other values.
pub fn members(object: &str) -> Scan<'_> {
    Scan { rest: inside(object, b'{'), named: true }
}

/// The items of a list in order, with an empty name. Nothing for other values.
pub fn items(list: &str) -> Scan<'_> {
    Scan { rest: inside(list, b'['), named: false }
}

/// What follows the opening bracket; nothing for other values.
fn inside(value: &str, bracket: u8) -> &str {
    value.get(1..).filter(|_| value.as_bytes().first() == Some(&bracket)).unwrap_or_default()
}

/// Walks through the inside of an object or a list.
#[derive(Clone, Debug)]
pub struct Scan<'a> {
    rest: &'a str,
    named: bool,
}

impl<'a> Scan<'a> {
    /// Takes `length` bytes and whatever separates them from the next value.
    fn take(&mut self, length: usize) -> &'a str {
        let taken = self.rest.get(..length).unwrap_or_default();
        self.rest = self.rest.get(length..).unwrap_or_default();
        while let Some(b' ' | b'\n' | b'\r' | b'\t' | b',' | b':') = self.rest.as_bytes().first() {
            self.rest = self.rest.get(1..).unwrap_or_default();
        }
        taken
    }
}

impl<'a> Iterator for Scan<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        self.take(0);
        let mut name = "";
        if self.named {
            let quoted = value_length(self.rest);
            name = string(self.take(quoted))?;
        }
        let length = value_length(self.rest);
        (length > 0).then(|| (name, self.take(length)))
    }
}

/// The bytes of the value that the text begins with; 0 at the end of what encloses it.
fn value_length(text: &str) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            if !in_string && depth == 0 {
                return at + 1;
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            // The end of what encloses a bare value such as a number, or of the object or list itself.
            b'}' | b']' | b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The inside of a string, escapes and all; `None` for other values.
pub fn string(value: &str) -> Option<&str> {
    let inside = value.as_bytes().strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    value.get(1..inside.len() + 1)
}

/// Calls back for each character of a string's inside: its raw text, and whether it is a control character.
pub fn characters<'a>(inside: &'a str, each: &mut dyn FnMut(&'a str, bool)) {
    let mut rest = inside;
    while let [first, after @ ..] = rest.as_bytes() {
        // Of an escape, or of UTF-8 by its first byte.
        let length = match (first, after.first()) {
            (b'\\', Some(b'u')) => 6,
            (b'\\', _) => 2,
            (0xf0.., _) => 4,
            (0xe0.., _) => 3,
            (0xc0.., _) => 2,
            _ => 1,
        };
        let raw = rest.get(..length).unwrap_or(rest);
        rest = rest.get(length..).unwrap_or_default();
        // Escapes other than of quotes, slashes and beyond \u001f are control characters, and so are U+007F to U+009F.
        let is_control = match raw.as_bytes() {
            [b'\\', b'"' | b'\\' | b'/'] => false,
            [b'\\', b'u', b'0', b'0', b'0' | b'1', _] => true,
            [b'\\', b'u', ..] => false,
            [b'\\', _] => true,
            [byte] => byte.is_ascii_control(),
            [0xc2, byte] => *byte < 0xa0,
            _ => false,
        };
        each(raw, is_control);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn members_and_items_come_as_they_stand() {
        let object = r#"{ "a" : 1 , "b\"":"x,}]","c":{"d":[1,{"e":"\\"}]},"f":[ ],"g":null}"#;
        let found: Vec<_> = members(object).collect();
        assert_eq!(found, [("a", "1"), ("b\\\"", "\"x,}]\""), ("c", r#"{"d":[1,{"e":"\\"}]}"#), ("f", "[ ]"), ("g", "null")]);
        assert_eq!(items(r#"[1,"a",[],{}]"#).map(|(_, item)| item).collect::<Vec<_>>(), ["1", "\"a\"", "[]", "{}"]);
        for nothing in ["", "{}", "[]", "7", "\"{\"", "null"] {
            assert_eq!(members(nothing).count() + items(nothing).count(), 0, "{nothing}");
        }
    }

    #[test]
    fn characters_are_told_apart() {
        let mut seen = Vec::new();
        characters("a\\\"\\n\\u0007\\u00e9é\\/\u{7f}\u{9f}\u{a0}€😀", &mut |raw, control| seen.push((raw, control)));
        let expected = [
            ("a", false),
            ("\\\"", false),
            ("\\n", true),
            ("\\u0007", true),
            ("\\u00e9", false),
            ("é", false),
            ("\\/", false),
            ("\u{7f}", true),
            ("\u{9f}", true),
            ("\u{a0}", false),
            ("€", false),
            ("😀", false),
        ];
        assert_eq!(seen, expected);
    }

    proptest! {
        #[test]
        fn any_object_is_taken_apart_as_serde_would(map in proptest::collection::btree_map(any::<String>(), any::<String>(), 0..6)) {
            let text = serde_json::to_string(&map).unwrap();
            let mut again = std::collections::BTreeMap::new();
            for (name, value) in members(&text) {
                let name: String = serde_json::from_str(&["\"", name, "\""].concat()).unwrap();
                again.insert(name, serde_json::from_str::<String>(value).unwrap());
            }
            prop_assert_eq!(again, map);
        }

        #[test]
        fn rubbish_ends(text in any::<String>()) {
            prop_assert!(members(&text).take(1000).count() < 1000);
        }
    }
}
