//! Demo and dashboard: `www/build.mjs` bundles them into `www/dist`, importing the package as a customer would.

use anyhow::{Context, Result};

use super::changes::Product;
use crate::{process, repo, setup};

/// Served by the Worker as static assets.
pub const OUTPUT: &str = "www/dist";

/// Bundles the pages.
pub fn build() -> Result<()> {
    setup::npm::ready()?;
    let inputs = ["www/src", "www/build.mjs", "www/api-page.mjs", "www/package.json", "docs/openapi.json", "pkg/dist", "package-lock.json"]
        .map(repo::path);
    let product = Product { name: "pages", inputs: &inputs, outputs: &[repo::path("www/dist/index.html")] };
    product.refresh(|| process::run(process::node("node").arg("www/build.mjs"))).context("the pages could not be bundled (www/build.mjs)")
}
