//! The npm package's hand-written half: `pkg/build.mjs` bundles `pkg/src` into `pkg/dist`.

use anyhow::{Context, Result};

use super::changes::Product;
use crate::{process, repo, setup};

/// The module that a page loads first.
pub const ENTRY: &str = "pkg/dist/index.js";

/// Bundles the package's entry.
pub fn build() -> Result<()> {
    setup::npm::ready()?;
    let inputs = ["pkg/src", "pkg/build.mjs", "pkg/package.json", super::tracker::OUTPUT, "package-lock.json"].map(repo::path);
    let product = Product { name: "package", inputs: &inputs, outputs: &[repo::path(ENTRY)] };
    product.refresh(|| process::run(process::node("node").arg("pkg/build.mjs"))).context("the package could not be bundled (pkg/build.mjs)")
}
