//! Answers of a real server, recorded by `cargo xtask openapi --record`.

use serde_json::Value;
use std::sync::LazyLock;

static RECORDED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../docs/openapi-examples.json")).unwrap_or_default());

/// The example of an operation: `request` (method and address), `body` where there is one, and `answer`.
pub fn of(id: &str) -> Option<&'static Value> {
    RECORDED.get(id)
}
