use super::*;
use crate::analytics::trial::{answer, ask, cuts, filter, matching, person, rows};
use crate::instant::{DAY_MS, HOUR_MS};
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::BTreeMap;

/// 2026-02-16T00:00:00Z, a Monday.
const NOW: u64 = 1_771_200_000_000;

fn row(day: u64, visitor: &str, event_type: &str) -> EventRow {
    let occurred_at = NOW - 21 * DAY_MS + day * DAY_MS + 1000;
    EventRow { occurred_at, event_id: "e".into(), event_type: event_type.into(), visitor_id: Some(visitor.into()), ..EventRow::default() }
}

#[test]
fn cohorts_are_followed_to_the_end_of_the_range() {
    // Three weeks, from a Monday to the Sunday before now.
    let rows =
        [row(0, "anna", "a"), row(3, "ben", "b"), row(7, "anna", "b"), row(8, "cleo", "a"), row(16, "anna", "b"), row(20, "cleo", "a")];
    let week = |number: u64| NOW - 21 * DAY_MS + number * 7 * DAY_MS;
    let cohort = |start: u64, people: u64, retained: &[u64], rates: Value| {
        let start_iso = iso(start);
        json!({"start": start, "start_iso": start_iso, "people": people, "retained": retained, "rates": rates})
    };
    let range = format!("from={}&to={NOW}", NOW - 21 * DAY_MS);
    let weeks = [
        cohort(week(0), 2, &[2, 1, 1], json!([1.0, 0.5, 0.5])),
        cohort(week(1), 1, &[1, 1], json!([1.0, 1.0])),
        cohort(week(2), 0, &[0], json!([null])),
    ];
    assert_eq!(answer::<RetentionQuestion>(&range, &rows), json!({"interval": "week", "cohorts": weeks}));
    let short = answer::<RetentionQuestion>(&format!("{range}&periods=1&first=a&again=b"), &rows);
    let people: Vec<&Value> = short["cohorts"].as_array().unwrap().iter().map(|cohort| &cohort["retained"]).collect();
    assert_eq!(people, [&json!([1]), &json!([1]), &json!([0])]);
    let months = answer::<RetentionQuestion>(&format!("{range}&interval=month"), &rows);
    assert_eq!(months["cohorts"][0]["start_iso"], "2026-01-01T00:00:00.000Z");
    assert_eq!((&months["cohorts"][0]["retained"], &months["cohorts"][1]["retained"]), (&json!([2, 1]), &json!([1])));
}

#[test]
fn faults_are_named() {
    let cases = [
        ("interval=hour", "interval"),
        ("periods=0", "periods"),
        ("periods=32", "periods"),
        ("first=x%3Dy", "first"),
        ("compare=previous", "compare"),
    ];
    for (query, field) in cases {
        assert_eq!(ask::<RetentionQuestion>(query, &[], &[]).unwrap_err().field(), Some(field), "{query}");
    }
}

proptest! {
    #[test]
    fn it_is_what_everybody_did_one_by_one(
        rows in rows(20 * 24, 120), cuts in cuts(20 * 24), periods in 1i64..12, filter in filter(),
        (zone, offset) in prop::sample::select(vec![("UTC", 0i64), ("Asia/Kolkata", 330), ("America/New_York", -300)]),
    ) {
        let (from, until) = (NOW - 16 * DAY_MS + 5 * HOUR_MS, NOW + DAY_MS);
        let asked = "interval=day&first=page_view&again=type.not%3Dpage_view";
        let query = format!("{asked}&periods={periods}&tz={zone}&from={from}&to={until}&{filter}");
        let found = ask::<RetentionQuestion>(&query, &rows, &cuts).unwrap();

        let offset = offset * 60_000;
        let day = |at: u64| (at as i64 + offset).div_euclid(DAY_MS as i64);
        let mut people: BTreeMap<String, Vec<&EventRow>> = BTreeMap::new();
        for (row, _) in matching(&rows, filter, TimeRange { from: Some(from), until: Some(until) }) {
            people.entry(person(row).unwrap_or_default()).or_default().push(row);
        }
        people.remove("");
        let days = day(from)..day(until - 1) + 1;
        let first = |events: &[&EventRow]| events.iter().find(|event| event.event_type == "page_view").map(|event| day(event.occurred_at));
        let expected: Vec<Value> = days.clone().map(|cohort| {
            let members: Vec<_> = people.values().filter(|events| first(events) == Some(cohort)).collect();
            let again = |events: &[&EventRow], period: i64| {
                period == cohort || events.iter().any(|event| event.event_type != "page_view" && day(event.occurred_at) == period)
            };
            let followed = cohort..days.end.min(cohort + periods);
            let retained: Vec<usize> = followed.map(|period| members.iter().filter(|events| again(events, period)).count()).collect();
            json!([(cohort * DAY_MS as i64 - offset), members.len(), retained])
        }).collect();
        let told = |cohort: &Value| json!([cohort["start"], cohort["people"], cohort["retained"]]);
        let told: Vec<Value> = found["cohorts"].as_array().unwrap().iter().map(told).collect();
        prop_assert_eq!(told, expected);
    }
}
