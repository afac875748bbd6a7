//! `cargo xtask seed`: a believable month of a small product's use, sent through the HTTP API like any other events.

mod people;
pub mod uuid;
mod visits;

use std::path::PathBuf;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use crate::ingest_client::IngestClient;
use crate::local_server::{running, LocalServer, LocalServerOptions};
use crate::{build, dev, progress};
use visits::Calendar;

const HOUR: u64 = 3_600_000;

/// What `seed` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct SeedArguments {
    /// How many events to make.
    #[arg(long, default_value_t = 20_000)]
    events: u64,
    /// Over how many days up to now they are spread.
    #[arg(long, default_value_t = 30)]
    days: u64,
    /// The same seed makes the same events within the same hour, which the server then knows already.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A running server; without it, the one of `dev` is used, or started for the time being.
    #[arg(long, requires = "write_key")]
    url: Option<String>,
    /// Write key of that server.
    #[arg(long, requires = "url")]
    write_key: Option<String>,
    /// Directory of the local database, without --url.
    #[arg(long, value_name = "DIR", default_value = dev::DATABASE)]
    db: PathBuf,
}

/// Makes the events, sends them, and says what became of them.
pub fn run(arguments: &SeedArguments) -> Result<()> {
    let target = Target::find(arguments)?;
    let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    // A whole hour, so that the same call soon afterwards makes the same events.
    let calendar = Calendar { end: now - now % HOUR, days: arguments.days.max(1) };
    let plan = visits::plan(arguments.events, &calendar, arguments.seed);
    progress::say(&format!("{} events in {} visits over {} days, to {}", arguments.events, plan.len(), calendar.days, target.url));

    let bar = ProgressBar::new(arguments.events);
    bar.set_style(ProgressStyle::with_template("  {wide_bar} {human_pos}/{human_len} events, {per_sec}, {eta} left")?);
    let client = IngestClient::new(&target.url);
    let started = Instant::now();
    let sent = client.send_all(
        plan.len(),
        |index| plan.get(index).map(|visit| visit.batch(&target.write_key)).unwrap_or_default(),
        |tally| bar.inc(tally.total()),
    );
    bar.finish_and_clear();
    let tally = sent?;
    let seconds = started.elapsed().as_secs_f64();
    println!("{} accepted, {} duplicate, {} rejected, {} limited", tally.accepted, tally.duplicate, tally.rejected, tally.limited);
    println!("{seconds:.1} s, {:.0} events/s, {} rows written", tally.total() as f64 / seconds, tally.rows_written);
    anyhow::ensure!(tally.rejected == 0, "the server rejected {} events that should be valid", tally.rejected);
    Ok(())
}

struct Target {
    url: String,
    write_key: String,
    /// Ends with the target when it was started for it.
    _server: Option<LocalServer>,
}

impl Target {
    fn find(arguments: &SeedArguments) -> Result<Self> {
        if let (Some(url), Some(write_key)) = (&arguments.url, &arguments.write_key) {
            return Ok(Self { url: url.clone(), write_key: write_key.clone(), _server: None });
        }
        let db = dev::in_repository(&arguments.db);
        if let Some(server) = running(&db) {
            return Ok(Self { url: server.url, write_key: server.write_key, _server: None });
        }
        build::everything()?;
        let server = progress::step("starting a server for the time being", || {
            LocalServer::start(&LocalServerOptions { port: 0, db, fresh: false, rate_limits: false })
        })?;
        Ok(Self { url: server.access.url.clone(), write_key: server.access.write_key.clone(), _server: Some(server) })
    }
}
