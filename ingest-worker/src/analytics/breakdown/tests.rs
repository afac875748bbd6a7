use super::super::trial::{answer, ask, cuts, filter, matching, naive, rows, NOW};
use super::*;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;

fn row(number: u64, path: Option<&str>, title: &str, user: &str, country: Option<&str>) -> EventRow {
    EventRow {
        occurred_at: NOW - 1_000_000 + number,
        event_id: format!("e{number}"),
        event_type: "page_view".into(),
        page_path: path.map(Into::into),
        page_title: Some(title.into()),
        user_id: Some(user.into()),
        country: country.map(Into::into),
        ..EventRow::default()
    }
}

fn item(value: Option<&str>, events: u64, users: u64, share: f64) -> serde_json::Value {
    json!({"value": value, "events": events, "users": users, "visitors": 0, "sessions": 0, "page_views": events, "share": share})
}

#[test]
fn several_dimensions_at_once() {
    let rows = [
        row(0, Some("/"), "A", "anna", Some("DE")),
        row(1, Some("/"), "B", "anna", Some("DE")),
        row(2, Some("/a"), "A", "ben", None),
        row(3, None, "A", "ben", Some("AT")),
    ];
    let found = answer::<Breakdown>("by=path,country,metadata.plan&range=1h", &rows);
    assert_eq!(found["total"]["events"], 4);
    let lists = [
        json!({"by": "path", "distinct": 3, "items": [item(Some("/"), 2, 1, 0.5), item(Some("/a"), 1, 1, 0.25), item(None, 1, 1, 0.25)]}),
        json!({"by": "country", "distinct": 3, "items": [item(Some("DE"), 2, 1, 0.5), item(Some("AT"), 1, 1, 0.25), item(None, 1, 1, 0.25)]}),
        json!({"by": "metadata.plan", "distinct": 1, "items": [item(None, 4, 2, 1.0)]}),
    ];
    assert_eq!(found["breakdowns"], json!(lists));
    let by_user = answer::<Breakdown>("by=path&sort=users&limit=1&country.not=AT&range=1h", &rows);
    assert_eq!(by_user["breakdowns"], json!([{"by": "path", "distinct": 2, "items": [item(Some("/"), 2, 1, 0.5)]}]));
}

#[test]
fn items_are_compared_with_the_period_before() {
    let mut rows = vec![row(0, Some("/"), "A", "anna", None), row(1, Some("/a"), "A", "anna", None)];
    rows[0].occurred_at -= 3_600_000;
    let found = answer::<Breakdown>("by=path&range=1h&compare=previous", &rows);
    assert_eq!(found["previous"]["total"]["events"], 1);
    assert_eq!(found["breakdowns"][0]["items"][0]["previous"]["events"], 0);
    rows[1].page_path = Some("/".into());
    let found = answer::<Breakdown>("by=path,user&range=1h&compare=previous", &rows);
    assert_eq!(found["breakdowns"][0]["items"][0]["previous"], json!(Counts { events: 1, users: 1, page_views: 1, ..Counts::default() }));
    assert_eq!(found["breakdowns"][1]["items"][0]["previous"]["users"], 1);
}

#[test]
fn nothing_is_nothing() {
    let found = answer::<Breakdown>("by=path", &[]);
    assert_eq!(found["breakdowns"], json!([{"by": "path", "distinct": 0, "items": []}]));
    let cases = [
        ("", "by"),
        ("by=type,,path", "by"),
        ("by=typ", "by"),
        ("by=a,b,c,d,e,f,g,h,i,j,k", "by"),
        ("by=type&sort=page_views", "sort"),
        ("by=type&limit=101", "limit"),
    ];
    for (query, field) in cases {
        assert_eq!(ask::<Breakdown>(query, &[], &[]).unwrap_err().field(), Some(field), "{query}");
    }
}

proptest! {
    #[test]
    fn it_is_what_counting_row_by_row_finds(rows in rows(40, 80), cuts in cuts(40), filter in filter(), sort in prop::sample::select(&["events", "sessions"][..])) {
        let query = format!("range=24h&by=title,source,session,metadata.plan,level,device&sort={sort}&compare=previous&{filter}");
        let found = ask::<Breakdown>(&query, &rows, &cuts).unwrap();
        prop_assert_eq!(&found, &ask::<Breakdown>(&query, &rows, &[]).unwrap());

        let range = TimeRange::last_days(1, NOW);
        let before = TimeRange { from: Some(NOW - 48 * 3_600_000), until: range.from };
        let value = |by: &str, row: &EventRow, source: &Option<String>| match by {
            "title" => row.page_title.clone(),
            "source" => source.clone(),
            "session" => row.session_id.clone(),
            "metadata.plan" => row.metadata[0].clone(),
            "level" => event_model::Level::from_rank(row.level).map(|level| level.name().to_owned()),
            _ => row.device_type.clone(),
        };
        let counted = |by: &str, range| {
            let mut groups: BTreeMap<Option<String>, Vec<&EventRow>> = BTreeMap::new();
            for (row, [_, source]) in matching(&rows, filter, range) {
                groups.entry(value(by, row, &source)).or_default().push(row);
            }
            groups.into_iter().map(|(value, rows)| (value, naive(rows))).collect::<BTreeMap<_, _>>()
        };
        for list in found["breakdowns"].as_array().unwrap() {
            let by = list["by"].as_str().unwrap();
            let (groups, past) = (counted(by, range), counted(by, before));
            prop_assert_eq!(list["distinct"].as_u64().unwrap(), groups.len() as u64);
            let mut expected: Vec<_> = groups.iter().collect();
            let key = |counts: &Counts| if sort == "events" { counts.events } else { counts.sessions };
            expected.sort_by_key(|(value, counts)| (Reverse(key(counts)), value.is_none(), (*value).clone()));
            for (item, (value, counts)) in list["items"].as_array().unwrap().iter().zip(expected) {
                prop_assert_eq!(&item["value"], &json!(value));
                let mut counts = json!(counts);
                counts["value"] = json!(value);
                counts["share"] = item["share"].clone();
                counts["previous"] = json!(past.get(value).copied().unwrap_or_default());
                prop_assert_eq!(item, &counts);
            }
        }
    }
}

#[test]
fn what_does_not_fit_into_memory_is_refused() {
    let long = "x".repeat(2_000);
    let rows: Vec<EventRow> = (0..20_000).map(|number| row(number, Some(&format!("/{number}{long}")), "A", "anna", None)).collect();
    assert_eq!(ask::<Breakdown>("by=path&range=1h", &rows, &[]).unwrap_err().summary().code, "question_too_big");
    assert!(ask::<Breakdown>("by=title&range=1h", &rows, &[]).is_ok());
}

#[test]
fn dimensions_that_do_not_fit_together_are_counted_one_after_the_other() {
    // A text stands twice: either takes 36 MB of 64, and where room is left for another period, 24 of 32.
    let long = "x".repeat(2_000);
    let rows = |count: u64, ago: u64| -> Vec<EventRow> {
        let row = |number| EventRow {
            occurred_at: NOW - ago + number,
            entity_title: Some(format!("{number}{long}")),
            ..row(number, Some(&format!("/{number}{long}")), "A", "anna", None)
        };
        (0..count).map(row).collect()
    };
    for (compare, count) in [("", 9_000), ("&compare=previous", 6_000)] {
        let rows: Vec<EventRow> = rows(3, 5_000_000).into_iter().chain(rows(count, 1_000_000)).collect();
        let found = answer::<Breakdown>(&format!("by=path,entity_title,type&range=1h&limit=1{compare}"), &rows);
        let lists = found["breakdowns"].as_array().unwrap();
        let named: Vec<(&str, u64)> = lists.iter().map(|list| (list["by"].as_str().unwrap(), list["distinct"].as_u64().unwrap())).collect();
        assert_eq!(named, [("path", count), ("entity_title", count), ("type", 1)], "{compare}");
        assert!(lists.iter().all(|list| list["items"][0]["events"].as_u64() > Some(0)));
        assert_eq!(lists[2]["items"][0].get("previous").map(|counts| counts["events"].clone()), (!compare.is_empty()).then(|| json!(3)));
    }
}
