//! Every operation of the API: a line in words, and the types and parsers that serve it.

use super::errors::{invalid_config, invalid_key, invalid_plan, rejected_event};
use crate::analytics::active_users::ActiveUsersQuestion;
use crate::analytics::breakdown::Breakdown;
use crate::analytics::funnel::FunnelQuestion;
use crate::analytics::live::Live;
use crate::analytics::paths::PathsQuestion;
use crate::analytics::patterns::Patterns;
use crate::analytics::retention::RetentionQuestion;
use crate::analytics::sessions::{OneSession, SessionAnswer, SessionsQuestion};
use crate::analytics::streams::StreamsQuestion;
use crate::analytics::timeseries::Timeseries;
use crate::analytics::timings::Timings;
use crate::analytics::Question;
use crate::endpoints::{config, keys, log, login, plan, questions, rollups, usage};
use crate::ingest::{Imported, Replayed};
use crate::key::{Access, KeyItem};
use crate::query::analytics::{Analytics, AnalyticsQuery};
use crate::query::audit::{AuditList, AuditQuery};
use crate::query::causality::{Causality, CausalityQuery};
use crate::query::cleanup::{Cleaned, CleanupQuery};
use crate::query::cost::{Cost, CostQuery};
use crate::query::deletion::{Deleted, DeletionQuery};
use crate::query::delivery::{Delivery, DeliveryQuery};
use crate::query::erasure::{EraseQuery, Erased};
use crate::query::export::ExportQuery;
use crate::query::item::Item;
use crate::query::list::{EventList, ListQuery};
use crate::query::parameters::Parameters;
use crate::query::recent::{RecentList, RecentQuery};
use crate::query::rejected::{ForgetQuery, Forgotten, RejectedList, RejectedQuery, ReplayQuery};
use crate::rejection::Rejection;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// 2026-02-18T09:00:00Z, for parsers.
const NOW: u64 = 1_771_405_200_000;

/// One method of one path.
pub struct Operation {
    pub method: &'static str,
    /// As in the table of routes.
    pub path: &'static str,
    /// Unique, in lower camel case.
    pub id: &'static str,
    /// The part of the document that it stands in.
    pub tag: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Who may; `None` is everybody.
    pub access: Option<Access>,
    /// Reads the query string.
    pub parser: Parser,
    /// A query string that the parser takes, with what must be there.
    pub sample: &'static str,
    /// The parameters without which it does not.
    pub required: &'static [&'static str],
    /// What is sent: the name of a schema, and the type of its content.
    pub body: Option<(&'static str, &'static str)>,
    /// Whether nothing may be sent as well.
    pub may_send_nothing: bool,
    /// Whether something is made, which is answered with 201.
    pub creates: bool,
    /// What is answered: its type.
    pub answer: Option<fn(&mut SchemaGenerator) -> Schema>,
    /// What may be answered that is not JSON.
    pub others: &'static [&'static str],
    /// Whether the answer is counted, which may be too much.
    pub is_counted: bool,
    /// Refusals of this operation alone.
    pub named: Vec<Rejection>,
}

/// Reads a query string, all of it.
pub type Parser = fn(&str) -> Result<(), Rejection>;

/// A path with its parameters as OpenAPI writes them.
pub fn template(path: &str) -> String {
    let part = |part: &str| part.strip_prefix(':').map_or(part.to_owned(), |name| format!("{{{name}}}"));
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

impl Operation {
    fn new(method: &'static str, path: &'static str, id: &'static str, summary: &'static str, access: Option<Access>) -> Operation {
        Operation {
            method,
            path,
            id,
            tag: "",
            summary,
            access,
            parser: |query| Parameters::parse(query).finish(),
            sample: "",
            required: &[],
            body: None,
            may_send_nothing: false,
            creates: false,
            answer: None,
            others: &[],
            is_counted: false,
            named: Vec::new(),
        }
    }

    fn asks(self, parser: Parser) -> Operation {
        Operation { parser, ..self }
    }

    fn needs(self, required: &'static [&'static str], sample: &'static str) -> Operation {
        Operation { required, sample, ..self }
    }

    fn takes(self, schema: &'static str, content_type: &'static str) -> Operation {
        Operation { body: Some((schema, content_type)), ..self }
    }

    fn answers<T: JsonSchema>(self) -> Operation {
        Operation { answer: Some(|generator| generator.subschema_for::<T>()), ..self }
    }

    fn creates(self) -> Operation {
        Operation { creates: true, ..self }
    }

    fn or(mut self, rejection: Rejection) -> Operation {
        self.named.push(rejection);
        self
    }

    fn counted(self) -> Operation {
        Operation { is_counted: true, ..self }
    }
}

fn read(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation::new("GET", path, id, summary, Some(Access::Read))
}

fn administer(method: &'static str, path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    Operation::new(method, path, id, summary, Some(Access::Administer))
}

fn write(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    let limits = [Rejection::UnsupportedSchema, Rejection::EmptyBatch, Rejection::TooManyEvents(501)];
    let write = Operation::new("POST", path, id, summary, Some(Access::Write));
    limits.into_iter().fold(write, Operation::or).answers::<log::Told>()
}

fn question<Q: Question>(path: &'static str, id: &'static str, summary: &'static str) -> Operation
where
    Q::Answer: JsonSchema,
{
    let parser = |query: &str| {
        let mut parameters = Parameters::parse(query);
        Q::take(&mut parameters, NOW)?;
        parameters.finish()
    };
    read(path, id, summary).asks(parser).answers::<questions::Told<Q::Answer>>().counted()
}

/// All of them, in the order of the document.
pub fn operations() -> Vec<Operation> {
    let parts: [(&'static str, Vec<Operation>); 8] = [
        ("Write", writing()),
        ("Events", events()),
        ("Analytics", analytics()),
        ("Rejected events", rejected()),
        ("Plan and config", contract()),
        ("Keys", keys()),
        ("Delete", deletion()),
        ("Operations", operation()),
    ];
    parts.into_iter().flat_map(|(tag, part)| part.into_iter().map(move |one| Operation { tag, ..one })).collect()
}

fn writing() -> Vec<Operation> {
    vec![
        write("/api/events/log", "logEvent", "Store one event").takes("SingleEvent", "application/json").or(rejected_event()),
        write("/api/events/log/batch", "logBatch", "Store a batch of events; 200 whenever it can be read, and the verdicts say the rest")
            .takes("Batch", "application/json"),
        administer("POST", "/api/events/import", "importEvents", "Store lines of an export")
            .takes("ImportedEvent", "application/x-ndjson")
            .answers::<Imported>(),
    ]
}

fn events() -> Vec<Operation> {
    vec![
        read("/api/events", "listEvents", "Events, newest first")
            .asks(|query| ListQuery::parse(query, NOW).map(drop))
            .answers::<EventList>()
            .counted(),
        read("/api/events/recent", "recentEvents", "The latest events of one user, or of everyone")
            .asks(|query| RecentQuery::parse(query, NOW).map(drop))
            .needs(&[], "user_id=u")
            .answers::<RecentList>()
            .counted()
            .alternatively(&["text/markdown"]),
        read("/api/events/session/:id", "listSession", "One session, oldest first")
            .asks(|query| ListQuery::of_session("s".into(), query, NOW).map(drop))
            .answers::<EventList>()
            .counted(),
        read("/api/events/analytics", "overview", "Totals, and counts by category, type, action, level, device and time")
            .asks(|query| AnalyticsQuery::parse(query, NOW).map(drop))
            .answers::<Analytics>()
            .counted(),
        read("/api/events/export", "exportEvents", "All events, oldest first")
            .asks(|query| ExportQuery::parse(query, NOW).map(drop))
            .alternatively(&["application/x-ndjson", "text/csv"])
            .counted(),
        read("/api/events/:id", "getEvent", "One event").answers::<Item>().or(Rejection::NoSuchEvent),
        read("/api/events/:id/causality", "getCausality", "What led to an event, and what came of it, as a graph")
            .asks(|query| CausalityQuery::parse(query).map(drop))
            .answers::<Causality>()
            .or(Rejection::NoSuchEvent),
    ]
}

fn analytics() -> Vec<Operation> {
    vec![
        question::<Timeseries>("/api/analytics/timeseries", "timeseries", "Counts over time, by a dimension where one is named"),
        question::<Breakdown>("/api/analytics/breakdown", "breakdown", "Counts by up to ten dimensions").needs(&["by"], "by=country"),
        question::<Timings>("/api/analytics/timings", "timings", "Percentiles and histograms of durations"),
        question::<SessionsQuestion>("/api/analytics/sessions", "sessions", "Sessions, their totals, and where they begin and end"),
        read("/api/analytics/sessions/:id", "getSession", "One session, and when each of its events happened")
            .asks(|query| OneSession::parse("s".into(), query, NOW).map(drop))
            .answers::<questions::Told<SessionAnswer>>()
            .counted()
            .or(Rejection::NoSuchSession),
        question::<ActiveUsersQuestion>(
            "/api/analytics/active-users",
            "activeUsers",
            "People active each day, week and month, and who is new",
        ),
        question::<FunnelQuestion>("/api/analytics/funnel", "funnel", "How many people take steps in order")
            .needs(&["step"], "step=a&step=b"),
        question::<RetentionQuestion>("/api/analytics/retention", "retention", "Who comes back, by when they first came"),
        question::<PathsQuestion>("/api/analytics/paths", "paths", "Which ways sessions take"),
        question::<Patterns>("/api/analytics/patterns", "patterns", "Hours of the week, features, and sequences of types"),
        question::<Live>("/api/analytics/live", "live", "The last 30 minutes, and who is there now"),
        question::<StreamsQuestion>("/api/streams", "listStreams", "Runs and conversations, newest first"),
        read("/api/analytics/delivery", "delivery", "What became of everything that was tracked")
            .asks(|query| DeliveryQuery::parse(query, NOW).map(drop))
            .answers::<Delivery>()
            .counted(),
        read("/api/analytics/cost", "cost", "What was asked of D1, and what that costs")
            .asks(|query| CostQuery::parse(query, NOW).map(drop))
            .answers::<Cost>(),
    ]
}

fn rejected() -> Vec<Operation> {
    vec![
        read("/api/rejected", "listRejected", "Rejected events, newest first, and how many there are by code and type")
            .asks(|query| RejectedQuery::parse(query, NOW).map(drop))
            .answers::<RejectedList>(),
        administer("POST", "/api/rejected/replay", "replayRejected", "Judge rejected events anew, the oldest 500 of those that match")
            .asks(|query| ReplayQuery::parse(query, NOW).map(drop))
            .answers::<Replayed>(),
        administer("DELETE", "/api/rejected", "forgetRejected", "Forget rejected events; at least one filter must be there")
            .asks(|query| ForgetQuery::parse(query, NOW).map(drop))
            .needs(&[], "range=all")
            .answers::<Forgotten>(),
    ]
}

fn contract() -> Vec<Operation> {
    vec![
        read("/api/plan", "getPlan", "The project's tracking plan")
            .asks(|query| plan::version(query).map(drop))
            .answers::<plan::Shown>()
            .or(Rejection::NoSuchPlan),
        read("/api/plan/versions", "listPlans", "All versions of the plan, newest first").answers::<plan::Versions>(),
        administer("PUT", "/api/plan", "putPlan", "Replace the plan, and say what changed")
            .asks(|query| plan::is_dry_run(query).map(drop))
            .takes("TrackingPlan", "application/json")
            .answers::<plan::Put>()
            .or(invalid_plan())
            .or(Rejection::PlanChanged),
        Operation::new("GET", "/api/config", "getConfig", "The project's remote config", Some(Access::Config))
            .asks(|query| config::public_key(query).map(drop))
            .answers::<config::Answer>(),
        administer("PUT", "/api/config", "putConfig", "Replace the remote config")
            .asks(|query| plan::is_dry_run(query).map(drop))
            .takes("Config", "application/json")
            .answers::<config::Answer>()
            .or(invalid_config()),
    ]
}

fn keys() -> Vec<Operation> {
    let of_key = |method, path, id, summary| administer(method, path, id, summary).or(Rejection::NoSuchKey);
    vec![
        read("/api/project", "getProject", "The project, and the key that asks").answers::<keys::Shown>(),
        administer("GET", "/api/keys", "listKeys", "The project's keys, those that work first; never their texts").answers::<keys::Keys>(),
        administer("POST", "/api/keys", "makeKey", "Make a key; its text is answered this once")
            .takes("WantedKey", "application/json")
            .answers::<keys::Made>()
            .creates()
            .or(invalid_key()),
        of_key("PATCH", "/api/keys/:id", "changeKey", "Change a key's label, origins or end")
            .takes("KeyChange", "application/json")
            .answers::<KeyItem>()
            .or(invalid_key())
            .or(Rejection::KeyOver),
        Operation {
            may_send_nothing: true,
            ..of_key("POST", "/api/keys/:id/rotate", "rotateKey", "Make a key in another's place; both work for a while")
        }
        .takes("Rotation", "application/json")
        .answers::<keys::Made>()
        .creates()
        .or(invalid_key())
        .or(Rejection::KeyOver),
        of_key("DELETE", "/api/keys/:id", "revokeKey", "Take a key back").answers::<KeyItem>().or(Rejection::LastAdminKey),
    ]
}

fn deletion() -> Vec<Operation> {
    vec![
        administer("DELETE", "/api/events", "deleteEvents", "Delete the events of a filter; at least one must be there")
            .asks(|query| DeletionQuery::parse(query, NOW).map(drop))
            .needs(&[], "range=all")
            .answers::<Deleted>(),
        administer("DELETE", "/api/users/:id", "eraseUser", "Erase a user")
            .asks(|query| EraseQuery::parse("u", query).map(drop))
            .answers::<Erased>(),
        administer("GET", "/api/users/:id/export", "exportUser", "All that is stored about a user")
            .asks(|query| ExportQuery::of_user(query).map(drop))
            .alternatively(&["application/x-ndjson"]),
        administer("DELETE", "/api/events/cleanup", "cleanup", "Delete old events, and the accounts of delivery of that time")
            .asks(|query| CleanupQuery::parse(query, None, NOW).map(drop))
            .answers::<Cleaned>(),
    ]
}

const LOG_IN: &str = "Log in to the dashboard: exchange a key, which must come in a header, for a cookie";

fn operation() -> Vec<Operation> {
    vec![
        Operation::new("GET", "/api/health", "health", "Whether Worker and database are well, and how near the day's quota is", None)
            .answers::<usage::Health>()
            .or(Rejection::RateLimited(15)),
        Operation::new("POST", "/api/session", "logIn", LOG_IN, Some(Access::Read))
            .answers::<login::Answer>()
            .or(Rejection::LoginNeedsHttps),
        Operation::new("GET", "/api/session", "getLogin", "Who is logged in", None)
            .answers::<login::Answer>()
            .or(Rejection::NotSameOrigin)
            .or(Rejection::RateLimited(15)),
        Operation::new("DELETE", "/api/session", "logOut", "End the login, wherever its cookie was copied to", None)
            .answers::<login::Answer>()
            .or(Rejection::NotSameOrigin)
            .or(Rejection::RateLimited(15)),
        read("/metrics", "metrics", "Counters as Prometheus reads them").alternatively(&["text/plain"]),
        administer("GET", "/api/audit", "listAudit", "Who did what when, newest first")
            .asks(|query| AuditQuery::parse(query).map(drop))
            .answers::<AuditList>(),
        administer("GET", "/api/rollups", "getRollups", "The state of roll-ups").answers::<rollups::Status>(),
        administer("POST", "/api/rollups/fold", "foldRollups", "Fold some hours now").answers::<rollups::Folded>(),
        administer("POST", "/api/rollups/rebuild", "rebuildRollups", "Have hours folded anew")
            .asks(|query| rollups::range(query, NOW).map(drop))
            .answers::<rollups::Marked>(),
    ]
}

impl Operation {
    fn alternatively(self, others: &'static [&'static str]) -> Operation {
        Operation { others, ..self }
    }
}

#[test]
fn what_is_required_is_and_samples_are_taken() {
    for one in operations() {
        assert_eq!((one.parser)(one.sample), Ok(()), "{}", one.id);
        if !one.required.is_empty() {
            assert!((one.parser)("").is_err(), "{} takes no query, so nothing is required", one.id);
        }
    }
}
