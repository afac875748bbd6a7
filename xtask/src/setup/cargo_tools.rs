//! Command-line tools that come as crates, each version in its own directory of the cache.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::{process, progress, repo};

/// Compiling one takes three minutes on two cores; a registry that does not answer must still come to an end.
const LIMIT: Duration = Duration::from_secs(1_200);

/// A crate with programs, at exactly one version.
#[derive(Debug)]
pub struct CargoTool {
    package: &'static str,
    version: &'static str,
}

/// Must be the version of the `wasm-bindgen` library in `Cargo.toml` exactly.
pub const WASM_BINDGEN: CargoTool = CargoTool { package: "wasm-bindgen-cli", version: "0.2.130" };
/// Must be the version of the `worker` library in `Cargo.toml`.
pub const WORKER_BUILD: CargoTool = CargoTool { package: "worker-build", version: "0.8.7" };
/// Licences, sources and advisories of crates.
pub const CARGO_DENY: CargoTool = CargoTool { package: "cargo-deny", version: "0.20.2" };

impl CargoTool {
    /// The directory of the tool's programs, installed when they are missing.
    pub fn ready(&self) -> Result<PathBuf> {
        let root = repo::cache().join("tools").join(format!("{}-{}", self.package, self.version));
        // Cargo writes this list last, so a half-done installation does not look complete.
        if !root.join(".crates.toml").exists() {
            progress::step(&format!("cargo install {} {} (takes some minutes, once)", self.package, self.version), || self.install(&root))
                .with_context(|| format!("{} could not be installed; crates.io must be reachable", self.package))?;
        }
        Ok(root.join("bin"))
    }

    fn install(&self, root: &std::path::Path) -> Result<()> {
        let install = |locked: &[&str], errors: Stdio| {
            let mut cargo = process::cargo();
            cargo.args(["install", "--quiet", self.package, "--version", &format!("={}", self.version)]).args(locked);
            // Outside of the repository, so that its profiles and target directory have no say.
            cargo.arg("--root").arg(root).current_dir(std::env::temp_dir()).env_remove("CARGO_TARGET_DIR");
            // Half the compile time, and no slower at what these tools do here.
            cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env("CARGO_PROFILE_RELEASE_LTO", "off");
            process::run_within(cargo.stderr(errors), LIMIT)
        };
        // A mirror may lag behind the versions in the tool's lock file; the newest that it has do as well.
        install(&["--locked"], Stdio::null()).or_else(|_| {
            progress::say("the versions in its lock file are not all to be had; taking the newest that are");
            install(&[], Stdio::inherit())
        })
    }
}
