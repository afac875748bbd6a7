use serde::{Serialize, Serializer};

/// A part of all sessions, in ten-thousandths: there are as many lots, so a finer share would be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Share(#[cfg_attr(test, schemars(with = "f64", range(min = 0.0, max = 1.0)))] u16);

impl Share {
    /// All of them.
    pub const WHOLE: Share = Share(10_000);

    /// Takes a number from 0 to 1 with at most four decimal places.
    pub fn new(number: f64) -> Option<Share> {
        let parts = (number * 10_000.0).round();
        let is_one = (0.0..=10_000.0).contains(&parts) && (number - parts / 10_000.0).abs() < 1e-9;
        is_one.then_some(Share(parts as u16))
    }

    /// The number, from 0 to 1.
    pub fn number(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            // Not 0.0 and 1.0: people wrote 0 and 1.
            whole @ (0 | 10_000) => serializer.serialize_u16(whole / 10_000),
            _ => serializer.serialize_f64(self.number()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_have_bounds_and_a_finest_part() {
        for (number, text) in [(0.0, "0"), (1.0, "1"), (0.1, "0.1"), (0.0001, "0.0001"), (0.3333, "0.3333"), (0.9999, "0.9999")] {
            assert_eq!(serde_json::to_string(&Share::new(number).unwrap()).unwrap(), text);
        }
        for bad in [-0.0001, 1.0001, 0.00005, 0.123_45, 2.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Share::new(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_share_reads_back_as_the_very_number(parts in 0u32..=10_000) {
            let share = Share::new(f64::from(parts) / 10_000.0).unwrap();
            let text = serde_json::to_string(&share).unwrap();
            prop_assert_eq!(text.parse::<f64>().unwrap(), f64::from(parts) / 10_000.0);
        }
    }
}
