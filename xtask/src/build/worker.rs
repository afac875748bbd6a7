//! The Worker: `worker-build` with our compiler and our tools, so that it downloads nothing.

use std::process::Command;

use anyhow::{Context, Result};

use super::changes::Product;
use crate::setup::cargo_tools::{WASM_BINDGEN, WORKER_BUILD};
use crate::setup::sysroot::{Flavour, Sysroot, TARGET};
use crate::{process, progress, repo, setup};

/// Builds the Worker when something it is made from has changed; cargo decides.
pub fn build() -> Result<()> {
    setup::npm::ready()?;
    let sysroot = Sysroot::ready(Flavour::Plain)?;
    let wasm_bindgen = WASM_BINDGEN.ready()?.join("wasm-bindgen");
    let worker_build = WORKER_BUILD.ready()?.join("worker-build");

    progress::step("compiling the Worker", || {
        let mut cargo = sysroot.cargo();
        cargo.args(["build", "--quiet", "--package", "ingest-worker", "--lib", "--release", "--target", TARGET]);
        process::run(&mut with_js_sys_futures(cargo))
    })
    .context("the Worker does not compile for wasm")?;

    let compiled = repo::path("target/wasm").join(TARGET).join("release/ingest_worker.wasm");
    let inputs = [compiled, repo::path("package-lock.json")];
    let outputs = [repo::path("ingest-worker/build/index.js"), repo::path("ingest-worker/build/index_bg.wasm")];
    Product { name: "Worker", inputs: &inputs, outputs: &outputs }.refresh(|| {
        let mut build = with_js_sys_futures(sysroot.with_environment(sysroot.rust.with_environment(process::node(worker_build))));
        // It asks `rustc` on PATH where the wasm target is, and would have rustup install it.
        let path = std::env::join_paths(
            [sysroot.compiler_directory()?, sysroot.rust.bin.clone()]
                .into_iter()
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
        )?;
        build.current_dir(repo::path("ingest-worker")).arg("--release").env("PATH", path).env("WASM_BINDGEN_BIN", &wasm_bindgen);
        build.env("WASM_OPT_BIN", repo::npm_program("wasm-opt")).env("ESBUILD_BIN", repo::npm_program("esbuild"));
        process::run_quietly(&mut build)
    })
}

/// `worker-build` sets this for its own cargo call; ours must agree, or each would undo the other's work.
fn with_js_sys_futures(mut command: Command) -> Command {
    command.env("WASM_BINDGEN_USE_JS_SYS", "1");
    command
}
