use std::ops::Range;

/// As many digits as card numbers have. (ISO/IEC 7812; below 13 none are in use)
const DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
/// Every group but the last has so many digits. Dates and lists of small numbers have shorter ones.
const MIN_GROUP: usize = 3;

/// Where the card numbers of a text are, from the left; of several that begin in the same place the longest.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = if byte.is_ascii_digit() && may_begin(bytes, at) { card_end(bytes, at) } else { None };
        if let Some(end) = end {
            found.push(at..end);
        }
        at = end.unwrap_or(at + 1);
    }
    found
}

/// Whether a number may begin here: not within a word or a longer number, and not behind a decimal point.
fn may_begin(bytes: &[u8], at: usize) -> bool {
    let before = |distance| at.checked_sub(distance).and_then(|place| bytes.get(place));
    match before(1) {
        None => true,
        Some(b'.') => before(2).is_some_and(|byte| !byte.is_ascii_digit()),
        Some(byte) => !byte.is_ascii_alphanumeric(),
    }
}

/// Whether a number may end here.
fn may_end(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None => true,
        Some(b'.') => !bytes.get(at + 1).is_some_and(u8::is_ascii_digit),
        Some(byte) => !byte.is_ascii_alphanumeric(),
    }
}

/// The end of the longest card number that begins here.
fn card_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut digits = [0; 19];
    let (mut count, mut group, mut at) = (0, 0, start);
    let mut end = None;
    while let Some(place) = digits.get_mut(count) {
        *place = bytes.get(at).filter(|byte| byte.is_ascii_digit())? - b'0';
        (count, group, at) = (count + 1, group + 1, at + 1);
        let next = bytes.get(at);
        if next.is_some_and(u8::is_ascii_digit) {
            continue;
        }
        if DIGITS.contains(&count) && may_end(bytes, at) && is_card(digits.get(..count)?) {
            end = Some(at);
        }
        let goes_on = matches!(next, Some(b' ' | b'-')) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !goes_on || group < MIN_GROUP {
            break;
        }
        (group, at) = (0, at + 1);
    }
    end
}

/// Whether these digits begin as the cards of any bank do, and end with the digit that Luhn's check asks for (ISO/IEC 7812-1, annex B). Times in
/// milliseconds begin with 1, dates with 19 and 20, ISBNs with 9.
fn is_card(digits: &[u8]) -> bool {
    let issued = matches!(digits, [2, 2..=7, ..] | [3..=6, ..]);
    let doubled = |digit: u8| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let weighted = digits.iter().rev().enumerate().map(|(place, &digit)| if place % 2 == 0 { digit } else { doubled(digit) });
    issued && weighted.map(u32::from).sum::<u32>() % 10 == 0
}
