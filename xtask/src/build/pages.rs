//! Demo, dashboard and documentation: `www/build.mjs` makes them in `www/dist`, importing the package as a customer would.

use anyhow::{Context, Result};

use super::changes::Product;
use crate::{process, repo, setup};

/// Served by the Worker as static assets.
pub const OUTPUT: &str = "www/dist";

/// What the pages are made of; the documentation takes texts from all over the repository.
const INPUTS: [&str; 17] = [
    "www/src",
    "www/docs",
    "www/docs-site",
    "www/build.mjs",
    "www/api-page.mjs",
    "www/html.mjs",
    "www/package.json",
    "pkg/src/checks",
    "docs",
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "pkg/README.md",
    "pkg/dist",
    "package-lock.json",
];

/// Bundles the pages.
pub fn build() -> Result<()> {
    setup::npm::ready()?;
    let inputs = INPUTS.map(repo::path);
    let product = Product { name: "pages", inputs: &inputs, outputs: &[repo::path("www/dist/index.html")] };
    product.refresh(|| process::run(process::node("node").arg("www/build.mjs"))).context("the pages could not be bundled (www/build.mjs)")
}
