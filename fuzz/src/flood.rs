//! Bodies against a Worker that runs, on several connections that are kept, each answer checked.

use crate::bodies::{body, Author, Body};
use crate::http::{Connection, Reply};
use crate::model::{Model, Said};
use ingest_worker::ingest::Form;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Wrong answers that are told in full. All are counted.
const MAX_TOLD: usize = 20;
const PROGRESS: Duration = Duration::from_secs(2);

/// What to send where.
#[derive(Clone, Debug)]
pub struct Flood {
    /// Host and port.
    pub host: String,
    /// A write key of a project in which nothing is settled.
    pub key: String,
    /// The bodies are a function of it, up to the times in them.
    pub seed: u64,
    /// How many.
    pub bodies: u64,
    /// At the same time.
    pub connections: u64,
}

/// What came of it.
#[derive(Debug, Default, Serialize)]
pub struct Outcome {
    /// Bodies that were answered.
    pub answered: u64,
    /// Bytes of them, as sent.
    pub bytes: u64,
    /// Answers by status.
    pub statuses: BTreeMap<u16, u64>,
    /// Bodies by kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// Bodies whose outcome was known by how they were made.
    pub known: u64,
    /// Events by verdict.
    pub verdicts: BTreeMap<&'static str, u64>,
    /// Rejected events by code.
    pub codes: BTreeMap<String, u64>,
    /// Answers of 500 and more.
    pub server_errors: u64,
    /// Kept connections that were closed before a request on them was answered, as workerd does when it gets no processor time for seconds. The
    /// body was sent once more, on a new one: had it been taken before, its events would now be duplicates, and that would be a wrong answer.
    pub reopened: u64,
    /// New connections that broke before an answer was there.
    pub resets: u64,
    /// Answers other than they must be, those of 500 among them.
    pub wrong: u64,
    /// Some of them.
    pub told: Vec<Wrong>,
    /// How long it took.
    pub seconds: f64,
}

/// A body that was answered wrongly.
#[derive(Debug, Serialize)]
pub struct Wrong {
    /// Its number: with the seed it makes the body again.
    pub number: u64,
    /// Its kind.
    pub kind: &'static str,
    /// What is wrong.
    pub fault: String,
    /// The body, as far as it is text.
    pub body: String,
}

impl Flood {
    /// Sends everything. `progress` hears how many bodies were answered, and how many of them wrongly.
    pub fn run(&self, progress: impl Fn(u64, u64) + Sync) -> Outcome {
        let sum = Mutex::new(Outcome::default());
        let (next, answered, wrong) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
        let started = Instant::now();
        std::thread::scope(|scope| {
            for lane in 0..self.connections {
                let (sum, next, answered, wrong) = (&sum, &next, &answered, &wrong);
                scope.spawn(move || {
                    let outcome = self.lane(lane, next, answered, wrong);
                    if let Ok(mut sum) = sum.lock() {
                        sum.add(outcome);
                    }
                });
            }
            let mut told = Instant::now();
            while answered.load(Ordering::Relaxed) < self.bodies {
                std::thread::sleep(Duration::from_millis(50));
                if told.elapsed() >= PROGRESS {
                    told = Instant::now();
                    progress(answered.load(Ordering::Relaxed), wrong.load(Ordering::Relaxed));
                }
            }
        });
        let mut outcome = sum.into_inner().unwrap_or_default();
        outcome.seconds = started.elapsed().as_secs_f64();
        outcome
    }

    /// One connection after the other, and on each one body after the other.
    fn lane(&self, lane: u64, next: &AtomicU64, answered: &AtomicU64, wrong: &AtomicU64) -> Outcome {
        let prefix = format!("f{:x}l{lane}n", self.seed);
        let mut model = Model::new(&self.key, &prefix);
        let mut outcome = Outcome::default();
        let mut connection = None;
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= self.bodies {
                return outcome;
            }
            let body = body(self.seed, number, &Author { prefix: prefix.clone(), now: now() });
            outcome.count(&body);
            match self.check(&body, &mut model, &mut connection, &mut outcome) {
                Ok(said) => outcome.take(said),
                Err(fault) => {
                    wrong.fetch_add(1, Ordering::Relaxed);
                    outcome.tell(number, &body, fault);
                }
            }
            answered.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn check(&self, body: &Body, model: &mut Model, connection: &mut Option<Connection>, outcome: &mut Outcome) -> Result<Said, String> {
        let kept = connection.take().map(|mut kept| (self.send(&mut kept, body), kept));
        let (reply, open) = match kept {
            Some((Ok(reply), kept)) => (reply, kept),
            broken => {
                outcome.reopened += u64::from(broken.is_some());
                let fresh = Connection::open(&self.host).and_then(|mut open| Ok((self.send(&mut open, body)?, open)));
                fresh.map_err(|error| {
                    outcome.resets += 1;
                    format!("no answer: {error}")
                })?
            }
        };
        outcome.answered += 1;
        *outcome.statuses.entry(reply.status).or_default() += 1;
        outcome.server_errors += u64::from(reply.status >= 500);
        if !reply.closes {
            *connection = Some(open);
        }
        model.check(body, &reply)
    }

    fn send(&self, open: &mut Connection, body: &Body) -> std::io::Result<Reply> {
        let path = if body.form == Form::Single { "/api/events/log" } else { "/api/events/log/batch" };
        let authorization = body.key.text(&self.key).map(|key| format!("Bearer {key}"));
        let mut headers: Vec<(&str, &str)> = Vec::new();
        headers.extend(authorization.as_deref().map(|text| ("authorization", text)));
        headers.extend(body.encoding.map(|text| ("content-encoding", text)));
        open.post(path, &headers, &body.bytes, body.is_chunked)
    }
}

impl Outcome {
    fn count(&mut self, body: &Body) {
        *self.kinds.entry(body.kind).or_default() += 1;
        self.bytes += body.bytes.len() as u64;
        self.known += u64::from(body.known.is_some());
    }

    fn take(&mut self, said: Said) {
        merge(&mut self.verdicts, said.verdicts);
        merge(&mut self.codes, said.codes);
    }

    fn tell(&mut self, number: u64, body: &Body, fault: String) {
        self.wrong += 1;
        if self.told.len() < MAX_TOLD {
            let text = String::from_utf8_lossy(&body.bytes).chars().take(4_000).collect();
            self.told.push(Wrong { number, kind: body.kind, fault, body: text });
        }
    }

    fn add(&mut self, other: Outcome) {
        self.answered += other.answered;
        self.bytes += other.bytes;
        merge(&mut self.statuses, other.statuses);
        merge(&mut self.kinds, other.kinds);
        self.known += other.known;
        merge(&mut self.verdicts, other.verdicts);
        merge(&mut self.codes, other.codes);
        self.server_errors += other.server_errors;
        self.reopened += other.reopened;
        self.resets += other.resets;
        self.wrong += other.wrong;
        self.told.extend(other.told);
        self.told.truncate(MAX_TOLD);
    }
}

fn merge<K: Ord>(sum: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    for (key, count) in more {
        *sum.entry(key).or_default() += count;
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}
