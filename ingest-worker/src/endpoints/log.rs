use super::{json, open_as, random, remembered};
use crate::db::{counters, rules, Database, Stored};
use crate::http::{header, place, read_body, Head, Reply};
use crate::ingest::cookieless::{is_nameless, name, session_id, Salt};
use crate::ingest::{decode, is_clock_off, prepare, put_off, recognise, settle, Counts, Digest, Form, PutOff, Sender, Surroundings};
use crate::key::{Access, KeyKind, Opened, Project};
use crate::rejection::Rejection;
use crate::settings::Settings;
use crate::usage::pause_seconds;
use event_model::decode::ReadBatch;
use event_model::{Answer, Verdict};
use serde::Serialize;
use serde_json::value::RawValue;
use worker::Request;

/// The longest pause for who got a part of a batch stored.
const PARTLY_LIMITED_SECONDS: u64 = 60;

/// `POST /api/events/log` and `POST /api/events/log/batch`: the way of an event from the wire into the database.
pub async fn log(request: &mut Request, head: &Head, settings: &Settings, form: Form) -> Result<Reply, Rejection> {
    let database = &settings.database;
    let body = read_body(request, head).await?;
    head.note.bytes(body.len());
    let mut batch = decode(form, &body)?;
    head.note.digest(Digest::of(&batch));
    let key = head.key.as_deref().or(batch.write_key.as_deref());
    let Opened { project, kind, .. } = match open_as(database, head, key, Access::Write).await {
        Err(rejection @ Rejection::RateLimited(_)) => {
            return Ok(turn_away(&rejection, &batch, body.len(), head, remembered(head, key, Access::Write)));
        }
        opened => opened?,
    };
    let rules = rules::find(database, project, head.now).await?;
    let told = |answer| Told { answer, config: &rules.told };
    if is_clock_off(&batch, head.now) && !database.has_batch(project, &batch).await? {
        counters::count_later(project, &Counts::put_off(batch.events.len(), body.len()));
        let answer = put_off(&batch, PutOff::ClockOff, head.now);
        head.note.verdicts(&answer);
        return json(&told(&answer));
    }
    if rules.config.cookieless && kind == KeyKind::Write && is_nameless(&batch) {
        name_visitor(request, head, database, project, &mut batch).await?;
    }
    let sender = recognise(&mut batch, |name| header(request, name), || place(request));
    let sender = Sender { is_public: kind == KeyKind::Write, ..sender };
    let floor = match settings.daily_rows_written {
        Some(quota) => database.load(quota, head.now).await?.floor(),
        None => None,
    };
    let surroundings = Surroundings { now: head.now, seed: random()?, floor };
    let prepared = prepare(batch, sender, surroundings, &rules);
    let record = prepared.record(form, &body, &rules.plan, surroundings);
    if prepared.is_limited() {
        // Not even a line of the ledger: the same batch will come again.
        counters::count_later(project, &record.counts);
        let rejection = Rejection::QuotaNear(pause_seconds(head.now));
        let answer = settle(prepared, &[], head.now);
        head.note.verdicts(&answer);
        return Ok(Reply::problem_with(&rejection, &told(&answer)));
    }
    let stored = match prepared.is_off() {
        true => {
            counters::count_later(project, &record.counts);
            Stored::default()
        }
        false => database.store(project, &prepared, &record, head.now).await?,
    };
    let is_turned_away = prepared.is_turned_away();
    let answer = settle(prepared, &stored.new, head.now);
    head.note.verdicts(&answer);
    let reply = match refused_alone(form, &answer).filter(|_| !is_turned_away) {
        Some(rejection) => Reply::problem_with(&rejection, &told(&answer)),
        None => json(&told(&answer))?,
    };
    let reply = reply.with_header("x-trailmark-rows-written", stored.rows_written.to_string());
    Ok(match answer.limited {
        0 => reply,
        // Trackers pause with all that they have, and this one has something that is stored.
        _ => reply.with_header("retry-after", pause_seconds(head.now).min(PARTLY_LIMITED_SECONDS).to_string()),
    })
}

/// Puts a whole batch off for the number of its sender's requests. It costs no query, so it is counted where the project is known without
/// one, and does not tell the config.
fn turn_away(rejection: &Rejection, batch: &ReadBatch, bytes: usize, head: &Head, project: Option<Project>) -> Reply {
    if let Some(project) = project {
        head.note.project(project);
        counters::count_later(project, &Counts::put_off(batch.events.len(), bytes));
    }
    let answer = put_off(batch, PutOff::RateLimited, head.now);
    head.note.verdicts(&answer);
    Reply::problem_with(rejection, &answer)
}

/// An answer, and what trackers are told beside it: so a change reaches open pages with their next batch.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "BatchAnswer"))]
pub(crate) struct Told<'a> {
    #[serde(flatten)]
    answer: &'a Answer,
    #[cfg_attr(test, schemars(with = "crate::project::config::Told"))]
    config: &'a RawValue,
}

/// A batch whose events were all judged is a success, whatever the verdicts. Who sends a single event reads the status, and may stop there.
fn refused_alone(form: Form, answer: &Answer) -> Option<Rejection> {
    let line = answer.verdicts.first().filter(|line| form == Form::Single && line.verdict == Verdict::Rejected)?;
    Some(Rejection::EventRejected {
        code: line.code?,
        field: line.field.clone().unwrap_or_default(),
        detail: line.detail.clone().unwrap_or_default(),
    })
}

/// Gives the batch of a page that keeps nothing in its browser a visitor, by its address and user agent, and a visit. The address goes nowhere else;
/// where the platform does not say it, the batch stays without a visitor.
async fn name_visitor(
    request: &Request,
    head: &Head,
    database: &Database,
    project: Project,
    batch: &mut ReadBatch,
) -> Result<(), Rejection> {
    let Some(address) = header(request, "cf-connecting-ip") else { return Ok(()) };
    let salt = database.salt(Salt::new(random()?), head.now).await?;
    let visitor_id = salt.visitor_id(project.id(), &address, &header(request, "user-agent").unwrap_or_default());
    let visit = match batch.context.session_id {
        None => Some(database.visit(project, &visitor_id, &session_id(head.now, random()?), head.now).await?),
        Some(_) => None,
    };
    name(batch, &visitor_id, visit.as_deref());
    Ok(())
}
