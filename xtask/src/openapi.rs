//! `cargo xtask openapi`: the document of the HTTP API, made from the Worker's code, and the types of the package that are made from it.

use std::fs;

use anyhow::{ensure, Context, Result};

use crate::{build, process, repo, setup};

/// Where the document is checked in; the Worker's tests compare it with the code.
const DOCUMENT: &str = "docs/openapi.json";
/// What `trailmark/query` knows of the document.
const TYPES: &str = "pkg/src/query-api.d.ts";
/// Has the Worker's test write the document instead of comparing it.
const WRITE: &str = "TRAILMARK_WRITE_OPENAPI";

/// What `openapi` accepts.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct OpenapiArguments {
    /// Before that, record an answer of every operation of a real server anew: the document's examples.
    #[arg(long)]
    record: bool,
}

/// Writes document and types anew.
pub fn run(arguments: OpenapiArguments) -> Result<()> {
    if arguments.record {
        build::everything()?;
        process::run(process::node("node").arg("tests/contract/record.mjs")).context("the examples could not be recorded")?;
    }
    let mut cargo = process::cargo();
    cargo.args(["test", "--quiet", "--package", "ingest-worker", "--lib", "openapi::the_document_is_what_the_code_says"]);
    process::run(cargo.env(WRITE, "1")).context("the document could not be made of the Worker's code")?;
    fs::write(repo::path(TYPES), types()?).context(TYPES)
}

/// Fails when the package's types are not those of the document. Whether the document is that of the code is for the Worker's tests.
pub fn enforce() -> Result<()> {
    let types = types()?;
    let is_current = process::file(&repo::path(TYPES)).is_ok_and(|present| present == types.as_bytes());
    ensure!(is_current, "{TYPES} is not what {DOCUMENT} makes: run `cargo xtask openapi`");
    Ok(())
}

fn types() -> Result<String> {
    setup::npm::ready()?;
    process::read(process::node("node").arg("pkg/query-types.mjs")).context("no types could be made of the document (pkg/query-types.mjs)")
}
