//! The tracker: Rust → wasm → `pkg/dist/wasm/trailmark.js` and `trailmark_bg.wasm`, as small as the tools can make them.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::changes::Product;
use super::small_wasm;
use crate::{process, repo, setup};

/// Where the package expects the generated files.
pub const OUTPUT: &str = "pkg/dist/wasm";

/// What a page loads beside the entry.
pub const GLUE: &str = "pkg/dist/wasm/trailmark.js";
pub const WASM: &str = "pkg/dist/wasm/trailmark_bg.wasm";

/// The half of the tracker's edge that the browser runs as it stands; `page.js` is what the entry loads.
const EDGE: &str = "tracker/src/browser";

/// Builds the tracker when something it is made from has changed; cargo decides about the Rust half.
pub fn build() -> Result<()> {
    setup::npm::ready()?;
    let compiled = small_wasm::compile("tracker", "trailmark_tracker", &[])?;
    let output = repo::path(OUTPUT);
    let inputs = [compiled.clone(), repo::path(EDGE), repo::path("package-lock.json")];
    let outputs = [GLUE, WASM].map(repo::path);
    Product { name: "wasm and glue", inputs: &inputs, outputs: &outputs }.refresh(|| wasm_and_glue(&compiled, &output))
}

fn wasm_and_glue(compiled: &Path, output: &Path) -> Result<()> {
    fs::create_dir_all(output)?;
    small_wasm::shrink(compiled, &repo::path("target/wasm/bindgen"), &repo::path(WASM))?;
    let mut bundle = process::node(repo::npm_program("esbuild"));
    bundle.arg(repo::path(EDGE).join("page.js")).args(["--bundle", "--minify", "--format=esm", "--target=es2020", "--log-level=warning"]);
    // Loaded where it is wanted, from the package's other half.
    bundle.arg("--external:../auto/index.js");
    let glue = repo::path(GLUE);
    bundle.arg(format!("--outfile={}", glue.display()));
    process::run(&mut bundle)?;
    // The entry goes through the same two, in `pkg/build.mjs`.
    let mut minify = process::node(repo::npm_program("terser"));
    process::run(minify.arg(&glue).args(["--module", "--compress", "passes=3,ecma=2020", "--mangle", "--output"]).arg(&glue))
}
