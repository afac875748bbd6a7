//! The tracker: Rust → wasm → `pkg/dist/wasm/trailmark.js` and `trailmark_bg.wasm`, as small as the tools can make them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::changes::Product;
use crate::setup::cargo_tools::WASM_BINDGEN;
use crate::setup::sysroot::{Flavour, Sysroot, TARGET};
use crate::{process, progress, repo, setup};

/// Where the package expects the generated files.
pub const OUTPUT: &str = "pkg/dist/wasm";

/// What compilers emit for wasm32 by default; `wasm-opt` may use it and nothing newer.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
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
    let inputs = [compiled.clone(), repo::path("package-lock.json")];
    let outputs = [output.join("trailmark.js"), output.join("trailmark_bg.wasm")];
    let product = Product { name: "wasm and glue", inputs: &inputs, outputs: &outputs };
    product.refresh(|| bind_and_shrink(&wasm_bindgen, &compiled, &output))
}

fn bind_and_shrink(wasm_bindgen: &Path, compiled: &Path, output: &Path) -> Result<()> {
    let raw: PathBuf = repo::path("target/wasm/bindgen");
    let mut bind = process::command(wasm_bindgen);
    bind.args(["--target", "web", "--out-name", "trailmark", "--out-dir"]).arg(&raw).arg(compiled);
    process::run(&mut bind)?;

    fs::create_dir_all(output)?;
    let mut shrink = process::node(repo::npm_program("wasm-opt"));
    shrink.arg("-Oz").args(["--converge", "--strip-debug", "--strip-producers", "--strip-target-features"]).args(WASM_FEATURES);
    shrink.arg(raw.join("trailmark_bg.wasm")).arg("-o").arg(output.join("trailmark_bg.wasm"));
    process::run(&mut shrink)?;

    let mut minify = process::node(repo::npm_program("esbuild"));
    minify.arg(raw.join("trailmark.js")).args(["--minify", "--format=esm", "--target=es2020", "--log-level=warning"]);
    minify.arg(format!("--outfile={}", output.join("trailmark.js").display()));
    process::run(&mut minify)?;
    fs::copy(raw.join("trailmark.d.ts"), output.join("trailmark.d.ts"))?;
    Ok(())
}
