//! Which compiler builds for wasm32. It must have the standard library's *source*, because ours is built from it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{bail, Context, Result};

use super::apt;
use crate::{process, progress, repo};

/// `-Cpanic=immediate-abort` and today's `-Zbuild-std` came with this release.
const OLDEST_MINOR_VERSION: u32 = 92;
/// On a closed network rustup neither answers nor fails.
const RUSTUP_LIMIT: Duration = Duration::from_secs(25);

/// A compiler and its cargo, both of one toolchain.
#[derive(Debug, Clone)]
pub struct WasmRust {
    /// Directory of `rustc`, `cargo` and, when installed, `cargo-clippy`.
    pub bin: PathBuf,
    /// What `rustc -vV` prints; part of the cache key of everything built.
    pub version: String,
}

impl WasmRust {
    /// The compiler to use, installed when there is none yet.
    pub fn ready() -> Result<Self> {
        if let Some(found) = Self::rustup().or_else(Self::system) {
            return Ok(found);
        }
        if process::on_path("rustup").is_some() {
            let added = progress::step("rustup component add rust-src", || {
                process::run_within(process::command("rustup").args(["component", "add", "rust-src"]), RUSTUP_LIMIT)
            });
            match added {
                Ok(()) => return Self::rustup().context("rustup installed rust-src, but its source is not in the toolchain's directory"),
                Err(reason) => progress::say(&format!("rustup is out of reach ({reason}); taking Debian's compiler for wasm")),
            }
        }
        Self::install_debian().context(
            "no Rust toolchain with the standard library's source: run `rustup component add rust-src` \
             (or on Debian `apt-get install rustc-web cargo-web rust-web-src rust-web-llvm`) and try again",
        )
    }

    /// `cargo` of this toolchain, knowing its own `rustc`, with its own target directory:
    /// two compilers in one directory would throw away each other's work.
    pub fn cargo(&self) -> Command {
        self.with_environment(process::command(self.bin.join("cargo")))
    }

    /// `cargo clippy` of this toolchain. Started directly: `cargo clippy` would look in `~/.cargo/bin` first and find rustup's.
    pub fn clippy(&self) -> Result<Command> {
        if !self.clippy_program().exists() {
            self.install_clippy()?;
        }
        let mut command = self.with_environment(process::command(self.clippy_program()));
        command.env("CARGO", self.bin.join("cargo")).arg("clippy");
        Ok(command)
    }

    /// Puts this toolchain in front of PATH and into the variables that cargo reads.
    pub fn with_environment(&self, mut command: Command) -> Command {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(self.bin.clone()).chain(std::env::split_paths(&rest));
        if let Ok(path) = std::env::join_paths(path) {
            command.env("PATH", path);
        }
        command.env("RUSTC", self.bin.join("rustc")).env("CARGO_TARGET_DIR", repo::path("target/wasm"));
        command
    }

    fn rustup() -> Option<Self> {
        let sysroot = process::read(process::command("rustc").args(["--print", "sysroot"])).ok()?;
        Self::at(Path::new(sysroot.trim()))
    }

    fn system() -> Option<Self> {
        Self::at(Path::new("/usr"))
    }

    fn at(sysroot: &Path) -> Option<Self> {
        let bin = sysroot.join("bin");
        let complete = bin.join("cargo").exists() && sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").exists();
        if !complete {
            return None;
        }
        let version = process::read(process::command(bin.join("rustc")).arg("-vV")).ok()?;
        (minor_version(&version)? >= OLDEST_MINOR_VERSION).then_some(Self { bin, version })
    }

    fn install_debian() -> Result<Self> {
        // Debian stable carries an old `rustc` and, for building browsers, a current one named `-web`.
        let packages = if apt::knows("rustc-web") {
            ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy"]
        } else {
            ["rustc", "cargo", "rust-src", "rust-llvm", "rust-clippy"]
        };
        apt::install(&packages)?;
        // The linker for wasm must match the compiler's LLVM; `rust-lld` is only a link to it.
        let version = process::read(process::command("/usr/bin/rustc").arg("-vV"))?;
        if let Some(llvm) = version.lines().find_map(|line| line.strip_prefix("LLVM version: ")) {
            let major = llvm.split('.').next().unwrap_or(llvm);
            if !Path::new(&format!("/usr/bin/lld-{major}")).exists() {
                apt::install(&[&format!("lld-{major}")])?;
            }
        }
        match Self::system() {
            Some(found) => Ok(found),
            None => bail!("Debian's Rust is too old (1.{OLDEST_MINOR_VERSION} or later is needed)"),
        }
    }

    fn clippy_program(&self) -> PathBuf {
        self.bin.join("cargo-clippy")
    }

    fn install_clippy(&self) -> Result<()> {
        if self.bin == Path::new("/usr/bin") {
            return apt::install(&[if apt::knows("rust-web-clippy") { "rust-web-clippy" } else { "rust-clippy" }]);
        }
        progress::step("rustup component add clippy", || {
            process::run_within(process::command("rustup").args(["component", "add", "clippy"]), RUSTUP_LIMIT)
        })
    }
}

fn minor_version(version: &str) -> Option<u32> {
    version.strip_prefix("rustc 1.")?.split('.').next()?.parse().ok()
}
