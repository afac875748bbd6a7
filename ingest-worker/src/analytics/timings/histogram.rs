use serde::Serialize;
use std::collections::BTreeMap;

/// Parts that each doubling of a duration is divided into, as a power of two.
const PARTS: u32 = 5;

/// The bucket of a duration. Buckets are a 32nd to a 64th as wide as what they hold is long, and below 64 ms each millisecond is its own, so
/// the middle of a bucket is within 1.6 % of all that is in it, and the counts of two sets of durations add up. After Gil Tene's HDR Histogram.
pub fn bucket(millis: u64) -> u16 {
    let doublings = millis.checked_ilog2().unwrap_or(0).saturating_sub(PARTS);
    // At most 64 × 32: the leading bits within a doubling, above all doublings before.
    ((doublings << PARTS) as u64 + (millis >> doublings)) as u16
}

/// The first duration of a bucket, and the first behind it.
fn bounds(bucket: u16) -> (u64, u64) {
    let bucket = u64::from(bucket);
    let doublings = (bucket >> PARTS).saturating_sub(1);
    let leading = bucket - (doublings << PARTS);
    (leading << doublings, (leading + 1).checked_shl(doublings as u32).unwrap_or(u64::MAX))
}

/// What is known of some durations.
#[derive(Clone, Copy, Debug)]
pub struct Sum {
    count: u64,
    millis: u128,
    min: u64,
    max: u64,
}

impl Default for Sum {
    fn default() -> Sum {
        Sum { count: 0, millis: 0, min: u64::MAX, max: 0 }
    }
}

impl Sum {
    /// Adds a duration.
    pub fn add(&mut self, millis: u64) {
        self.count += 1;
        self.millis += u128::from(millis);
        self.min = self.min.min(millis);
        self.max = self.max.max(millis);
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their mean; `None` of none.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.millis as f64 / self.count as f64)
    }
}

/// What an answer says of durations.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Timing {
    pub count: u64,
    pub mean_ms: Option<f64>,
    pub min_ms: Option<u64>,
    pub max_ms: Option<u64>,
    pub p50_ms: Option<u64>,
    pub p75_ms: Option<u64>,
    pub p90_ms: Option<u64>,
    pub p95_ms: Option<u64>,
    pub p99_ms: Option<u64>,
    pub histogram: Vec<Bar>,
}

/// How many durations lie from one length up to, and without, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "HistogramBar"))]
#[allow(missing_docs)]
pub struct Bar {
    pub from_ms: u64,
    pub to_ms: u64,
    pub count: u64,
}

impl Timing {
    /// Of a sum, and the same durations by bucket.
    pub fn of(sum: &Sum, buckets: &BTreeMap<u16, u64>) -> Timing {
        let percentile = |percent: u64| {
            // Nearest rank: the smallest that at least so many do not exceed.
            let rank = (sum.count * percent).div_ceil(100).max(1);
            let mut below = 0;
            let found = buckets.iter().find(|(_, count)| {
                below += **count;
                below >= rank
            });
            found.map(|(bucket, _)| {
                let (from, to) = bounds(*bucket);
                (from + (to - from - 1).div_ceil(2)).clamp(sum.min, sum.max)
            })
        };
        let exact = |value: u64| (sum.count > 0).then_some(value);
        Timing {
            count: sum.count,
            mean_ms: sum.mean(),
            min_ms: exact(sum.min),
            max_ms: exact(sum.max),
            p50_ms: percentile(50),
            p75_ms: percentile(75),
            p90_ms: percentile(90),
            p95_ms: percentile(95),
            p99_ms: percentile(99),
            histogram: bars(buckets),
        }
    }
}

/// The buckets, put together to those that double in width, without empty ones at either end.
fn bars(buckets: &BTreeMap<u16, u64>) -> Vec<Bar> {
    // 0, 1, 2 to 3, 4 to 7, …
    let width = |bucket: u16| bounds(bucket).0.checked_ilog2().map_or(0, |power| power + 1);
    let ends = buckets.keys().next().zip(buckets.keys().next_back());
    let Some((first, last)) = ends.map(|(first, last)| (width(*first), width(*last))) else { return Vec::new() };
    let edge = |power: u32| power.checked_sub(1).map_or(0, |power| 1u64 << power);
    let mut bars: Vec<Bar> = (first..=last).map(|power| Bar { from_ms: edge(power), to_ms: edge(power + 1), count: 0 }).collect();
    for (bucket, count) in buckets {
        if let Some(bar) = bars.get_mut((width(*bucket) - first) as usize) {
            bar.count += count;
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::limits::MAX_SAFE_INTEGER;
    use proptest::prelude::*;

    fn timing(durations: &[u64]) -> Timing {
        let (mut sum, mut buckets) = (Sum::default(), BTreeMap::new());
        for millis in durations {
            sum.add(*millis);
            *buckets.entry(bucket(*millis)).or_default() += 1;
        }
        Timing::of(&sum, &buckets)
    }

    #[test]
    fn small_durations_are_exact() {
        let found = timing(&[0, 1, 1, 5]);
        assert_eq!((found.count, found.mean_ms, found.min_ms, found.max_ms), (4, Some(1.75), Some(0), Some(5)));
        assert_eq!((found.p50_ms, found.p75_ms, found.p90_ms), (Some(1), Some(1), Some(5)));
        let bar = |from_ms, to_ms, count| Bar { from_ms, to_ms, count };
        assert_eq!(found.histogram, [bar(0, 1, 1), bar(1, 2, 2), bar(2, 4, 0), bar(4, 8, 1)]);
        let none = timing(&[]);
        assert_eq!((none.count, none.mean_ms, none.min_ms, none.p50_ms, none.histogram), (0, None, None, None, vec![]));
    }

    proptest! {
        #[test]
        fn a_bucket_holds_what_it_says(millis in prop_oneof![0u64..5000, 0u64..=MAX_SAFE_INTEGER]) {
            let (from, to) = bounds(bucket(millis));
            prop_assert!(from <= millis && millis < to, "{} {} {}", millis, from, to);
            prop_assert!(to - from == 1 || (to - from) as f64 / from as f64 <= 1.0 / 32.0);
        }

        #[test]
        fn percentiles_are_within_two_percent(durations in prop::collection::vec(prop_oneof![0u64..100, 0u64..100_000, 0u64..=MAX_SAFE_INTEGER], 1..200)) {
            let found = timing(&durations);
            let mut sorted = durations.clone();
            sorted.sort_unstable();
            let told = [(50, found.p50_ms), (75, found.p75_ms), (90, found.p90_ms), (95, found.p95_ms), (99, found.p99_ms)];
            for (percent, told) in told {
                let exact = sorted[(durations.len() * percent).div_ceil(100).max(1) - 1] as f64;
                prop_assert!((told.unwrap() as f64 - exact).abs() <= exact * 0.016, "p{}: {:?}, exactly {}", percent, told, exact);
            }
            let bars = found.histogram;
            for bar in &bars {
                let within = durations.iter().filter(|millis| (bar.from_ms..bar.to_ms).contains(millis)).count();
                prop_assert_eq!(bar.count, within as u64);
            }
            prop_assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), durations.len() as u64);
        }
    }
}
