//! Doing a step only when its inputs have changed or its outputs are gone.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{progress, repo, setup};

/// One step from input files (or directories) to output files.
#[derive(Debug)]
pub struct Product<'a> {
    pub name: &'a str,
    pub inputs: &'a [PathBuf],
    pub outputs: &'a [PathBuf],
}

impl Product<'_> {
    /// Runs the step unless the last run was with the same inputs and its outputs still stand.
    pub fn refresh(&self, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let stamp = repo::path("target/stamps").join(self.name.replace(' ', "-"));
        let inputs = files(self.inputs);
        if self.outputs.iter().all(|path| path.exists()) && setup::is_current(&stamp, &inputs) {
            return Ok(());
        }
        progress::step(&format!("building {}", self.name), work)?;
        setup::write_stamp(&stamp, &inputs)
    }
}

/// All files below, in a stable order, without what builds leave there.
fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = paths.to_vec();
    while let Some(path) = open.pop() {
        if !path.is_dir() {
            found.extend(path.exists().then_some(path));
        } else if !is_generated(&path) {
            open.extend(std::fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
        }
    }
    found.sort();
    found
}

fn is_generated(directory: &Path) -> bool {
    directory.file_name().is_some_and(|name| name == "node_modules" || name == "dist" || name == "target")
        && !directory.ends_with("pkg/dist")
}
