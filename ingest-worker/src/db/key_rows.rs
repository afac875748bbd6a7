//! The tables `keys` and `projects`, for those who administer them. Every change goes with its line of the audit, and holds at once in this isolate.

use super::keys::{forget, read_origins};
use super::run::Outcomes;
use super::statement::{Parameter, Statement};
use super::{audit, Database, StorageFailed};
use crate::audit::{Action, Entry};
use crate::key::{id_of, KeyChange, KeyItem, KeyKind, KeyRequest, KeyState, NewKey, Project, Rotation};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// Keys that a list names.
const MAX_LISTED: u64 = 1000;
const COLUMNS: &str = "SELECT id, kind, label, origins, created_at, expires_at, revoked_at, last_used_at, replaced_by FROM keys";

/// What became of a change.
#[derive(Debug)]
pub enum Changed {
    /// It was made; the key as it is now.
    Done(KeyItem),
    /// It was not; the key as it is.
    Refused(KeyItem),
    /// The project has no such key.
    NoSuchKey,
}

/// A project as its own keys see it.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct ProjectRow {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub created_at: u64,
}

impl Database {
    /// The project itself.
    pub async fn project(&self, project: Project) -> Result<Option<ProjectRow>, StorageFailed> {
        const SELECT: &str = "SELECT id, slug, name, created_at FROM projects WHERE id = ?1";
        Ok(self.run(Statement::fixed(SELECT, vec![Parameter::Number(project.id())])).await?.rows.pop())
    }

    /// The keys of a project: those that work first, of each kind the newest first.
    pub async fn project_keys(&self, project: Project, now: u64) -> Result<Vec<KeyItem>, StorageFailed> {
        let mut select = Statement::start(COLUMNS);
        select.push(" WHERE project_id = ").bind(Parameter::Number(project.id()));
        select.push(" ORDER BY revoked_at IS NOT NULL OR coalesce(expires_at <= ").bind(Parameter::number(now));
        select.push(", 0), created_at DESC, id LIMIT ").bind(Parameter::number(MAX_LISTED));
        self.run::<ItemRow>(select).await?.rows.into_iter().map(|row| row.read(now)).collect()
    }

    /// One key of a project.
    pub async fn project_key(&self, project: Project, id: &str, now: u64) -> Result<Option<KeyItem>, StorageFailed> {
        self.run::<ItemRow>(one(project, id)).await?.rows.pop().map(|row| row.read(now)).transpose()
    }

    /// Makes a key. `by` is the key that asks for it.
    pub async fn make_key(
        &self,
        project: Project,
        key: &NewKey,
        request: &KeyRequest,
        by: &str,
        now: u64,
    ) -> Result<KeyItem, StorageFailed> {
        const INSERT: &str = "\
INSERT INTO keys (hash, project_id, kind, label, origins, expires_at, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let hash = key.hash();
        let parameters = vec![
            Parameter::Text(hash.clone()),
            Parameter::Number(project.id()),
            Parameter::Text(key.kind.name().to_owned()),
            Parameter::optional(request.label.as_deref()),
            origins(request.origins.as_deref()),
            request.expires_at.map_or(Parameter::Null, Parameter::number),
            Parameter::number(now),
        ];
        let entry = Entry::of_key(by, Action::KeyCreated, now).name("key", id_of(&hash)).name("kind", key.kind.name());
        let statements = vec![Statement::fixed(INSERT, parameters), audit::append(project, &entry), one(project, id_of(&hash))];
        let mut outcomes = self.run_all(statements).await?;
        skip(&mut outcomes, 2)?;
        read(&mut outcomes, now)?.ok_or_else(|| StorageFailed::because("a key that was made is not there"))
    }

    /// Changes a key that works.
    pub async fn change_key(&self, project: Project, id: &str, change: &KeyChange, by: &str, now: u64) -> Result<Changed, StorageFailed> {
        let mut update = Statement::start("UPDATE keys SET ");
        let mut between = "";
        let mut set = |column: &'static str, value: Parameter| {
            update.push(between).push(column).bind(value);
            between = ", ";
        };
        if let Some(label) = &change.label {
            set("label = ", Parameter::optional(label.as_deref()));
        }
        if let Some(list) = &change.origins {
            set("origins = ", origins(list.as_deref()));
        }
        if let Some(end) = change.expires_at {
            set("expires_at = ", end.map_or(Parameter::Null, Parameter::number));
        }
        of_working(&mut update, project, id, now);
        let entry = Entry::of_key(by, Action::KeyChanged, now).name("key", id).only_if_changed();
        self.change(project, id, vec![update], &entry, now).await
    }

    /// Makes another key in the place of one that works and was not replaced before. Both work until the overlap is over.
    pub async fn rotate_key(
        &self,
        project: Project,
        id: &str,
        new: &NewKey,
        rotation: Rotation,
        by: &str,
        now: u64,
    ) -> Result<Changed, StorageFailed> {
        let hash = new.hash();
        let mut insert = Statement::start("INSERT INTO keys (hash, project_id, kind, label, origins, expires_at, created_at) SELECT ");
        insert.bind(Parameter::Text(hash.clone())).push(", project_id, kind, label, origins, expires_at, ").bind(Parameter::number(now));
        insert.push(" FROM keys");
        of_working(&mut insert, project, id, now);
        insert.push(" AND replaced_by IS NULL");
        let end = now.saturating_add(rotation.overlap_ms);
        let mut update = Statement::start("UPDATE keys SET replaced_by = ");
        update.bind(Parameter::Text(id_of(&hash).to_owned())).push(", expires_at = min(coalesce(expires_at, ").bind(Parameter::number(end));
        update.push("), ").bind(Parameter::number(end)).push(")");
        of_working(&mut update, project, id, now);
        update.push(" AND replaced_by IS NULL");
        let entry = Entry::of_key(by, Action::KeyRotated, now).name("key", id).name("new_key", id_of(&hash)).only_if_changed();
        self.change(project, id, vec![insert, update], &entry, now).await
    }

    /// Takes a key back, unless it is the last admin key of its project that works.
    pub async fn revoke_key(&self, project: Project, id: &str, by: &str, now: u64) -> Result<Changed, StorageFailed> {
        const REVOKE: &str = "\
UPDATE keys SET revoked_at = ?3 WHERE project_id = ?1 AND id = ?2 AND revoked_at IS NULL
  AND (kind <> 'admin' OR coalesce(expires_at <= ?3, 0) OR EXISTS (
    SELECT 1 FROM keys AS other WHERE other.project_id = ?1 AND other.kind = 'admin' AND other.id <> ?2
      AND other.revoked_at IS NULL AND coalesce(other.expires_at > ?3, 1)))";
        let parameters = vec![Parameter::Number(project.id()), Parameter::Text(id.to_owned()), Parameter::number(now)];
        let entry = Entry::of_key(by, Action::KeyRevoked, now).name("key", id).only_if_changed();
        self.change(project, id, vec![Statement::fixed(REVOKE, parameters)], &entry, now).await
    }

    /// Runs what changes a key, the last statement saying by its changes whether it did, with the line of the audit.
    async fn change(
        &self,
        project: Project,
        id: &str,
        mut statements: Vec<Statement>,
        entry: &Entry,
        now: u64,
    ) -> Result<Changed, StorageFailed> {
        let before = statements.len().saturating_sub(1);
        statements.push(audit::append(project, entry));
        statements.push(one(project, id));
        let outcomes = self.run_all(statements).await;
        // Also what failed may have been done.
        forget(id);
        let mut outcomes = outcomes?;
        skip(&mut outcomes, before)?;
        let is_done = outcomes.next::<IgnoredAny>()?.meta.changes > 0;
        skip(&mut outcomes, 1)?;
        Ok(match read(&mut outcomes, now)? {
            None => Changed::NoSuchKey,
            Some(key) if is_done => Changed::Done(key),
            Some(key) => Changed::Refused(key),
        })
    }
}

fn one(project: Project, id: &str) -> Statement {
    let mut select = Statement::start(COLUMNS);
    select.push(" WHERE project_id = ").bind(Parameter::Number(project.id()));
    select.push(" AND id = ").bind(Parameter::Text(id.to_owned()));
    select
}

/// Ends a statement with the condition that it is of this key, and that the key works.
fn of_working(statement: &mut Statement, project: Project, id: &str, now: u64) {
    statement.push(" WHERE project_id = ").bind(Parameter::Number(project.id()));
    statement.push(" AND id = ").bind(Parameter::Text(id.to_owned()));
    statement.push(" AND revoked_at IS NULL AND coalesce(expires_at > ").bind(Parameter::number(now)).push(", 1)");
}

fn origins(list: Option<&[String]>) -> Parameter {
    // A list of texts always has a JSON form.
    list.map_or(Parameter::Null, |list| Parameter::Text(serde_json::to_string(list).unwrap_or_default()))
}

fn skip(outcomes: &mut Outcomes, count: usize) -> Result<(), StorageFailed> {
    (0..count).try_for_each(|_| outcomes.next::<IgnoredAny>().map(drop))
}

fn read(outcomes: &mut Outcomes, now: u64) -> Result<Option<KeyItem>, StorageFailed> {
    outcomes.next::<ItemRow>()?.rows.pop().map(|row| row.read(now)).transpose()
}

#[derive(Deserialize)]
struct ItemRow {
    id: String,
    kind: KeyKind,
    label: Option<String>,
    origins: Option<String>,
    created_at: u64,
    expires_at: Option<u64>,
    revoked_at: Option<u64>,
    last_used_at: Option<u64>,
    replaced_by: Option<String>,
}

impl ItemRow {
    fn read(self, now: u64) -> Result<KeyItem, StorageFailed> {
        let origins = read_origins(self.origins.as_deref())?;
        let ItemRow { id, kind, label, created_at, expires_at, revoked_at, last_used_at, replaced_by, .. } = self;
        let state = KeyState::of(revoked_at, expires_at, now);
        Ok(KeyItem { id, kind, label, origins, created_at, expires_at, revoked_at, last_used_at, replaced_by, state })
    }
}
