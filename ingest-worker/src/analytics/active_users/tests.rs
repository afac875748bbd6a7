use super::*;
use crate::analytics::trial::{answer, ask, cuts, filter, matching, person, rows};
use crate::instant::DAY_MS;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::BTreeSet;

/// 2026-02-18T00:00:00Z
const NOW: u64 = 1_771_372_800_000;

fn row(days_ago: u64, visitor: &str) -> EventRow {
    let occurred_at = NOW - days_ago * DAY_MS + 1000;
    EventRow { occurred_at, event_id: "e".into(), event_type: "a".into(), visitor_id: Some(visitor.into()), ..EventRow::default() }
}

#[test]
fn windows_reach_back_before_the_range() {
    let rows = [row(95, "cleo"), row(9, "anna"), row(4, "ben"), row(3, "cleo"), row(2, "anna"), row(2, "ben")];
    let found = answer::<ActiveUsersQuestion>(&format!("from={}&to={}&compare=previous", NOW - 3 * DAY_MS, NOW - DAY_MS), &rows);
    let point = |date: &str, [daily, weekly, monthly, new]: [u64; 4], stickiness: f64| {
        let (date, old) = (json!(date), daily - new);
        json!({"date": date, "daily": daily, "weekly": weekly, "monthly": monthly, "stickiness": stickiness, "new": new, "returning": old})
    };
    // Anna's visit nine days ago is in the week of the third last day; Cleo's 95 days ago makes nobody old.
    let points = [point("2026-02-15", [1, 3, 3, 1], 1.0 / 3.0), point("2026-02-16", [2, 3, 3, 0], 2.0 / 3.0)];
    let before = [point("2026-02-13", [0, 1, 1, 0], 0.0), point("2026-02-14", [1, 2, 2, 1], 0.5)];
    let expected = json!({
        "points": points, "total": {"people": 3, "new": 1, "returning": 2},
        "previous": {"points": before, "total": {"people": 1, "new": 1, "returning": 0}},
    });
    assert_eq!(found, expected);
}

#[test]
fn an_open_range_begins_with_the_first_event() {
    let found = answer::<ActiveUsersQuestion>("range=all", &[row(3, "anna")]);
    let days: Vec<&Value> = found["points"].as_array().unwrap().iter().map(|point| &point["daily"]).collect();
    assert_eq!((days.len(), days[0], &found["points"][3]["date"]), (4, &json!(1), &json!("2026-02-18")));
    assert_eq!(ask::<ActiveUsersQuestion>("range=2000d", &[], &[]).unwrap_err().summary().code, "question_too_big");
}

proptest! {
    #[test]
    fn it_is_what_counting_each_day_anew_says(
        rows in rows(130 * 24, 160), cuts in cuts(130 * 24), length in 1u64..30, minutes in 0u64..1440, session in any::<bool>(),
        filter in filter(), (zone, offset) in prop::sample::select(vec![("UTC", 0i64), ("Asia/Kolkata", 330)]),
    ) {
        let (from, until) = (NOW - length * DAY_MS - minutes * 60_000, NOW - minutes * 30_000);
        let people = if session { "&people=session" } else { "" };
        let found = ask::<ActiveUsersQuestion>(&format!("from={from}&to={until}&tz={zone}&{filter}{people}"), &rows, &cuts).unwrap();

        let day = |at: u64| (at as i64 + offset * 60_000).div_euclid(DAY_MS as i64);
        let who = |row: &EventRow| if session { row.session_id.clone() } else { person(row) };
        let start = ((day(from) - 90) * DAY_MS as i64 - offset * 60_000).unsigned_abs();
        let matching = matching(&rows, filter, TimeRange { from: Some(start), until: Some(until) });
        let active = |is_within: &dyn Fn(u64) -> bool| -> BTreeSet<String> {
            matching.iter().filter(|(row, _)| is_within(row.occurred_at)).filter_map(|(row, _)| who(row)).collect()
        };
        let (mut everybody, mut fresh) = (BTreeSet::new(), BTreeSet::new());
        let mut expected = Vec::new();
        for today in day(from)..=day(until - 1) {
            let daily = active(&|at| at >= from && day(at) == today);
            let within = |days: i64| active(&|at| day(at) <= today && day(at) > today - days).len();
            let old = active(&|at| day(at) < today && day(at) >= today - 90);
            let new: BTreeSet<String> = daily.difference(&old).cloned().collect();
            expected.push(json!([daily.len(), within(7), within(30), new.len(), daily.len() - new.len()]));
            everybody.extend(daily);
            fresh.extend(new);
        }
        let told: Vec<Value> = found["points"].as_array().unwrap().iter().map(|point| {
            json!([point["daily"], point["weekly"], point["monthly"], point["new"], point["returning"]])
        }).collect();
        prop_assert_eq!(told, expected);
        let total = json!({"people": everybody.len(), "new": fresh.len(), "returning": everybody.len() - fresh.len()});
        prop_assert_eq!(&found["total"], &total);
    }
}
