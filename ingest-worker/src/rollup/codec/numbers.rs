//! Lists of numbers as text.
//!
//! The 91 digits are the printable ASCII characters from `#` to `~` without `\`: JSON carries each of them as the one byte that it is. 64 of
//! them end a number and 27 go on. The digits that go on are the number's 64th part in bijective base 27, so every number has one form:
//! below 64 one character, below 1,792 two, below 48,448 three.
//!
//! An empty text stands for zeros only, as in the column of a dictionary that holds one value.

use super::super::IdHash;

const FIRST: u8 = b'#';
const BACKSLASH: u8 = b'\\';
/// Digits below this end a number.
const LAST: u8 = 64;
/// How many digits go on.
const MORE: u8 = 27;
/// Stands for no id in the place of a hash.
const NO_ID: u8 = LAST;
/// Six bits each, a hash has eleven digits.
const HASH_DIGITS: usize = 11;

/// The text of numbers.
pub(super) fn write<N: Into<u64> + Copy>(numbers: impl Iterator<Item = N> + Clone) -> String {
    let mut text = String::new();
    if numbers.clone().any(|number| number.into() != 0) {
        numbers.for_each(|number| push(number.into(), &mut text));
    }
    text
}

fn push(number: u64, text: &mut String) {
    let mut rest = number / u64::from(LAST);
    let mut digits = Vec::new();
    while rest > 0 {
        rest -= 1;
        digits.push(LAST + (rest % u64::from(MORE)) as u8);
        rest /= u64::from(MORE);
    }
    text.extend(digits.into_iter().rev().map(character));
    text.push(character((number % u64::from(LAST)) as u8));
}

/// Exactly so many numbers out of their text.
pub(super) fn read<N: TryFrom<u64> + Default + Clone>(text: &str, count: usize) -> Option<Vec<N>> {
    if text.is_empty() {
        return Some(vec![N::default(); count]);
    }
    // Each number has a character at least.
    if count > text.len() {
        return None;
    }
    let mut column = Column::of(text);
    let mut numbers = Vec::with_capacity(count);
    for _ in 0..count {
        numbers.push(N::try_from(column.next()?).ok()?);
    }
    column.is_at_end().then_some(numbers)
}

/// Numbers out of their text, one after the other.
pub(super) struct Column<'t> {
    rest: std::slice::Iter<'t, u8>,
    is_zeros: bool,
}

impl<'t> Column<'t> {
    /// From the first number on.
    pub(super) fn of(text: &'t str) -> Column<'t> {
        Column { rest: text.as_bytes().iter(), is_zeros: text.is_empty() }
    }

    /// The next number. `None` when there is no other, or it is broken.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u64> {
        if self.is_zeros {
            return Some(0);
        }
        let mut rest = 0u64;
        loop {
            let digit = digit(*self.rest.next()?)?;
            if digit < LAST {
                return rest.checked_mul(u64::from(LAST))?.checked_add(u64::from(digit));
            }
            rest = rest.checked_mul(u64::from(MORE))?.checked_add(u64::from(digit - LAST) + 1)?;
        }
    }

    /// Whether all of them were taken.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest.len() == 0
    }
}

/// The text of ids' hashes.
pub(super) fn write_hashes(hashes: &[IdHash]) -> String {
    let mut text = String::new();
    if hashes.iter().any(|hash| *hash != 0) {
        for hash in hashes {
            match hash {
                0 => text.push(character(NO_ID)),
                _ => text.extend((0..HASH_DIGITS).rev().map(|place| character((hash >> (6 * place) & 63) as u8))),
            }
        }
    }
    text
}

/// Exactly so many hashes out of their text.
pub(super) fn read_hashes(text: &str, count: usize) -> Option<Vec<IdHash>> {
    if text.is_empty() {
        return Some(vec![0; count]);
    }
    if count > text.len() {
        return None;
    }
    let mut hashes = Vec::with_capacity(count);
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        if digit(first)? == NO_ID {
            hashes.push(0);
            rest = behind;
            continue;
        }
        let (digits, behind) = rest.split_at_checked(HASH_DIGITS)?;
        let mut hash = 0u64;
        for byte in digits {
            let digit = digit(*byte).filter(|digit| *digit < LAST)?;
            // Eleven digits have two bits more than a hash.
            if hash >> 58 != 0 {
                return None;
            }
            hash = hash << 6 | u64::from(digit);
        }
        hashes.push(hash);
        rest = behind;
    }
    (hashes.len() == count).then_some(hashes)
}

fn character(digit: u8) -> char {
    let byte = FIRST + digit;
    char::from(if byte < BACKSLASH { byte } else { byte + 1 })
}

#[inline]
fn digit(byte: u8) -> Option<u8> {
    let digit = byte.wrapping_sub(FIRST).wrapping_sub(u8::from(byte > BACKSLASH));
    (digit < LAST + MORE && byte != BACKSLASH).then_some(digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_have_the_length_that_is_promised() {
        for (number, length) in [(1, 1), (63, 1), (64, 2), (1_791, 2), (1_792, 3), (48_447, 3), (48_448, 4), (u64::MAX, 14)] {
            let text = write([number].into_iter());
            assert_eq!((text.len(), read::<u64>(&text, 1)), (length, Some(vec![number])), "{number}");
        }
        assert_eq!(write([0u32, 0].into_iter()), "");
        assert_eq!(read::<u32>("", 2), Some(vec![0, 0]));
        assert_eq!(write([0u32, 1, 63, 64].into_iter()), "#$cd#", "`\\` is left out");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (text, count) in [("#", 2), ("##", 1), ("d", 1), ("\\", 1), ("\"", 1), ("é", 1), ("~~~~~~~~~~~~~~~~#", 1)] {
            assert_eq!(read::<u64>(text, count), None, "{text}");
        }
        let large = write([1u64 << 32].into_iter());
        assert_eq!((read::<u32>(&large, 1), read::<u64>(&large, 1)), (None, Some(vec![1 << 32])));
        for text in ["###", "c##########", "#d#########"] {
            assert_eq!(read_hashes(text, 1), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(numbers in proptest::collection::vec(prop_oneof![0..70u64, any::<u64>()], 0..50)) {
            let text = write(numbers.iter().copied());
            prop_assert!(text.bytes().all(|byte| (0x23..=0x7e).contains(&byte) && byte != b'\\'), "{}", text);
            prop_assert_eq!(read(&text, numbers.len()), Some(numbers));
        }

        #[test]
        fn a_text_cut_off_is_refused(numbers in proptest::collection::vec(1..u64::MAX, 2..9), keep in 0.0..1.0f64) {
            let text = write(numbers.iter().copied());
            let kept = &text[..1 + ((text.len() - 1) as f64 * keep) as usize];
            prop_assert_eq!(read::<u64>(kept, numbers.len()), None);
            let text = write_hashes(&numbers);
            let kept = &text[..1 + ((text.len() - 1) as f64 * keep) as usize];
            prop_assert_eq!(read_hashes(kept, numbers.len()), None);
        }

        #[test]
        fn hashes_read_back(hashes in proptest::collection::vec(prop_oneof![Just(0), any::<u64>()], 0..50)) {
            let text = write_hashes(&hashes);
            prop_assert!(text.bytes().all(|byte| (0x23..=0x7e).contains(&byte) && byte != b'\\'), "{}", text);
            prop_assert_eq!(read_hashes(&text, hashes.len()), Some(hashes));
        }

        #[test]
        fn any_text_is_survived(text in "([#-~]|.){0,40}", count in 0..40usize) {
            read::<u32>(&text, count);
            read_hashes(&text, count);
        }
    }
}
