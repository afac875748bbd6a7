use super::*;
use proptest::prelude::*;

/// The example of the contract.
pub(crate) const EXAMPLE: &str = r#"{
  "$schema": "./tracking-plan.schema.json",
  "mode": "warn",
  "events": {
    "task_completed": {
      "description": "A task was ticked off.",
      "category": "task",
      "action": "completed",
      "level": "action",
      "owner": "board team",
      "properties": {
        "priority": { "type": "string", "required": true, "enum": ["low", "high"] },
        "minutes": { "type": "integer", "maximum": 10080 },
        "assignee_email": { "type": "string", "pii": true }
      }
    },
    "task_done": { "deprecated": "use task_completed" }
  }
}"#;

#[test]
fn the_contracts_example_says_what_it_says() {
    let plan = Plan::parse(EXAMPLE).unwrap();
    assert_eq!(plan.mode(), Mode::Warn);
    assert_eq!(plan.events().map(|event| event.event_type.as_str()).collect::<Vec<_>>(), ["task_completed", "task_done"]);
    let event = plan.event("task_completed").unwrap();
    assert_eq!((event.description.as_deref(), event.owner.as_deref()), (Some("A task was ticked off."), Some("board team")));
    assert_eq!((event.level, &event.deprecated), (Some(Level::Action), &None));
    assert_eq!(event.properties().map(|(name, _)| name).collect::<Vec<_>>(), ["priority", "minutes", "assignee_email"]);
    let priority = event.property("priority").unwrap();
    assert!(priority.required && !priority.pii);
    assert_eq!(priority.texts, ["low", "high"]);
    let minutes = event.property("minutes").unwrap();
    assert_eq!((minutes.kind, minutes.maximum, minutes.required), (Kind::Integer, Some(10_080.0), false));
    assert!(event.property("assignee_email").unwrap().pii);
    assert_eq!(plan.event("task_done").unwrap().deprecated, Some(Deprecation { instead: Some("use task_completed".to_owned()) }));
    assert_eq!(Plan::parse(r#" {"events": {}} "#).unwrap(), Plan::default());
}

#[test]
fn every_fault_names_its_place() {
    let in_event = |inside: &str| format!(r#"{{"events": {{"dice.roll": {inside}}}}}"#);
    let in_property = |inside: &str| in_event(&format!(r#"{{"properties": {{"p": {inside}}}}}"#));
    let many = |count: usize, each: &str| (0..count).map(|at| each.replace('#', &at.to_string())).collect::<Vec<_>>().join(",");
    let cases = [
        (String::new(), "", "is not JSON"),
        ("{\"events\": {}} x".to_owned(), "", "is not JSON"),
        ("[]".to_owned(), "", "must be an object"),
        ("{}".to_owned(), "events", "is missing"),
        (r#"{"events": []}"#.to_owned(), "events", "must be an object"),
        (r#"{"events": {}, "version": 1}"#.to_owned(), "version", "is not known; known are $schema, mode, events"),
        (r#"{"events": {}, "events": {}}"#.to_owned(), "events", "is there twice"),
        (r#"{"events": {}, "mode": "loud"}"#.to_owned(), "mode", "must be one of open, warn, strict"),
        (r#"{"events": {}, "$schema": 1}"#.to_owned(), "$schema", "must be a text"),
        (r#"{"events": {"a": {}, "b": {}, "a": {}}}"#.to_owned(), "events.a", "is there twice"),
        (r#"{"events": {"a": {}, "\u0061": {}}}"#.to_owned(), "events.a", "is there twice"),
        (r#"{"events": {" a": {}}}"#.to_owned(), "events. a", "is no event type: no control"),
        (r#"{"events": {"": {}}}"#.to_owned(), "events.", "is no event type: must not be empty"),
        (in_event("null"), "events.dice.roll", "must be an object"),
        (in_event(r#"{"title": "x"}"#), "events.dice.roll.title", "is not known"),
        (in_event(r#"{"description": ""}"#), "events.dice.roll.description", "must not be empty"),
        (in_event(&format!(r#"{{"description": "{}"}}"#, "é".repeat(1001))), "events.dice.roll.description", "must have at most 1000"),
        (in_event(r#"{"description": "\ud800"}"#), "events.dice.roll.description", "must be a text"),
        (in_event(&format!(r#"{{"category": "{}"}}"#, "c".repeat(81))), "events.dice.roll.category", "must have at most 80"),
        (in_event(r#"{"action": "a "}"#), "events.dice.roll.action", "must have no control characters"),
        (in_event(r#"{"level": "Action"}"#), "events.dice.roll.level", "must be one of detail, state"),
        (in_event(r#"{"owner": "a\nb"}"#), "events.dice.roll.owner", "must have no control characters"),
        (in_event(r#"{"deprecated": 1}"#), "events.dice.roll.deprecated", "must be true, or a text"),
        (in_event(r#"{"properties": []}"#), "events.dice.roll.properties", "must be an object"),
        (
            in_event(&format!(r#"{{"properties": {{{}}}}}"#, many(101, r##""p#": {"type": "string"}"##))),
            "events.dice.roll.properties",
            "are more than 100",
        ),
        (in_event(r#"{"properties": {"": {"type": "string"}}}"#), "events.dice.roll.properties.", "is no name of a property"),
        (in_property("\"string\""), "events.dice.roll.properties.p", "must be an object"),
        (in_property("{}"), "events.dice.roll.properties.p.type", "is missing"),
        (in_property(r#"{"type": "float"}"#), "events.dice.roll.properties.p.type", "must be one of string, number"),
        (in_property(r#"{"type": "string", "minimum": 1}"#), "events.dice.roll.properties.p.minimum", "is not known"),
        (in_property(r#"{"type": "string", "required": "yes"}"#), "events.dice.roll.properties.p.required", "must be true or false"),
        (in_property(r#"{"type": "string", "pii": 1}"#), "events.dice.roll.properties.p.pii", "must be true or false"),
        (in_property(r#"{"maximum": "7", "type": "integer"}"#), "events.dice.roll.properties.p.maximum", "must be a number"),
        (in_property(r#"{"maximum": 1e400, "type": "number"}"#), "events.dice.roll.properties.p.maximum", "must be a number"),
        (in_property(r#"{"type": "string", "maximum": 1.5}"#), "events.dice.roll.properties.p.maximum", "must be a whole number"),
        (in_property(r#"{"type": "array", "maximum": -1}"#), "events.dice.roll.properties.p.maximum", "must be a whole number"),
        (in_property(r#"{"type": "object", "maximum": 1}"#), "events.dice.roll.properties.p.maximum", "is not for the type object"),
        (in_property(r#"{"type": "boolean", "enum": [true]}"#), "events.dice.roll.properties.p.enum", "is not for the type boolean"),
        (in_property(r#"{"type": "string", "enum": []}"#), "events.dice.roll.properties.p.enum", "must be a list of one value"),
        (in_property(r#"{"type": "string", "enum": "low"}"#), "events.dice.roll.properties.p.enum", "must be a list of one value"),
        (in_property(r#"{"type": "string", "enum": ["a", 1]}"#), "events.dice.roll.properties.p.enum.1", "must be a text"),
        (in_property(r#"{"type": "string", "enum": ["a", "a"]}"#), "events.dice.roll.properties.p.enum.1", "is there twice"),
        (in_property(r#"{"type": "integer", "enum": [1, 1.0]}"#), "events.dice.roll.properties.p.enum.1", "is there twice"),
        (
            in_property(r#"{"type": "integer", "enum": [1.5]}"#),
            "events.dice.roll.properties.p.enum.0",
            "must be a value of the type integer",
        ),
        (
            in_property(&format!(r#"{{"type": "number", "enum": [{}]}}"#, many(101, "#"))),
            "events.dice.roll.properties.p.enum",
            "has more than 100 values",
        ),
        (format!(r#"{{"events": {{}}{}}}"#, " ".repeat(MAX_PLAN_BYTES)), "", "is larger than 262144 bytes"),
    ];
    for (text, place, detail) in cases {
        let shown: String = text.chars().take(100).collect();
        let fault = Plan::parse(&text).expect_err(&shown);
        assert_eq!(fault.place, place, "{shown}");
        assert!(fault.detail.starts_with(detail), "{shown}: {}", fault.detail);
    }
}

#[test]
fn a_fault_reads_as_a_sentence() {
    let fault = Plan::parse(r#"{"events": {"a": {"properties": {"minutes": {"type": "integer", "maximum": "10"}}}}}"#).unwrap_err();
    assert_eq!(fault.to_string(), "events.a.properties.minutes.maximum must be a number");
    assert_eq!(Plan::parse("7").unwrap_err().to_string(), "the plan must be an object");
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        let _ = Plan::parse(&text);
    }

    #[test]
    fn a_plan_that_is_damaged_anywhere_is_read_or_refused(at in 0..EXAMPLE.len(), byte in any::<u8>()) {
        let mut damaged = EXAMPLE.as_bytes().to_vec();
        damaged[at] = byte;
        if let Ok(text) = String::from_utf8(damaged) {
            let _ = Plan::parse(&text);
        }
    }
}
