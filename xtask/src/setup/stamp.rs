//! Stamps: a file that holds the hash of what something was made from.

use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest, Sha256};

/// Whether the stamp says that the product was made from exactly these inputs.
pub fn is_current(stamp: &Path, inputs: &[PathBuf]) -> bool {
    let Ok(found) = std::fs::read_to_string(stamp) else { return false };
    fingerprint(inputs).is_ok_and(|expected| expected == found.trim())
}

/// Remembers that the product was made from these inputs.
pub fn write_stamp(stamp: &Path, inputs: &[PathBuf]) -> Result<()> {
    if let Some(parent) = stamp.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(stamp, fingerprint(inputs)?)?;
    Ok(())
}

/// Lower-case hex of a SHA-256.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn fingerprint(inputs: &[PathBuf]) -> Result<String> {
    let mut all = Vec::new();
    for path in inputs {
        all.extend_from_slice(crate::repo::shown(path).as_bytes());
        all.push(0);
        all.extend_from_slice(&crate::process::file(path)?);
        all.push(0);
    }
    Ok(hex(&all))
}
