//! A deployment's database, for who owns it: the remote one and a local one by wrangler, and that of a running local server through the server
//! itself, since two processes must not use one SQLite file.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{bail, ensure, Context, Result};
use clap::Args;
use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::Value;

use crate::local_server::{door, running, Door};
use crate::sql::Statement;
use crate::{dev, process, progress, repo, setup};

const LIMIT: Duration = Duration::from_secs(300);

/// Which database.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The database in your Cloudflare account, instead of the local one.
    #[arg(long, global = true)]
    pub remote: bool,
    /// Directory of the local database.
    #[arg(long, value_name = "DIR", default_value = dev::DATABASE, global = true)]
    pub db: PathBuf,
}

/// A way to a database.
#[derive(Debug)]
pub enum Database {
    /// That of a server that runs here.
    Served(Door),
    /// A directory that nobody uses at present.
    Directory(PathBuf),
    /// The one that `wrangler.toml` names, in the account that wrangler is logged in to.
    Remote,
}

impl Database {
    /// Finds the way. A local database is made, or brought up to date, if need be.
    pub fn open(place: &Place) -> Result<Database> {
        setup::npm::ready()?;
        if place.remote {
            return Ok(Database::Remote);
        }
        let directory = dev::in_repository(&place.db);
        if let Some(door) = door(&directory) {
            return Ok(Database::Served(door));
        }
        ensure!(
            running(&directory).is_none(),
            "a server that lets nobody else at its database uses {}: stop it, and try again",
            repo::shown(&directory)
        );
        progress::step("opening the local database", || {
            let mut apply = wrangler(["migrations", "apply"]);
            process::run_quietly(apply.args(["--local", "--persist-to"]).arg(&directory))
        })?;
        Ok(Database::Directory(directory))
    }

    /// Runs statements as one transaction. The rows of each.
    pub fn run(&self, statements: &[Statement]) -> Result<Outcomes> {
        let text = match self {
            Database::Served(door) => ask(door, statements)?,
            Database::Directory(directory) => {
                let mut execute = wrangler(["execute"]);
                process::read(execute.args(["--local", "--persist-to"]).arg(directory).args(["--json", "--command", &joined(statements)]))?
            }
            Database::Remote => {
                let mut execute = wrangler(["execute"]);
                process::read(execute.args(["--remote", "--json", "--yes", "--command", &joined(statements)]))?
            }
        };
        #[derive(Deserialize)]
        struct Outcome {
            results: Vec<Value>,
        }
        let outcomes: Vec<Outcome> = serde_json::from_str(&text).with_context(|| format!("the database answered {text:?}"))?;
        ensure!(outcomes.len() == statements.len(), "the database answered {} of {} statements", outcomes.len(), statements.len());
        Ok(Outcomes(outcomes.into_iter().map(|outcome| outcome.results).collect()))
    }
}

/// The rows of several statements.
#[derive(Debug)]
pub struct Outcomes(Vec<Vec<Value>>);

impl Outcomes {
    /// The rows of the last statement.
    pub fn last<T: DeserializeOwned>(self) -> Result<Vec<T>> {
        let rows = self.0.into_iter().next_back().unwrap_or_default();
        rows.into_iter().map(|row| serde_json::from_value(row).context("a row of the database does not read")).collect()
    }
}

fn joined(statements: &[Statement]) -> String {
    statements.iter().map(Statement::as_str).collect::<Vec<_>>().join(";\n")
}

/// Hands statements to a running server: a JSON list of texts there, what D1 answered back.
fn ask(door: &Door, statements: &[Statement]) -> Result<String> {
    let mut stream = UnixStream::connect(&door.0).context("the local server does not open")?;
    stream.set_read_timeout(Some(LIMIT))?;
    let texts: Vec<&str> = statements.iter().map(Statement::as_str).collect();
    stream.write_all(serde_json::to_string(&texts)?.as_bytes())?;
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).context("the local server does not answer")?;
    #[derive(Deserialize)]
    struct Refusal {
        error: String,
    }
    if let Ok(Refusal { error }) = serde_json::from_str(&answer) {
        bail!("the local server's database refuses: {error}");
    }
    Ok(answer)
}

fn wrangler<const N: usize>(task: [&str; N]) -> Command {
    let mut wrangler = process::node(repo::npm_program("wrangler"));
    wrangler.arg("d1").args(task).arg("DB");
    wrangler
}
