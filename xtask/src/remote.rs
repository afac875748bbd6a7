//! A server anywhere, asked with a secret key. What it cannot do at the moment is asked again.

use std::io::Read;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use flate2::read::MultiGzDecoder;

/// How long a server may take for one request.
const LIMIT: Duration = Duration::from_secs(120);
/// The longest pause that a server may ask for.
const LONGEST_PAUSE: u64 = 60;
const TRIES: u32 = 6;

/// A server and a key.
#[derive(Debug)]
pub struct Remote {
    agent: ureq::Agent,
    url: String,
    authorization: String,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// The body, as far as it came.
    pub text: String,
    /// How many events the body shall hold, if the server says so.
    pub events: Option<u64>,
}

impl Remote {
    /// The server at `url`.
    pub fn new(url: &str, key: &str) -> Remote {
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(LIMIT)).build();
        Remote { agent: config.into(), url: url.trim_end_matches('/').to_owned(), authorization: format!("Bearer {key}") }
    }

    /// Fetches a path. A body that breaks off is returned as far as it came.
    pub fn fetch(&self, path: &str) -> Result<Answer> {
        let call = || {
            let request = self.agent.get(format!("{}{path}", self.url)).header("authorization", &self.authorization);
            request.header("accept-encoding", "gzip").call()
        };
        self.ask(path, call)
    }

    /// Posts a body.
    pub fn send(&self, path: &str, body: &[u8]) -> Result<String> {
        let call = || {
            let request = self.agent.post(format!("{}{path}", self.url)).header("authorization", &self.authorization);
            request.content_type("application/x-ndjson").send(body)
        };
        Ok(self.ask(path, call)?.text)
    }

    /// Deletes what a path names.
    pub fn delete(&self, path: &str) -> Result<String> {
        let call = || self.agent.delete(format!("{}{path}", self.url)).header("authorization", &self.authorization).call();
        Ok(self.ask(path, call)?.text)
    }

    fn ask(&self, path: &str, call: impl Fn() -> Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Answer> {
        let mut tried = 1;
        loop {
            let pause = Duration::from_secs(1 << tried);
            let answer = match call() {
                Ok(answer) => answer,
                Err(error) if tried < TRIES => {
                    eprintln!("  · {}: {error}; again in {} s", self.url, pause.as_secs());
                    std::thread::sleep(pause);
                    tried += 1;
                    continue;
                }
                Err(error) => return Err(error).with_context(|| format!("{} does not answer", self.url)),
            };
            let status = answer.status().as_u16();
            let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
            let asked = header("retry-after").and_then(|seconds| seconds.parse().ok());
            let is_gzip = header("content-encoding") == Some("gzip");
            let events = header("x-trailmark-events").and_then(|count| count.parse().ok());
            let text = read(answer, is_gzip);
            match status {
                200 | 201 => return Ok(Answer { text, events }),
                429 | 500.. if tried < TRIES && asked.is_none_or(|seconds| seconds <= LONGEST_PAUSE) => {
                    std::thread::sleep(asked.map_or(pause, Duration::from_secs));
                    tried += 1;
                }
                _ => bail!("{} answered {status} to {path}: {text}", self.url),
            }
        }
    }
}

/// The text of a body, as far as it came.
fn read(answer: ureq::http::Response<ureq::Body>, is_gzip: bool) -> String {
    let mut bytes = Vec::new();
    let plain = answer.into_body().into_reader();
    let outcome = if is_gzip { MultiGzDecoder::new(plain).read_to_end(&mut bytes) } else { { plain }.read_to_end(&mut bytes) };
    // What is missing shows by fewer events than were announced, or by JSON that does not read.
    drop(outcome);
    String::from_utf8_lossy(&bytes).into_owned()
}
