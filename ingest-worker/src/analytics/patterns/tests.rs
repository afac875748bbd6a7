use super::super::trial::{answer, ask, cuts, filter, matching, rows, NOW};
use super::super::zone::Zone;
use super::*;
use crate::instant::timestamp;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};

fn row(at: u64, event_type: &str, session: Option<&str>, duration_ms: Option<u64>) -> EventRow {
    EventRow {
        occurred_at: at,
        event_type: event_type.into(),
        category: "c".into(),
        session_id: session.map(Into::into),
        duration_ms,
        ..EventRow::default()
    }
}

#[test]
fn hours_durations_and_runs() {
    let rows = [
        row(NOW - 3_600_001, "a", Some("s"), Some(10)),
        row(NOW - 3_600_000, "b", Some("s"), Some(20)),
        row(NOW - 1_800_000, "b", Some("s"), None),
        row(NOW - 1_799_999, "a", Some("s"), Some(20)),
        row(NOW - 100, "b", Some("s"), None),
        row(NOW - 99, "a", None, None),
    ];
    let found = answer::<Patterns>("range=1d&limit=2", &rows);
    assert_eq!((&found["heatmap"][2][7], &found["heatmap"][2][8]), (&json!(1), &json!(5)));
    assert_eq!(found["peak_hours"], json!([{"weekday": 2, "hour": 8, "events": 5}, {"weekday": 2, "hour": 7, "events": 1}]));
    assert_eq!(found["busiest_day"], json!({"date": "2026-02-18", "events": 6}));
    assert_eq!(found["mean_duration_ms"], json!([{"type": "a", "count": 2, "mean_ms": 15.0}, {"type": "b", "count": 1, "mean_ms": 20.0}]));
    assert_eq!(found["features"], json!([{"category": "c", "events": 6, "users": 0, "visitors": 0}]));
    assert_eq!(found["sequences"], json!([{"types": ["a", "b", "a"], "sessions": 1}, {"types": ["b", "a", "b"], "sessions": 1}]));
    // 08:30 UTC is 14:00 in Kolkata, where half past eight is a full hour.
    let kolkata = answer::<Patterns>("range=1d&tz=Asia/Kolkata", &rows);
    assert_eq!((&kolkata["heatmap"][2][13], &kolkata["heatmap"][2][14]), (&json!(2), &json!(4)));
    assert_eq!(answer::<Patterns>("", &[])["busiest_day"], Value::Null);
}

#[test]
fn times_are_read_only_where_hours_do_not_fall_together() {
    let needs =
        |zone: &str| Patterns::take(&mut Parameters::parse(&format!("range=365d&tz={zone}")), NOW).unwrap().columns().has(Columns::TIMES);
    assert!(!needs("UTC") && !needs("Europe/Berlin") && needs("Asia/Kolkata") && needs("Australia/Lord_Howe"));
}

proptest! {
    #[test]
    fn it_is_what_counting_row_by_row_finds(
        rows in rows(40, 80), cuts in cuts(40), filter in filter(), zone in prop::sample::select(&["UTC", "Europe/Berlin", "Asia/Kathmandu"][..]),
    ) {
        let query = format!("range=24h&tz={zone}&limit=100&{filter}");
        let found = ask::<Patterns>(&query, &rows, &cuts).unwrap();
        prop_assert_eq!(&found, &ask::<Patterns>(&query, &rows, &[]).unwrap());

        let zone = Zone::parse(zone).unwrap();
        let matching = matching(&rows, filter, TimeRange::last_days(1, NOW));
        let mut heatmap = vec![vec![0; 24]; 7];
        let mut sessions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (row, _) in &matching {
            let local = timestamp(row.occurred_at).to_zoned(zone.rules.clone());
            heatmap[local.weekday().to_monday_zero_offset() as usize][local.hour() as usize] += 1;
            if let Some(session) = row.session_id.as_deref() {
                sessions.entry(session).or_default().push(&row.event_type);
            }
        }
        prop_assert_eq!(&found["heatmap"], &json!(heatmap));
        let mut runs: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
        for types in sessions.values_mut() {
            types.dedup();
            for run in types.windows(3).collect::<BTreeSet<_>>() {
                *runs.entry(run.to_vec()).or_default() += 1;
            }
        }
        let told: BTreeMap<Vec<&str>, u64> = found["sequences"].as_array().unwrap().iter().map(|one| {
            (one["types"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect(), one["sessions"].as_u64().unwrap())
        }).collect();
        prop_assert_eq!(told, runs);
    }
}
