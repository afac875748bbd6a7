use super::filter::Filter;
use super::parameters::Parameters;
use super::range::TimeRange;
use crate::instant::{date, iso, DAY_MS, HOUR_MS};
use crate::rejection::Rejection;
use event_model::limits::MIN_OCCURRED_AT;
use event_model::Level;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};

/// What stands for an event whose tracker did not tell the device.
pub const NO_DEVICE: &str = "unknown";
/// Up to this length a range is counted by hours.
const LONGEST_BY_HOUR: u64 = 48 * HOUR_MS;

/// The question of `GET /api/events/analytics`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalyticsQuery {
    /// Which events.
    pub filter: Filter,
    /// By which stretch of time they are counted.
    pub bucket: Bucket,
    now: u64,
}

/// A stretch of time that events are counted by, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    /// For ranges of up to 48 hours.
    Hour,
    /// For all others.
    Day,
}

impl Bucket {
    /// Its length.
    pub fn millis(self) -> u64 {
        match self {
            Bucket::Hour => HOUR_MS,
            Bucket::Day => DAY_MS,
        }
    }
}

/// What all matching events are together.
#[derive(Clone, Debug, Default, Deserialize)]
#[allow(missing_docs)]
pub struct Totals {
    pub total_events: u64,
    pub unique_users: u64,
    pub unique_visitors: u64,
    pub sessions: u64,
    pub page_views: u64,
    pub average_duration_ms: Option<f64>,
}

/// How many matching events have this combination. One pass over the events counts by all five dimensions at once.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Facet {
    #[serde(rename = "type")]
    pub event_type: String,
    pub category: String,
    pub action: String,
    pub level: u8,
    pub device_type: Option<String>,
    pub count: u64,
}

/// How many matching events happened in one bucket; buckets are numbered from the epoch.
#[derive(Clone, Copy, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct BucketCount {
    pub bucket: u64,
    pub count: u64,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Overview"))]
pub struct Analytics {
    total_events: u64,
    unique_users: u64,
    unique_visitors: u64,
    sessions: u64,
    page_views: u64,
    events_by_category: Counts,
    events_by_type: Counts,
    events_by_action: Counts,
    events_by_level: Counts,
    events_by_device: Counts,
    events_over_time: Series,
    most_active_day: Option<DayCount>,
    most_common_action: Option<String>,
    average_duration_ms: Option<f64>,
    range: Span,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "OverviewSeries"))]
struct Series {
    bucket: Bucket,
    points: Vec<Point>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "OverviewPoint"))]
struct Point {
    start: u64,
    start_iso: String,
    count: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DayCount {
    date: String,
    count: u64,
}

/// From when to when was counted: as asked, or else from the first event to now.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "OverviewRange"))]
struct Span {
    from: Option<u64>,
    to: u64,
}

impl AnalyticsQuery {
    /// Reads the query string; the filters are those of lists.
    pub fn parse(query: &str, now: u64) -> Result<AnalyticsQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let filter = Filter::take(&mut parameters, now, TimeRange::default())?;
        parameters.finish()?;
        let length = filter.range.from.map(|from| filter.range.until.unwrap_or(now).saturating_sub(from));
        let by_hour = length.is_some_and(|length| length <= LONGEST_BY_HOUR);
        Ok(AnalyticsQuery { filter, bucket: if by_hour { Bucket::Hour } else { Bucket::Day }, now })
    }

    /// Makes the answer of what was counted. `ends` are the times of the first and the last event of all, where the range is open.
    pub fn answer(&self, ends: Option<(u64, u64)>, totals: Totals, facets: Facets, buckets: &[BucketCount]) -> Analytics {
        let span = self.span(ends);
        Analytics {
            total_events: totals.total_events,
            unique_users: totals.unique_users,
            unique_visitors: totals.unique_visitors,
            sessions: totals.sessions,
            page_views: totals.page_views,
            most_common_action: facets.by_action.0.first().map(|(action, _)| action.clone()),
            events_by_category: facets.by_category,
            events_by_type: facets.by_type,
            events_by_action: facets.by_action,
            events_by_level: facets.by_level,
            events_by_device: facets.by_device,
            events_over_time: Series { bucket: self.bucket, points: self.points(&span, buckets) },
            most_active_day: self.most_active_day(buckets),
            average_duration_ms: totals.average_duration_ms,
            range: span,
        }
    }

    fn span(&self, ends: Option<(u64, u64)>) -> Span {
        // Events may lie ahead of the server's clock by as much as a tracker's is wrong.
        let open_end = ends.map_or(self.now, |(_, last)| self.now.max(last.saturating_add(1)));
        let from = self.filter.range.from.or(ends.map(|(first, _)| first));
        Span { from, to: self.filter.range.until.unwrap_or(open_end) }
    }

    /// Every bucket of the span, empty ones as well: a chart must not draw a line across a silent week.
    fn points(&self, span: &Span, buckets: &[BucketCount]) -> Vec<Point> {
        let Some(from) = span.from else { return Vec::new() };
        let length = self.bucket.millis();
        // No event lies outside these bounds, so neither do answers of a million empty days.
        let latest = buckets.last().map_or(0, |last| (last.bucket + 1) * length).max(self.now);
        let first = from.max(MIN_OCCURRED_AT) / length;
        let end = span.to.min(latest).div_ceil(length);
        let counts: HashMap<u64, u64> = buckets.iter().map(|one| (one.bucket, one.count)).collect();
        let point = |bucket: u64| {
            let start = bucket * length;
            Point { start, start_iso: iso(start), count: counts.get(&bucket).copied().unwrap_or(0) }
        };
        (first..end).map(point).collect()
    }

    /// The earliest of the days with the most events.
    fn most_active_day(&self, buckets: &[BucketCount]) -> Option<DayCount> {
        let per_day = DAY_MS / self.bucket.millis();
        let mut days: HashMap<u64, u64> = HashMap::new();
        for one in buckets {
            *days.entry(one.bucket / per_day).or_default() += one.count;
        }
        let (day, count) = days.into_iter().max_by_key(|&(day, count)| (count, std::cmp::Reverse(day)))?;
        Some(DayCount { date: date(day * DAY_MS), count })
    }
}

/// The counts by each of the five dimensions.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Facets {
    pub by_category: Counts,
    pub by_type: Counts,
    pub by_action: Counts,
    pub by_level: Counts,
    pub by_device: Counts,
}

impl Facets {
    /// Adds up what the database counted.
    pub fn of(facets: &[Facet]) -> Facets {
        let by = |name: fn(&Facet) -> &str| {
            let mut sums: BTreeMap<String, u64> = BTreeMap::new();
            for facet in facets {
                *sums.entry(name(facet).to_owned()).or_default() += facet.count;
            }
            Counts::of(sums)
        };
        Facets {
            by_category: by(|facet| &facet.category),
            by_type: by(|facet| &facet.event_type),
            by_action: by(|facet| &facet.action),
            by_level: by(|facet| Level::from_rank(facet.level).map_or("unknown", Level::name)),
            by_device: by(|facet| facet.device_type.as_deref().unwrap_or(NO_DEVICE)),
        }
    }
}

/// Counts by name, the highest first and equal ones by name. A JSON object in that order.
#[derive(Debug)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CountsByName"))]
pub struct Counts(#[cfg_attr(test, schemars(with = "BTreeMap<String, u64>"))] Vec<(String, u64)>);

impl Counts {
    /// Puts counts in order.
    pub fn of(counts: BTreeMap<String, u64>) -> Counts {
        let mut list: Vec<(String, u64)> = counts.into_iter().collect();
        list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Counts(list)
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, count) in &self.0 {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests;
