//! `cargo xtask plan`: compares two tracking plans, and makes from the repository's own what is checked in beside the code that uses it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};
use tracking_plan::Plan;

use crate::progress::AlreadySaid;
use crate::{process, repo};

const OWN_PLAN: &str = "tracking-plan.json";

/// What `plan` can do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum PlanCommand {
    /// Say what changed from one plan to another; exits with 1 when a writer or a reader would break, with 2 when a file is no plan.
    Check {
        /// The plan as it was.
        old: PathBuf,
        /// The plan as it is to be.
        new: PathBuf,
    },
    /// Write EVENT_TYPES of the package and the demo's types anew, from tracking-plan.json.
    Types,
    /// Write docs/events.md anew, from tracking-plan.json.
    Reference,
}

/// Runs one of the commands.
pub fn run(command: &PlanCommand) -> Result<()> {
    match command {
        PlanCommand::Check { old, new } => check(old, new),
        PlanCommand::Types => write(&types()?),
        PlanCommand::Reference => write(&[reference()?]),
    }
}

/// Fails when what is checked in is not what the plan makes.
pub fn enforce() -> Result<()> {
    for (command, files) in [("types", types()?.to_vec()), ("reference", vec![reference()?])] {
        for Generated { path, text } in files {
            let is_current = process::file(&repo::path(path)).is_ok_and(|present| present == text.as_bytes());
            ensure!(is_current, "{path} is not what {OWN_PLAN} makes: run `cargo xtask plan {command}`");
        }
    }
    Ok(())
}

/// A file that is no plan. Differs from a plan that breaks something, so that a script can tell them apart.
#[derive(Debug)]
pub struct NoPlan {
    file: PathBuf,
    reason: String,
}

impl fmt::Display for NoPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is no tracking plan: {}", self.file.display(), self.reason)
    }
}

impl std::error::Error for NoPlan {}

/// A file that is checked in and made from the plan.
#[derive(Debug, Clone)]
struct Generated {
    path: &'static str,
    text: String,
}

fn check(old: &Path, new: &Path) -> Result<()> {
    let changes = read(old)?.changes_to(&read(new)?);
    print!("{}", tracking_plan::report(&changes));
    if changes.iter().any(|change| change.code.is_breaking()) {
        return Err(AlreadySaid.into());
    }
    Ok(())
}

fn types() -> Result<[Generated; 3]> {
    let plan = own_plan()?;
    let values = plan.package_values().context("a type of tracking-plan.json is not in lower case with _, as those of the package are")?;
    Ok([
        Generated { path: "pkg/src/event-types.js", text: values },
        Generated { path: "pkg/src/event-types.d.ts", text: plan.package_types() },
        Generated { path: "www/src/demo/tracking-plan.d.ts", text: plan.typescript(false) },
    ])
}

fn reference() -> Result<Generated> {
    Ok(Generated { path: "docs/events.md", text: own_plan()?.reference(OWN_PLAN) })
}

fn own_plan() -> Result<Plan> {
    Ok(read(&repo::path(OWN_PLAN))?)
}

fn read(file: &Path) -> Result<Plan, NoPlan> {
    let no_plan = |reason: String| NoPlan { file: file.to_owned(), reason };
    let text = fs::read_to_string(file).map_err(|error| no_plan(error.to_string()))?;
    Plan::parse(&text).map_err(|fault| no_plan(fault.to_string()))
}

fn write(files: &[Generated]) -> Result<()> {
    for Generated { path, text } in files {
        fs::write(repo::path(path), text).context(*path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two plans in files; returns the outcome of `check`.
    fn checked(name: &str, old: &str, new: &str) -> Result<()> {
        let directory = std::env::temp_dir().join(format!("trailmark-plan-{name}-{}", std::process::id()));
        fs::create_dir_all(&directory)?;
        let files = [directory.join("old.json"), directory.join("new.json")];
        fs::write(&files[0], old)?;
        fs::write(&files[1], new)?;
        let outcome = check(&files[0], &files[1]);
        fs::remove_dir_all(&directory)?;
        outcome
    }

    #[test]
    fn breaking_changes_fail_and_no_plan_fails_otherwise() {
        let (one, two) = (r#"{"events": {"a": {}}}"#, r#"{"events": {"a": {}, "b": {}}}"#);
        assert!(checked("added", one, two).is_ok());
        assert!(checked("removed", two, one).is_err_and(|error| error.is::<AlreadySaid>()));
        let error = checked("faulty", one, r#"{"events": {"a": {"level": 7}}}"#).unwrap_err();
        assert!(error.is::<NoPlan>());
        let said = error.to_string();
        assert!(
            said.ends_with("new.json is no tracking plan: events.a.level must be one of detail, state, action, decision, milestone"),
            "{said}"
        );
        assert!(check(Path::new("no-such-file"), Path::new("no-such-file")).is_err_and(|error| error.is::<NoPlan>()));
    }
}
