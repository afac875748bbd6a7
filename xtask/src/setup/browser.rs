//! A Chromium for the tests, and its driver for the wasm tests.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::apt;
use crate::{process, progress};

const PROGRAMS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_PROGRAM: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// The browser that tests drive: `$TRAILMARK_CHROMIUM`, one on PATH, Playwright's own, or Debian's.
pub fn chromium() -> Result<PathBuf> {
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    progress::say("no Chromium or Chrome found");
    apt::install(&["chromium", "chromium-driver"]).context(ADVICE)?;
    find_chromium().context(ADVICE)
}

/// `chromedriver`, of the browser's version.
pub fn chromedriver() -> Result<PathBuf> {
    let find = || std::env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| process::on_path("chromedriver"));
    if let Some(found) = find() {
        return Ok(found);
    }
    apt::install(&["chromium", "chromium-driver"])
        .context("chromedriver is missing: install the one of your browser's version, put it on PATH or name it in $CHROMEDRIVER")?;
    find().context("chromium-driver was installed, but there is no chromedriver on PATH")
}

const ADVICE: &str = "a browser is missing: install Chrome or Chromium, or name one in $TRAILMARK_CHROMIUM";

fn find_chromium() -> Option<PathBuf> {
    std::env::var_os("TRAILMARK_CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| PROGRAMS.iter().find_map(|name| process::on_path(name)))
        .or_else(|| Some(PathBuf::from(MAC_PROGRAM)).filter(|path| path.exists()))
        .or_else(playwright_browser)
}

/// Playwright keeps browsers as `~/.cache/ms-playwright/chromium-<build>/chrome-linux*/chrome`.
fn playwright_browser() -> Option<PathBuf> {
    let cache = Path::new(&std::env::var_os("HOME")?).join(".cache/ms-playwright");
    let builds = std::fs::read_dir(cache).ok()?.flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = builds
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("chromium-")))
        .flat_map(|path| ["chrome-linux64/chrome", "chrome-linux/chrome"].map(|program| path.join(program)))
        .filter(|path| path.exists())
        .collect();
    found.sort();
    found.pop()
}
