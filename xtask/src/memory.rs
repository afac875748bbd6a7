//! How much memory workerd has while something goes on, and whether it grows.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::process::memory_of_children;
use crate::report::Row;

const PAUSE: Duration = Duration::from_secs(1);
const MIB: f64 = 1024.0 * 1024.0;

/// Megabytes that workerd had in RAM, by the second.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    samples: Vec<(f64, f64)>,
}

/// Does something and looks at workerd's memory meanwhile. Nothing is found where there is no `/proc`.
pub fn watched<T>(work: impl FnOnce() -> T) -> (T, Memory) {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let started = Instant::now();
            let mut memory = Memory::default();
            while !is_over.load(Ordering::Relaxed) {
                let bytes = memory_of_children("workerd").filter(|bytes| *bytes > 0);
                memory.samples.extend(bytes.map(|bytes| (started.elapsed().as_secs_f64(), bytes as f64 / MIB)));
                std::thread::park_timeout(PAUSE);
            }
            memory
        });
        let outcome = work();
        is_over.store(true, Ordering::Relaxed);
        watch.thread().unpark();
        (outcome, watch.join().unwrap_or_default())
    })
}

impl Memory {
    /// Start, middle and end, each the median of a tenth of the time, and the slope of the second half. Until then caches fill.
    pub fn rows(&self, most_mib_a_minute: Option<f64>) -> Vec<Row> {
        let Some(slope) = self.slope() else { return Vec::new() };
        let part = |name: &str, from: f64| Row::plain(format!("workerd's memory, {name}"), self.median(from, from + 0.1).round(), "MiB");
        let row = Row::plain("workerd's memory, growth in the second half", slope, "MiB/min");
        let slope = Row { budget: most_mib_a_minute, ok: most_mib_a_minute.is_none_or(|most| slope <= most), ..row };
        vec![part("start", 0.0), part("middle", 0.45), part("end", 0.9), slope]
    }

    /// The median between two shares of the time.
    fn median(&self, from: f64, until: f64) -> f64 {
        let count = self.samples.len() as f64;
        let (from, until) = ((from * count) as usize, ((until * count).ceil() as usize).max((from * count) as usize + 1));
        let mut part: Vec<f64> = self.samples.iter().skip(from).take(until - from).map(|(_, mib)| *mib).collect();
        part.sort_by(f64::total_cmp);
        part.get(part.len() / 2).copied().unwrap_or_default()
    }

    /// Megabytes a minute in the second half, by least squares; `None` with too little to say.
    fn slope(&self) -> Option<f64> {
        let half = self.samples.get(self.samples.len() / 2..).filter(|half| half.len() >= 3)?;
        let count = half.len() as f64;
        let (mean_time, mean_mib) =
            (half.iter().map(|(time, _)| time).sum::<f64>() / count, half.iter().map(|(_, mib)| mib).sum::<f64>() / count);
        let covariance: f64 = half.iter().map(|(time, mib)| (time - mean_time) * (mib - mean_mib)).sum();
        let variance: f64 = half.iter().map(|(time, _)| (time - mean_time).powi(2)).sum();
        (variance > 0.0).then(|| covariance / variance * 60.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn growth_is_told_from_what_fills_first() {
        let filling = Memory { samples: (0..100).map(|n| (f64::from(n), f64::from(n.min(40)))).collect() };
        assert_eq!(filling.slope(), Some(0.0));
        assert_eq!((filling.median(0.0, 0.1), filling.median(0.9, 1.0)), (5.0, 40.0));
        let leaking = Memory { samples: (0..100).map(|n| (f64::from(n), f64::from(n) * 2.0)).collect() };
        assert!((leaking.slope().unwrap() - 120.0).abs() < 1e-6);
        assert_eq!(Memory::default().slope(), None);
    }
}
