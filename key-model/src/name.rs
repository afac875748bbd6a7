/// Characters of a project's slug.
pub const MAX_SLUG: usize = 40;
/// Characters of a project's name and of a key's label.
pub const MAX_NAME: usize = 80;

/// What is wrong with a text as a project's slug, the word that names it in commands; nothing when it can be one.
pub fn slug_fault(text: &str) -> Option<&'static str> {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_slug = text.len() <= MAX_SLUG
        && text.bytes().all(|byte| is_letter(byte) || byte == b'-')
        && text.bytes().next().is_some_and(is_letter)
        && text.bytes().last().is_some_and(is_letter);
    (!is_slug).then_some("1 to 40 of a to z, 0 to 9 and -, neither beginning nor ending with -")
}

/// What is wrong with a text as a name for people, of a project or of a key; nothing when it can be one.
pub fn name_fault(text: &str) -> Option<&'static str> {
    let is_name = !text.is_empty() && text.trim() == text && text.chars().count() <= MAX_NAME && !text.chars().any(is_unseen);
    (!is_name).then_some("one line of 1 to 80 characters without blanks at its ends")
}

/// Control characters, and those that turn around or hide what stands beside them.
fn is_unseen(character: char) -> bool {
    character.is_control() || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs() {
        for good in ["a", "shop", "shop-2", "0", "a--b", &"a".repeat(MAX_SLUG)] {
            assert_eq!(slug_fault(good), None, "{good}");
        }
        let long = "a".repeat(MAX_SLUG + 1);
        for bad in ["", "-", "-a", "a-", "Shop", "a_b", "a b", "a'b", "ä", "a\n", "a;--", &long] {
            assert!(slug_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn names() {
        for good in ["x", "The shop", "Größe 2", "O'Neill; \"quoted\"", "测试", &"ä".repeat(MAX_NAME)] {
            assert_eq!(name_fault(good), None, "{good}");
        }
        let long = "a".repeat(MAX_NAME + 1);
        for bad in ["", " ", " a", "a ", "a\nb", "a\0", "a\u{202e}b", "a\u{200b}b", "\u{feff}a", &long] {
            assert!(name_fault(bad).is_some(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn a_slug_is_harmless_wherever_it_stands(text in "[ -~]{0,6}|[a-z0-9-]{0,45}") {
            if slug_fault(&text).is_none() {
                prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !text.starts_with('-'));
            }
        }
    }
}
