/// How many lots there are. The finest share is one of them.
const LOTS: u32 = 10_000;

/// What a lot is drawn for. Two decisions of one session must not hang together: a canary of a tenth would else be the very tenth whose
/// details are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// Whether the project is on for the session at all.
    Canary,
    /// Whether a type or a level is tracked in the session.
    Sampling,
}

/// Whether what has this id is among the `share` (0 to 1) that is drawn. The same id and share give the same answer everywhere and for ever,
/// and what is in a share is in every larger one.
///
/// The id is that of the session; without one it is the stream's, and without a stream the event's own.
pub fn is_drawn(draw: Draw, id: &str, share: f64) -> bool {
    f64::from(lot(draw, id)) / f64::from(LOTS) < share
}

/// The number of the lot that an id draws, from 0 to 9,999: FNV-1a of 32 bits
/// ([RFC 9923](https://www.rfc-editor.org/rfc/rfc9923.html)) over its UTF-8, for a canary with `canary` before it, by the remainder.
pub fn lot(draw: Draw, id: &str) -> u32 {
    let salt = match draw {
        Draw::Canary => "canary",
        Draw::Sampling => "",
    };
    let bytes = salt.bytes().chain(id.bytes());
    bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) % LOTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIXTURES: &str = include_str!("../../tests/fixtures/sampling.json");

    #[test]
    fn lots_are_those_of_the_fixtures() {
        let fixtures: serde_json::Value = serde_json::from_str(FIXTURES).unwrap();
        for case in fixtures["cases"].as_array().unwrap() {
            let id = case["id"].as_str().unwrap();
            for (draw, expected) in [(Draw::Sampling, &case["lot"]), (Draw::Canary, &case["canary_lot"])] {
                assert_eq!(f64::from(lot(draw, id)) / f64::from(LOTS), expected.as_f64().unwrap(), "{draw:?} {id}");
                // The lot itself is the first that is not in.
                assert!(!is_drawn(draw, id, expected.as_f64().unwrap()) && is_drawn(draw, id, expected.as_f64().unwrap() + 0.0001), "{id}");
            }
        }
    }

    #[test]
    fn shares_are_met_and_the_two_draws_are_independent() {
        let ids: Vec<String> = (0..20_000u64)
            .map(|n| crate::EventId::v7(1_771_405_200_000 + n * 977, &n.to_be_bytes().repeat(2)[..10].try_into().unwrap()).into_string())
            .collect();
        for (canary, sampling) in [(0.5, 0.5), (0.1, 0.9), (0.25, 0.01)] {
            let count = |is_in: &dyn Fn(&str) -> bool| ids.iter().filter(|id| is_in(id)).count() as f64 / ids.len() as f64;
            let of = |draw, share| count(&|id| is_drawn(draw, id, share));
            let both = count(&|id| is_drawn(Draw::Canary, id, canary) && is_drawn(Draw::Sampling, id, sampling));
            // Four standard deviations of 20,000 fair draws are 0.014 at most.
            for (met, share) in [(of(Draw::Canary, canary), canary), (of(Draw::Sampling, sampling), sampling), (both, canary * sampling)] {
                assert!((met - share).abs() < 0.015, "{met} of {share}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_in_a_share_is_in_a_larger_one(id in any::<String>(), one in 0.0..=1.0, other in 0.0..=1.0) {
            let (small, large) = if one < other { (one, other) } else { (other, one) };
            prop_assert!(!is_drawn(Draw::Sampling, &id, small) || is_drawn(Draw::Sampling, &id, large));
            prop_assert!(is_drawn(Draw::Canary, &id, 1.0) && !is_drawn(Draw::Canary, &id, 0.0));
        }
    }
}
