//! The npm package's hand-written half: `pkg/build.mjs` bundles `pkg/src` into `pkg/dist`, and its command into `pkg/bin`.

use std::fs;

use anyhow::{Context, Result};

use super::changes::Product;
use super::small_wasm;
use crate::{process, repo, setup};

/// The module that a page loads first.
pub const ENTRY: &str = "pkg/dist/index.js";

/// What pages and programs import to ask.
pub const QUERY: &str = "pkg/dist/query.js";

/// The bindings.
pub const REACT: &str = "pkg/dist/react.js";
pub const VUE: &str = "pkg/dist/vue.js";

/// What programs import to write.
pub const SERVER: &str = "pkg/dist/server.js";

/// What a script tag names; what it loads is in `parts/` beside it.
pub const SCRIPT: &str = "pkg/dist/script/start.js";

/// What begins autocapture, beside its pieces.
pub const AUTOCAPTURE: &str = "pkg/dist/auto/index.js";

/// What `npx trailmark` runs.
const COMMAND: &str = "pkg/bin/trailmark.js";

/// What the command knows of tracking plans, before it is bundled into it.
const PLAN_WASM: &str = "target/wasm/plan/plan.wasm";

/// Bundles the package's entries and its command.
pub fn build() -> Result<()> {
    setup::npm::ready()?;
    build_plan()?;
    let inputs =
        ["pkg/src", "pkg/build.mjs", "pkg/package.json", "tracker/src/browser", super::tracker::OUTPUT, PLAN_WASM, "package-lock.json"]
            .map(repo::path);
    let outputs = [ENTRY, REACT, VUE, SERVER, QUERY, SCRIPT, AUTOCAPTURE, COMMAND].map(repo::path);
    let product = Product { name: "package", inputs: &inputs, outputs: &outputs };
    product.refresh(|| process::run(process::node("node").arg("pkg/build.mjs"))).context("the package could not be bundled (pkg/build.mjs)")
}

/// The crate of tracking plans as wasm, so that the package's command has no rules of its own.
fn build_plan() -> Result<()> {
    let compiled = small_wasm::compile("tracking-plan", "tracking_plan", &["--features", "command"])?;
    let directory = repo::path("target/wasm/plan");
    let inputs = [compiled.clone(), repo::path("package-lock.json")];
    let outputs = [repo::path(PLAN_WASM)];
    Product { name: "plan", inputs: &inputs, outputs: &outputs }.refresh(|| {
        fs::create_dir_all(&directory)?;
        small_wasm::shrink(&compiled, &directory, &repo::path(PLAN_WASM))
    })
}
