//! `cargo xtask rollups`: the state of a server's roll-ups, and folding them to the end.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;

use crate::local_server::running;
use crate::remote::Remote;
use crate::{dev, progress};

/// Steps that fold nothing although something is left, until we give up: others hold what is left for two minutes at most.
const MAX_IDLE_STEPS: u32 = 40;
const PAUSE: std::time::Duration = std::time::Duration::from_secs(5);

/// What `rollups` accepts.
#[derive(Debug, Clone, Args)]
pub struct RollupsArguments {
    #[command(subcommand)]
    task: Task,
    /// A running server; without it, the one of `dev`.
    #[arg(long, requires = "key", global = true)]
    url: Option<String>,
    /// Admin key of that server.
    #[arg(long, requires = "url", global = true)]
    key: Option<String>,
    /// Directory of the local database, without --url.
    #[arg(long, value_name = "DIR", default_value = dev::DATABASE, global = true)]
    db: PathBuf,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Task {
    /// Say what is folded.
    Status,
    /// Fold what is to be folded.
    Fold,
    /// Fold everything anew.
    Rebuild,
}

/// Does the task.
pub fn run(arguments: &RollupsArguments) -> Result<()> {
    let remote = remote(arguments)?;
    match arguments.task {
        Task::Status => {}
        Task::Fold => fold(&remote)?,
        Task::Rebuild => {
            #[derive(Deserialize)]
            struct Answer {
                marked: u64,
            }
            let answer: Answer = serde_json::from_str(&remote.send("/api/rollups/rebuild", b"")?)?;
            progress::say(&format!("{} hours are to be folded anew", answer.marked));
            fold(&remote)?;
        }
    }
    say_status(&remote)
}

fn remote(arguments: &RollupsArguments) -> Result<Remote> {
    if let (Some(url), Some(key)) = (&arguments.url, &arguments.key) {
        return Ok(Remote::new(url, key));
    }
    let server = running(&dev::in_repository(&arguments.db))
        .context("no local server is running: start `cargo xtask dev`, or name one by --url and --key")?;
    Ok(Remote::new(&server.url, &server.admin_key))
}

fn fold(remote: &Remote) -> Result<()> {
    #[derive(Deserialize)]
    struct Answer {
        folded: u64,
        events: u64,
        remaining: u64,
    }
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("  {wide_bar} {human_pos}/{human_len} hours, {msg}, {eta} left")?);
    let (mut events, mut idle) = (0, 0);
    loop {
        let answer: Answer = serde_json::from_str(&remote.send("/api/rollups/fold", b"")?)?;
        events += answer.events;
        bar.set_length(bar.position() + answer.folded + answer.remaining);
        bar.inc(answer.folded);
        bar.set_message(format!("{events} events"));
        if answer.remaining == 0 {
            break;
        }
        idle = if answer.folded == 0 { idle + 1 } else { 0 };
        anyhow::ensure!(idle < MAX_IDLE_STEPS, "{} hours do not get folded: the server's log says why", answer.remaining);
        if idle > 0 {
            std::thread::sleep(PAUSE);
        }
    }
    bar.finish_and_clear();
    progress::say(&format!("{} hours folded, {events} events, in {}", bar.position(), progress::elapsed(bar.elapsed())));
    Ok(())
}

fn say_status(remote: &Remote) -> Result<()> {
    #[derive(Deserialize)]
    struct Answer {
        closed_until_iso: Option<String>,
        hours: u64,
        stale: u64,
        events: u64,
        bytes: u64,
    }
    let answer: Answer = serde_json::from_str(&remote.fetch("/api/rollups")?.text)?;
    let until = answer.closed_until_iso.unwrap_or_else(|| "never".to_owned());
    println!(
        "closed until {until}: {} hours with {} events in {} bytes, {} to be folded",
        answer.hours, answer.events, answer.bytes, answer.stale
    );
    Ok(())
}
