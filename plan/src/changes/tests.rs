use super::*;
use crate::judge::tests::{any_name, any_property, any_value};
use crate::read::tests::EXAMPLE;
use crate::Plan;
use proptest::prelude::*;
use serde_json::{json, Value};

/// The changes that come of replacing a part of the example, as `code sentence`, and a mark for those that break something.
fn changes(part: &str, replacement: &str) -> Vec<String> {
    assert!(EXAMPLE.contains(part), "{part}");
    let before = Plan::parse(EXAMPLE).unwrap();
    let after = Plan::parse(&EXAMPLE.replace(part, replacement)).unwrap();
    let shown = |change: &Change| format!("{}{} {change}", if change.code.is_breaking() { "! " } else { "" }, change.code.as_str());
    before.changes_to(&after).iter().map(shown).collect()
}

#[test]
fn each_change_is_named_and_judged() {
    let minutes = r#""minutes": { "type": "integer", "maximum": 10080 }"#;
    let cases = [
        ("warn", "warn", vec![]),
        ("./tracking-plan.schema.json", "elsewhere", vec![]),
        ("warn", "strict", vec!["! mode_stricter mode changed from warn to strict"]),
        ("warn", "open", vec!["mode_looser mode changed from warn to open"]),
        (r#""mode": "warn","#, "", vec!["mode_looser mode changed from warn to open"]),
        ("\"task_done\"", "\"task_ticked\"", vec!["event_added events.task_ticked is new", "! event_removed events.task_done is gone"]),
        (
            r#""category": "task""#,
            r#""category": "work""#,
            vec!["! category_changed events.task_completed.category changed from task to work"],
        ),
        // What the name says itself.
        (r#""category": "task","#, "", vec![]),
        (
            r#""action": "completed""#,
            r#""action": "done""#,
            vec!["! action_changed events.task_completed.action changed from completed to done"],
        ),
        (r#""level": "action","#, "", vec![]),
        (r#""level": "action""#, r#""level": "state""#, vec!["! level_changed events.task_completed.level changed from action to state"]),
        ("A task was ticked off.", "Done.", vec!["words_changed events.task_completed.description has other words"]),
        ("board team", "nobody", vec!["words_changed events.task_completed.owner has other words"]),
        (
            r#""owner": "board team","#,
            r#""deprecated": true,"#,
            vec!["event_deprecated events.task_completed is deprecated", "words_changed events.task_completed.owner has other words"],
        ),
        (r#""use task_completed""#, r#""use dice.roll""#, vec!["event_deprecated events.task_done is deprecated: use dice.roll"]),
        (r#""use task_completed""#, "false", vec!["deprecation_removed events.task_done is no longer deprecated"]),
        (
            "\"minutes\"",
            "\"seconds\"",
            vec![
                "property_added events.task_completed.properties.seconds is new",
                "! property_removed events.task_completed.properties.minutes is gone",
            ],
        ),
        (
            minutes,
            &format!(r#"{minutes}, "size": {{"type": "number", "required": true}}"#),
            vec!["! property_required events.task_completed.properties.size is new and required"],
        ),
        (
            r#""type": "integer""#,
            r#""type": "integer", "required": true"#,
            vec!["! property_required events.task_completed.properties.minutes is required now"],
        ),
        (r#""required": true, "#, "", vec!["property_optional events.task_completed.properties.priority is no longer required"]),
        (
            r#""type": "integer""#,
            r#""type": "number""#,
            vec!["! type_changed events.task_completed.properties.minutes.type changed from integer to number"],
        ),
        (
            r#""low", "high""#,
            r#""high", "é""#,
            vec![
                "! value_removed events.task_completed.properties.priority.enum no longer has \"low\"",
                "value_added events.task_completed.properties.priority.enum has \"é\" too",
            ],
        ),
        (r#", "enum": ["low", "high"]"#, "", vec!["value_added events.task_completed.properties.priority.enum takes any value now"]),
        (
            r#""maximum": 10080"#,
            r#""enum": [1, 2.5e3], "maximum": 10080"#,
            vec!["! value_removed events.task_completed.properties.minutes.enum takes only 1, 2500 now"],
        ),
        ("10080", "1440", vec!["! maximum_lowered events.task_completed.properties.minutes.maximum changed from 10080 to 1440"]),
        ("10080", "10080.5", vec!["maximum_raised events.task_completed.properties.minutes.maximum changed from 10080 to 10080.5"]),
        (r#", "maximum": 10080"#, "", vec!["maximum_raised events.task_completed.properties.minutes.maximum is gone"]),
        (
            r#""pii": true"#,
            r#""maximum": 9"#,
            vec![
                "! maximum_lowered events.task_completed.properties.assignee_email.maximum is 9 now; there was none",
                "pii_unmarked events.task_completed.properties.assignee_email is no longer a person's: its values are stored",
            ],
        ),
        (
            r#""integer", "#,
            r#""integer", "pii": true, "#,
            vec!["! pii_marked events.task_completed.properties.minutes is a person's now: readers find \"[redacted]\""],
        ),
    ];
    for (part, replacement, expected) in cases {
        assert_eq!(changes(part, replacement), expected, "{part} → {replacement}");
    }
}

#[test]
fn the_report_has_what_breaks_first() {
    let before = Plan::parse(EXAMPLE).unwrap();
    let after = Plan::parse(&EXAMPLE.replace("\"task_done\"", "\"task_ticked\"").replace("10080", "7")).unwrap();
    let expected =
        "2 breaking changes:\n  events.task_completed.properties.minutes.maximum changed from 10080 to 7\n  events.task_done is gone\n\
                    1 other change:\n  events.task_ticked is new\n";
    assert_eq!(report(&before.changes_to(&after)), expected);
    assert_eq!(report(&before.changes_to(&before)), "no changes\n");
}

#[test]
fn a_change_travels_as_json() {
    let change = Change { code: ChangeCode::EventRemoved, place: "events.a".to_owned(), detail: "is gone".to_owned() };
    let json = serde_json::to_string(&change).unwrap();
    assert_eq!(json, r#"{"code":"event_removed","place":"events.a","detail":"is gone","breaking":true}"#);
}

/// A plan of one type, in which a property that is not planned is a fault.
fn plan_with(properties: &Value) -> Plan {
    Plan::parse(&json!({ "mode": "strict", "events": { "a": { "properties": properties } } }).to_string()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_breaks_a_writer_is_a_breaking_change(
        properties in proptest::collection::btree_map(any_name(), any_property(), 0..4),
        changed in any_name(),
        replacement in proptest::option::of(any_property()),
        metadata in proptest::collection::btree_map(any_name(), any_value(), 0..4),
    ) {
        let before = plan_with(&json!(properties));
        let mut properties = properties;
        match replacement {
            Some(property) => _ = properties.insert(changed, property),
            None => _ = properties.remove(&changed),
        }
        let after = plan_with(&json!(properties));
        let changes = before.changes_to(&after);
        let is_planned = |plan: &Plan| plan.judge("a", Some(&json!(metadata).to_string())).is_none();
        if is_planned(&before) && !is_planned(&after) {
            prop_assert!(changes.iter().any(|change| change.code.is_breaking()), "{:?}", changes);
        }
        prop_assert!(before == after || !changes.is_empty());
        prop_assert!(before.changes_to(&before).is_empty());
    }
}
