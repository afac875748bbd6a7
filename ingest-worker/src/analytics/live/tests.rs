use super::super::trial::{answer, ask, cuts, matching, rows, NOW};
use super::*;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

fn row(ago: i64, path: &str, visitor: Option<&str>, user: Option<&str>) -> EventRow {
    EventRow {
        occurred_at: NOW.saturating_add_signed(-ago),
        event_type: "page_view".into(),
        page_path: Some(path.into()),
        visitor_id: visitor.map(Into::into),
        user_id: user.map(Into::into),
        ..EventRow::default()
    }
}

#[test]
fn half_an_hour_and_who_is_there_now() {
    let rows = [
        row(29 * 60_000 + 1, "/", Some("old"), None),
        row(29 * 60_000, "/", Some("v1"), None),
        row(5 * 60_000 + 1, "/a", Some("v2"), None),
        row(5 * 60_000, "/a", Some("v1"), Some("u1")),
        row(0, "/a", None, Some("u1")),
        row(-59_999, "/b", Some("v1"), None),
        row(-60_000, "/b", Some("later"), None),
    ];
    let found = answer::<Live>("", &rows);
    assert_eq!(found["now"], json!({"people": 2, "visitors": 1, "users": 1, "sessions": 0}));
    let minutes = found["minutes"].as_array().unwrap();
    assert_eq!((minutes.len(), &minutes[0]["events"], &minutes[0]["start"]), (30, &json!(1), &json!(NOW - 29 * 60_000)));
    assert_eq!((&minutes[29]["events"], &minutes[29]["people"]), (&json!(2), &json!(2)));
    assert_eq!(
        found["pages"],
        json!([{"value": "/a", "events": 3, "people": 3}, {"value": "/", "events": 1, "people": 1}, {"value": "/b", "events": 1, "people": 1}])
    );
    assert_eq!(found["types"], json!([{"value": "page_view", "events": 5, "people": 3}]));
    assert_eq!(found["countries"], json!([{"value": null, "events": 5, "people": 3}]));
    for parameter in ["range", "compare", "by"] {
        assert_eq!(ask::<Live>(&format!("{parameter}=1d"), &[], &[]).unwrap_err().field(), Some(parameter));
    }
}

proptest! {
    #[test]
    fn it_is_what_counting_row_by_row_finds(rows in rows(1, 60), cuts in cuts(1)) {
        let found = ask::<Live>("limit=1", &rows, &cuts).unwrap();
        prop_assert_eq!(&found, &ask::<Live>("limit=1", &rows, &[]).unwrap());
        let range = TimeRange { from: Some(NOW - 29 * 60_000), until: None };
        let matching = matching(&rows, "", range);
        let person = |row: &EventRow| row.visitor_id.clone().map(|visitor| (1, visitor)).or(row.user_id.clone().map(|user| (2, user)));
        for minute in found["minutes"].as_array().unwrap() {
            let start = minute["start"].as_u64().unwrap();
            let within: Vec<_> = matching.iter().map(|(row, _)| *row).filter(|row| row.occurred_at / 60_000 == start / 60_000).collect();
            let people: BTreeSet<_> = within.iter().filter_map(|row| person(row)).collect();
            prop_assert_eq!((minute["events"].as_u64(), minute["people"].as_u64()), (Some(within.len() as u64), Some(people.len() as u64)));
        }
        let now: BTreeSet<_> = matching.iter().filter(|(row, _)| row.occurred_at >= NOW - 300_000).filter_map(|(row, _)| person(row)).collect();
        prop_assert_eq!(found["now"]["people"].as_u64(), Some(now.len() as u64));
    }
}
