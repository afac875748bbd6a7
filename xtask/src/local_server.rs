//! A local server as a child process: `tests/support/serve.mjs`, which ends when this program does, however it ends.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

use crate::process;

const START_LIMIT: Duration = Duration::from_secs(120);
const STOP_LIMIT: Duration = Duration::from_secs(10);

/// Where a server listens and which keys it takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Access {
    pub url: String,
    pub write_key: String,
    pub read_key: String,
    pub admin_key: String,
    pub server_key: String,
}

/// Counts running servers, so that an interrupt knows whether there is something to end in order.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Whether a server of this program runs.
pub fn is_running() -> bool {
    RUNNING.load(Ordering::SeqCst) > 0
}

/// A running server; dropping it ends it together with its workerd.
#[derive(Debug)]
pub struct LocalServer {
    pub access: Access,
    child: Child,
}

/// How to start one.
#[derive(Debug, Clone)]
pub struct LocalServerOptions {
    /// 0 picks a free one.
    pub port: u16,
    /// Directory of the database.
    pub db: PathBuf,
    /// Empty the database first.
    pub fresh: bool,
    /// Whether there are rate limits, as in a deployment. They are not for who fills a database or measures.
    pub rate_limits: bool,
}

impl LocalServer {
    /// Starts a server and waits until it answers. What to serve must be built.
    pub fn start(options: &LocalServerOptions) -> Result<Self> {
        let mut node = process::node("node");
        node.arg("tests/support/serve.mjs").args(["--until-stdin-closes", "--port", &options.port.to_string(), "--db"]).arg(&options.db);
        node.args(options.fresh.then_some("--fresh")).args((!options.rate_limits).then_some("--no-rate-limits"));
        node.stdin(Stdio::piped()).stdout(Stdio::piped());
        // A group of its own: Ctrl-C reaches this program only, which then ends the whole group in order.
        node.process_group(0);
        let mut child = node.spawn().context("cannot start node")?;
        RUNNING.fetch_add(1, Ordering::SeqCst);
        match read_access(&mut child) {
            Ok(access) => Ok(Self { access, child }),
            Err(reason) => {
                process::end(&mut child);
                RUNNING.fetch_sub(1, Ordering::SeqCst);
                Err(reason.context("the local server did not start (its own message is above)"))
            }
        }
    }

    /// Waits until the server ends by itself or `stop` says so; an error when it was not told to.
    pub fn wait(&mut self, stop: &mpsc::Receiver<()>) -> Result<()> {
        loop {
            if stop.recv_timeout(Duration::from_millis(200)).is_ok() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the local server ended by itself ({status}); its last lines are above");
            }
        }
    }
}

impl Drop for LocalServer {
    fn drop(&mut self) {
        // The server watches its standard input, so that it also ends when this program is killed.
        drop(self.child.stdin.take());
        if !matches!(process::wait_within(&mut self.child, STOP_LIMIT), Ok(Some(_))) {
            let group = format!("-{}", self.child.id());
            Command::new("kill").args(["-KILL", "--", &group]).status().ok();
            self.child.wait().ok();
        }
        RUNNING.fetch_sub(1, Ordering::SeqCst);
    }
}

fn read_access(child: &mut Child) -> Result<Access> {
    let stdout = child.stdout.take().context("the server's standard output is not piped")?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stdout);
        let mut first = String::new();
        let read = lines.read_line(&mut first).map(|_| first);
        sender.send(read).ok();
        // Read on, so that the server never waits for a full pipe.
        std::io::copy(&mut lines.take(u64::MAX), &mut std::io::sink()).ok();
    });
    let line = receiver.recv_timeout(START_LIMIT).context("it said nothing for two minutes")??;
    serde_json::from_str(&line).with_context(|| format!("it said {line:?} instead of where it listens"))
}

/// A server that somebody else started.
#[derive(Debug)]
pub struct Running {
    pub url: String,
    pub write_key: String,
    pub admin_key: String,
}

/// The way to the database of a server that somebody else started: a socket that only this person may use.
#[derive(Debug)]
pub struct Door(pub PathBuf);

/// The door of the server that already serves this database, if it opens.
pub fn door(db: &Path) -> Option<Door> {
    #[derive(Deserialize)]
    struct Server {
        door: PathBuf,
    }
    let Server { door } = serde_json::from_str(&std::fs::read_to_string(db.join("server.json")).ok()?).ok()?;
    UnixStream::connect(&door).is_ok().then_some(Door(door))
}

/// The server that already serves this database, if its process still listens.
pub fn running(db: &Path) -> Option<Running> {
    #[derive(Deserialize)]
    struct Server {
        url: String,
    }
    #[derive(Deserialize)]
    struct Keys {
        write: String,
        admin: String,
    }
    let read = |name: &str| std::fs::read_to_string(db.join(name)).ok();
    let Server { url } = serde_json::from_str(&read("server.json")?).ok()?;
    let keys: Keys = serde_json::from_str(&read("keys.json")?).ok()?;
    let answers = ureq::get(format!("{url}/api/health")).call().is_ok();
    answers.then_some(Running { url, write_key: keys.write, admin_key: keys.admin })
}
