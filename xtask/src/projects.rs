//! `cargo xtask projects`: the projects of a deployment. They are made by who owns it, and never over HTTP.

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use serde::Deserialize;

use crate::database::{Database, Place};
use crate::keys::now;
use crate::progress;
use crate::sql::{Literal, Statement};

/// What `projects` accepts.
#[derive(Debug, Clone, Args)]
pub struct ProjectsArguments {
    #[command(subcommand)]
    task: Task,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Subcommand)]
enum Task {
    /// List the projects.
    List,
    /// Make a project. It needs keys: `cargo xtask keys create --project SLUG --kind …`.
    Create {
        /// The word that names it in commands, such as shop.
        #[arg(value_parser = slug)]
        slug: String,
        /// What people call it; without it the slug.
        #[arg(long, value_parser = name)]
        name: Option<String>,
    },
    /// Call a project something else.
    Rename {
        /// The word that names it in commands.
        #[arg(value_parser = slug)]
        slug: String,
        /// What people call it from now on.
        #[arg(long, value_parser = name)]
        name: String,
    },
}

#[derive(Debug, Deserialize)]
struct ProjectRow {
    id: i64,
    slug: String,
    name: String,
    keys: u64,
}

/// Does the task.
pub fn run(arguments: &ProjectsArguments) -> Result<()> {
    let database = Database::open(&arguments.place)?;
    match &arguments.task {
        Task::List => {
            let rows: Vec<ProjectRow> = database.run(&[list()])?.last()?;
            println!("{:>4}  {:<40}  {:>5}  name", "id", "slug", "keys");
            for ProjectRow { id, slug, name, keys } in rows {
                println!("{id:>4}  {slug:<40}  {keys:>5}  {name}");
            }
        }
        Task::Create { slug, name } => {
            let made: Vec<Changes> = database.run(&create(slug, name.as_deref().unwrap_or(slug), now()?))?.last()?;
            made.first().filter(|made| made.changes > 0).with_context(|| format!("there is a project {slug:?} already"))?;
            progress::say(&format!("made the project {slug}; give it keys: cargo xtask keys create --project {slug} --kind write"));
        }
        Task::Rename { slug, name } => {
            let renamed: Vec<Changes> = database.run(&rename(slug, name, now()?))?.last()?;
            renamed.first().filter(|renamed| renamed.changes > 0).with_context(|| format!("there is no project {slug:?}"))?;
            progress::say(&format!("the project {slug} is called {name}"));
        }
    }
    Ok(())
}

/// How many rows the statement right before changed.
#[derive(Debug, Deserialize)]
struct Changes {
    changes: u64,
}

fn list() -> Statement {
    const LIST: &str =
        "SELECT id, slug, name, (SELECT count(*) FROM keys WHERE project_id = projects.id) AS keys FROM projects ORDER BY id";
    Statement::new(LIST, &[])
}

fn create(slug: &str, name: &str, at: u64) -> [Statement; 3] {
    const INSERT: &str = "INSERT INTO projects (slug, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    let insert = Statement::new(INSERT, &[Literal::text(slug), Literal::text(name), Literal::number(at)]);
    [insert, audit(slug, "project_created", at), changes()]
}

fn rename(slug: &str, name: &str, at: u64) -> [Statement; 3] {
    let update = Statement::new("UPDATE projects SET name = ? WHERE slug = ?", &[Literal::text(name), Literal::text(slug)]);
    [update, audit(slug, "project_renamed", at), changes()]
}

/// The audit's line was written if, and only if, there was something to tell.
fn changes() -> Statement {
    Statement::new("SELECT changes() AS changes", &[])
}

/// A line of the project's audit, if the statement right before changed something.
fn audit(slug: &str, action: &'static str, at: u64) -> Statement {
    const APPEND: &str = "\
INSERT INTO audit (project_id, seq, at, action, key_id, details)
SELECT id, coalesce((SELECT max(seq) FROM audit WHERE project_id = projects.id), 0) + 1, ?, ?, NULL, '{}' FROM projects WHERE slug = ? AND changes() > 0";
    Statement::new(APPEND, &[Literal::number(at), Literal::text(action), Literal::text(slug)])
}

/// A slug as it is typed.
pub fn slug(text: &str) -> Result<String, &'static str> {
    key_model::slug_fault(text).map_or(Ok(text.to_owned()), Err)
}

fn name(text: &str) -> Result<String, &'static str> {
    key_model::name_fault(text).map_or(Ok(text.to_owned()), Err)
}
