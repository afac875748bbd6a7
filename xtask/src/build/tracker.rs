//! The tracker: Rust → wasm → `pkg/dist/wasm/trailmark.js` and `trailmark_bg.wasm`, as small as the tools can make them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

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

/// Smallest after brotli, found by trying: functions with one caller stay apart unless they are tiny, since brotli finds their beginnings
/// and ends alike; a second round over rebuilt loops and branches finds more. The stack lies at the bottom of memory, so that no pointer
/// is below 1 KiB.
const WASM_PASSES: [&str; 7] =
    ["-Oz", "--low-memory-unused", "--one-caller-inline-max-function-size=25", "--flatten", "--rereloop", "-Oz", "--converge"];

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
    let shrunk = raw.join("shrunk.wasm");
    let mut shrink = process::node(repo::npm_program("wasm-opt"));
    shrink.args(WASM_PASSES).args(["--strip-debug", "--strip-producers", "--strip-target-features"]).args(WASM_FEATURES);
    shrink.arg(raw.join("trailmark_bg.wasm")).arg("-o").arg(&shrunk);
    process::run(&mut shrink)?;

    let mut rename = process::node(repo::npm_program("wasm-opt"));
    rename.arg("--minify-imports-and-exports-and-modules").args(WASM_FEATURES);
    rename.arg(&shrunk).arg("-o").arg(output.join("trailmark_bg.wasm"));
    let names = process::read(&mut rename)?;
    let names: ShortNames = serde_json::from_str(&names).context("wasm-opt prints its short names otherwise than expected")?;

    let glue = fs::read_to_string(raw.join("trailmark_bg.js"))?;
    fs::write(raw.join("trailmark_bg.js"), names.of_exports(&glue)?)?;
    fs::write(raw.join("trailmark.js"), names.module())?;

    let mut minify = process::node(repo::npm_program("esbuild"));
    minify.arg(raw.join("trailmark.js")).args(["--bundle", "--minify", "--format=esm", "--target=es2020", "--log-level=warning"]);
    minify.arg(format!("--outfile={}", output.join("trailmark.js").display()));
    process::run(&mut minify)
}

/// What wasm-opt calls the imports and exports of the wasm from now on: one letter each, where wasm-bindgen writes fifty.
#[derive(Debug, Deserialize)]
struct ShortNames {
    /// Module, name and short name.
    imports: Vec<(String, String, String)>,
    /// Name and short name.
    exports: Vec<(String, String)>,
}

impl ShortNames {
    /// The glue, with the exports that it calls under their short names.
    fn of_exports(&self, glue: &str) -> Result<String> {
        let mut pieces = glue.split("wasm.");
        let mut renamed = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(piece.len());
            let (name, rest) = piece.split_at(end);
            let (_, short) = self.exports.iter().find(|(long, _)| long == name).with_context(|| format!("the wasm exports no `{name}`"))?;
            renamed.extend(["wasm.", short, rest]);
        }
        Ok(renamed)
    }

    /// The module that the entry loads, instead of the one that wasm-bindgen writes: a default export that fetches the core, and what
    /// `page.js` offers. A name that the glue does not have fails the bundling.
    fn module(&self) -> String {
        let (page, load) = (repo::path(EDGE).join("page.js"), repo::path(EDGE).join("load.js"));
        let (page, load) = (page.display(), load.display());
        let given: String = self.imports.iter().map(|(_, long, short)| format!("{short}: glue.{long}, ")).collect();
        format!(
            r#"import * as glue from "./trailmark_bg.js";
import {{ connect }} from "{page}";
import {{ load }} from "{load}";
export {{ start, track, identify, reset, optIn, optOut, flush, queueSize, ids }} from "{page}";
export default async (source) => {{
  const wasm = await load({{ a: {{ {given} }} }}, source);
  glue.__wbg_set_wasm(wasm);
  connect(glue.happened);
}};
"#
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_are_called_by_their_short_names() {
        let names = ShortNames { imports: Vec::new(), exports: vec![("track".into(), "a".into()), ("track_all".into(), "b".into())] };
        assert_eq!(names.of_exports("wasm.track(wasm.track_all)").unwrap(), "wasm.a(wasm.b)");
        assert!(names.of_exports("wasm.other()").is_err());
    }
}
