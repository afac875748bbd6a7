//! JSON values as raw text, checked against the limits of their fields without being decoded: the browser has escaped them already, and
//! so they travel.

use event_model::{limits, scan, ViolationCode};

/// An id: a string of 1 to 128 characters, or a whole number, since ids often are numbers in the page's own data. Returns it without
/// quotes.
pub(super) fn opaque(value: &str) -> Result<&str, ViolationCode> {
    let Some(inside) = scan::string(value) else {
        let digits = value.as_bytes();
        let digits = digits.strip_prefix(b"-").unwrap_or(digits);
        let is_whole = !digits.is_empty() && digits.len() < 17 && digits.iter().all(u8::is_ascii_digit);
        return if is_whole { Ok(value) } else { Err(ViolationCode::WrongType) };
    };
    let (mut count, mut clean) = (0, true);
    scan::characters(inside, &mut |raw, is_control| {
        count += 1;
        clean &= !is_control && !is_lone_surrogate(raw);
    });
    match count {
        0 => Err(ViolationCode::EmptyField),
        _ if count > limits::MAX_OPAQUE_ID => Err(ViolationCode::TooLong),
        _ if !clean || inside.trim_ascii().len() != inside.len() => Err(ViolationCode::InvalidCharacters),
        _ => Ok(inside),
    }
}

/// A string's inside as one line of at most `max` characters, as `event_model::clip_line` does it with plain text.
pub(super) fn line(inside: &str, max: usize) -> String {
    let mut line = String::with_capacity(inside.len());
    let (mut count, mut last_but_one) = (0, 0);
    scan::characters(inside, &mut |raw, is_control| {
        count += 1;
        if count <= max {
            last_but_one = line.len();
            line.push_str(match raw {
                _ if is_control => " ",
                _ if is_lone_surrogate(raw) => "\u{fffd}",
                raw => raw,
            });
        }
    });
    if count > max {
        line.truncate(last_but_one);
        line.push('…');
    }
    line.trim_ascii().to_owned()
}

/// A number rounded to a whole one of at most 15 digits. In text, since reading floating point would bring ten kilobytes along.
pub(super) fn whole(value: &str) -> Result<i64, ViolationCode> {
    let (negative, digits) = match value.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if !digits.first().is_some_and(u8::is_ascii_digit) {
        return Err(ViolationCode::WrongType);
    }
    // Browsers write an exponent from 1e21 up and from 1e-7 down only.
    if let Some(at) = digits.iter().position(|byte| *byte == b'e') {
        let is_tiny = digits.get(at + 1) == Some(&b'-');
        return if is_tiny { Ok(0) } else { Err(ViolationCode::OutOfRange) };
    }
    let mut whole: i64 = 0;
    let mut bytes = digits.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'.' => {
                whole += i64::from(bytes.next() >= Some(&b'5'));
                break;
            }
            _ if whole < 100_000_000_000_000 => whole = whole * 10 + i64::from(byte - b'0'),
            _ => return Err(ViolationCode::OutOfRange),
        }
    }
    Ok(if negative { -whole } else { whole })
}

/// Appends text that is escaped already.
pub(super) fn quoted(inside: &str, out: &mut String) {
    out.push('"');
    out.push_str(inside);
    out.push('"');
}

/// Half a character: JavaScript strings may hold it, text may not. The browser writes it as an escape, and whole pairs as characters.
fn is_lone_surrogate(raw: &str) -> bool {
    matches!(raw.as_bytes(), [b'\\', b'u', b'd' | b'D', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        let (long, longest) = (format!("\"{}\"", "é".repeat(129)), format!("\"{}\"", "é".repeat(128)));
        assert_eq!(opaque(&longest).unwrap().chars().count(), 128);
        let cases = [
            ("\"a\"", Ok("a")),
            ("42", Ok("42")),
            ("-7", Ok("-7")),
            ("4.5", Err(ViolationCode::WrongType)),
            ("true", Err(ViolationCode::WrongType)),
            ("{}", Err(ViolationCode::WrongType)),
            ("\"\"", Err(ViolationCode::EmptyField)),
            ("\" a\"", Err(ViolationCode::InvalidCharacters)),
            (r#""a\nb""#, Err(ViolationCode::InvalidCharacters)),
            (r#""a\ud800""#, Err(ViolationCode::InvalidCharacters)),
            (long.as_str(), Err(ViolationCode::TooLong)),
        ];
        for (value, expected) in cases {
            assert_eq!(opaque(value), expected, "{value}");
        }
    }

    #[test]
    fn lines() {
        let cases = [
            (r"a\nb\u0007", "a b"),
            (r#"\"quoted\" \\"#, r#"\"quoted\" \\"#),
            ("abcdef", "abcde…"),
            (r"a\ud800", "a\u{fffd}"),
            ("  ", ""),
            (r"\n", ""),
        ];
        for (inside, expected) in cases {
            let max = if inside == "abcdef" { 6 - 1 + 1 } else { 40 };
            let expected = if inside == "abcdef" { inside } else { expected };
            assert_eq!(line(inside, max), expected);
        }
        assert_eq!(line("abcdefg", 6), "abcde…");
        assert_eq!(line(r#"abcde\"g"#, 6), "abcde…");
    }

    #[test]
    fn numbers() {
        let cases = [
            ("0", Ok(0)),
            ("12.5", Ok(13)),
            ("-2.6", Ok(-3)),
            ("12.49", Ok(12)),
            ("1e-7", Ok(0)),
            ("5.5e-7", Ok(0)),
            ("100000000000000", Ok(100_000_000_000_000)),
            ("1e21", Err(ViolationCode::OutOfRange)),
            ("1.5e300", Err(ViolationCode::OutOfRange)),
            ("9007199254740993000", Err(ViolationCode::OutOfRange)),
            ("\"7\"", Err(ViolationCode::WrongType)),
            ("true", Err(ViolationCode::WrongType)),
        ];
        for (value, expected) in cases {
            assert_eq!(whole(value), expected, "{value}");
        }
    }
}
