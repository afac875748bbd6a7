//! The document, put together.

use super::errors::{self, When};
use super::operations::{operations, template, Operation};
use super::{bodies, examples, parameters};
use crate::http::{NoMore, Problem};
use crate::key::Access;
use crate::query::parameters::recorder::record;
use schemars::generate::SchemaSettings;
use schemars::SchemaGenerator;
use serde_json::{json, Map, Value};

/// Makes schemas of answers: what is serialised, not what could be read.
pub fn generator() -> SchemaGenerator {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    settings.into_generator()
}

/// The document of the API.
pub fn document() -> Value {
    let mut generator = generator();
    let mut parameters = Map::new();
    let mut paths: Map<String, Value> = Map::new();
    for one in operations() {
        let operation = operation(&one, &mut generator, &mut parameters);
        let path = paths.entry(template(one.path)).or_insert_with(|| json!({}));
        path[one.method.to_lowercase()] = operation;
    }
    let mut schemas = bodies::schemas(&mut generator);
    generator.subschema_for::<Problem<NoMore>>();
    generator.subschema_for::<event_model::Level>();
    schemas.extend(generator.take_definitions(true));
    schemas.extend(errors::schemas());
    schemas.sort_keys();
    parameters.sort_keys();
    for schema in schemas.values_mut() {
        tidy(schema);
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Trailmark", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": "/", "description": "The Worker that serves this document."}],
        "tags": tags(),
        "paths": paths,
        "components": {"securitySchemes": security_schemes(), "parameters": parameters, "schemas": schemas},
    })
}

const ABOUT: &str = "Trailmark takes events and answers questions about them. Keys open it: `write` and `server` keys store, `read` keys read, `admin` keys change. \
Every refusal is `application/problem+json` with a stable `code`; whoever reads codes must take new ones. An unknown query parameter is refused. \
A path that does not exist is `not_found` (404), a method that a path does not have `method_not_allowed` (405), with `Allow`. \
Times are milliseconds since the epoch; a twin that ends in `_iso` says the same in RFC 3339.";

fn tags() -> Value {
    let mut tags: Vec<Value> = Vec::new();
    for one in operations() {
        let tag = json!({"name": one.tag});
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Value::Array(tags)
}

fn security_schemes() -> Value {
    json!({
        "bearer": {"type": "http", "scheme": "bearer", "description": "A key of the project: `tm_<kind>_…`."},
        "key": {"type": "apiKey", "in": "header", "name": "x-trailmark-key", "description": "The same."},
        "session": {"type": "apiKey", "in": "cookie", "name": "__Host-trailmark", "description": "A login with such a key, in requests of the dashboard's own pages; on http://localhost it is `trailmark`."},
    })
}

fn operation(one: &Operation, generator: &mut SchemaGenerator, components: &mut Map<String, Value>) -> Value {
    let (parsed, asked) = record(|| (one.parser)(one.sample));
    assert_eq!(parsed, Ok(()), "{}", one.id);
    let mut parameters: Vec<Value> = Vec::new();
    if one.path.contains(":id") {
        parameters.push(json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}));
    }
    parameters.extend(parameters::references(one.id, &asked, one.required, components));
    let example = examples::of(one.id);
    let mut operation = json!({"operationId": one.id, "tags": [one.tag], "summary": one.summary, "security": security(one.access)});
    if let Some(access) = one.access {
        operation["description"] = format!("Key: {}.", access.kinds()).into();
        operation["x-trailmark-keys"] = access.kinds().replace(" or ", ", ").split(", ").collect();
    }
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if let Some((schema, content_type)) = one.body {
        // Of a body in lines the schema is each line's.
        let schema = if content_type == "application/json" {
            json!({"$ref": format!("#/components/schemas/{schema}")})
        } else {
            json!({"type": "string"})
        };
        let mut content = json!({"schema": schema});
        if let Some(body) = example.and_then(|example| example.get("body")) {
            content["example"] = body.clone();
        }
        let must_be_there = content_type == "application/json" && !one.may_send_nothing;
        operation["requestBody"] = json!({"required": must_be_there, "content": {content_type: content}});
    }
    let mut responses = Map::new();
    responses.insert(if one.creates { "201" } else { "200" }.to_owned(), answer(one, generator, example));
    responses.extend(errors::responses(&whens(one), &one.named));
    operation["responses"] = responses.into();
    if let Some(request) = example.and_then(|example| example.get("request")) {
        operation["x-trailmark-request"] = request.clone();
    }
    operation
}

fn security(access: Option<Access>) -> Value {
    match access {
        None => json!([]),
        Some(access) if access.takes_logins() => json!([{"bearer": []}, {"key": []}, {"session": []}]),
        Some(_) => json!([{"bearer": []}, {"key": []}]),
    }
}

fn whens(one: &Operation) -> Vec<When> {
    let (_, asked) = record(|| (one.parser)(one.sample));
    let is_json = one.body.is_some_and(|(_, content_type)| content_type == "application/json");
    let parts = [
        (true, When::Always),
        (one.access.is_some(), When::Keyed),
        (one.access.is_some_and(Access::takes_logins), When::LoggedIn),
        // Those that take no parameter refuse every one.
        (!asked.is_empty() || one.method != "POST" || one.body.is_none(), When::Asked),
        (one.body.is_some(), When::Bodied),
        (is_json, When::Json),
        (one.access == Some(Access::Write), When::Events),
        (one.is_counted, When::Counted),
    ];
    parts.into_iter().filter(|(is_so, _)| *is_so).map(|(_, when)| when).collect()
}

fn answer(one: &Operation, generator: &mut SchemaGenerator, example: Option<&Value>) -> Value {
    let recorded = example.and_then(|example| example.get("answer"));
    let mut content = Map::new();
    if let Some(answer) = one.answer {
        let mut json = json!({"schema": answer(generator)});
        if let Some(recorded) = recorded {
            json["example"] = recorded.clone();
        }
        content.insert("application/json".to_owned(), json);
    }
    for other in one.others {
        let mut text = json!({"schema": {"type": "string"}});
        if let Some(recorded) = recorded.filter(|_| one.answer.is_none() && Some(other) == one.others.first()) {
            text["example"] = recorded.clone();
        }
        content.insert((*other).to_owned(), text);
    }
    json!({"description": "The answer.", "content": content})
}

/// Serde leaves a member out or writes it: one that may be missing is never null. And links of the code's own documentation lead nowhere here.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let required: Vec<Value> = object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            let is_answer = !object.contains_key("additionalProperties");
            if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut).filter(|_| is_answer) {
                properties.iter_mut().filter(|(name, _)| !required.contains(&json!(name))).for_each(|(_, property)| never_null(property));
            }
            if object.get("description").and_then(Value::as_str) == Some("The answer.") {
                object.remove("description");
            }
            // How many bits the Worker keeps a number in is its own affair.
            if object.get("format").and_then(Value::as_str).is_some_and(|format| !format.starts_with("date")) {
                object.remove("format");
            }
            if let Some(Value::String(description)) = object.get_mut("description") {
                *description = description.replace("[`", "`").replace("`]", "`");
            }
            object.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn never_null(property: &mut Value) {
    let is_null = |one: &Value| *one == json!("null") || *one == json!({"type": "null"});
    for list in ["type", "anyOf"] {
        let Some(Value::Array(kinds)) = property.get_mut(list) else { continue };
        kinds.retain(|kind| !is_null(kind));
        if let [only] = kinds.as_slice() {
            let only = only.clone();
            match only {
                Value::Object(inner) if list == "anyOf" => {
                    if let Some(object) = property.as_object_mut() {
                        object.remove("anyOf");
                        object.extend(inner);
                    }
                }
                _ => property[list] = if list == "type" { only } else { json!([only]) },
            }
        }
    }
}
