//! `cargo xtask deploy`: everything built, the remote database migrated, keys made once, and the Worker uploaded.

use std::process::Command;
use std::time::Duration;

use anyhow::{bail, Context, Result};

use key_model::{KeyKind, NewKey};

use crate::database::Database;
use crate::keys::{self, Wanted};
use crate::{build, process, progress, repo, setup};

/// The id that `wrangler.toml` holds until there is a real database.
const PLACEHOLDER_ID: &str = "00000000-0000-4000-8000-000000000000";
const LIMIT: Duration = Duration::from_secs(300);

/// What `deploy` accepts.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct DeployArguments {
    /// Build and check everything, upload nothing; needs no account.
    #[arg(long)]
    dry_run: bool,
}

/// Deploys to the Cloudflare account that wrangler is logged in to.
pub fn run(arguments: DeployArguments) -> Result<()> {
    setup::npm::ready()?;
    if !arguments.dry_run {
        check_login()?;
        ensure_database()?;
    }
    build::everything()?;
    dry_run()?;
    if arguments.dry_run {
        return Ok(());
    }
    progress::step("applying migrations to the remote database", || {
        process::run_within(wrangler().args(["d1", "migrations", "apply", "DB", "--remote"]), LIMIT)
    })?;
    let keys = make_keys_once()?;
    let deployed = progress::step("wrangler deploy", || process::run_within(wrangler().arg("deploy"), LIMIT));
    // Also when that failed: they are in the database, and will not be shown again.
    if keys.is_empty() {
        progress::say("the keys made earlier stay valid");
    } else {
        println!("\nYour keys. They are shown this once; the database holds only their hashes:");
        for key in keys {
            println!("  {:<6} {}", key.kind, key.text);
        }
    }
    deployed
}

/// What would be uploaded, checked by wrangler without an account. What must be built is built.
pub fn dry_run() -> Result<()> {
    refuse_local_keys()?;
    let output = repo::path("target/deploy");
    progress::step("wrangler deploy --dry-run", || process::run_quietly(wrangler().args(["deploy", "--dry-run", "--outdir"]).arg(output)))
}

/// The demo's local keys are served from a copy of the pages and never lie in `www/dist`; if one does, somebody put it there.
fn refuse_local_keys() -> Result<()> {
    let keys = repo::path(build::pages::OUTPUT).join("local.json");
    if keys.exists() {
        bail!("{} holds keys and would be public: delete it and deploy again", repo::shown(&keys));
    }
    Ok(())
}

fn check_login() -> Result<()> {
    let mut whoami = wrangler();
    let answer = progress::step("asking wrangler who is logged in", || process::read(whoami.arg("whoami")));
    match answer {
        Ok(text) if !text.contains("not authenticated") => Ok(()),
        _ => bail!("wrangler is not logged in: run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN, and deploy again"),
    }
}

/// A real database's id in `wrangler.toml`; creates the database when the file still has the placeholder.
fn ensure_database() -> Result<()> {
    let file = repo::path("wrangler.toml");
    let text = std::fs::read_to_string(&file).context("cannot read wrangler.toml")?;
    if !text.contains(PLACEHOLDER_ID) {
        return Ok(());
    }
    if let Some(id) = remote_database()? {
        return write_id(&file, &text, &id);
    }
    progress::step("creating the D1 database \"trailmark\"", || {
        process::run_within(wrangler().args(["d1", "create", "trailmark"]), LIMIT)
    })?;
    let id = remote_database()?.context("the database was created, but wrangler does not list it; run deploy again")?;
    write_id(&file, &text, &id)
}

fn write_id(file: &std::path::Path, text: &str, id: &str) -> Result<()> {
    std::fs::write(file, text.replace(PLACEHOLDER_ID, id)).context("cannot write wrangler.toml")?;
    progress::say(&format!("wrangler.toml now names your database {id}; commit that"));
    Ok(())
}

fn remote_database() -> Result<Option<String>> {
    let list = process::read(wrangler().args(["d1", "list", "--json"])).context("cannot list your D1 databases")?;
    let list: Vec<serde_json::Value> = serde_json::from_str(&list).context("wrangler d1 list printed no JSON")?;
    let id = |database: &serde_json::Value| Some(database.get("uuid")?.as_str()?.to_owned());
    Ok(list.iter().find(|database| database.get("name").is_some_and(|name| name == "trailmark")).and_then(id))
}

/// Makes one key of each kind when the remote database has none.
fn make_keys_once() -> Result<Vec<NewKey>> {
    let database = Database::Remote;
    if keys::count(&database)? > 0 {
        return Ok(Vec::new());
    }
    let made = KeyKind::ALL.into_iter().map(keys::draw).collect::<Result<Vec<_>>>()?;
    let wanted = Wanted { project: "default", label: Some("made by deploy"), origins: &[], expires_at: None, at: keys::now()? };
    keys::make(&database, &made, &wanted)?;
    Ok(made)
}

fn wrangler() -> Command {
    process::node(repo::npm_program("wrangler"))
}
