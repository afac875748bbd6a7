use super::super::trial::{cuts, rows, NOW};
use super::*;
use crate::instant::HOUR_MS;
use crate::query::parameters::Parameters;
use crate::rollup::codec::{decode, encode};
use crate::rollup::EventRow;
use proptest::prelude::*;
use std::collections::HashMap;

const FILTERS: [&str; 7] = [
    "source=google",
    "channel=direct",
    "channel.not=direct,email",
    "referrer=(none)",
    "source.contains=O&type=page_view",
    "medium.not=(none)",
    "channel=(none)",
];

fn filter(query: &str) -> Filter {
    let mut parameters = Parameters::parse(query);
    let conditions = super::super::filter::take_conditions(&mut parameters).unwrap();
    parameters.finish().unwrap();
    Filter::of(conditions)
}

fn sighting(row: &EventRow) -> Sighting {
    Sighting {
        occurred_at: row.occurred_at,
        event_id: row.event_id.clone(),
        session_id: row.session_id.clone(),
        page_referrer: row.page_referrer.clone(),
        page_utm: row.page_utm.clone(),
        page_click_id: row.page_click_id.clone(),
    }
}

/// Which events match, one after the other with what their sessions showed before.
fn one_by_one(filter: &Filter, rows: &[EventRow]) -> Vec<bool> {
    let mut shown: HashMap<String, Origin> = HashMap::new();
    let judge = Judge::of(filter);
    let judged = |row: &EventRow| {
        let own = sighting(row).origin();
        let origin = match row.session_id.as_deref().filter(|session| !session.is_empty()) {
            None => own,
            Some(session) if own != Origin::default() => shown.entry(session.to_owned()).or_insert(own).clone(),
            Some(session) => shown.get(session).cloned().unwrap_or_default(),
        };
        judge.matches(&origin, row.session_id.as_deref().is_some_and(|session| !session.is_empty()))
    };
    rows.iter().map(judged).collect()
}

proptest! {
    #[test]
    fn single_events_are_judged_as_chunks_are(rows in rows(40, 80), cuts in cuts(40), query in prop::sample::select(&FILTERS[..])) {
        let filter = filter(query);
        let mut judge = Judge::of(&filter);
        let mut times = Vec::new();
        let first = rows.first().map_or(NOW, |row| row.occurred_at) / HOUR_MS;
        let mut limits: Vec<u64> = (first..=NOW / HOUR_MS + 1).map(|hour| hour * HOUR_MS).chain(cuts.iter().copied()).collect();
        limits.sort_unstable();
        for pair in limits.windows(2) {
            let within: Vec<EventRow> = rows.iter().filter(|row| (pair[0]..pair[1]).contains(&row.occurred_at)).cloned().collect();
            // With no column that was not asked for.
            let chunk = decode(&encode(&Chunk::of(pair[0], pair[1], &within)), judge.columns()).unwrap();
            judge.take(&Chunk { from: pair[0], until: pair[1], ..chunk }, |time| times.push(time));
        }
        let sightings: Vec<Sighting> = rows.iter().map(sighting).collect();
        let expected = one_by_one(&filter, &rows);
        let showing = judge.showing(&sightings);
        let of_types = |row: &EventRow| !query.contains("type=") || row.event_type == "page_view";
        let mut expected_times = Vec::new();
        for ((row, sighting), expected) in rows.iter().zip(&sightings).zip(expected) {
            prop_assert_eq!(judge.holds(sighting).unwrap_or_else(|| judge.holds_behind(sighting, &showing)), expected, "{:?}", sighting);
            expected_times.extend((expected && of_types(row)).then_some(row.occurred_at));
        }
        prop_assert_eq!(times, expected_times);
    }
}
