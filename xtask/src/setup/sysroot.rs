//! The standard library for wasm32, built from its source into the cache, once per compiler.
//! Nothing is written into the compiler's own directories.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::stamp::hex;
use super::wasm_rust::WasmRust;
use crate::{process, progress, repo};

/// The triple of browsers and Workers alike.
pub const TARGET: &str = "wasm32-unknown-unknown";
const RUSTFLAGS_OF_TARGET: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Two ways of building the standard library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// As rustup ships it: for the Worker, for clippy and for tests.
    Plain,
    /// Optimised for size, and a panic aborts without formatting its message: 18 % fewer bytes in what every visitor loads.
    Small,
}

/// A compiler together with a standard library for wasm.
#[derive(Debug, Clone)]
pub struct Sysroot {
    /// The compiler that built it; only this one can use it.
    pub rust: WasmRust,
    flavour: Flavour,
    directory: PathBuf,
}

impl Sysroot {
    /// The standard library in that flavour, built when it is not in the cache.
    pub fn ready(flavour: Flavour) -> Result<Self> {
        let rust = WasmRust::ready()?;
        // Not by how it is used: that changes nothing in it.
        let recipe = flavour.recipe();
        let key = hex(format!("{}\n{:?}\n{}\n2", rust.version, recipe.cargo_arguments, recipe.build_flags).as_bytes());
        let directory = repo::cache().join("sysroot").join(key.get(..16).unwrap_or(&key)).join(flavour.name());
        let sysroot = Self { rust, flavour, directory };
        if !sysroot.libraries().exists() {
            progress::step(&format!("building the wasm standard library, {}", flavour.name()), || sysroot.build())
                .context("the wasm standard library could not be built; its crates come from crates.io, so that must be reachable")?;
        }
        Ok(sysroot)
    }

    /// `cargo` that builds for wasm with this standard library.
    pub fn cargo(&self) -> Command {
        self.with_environment(self.rust.cargo())
    }

    /// `cargo clippy` for wasm with this standard library.
    pub fn clippy(&self) -> Result<Command> {
        Ok(self.with_environment(self.rust.clippy()?))
    }

    /// Lets any command that calls cargo for wasm use this standard library. Only crates of the wasm target see the flags.
    pub fn with_environment(&self, mut command: Command) -> Command {
        let flags = format!("--sysroot={} {}", self.directory.display(), self.flavour.recipe().use_flags);
        command.env(RUSTFLAGS_OF_TARGET, flags.trim_end()).env_remove("RUSTFLAGS");
        if self.flavour == Flavour::Small {
            // `immediate-abort` is not stable yet, and must be the same in the library and in what uses it.
            command.env("RUSTC_BOOTSTRAP", "1");
        }
        command
    }

    /// A directory whose `rustc` knows this standard library, for tools that ask `rustc` by name where the target is.
    pub fn compiler_directory(&self) -> Result<PathBuf> {
        let directory = self.directory.join("bin");
        let script = directory.join("rustc");
        let text = format!("#!/bin/sh\nexec '{}' '--sysroot={}' \"$@\"\n", self.rust.bin.join("rustc").display(), self.directory.display());
        if fs::read_to_string(&script).is_ok_and(|found| found == text) {
            return Ok(directory);
        }
        fs::create_dir_all(&directory)?;
        fs::write(&script, text)?;
        make_executable(&script)?;
        Ok(directory)
    }

    fn libraries(&self) -> PathBuf {
        self.directory.join("lib/rustlib").join(TARGET).join("lib")
    }

    fn build(&self) -> Result<()> {
        let recipe = self.flavour.recipe();
        let workshop = self.directory.with_extension("build");
        fs::create_dir_all(workshop.join("src"))?;
        fs::write(workshop.join("Cargo.toml"), EMPTY_CRATE)?;
        fs::write(workshop.join("src/lib.rs"), "#![no_std]\n")?;
        let mut cargo = self.rust.cargo();
        cargo.current_dir(&workshop).args(["build", "--quiet", "--release", "--target", TARGET]).args(recipe.cargo_arguments);
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", recipe.build_flags).env("CARGO_TARGET_DIR", workshop.join("target"));
        process::run(&mut cargo)?;

        let built = workshop.join("target").join(TARGET).join("release/deps");
        let staging = self.libraries().with_extension("new");
        fs::create_dir_all(&staging)?;
        for entry in fs::read_dir(built)? {
            let file = entry?.path();
            let is_ours = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libsysroot-"));
            if file.extension().is_some_and(|kind| kind == "rlib") && !is_ours {
                if let Some(name) = file.file_name() {
                    fs::copy(&file, staging.join(name))?;
                }
            }
        }
        self.link_host()?;
        fs::remove_dir_all(&workshop).ok();
        fs::rename(&staging, self.libraries())?;
        Ok(())
    }

    /// The linker `rust-lld` is looked for beside the host's libraries of the *given* sysroot.
    fn link_host(&self) -> Result<()> {
        let Some(host) = self.rust.version.lines().find_map(|line| line.strip_prefix("host: ")) else { return Ok(()) };
        let original = self.rust.bin.with_file_name("lib").join("rustlib").join(host);
        let link = self.directory.join("lib/rustlib").join(host);
        if original.exists() && !link.exists() {
            std::os::unix::fs::symlink(original, link)?;
        }
        Ok(())
    }
}

/// How one flavour is built and used.
#[derive(Debug)]
struct Recipe {
    cargo_arguments: &'static [&'static str],
    build_flags: &'static str,
    use_flags: &'static str,
}

impl Flavour {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Small => "small",
        }
    }

    fn recipe(self) -> Recipe {
        match self {
            // Without embedded bitcode, link-time optimisation of what uses the library fails.
            Self::Plain => Recipe {
                cargo_arguments: &["-Zbuild-std=std,panic_abort,panic_unwind,test"],
                build_flags: "-Cembed-bitcode=yes",
                use_flags: "",
            },
            Self::Small => Recipe {
                cargo_arguments: &["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"],
                build_flags: "-Cembed-bitcode=yes -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none",
                // What the compiler inlines before LLVM sees it makes the wasm smaller, and so does LLVM when it inlines a little more than
                // it does for size. The places where a panic might happen are paths of the machine that built it, and a panic that ends at
                // once names none. The usual stack of 1 MB would be memory that every page pays for.
                use_flags: "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zinline-mir=yes -Zinline-mir-threshold=85 -Cllvm-args=-inline-threshold=10 -Clink-arg=-zstack-size=65536",
            },
        }
    }
}

const EMPTY_CRATE: &str =
    "[package]\nname = \"sysroot\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n[profile.release]\npanic = \"abort\"\n";

fn make_executable(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))?;
    Ok(())
}
