use crate::instant::timestamp;
use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::sync::LazyLock;

/// The time zones of the world, as built into the program.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The time zone of an answer's days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its IANA name.
    pub name: String,
    /// Its rules.
    pub rules: TimeZone,
}

impl Zone {
    /// UTC.
    pub fn utc() -> Zone {
        Zone { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    /// The zone of a name such as `Europe/Berlin`.
    pub fn parse(name: &str) -> Option<Zone> {
        if name.eq_ignore_ascii_case("UTC") {
            return Some(Zone::utc());
        }
        let rules = ZONES.get(name).ok()?;
        let name = rules.iana_name()?.to_owned();
        Some(Zone { name, rules })
    }

    /// Takes `tz`.
    pub fn take(parameters: &mut Parameters) -> Result<Zone, Rejection> {
        let Some(name) = parameters.text("tz")? else { return Ok(Zone::utc()) };
        Zone::parse(&name).ok_or_else(|| Rejection::parameter("tz", "an IANA time zone such as Europe/Berlin"))
    }

    /// The date of a moment.
    pub fn date(&self, at: u64) -> Date {
        timestamp(at).to_zoned(self.rules.clone()).date()
    }

    /// Milliseconds by which its clocks are ahead of UTC at a moment.
    pub fn offset(&self, at: u64) -> i64 {
        i64::from(self.rules.to_offset(timestamp(at)).seconds()) * 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_name() {
        assert_eq!(Zone::parse("utc"), Some(Zone::utc()));
        let berlin = Zone::parse("europe/berlin").unwrap();
        assert_eq!(
            (berlin.name.as_str(), berlin.offset(1_771_405_200_000), berlin.offset(1_782_000_000_000)),
            ("Europe/Berlin", 3_600_000, 7_200_000)
        );
        assert_eq!(Zone::parse("Asia/Kolkata").unwrap().offset(0), 19_800_000);
        for bad in ["", "Berlin", "+01:00", "Europe/", "Mars/Olympus", "../etc/passwd"] {
            assert_eq!(Zone::parse(bad), None, "{bad}");
        }
    }
}
