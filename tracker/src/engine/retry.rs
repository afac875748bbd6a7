use super::clock::Now;
use super::random::Random;

/// The first pause; short, since most failures are a lost packet.
const FIRST_MS: u64 = 1_000;
/// The longest pause of our own making. A tab that is open an hour after an outage should not wait another.
const LONGEST_MS: u64 = 60_000;
/// The longest pause that a server may ask for with `Retry-After`.
const LONGEST_ASKED_MS: u64 = 60 * 60 * 1000;

/// When the next request may go: exponential back-off with jitter, so that a million browsers do not come back in the same second.
#[derive(Debug, Default)]
pub(super) struct Retry {
    failures: u32,
    not_before: u64,
}

impl Retry {
    /// A request failed. Returns the pause in milliseconds.
    pub(super) fn failed(&mut self, asked: Option<u64>, now: Now, random: &mut Random) -> u32 {
        let full = FIRST_MS.saturating_mul(1 << self.failures.min(16)).min(LONGEST_MS);
        // Between half and all of it: enough spread, and never so little that it is no pause.
        let drawn = full / 2 + random.next() % (full / 2 + 1);
        let pause = asked.map_or(drawn, |asked| asked.min(LONGEST_ASKED_MS).max(drawn));
        self.failures = self.failures.saturating_add(1);
        self.not_before = now.monotonic + pause;
        pause as u32
    }

    /// A request succeeded.
    pub(super) fn succeeded(&mut self) {
        *self = Retry::default();
    }

    /// There is reason to think that it works again: try at once, but remember that it failed.
    pub(super) fn forgive(&mut self) {
        self.not_before = 0;
    }

    /// Milliseconds until the next request may go.
    pub(super) fn pause(&self, now: Now) -> u64 {
        self.not_before.saturating_sub(now.monotonic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound_and_honour_the_server() {
        let mut random = Random(3);
        let mut retry = Retry::default();
        let now = Now { wall: 0, monotonic: 500 };
        for failure in 0..40u32 {
            let full = (1_000u64 << failure.min(10)).min(60_000) as u32;
            let pause = retry.failed(None, now, &mut random);
            assert!((full / 2..=full).contains(&pause), "{failure}: {pause}");
            assert_eq!(retry.pause(now), u64::from(pause));
        }
        retry.succeeded();
        assert_eq!(retry.pause(now), 0);
        assert_eq!(retry.failed(Some(7_000), now, &mut random), 7_000);
        assert_eq!(retry.failed(Some(u64::MAX), now, &mut random), 3_600_000);
        retry.forgive();
        assert_eq!(retry.pause(now), 0);
    }
}
