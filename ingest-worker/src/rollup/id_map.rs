use super::IdHash;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by id. Ids are hashes already.
pub type IdMap<T> = HashMap<IdHash, T, BuildHasherDefault<Mixer>>;

/// Spreads a number over all bits by one multiplication: enough for hashes, and for pairs of small numbers in one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let product = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ (product >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn small_numbers_fall_apart() {
        let low_bits: HashSet<u64> = (0..64u64)
            .flat_map(|a| (0..64u64).map(move |b| a << 32 | b))
            .map(|pair| {
                let mut mixer = Mixer::default();
                mixer.write_u64(pair);
                mixer.finish() & 0xffff
            })
            .collect();
        assert!(low_bits.len() > 3700, "{} of 4096 differ", low_bits.len());
    }
}
