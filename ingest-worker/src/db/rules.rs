use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use crate::key::Project;
use crate::project::{Config, Rules};
use serde::de::IgnoredAny;
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// How long an isolate trusts what it read. A change reaches every isolate within this time.
const TRUSTED_MS: u64 = 60_000;
/// Projects that one isolate remembers.
const MAX_REMEMBERED: usize = 100;

thread_local! {
    // An isolate has one thread, and serves many requests in turn.
    static REMEMBERED: RefCell<HashMap<i64, (u64, Rc<Rules>)>> = RefCell::new(HashMap::new());
}

/// What holds for a project's events, as the isolate remembers it or else from the database.
pub async fn find(database: &Database, project: Project, now: u64) -> Result<Rc<Rules>, StorageFailed> {
    match remembered(project, now) {
        Some(rules) => Ok(rules),
        None => read(database, project, now).await,
    }
}

/// The same as it is in the database now.
pub async fn read(database: &Database, project: Project, now: u64) -> Result<Rc<Rules>, StorageFailed> {
    let row: Option<Row> = database.run(select(project)).await?.rows.pop();
    let rules = row.map(Row::read).transpose()?.unwrap_or_default();
    Ok(remember(project, rules, now))
}

fn select(project: Project) -> Statement {
    const SELECT: &str = "SELECT version AS config_version, updated_at AS config_updated_at, config FROM configs WHERE project_id = ?1";
    Statement::fixed(SELECT, vec![Parameter::Number(project.id())])
}

/// Replaces a project's config; it holds at once in this isolate. Two at the same time get one version after the other.
pub async fn put_config(database: &Database, project: Project, config: &str, now: u64) -> Result<Rc<Rules>, StorageFailed> {
    const PUT: &str = "\
INSERT INTO configs (project_id, version, config, updated_at) VALUES (?1, 1, ?2, ?3)
ON CONFLICT DO UPDATE SET version = version + 1, config = excluded.config, updated_at = excluded.updated_at";
    let parameters = vec![Parameter::Number(project.id()), Parameter::Text(config.to_owned()), Parameter::number(now)];
    let mut outcomes = database.run_all(vec![Statement::fixed(PUT, parameters), select(project)]).await?;
    outcomes.next::<IgnoredAny>()?;
    let row: Option<Row> = outcomes.next()?.rows.pop();
    let rules = row.ok_or_else(|| StorageFailed::because("a config that was put is not there"))?.read()?;
    Ok(remember(project, rules, now))
}

fn remembered(project: Project, now: u64) -> Option<Rc<Rules>> {
    REMEMBERED.with_borrow(|all| {
        let (read_at, rules) = all.get(&project.id())?;
        (now.saturating_sub(*read_at) < TRUSTED_MS).then(|| rules.clone())
    })
}

/// Remembers what was read, unless something newer is: an answer that was under way while a change was made must not undo it.
fn remember(project: Project, rules: Rules, now: u64) -> Rc<Rules> {
    REMEMBERED.with_borrow_mut(|all| {
        if let Some((_, known)) = all.get(&project.id()).filter(|(_, known)| known.config_version > rules.config_version) {
            return known.clone();
        }
        if all.len() >= MAX_REMEMBERED {
            all.clear();
        }
        let rules = Rc::new(rules);
        all.insert(project.id(), (now, rules.clone()));
        rules
    })
}

#[derive(Deserialize)]
struct Row {
    config_version: u64,
    config_updated_at: u64,
    config: String,
}

impl Row {
    fn read(self) -> Result<Rules, StorageFailed> {
        let value = serde_json::from_str(&self.config).ok();
        // To take a broken one for the default would switch on what somebody meant to switch off.
        let config =
            value.and_then(|value| Config::parse(value).ok()).ok_or_else(|| StorageFailed::because("a project's config does not read"))?;
        Ok(Rules::new(self.config_version, Some(self.config_updated_at), config))
    }
}
