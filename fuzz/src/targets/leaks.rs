//! E-mail addresses and card numbers, looked for without a line of the code that takes them out, and so only where they are beyond doubt: as
//! words by themselves.

use serde_json::Value;

/// Panics where a text has one.
pub fn assert_none(text: &str) {
    for word in text.split_ascii_whitespace() {
        assert!(!is_email(word) && !is_card(word), "{word:?} is left in {text:?}");
    }
}

/// The same for all texts in a value, names of members included.
pub fn assert_none_in(value: &Value) {
    match value {
        Value::String(text) => assert_none(text),
        Value::Number(number) => assert!(!is_card(&number.to_string()), "{number} is left"),
        Value::Array(items) => items.iter().for_each(assert_none_in),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            assert_none(name);
            assert_none_in(value);
        }),
        Value::Null | Value::Bool(_) => {}
    }
}

/// The same for an event, whose ids stay as they are.
pub fn assert_none_outside_ids(event: &Value) {
    let Some(members) = event.as_object() else { return assert_none_in(event) };
    for (name, value) in members {
        assert_none(name);
        let is_free = matches!(name.as_str(), "metadata" | "context" | "page" | "summary");
        if is_free {
            assert_none_in(value);
        }
    }
}

fn is_email(word: &str) -> bool {
    let Some((local, domain)) = word.split_once('@') else { return false };
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let Some((name, top)) = domain.split_once('.') else { return false };
    is_plain(local) && is_plain(name) && is_plain(top) && top.len() > 1 && local.len() <= 64
}

fn is_card(word: &str) -> bool {
    let digits: Option<Vec<u32>> = word.chars().map(|letter| letter.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 16 && matches!(digits.first(), Some(4 | 5))) else { return false };
    let luhn = digits.iter().rev().enumerate().map(|(place, digit)| match place % 2 {
        0 => *digit,
        _ => digit * 2 / 10 + digit * 2 % 10,
    });
    luhn.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_doubt_is_found() {
        for leak in ["write to anna@example.com now", "4111111111111111", "a 5555555555554444"] {
            assert!(std::panic::catch_unwind(|| assert_none(leak)).is_err(), "{leak}");
        }
        for fine in ["[email]", "anna@example", "4111111111111112", "react@18.2.0", "x4111111111111111"] {
            assert_none(fine);
        }
    }
}
