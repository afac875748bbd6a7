use super::super::trial::{answer, ask, contains, cuts, filter, matching, naive, rows, NOW};
use super::*;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::BTreeMap;

fn row(at: &str, event_type: &str, user: Option<&str>, visitor: &str, session: &str) -> EventRow {
    let text = |text: &str| Some(text.to_owned());
    EventRow {
        occurred_at: at.parse::<jiff::Timestamp>().unwrap().as_millisecond().unsigned_abs(),
        event_type: event_type.into(),
        user_id: user.map(str::to_owned),
        visitor_id: text(visitor),
        session_id: text(session),
        ..EventRow::default()
    }
}

fn days() -> Vec<EventRow> {
    vec![
        row("2026-02-15T22:59:59.999Z", "page_view", None, "v1", "s0"),
        row("2026-02-15T23:00:00Z", "page_view", Some("u1"), "v1", "s1"),
        row("2026-02-16T10:00:00Z", "task_done", Some("u1"), "v1", "s1"),
        row("2026-02-16T23:30:00Z", "page_view", None, "v2", "s2"),
        row("2026-02-16T23:40:00Z", "page_view", Some("u1"), "v1", "s3"),
    ]
}

fn counts(numbers: [u64; 5]) -> Value {
    let [events, users, visitors, sessions, page_views] = numbers;
    json!({"events": events, "users": users, "visitors": visitors, "sessions": sessions, "page_views": page_views})
}

fn point(start: &str, numbers: [u64; 5]) -> Value {
    let mut point = counts(numbers);
    let at = start.parse::<jiff::Timestamp>().unwrap().as_millisecond();
    point["start"] = json!(at);
    point["start_iso"] = json!(iso(at.unsigned_abs()));
    point
}

#[test]
fn days_of_a_zone_with_the_period_before() {
    let found = answer::<Timeseries>("from=2026-02-16&to=2026-02-17&tz=Europe/Berlin&compare=previous", &days());
    let expected = json!({
        "interval": "hour",
        "total": counts([4, 1, 2, 3, 3]),
        "previous": {"total": counts([1, 0, 1, 1, 1])},
    });
    assert_eq!(found["interval"], expected["interval"]);
    assert_eq!(found["total"], expected["total"]);
    assert_eq!(found["previous"]["total"], expected["previous"]["total"]);
    assert_eq!(found["points"].as_array().unwrap().len(), 48);
    let by_day = answer::<Timeseries>("from=2026-02-16&to=2026-02-17&tz=Europe/Berlin&interval=day&by=type&limit=1", &days());
    let points = [point("2026-02-15T23:00:00Z", [2, 1, 1, 1, 1]), point("2026-02-16T23:00:00Z", [2, 1, 2, 2, 2])];
    assert_eq!(by_day["points"], json!(points));
    let series = [point("2026-02-15T23:00:00Z", [1, 1, 1, 1, 1]), point("2026-02-16T23:00:00Z", [2, 1, 2, 2, 2])];
    assert_eq!(by_day["series"], json!([{"value": "page_view", "total": counts([3, 1, 2, 3, 3]), "points": series}]));
}

#[test]
fn open_ranges_show_from_the_first_event_to_now_or_to_the_last_event() {
    let starts = |query: &str, rows: &[EventRow]| -> Vec<String> {
        let found = answer::<Timeseries>(query, rows);
        found["points"].as_array().unwrap().iter().map(|point| point["start_iso"].as_str().unwrap()[..10].to_owned()).collect()
    };
    assert_eq!(starts("range=all&interval=day", &days()), ["2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18"]);
    assert_eq!(starts("range=all", &days()).len(), 4);
    assert_eq!(starts("range=all&interval=day", &[]), Vec::<String>::new());
    let mut ahead = days();
    ahead.push(row("2026-02-19T01:00:00Z", "x", None, "v", "s"));
    assert_eq!(starts("range=2d&interval=day", &ahead), ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19"]);
    assert_eq!(answer::<Timeseries>("range=24h", &[])["points"].as_array().unwrap().len(), 24);
    assert_eq!(answer::<Timeseries>("range=30d", &[])["interval"], "day");
    assert_eq!(answer::<Timeseries>("range=48h", &ahead)["interval"], "hour");
}

#[test]
fn too_many_points_and_nonsense_are_refused() {
    let old = [row("2020-01-01T00:00:00Z", "x", None, "v", "s")];
    let cases = [
        ("range=30d&interval=minute", "interval"),
        ("range=all&interval=hour", "interval"),
        ("interval=year", "interval"),
        ("by=colour", "by"),
        ("limit=0", "limit"),
        ("bye=type", "bye"),
    ];
    for (query, field) in cases {
        assert_eq!(ask::<Timeseries>(query, &old, &[]).unwrap_err().field(), Some(field), "{query}");
    }
}

proptest! {
    #[test]
    fn it_is_what_counting_row_by_row_finds(
        rows in rows(60, 60), cuts in cuts(60), filter in filter(), by in prop::sample::select(&["type", "path", "user", "channel", "metadata.size"][..]),
        zone in prop::sample::select(&["UTC", "Asia/Kolkata"][..]), interval in prop::sample::select(&[Interval::Hour, Interval::Day][..]),
    ) {
        let query = format!("range=48h&tz={zone}&interval={}&by={by}&{filter}", interval.name());
        let found = ask::<Timeseries>(&query, &rows, &cuts).unwrap();
        prop_assert_eq!(&found, &ask::<Timeseries>(&query, &rows, &[]).unwrap());

        let range = TimeRange::last_days(2, NOW);
        let matching = matching(&rows, filter, range);
        prop_assert_eq!(&found["total"], &json!(naive(matching.iter().map(|(row, _)| *row))));
        let zone = super::super::zone::Zone::parse(zone).unwrap();
        let of_bucket = |start: u64| TimeRange { from: Some(start), until: Some(interval.next(start, &zone)) };
        for point in found["points"].as_array().unwrap() {
            let start = point["start"].as_u64().unwrap();
            let within = matching.iter().map(|(row, _)| *row).filter(|row| contains(of_bucket(start), row.occurred_at));
            prop_assert_eq!(point["sessions"].as_u64().unwrap(), naive(within).sessions);
        }
        let mut groups: BTreeMap<Option<String>, Vec<&EventRow>> = BTreeMap::new();
        for (row, [channel, _]) in &matching {
            let value = match by {
                "type" => Some(row.event_type.clone()),
                "path" => row.page_path.clone(),
                "user" => row.user_id.clone(),
                "channel" => channel.clone(),
                _ => row.metadata[1].clone(),
            };
            groups.entry(value).or_default().push(row);
        }
        let series = found["series"].as_array().unwrap();
        prop_assert_eq!(series.len(), groups.len());
        for one in series {
            let rows = &groups[&one["value"].as_str().map(str::to_owned)];
            prop_assert_eq!(&one["total"], &json!(naive(rows.iter().copied())));
            for point in one["points"].as_array().unwrap() {
                let within = rows.iter().copied().filter(|row| contains(of_bucket(point["start"].as_u64().unwrap()), row.occurred_at));
                let expected = naive(within);
                prop_assert_eq!((point["events"].as_u64(), point["users"].as_u64()), (Some(expected.events), Some(expected.users)));
            }
        }
    }
}
