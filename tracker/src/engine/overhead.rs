use event_model::encode::{self, Object};
use std::mem;

/// What the tracker itself costs the page since its last report.
#[derive(Clone, Debug, Default)]
pub(super) struct Overhead {
    busy_us: u64,
    /// Calls of `track()` by their duration: less than 64 microseconds, less than 128 and so on, the last place for all that took longer.
    track_us: [u64; 8],
}

impl Overhead {
    /// Adds work on the main thread, and the call of `track()` that was part of it, 0 if there was none.
    pub(super) fn add(&mut self, busy_us: u64, track_us: u64) {
        self.busy_us += busy_us;
        if track_us > 0 {
            let bucket = (64 - (track_us >> 6).leading_zeros()) as usize;
            let last = self.track_us.len() - 1;
            if let Some(calls) = self.track_us.get_mut(bucket.min(last)) {
                *calls += 1;
            }
        }
    }

    /// The report as JSON without blanks, and begins anew; empty when there is nothing to report.
    pub(super) fn take(&mut self) -> String {
        let mut json = String::new();
        let Overhead { busy_us, track_us } = mem::take(self);
        if busy_us > 0 {
            let mut object = Object::open(&mut json);
            object.number("busy_us", busy_us);
            let out = object.member("track_us");
            for (bucket, calls) in track_us.into_iter().enumerate() {
                out.push(if bucket == 0 { '[' } else { ',' });
                encode::number(calls, out);
            }
            out.push_str("]}");
        }
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_their_duration() {
        let mut overhead = Overhead::default();
        assert_eq!(overhead.take(), "");
        for track_us in [1, 63, 64, 127, 128, 4_095, 4_096, 1_000_000, 0] {
            overhead.add(track_us + 1, track_us);
        }
        assert_eq!(overhead.take(), r#"{"busy_us":1008583,"track_us":[2,2,1,0,0,0,1,2]}"#);
        assert_eq!(overhead.take(), "");
    }
}
