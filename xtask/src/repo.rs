//! Where things are: paths inside the repository and in the cache outside of it.

use std::path::{Path, PathBuf};

/// The root of the repository, wherever the command was started.
pub fn root() -> &'static Path {
    static ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    static CANONICAL: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    CANONICAL.get_or_init(|| Path::new(ROOT).canonicalize().unwrap_or_else(|_| PathBuf::from(ROOT)))
}

/// A path inside the repository.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// A program that npm installed.
pub fn npm_program(name: &str) -> PathBuf {
    path("node_modules/.bin").join(name)
}

/// The cache for tools and the wasm standard library: outside of `target/`, so that `cargo clean` costs no set-up.
pub fn cache() -> PathBuf {
    let from_env = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    from_env("TRAILMARK_CACHE")
        .or_else(|| from_env("XDG_CACHE_HOME").map(|dir| dir.join("trailmark")))
        .or_else(|| from_env("HOME").map(|dir| dir.join(".cache/trailmark")))
        .unwrap_or_else(|| path("target/trailmark-cache"))
}

/// A path as people read it: relative to the repository where it lies inside.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
