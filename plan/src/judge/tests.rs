use super::*;
use crate::read::tests::EXAMPLE;
use proptest::prelude::*;
use serde_json::{json, Map, Value};

fn plan(mode: &str) -> Plan {
    Plan::parse(&EXAMPLE.replace("\"warn\"", &format!("\"{mode}\""))).unwrap()
}

fn judged(mode: &str, event_type: &str, metadata: Option<&str>) -> Option<(&'static str, String)> {
    plan(mode).judge(event_type, metadata).map(|fault| (fault.code.as_str(), fault.field.into_owned()))
}

fn fault(code: &'static str, field: &str) -> Option<(&'static str, String)> {
    Some((code, field.to_owned()))
}

#[test]
fn codes_lead_back() {
    for code in FaultCode::ALL {
        assert_eq!(FaultCode::parse(code.as_str()), Some(code));
    }
}

#[test]
fn each_code_is_found_with_its_field() {
    let cases = [
        ("task_completed", Some(r#"{"priority":"low","minutes":3}"#), None),
        ("task_completed", Some(r#"{"priority":"low","minutes":null,"assignee_email":"[redacted]"}"#), None),
        ("task_complete", None, fault("unknown_event_type", "type")),
        ("task_completed", None, fault("property_missing", "metadata.priority")),
        ("task_completed", Some("{}"), fault("property_missing", "metadata.priority")),
        ("task_completed", Some(r#"{"priority":null}"#), fault("property_missing", "metadata.priority")),
        ("task_completed", Some(r#"{"priority":7}"#), fault("property_type", "metadata.priority")),
        ("task_completed", Some(r#"{"priority":"lowest"}"#), fault("property_value", "metadata.priority")),
        ("task_completed", Some(r#"{"priority":"low","minutes":10081}"#), fault("property_too_large", "metadata.minutes")),
        ("task_completed", Some(r#"{"minutes":"7","priority":"lowest"}"#), fault("property_type", "metadata.minutes")),
        ("task_completed", Some(r#"{"prio\u0072ity":"low"}"#), None),
        ("task_done", None, fault("event_deprecated", "type")),
    ];
    for mode in ["open", "warn", "strict"] {
        for (event_type, metadata, expected) in &cases {
            assert_eq!(&judged(mode, event_type, *metadata), expected, "{mode} {event_type} {metadata:?}");
        }
    }
}

#[test]
fn a_property_that_is_not_planned_is_a_fault_unless_the_plan_is_open() {
    let metadata = Some(r#"{"prio\nrity":1,"priority":"low"}"#);
    assert_eq!(judged("open", "task_completed", metadata), None);
    assert_eq!(judged("warn", "task_completed", metadata), fault("property_unknown", "metadata.prio rity"));
    assert_eq!(judged("strict", "task_done", Some(r#"{"x":null}"#)), fault("event_deprecated", "type"));
    let long = format!(r#"{{"{}":1}}"#, "n".repeat(500));
    let (_, field) = judged("strict", "task_done", Some(&long)).unwrap();
    assert_eq!(field.chars().count(), "metadata.".len() + MAX_NAME);
}

#[test]
fn what_clamps_have_cut_away_is_not_missing() {
    assert_eq!(judged("strict", "task_completed", Some(r#"{"minutes":1,"…":"[cut]"}"#)), None);
    assert_eq!(judged("strict", "task_completed", Some(r#"{"priority":"[cut]"}"#)), None);
}

#[test]
fn details_say_what_was_expected_and_nothing_of_what_came() {
    let detail = |event_type: &str, metadata| plan("strict").judge(event_type, metadata).unwrap().detail;
    assert_eq!(detail("task_completed", Some(r#"{"priority":"secret"}"#)), r#"expected one of "low", "high""#);
    assert_eq!(detail("task_completed", Some(r#"{"minutes":99999}"#)), "at most 10080");
    assert_eq!(detail("task_done", None), "deprecated: use task_completed");
}

/// The rules once more, over a tree and in the slowest way.
fn expected(properties: &Value, metadata: &Map<String, Value>, open: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, value) in metadata.iter().filter(|(name, value)| *name != "…" && !value.is_null()) {
        let Some(property) = properties.get(name) else {
            if !open {
                faults.push(format!("property_unknown {name}"));
            }
            continue;
        };
        if value == "[redacted]" || value == "[cut]" {
            continue;
        }
        let of_kind = match property["type"].as_str().unwrap() {
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.as_f64().is_some_and(|number| number == number.trunc()),
            "boolean" => value.is_boolean(),
            "object" => value.is_object(),
            _ => value.is_array(),
        };
        let size = match value {
            Value::String(text) => text.chars().count() as f64,
            Value::Array(items) => items.len() as f64,
            other => other.as_f64().unwrap_or(f64::MIN),
        };
        if !of_kind {
            faults.push(format!("property_type {name}"));
        } else if property.get("enum").is_some_and(|planned| !planned.as_array().unwrap().contains(value)) {
            faults.push(format!("property_value {name}"));
        } else if property.get("maximum").is_some_and(|most| size > most.as_f64().unwrap()) {
            faults.push(format!("property_too_large {name}"));
        }
    }
    if faults.is_empty() && !metadata.contains_key("…") {
        for (name, property) in properties.as_object().unwrap() {
            if property["required"] == true && metadata.get(name).is_none_or(Value::is_null) {
                faults.push(format!("property_missing {name}"));
            }
        }
    }
    faults
}

pub(crate) fn any_property() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec!["string", "number", "integer", "boolean", "object", "array"]);
    (kind, any::<bool>(), any::<bool>(), any::<bool>(), 0..4u8).prop_map(|(kind, required, some_values, bounded, most)| {
        let mut property = json!({ "type": kind, "required": required });
        if bounded && !matches!(kind, "boolean" | "object") {
            property["maximum"] = json!(most);
        }
        match kind {
            "string" if some_values => property["enum"] = json!(["", "a", "é\"\\\n", "[cut]"]),
            "number" | "integer" if some_values => property["enum"] = json!([0, 2, -1]),
            _ => {}
        }
        property
    })
}

pub(crate) fn any_name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c\"", "dé", "…", "other"]).prop_map(str::to_owned)
}

pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..6i32).prop_map(Value::from),
        (-3.0..6.0).prop_map(|number: f64| Value::from(number)),
        prop::sample::select(vec!["", "a", "é\"\\\n", "ab", "😀😀", "[redacted]", "[cut]"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any_name(), inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    #[test]
    fn judging_text_finds_what_judging_a_tree_finds(
        properties in prop::collection::btree_map(any_name(), any_property(), 0..5),
        metadata in prop::collection::btree_map(any_name(), any_value(), 0..5),
        open in any::<bool>(),
    ) {
        let properties = json!(properties);
        let metadata = json!(metadata);
        let mode = if open { "open" } else { "strict" };
        let plan = Plan::parse(&json!({ "mode": mode, "events": { "a": { "properties": properties } } }).to_string()).unwrap();
        let found = plan.judge("a", Some(&metadata.to_string())).map(|fault| format!("{} {}", fault.code.as_str(), &fault.field["metadata.".len()..]));
        // serde_json's map is sorted, so the order of members is the same on both sides.
        let wanted = expected(&properties, metadata.as_object().unwrap(), open);
        prop_assert_eq!(found, wanted.first().cloned());
    }

    #[test]
    fn no_text_is_too_strange(metadata in any::<String>()) {
        let _ = plan("strict").judge("task_completed", Some(&metadata));
    }
}
