use super::super::trial::{answer, ask, cuts, filter, matching, rows, NOW};
use super::*;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::json;

fn row(number: u64, event_type: &str, duration: Option<u64>, country: &str) -> EventRow {
    EventRow {
        occurred_at: NOW - 1_000_000 + number,
        event_id: format!("e{number}"),
        event_type: event_type.into(),
        country: Some(country.into()),
        duration_ms: duration,
        ..EventRow::default()
    }
}

#[test]
fn durations_by_type_and_by_country() {
    let rows = [row(0, "a", Some(10), "DE"), row(1, "a", None, "DE"), row(2, "b", Some(30), "AT"), row(3, "b", Some(50), "DE")];
    let found = answer::<Timings>("range=1h", &rows);
    assert_eq!(found["total"]["count"], 3);
    assert_eq!(found["total"]["mean_ms"], 30.0);
    let values: Vec<_> = found["items"].as_array().unwrap().iter().map(|item| (&item["value"], &item["count"], &item["p50_ms"])).collect();
    assert_eq!(json!(values), json!([["b", 2, 30], ["a", 1, 10]]));
    let by_country = answer::<Timings>("range=1h&by=country&limit=1&type=b&compare=previous", &rows);
    assert_eq!(by_country["items"][0]["value"], "AT");
    assert_eq!(by_country["items"].as_array().unwrap().len(), 1);
    assert_eq!(by_country["previous"]["total"]["min_ms"], json!(null));
}

proptest! {
    #[test]
    fn it_is_what_counting_row_by_row_finds(rows in rows(40, 80), cuts in cuts(40), filter in filter()) {
        let query = format!("range=24h&by=path&{filter}");
        let found = ask::<Timings>(&query, &rows, &cuts).unwrap();
        prop_assert_eq!(&found, &ask::<Timings>(&query, &rows, &[]).unwrap());
        let matching = matching(&rows, filter, TimeRange::last_days(1, NOW));
        let of = |path: Option<Option<&str>>| {
            let rows = matching.iter().map(|(row, _)| *row).filter(|row| path.is_none_or(|path| row.page_path.as_deref() == path));
            let mut durations: Vec<u64> = rows.filter_map(|row| row.duration_ms).collect();
            durations.sort_unstable();
            let mean = (!durations.is_empty()).then(|| durations.iter().sum::<u64>() as f64 / durations.len() as f64);
            json!([durations.len(), mean, durations.first(), durations.last()])
        };
        let told = |timing: &serde_json::Value| json!([timing["count"], timing["mean_ms"], timing["min_ms"], timing["max_ms"]]);
        prop_assert_eq!(told(&found["total"]), of(None));
        let items = found["items"].as_array().unwrap();
        prop_assert_eq!(items.iter().map(|item| item["count"].as_u64().unwrap()).sum::<u64>(), found["total"]["count"].as_u64().unwrap());
        for item in items {
            prop_assert_eq!(told(item), of(Some(item["value"].as_str())));
        }
    }
}
