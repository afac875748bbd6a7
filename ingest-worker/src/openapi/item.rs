//! The form of an event in answers. [`Item`] is written member by member, without a type that has them all; this is that type, for the document alone.

use crate::query::item::Item;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use std::borrow::Cow;

/// An event as it is stored and shown. What it has not is left out.
#[derive(Serialize, JsonSchema)]
#[allow(dead_code)]
struct Event {
    /// Unique among the events of its millisecond.
    id: String,
    /// What happened.
    r#type: String,
    /// The thing concerned.
    category: String,
    /// What became of it.
    action: String,
    #[schemars(with = "event_model::Level")]
    level: String,
    /// When it happened, in milliseconds since the epoch.
    occurred_at: u64,
    /// The same, RFC 3339 in UTC.
    occurred_at_iso: String,
    /// When the server took it.
    received_at: u64,
    /// Its number in its instance of the tracker.
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_id: Option<String>,
    /// Who did it.
    actor: Actor,
    /// What it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<Entity>,
    /// The run or conversation that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_id: Option<String>,
    /// Its turn within the stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_id: Option<String>,
    /// Ids of events that it follows from.
    #[serde(skip_serializing_if = "Option::is_none")]
    caused_by: Option<Vec<String>>,
    /// The caller's own record.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// One line for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Page>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<Device>,
    /// ISO 3166-1, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<String>,
    /// The data centre that took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    colo: Option<String>,
    /// Whether a program sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    bot: Option<bool>,
    /// The caller's own data.
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<serde_json::Map<String, serde_json::Value>>,
    /// Circumstances.
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<serde_json::Map<String, serde_json::Value>>,
    /// The first thing of it that is not as planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan_fault: Option<PlanFault>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Actor {
    r#type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Entity {
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Page {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    referrer: Option<String>,
    /// `source`, `medium`, `campaign`, `term`, `content`.
    #[serde(skip_serializing_if = "Option::is_none")]
    utm: Option<std::collections::BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    click_id: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Device {
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    browser: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    screen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct PlanFault {
    code: String,
    field: String,
}

impl JsonSchema for Item {
    fn schema_name() -> Cow<'static, str> {
        "Event".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Event::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::item::StoredEvent;
    use serde_json::{json, Value};
    use std::collections::BTreeSet;

    fn names(of: Option<&Value>) -> BTreeSet<String> {
        of.and_then(Value::as_object).map(|object| object.keys().cloned().collect()).unwrap_or_default()
    }

    /// Every column filled, and none that may be absent.
    fn events() -> [Value; 2] {
        let least = StoredEvent { event_type: "a".into(), actor_type: "user".into(), level: 2, ..StoredEvent::default() };
        let text = || Some("x".to_owned());
        let all = StoredEvent {
            seq: Some(1),
            step: Some(1),
            duration_ms: Some(1),
            bot: Some(1),
            caused_by: Some("[]".into()),
            page_utm: Some("{}".into()),
            metadata: Some("{}".into()),
            context: Some("{}".into()),
            plan_fault: Some("a b".into()),
            instance_id: text(),
            user_id: text(),
            visitor_id: text(),
            session_id: text(),
            actor_id: text(),
            actor_name: text(),
            entity_type: text(),
            entity_id: text(),
            entity_title: text(),
            stream_id: text(),
            correlation_id: text(),
            reference: text(),
            summary: text(),
            page_path: text(),
            page_title: text(),
            page_referrer: text(),
            page_click_id: text(),
            device_type: text(),
            device_os: text(),
            device_browser: text(),
            device_screen: text(),
            device_language: text(),
            device_timezone: text(),
            country: text(),
            region: text(),
            city: text(),
            colo: text(),
            ..least.clone()
        };
        [least, all].map(|row| serde_json::to_value(Item::from(row)).unwrap())
    }

    #[test]
    fn the_form_is_that_of_events() {
        let schema = json!(crate::openapi::document::generator().into_root_schema_for::<Item>());
        let [least, all] = events();
        assert_eq!(names(schema.get("properties")), names(Some(&all)));
        let required: BTreeSet<String> = serde_json::from_value(schema["required"].clone()).unwrap();
        assert_eq!(required, names(Some(&least)));
        for group in ["actor", "entity", "page", "device", "plan_fault"] {
            let inner = &schema["properties"][group];
            let inner = inner.get("anyOf").map_or(inner, |any| &any[0]);
            assert_eq!(names(inner.get("properties")), names(all.get(group)), "{group}");
        }
    }
}
