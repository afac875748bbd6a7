//! Ids in the form of UUID version 7 whose random half comes from a seed, so that a run can be repeated.

use fastrand::Rng;

/// A version 7 UUID of that millisecond.
pub fn version_7(milliseconds: u64, random: &mut Rng) -> String {
    let time = milliseconds & 0xffff_ffff_ffff;
    let high = random.u16(..) & 0x0fff;
    let low = (random.u64(..) & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    format!("{:08x}-{:04x}-7{high:03x}-{:04x}-{:012x}", time >> 16, time & 0xffff, low >> 48, low & 0xffff_ffff_ffff)
}

#[cfg(test)]
mod tests {
    use super::version_7;

    #[test]
    fn version_and_variant_are_in_place() {
        let id = version_7(0x0123_4567_89ab, &mut fastrand::Rng::with_seed(1));
        assert!(id.starts_with("01234567-89ab-7"), "{id}");
        assert_eq!(id.len(), 36);
        assert!(id.get(19..20).is_some_and(|digit| "89ab".contains(digit)), "{id}");
    }
}
