//! The schemas of bodies that are read by hand, from the same limits. What is sent is judged event by event, so a batch takes any event, and the
//! verdict says what is wrong with it.

use crate::key::{DEFAULT_OVERLAP_HOURS, MAX_OVERLAP_HOURS};
use crate::project::config::{Shown, MAX_RETENTION_DAYS};
use event_model::limits::*;
use event_model::{Level, ViolationCode};
use key_model::{MAX_NAME, MAX_ORIGIN, MAX_ORIGINS};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{json, Map, Value};
use tracking_plan::FaultCode;

/// One difference of two plans.
#[derive(Serialize, JsonSchema)]
#[allow(dead_code)]
pub(crate) struct PlanChange {
    /// The stable code.
    code: String,
    /// Where, such as `events.task_completed.properties.priority.enum`.
    place: String,
    /// What became of it, for people; it follows the place.
    detail: String,
    /// Whether a writer that was right may be wrong now, or a reader may not find what it found.
    breaking: bool,
}

/// The schemas of everything that is sent.
pub fn schemas(generator: &mut SchemaGenerator) -> Map<String, Value> {
    let mut schemas = Map::new();
    let mut add = |name: &str, schema: Value| schemas.insert(name.to_owned(), schema);
    add("VerdictCode", verdict_code(generator));
    add("NewEvent", event(Map::new()));
    let key = json!({"write_key": {"type": ["string", "null"], "description": "The key, for who cannot set a header."}});
    add("SingleEvent", event(key.as_object().cloned().unwrap_or_default()));
    add("Batch", batch());
    add(
        "ImportedEvent",
        json!({"description": "An event as an export writes it: a line of NDJSON each. Its `id` must be there.", "$ref": "#/components/schemas/Event"}),
    );
    add("Config", config(generator));
    for (name, schema) in keys() {
        add(name, schema);
    }
    for (name, schema) in plan() {
        add(&name, schema);
    }
    schemas
}

/// As in the schema of plans.
const WORD: &str = r"^[^ \u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^ \u0000-\u001f\u007f-\u009f])?$";

fn verdict_code(generator: &mut SchemaGenerator) -> Value {
    let schema = json!(ViolationCode::json_schema(generator));
    let of_events = schema["oneOf"].as_array().into_iter().flatten().filter_map(|one| one["const"].as_str()).map(str::to_owned);
    let of_plans = FaultCode::ALL.into_iter().map(|code| code.as_str().to_owned());
    let others =
        ["config_off", "config_sampled", "below_min_level", "actor_not_allowed", "visitor_not_allowed", "quota_near"].map(str::to_owned);
    let known: Vec<String> = of_events.chain(of_plans).chain(others).collect();
    json!({"description": "Why an event was rejected or put off. There may be others one day.", "anyOf": [{"enum": known}, {"type": "string"}]})
}

/// One line that is not empty, without blanks at its ends.
fn text(most: usize, description: &str) -> Value {
    json!({"type": ["string", "null"], "minLength": 1, "maxLength": most, "pattern": WORD, "description": description})
}

/// One line for people: what is longer is cut, not refused.
fn line(description: &str) -> Value {
    json!({"type": ["string", "null"], "description": description})
}

fn event(more: Map<String, Value>) -> Value {
    let id = |description| text(MAX_OPAQUE_ID, description);
    let subject = |label: &str, description: &str| {
        json!({
            "type": ["object", "null"], "description": description, "required": ["type"], "additionalProperties": false,
            "properties": {"type": {"type": "string", "minLength": 1, "maxLength": MAX_KIND, "pattern": WORD}, "id": id("Your own id."), label: line("For people.")},
        })
    };
    let number = json!({"type": ["integer", "null"], "minimum": -(MAX_SAFE_INTEGER as i64), "maximum": MAX_SAFE_INTEGER});
    let natural = json!({"type": ["integer", "null"], "minimum": 0, "maximum": MAX_SAFE_INTEGER});
    let with = |mut schema: Value, description: &str| {
        schema["description"] = description.into();
        schema
    };
    let event_id = json!({"type": "string", "pattern": format!("^[A-Za-z0-9_-]{{1,{MAX_ID}}}$")});
    let mut properties = json!({
        "id": {"type": ["string", "null"], "pattern": format!("^[A-Za-z0-9_-]{{1,{MAX_ID}}}$"), "description": "Makes the event known when it is sent again. UUIDv7 and ULID carry its time."},
        "type": {"type": "string", "minLength": 1, "maxLength": MAX_TYPE, "pattern": WORD, "description": "What happened, such as `task_completed`."},
        "category": text(MAX_TYPE, "The thing concerned. Else the first part of the type, or what the plan says."),
        "action": text(MAX_TYPE, "What became of it. Else the last part of the type, or what the plan says."),
        "level": {"anyOf": [{"$ref": "#/components/schemas/Level"}, {"type": "null"}], "default": Level::default().name()},
        "occurred_at": {"type": ["integer", "null"], "minimum": MIN_OCCURRED_AT, "maximum": MAX_SAFE_INTEGER, "description": "Milliseconds since the epoch. Else the time in the id, or the server's."},
        "seq": with(natural.clone(), "Its number in its instance."),
        "user_id": id("The user whom it concerns."),
        "visitor_id": id("The browser that it came from."),
        "session_id": id("The visit that it is part of."),
        "actor": subject("name", "Who did it. With a write key: `user` and `anonymous` only."),
        "entity": subject("title", "What it was done to."),
        "stream_id": id("The run or conversation that it belongs to."),
        "step": with(number, "Its turn within the stream."),
        "correlation_id": id("Groups the events of one interaction."),
        "caused_by": {"description": "Ids of earlier events that it follows from.", "anyOf": [event_id.clone(), {"type": ["array", "null"], "maxItems": MAX_CAUSES, "items": event_id}]},
        "ref": id("Your own record that it belongs to."),
        "summary": line("One line for people."),
        "duration_ms": {"type": ["number", "null"], "minimum": 0, "maximum": MAX_SAFE_INTEGER},
        "page": {
            "type": ["object", "null"], "additionalProperties": false,
            "properties": {
                "path": line("Without the query."), "title": line("The document's."), "referrer": line("Where the visitor came from."),
                "utm": {"type": ["object", "null"], "additionalProperties": false, "properties": {
                    "source": line("`utm_source`"), "medium": line("`utm_medium`"), "campaign": line("`utm_campaign`"), "term": line("`utm_term`"), "content": line("`utm_content`"),
                }},
                "click_id": text(MAX_CLICK_ID, "The name of an advertiser's click id, never its value."),
            },
        },
        "metadata": {"type": ["object", "null"], "description": format!("Your own data, clamped to {MAX_METADATA_BYTES} bytes.")},
        "context": {"type": ["object", "null"], "description": format!("Circumstances, clamped to {MAX_CONTEXT_BYTES} bytes.")},
    });
    if let Some(properties) = properties.as_object_mut() {
        properties.extend(more);
    }
    json!({"type": "object", "required": ["type"], "additionalProperties": false, "properties": properties})
}

fn batch() -> Value {
    let id = |description| text(MAX_OPAQUE_ID, description);
    let natural =
        |description: &str| json!({"type": ["integer", "null"], "minimum": 0, "maximum": MAX_SAFE_INTEGER, "description": description});
    json!({
        "description": format!("Up to {MAX_BATCH_EVENTS} events in at most {MAX_BODY_BYTES} bytes."),
        "type": "object", "required": ["events"], "additionalProperties": false,
        "properties": {
            "schema": {"enum": [SCHEMA, null], "description": "The version of this form."},
            "batch_id": id("Known again when the batch is sent again."),
            "write_key": {"type": ["string", "null"], "description": "The key, for who cannot set a header."},
            "sealed_at": natural("When the batch was made, by the sender's clock."),
            "clock_unproved": {"description": "`true`: the sender has not seen the server's clock yet."},
            "instance_id": id("Who numbers the events, such as a page load. With it there is an account of delivery."),
            "tracked": natural("How many events this instance has tracked so far."),
            "context": {
                "type": "object", "additionalProperties": false, "description": "What holds for all events that do not say it themselves.",
                "properties": {
                    "session_id": id("The visit."), "visitor_id": id("The browser."), "user_id": id("The user."),
                    "device": {"type": ["object", "null"], "additionalProperties": false, "properties": {
                        "type": line("`desktop`, `mobile`, `tablet`"), "os": line("Without a version."), "browser": line("Without a version."),
                        "screen": line("`1920x1080`"), "language": line("`de-AT`"), "timezone": line("`Europe/Vienna`"),
                    }},
                },
            },
            "dropped": {"type": ["array", "null"], "maxItems": MAX_DROPPED_LINES, "description": "What the sender gave up.", "items": {
                "type": "object", "required": ["reason", "count"], "additionalProperties": false,
                "properties": {
                    "reason": {"type": "string", "minLength": 1, "maxLength": MAX_KIND, "pattern": WORD},
                    "level": {"anyOf": [{"$ref": "#/components/schemas/Level"}, {"type": "null"}]},
                    "count": {"type": "integer", "minimum": 0, "maximum": MAX_SAFE_INTEGER},
                },
            }},
            "overhead": {"type": ["object", "null"], "description": format!("What the sender costs its page; at most {MAX_OVERHEAD_BYTES} bytes.")},
            "events": {"type": "array", "minItems": 1, "maxItems": MAX_BATCH_EVENTS, "items": {
                "description": "Whatever is no event is `rejected`, and its neighbours are not touched.",
                "anyOf": [{"$ref": "#/components/schemas/NewEvent"}, {}],
            }},
        },
    })
}

/// What is shown of a config is what may be put, but for the names that the plan redacts, and with bounds.
fn config(generator: &mut SchemaGenerator) -> Value {
    let mut schema = json!(Shown::json_schema(generator));
    let share = json!({"type": ["number", "null"], "minimum": 0, "maximum": 1, "multipleOf": 0.0001});
    schema["additionalProperties"] = false.into();
    schema["description"] = "Every member may be left out or null; it is at its default then.".into();
    let more = json!({
        "canary": {"type": ["object", "null"], "additionalProperties": false, "properties": {
            "share": share, "streams": {"type": ["array", "null"], "maxItems": MAX_CONFIG_STREAMS, "items": {"type": "string", "minLength": 1, "maxLength": MAX_OPAQUE_ID, "pattern": WORD}},
        }},
        "enabled": {"type": ["boolean", "null"], "default": true},
        "min_level": {"anyOf": [{"$ref": "#/components/schemas/Level"}, {"type": "null"}]},
        "sampling": {"type": ["object", "null"], "additionalProperties": false, "properties": {
            "types": {"type": ["object", "null"], "maxProperties": MAX_SAMPLED_TYPES, "propertyNames": {"minLength": 1, "maxLength": MAX_TYPE, "pattern": WORD}, "additionalProperties": share},
            "levels": {"type": ["object", "null"], "additionalProperties": false, "properties": Level::ALL.iter().map(|level| (level.name().to_owned(), share.clone())).collect::<Map<_, _>>()},
        }},
        "flush_at": {"type": ["integer", "null"], "minimum": 1, "maximum": MAX_BATCH_EVENTS},
        "flush_interval_ms": {"type": ["integer", "null"], "minimum": MIN_FLUSH_INTERVAL_MS, "maximum": MAX_FLUSH_INTERVAL_MS},
        "retention_days": {"type": ["integer", "null"], "minimum": 1, "maximum": MAX_RETENTION_DAYS},
        "cookieless": {"type": ["boolean", "null"]},
        "autocapture": {"type": ["object", "null"], "maxProperties": MAX_CONFIG_SWITCHES, "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,39}$"}, "additionalProperties": {"type": ["boolean", "null"]}},
    });
    if let Some(properties) = schema["properties"].as_object_mut() {
        properties.remove("redact");
        for (name, bounds) in more.as_object().cloned().unwrap_or_default() {
            assert!(properties.contains_key(&name), "a config has no {name} any longer");
            properties.insert(name, bounds);
        }
        assert_eq!(properties.len(), more.as_object().map_or(0, Map::len), "a new member of the config has no bounds in openapi/bodies.rs");
    }
    schema
}

/// What is said of a key that somebody wants, wants otherwise, or wants another for.
fn keys() -> [(&'static str, Value); 3] {
    let changeable = json!({
        "label": {"type": ["string", "null"], "minLength": 1, "maxLength": MAX_NAME, "description": "What people call it."},
        "origins": {
            "type": ["array", "null"], "minItems": 1, "maxItems": MAX_ORIGINS, "description": "The origins whose pages may use it; null is any.",
            "items": {"type": "string", "maxLength": MAX_ORIGIN, "description": "As browsers send it, such as `https://shop.example`."},
        },
        "expires_at": {"type": ["integer", "null"], "maximum": MAX_SAFE_INTEGER, "description": "From when on it is worth nothing; still to come."},
    });
    let mut wanted = changeable.clone();
    wanted["kind"] = json!({"$ref": "#/components/schemas/KeyKind"});
    let hours = json!({"type": ["integer", "null"], "minimum": 0, "maximum": MAX_OVERLAP_HOURS, "default": DEFAULT_OVERLAP_HOURS});
    [
        ("WantedKey", json!({"type": "object", "required": ["kind"], "additionalProperties": false, "properties": wanted})),
        ("KeyChange", json!({"type": "object", "additionalProperties": false, "properties": changeable})),
        ("Rotation", json!({"type": "object", "additionalProperties": false, "properties": {"overlap_hours": hours}})),
    ]
}

/// The schema of plans and what it refers to, under names of the document.
fn plan() -> Map<String, Value> {
    let text = include_str!("../../../tracking-plan.schema.json").replace("#/$defs/", "#/components/schemas/plan.");
    let mut schema: Map<String, Value> = serde_json::from_str(&text).unwrap();
    schema.remove("$schema");
    let definitions = schema.remove("$defs").and_then(|definitions| definitions.as_object().cloned()).unwrap_or_default();
    let mut schemas: Map<String, Value> = definitions.into_iter().map(|(name, schema)| (format!("plan.{name}"), schema)).collect();
    schemas.insert("TrackingPlan".to_owned(), Value::Object(schema));
    schemas
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of members that a document has where an example of everything has them.
    fn same_members(schema: &Value, example: &Value, place: &str) {
        let Some(example) = example.as_object() else { return };
        let Some(properties) = schema["properties"].as_object() else { return };
        let is_all = !["write_key", "id"].contains(&place);
        for (name, value) in example {
            let described = properties.get(name).unwrap_or_else(|| panic!("{place}.{name} is sent and not described"));
            same_members(described, value, name);
        }
        for name in properties.keys().filter(|name| is_all && *name != "clock_unproved") {
            assert!(example.contains_key(name), "{place}.{name} is described, and the example of everything does not have it");
        }
    }

    #[test]
    fn what_may_be_sent_is_described() {
        let example: Value = serde_json::from_str(include_str!("../../../tests/fixtures/wire/batch-full.json")).unwrap();
        same_members(&batch(), &example, "batch");
        same_members(&event(Map::new()), &example["events"][0], "event");
    }
}
