use super::*;
use proptest::prelude::*;
use serde_json::{json, Value};

const NOW: u64 = 1_771_405_200_000; // 2026-02-18T09:00:00Z
/// Of all events, where the range is open.
const ENDS: Option<(u64, u64)> = Some((NOW - 2 * DAY_MS, NOW + 5));

fn answer(query: &str, totals: Totals, facets: &[Facet], buckets: &[BucketCount]) -> Value {
    serde_json::to_value(AnalyticsQuery::parse(query, NOW).unwrap().answer(ENDS, totals, Facets::of(facets), buckets)).unwrap()
}

fn facet(event_type: &str, action: &str, device_type: Option<&str>, count: u64) -> Facet {
    Facet {
        event_type: event_type.into(),
        category: "c".into(),
        action: action.into(),
        level: 2,
        device_type: device_type.map(Into::into),
        count,
    }
}

#[test]
fn nothing_is_answered_with_zeros() {
    let empty = answer("range=24h", Totals::default(), &[], &[]);
    assert_eq!(empty["total_events"], 0);
    assert_eq!(empty["most_active_day"], Value::Null);
    assert_eq!(empty["most_common_action"], Value::Null);
    assert_eq!(empty["events_by_type"], json!({}));
    let points = empty["events_over_time"]["points"].as_array().unwrap();
    assert_eq!((points.len(), &points[0]), (24, &json!({"start": NOW - DAY_MS, "start_iso": "2026-02-17T09:00:00.000Z", "count": 0})));
    assert_eq!(empty["range"], json!({"from": NOW - DAY_MS, "to": NOW + 6}));
    let all = answer("", Totals::default(), &[], &[]);
    assert_eq!((all["events_over_time"]["points"].as_array().unwrap().len(), &all["range"]["from"]), (3, &json!(NOW - 2 * DAY_MS)));
    let none = AnalyticsQuery::parse("", NOW).unwrap().answer(None, Totals::default(), Facets::of(&[]), &[]);
    assert_eq!(serde_json::to_value(none).unwrap()["events_over_time"]["points"], json!([]));
}

#[test]
fn facets_add_up_by_each_dimension() {
    let facets = [facet("a", "opened", Some("mobile"), 2), facet("b", "opened", None, 3), facet("b", "closed", None, 4)];
    let all = answer("range=7d", Totals::default(), &facets, &[]);
    assert_eq!(all["events_by_type"], json!({"b": 7, "a": 2}));
    assert_eq!(all["events_by_action"], json!({"opened": 5, "closed": 4}));
    assert_eq!(all["events_by_device"], json!({"unknown": 7, "mobile": 2}));
    assert_eq!(all["events_by_level"], json!({"action": 9}));
    assert_eq!(all["most_common_action"], "opened");
}

#[test]
fn hours_for_two_days_and_days_beyond() {
    let bucket = |query: &str| AnalyticsQuery::parse(query, NOW).unwrap().bucket;
    assert_eq!(bucket("range=48h"), Bucket::Hour);
    assert_eq!(bucket("days=3"), Bucket::Day);
    assert_eq!(bucket("range=all"), Bucket::Day);
    assert_eq!(bucket("from=2026-01-01&to=2026-01-02"), Bucket::Hour);
    assert_eq!(bucket("from=2026-01-01"), Bucket::Day);
}

#[test]
fn the_most_active_day_is_found_among_hours_too() {
    let hour = |day: u64, hour: u64, count| BucketCount { bucket: (NOW / DAY_MS - day) * 24 + hour, count };
    let buckets = [hour(1, 20, 3), hour(1, 21, 3), hour(0, 1, 5), hour(0, 2, 1)];
    let found = answer("range=48h", Totals::default(), &[], &buckets);
    assert_eq!(found["most_active_day"], json!({"date": "2026-02-17", "count": 6}));
}

#[test]
fn a_far_end_or_start_makes_no_endless_answer() {
    let points = |query: &str| answer(query, Totals::default(), &[], &[])["events_over_time"]["points"].as_array().unwrap().len();
    assert!(points("from=0&to=253402300799999") < 10_000);
    assert_eq!(points("from=253402300000000&to=253402300799999"), 0);
}

proptest! {
    #[test]
    fn the_points_hold_every_event_counted(first in 0u64..60, counts in prop::collection::vec(0u64..9, 1..60), query in "days=(1|2|7|30|90)") {
        let length = AnalyticsQuery::parse(&query, NOW).unwrap();
        let start = length.filter.range.from.unwrap() / length.bucket.millis() + first;
        let buckets: Vec<BucketCount> =
            counts.iter().zip(start..).filter(|(&count, _)| count > 0).map(|(&count, bucket)| BucketCount { bucket, count }).collect();
        let ends = buckets.last().map(|one| (0, one.bucket * length.bucket.millis()));
        let whole = length.answer(ends, Totals::default(), Facets::of(&[]), &buckets);
        let sum: u64 = whole.events_over_time.points.iter().map(|point| point.count).sum();
        prop_assert_eq!(sum, counts.iter().sum::<u64>());
        let steps = whole.events_over_time.points.windows(2).all(|pair| pair[1].start - pair[0].start == length.bucket.millis());
        prop_assert!(steps);
    }
}
