//! Times as people and programs write them. What is written is UTC.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::Timestamp;

/// A day in milliseconds. UTC as computers keep it has no leap seconds.
pub const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// An hour in milliseconds.
pub const HOUR_MS: u64 = 60 * 60 * 1000;

/// `2026-02-18T09:00:00.000Z`
pub fn iso(millis: u64) -> String {
    format!("{:.3}", timestamp(millis))
}

/// `2026-02-18`
pub fn date(millis: u64) -> String {
    timestamp(millis).to_zoned(TimeZone::UTC).date().to_string()
}

/// `2026-02-18 09:00`
pub fn minute(millis: u64) -> String {
    timestamp(millis).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A moment, or a whole day, as somebody asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Milliseconds since the epoch, or an RFC 3339 time.
    Moment(u64),
    /// A date, in a zone that is told elsewhere.
    Day(Date),
}

/// Reads milliseconds (`1771405200000`), an RFC 3339 time (`2026-02-18T09:00:00+01:00`) or a date (`2026-02-18`).
pub fn parse(text: &str) -> Option<Asked> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().filter(|&millis| millis <= LAST_MS).map(Asked::Moment);
    }
    // A calendar date has ten characters; longer texts would be read as dates too, and their time of day ignored.
    if text.len() == 10 {
        let day: Date = text.parse().ok()?;
        return midnight(day, &TimeZone::UTC).map(|_| Asked::Day(day));
    }
    millis_of(text.parse().ok()?).map(Asked::Moment)
}

/// When a day starts in a zone: at midnight, or, where clocks skip that, at the moment of skipping. `None` before the epoch.
pub fn midnight(day: Date, zone: &TimeZone) -> Option<u64> {
    millis_of(day.to_zoned(zone.clone()).ok()?.timestamp())
}

/// The last millisecond of the year 9999, after which RFC 3339 has no name for a time.
const LAST_MS: u64 = 253_402_300_799_999;

fn millis_of(timestamp: Timestamp) -> Option<u64> {
    u64::try_from(timestamp.as_millisecond()).ok()
}

/// A moment in the words of the calendar.
pub fn timestamp(millis: u64) -> Timestamp {
    i64::try_from(millis).ok().and_then(|millis| Timestamp::from_millisecond(millis).ok()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_written_in_utc() {
        assert_eq!(iso(1_771_405_200_000), "2026-02-18T09:00:00.000Z");
        assert_eq!(iso(1_771_405_200_007), "2026-02-18T09:00:00.007Z");
        assert_eq!(date(1_771_405_200_000), "2026-02-18");
        assert_eq!(minute(1_771_405_200_000), "2026-02-18 09:00");
    }

    #[test]
    fn times_are_read_in_three_ways() {
        let moment = Some(Asked::Moment(1_771_405_200_000));
        assert_eq!(parse("1771405200000"), moment);
        assert_eq!(parse("2026-02-18T09:00:00Z"), moment);
        assert_eq!(parse("2026-02-18T10:00:00.000+01:00"), moment);
        assert_eq!(parse("2026-02-18"), Some(Asked::Day(Date::constant(2026, 2, 18))));
        assert_eq!(midnight(Date::constant(2026, 2, 18), &TimeZone::UTC), Some(1_771_372_800_000));
        for bad in ["", "yesterday", "2026-02-30", "2026-02-18T09:00:00", "1771405200000.5", "-1", "99999999999999999999", "1969-12-31"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(millis in 0..=LAST_MS) {
            prop_assert_eq!(parse(&iso(millis)), Some(Asked::Moment(millis)));
        }

        #[test]
        fn any_text_and_number_is_survived(text in any::<String>(), millis in any::<u64>()) {
            parse(&text);
            iso(millis);
            date(millis);
            minute(millis);
        }
    }
}
