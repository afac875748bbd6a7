use super::parameters::{whole, Parameters};
use crate::instant::{self, Asked, DAY_MS, HOUR_MS};
use crate::rejection::Rejection;
use jiff::tz::TimeZone;
use jiff::ToSpan;

/// The most days that `days` and `range` reach back: a century is "all" by another name.
pub(crate) const MAX_DAYS: i64 = 36_525;

/// A stretch of time. It includes its first millisecond and not its last; an open end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeRange {
    /// From here on.
    pub from: Option<u64>,
    /// Up to, and without, here.
    pub until: Option<u64>,
}

impl TimeRange {
    /// The last `days` times 24 hours. It has no end, since clocks of trackers may be a little ahead of the server's.
    pub fn last_days(days: u64, now: u64) -> TimeRange {
        TimeRange { from: Some(now.saturating_sub(days.saturating_mul(DAY_MS))), until: None }
    }

    /// Takes `range`, `days`, or `from` and `to`: one way of the three.
    ///
    /// `to` excludes a moment and includes a date, because "to 2026-02-18" means the whole of that day to everybody. Days are those of UTC.
    pub fn take(parameters: &mut Parameters, now: u64) -> Result<Option<TimeRange>, Rejection> {
        TimeRange::take_in(parameters, now, &TimeZone::UTC)
    }

    /// The same, with the days of a time zone.
    pub fn take_in(parameters: &mut Parameters, now: u64, zone: &TimeZone) -> Result<Option<TimeRange>, Rejection> {
        let range = parameters.text("range")?;
        let days = parameters.number("days", 1..=MAX_DAYS)?;
        let from = moment(parameters, "from")?;
        let to = moment(parameters, "to")?;
        match (range, days, from.is_some() || to.is_some()) {
            (None, None, false) => Ok(None),
            (Some(text), None, false) => named(&text, now).map(Some),
            (None, Some(days), false) => Ok(Some(TimeRange::last_days(days.unsigned_abs(), now))),
            (None, None, true) => between(from, to, zone).map(Some),
            (Some(_), ..) => Err(Rejection::parameter("range", "either range, or days, or from and to")),
            (None, Some(_), true) => Err(Rejection::parameter("days", "either range, or days, or from and to")),
        }
    }
}

fn named(text: &str, now: u64) -> Result<TimeRange, Rejection> {
    if text == "all" {
        return Ok(TimeRange::default());
    }
    let length = |count: &str, unit: u64, max: u64| whole(count).filter(|n| (1..=max).contains(n)).map(|n| n * unit);
    let max_days = MAX_DAYS.unsigned_abs();
    let millis = match (text.strip_suffix('h'), text.strip_suffix('d')) {
        (Some(hours), _) => length(hours, HOUR_MS, max_days * 24),
        (_, Some(days)) => length(days, DAY_MS, max_days),
        _ => None,
    };
    let millis = millis.ok_or_else(|| Rejection::parameter("range", "hours or days such as 24h, 7d, 30d; or all"))?;
    Ok(TimeRange { from: Some(now.saturating_sub(millis)), until: None })
}

fn moment(parameters: &mut Parameters, name: &'static str) -> Result<Option<Asked>, Rejection> {
    let Some(text) = parameters.text(name)? else { return Ok(None) };
    let fault = || Rejection::parameter(name, "milliseconds since the epoch, an RFC 3339 time (its + written %2B), or a date");
    instant::parse(&text).map(Some).ok_or_else(fault)
}

fn between(from: Option<Asked>, to: Option<Asked>, zone: &TimeZone) -> Result<TimeRange, Rejection> {
    let from = from.and_then(|asked| match asked {
        Asked::Moment(at) => Some(at),
        Asked::Day(day) => instant::midnight(day, zone),
    });
    let until = to.and_then(|asked| match asked {
        Asked::Moment(at) => Some(at),
        Asked::Day(day) => instant::midnight(day.saturating_add(1.day()), zone),
    });
    if let (Some(from), Some(until)) = (from, until) {
        if from >= until {
            return Err(Rejection::parameter("to", "must lie after from"));
        }
    }
    Ok(TimeRange { from, until })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_771_405_200_000;

    fn range(query: &str) -> Result<Option<TimeRange>, Rejection> {
        TimeRange::take(&mut Parameters::parse(query), NOW)
    }

    #[test]
    fn three_ways_to_say_when() {
        let since = |from| Ok(Some(TimeRange { from: Some(from), until: None }));
        assert_eq!(range(""), Ok(None));
        assert_eq!(range("range=all"), Ok(Some(TimeRange::default())));
        assert_eq!(range("range=24h"), since(NOW - DAY_MS));
        assert_eq!(range("range=7d"), since(NOW - 7 * DAY_MS));
        assert_eq!(range("days=30"), since(NOW - 30 * DAY_MS));
        assert_eq!(range("from=1000&to=2000"), Ok(Some(TimeRange { from: Some(1000), until: Some(2000) })));
        let day = TimeRange { from: Some(1_771_372_800_000), until: Some(1_771_372_800_000 + DAY_MS) };
        assert_eq!(range("from=2026-02-18&to=2026-02-18"), Ok(Some(day)));
        assert_eq!(range("to=2026-02-18T00:00:00Z"), Ok(Some(TimeRange { from: None, until: Some(1_771_372_800_000) })));
    }

    #[test]
    fn contradictions_and_nonsense_are_named() {
        let cases = [
            ("range=7d&days=7", "range"),
            ("range=all&from=1000", "range"),
            ("days=7&to=1000", "days"),
            ("range=soon", "range"),
            ("range=0d", "range"),
            ("range=99999999999999999999d", "range"),
            ("range=-1d", "range"),
            ("days=0", "days"),
            ("from=yesterday", "from"),
            ("from=2000&to=1000", "to"),
            ("from=1000&to=1000", "to"),
        ];
        for (query, field) in cases {
            assert_eq!(range(query).unwrap_err().field(), Some(field), "{query}");
        }
    }
}
