//! Rust → wasm with as few bytes as the tools can make it, for a module that exports one function of texts, `happened`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{json, Value};

use crate::setup::cargo_tools::WASM_BINDGEN;
use crate::setup::sysroot::{Flavour, Sysroot, TARGET};
use crate::{process, progress, repo};

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
/// and ends alike; the smallest go into all their callers; loops and branches are rebuilt before anything else is done, and a second round over them finds more. The stack lies at the
/// bottom of memory, so that no pointer is below 1 KiB. Our code has no `unwrap` and no index, so no trap is ever run into, but by four gigabytes of events.
const WASM_PASSES: [&str; 11] = [
    "--traps-never-happen",
    "--low-memory-unused",
    "--one-caller-inline-max-function-size=60",
    "--always-inline-max-function-size=6",
    "--flatten",
    "--rereloop",
    "-O2",
    "-Oz",
    "--converge",
    "--reorder-locals",
    "--reorder-functions",
];

/// Compiles a package's library; returns the file. Cargo decides whether there is anything to do.
pub fn compile(package: &str, library: &str, arguments: &[&str]) -> Result<PathBuf> {
    let sysroot = Sysroot::ready(Flavour::Small)?;
    progress::step(&format!("compiling {package} for wasm"), || {
        let mut cargo = sysroot.cargo();
        cargo.args(["build", "--quiet", "--package", package, "--lib", "--profile", "wasm-size", "--target", TARGET]).args(arguments);
        process::run(&mut cargo)
    })
    .with_context(|| format!("{package} does not compile for wasm"))?;
    Ok(repo::path("target/wasm").join(TARGET).join(format!("wasm-size/{library}.wasm")))
}

/// Takes what wasm-bindgen needs for other values than texts out of a compiled library, and makes the rest small. `raw` is a directory
/// for what comes in between.
pub fn shrink(compiled: &Path, raw: &Path, output: &Path) -> Result<()> {
    let mut bind = process::command(WASM_BINDGEN.ready()?.join("wasm-bindgen"));
    bind.args(["--target", "bundler", "--no-typescript", "--out-name", "module", "--out-dir"]).arg(raw).arg(compiled);
    process::run(&mut bind)?;

    let graph = raw.join("exports.json");
    fs::write(&graph, exports().to_string())?;
    let pruned = raw.join("pruned.wasm");
    let mut prune = process::node(repo::npm_program("wasm-metadce"));
    prune.arg("--graph-file").arg(&graph).args(WASM_FEATURES).arg(raw.join("module_bg.wasm")).arg("-o").arg(&pruned);
    // It lists what it removes.
    process::read(&mut prune)?;

    let mut shrink = process::node(repo::npm_program("wasm-opt"));
    shrink.args(WASM_PASSES).args(["--strip-debug", "--strip-producers", "--strip-target-features"]).args(WASM_FEATURES);
    process::run(shrink.arg(&pruned).arg("-o").arg(output))
}

/// What `load.js` uses of the wasm, for `wasm-metadce`. The rest of what wasm-bindgen exports is for values that no export of ours has.
fn exports() -> Value {
    ["memory", "happened", "__wbindgen_malloc", "__wbindgen_free"]
        .into_iter()
        .map(|name| json!({ "name": name, "export": name, "root": true }))
        .collect()
}
