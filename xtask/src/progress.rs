//! What the person at the terminal sees. Everything goes to standard error: standard output belongs to tables and JSON.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Says what is about to happen, does it, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("  ▸ {what}");
    let started = Instant::now();
    let outcome = work();
    let took = elapsed(started.elapsed());
    match &outcome {
        Ok(_) => eprintln!("  ✓ {what} ({took})"),
        Err(_) => eprintln!("  ✗ {what} ({took})"),
    }
    outcome
}

/// A failure whose account is already on the screen, so that nothing follows it.
#[derive(Debug)]
pub struct AlreadySaid;

impl std::fmt::Display for AlreadySaid {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("failed")
    }
}

impl std::error::Error for AlreadySaid {}

/// One line of information.
pub fn say(line: &str) {
    eprintln!("  · {line}");
}

/// A duration for people: `0.4 s`, `12 s`, `3 min 20 s`.
pub fn elapsed(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..=9 => format!("{:.1} s", duration.as_secs_f64()),
        10..=119 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}
