//! The tracker: Rust → wasm → `pkg/dist/wasm/trailmark.js` and `trailmark_bg.wasm`, as small as the tools can make them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{json, Value};

use super::changes::Product;
use crate::setup::cargo_tools::WASM_BINDGEN;
use crate::setup::sysroot::{Flavour, Sysroot, TARGET};
use crate::{process, progress, repo, setup};

/// Where the package expects the generated files.
pub const OUTPUT: &str = "pkg/dist/wasm";

/// The half of the tracker's edge that the browser runs as it stands; `page.js` is what the entry loads.
const EDGE: &str = "tracker/src/browser";

/// What compilers emit for wasm32 by default; `wasm-opt` may use it and nothing newer.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Smallest after brotli, found by trying: functions with one caller stay apart unless they are small, since brotli finds their beginnings
/// and ends alike; loops and branches are rebuilt before anything else is done, and a second round over them finds more. The stack lies at the
/// bottom of memory, so that no pointer is below 1 KiB. Our code has no `unwrap` and no index, so no trap is ever run into, but by four gigabytes of events.
const WASM_PASSES: [&str; 9] = [
    "--traps-never-happen",
    "--low-memory-unused",
    "--one-caller-inline-max-function-size=90",
    "--flatten",
    "--rereloop",
    "-O2",
    "-Oz",
    "--converge",
    "--reorder-functions",
];

/// Builds the tracker when something it is made from has changed; cargo decides about the Rust half.
pub fn build() -> Result<()> {
    setup::npm::ready()?;
    let sysroot = Sysroot::ready(Flavour::Small)?;
    let wasm_bindgen = WASM_BINDGEN.ready()?.join("wasm-bindgen");

    let compiled = repo::path("target/wasm").join(TARGET).join("wasm-size/trailmark_tracker.wasm");
    progress::step("compiling the tracker", || {
        let mut cargo = sysroot.cargo();
        cargo.args(["build", "--quiet", "--package", "tracker", "--lib", "--profile", "wasm-size", "--target", TARGET]);
        process::run(&mut cargo)
    })
    .context("the tracker does not compile for wasm")?;

    let output = repo::path(OUTPUT);
    let inputs = [compiled.clone(), repo::path(EDGE), repo::path("package-lock.json")];
    let outputs = [output.join("trailmark.js"), output.join("trailmark_bg.wasm")];
    let product = Product { name: "wasm and glue", inputs: &inputs, outputs: &outputs };
    product.refresh(|| bind_and_shrink(&wasm_bindgen, &compiled, &output))
}

fn bind_and_shrink(wasm_bindgen: &Path, compiled: &Path, output: &Path) -> Result<()> {
    let raw: PathBuf = repo::path("target/wasm/bindgen");
    let mut bind = process::command(wasm_bindgen);
    bind.args(["--target", "bundler", "--no-typescript", "--out-name", "trailmark", "--out-dir"]).arg(&raw).arg(compiled);
    process::run(&mut bind)?;

    fs::create_dir_all(output)?;
    let graph = raw.join("exports.json");
    fs::write(&graph, exports().to_string())?;
    let pruned = raw.join("pruned.wasm");
    let mut prune = process::node(repo::npm_program("wasm-metadce"));
    prune.arg("--graph-file").arg(&graph).args(WASM_FEATURES).arg(raw.join("trailmark_bg.wasm")).arg("-o").arg(&pruned);
    // It lists what it removes.
    process::read(&mut prune)?;

    let mut shrink = process::node(repo::npm_program("wasm-opt"));
    shrink.args(WASM_PASSES).args(["--strip-debug", "--strip-producers", "--strip-target-features"]).args(WASM_FEATURES);
    shrink.arg(&pruned).arg("-o").arg(output.join("trailmark_bg.wasm"));
    process::run(&mut shrink)?;

    let mut bundle = process::node(repo::npm_program("esbuild"));
    bundle.arg(repo::path(EDGE).join("page.js")).args(["--bundle", "--minify", "--format=esm", "--target=es2020", "--log-level=warning"]);
    bundle.arg(format!("--outfile={}", output.join("trailmark.js").display()));
    process::run(&mut bundle)
}

/// What `load.js` uses of the wasm, for `wasm-metadce`. The rest of what wasm-bindgen exports is for values that no export of ours has.
fn exports() -> Value {
    ["memory", "happened", "__wbindgen_malloc", "__wbindgen_free"]
        .into_iter()
        .map(|name| json!({ "name": name, "export": name, "root": true }))
        .collect()
}
