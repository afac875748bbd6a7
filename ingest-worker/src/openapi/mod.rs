//! The document of the HTTP API, OpenAPI 3.1, made from what serves the requests: paths and methods from the table of routes, answers from their
//! types, parameters from what the parsers ask for, refusals from [`Rejection`](crate::rejection::Rejection). `cargo xtask openapi` makes it by
//! running the test below, so nothing of it is in the Worker.

mod bodies;
mod document;
mod errors;
mod examples;
mod item;
mod operations;
mod parameters;

pub(crate) use bodies::PlanChange;

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// When it is set, the document is written anew instead of compared.
const WRITE: &str = "TRAILMARK_WRITE_OPENAPI";

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json")
}

#[test]
fn the_document_is_what_the_code_says() {
    let mut text = Vec::new();
    let mut writer = Serializer::with_formatter(&mut text, PrettyFormatter::with_indent(b" "));
    document::document().serialize(&mut writer).unwrap();
    let text = String::from_utf8(text).unwrap() + "\n";
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(file(), text).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(file()).unwrap_or_default();
    let line = committed.lines().zip(text.lines()).position(|(was, is)| was != is).map_or(0, |line| line + 1);
    assert!(committed == text, "docs/openapi.json is not what the code says, from line {line} on: run `cargo xtask openapi`");
}

/// Paths and methods of the API, other than those that every path has.
fn routes() -> BTreeSet<(String, String)> {
    let of_path = |(path, methods, _): &(&str, &'static str, crate::route::RouteOf)| {
        let path = operations::template(path);
        let own = methods.split(", ").filter(|method| !["HEAD", "OPTIONS"].contains(method));
        own.map(move |method| (path.clone(), method.to_owned())).collect::<Vec<_>>()
    };
    crate::route::table().iter().flat_map(of_path).collect()
}

#[test]
fn every_route_is_in_the_document_and_nothing_else() {
    let described: Vec<(String, String)> =
        operations::operations().iter().map(|one| (operations::template(one.path), one.method.to_owned())).collect();
    for (path, method) in &routes() {
        assert!(
            described.contains(&(path.clone(), method.clone())),
            "{method} {path} is a route and not in the document of the API. Add it to ingest-worker/src/openapi/operations.rs (its answer is a \
             type with `#[cfg_attr(test, derive(schemars::JsonSchema))]`), give it an example request in tests/contract/requests.mjs, and run \
             `cargo xtask openapi --record`."
        );
    }
    for one in &described {
        assert!(routes().contains(one), "{} {} is in openapi/operations.rs, and the table in route.rs has no such route", one.1, one.0);
    }
    let once: BTreeSet<_> = described.iter().collect();
    assert_eq!(once.len(), described.len(), "an operation is described twice");
    let ids: BTreeSet<_> = operations::operations().iter().map(|one| one.id).collect();
    assert_eq!(ids.len(), described.len(), "two operations have the same id");
}

#[test]
fn every_operation_has_an_example() {
    for one in operations::operations() {
        assert!(
            examples::of(one.id).is_some(),
            "{} {} has no recorded answer: give {} a request in tests/contract/requests.mjs and run `cargo xtask openapi --record`",
            one.method,
            one.path,
            one.id
        );
    }
}
