//! Everything at once for a while: writers and readers at saturation, and afterwards books that balance.

mod books;
mod readers;
mod writers;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{anyhow, ensure, Result};

use crate::local_server::{Access, LocalServer, LocalServerOptions};
use crate::memory::watched;
use crate::report::{publish, Row};
use crate::{build, progress, repo};
use books::Books;
use writers::Sent;

/// Memory may grow by so much a minute in the second half: the database grows, and workerd has a part of it in memory.
const MIB_A_MINUTE: f64 = 20.0;
/// Until then V8 lets its heap grow: some 100,000 requests to its first large collection.
const SECONDS_TO_JUDGE_MEMORY: u64 = 600;
/// workerd closes connections that wait for five seconds, and one that it is closing is no error of the Worker's.
const IDLE: Duration = Duration::from_secs(3);

/// What `bench soak` accepts.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct SoakArguments {
    /// How long.
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// Who write at the same time.
    #[arg(long, default_value_t = 4)]
    writers: usize,
    /// Who read at the same time.
    #[arg(long, default_value_t = 2)]
    readers: usize,
    /// One JSON document instead of a table.
    #[arg(long)]
    json: bool,
}

/// Measures on a fresh database.
pub fn run(arguments: SoakArguments) -> Result<()> {
    build::everything()?;
    let db = repo::path(".trailmark").join(format!("soak-{}", std::process::id()));
    let rows = soak(&LocalServerOptions { port: 0, db: db.clone(), fresh: true, rate_limits: false }, arguments);
    std::fs::remove_dir_all(&db).ok();
    publish(&rows?, arguments.json)
}

fn soak(options: &LocalServerOptions, arguments: SoakArguments) -> Result<Vec<Row>> {
    let server = LocalServer::start(options)?;
    let SoakArguments { seconds, writers, readers, .. } = arguments;
    let what = format!("{writers} writers and {readers} readers for {seconds} s");
    let (load, memory) = watched(|| progress::step(&what, || load(&server.access, arguments)));
    let load = load?;
    let books = progress::step("the books", || Books::read(&server.access))?;
    let mut rows = load.rows(seconds as f64);
    rows.extend(books.rows(&load.sent));
    rows.extend(memory.rows(Some(MIB_A_MINUTE).filter(|_| seconds >= SECONDS_TO_JUDGE_MEMORY)));
    Ok(rows)
}

/// What happened while it went on.
#[derive(Debug, Default)]
struct Load {
    sent: Sent,
    /// Milliseconds of each request, by what it was for.
    latencies: Vec<(&'static str, f64)>,
    /// Answers that are none: not 200 (and not 429), or a connection that broke.
    errors: Vec<String>,
}

/// Tells threads when it is over, and takes what they have seen.
struct Shift<'a> {
    access: &'a Access,
    agent: ureq::Agent,
    is_over: AtomicBool,
    load: Mutex<Load>,
}

fn load(access: &Access, arguments: SoakArguments) -> Result<Load> {
    let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
    let agent = config.max_idle_connections_per_host(arguments.writers + arguments.readers).max_idle_age(IDLE).build().into();
    let shift = Shift { access, agent, is_over: AtomicBool::new(false), load: Mutex::new(Load::default()) };
    std::thread::scope(|scope| {
        for writer in 0..arguments.writers {
            let shift = &shift;
            scope.spawn(move || writers::write(shift, writer));
        }
        for reader in 0..arguments.readers {
            let shift = &shift;
            scope.spawn(move || readers::read(shift, reader));
        }
        for left in (1..=arguments.seconds).rev() {
            if left % 10 == 0 {
                progress::say(&format!("{left} s left"));
            }
            std::thread::sleep(Duration::from_secs(1));
        }
        shift.is_over.store(true, Ordering::Relaxed);
    });
    let load = shift.load.into_inner().map_err(|_| anyhow!("a thread of the load panicked"))?;
    ensure!(load.sent.events > 0, "nothing was sent; {}", load.errors.first().map_or("no reason is known", String::as_str));
    Ok(load)
}

impl Shift<'_> {
    fn goes_on(&self) -> bool {
        !self.is_over.load(Ordering::Relaxed)
    }

    /// Measures one request. `None` after an error, which is kept.
    fn measured<T>(&self, kind: &'static str, request: impl FnOnce() -> Result<T>) -> Option<T> {
        let started = Instant::now();
        let outcome = request();
        let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        let mut load = self.load.lock().ok()?;
        load.latencies.push((kind, milliseconds));
        outcome.map_err(|error| load.errors.push(format!("{kind}: {error:#}"))).ok()
    }
}

impl Load {
    fn rows(&self, seconds: f64) -> Vec<Row> {
        let mut rows = vec![
            Row::plain("events sent", self.sent.events as f64, ""),
            Row::plain("events a second", (self.sent.events as f64 / seconds).round(), "1/s"),
            Row::plain("requests a second", (self.latencies.len() as f64 / seconds).round(), "1/s"),
            Row::at_most("errors", self.errors.len() as f64, "", 0.0).noting(self.errors.first().map_or("", String::as_str)),
        ];
        let mut kinds: Vec<&str> = self.latencies.iter().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let mut times: Vec<f64> = self.latencies.iter().filter(|(of, _)| *of == kind).map(|(_, time)| *time).collect();
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times.get(((times.len() - 1) as f64 * share) as usize).copied().unwrap_or_default();
            let note = format!("p95 {:.0}, p99 {:.0}, slowest {:.0} ms of {}", at(0.95), at(0.99), at(1.0), times.len());
            rows.push(Row::plain(format!("{kind}, p50"), at(0.5), "ms").noting(&note));
        }
        rows
    }
}
