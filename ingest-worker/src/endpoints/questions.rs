//! `GET /api/analytics/…` and `GET /api/streams`: each question from its parameters to its answer, all on one way.

use super::{json, open};
use crate::analytics::active_users::ActiveUsersQuestion;
use crate::analytics::breakdown::Breakdown;
use crate::analytics::funnel::FunnelQuestion;
use crate::analytics::live::Live;
use crate::analytics::overview::Overview;
use crate::analytics::paths::PathsQuestion;
use crate::analytics::patterns::Patterns;
use crate::analytics::question::Common;
use crate::analytics::reading::{close, Reading};
use crate::analytics::retention::RetentionQuestion;
use crate::analytics::sessions::{IdTexts, OneSession, SessionsAnswer, SessionsQuestion};
use crate::analytics::streams::StreamsQuestion;
use crate::analytics::timeseries::Timeseries;
use crate::analytics::timings::Timings;
use crate::analytics::Question;
use crate::db::Database;
use crate::http::{Head, Reply};
use crate::key::{Access, Project};
use crate::query::analytics::AnalyticsQuery;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::cost::ReadCost;
use crate::rollup::plan::Wanted;
use crate::rollup::Chunk;
use crate::route::Topic;
use serde::Serialize;

/// Answers a question of any topic.
pub async fn answer(topic: Topic, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    match topic {
        Topic::Timeseries => ask::<Timeseries>(head, database).await,
        Topic::Breakdown => ask::<Breakdown>(head, database).await,
        Topic::Timings => ask::<Timings>(head, database).await,
        Topic::Patterns => ask::<Patterns>(head, database).await,
        Topic::Live => ask::<Live>(head, database).await,
        Topic::ActiveUsers => ask::<ActiveUsersQuestion>(head, database).await,
        Topic::Funnel => ask::<FunnelQuestion>(head, database).await,
        Topic::Retention => ask::<RetentionQuestion>(head, database).await,
        Topic::Paths => ask::<PathsQuestion>(head, database).await,
        Topic::Streams => ask::<StreamsQuestion>(head, database).await,
        Topic::Sessions => sessions(head, database).await,
    }
}

/// What is told beside every answer.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "{A}"))]
pub(crate) struct Told<'a, A> {
    #[serde(flatten)]
    answer: A,
    range: Span,
    timezone: &'a str,
    meta: Meta,
}

/// From when to when was counted. There is no beginning when the question leaves it open and there are no events.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AnswerRange"))]
struct Span {
    from: Option<u64>,
    to: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AnswerMeta"))]
struct Meta {
    #[serde(flatten)]
    cost: ReadCost,
    rollups: &'static str,
}

async fn ask<Q: Question>(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let mut parameters = Parameters::parse(&head.query);
    let question = Q::take(&mut parameters, head.now)?;
    parameters.finish()?;
    let Counted { mut answer, span, mut cost } = count(database, project, &question).await?;
    let mut rest = question.rest(&answer);
    while let Some(asked) = rest {
        let more = count(database, project, &asked).await?;
        rest = asked.rest(&more.answer);
        Q::join(&mut answer, more.answer);
        cost += more.cost;
    }
    told(answer, question.common(), span, cost)
}

fn told<A: Serialize>(answer: A, common: &Common, range: Span, cost: ReadCost) -> Result<Reply, Rejection> {
    json(&Told { answer, range, timezone: &common.zone.name, meta: Meta { rollups: cost.rollups(), cost } })
}

/// An answer, when it was counted, and what that cost.
struct Counted<A> {
    answer: A,
    span: Span,
    cost: ReadCost,
}

async fn count<Q: Question>(database: &Database, project: Project, question: &Q) -> Result<Counted<Q::Answer>, Rejection> {
    let common = question.common();
    let ends = ends(database, project, common.range).await?;
    let period = close(common.range, ends, common.now);
    let (fold, mut cost) = read(database, project, question, period, common.now).await?;
    let mut previous = None;
    if let Some(period) = common.previous {
        let (fold, more) = read(database, project, question, period, common.now).await?;
        cost += more;
        previous = Some(fold);
    }
    let span = Span { from: common.range.from.or(ends.map(|(first, _)| first)), to: period.until.unwrap_or(common.now) };
    Ok(Counted { answer: question.answer(fold, previous)?, span, cost })
}

/// The same for sessions, whose list needs a second reading, of the hours that its page lies in.
async fn count_sessions(database: &Database, project: Project, question: &SessionsQuestion) -> Result<Counted<SessionsAnswer>, Rejection> {
    let mut counted = count(database, project, question).await?;
    if let Some((mut texts, span)) = counted.answer.unnamed() {
        let now = question.common().now;
        let (from, until) = (span.from.unwrap_or(0), span.until.unwrap_or(now));
        let wanted = Wanted { from, until, cuts: &[], columns: IdTexts::columns(), metadata: &[] };
        let look = |chunk: &Chunk| {
            texts.look(chunk);
            Ok(())
        };
        counted.cost += database.chunks(project, &wanted, now, look).await?;
        counted.answer.name(question, &texts);
    }
    Ok(counted)
}

async fn sessions(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let mut parameters = Parameters::parse(&head.query);
    let question = SessionsQuestion::take(&mut parameters, head.now)?;
    parameters.finish()?;
    let Counted { answer, span, cost } = count_sessions(database, project, &question).await?;
    told(answer, question.common(), span, cost)
}

/// `GET /api/analytics/sessions/{id}`
pub async fn session(id: String, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let asked = OneSession::parse(id, &head.query, head.now)?;
    let Counted { answer, span, cost } = count_sessions(database, project, &asked.question).await?;
    let session = asked.find(answer)?;
    let events = database.list(project, &asked.events(&session), head.now).await?;
    told(asked.answer(session, events), asked.question.common(), span, cost)
}

/// `GET /api/events/analytics`: from chunks, or, where the filter asks for what they do not know, from the log.
pub async fn overview(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let query = AnalyticsQuery::parse(&head.query, head.now)?;
    let ends = ends(database, project, query.filter.range).await?;
    let (totals, facets, buckets) = match Overview::start(&query) {
        None => {
            query.filter.refuse_origin("not together with search, caused_by or plan_fault")?;
            database.refuse_too_many(project, &query.filter, head.now).await?;
            database.analytics(project, &query).await?
        }
        Some(mut overview) => {
            let period = close(query.filter.range, ends, head.now);
            let (from, until) = (period.from.unwrap_or(0), period.until.unwrap_or(head.now));
            let metadata = overview.metadata.clone();
            let wanted = Wanted { from, until, cuts: &[], columns: overview.columns(), metadata: &metadata };
            let take = |chunk: &Chunk| {
                overview.take(chunk);
                Ok(())
            };
            database.chunks(project, &wanted, head.now, take).await?;
            overview.finish()
        }
    };
    json(&query.answer(ends, totals, facets, &buckets))
}

/// The times of the first and the last event of all, where a range leaves it open from when or until when.
async fn ends(database: &Database, project: Project, range: TimeRange) -> Result<Option<(u64, u64)>, Rejection> {
    let is_open = range.from.is_none() || range.until.is_none();
    Ok(if is_open { database.first_and_last(project).await? } else { None })
}

/// Reads what the log has of a period, and makes of it what the question asks.
async fn read<Q: Question>(
    database: &Database,
    project: Project,
    question: &Q,
    period: TimeRange,
    now: u64,
) -> Result<(Q::Fold, ReadCost), Rejection> {
    let mut reading = Reading::start(question, period)?;
    let (cuts, metadata) = (reading.cuts.clone(), reading.metadata.clone());
    let wanted = Wanted {
        from: reading.span.from.unwrap_or(0),
        until: reading.span.until.unwrap_or(now),
        cuts: &cuts,
        columns: reading.columns,
        metadata: &metadata,
    };
    let cost = database.chunks(project, &wanted, now, |chunk| reading.take(chunk)).await?;
    Ok((reading.finish(), cost))
}
