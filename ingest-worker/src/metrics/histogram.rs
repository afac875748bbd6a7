use super::exposition::Exposition;
use std::collections::BTreeMap;

/// Upper bounds of the buckets in milliseconds, and as Prometheus writes them, in seconds. From what an answer out of memory takes to what nobody waits for.
const BOUNDS: [(u64, &str); 11] = [
    (5, "0.005"),
    (10, "0.01"),
    (25, "0.025"),
    (50, "0.05"),
    (100, "0.1"),
    (250, "0.25"),
    (500, "0.5"),
    (1_000, "1"),
    (2_500, "2.5"),
    (5_000, "5"),
    (10_000, "10"),
];

/// How long an isolate took for requests, by endpoint and status.
#[derive(Debug, Default)]
pub struct Durations(BTreeMap<(&'static str, u16), Histogram>);

#[derive(Debug, Default)]
struct Histogram {
    /// Requests that took at most the bucket's bound and more than the one's before.
    buckets: [u64; BOUNDS.len()],
    /// All requests.
    count: u64,
    /// Milliseconds of all of them.
    sum: u64,
}

impl Durations {
    /// Takes one request.
    pub fn observe(&mut self, endpoint: &'static str, status: u16, millis: u64) {
        let histogram = self.0.entry((endpoint, status)).or_default();
        histogram.count += 1;
        histogram.sum += millis;
        let bucket = histogram.buckets.iter_mut().zip(BOUNDS).find(|(_, (bound, _))| millis <= *bound);
        if let Some((requests, _)) = bucket {
            *requests += 1;
        }
    }

    /// Writes the samples of a family of this name.
    pub fn write(&self, name: &str, instance: &str, out: &mut Exposition) {
        let [bucket_name, sum_name, count_name] = ["_bucket", "_sum", "_count"].map(|end| format!("{name}{end}"));
        for ((endpoint, status), histogram) in &self.0 {
            let status = status.to_string();
            let labels = [("endpoint", *endpoint), ("status", status.as_str()), ("instance", instance)];
            let mut below = 0;
            for (requests, (_, bound)) in histogram.buckets.iter().zip(BOUNDS) {
                below += requests;
                let [endpoint, status, instance] = labels;
                out.sample(&bucket_name, &[endpoint, status, instance, ("le", bound)], below);
            }
            let [endpoint, status, instance] = labels;
            out.sample(&bucket_name, &[endpoint, status, instance, ("le", "+Inf")], histogram.count);
            out.sample(&sum_name, &labels, histogram.sum as f64 / 1000.0);
            out.sample(&count_name, &labels, histogram.count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_hold_all_that_took_no_longer() {
        let mut durations = Durations::default();
        for millis in [0, 5, 6, 999, 60_000] {
            durations.observe("/a", 200, millis);
        }
        durations.observe("/a", 401, 1);
        let mut out = Exposition::default();
        durations.write("t_seconds", "i1", &mut out);
        let text = out.finish();
        let value = |line: &str| text.lines().find_map(|found| found.strip_prefix(line)?.trim().parse::<f64>().ok());
        let labels = r#"{endpoint="/a",status="200",instance="i1""#;
        for (bound, requests) in [("0.005", 2.0), ("0.01", 3.0), ("0.5", 3.0), ("1", 4.0), ("10", 4.0), ("+Inf", 5.0)] {
            assert_eq!(value(&format!("t_seconds_bucket{labels},le=\"{bound}\"}}")), Some(requests), "{bound}");
        }
        assert_eq!((value(&format!("t_seconds_count{labels}}}")), value(&format!("t_seconds_sum{labels}}}"))), (Some(5.0), Some(61.01)));
        assert_eq!(text.lines().count(), 2 * (BOUNDS.len() + 3));
    }
}
