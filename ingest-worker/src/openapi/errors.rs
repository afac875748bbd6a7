//! Every refusal, and which operations can give it.

use crate::rejection::Rejection;
use event_model::{Violation, ViolationCode};
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;

/// When a refusal can come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// There is no such path or method: no operation's.
    Routing,
    /// Always.
    Always,
    /// A key is needed.
    Keyed,
    /// A login may stand for the key.
    LoggedIn,
    /// There is a query string.
    Asked,
    /// There is a body.
    Bodied,
    /// The body is JSON.
    Json,
    /// The body is events.
    Events,
    /// Much is read for the answer.
    Counted,
    /// Where the operation names it.
    Named,
}

/// When a refusal can come. A new one does not compile before it has its place here; it belongs into [`all`] too.
fn when(rejection: &Rejection) -> When {
    match rejection {
        Rejection::NoSuchPath | Rejection::MethodNotAllowed(_) => When::Routing,
        Rejection::StorageFailed | Rejection::QuotaExhausted | Rejection::AddressTooLong | Rejection::TooManyParameters => When::Always,
        Rejection::NoKeys
        | Rejection::MissingKey
        | Rejection::UnknownKey
        | Rejection::WrongKeyKind(_)
        | Rejection::OriginNotAllowed
        | Rejection::RateLimited(_) => When::Keyed,
        Rejection::SessionOver | Rejection::NotSameOrigin => When::LoggedIn,
        Rejection::InvalidParameter { .. } => When::Asked,
        Rejection::BodyTooLarge(_)
        | Rejection::BodyTooSlow
        | Rejection::BodyUnreadable
        | Rejection::UnsupportedEncoding
        | Rejection::InvalidGzip => When::Bodied,
        Rejection::InvalidJson(_) => When::Json,
        Rejection::InvalidBatch(_) | Rejection::QuotaNear(_) => When::Events,
        Rejection::QuestionTooBig(_) => When::Counted,
        Rejection::NoSuchEvent
        | Rejection::NoSuchSession
        | Rejection::NoSuchPlan
        | Rejection::EventRejected { .. }
        | Rejection::UnsupportedSchema
        | Rejection::EmptyBatch
        | Rejection::TooManyEvents(_)
        | Rejection::InvalidPlan { .. }
        | Rejection::PlanChanged
        | Rejection::LoginNeedsHttps
        | Rejection::InvalidConfig { .. }
        | Rejection::NoSuchKey
        | Rejection::InvalidKey { .. }
        | Rejection::KeyOver
        | Rejection::LastAdminKey => When::Named,
    }
}

/// One of each.
fn all() -> Vec<Rejection> {
    vec![
        Rejection::NoSuchPath,
        Rejection::MethodNotAllowed("GET, HEAD, OPTIONS"),
        Rejection::MissingKey,
        Rejection::UnknownKey,
        Rejection::WrongKeyKind("read or admin"),
        Rejection::OriginNotAllowed,
        Rejection::SessionOver,
        Rejection::NotSameOrigin,
        Rejection::LoginNeedsHttps,
        Rejection::parameter("limit", "a whole number from 1 to 100"),
        Rejection::AddressTooLong,
        Rejection::TooManyParameters,
        Rejection::BodyTooLarge(event_model::limits::MAX_BODY_BYTES),
        Rejection::BodyTooSlow,
        Rejection::BodyUnreadable,
        Rejection::UnsupportedEncoding,
        Rejection::InvalidGzip,
        Rejection::InvalidJson("expected value at line 1 column 1".into()),
        Rejection::InvalidBatch(Violation::new(ViolationCode::MissingField, "events", "a batch has a list of events")),
        Rejection::UnsupportedSchema,
        Rejection::EmptyBatch,
        Rejection::TooManyEvents(501),
        rejected_event(),
        Rejection::NoSuchEvent,
        Rejection::NoSuchSession,
        Rejection::NoSuchPlan,
        invalid_plan(),
        Rejection::PlanChanged,
        invalid_config(),
        Rejection::NoKeys,
        Rejection::NoSuchKey,
        invalid_key(),
        Rejection::KeyOver,
        Rejection::LastAdminKey,
        Rejection::QuestionTooBig(
            "More than 200000 groups. Take a shorter range, add a filter, or ask by something with fewer values.".into(),
        ),
        Rejection::RateLimited(15),
        Rejection::QuotaNear(900),
        Rejection::QuotaExhausted,
        Rejection::StorageFailed,
    ]
}

/// An event that is rejected alone. Its code is one of the verdict's.
pub fn rejected_event() -> Rejection {
    Rejection::EventRejected { code: "missing_field", field: "type".into(), detail: "an event says what happened".into() }
}

/// A plan with a fault.
pub fn invalid_plan() -> Rejection {
    Rejection::InvalidPlan { field: "mode".into(), detail: "must be one of open, warn, strict".into() }
}

/// A config with a fault.
pub fn invalid_config() -> Rejection {
    Rejection::InvalidConfig { field: "canary.share".into(), detail: "a number from 0 to 1 with at most four decimal places".into() }
}

/// A key that cannot be.
pub fn invalid_key() -> Rejection {
    Rejection::InvalidKey { field: "overlap_hours".into(), detail: "a whole number of hours from 0 to 720".into() }
}

/// The name of a refusal among the schemas. A rejected event has one for all its codes.
fn component(rejection: &Rejection) -> String {
    match rejection {
        Rejection::EventRejected { .. } => "problem.event_rejected".to_owned(),
        other => format!("problem.{}", other.summary().code),
    }
}

/// The body of a refusal.
fn body(rejection: &Rejection) -> Value {
    let summary = rejection.summary();
    let mut body = json!({"type": "about:blank", "title": summary.title, "status": summary.status, "code": summary.code, "detail": rejection.detail()});
    if let (Some(field), Some(body)) = (rejection.field(), body.as_object_mut()) {
        body.insert("field".to_owned(), field.into());
    }
    body
}

/// The schemas of all refusals, by code.
pub fn schemas() -> Map<String, Value> {
    let mut titles: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for rejection in all() {
        titles.entry(component(&rejection)).or_default().push(rejection.summary().title);
    }
    let mut schemas = Map::new();
    for rejection in all() {
        let (name, summary) = (component(&rejection), rejection.summary());
        let titles = titles.get(&name).cloned().unwrap_or_default();
        let code = match rejection {
            Rejection::EventRejected { .. } => json!({"$ref": "#/components/schemas/VerdictCode"}),
            _ => json!({"const": summary.code}),
        };
        let schema = json!({
            "description": titles.join(". ") + ".",
            "allOf": [{"$ref": "#/components/schemas/Problem"}],
            "properties": {"status": {"const": summary.status}, "code": code, "title": {"enum": titles}},
            "examples": [body(&rejection)],
        });
        schemas.entry(name).or_insert(schema);
    }
    schemas
}

/// The refusals that an operation can give, as responses by status.
pub fn responses(whens: &[When], named: &[Rejection]) -> Map<String, Value> {
    let of_operation = |rejection: &Rejection| whens.contains(&when(rejection)) || named.iter().any(|one| is_alike(one, rejection));
    let mut by_status: BTreeMap<u16, Vec<Rejection>> = BTreeMap::new();
    for rejection in all().into_iter().filter(of_operation) {
        by_status.entry(rejection.summary().status).or_default().push(rejection);
    }
    by_status.into_iter().map(|(status, rejections)| (status.to_string(), response(&rejections))).collect()
}

fn response(rejections: &[Rejection]) -> Value {
    let mut references: Vec<Value> = Vec::new();
    for rejection in rejections {
        let reference = json!({"$ref": format!("#/components/schemas/{}", component(rejection))});
        if !references.contains(&reference) {
            references.push(reference);
        }
    }
    let schema = match references.as_slice() {
        [one] => one.clone(),
        several => json!({"anyOf": several}),
    };
    let codes: Vec<String> =
        rejections.iter().map(|one| format!("`{}`: {}.", component(one).trim_start_matches("problem."), one.summary().title)).collect();
    json!({"description": codes.join(" "), "content": {"application/problem+json": {"schema": schema}}})
}

fn is_alike(one: &Rejection, other: &Rejection) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

#[test]
fn every_code_of_the_source_is_in_the_document() {
    let summaries = include_str!("../rejection.rs").split("pub fn detail").next().unwrap();
    let schemas = schemas();
    let codes = summaries.split("=> (").skip(1).filter_map(|arm| arm.split('"').nth(1).filter(|_| arm.contains(", \"")));
    let mut count = 0;
    for code in codes {
        count += 1;
        let is_code = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        assert!(!is_code || schemas.contains_key(&format!("problem.{code}")), "no example of {code} in openapi/errors.rs");
    }
    assert!(count > 20, "the source no longer reads as it did: {count}");
}
