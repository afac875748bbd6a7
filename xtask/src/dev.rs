//! `cargo xtask dev`: everything built, a local database migrated, the Worker running with demo, dashboard and docs.

use std::path::PathBuf;
use std::sync::mpsc;

use anyhow::{Context, Result};

use crate::local_server::{LocalServer, LocalServerOptions};
use crate::{build, progress, repo};

/// Where `dev` and `seed` keep their database unless told otherwise.
pub const DATABASE: &str = ".trailmark/dev";

/// What `dev` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct DevArguments {
    /// Port to listen on; 0 picks a free one.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Start with an empty database and new keys.
    #[arg(long)]
    fresh: bool,
    /// Directory of the local database.
    #[arg(long, value_name = "DIR", default_value = DATABASE)]
    db: PathBuf,
    /// Print exactly one line of JSON with URL and keys when ready.
    #[arg(long)]
    json: bool,
}

/// Builds, serves, and ends everything it started on Ctrl-C or SIGTERM.
pub fn run(arguments: DevArguments) -> Result<()> {
    let stop = on_interrupt()?;
    build::everything()?;
    let options = LocalServerOptions { port: arguments.port, db: in_repository(&arguments.db), fresh: arguments.fresh, rate_limits: true };
    let mut server = progress::step("starting workerd with a migrated local D1", || LocalServer::start(&options))?;
    let access = &server.access;
    if arguments.json {
        println!("{}", serde_json::to_string(access)?);
    } else {
        println!("\n  demo       {}/", access.url);
        println!("  dashboard  {}/dashboard/#key={}", access.url, access.read_key);
        println!("  docs       {}/docs/", access.url);
        println!("\n  write key  {}", access.write_key);
        println!("  read key   {}", access.read_key);
        println!("  admin key  {}", access.admin_key);
        println!("\n  requests   {}", repo::shown(&options.db.join("requests.ndjson")));
        println!("  database   {}   Ctrl-C ends everything\n", repo::shown(&options.db));
    }
    let ended = server.wait(&stop);
    drop(server);
    ended
}

/// A relative directory means the repository's, as everywhere in these commands.
pub fn in_repository(directory: &std::path::Path) -> PathBuf {
    repo::root().join(directory)
}

fn on_interrupt() -> Result<mpsc::Receiver<()>> {
    let (sender, receiver) = mpsc::channel();
    let mut seen = false;
    ctrlc::set_handler(move || {
        // While building there is nothing to end in order, and a second Ctrl-C means "now".
        if sender.send(()).is_err() || std::mem::replace(&mut seen, true) || !crate::local_server::is_running() {
            std::process::exit(130);
        }
    })
    .context("cannot listen for Ctrl-C")?;
    Ok(receiver)
}
