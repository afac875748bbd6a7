use super::*;
use crate::analytics::trial::{answer, ask, cuts, filter, matching, person, rows, NOW};
use crate::query::range::TimeRange;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::BTreeMap;

fn row(minute: u64, visitor: &str, event_type: &str, path: Option<&str>) -> EventRow {
    EventRow {
        occurred_at: NOW - DAY_MS + minute * MINUTE_MS,
        event_id: format!("e{minute:03}"),
        event_type: event_type.into(),
        visitor_id: Some(visitor.into()),
        page_path: path.map(Into::into),
        ..EventRow::default()
    }
}

#[test]
fn people_convert_within_the_window() {
    let rows = [
        row(0, "anna", "page_view", Some("/")),
        row(1, "ben", "page_view", Some("/pricing")),
        row(5, "anna", "page_view", Some("/pricing")),
        row(7, "anna", "signup", None),
        row(10, "cleo", "page_view", None),
        row(90, "ben", "signup", None),
    ];
    let found = answer::<FunnelQuestion>("step=page_view&step=signup&window=1h&by=path", &rows);
    let first = json!({"step": "page_view", "people": 3, "conversion": 1.0, "from_previous": null, "median_ms": null, "p90_ms": null});
    let third = 1.0 / 3.0;
    let second =
        json!({"step": "signup", "people": 1, "conversion": third, "from_previous": third, "median_ms": 120_000, "p90_ms": 120_000});
    assert_eq!(found["steps"], json!([first, second]));
    assert_eq!((&found["people"], &found["converted"], &found["conversion"]), (&json!(3), &json!(1), &json!(1.0 / 3.0)));
    let series: Vec<_> =
        found["series"].as_array().unwrap().iter().map(|one| (one["value"].clone(), one["steps"][1]["people"].clone())).collect();
    assert_eq!(series, [(json!("/"), json!(1)), (json!("/pricing"), json!(0)), (Value::Null, json!(0))]);
    assert_eq!(answer::<FunnelQuestion>("step=page_view&step=signup&window=89m", &rows)["converted"], 2);
    assert_eq!(answer::<FunnelQuestion>("step=path%3D%2Fpricing&step=signup&visitor.not=anna", &rows)["people"], 1);
}

#[test]
fn faults_are_named() {
    let cases = [
        ("step=a", "step"),
        ("step=a&step=", "step"),
        ("step=a&step=colour%3Dred", "step"),
        (&"step=a&".repeat(11), "step"),
        ("step=a&step=b&window=91d", "window"),
        ("step=a&step=b&window=0h", "window"),
        ("step=a&step=b&window=week", "window"),
        ("step=a&step=b&window=99999999999999999999d", "window"),
        ("step=a&step=b&by=colour", "by"),
        ("step=a&step=b&people=dogs", "people"),
        ("step=a&step=b&interval=day", "interval"),
    ];
    for (query, field) in cases {
        assert_eq!(ask::<FunnelQuestion>(query, &[], &[]).unwrap_err().field(), Some(field), "{query}");
    }
}

/// For each step, when the first event reaches it and how long after the latest start: every event beside every earlier one.
fn times(events: &[&EventRow], steps: &[fn(&EventRow) -> bool], window: u64) -> Vec<Option<u64>> {
    let mut starts: Vec<Option<u64>> = events.iter().map(|event| steps[0](event).then_some(event.occurred_at)).collect();
    let mut found = vec![starts.iter().flatten().next().map(|_| 0)];
    for step in &steps[1..] {
        let latest = |place: usize| {
            let event = events[place];
            let start = starts[..place].iter().flatten().filter(|start| event.occurred_at - **start <= window).max();
            start.copied().filter(|_| step(event))
        };
        let next: Vec<Option<u64>> = (0..events.len()).map(latest).collect();
        found.push(next.iter().zip(events).find_map(|(start, event)| start.map(|start| event.occurred_at - start)));
        starts = next;
    }
    found
}

proptest! {
    #[test]
    fn it_is_what_everybody_did_one_by_one(
        rows in rows(140, 160), cuts in cuts(140), hours in 1u64..100, filter in filter(), days in 2u64..7,
    ) {
        let steps: [fn(&EventRow) -> bool; 3] = [
            |row| row.event_type == "page_view",
            |row| row.page_path.as_deref() == Some("/a") && row.event_type != "x",
            |row| row.device_type.is_some(),
        ];
        let steps_asked = "step=page_view&step=path%3D%2Fa%26type.not%3Dx&step=device.not%3D(none)";
        let query = format!("{steps_asked}&window={hours}h&by=device&days={days}&{filter}");
        let found = ask::<FunnelQuestion>(&query, &rows, &cuts).unwrap();

        let range = TimeRange { from: Some(NOW - days * DAY_MS), until: None };
        let mut people: BTreeMap<String, Vec<&EventRow>> = BTreeMap::new();
        for (row, _) in matching(&rows, filter, range) {
            people.entry(person(row).unwrap_or_default()).or_default().push(row);
        }
        people.remove("");
        let walks: Vec<(Option<&str>, Vec<Option<u64>>)> = people.values().filter_map(|events| {
            let first = events.iter().find(|event| steps[0](event))?;
            Some((first.device_type.as_deref(), times(events, &steps, hours * HOUR_MS)))
        }).collect();
        let expected = |walks: &[&Vec<Option<u64>>]| -> Value {
            (0..3).map(|step| {
                let mut reached: Vec<u64> = walks.iter().filter_map(|walk| walk[step]).collect();
                reached.sort_unstable();
                let place = |percent: usize| (reached.len() * percent).div_ceil(100).checked_sub(1).filter(|_| step > 0);
                let rank = |percent: usize| place(percent).map(|place| reached[place]);
                json!([reached.len(), rank(50), rank(90)])
            }).collect()
        };
        let told = |answer: &Value| -> Value {
            answer["steps"].as_array().unwrap().iter().map(|step| json!([step["people"], step["median_ms"], step["p90_ms"]])).collect()
        };
        prop_assert_eq!(told(&found), expected(&walks.iter().map(|walk| &walk.1).collect::<Vec<_>>()));
        for series in found["series"].as_array().unwrap() {
            let of_value: Vec<_> = walks.iter().filter(|walk| walk.0 == series["value"].as_str()).map(|walk| &walk.1).collect();
            prop_assert!(!of_value.is_empty());
            prop_assert_eq!(told(series), expected(&of_value));
        }
    }
}
