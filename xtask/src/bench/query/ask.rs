use std::time::{Duration, Instant};

use anyhow::{bail, ensure, Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use serde_json::Value;

use super::questions::Question;
use crate::local_server::Access;
use crate::progress;
use crate::report::Row;

/// How often each question is asked; less often when it is so slow that this would take longer than the limit.
const REQUESTS: usize = 10;
const LIMIT: Duration = Duration::from_secs(3);
/// The code of an answer that refuses to read too much.
const TOO_BIG: &str = "question_too_big";

/// What asking a question costs.
#[derive(Debug, Clone, Default)]
pub struct Cost {
    pub p50_ms: f64,
    pub p95_ms: f64,
    /// Rows that D1 read for one answer, as the answer says.
    pub rows_read: u64,
    /// The Worker's code for refusing the question; of several questions with the name of the first that was refused.
    pub refused: Option<String>,
}

/// How folding went.
#[derive(Debug, Default)]
pub struct Folding {
    seconds: f64,
    hours: u64,
    events: u64,
}

impl Folding {
    pub fn rows(&self) -> Vec<Row> {
        vec![
            Row::plain("folding", self.seconds, "s"),
            Row::plain("hours folded", self.hours as f64, "hours"),
            Row::plain("folding, events/s", (self.events as f64 / self.seconds).round(), "events/s"),
        ]
    }
}

/// Asks one Worker.
#[derive(Debug)]
pub struct Asker {
    agent: ureq::Agent,
    url: String,
    key: String,
}

impl Asker {
    pub fn new(access: &Access) -> Self {
        // A connection for each question: workerd closes idle ones, and may do so while the next question is on its way.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .max_idle_connections(0)
            .build();
        Self { agent: config.into(), url: access.url.clone(), key: access.admin_key.clone() }
    }

    /// Asks again and again.
    pub fn measure(&self, question: &Question, days: u64) -> Result<Cost> {
        let path = question.path(days);
        self.repeat(|| self.ask(&path))
    }

    /// Asks all of them, one after the other, again and again.
    pub fn measure_together(&self, questions: &[Question], days: u64) -> Result<Cost> {
        self.repeat(|| {
            let mut sum = Answer::default();
            for question in questions {
                let answer = self.ask(&question.path(days))?;
                sum.millis += answer.millis;
                sum.rows_read += answer.rows_read;
                sum.refused = sum.refused.or(answer.refused.map(|code| format!("{}: {code}", question.name)));
            }
            Ok(sum)
        })
    }

    /// Folds all that can be folded, from the beginning.
    pub fn fold(&self) -> Result<Folding> {
        let mut folding = Folding::default();
        self.post("/api/rollups/rebuild")?;
        let bar = ProgressBar::new(0);
        bar.set_style(ProgressStyle::with_template("  {wide_bar} {human_pos}/{human_len} hours, {eta} left")?);
        progress::step("folding", || {
            let started = Instant::now();
            loop {
                let step: FoldStep = serde_json::from_value(self.post("/api/rollups/fold")?)?;
                folding.hours += step.folded;
                folding.events += step.events;
                bar.set_length(folding.hours + step.remaining);
                bar.set_position(folding.hours);
                if step.remaining == 0 {
                    folding.seconds = started.elapsed().as_secs_f64();
                    bar.finish_and_clear();
                    return Ok(folding);
                }
            }
        })
    }

    fn repeat(&self, ask: impl Fn() -> Result<Answer>) -> Result<Cost> {
        let started = Instant::now();
        // The first one is not counted: the connection is new, and pages of the database are not in memory.
        let mut answers = vec![ask()?];
        while answers.len() <= REQUESTS && started.elapsed() < LIMIT {
            answers.push(ask()?);
        }
        let rows_read = answers.last().map_or(0, |answer| answer.rows_read);
        let refused = answers.last().and_then(|answer| answer.refused.clone());
        if answers.len() > 1 {
            answers.remove(0);
        }
        let mut times: Vec<f64> = answers.iter().map(|answer| answer.millis).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get(((times.len() as f64 * share).ceil() as usize).saturating_sub(1)).copied().unwrap_or(0.0);
        Ok(Cost { p50_ms: at(0.5), p95_ms: at(0.95), rows_read, refused })
    }

    fn ask(&self, path: &str) -> Result<Answer> {
        let started = Instant::now();
        let request = self.agent.get(format!("{}{path}", self.url)).header("authorization", format!("Bearer {}", self.key));
        let mut answer = request.call().with_context(|| format!("{path} was not answered"))?;
        let text = answer.body_mut().with_config().limit(u64::MAX).read_to_string()?;
        let millis = started.elapsed().as_secs_f64() * 1000.0;
        let document: Value = serde_json::from_str(&text).with_context(|| format!("{path}: {text}"))?;
        let rows_read = document.pointer("/meta/rows_read").and_then(Value::as_u64).unwrap_or(0);
        let refused = match (answer.status().as_u16(), document.get("code").and_then(Value::as_str)) {
            (200, _) => None,
            (_, Some(TOO_BIG)) => Some(TOO_BIG.to_owned()),
            (status, _) => bail!("{path}: {status} {text}"),
        };
        Ok(Answer { millis, rows_read, refused })
    }

    fn post(&self, path: &str) -> Result<Value> {
        let request = self.agent.post(format!("{}{path}", self.url)).header("authorization", format!("Bearer {}", self.key));
        let mut answer = request.send_empty().with_context(|| format!("{path} was not answered"))?;
        let text = answer.body_mut().read_to_string()?;
        ensure!(answer.status().is_success(), "{path}: {} {text}", answer.status());
        serde_json::from_str(&text).with_context(|| format!("{path}: {text}"))
    }
}

#[derive(Default)]
struct Answer {
    millis: f64,
    rows_read: u64,
    refused: Option<String>,
}

#[derive(Deserialize)]
struct FoldStep {
    folded: u64,
    events: u64,
    remaining: u64,
}
