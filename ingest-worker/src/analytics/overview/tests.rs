use super::super::trial::{cuts, naive, rows, NOW};
use super::*;
use crate::instant::HOUR_MS;
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::json;

fn overview(query: &str, rows: &[EventRow], cuts: &[u64]) -> Option<(Totals, Facets, Vec<BucketCount>)> {
    let query = AnalyticsQuery::parse(query, NOW).unwrap();
    let mut overview = Overview::start(&query)?;
    let first = rows.first().map_or(NOW, |row| row.occurred_at) / HOUR_MS;
    let mut limits: Vec<u64> = (first..=NOW / HOUR_MS).map(|hour| hour * HOUR_MS).chain(cuts.iter().copied()).collect();
    limits.sort_unstable();
    for pair in limits.windows(2) {
        let within: Vec<EventRow> = rows.iter().filter(|row| (pair[0]..pair[1]).contains(&row.occurred_at)).cloned().collect();
        overview.take(&Chunk::of(pair[0], pair[1], &within));
    }
    Some(overview.finish())
}

#[test]
fn what_chunks_do_not_know_is_left_to_the_log() {
    for query in ["search=x", "caused_by=e", "plan_fault=any"] {
        assert!(overview(query, &[], &[]).is_none(), "{query}");
    }
    assert!(
        overview("user_id=a&type=b&level=state&entity_id=c,d&stream_id=e&step_from=1&step_to=2&ref=r&correlation_id=c", &[], &[]).is_some()
    );
}

proptest! {
    #[test]
    fn it_is_what_counting_row_by_row_finds(
        rows in rows(40, 80), cuts in cuts(40), query in prop::sample::select(&["", "user_id=u1", "level=decision&type=page_view,x", "path.contains=A&user.not=(none)"][..]),
    ) {
        let (totals, facets, buckets) = overview(query, &rows, &cuts).unwrap();
        let matching: Vec<&EventRow> = rows.iter().filter(|row| match query {
            "" => true,
            "path.contains=A&user.not=(none)" => row.page_path.as_deref() == Some("/a") && row.user_id.is_some(),
            "user_id=u1" => row.user_id.as_deref() == Some("u1"),
            _ => row.level >= 3 && ["page_view", "x"].contains(&row.event_type.as_str()),
        }).collect();
        let counts = naive(matching.iter().copied());
        let told = [totals.total_events, totals.unique_users, totals.unique_visitors, totals.sessions, totals.page_views];
        prop_assert_eq!(told, [counts.events, counts.users, counts.visitors, counts.sessions, counts.page_views]);
        prop_assert_eq!(buckets.iter().map(|bucket| bucket.count).sum::<u64>(), counts.events);
        let tally = |name: fn(&EventRow) -> String| {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            matching.iter().for_each(|row| *counts.entry(name(row)).or_default() += 1);
            json!(counts)
        };
        prop_assert_eq!(json!(facets.by_type), tally(|row| row.event_type.clone()));
        prop_assert_eq!(json!(facets.by_device), tally(|row| row.device_type.clone().unwrap_or("unknown".into())));
        prop_assert_eq!(json!(facets.by_level), tally(|row| Level::from_rank(row.level).unwrap().name().into()));
        let durations: Vec<u64> = matching.iter().filter_map(|row| row.duration_ms).collect();
        let mean = (!durations.is_empty()).then(|| durations.iter().sum::<u64>() as f64 / durations.len() as f64);
        prop_assert_eq!(totals.average_duration_ms, mean);
    }
}
