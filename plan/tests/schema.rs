//! What an editor says of a plan by `tracking-plan.schema.json`, and what the parser says of it, is the same. But for two things that no
//! schema can see: a member that stands there twice, and a plan that is too large.
#![allow(clippy::unwrap_used, reason = "a test that cannot read the schema has to fail")]

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;
use tracking_plan::Plan;

const SCHEMA: &str = include_str!("../../tracking-plan.schema.json");
const OWN_PLAN: &str = include_str!("../../tracking-plan.json");

struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn read() -> Schema {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("plan.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
        let index = compiler.compile("plan.json", &mut schemas).unwrap();
        Schema { schemas, index }
    }

    fn takes(&self, plan: &str) -> bool {
        let plan: Value = serde_json::from_str(plan).unwrap();
        self.schemas.validate(&plan, self.index).is_ok()
    }
}

fn in_event(name: &str, event: &str) -> String {
    format!(r#"{{"events": {{"{name}": {event}}}}}"#)
}

fn in_property(name: &str, property: &str) -> String {
    in_event("a", &format!(r#"{{"properties": {{"{name}": {property}}}}}"#))
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

#[test]
fn the_repositorys_own_plan_is_one() {
    assert!(Schema::read().takes(OWN_PLAN));
    Plan::parse(OWN_PLAN).unwrap();
}

#[test]
fn schema_and_parser_agree() {
    let with = |member: &str| format!(r#"{{"events": {{}}, {member}}}"#);
    let string = |member: &str| in_property("p", &format!(r#"{{"type": "string", {member}}}"#));
    let good = [
        r#"{"events": {}}"#.to_owned(),
        with(r#""mode": "strict", "$schema": """#),
        in_event(&"é".repeat(80), "{}"),
        in_event("dice.roll", "{}"),
        in_event("Checkout Started", r#"{"category": "a b", "action": "c", "level": "detail", "owner": "d", "description": "e\nf"}"#),
        in_event("a", r#"{"deprecated": false}"#),
        in_event("a", r#"{"deprecated": "use b"}"#),
        in_event("a", &format!(r#"{{"description": "{}"}}"#, "😀".repeat(1000))),
        in_event("a", &format!(r#"{{"properties": {{{}}}}}"#, list(100, |at| format!(r#""p{at}": {{"type": "object"}}"#)))),
        in_property(&"n".repeat(128), r#"{"type": "boolean", "required": true, "pii": false, "description": "x"}"#),
        string(r#""enum": ["", "a"], "maximum": 0"#),
        string(&format!(r#""enum": [{}]"#, list(100, |at| format!("\"{at}\"")))),
        in_property("p", r#"{"type": "number", "enum": [1.5, -2], "maximum": -0.5}"#),
        in_property("p", r#"{"type": "integer", "enum": [1, 2.0], "maximum": 1.5}"#),
        in_property("p", r#"{"type": "array", "maximum": 3.0}"#),
    ];
    let bad = [
        "[]".to_owned(),
        "null".to_owned(),
        "{}".to_owned(),
        r#"{"events": []}"#.to_owned(),
        with(r#""mode": "Open""#),
        with(r#""mode": null"#),
        with(r#""$schema": 7"#),
        with(r#""version": 1"#),
        in_event("", "{}"),
        in_event(&"é".repeat(81), "{}"),
        in_event(" a", "{}"),
        in_event("a ", "{}"),
        in_event(r"a\nb", "{}"),
        in_event(r"a\u0085", "{}"),
        in_event("a", "[]"),
        in_event("a", "null"),
        in_event("a", r#"{"title": "x"}"#),
        in_event("a", r#"{"category": ""}"#),
        in_event("a", &format!(r#"{{"action": "{}"}}"#, "a".repeat(81))),
        in_event("a", r#"{"level": "loud"}"#),
        in_event("a", r#"{"owner": "a\tb"}"#),
        in_event("a", &format!(r#"{{"owner": "{}"}}"#, "a".repeat(201))),
        in_event("a", r#"{"deprecated": ""}"#),
        in_event("a", r#"{"deprecated": 1}"#),
        in_event("a", r#"{"description": ""}"#),
        in_event("a", &format!(r#"{{"description": "{}"}}"#, "a".repeat(1001))),
        in_event("a", r#"{"properties": []}"#),
        in_event("a", &format!(r#"{{"properties": {{{}}}}}"#, list(101, |at| format!(r#""p{at}": {{"type": "object"}}"#)))),
        in_property("", r#"{"type": "string"}"#),
        in_property(&"n".repeat(129), r#"{"type": "string"}"#),
        in_property("p", "\"string\""),
        in_property("p", "{}"),
        in_property("p", r#"{"type": "date"}"#),
        string(r#""minimum": 1"#),
        string(r#""required": 1"#),
        string(r#""pii": null"#),
        string(r#""description": 1"#),
        string(r#""maximum": "1""#),
        string(r#""maximum": -1"#),
        string(r#""maximum": 1.5"#),
        string(r#""enum": []"#),
        string(r#""enum": {}"#),
        string(r#""enum": ["a", 1]"#),
        string(r#""enum": ["a", "a"]"#),
        string(&format!(r#""enum": ["{}"]"#, "a".repeat(1001))),
        string(&format!(r#""enum": [{}]"#, list(101, |at| format!("\"{at}\"")))),
        in_property("p", r#"{"type": "number", "enum": ["1"]}"#),
        in_property("p", r#"{"type": "number", "enum": [1, 1.0]}"#),
        in_property("p", r#"{"type": "integer", "enum": [1.5]}"#),
        in_property("p", r#"{"type": "integer", "maximum": true}"#),
        in_property("p", r#"{"type": "boolean", "enum": [true]}"#),
        in_property("p", r#"{"type": "boolean", "maximum": 1}"#),
        in_property("p", r#"{"type": "object", "maximum": 1}"#),
        in_property("p", r#"{"type": "array", "enum": [[]]}"#),
        in_property("p", r#"{"type": "array", "maximum": -1}"#),
    ];
    let schema = Schema::read();
    for (plans, expected) in [(&good[..], true), (&bad[..], false)] {
        for plan in plans {
            let shown: String = plan.chars().take(120).collect();
            assert_eq!(Plan::parse(plan).is_ok(), expected, "the parser, of {shown}");
            assert_eq!(schema.takes(plan), expected, "the schema, of {shown}");
        }
    }
}
