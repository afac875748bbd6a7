//! What others wrote and Trailmark is built from: where it may come from, under which licence, and what is known against it.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use serde::Deserialize;

use crate::setup::{self, cargo_tools::CARGO_DENY};
use crate::{process, progress, repo};

/// A database that cannot be reached must still come to an end.
const LIMIT: Duration = Duration::from_secs(180);

/// What the lock files alone can say: licences, sources, bans, and that each npm package is pinned by its hash. It says the same of the same
/// commit for ever.
pub fn enforce() -> Result<()> {
    let mut check = cargo_deny()?;
    check.args(["--locked", "--log-level", "error", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    process::run(&mut check).context("deny.toml says what is allowed, and why")?;
    let unpinned = unpinned(&std::fs::read_to_string(repo::path("package-lock.json"))?)?;
    if !unpinned.is_empty() {
        bail!("package-lock.json has no SHA-512 of {}; delete the entry and run `npm install`", unpinned.join(", "));
    }
    Ok(())
}

/// What is known against the pinned versions today: RustSec's advisories, npm's, and the registry's signatures. What cannot be reached is
/// said, and is no failure; an error when something was found.
pub fn audit() -> Result<()> {
    setup::npm::ready()?;
    let mut advisories = cargo_deny()?;
    advisories.args(["--locked", "--log-level", "error", "check", "--hide-inclusion-graph", "advisories"]);
    let mut npm_advisories = process::node("npm");
    npm_advisories.args(["audit", "--audit-level=moderate", "--loglevel=error"]);
    let mut npm_signatures = process::node("npm");
    npm_signatures.args(["audit", "signatures", "--loglevel=error"]);
    let mut found = Vec::new();
    for (name, mut command) in
        [("RustSec's advisories", advisories), ("npm's advisories", npm_advisories), ("npm's signatures", npm_signatures)]
    {
        let (succeeded, said) = process::hear_within(&mut command, LIMIT)?;
        let outcome = Outcome::of(succeeded, &said);
        progress::say(&format!("{name}: {}", outcome.words()));
        if outcome != Outcome::Clean {
            eprintln!("{}", said.trim());
        }
        if outcome == Outcome::Found {
            found.push(name);
        }
    }
    match found.is_empty() {
        true => Ok(()),
        false => bail!("{} found something; update what it names, or say in deny.toml why it does not apply", found.join(" and ")),
    }
}

fn cargo_deny() -> Result<Command> {
    let mut command = process::command(CARGO_DENY.ready()?.join("cargo-deny"));
    command.env("CARGO_TERM_COLOR", "never");
    Ok(command)
}

/// What an auditor's words come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Clean,
    Found,
    Unreachable,
}

impl Outcome {
    /// Auditors end alike when they found something and when they could not look, so the words decide. What is not known is a finding.
    fn of(succeeded: bool, text: &str) -> Outcome {
        const UNREACHABLE: [&str; 8] = [
            "failed to fetch advisory database",
            "audit endpoint returned an error",
            "ENOTFOUND",
            "ETIMEDOUT",
            "ECONNREFUSED",
            "EAI_AGAIN",
            "failed to clone",
            "did not finish within",
        ];
        match succeeded {
            true => Outcome::Clean,
            false if UNREACHABLE.iter().any(|words| text.contains(words)) => Outcome::Unreachable,
            false => Outcome::Found,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Outcome::Clean => "nothing found",
            Outcome::Found => "FOUND SOMETHING",
            Outcome::Unreachable => "not checked, because it cannot be reached from here",
        }
    }
}

/// The names of packages that a lock file does not pin by a SHA-512. The workspace's own are links and need none.
fn unpinned(lock: &str) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Lock {
        packages: BTreeMap<String, Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        integrity: Option<String>,
        #[serde(default)]
        link: bool,
    }
    let Lock { packages } = serde_json::from_str(lock).context("package-lock.json is no lock file of npm 7 or later")?;
    let is_pinned = |package: &Package| package.integrity.as_ref().is_some_and(|hash| hash.starts_with("sha512-"));
    let foreign = packages.into_iter().filter(|(path, package)| path.contains("node_modules/") && !package.link);
    Ok(foreign.filter(|(_, package)| !is_pinned(package)).map(|(path, _)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_pinned_is_named() -> Result<()> {
        let lock = r#"{"packages": {
            "": {}, "pkg": {}, "node_modules/trailmark": {"link": true},
            "node_modules/a": {"integrity": "sha512-x"}, "node_modules/b": {"integrity": "sha1-x"}, "pkg/node_modules/c": {}
        }}"#;
        assert_eq!(unpinned(lock)?, ["node_modules/b", "pkg/node_modules/c"]);
        assert!(unpinned("{}").is_err());
        Ok(())
    }

    #[test]
    fn who_could_not_look_has_found_nothing_and_who_says_nothing_known_has() {
        assert_eq!(Outcome::of(true, ""), Outcome::Clean);
        assert_eq!(Outcome::of(false, "npm error audit endpoint returned an error"), Outcome::Unreachable);
        assert_eq!(Outcome::of(false, "error[vulnerability]: use after free"), Outcome::Found);
        assert_eq!(Outcome::of(false, ""), Outcome::Found);
    }
}
