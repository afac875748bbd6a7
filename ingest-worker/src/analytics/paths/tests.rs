use super::*;
use crate::analytics::world::{ask, cuts, events, refused};
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
        assert_eq!(refused::<PathsQuestion>(query), ("invalid_parameter", Some(field.to_owned())), "{query}");
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
        rows in events(3, 120), cuts in cuts(3), columns in 2usize..6, anchor in 0usize..3, by_type in any::<bool>(),
        filtered in any::<bool>(),
    ) {
        let (anchored, backwards) = (["", "&start=a", "&end=type%3Da,b%26path.not%3D%2Fy"][anchor], anchor == 2);
        let matches = |row: &EventRow| match anchor {
            0 => true,
            1 => row.event_type == "a",
            _ => (row.event_type == "a" || row.event_type == "b") && row.page_path.as_deref() != Some("/y"),
        };
        let by = if by_type { "&by=type" } else { "" };
        let filter = if filtered { "&device=mobile" } else { "" };
        let query = format!("depth={}{anchored}{by}{filter}", columns - 1);
        let found = ask::<PathsQuestion>(&query, &rows, &cuts);

        let mut sessions: BTreeMap<&str, Vec<&EventRow>> = BTreeMap::new();
        for row in rows.iter().filter(|row| !filtered || row.device_type.is_some()) {
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
    assert_eq!(ask::<PathsQuestion>("", &[], &[]), json!({"sessions": 0, "links": Value::Array(Vec::new()), "nodes": []}));
}
