use super::random::Random;
use super::record::Words;
use event_model::{encode, EventId};
use std::mem;

/// This moment, by both of the browser's clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since the epoch by the device's clock, which may be wrong and may jump. For times that are told.
    pub wall: u64,
    /// Milliseconds since some moment, never running backwards. For spans that are waited.
    pub monotonic: u64,
}

/// What to add to the device's clock to get the server's, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Offset {
    pub(super) millis: i64,
    /// The server has told it.
    pub(super) known: bool,
}

impl Offset {
    /// The offset learned by an earlier page, from its record.
    pub(super) fn restore(record: &str) -> Offset {
        let digits = record.strip_prefix("-");
        let magnitude = Words(digits.unwrap_or(record)).number().unwrap_or(0) as i64;
        Offset { millis: if digits.is_some() { -magnitude } else { magnitude }, known: !record.is_empty() }
    }

    pub(super) fn to_record(self) -> String {
        let mut text = String::new();
        if self.known {
            encode::signed(self.millis, &mut text);
        }
        text
    }

    /// Cristian's algorithm: the server read its clock about half a round trip before the answer came.
    /// Returns whether the news is worth keeping; a change within the round trip's own uncertainty is not.
    pub(super) fn learn(&mut self, server_time: u64, round_trip: u64, now: Now) -> bool {
        let learned = server_time as i64 + (round_trip / 2) as i64 - now.wall as i64;
        let uncertainty = (round_trip / 2) as i64 + 50;
        let is_news = (learned - self.millis).abs() > uncertainty;
        if is_news {
            self.millis = learned;
        }
        !mem::replace(&mut self.known, true) || is_news
    }

    /// A device time by the server's clock.
    pub(super) fn apply(self, wall: u64) -> u64 {
        wall.saturating_add_signed(self.millis)
    }
}

/// A UUIDv7 of this moment. Its first 12 random bits are a `counter` instead (RFC 9562, section 6.2, method 1), so that ids of the same
/// millisecond sort in the order they were made.
pub(super) fn v7(wall: u64, counter: u64, random: &mut Random) -> String {
    let [a, b, c, d, e, f, g, h] = random.next().to_le_bytes();
    EventId::v7(wall, &[(counter >> 8) as u8, counter as u8, a, b, c, d, e, f, g, h]).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_sort_as_made() {
        let mut random = Random(1);
        let ids: Vec<_> = (0..4096).map(|counter| v7(1_771_405_200_000, counter, &mut random)).collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn the_offset_leaves_the_way_back_out() {
        let mut offset = Offset::default();
        // The device is three hours behind; the answer took 400 ms there and back.
        assert!(offset.learn(10_800_000, 400, Now { wall: 200, monotonic: 0 }));
        assert_eq!(offset.apply(200), 10_800_200);
        assert_eq!(Offset::restore(&offset.to_record()), offset);
        // The same again within the noise of another round trip changes nothing.
        assert!(!offset.learn(10_800_100, 300, Now { wall: 200, monotonic: 0 }));
        assert_eq!(Offset::restore("-5000").apply(7_000), 2_000);
        assert_eq!(Offset::restore(""), Offset::default());
        assert!(Offset::default().learn(0, 0, Now::default()), "that a clock is right is news too");
    }
}
