use super::*;
use proptest::prelude::*;
use serde_json::{json, Value};

const NOW: u64 = 1_771_405_200_000;

fn answer(query: &str, days: Value) -> Value {
    let days: Vec<DaySum> = serde_json::from_value(days).unwrap();
    let query = DeliveryQuery::parse(query, NOW).unwrap();
    serde_json::to_value(query.answer_of_days(&days, ReadCost { rows_read: 7, milliseconds: 1.5, ..ReadCost::default() })).unwrap()
}

#[test]
fn days_add_up_to_the_total() {
    let days = json!([
        {
            "day": 20_500, "instances": 2, "batches": 3, "tracked": 20, "stored": 15, "rejected": 1, "dropped": 3, "duplicates": 4,
            "dropped_lines": [{"reason":"expired","level":"action","count":2},{"reason":"queue_full","level":"detail","count":1}],
            "busy_us": 900, "measured": 10, "track_us": [8,1,0,0,0,0,0,1],
        },
        {
            "day": 20_502, "instances": 1, "batches": 1, "tracked": 10, "stored": 4, "rejected": 0, "dropped": 5, "duplicates": 0,
            "dropped_lines": [{"reason":"expired","level":"detail","count":2}],
            "busy_us": 0, "measured": null, "track_us": [0,0,0,0,0,0,0,0],
        },
    ]);
    let found = answer("range=7d", days);
    let figures = |account: &Value| {
        ["tracked", "stored", "rejected", "outstanding", "duplicates_refused", "instances", "batches"]
            .map(|name| account[name].as_u64().unwrap())
    };
    assert_eq!(figures(&found), [30, 19, 1, 2, 4, 3, 4]);
    assert_eq!((figures(&found["days"][0]), found["days"][0]["date"].as_str()), ([20, 15, 1, 1, 4, 2, 3], Some("2026-02-16")));
    assert_eq!((figures(&found["days"][1]), found["days"][1]["date"].as_str()), ([10, 4, 0, 1, 0, 1, 1], Some("2026-02-18")));
    assert_eq!(found["capture_rate"], json!(19.0 / 30.0));
    // What the database did not name is not lost either.
    assert_eq!(
        found["dropped"],
        json!({
            "total": 8, "by_reason": {"expired": 4, "other": 3, "queue_full": 1},
            "by_reason_and_level": {"expired": {"action": 2, "detail": 2}, "other": {"other": 3}, "queue_full": {"detail": 1}},
        })
    );
    let overhead = |account: &Value| ["samples", "p50_us", "p99_us", "mean_us"].map(|name| account["overhead"][name].clone());
    assert_eq!(overhead(&found), [json!(10), json!(64), json!(null), json!(90.0)]);
    assert_eq!(overhead(&found["days"][1]), [json!(0), json!(null), json!(null), json!(null)]);
    assert_eq!(found["overhead"]["counts"], json!([8, 1, 0, 0, 0, 0, 0, 1]));
    assert_eq!(
        (&found["range"], &found["meta"]),
        (
            &json!({"from": NOW - 7 * DAY_MS, "to": NOW}),
            &json!({"rows_read": 7, "milliseconds": 1.5, "folded_hours": 0, "kept_hours": 0, "live_hours": 0, "live_events": 0})
        )
    );
}

#[test]
fn nothing_tracked_has_no_rate() {
    let found = answer("", json!([]));
    assert_eq!((&found["tracked"], &found["capture_rate"], &found["days"]), (&json!(0), &json!(null), &json!([])));
    assert_eq!((&found["dropped"]["total"], &found["range"]), (&json!(0), &json!({"from": null, "to": NOW})));
}

#[test]
fn only_what_an_account_depends_on_may_be_asked() {
    for (query, field) in [("limit=5", "limit"), ("user_id=anna", "user_id"), ("range=7d&days=7", "range"), ("days=0", "days")] {
        assert_eq!(DeliveryQuery::parse(query, NOW).unwrap_err().field(), Some(field), "{query}");
    }
}

#[test]
fn a_percentile_is_the_bound_of_the_bucket_it_lies_in() {
    let cases = [
        ([0, 0, 0, 0, 0, 0, 0, 0], None, None),
        ([1, 0, 0, 0, 0, 0, 0, 0], Some(64), Some(64)),
        ([0, 0, 0, 0, 0, 0, 1, 0], Some(4096), Some(4096)),
        ([0, 0, 0, 0, 0, 0, 0, 1], None, None),
        ([50, 49, 0, 0, 0, 0, 0, 1], Some(64), Some(128)),
        ([49, 50, 0, 0, 1, 0, 0, 0], Some(128), Some(128)),
        ([98, 0, 0, 0, 2, 0, 0, 0], Some(64), Some(1024)),
        ([u64::MAX, 0, 0, 0, 0, 0, 0, u64::MAX], Some(64), None),
    ];
    for (counts, p50, p99) in cases {
        assert_eq!((percentile(&counts, 50), percentile(&counts, 99)), (p50, p99), "{counts:?}");
    }
}

proptest! {
    #[test]
    fn a_rate_is_one_only_when_nothing_is_missing(tracked in 1..=u64::MAX, missing in 0..=u64::MAX) {
        let stored = tracked.saturating_sub(missing);
        let rate = capture_rate(stored, tracked).unwrap();
        prop_assert_eq!(rate == 1.0, stored == tracked);
        prop_assert!((0.0..=1.0).contains(&rate));
    }

    #[test]
    fn huge_sums_are_survived(numbers in prop::collection::vec(any::<u64>(), 12)) {
        let day = DaySum {
            tracked: numbers[0], stored: numbers[1], rejected: numbers[2], dropped: numbers[3], busy_us: numbers[4], day: numbers[5],
            track_us: numbers[..8].try_into().unwrap(), ..DaySum::default()
        };
        let query = DeliveryQuery::parse("", NOW).unwrap();
        query.answer_of_days(&[day.clone(), day], ReadCost::default());
    }
}
