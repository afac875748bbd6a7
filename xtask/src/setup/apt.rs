//! Debian packages, the way out where rustup's and the browsers' own servers cannot be reached.

use std::process::Command;
use std::time::Duration;

use anyhow::{bail, Result};

use crate::{process, progress};

/// Slow mirrors are common; a dead one must still come to an end.
const LIMIT: Duration = Duration::from_secs(600);

/// Installs packages, as root or with a `sudo` that asks no password.
pub fn install(packages: &[&str]) -> Result<()> {
    if process::on_path("apt-get").is_none() {
        bail!("this machine has no apt-get; install by your own package manager what corresponds to: {}", packages.join(" "));
    }
    progress::step(&format!("apt-get install {}", packages.join(" ")), || {
        process::run_within(as_root()?.args(["-qq", "-o", "DPkg::Lock::Timeout=120", "update"]), LIMIT)?;
        let mut install = as_root()?;
        install.args(["-qq", "-y", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"]);
        install.args(["install", "--no-install-recommends"]).args(packages);
        process::run_within(&mut install, LIMIT)
    })
}

/// Whether a package of that name is known (after an `apt-get update` at the latest).
pub fn knows(package: &str) -> bool {
    let lists_it = || process::read(process::command("apt-cache").args(["show", package])).is_ok_and(|text| text.contains("Package:"));
    lists_it() || {
        let updated = as_root().and_then(|mut update| process::run_within(update.args(["-qq", "update"]), LIMIT));
        updated.is_ok() && lists_it()
    }
}

fn as_root() -> Result<Command> {
    let mut command = if process::read(process::command("id").arg("-u"))?.trim() == "0" {
        process::command("apt-get")
    } else if process::run_quietly(process::command("sudo").args(["-n", "true"])).is_ok() {
        let mut sudo = process::command("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    } else {
        bail!("installing Debian packages needs root: run this command once as root, or with a sudo that asks no password")
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
