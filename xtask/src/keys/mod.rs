//! `cargo xtask keys`: the keys of a deployment, made and ended by who owns it, or over HTTP by who administers a project.

mod over_http;
mod statements;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use key_model::{KeyKind, NewKey};
use serde::Deserialize;

use crate::database::{Database, Place};
use crate::progress;
use crate::projects::slug;
use crate::remote::Remote;
pub use statements::Wanted;

/// What `keys` accepts.
#[derive(Debug, Clone, Args)]
pub struct KeysArguments {
    #[command(subcommand)]
    task: Task,
    #[command(flatten)]
    place: Place,
    /// A server that is asked over HTTP, instead of its database.
    #[arg(long, requires = "key", conflicts_with = "remote", global = true)]
    url: Option<String>,
    /// Admin key of that server; its project is the one that is meant.
    #[arg(long, requires = "url", global = true)]
    key: Option<String>,
}

#[derive(Debug, Clone, Subcommand)]
enum Task {
    /// List the keys of a project, or of all.
    List {
        /// Only this project's.
        #[arg(long, value_name = "SLUG", value_parser = slug)]
        project: Option<String>,
    },
    /// Make a key. Its text is printed this once.
    Create {
        /// What it may be used for: write, server, read or admin.
        #[arg(long, value_parser = kind)]
        kind: KeyKind,
        /// The project that it opens; with --url that of the key.
        #[arg(long, value_name = "SLUG", default_value = "default", value_parser = slug)]
        project: String,
        /// What people call it.
        #[arg(long, value_parser = label)]
        label: Option<String>,
        /// An origin whose pages may use it, such as `https://shop.example`; without any, all may. May be given several times.
        #[arg(long = "origin", value_name = "ORIGIN", value_parser = origin)]
        origins: Vec<String>,
        /// After so many days it is worth nothing.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=36_500))]
        days: Option<u64>,
    },
    /// Make a key in the place of another. Both work for a while.
    Rotate {
        /// The old one's id, as `list` shows it.
        #[arg(value_parser = id)]
        id: String,
        /// For how long: 0 to 720.
        #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u64).range(0..=720))]
        overlap_hours: u64,
    },
    /// Take a key back. Within a minute it opens nothing.
    Revoke {
        /// Its id, as `list` shows it.
        #[arg(value_parser = id)]
        id: String,
    },
}

/// A key as a list shows it.
#[derive(Debug, Deserialize)]
struct KeyRow {
    id: String,
    #[serde(default)]
    project: Option<String>,
    kind: KeyKind,
    label: Option<String>,
    /// A list over HTTP, its JSON from the database.
    origins: Option<serde_json::Value>,
    expires_at: Option<u64>,
    revoked_at: Option<u64>,
    last_used_at: Option<u64>,
}

/// Does the task.
pub fn run(arguments: &KeysArguments) -> Result<()> {
    if let (Some(url), Some(key)) = (&arguments.url, &arguments.key) {
        return over_http::run(&arguments.task, &Remote::new(url, key));
    }
    let database = Database::open(&arguments.place)?;
    let now = now()?;
    match &arguments.task {
        Task::List { project } => {
            let rows: Vec<KeyRow> = database.run(&[statements::list(project.as_deref())])?.last()?;
            show(&rows, now);
        }
        Task::Create { kind, project, label, origins, days } => {
            let wanted = Wanted { project, label: label.as_deref(), origins, expires_at: days.map(|days| now + days * DAY_MS), at: now };
            let key = draw(*kind)?;
            make(&database, std::slice::from_ref(&key), &wanted)?;
            announce(&key.text, &key.id());
        }
        Task::Rotate { id, overlap_hours } => {
            let rows: Vec<KeyRow> = database.run(&[statements::find(id)])?.last()?;
            let old = rows.first().with_context(|| no_such_key(id))?;
            let key = draw(old.kind)?;
            let made: Vec<KeyRow> = database.run(&statements::rotate(id, &key, overlap_hours * HOUR_MS, now))?.last()?;
            made.first().with_context(|| format!("{id} was revoked, has expired, or was replaced already"))?;
            announce(&key.text, &key.id());
            progress::say(&format!("{id} works for {overlap_hours} hours more"));
        }
        Task::Revoke { id } => {
            let rows: Vec<KeyRow> = database.run(&statements::revoke(id, now))?.last()?;
            rows.first().with_context(|| no_such_key(id))?;
            progress::say(&format!("{id} is revoked; within a minute it opens nothing"));
        }
    }
    Ok(())
}

const HOUR_MS: u64 = 60 * 60 * 1000;
const DAY_MS: u64 = 24 * HOUR_MS;

/// A key of that kind, about 190 bits from the operating system.
pub fn draw(kind: KeyKind) -> Result<NewKey> {
    NewKey::draw(kind, getrandom::fill).ok().context("the operating system gives no random bytes")
}

/// Makes a project accept keys, all of them or none.
pub fn make(database: &Database, keys: &[NewKey], wanted: &Wanted) -> Result<()> {
    let statements: Vec<_> = keys.iter().flat_map(|key| statements::create(key, wanted)).collect();
    let made: Vec<KeyRow> = database.run(&statements)?.last()?;
    made.first().map(drop).with_context(|| format!("there is no project {:?}: `cargo xtask projects list` names them", wanted.project))
}

/// How many keys there are, of whatever project and state.
pub fn count(database: &Database) -> Result<u64> {
    #[derive(Deserialize)]
    struct Count {
        count: u64,
    }
    let rows: Vec<Count> = database.run(&[statements::count()])?.last()?;
    Ok(rows.first().context("the table keys cannot be counted")?.count)
}

/// The present, in milliseconds since the epoch.
pub fn now() -> Result<u64> {
    let since: Duration = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?;
    Ok(since.as_millis() as u64)
}

/// The text alone goes to standard output, for programs that want it.
fn announce(text: &str, id: &str) {
    progress::say(&format!("made the key {id}; its text is shown this once:"));
    println!("{text}");
}

fn no_such_key(id: &str) -> String {
    format!("there is no key {id}: `cargo xtask keys list` names them")
}

fn show(rows: &[KeyRow], now: u64) {
    let state = |row: &KeyRow| match row.expires_at {
        _ if row.revoked_at.is_some() => "revoked".to_owned(),
        Some(end) if end <= now => "expired".to_owned(),
        Some(end) => format!("{} h left", (end - now) / HOUR_MS),
        None => "active".to_owned(),
    };
    let used = |row: &KeyRow| row.last_used_at.map_or("never".to_owned(), |hour| format!("{} h ago", now.saturating_sub(hour) / HOUR_MS));
    println!("{:<12}  {:<6}  {:<12}  {:<10}  {:<9}  label, origins", "id", "kind", "project", "state", "used");
    for row in rows {
        let origins = row.origins.as_ref().map(|origins| origins.as_str().map_or(origins.to_string(), str::to_owned));
        let said: Vec<String> = row.label.clone().into_iter().chain(origins).collect();
        let project = row.project.as_deref().unwrap_or_default();
        println!("{:<12}  {:<6}  {project:<12}  {:<10}  {:<9}  {}", row.id, row.kind, state(row), used(row), said.join(" "));
    }
}

fn kind(text: &str) -> Result<KeyKind, &'static str> {
    KeyKind::parse(text).ok_or("one of write, server, read, admin")
}

fn label(text: &str) -> Result<String, &'static str> {
    key_model::name_fault(text).map_or(Ok(text.to_owned()), Err)
}

fn origin(text: &str) -> Result<String, &'static str> {
    key_model::origin_fault(text).map_or(Ok(text.to_owned()), Err)
}

fn id(text: &str) -> Result<String, &'static str> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let is_id = text.len() == key_model::ID_DIGITS && text.bytes().all(is_digit);
    if is_id {
        Ok(text.to_owned())
    } else {
        Err("an id as `cargo xtask keys list` shows it: 12 of 0 to 9 and a to f")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_checked() {
        assert!(kind("admin").is_ok() && kind("Admin").is_err());
        assert!(label("The shop").is_ok() && label(" ").is_err());
        assert!(origin("https://shop.example").is_ok() && origin("https://shop.example/").is_err());
        assert!(id("0123456789ab").is_ok());
        for bad in ["", "0123456789a", "0123456789abc", "0123456789aB", "0123456789a'"] {
            assert!(id(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_drawn_key_is_one() -> Result<()> {
        let (one, other) = (draw(KeyKind::Write)?, draw(KeyKind::Write)?);
        assert!(key_model::PresentedKey::parse(&one.text).is_some() && one.text != other.text);
        Ok(())
    }
}
