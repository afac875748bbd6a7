use super::plan::is_dry_run;
use super::{json, open_as};
use crate::audit::{Action, Entry};
use crate::db::{rules, Database};
use crate::http::{read_body_within, Head, Reply};
use crate::key::{Access, KeyKind, Opened};
use crate::project::{Config, InvalidConfig, Rules};
use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use event_model::limits::{MAX_CONFIG_BYTES, MAX_SETTINGS_BYTES};
use serde::Serialize;
use serde_json::value::RawValue;
use worker::Request;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ConfigAnswer"))]
pub(crate) struct Answer<'a> {
    version: u64,
    updated_at: Option<u64>,
    #[cfg_attr(test, schemars(with = "crate::project::config::Shown"))]
    config: &'a RawValue,
}

/// `GET /api/config`. A tracker gives its key as `?key=`, since a header would make the browser ask first.
pub async fn get(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let public = public_key(&head.query)?;
    let opened = open_as(database, head, head.key.as_deref().or(public.as_deref()), Access::Config).await?;
    let rules = rules::find(database, opened.project, head.now).await?;
    match opened.kind {
        KeyKind::Write | KeyKind::Server => answer(&rules, &rules.told),
        KeyKind::Read | KeyKind::Admin => answer(&rules, &rules.config.shown(&rules.plan.pii)),
    }
}

/// `PUT /api/config`. A dry run only checks, and answers with the present version and the config as it would be.
pub async fn put(request: &mut Request, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let is_dry_run = is_dry_run(&head.query)?;
    let body = read_body_within(request, head, MAX_SETTINGS_BYTES).await?;
    if body.len() > MAX_CONFIG_BYTES {
        let detail = format!("at most {MAX_CONFIG_BYTES} bytes; every answer to a batch carries the config");
        return Err(InvalidConfig { field: String::new(), detail }.into());
    }
    let value: serde_json::Value = serde_json::from_slice(&body).map_err(|fault| Rejection::InvalidJson(fault.to_string()))?;
    let text = value.to_string();
    let wanted = Config::parse(value)?;
    if is_dry_run {
        let rules = rules::find(database, project, head.now).await?;
        return answer(&rules, &wanted.shown(&rules.plan.pii));
    }
    let entry = Entry::of_key(&key_id, Action::ConfigPut, head.now);
    let rules = rules::put_config(database, project, &text, &entry).await?;
    answer(&rules, &rules.config.shown(&rules.plan.pii))
}

/// Reads the query string of `GET /api/config`.
pub(crate) fn public_key(query: &str) -> Result<Option<String>, Rejection> {
    let mut parameters = Parameters::parse(query);
    let public = parameters.text("key")?;
    parameters.finish()?;
    if public.as_ref().is_some_and(|key| !key.starts_with("tm_write_")) {
        return Err(Rejection::parameter("key", "only a public write key may stand in an address; send others in a header"));
    }
    Ok(public)
}

fn answer(rules: &Rules, config: &RawValue) -> Result<Reply, Rejection> {
    json(&Answer { version: rules.config_version, updated_at: rules.config_updated_at, config })
}
