use super::*;
use crate::analytics::trial::{answer, ask, cuts, filter, matching, rows};
use crate::rollup::EventRow;
use proptest::prelude::*;
use serde_json::{json, Value};
use std::collections::BTreeMap;

#[test]
fn faults_are_named() {
    let cases = [
        ("start=a&end=b", "end"),
        ("by=country", "by"),
        ("depth=0", "depth"),
        ("depth=11", "depth"),
        ("compare=previous", "compare"),
        ("people=user", "people"),
    ];
    for (query, field) in cases {
        assert_eq!(ask::<PathsQuestion>(query, &[], &[]).unwrap_err().field(), Some(field), "{query}");
    }
}

/// The path of a session's events: from the first that matches, or backwards from the last.
fn path(
    events: &[&EventRow],
    matches: &dyn Fn(&EventRow) -> bool,
    backwards: bool,
    value: &dyn Fn(&EventRow) -> Option<String>,
) -> Vec<String> {
    let part: Vec<&EventRow> = if backwards {
        let until = events.iter().rposition(|event| matches(event)).map_or(0, |last| last + 1);
        events[..until].iter().rev().copied().collect()
    } else {
        events.iter().skip_while(|event| !matches(event)).copied().collect()
    };
    let mut values: Vec<String> = part.into_iter().filter_map(value).collect();
    values.dedup();
    values
}

proptest! {
    #[test]
    fn it_is_what_every_session_did_one_by_one(
        rows in rows(72, 160), cuts in cuts(72), columns in 2usize..6, anchor in 0usize..3, by_type in any::<bool>(), filter in filter(),
    ) {
        let (anchored, backwards) = (["", "&start=task_done", "&end=type%3Dtask_done,x%26path.not%3D%2Fb"][anchor], anchor == 2);
        let matches = |row: &EventRow| match anchor {
            0 => true,
            1 => row.event_type == "task_done",
            _ => (row.event_type == "task_done" || row.event_type == "x") && row.page_path.as_deref() != Some("/b"),
        };
        let by = if by_type { "&by=type" } else { "" };
        let found = ask::<PathsQuestion>(&format!("depth={}{anchored}{by}&{filter}", columns - 1), &rows, &cuts).unwrap();

        let mut sessions: BTreeMap<&str, Vec<&EventRow>> = BTreeMap::new();
        for (row, _) in matching(&rows, filter, TimeRange::default()) {
            if let Some(session) = &row.session_id {
                sessions.entry(session).or_default().push(row);
            }
        }
        let value = |row: &EventRow| if by_type { Some(row.event_type.clone()) } else { row.page_path.clone() };
        let paths = sessions.values().map(|events| path(events, &matches, backwards, &value));
        let paths: Vec<Vec<String>> = paths.filter(|path| !path.is_empty()).collect();
        let mut links: BTreeMap<(usize, String, String), u64> = BTreeMap::new();
        let mut nodes: BTreeMap<(usize, String), u64> = BTreeMap::new();
        for path in &paths {
            for (depth, node) in path.iter().take(columns).enumerate() {
                *nodes.entry((depth, node.clone())).or_default() += 1;
                if depth + 1 < columns {
                    let next = path.get(depth + 1).map_or("(end)", String::as_str);
                    *links.entry((depth, node.clone(), next.to_owned())).or_default() += 1;
                }
            }
        }
        let told: BTreeMap<(usize, String, String), u64> = found["links"].as_array().unwrap().iter().map(|link| {
            let text = |name: &str| link[name].as_str().unwrap().to_owned();
            ((link["depth"].as_u64().unwrap() as usize, text("source"), text("target")), link["sessions"].as_u64().unwrap())
        }).collect();
        prop_assert_eq!(told, links);
        let told: BTreeMap<(usize, String), u64> = found["nodes"].as_array().unwrap().iter().map(|node| {
            ((node["depth"].as_u64().unwrap() as usize, node["value"].as_str().unwrap().to_owned()), node["sessions"].as_u64().unwrap())
        }).collect();
        prop_assert_eq!(told, nodes);
        prop_assert_eq!(&found["sessions"], &json!(paths.len()));
    }
}

#[test]
fn nothing_has_no_paths() {
    assert_eq!(answer::<PathsQuestion>("", &[]), json!({"sessions": 0, "links": Value::Array(Vec::new()), "nodes": []}));
}
