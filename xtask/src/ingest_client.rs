//! Sends batches to a Worker from several threads, as many browsers would, and adds up what it answered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use serde::Deserialize;
use serde_json::Value;

/// Enough to keep one workerd busy while answers travel.
const THREADS: usize = 8;
const TRIES: u32 = 5;
/// The longest pause that a server is given when it asks for one.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// On ingest answers the Worker says how many rows D1 wrote; Cloudflare bills them.
const ROWS_WRITTEN: &str = "x-trailmark-rows-written";

/// What became of some events.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Tally {
    pub accepted: u64,
    pub duplicate: u64,
    pub rejected: u64,
    pub limited: u64,
    /// Rows that D1 wrote, all tables and indexes together.
    #[serde(skip)]
    pub rows_written: u64,
}

impl Tally {
    /// All events that were judged.
    pub fn total(&self) -> u64 {
        self.accepted + self.duplicate + self.rejected + self.limited
    }

    /// Adds up.
    pub fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.duplicate += other.duplicate;
        self.rejected += other.rejected;
        self.limited += other.limited;
        self.rows_written += other.rows_written;
    }
}

/// The ingest endpoint of one Worker.
#[derive(Debug)]
pub struct IngestClient {
    agent: ureq::Agent,
    endpoint: String,
}

impl IngestClient {
    /// A client of the Worker at `url`.
    pub fn new(url: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .max_idle_connections_per_host(THREADS)
            .build();
        Self { agent: config.into(), endpoint: format!("{}/api/events/log/batch", url.trim_end_matches('/')) }
    }

    /// Sends the batches that `make` returns for 0 to `count`, several at a time. `on_answer` hears of each one's tally.
    pub fn send_all(&self, count: usize, make: impl Fn(usize) -> Value + Sync, on_answer: impl Fn(&Tally) + Sync) -> Result<Tally> {
        let next = AtomicUsize::new(0);
        let sum = Mutex::new(Ok(Tally::default()));
        let work = || loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return;
            }
            let answer = self.send(&make(index));
            let Ok(mut sum) = sum.lock() else { return };
            match (answer, sum.as_mut()) {
                (Ok(tally), Ok(sum)) => {
                    sum.add(&tally);
                    on_answer(&tally);
                }
                (Err(error), Ok(_)) => {
                    *sum = Err(error);
                    next.store(count, Ordering::Relaxed);
                }
                (_, Err(_)) => return,
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(work);
            }
        });
        sum.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Sends one batch; an overloaded Worker is asked again, which its dedup makes harmless.
    fn send(&self, batch: &Value) -> Result<Tally> {
        let body = batch.to_string();
        let mut tried = 1;
        loop {
            let answer = self.agent.post(&self.endpoint).content_type("text/plain").send(body.as_str());
            let mut answer = answer.with_context(|| format!("{} does not answer: is the server running?", self.endpoint))?;
            let status = answer.status().as_u16();
            let rows_written = answer.headers().get(ROWS_WRITTEN).and_then(|value| value.to_str().ok()?.parse().ok());
            let asked = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok()).map(Duration::from_secs);
            let text = answer.body_mut().read_to_string()?;
            match status {
                200 => {
                    let mut tally: Tally = serde_json::from_str(&text).with_context(|| format!("not a verdict document: {text}"))?;
                    tally.rows_written = rows_written.unwrap_or(0);
                    return Ok(tally);
                }
                429 | 503 if tried < TRIES => {
                    std::thread::sleep(asked.filter(|pause| *pause <= LONGEST_PAUSE).unwrap_or(Duration::from_millis(200 << tried)));
                    tried += 1;
                }
                _ => bail!("the server answered {status} to a batch: {text}"),
            }
        }
    }
}
