//! What stands in an address: the path, and every endpoint's parameters.

use super::ingest::NOW;
use ingest_worker::analytics::active_users::ActiveUsersQuestion;
use ingest_worker::analytics::breakdown::Breakdown;
use ingest_worker::analytics::funnel::FunnelQuestion;
use ingest_worker::analytics::live::Live;
use ingest_worker::analytics::paths::PathsQuestion;
use ingest_worker::analytics::patterns::Patterns;
use ingest_worker::analytics::reading::Reading;
use ingest_worker::analytics::retention::RetentionQuestion;
use ingest_worker::analytics::sessions::{OneSession, SessionsQuestion};
use ingest_worker::analytics::streams::StreamsQuestion;
use ingest_worker::analytics::timeseries::Timeseries;
use ingest_worker::analytics::timings::Timings;
use ingest_worker::analytics::Question;
use ingest_worker::query::analytics::AnalyticsQuery;
use ingest_worker::query::audit::AuditQuery;
use ingest_worker::query::causality::CausalityQuery;
use ingest_worker::query::cleanup::CleanupQuery;
use ingest_worker::query::cost::CostQuery;
use ingest_worker::query::deletion::DeletionQuery;
use ingest_worker::query::delivery::DeliveryQuery;
use ingest_worker::query::erasure::EraseQuery;
use ingest_worker::query::export::ExportQuery;
use ingest_worker::query::list::ListQuery;
use ingest_worker::query::parameters::Parameters;
use ingest_worker::query::recent::RecentQuery;
use ingest_worker::query::rejected::{ForgetQuery, RejectedQuery, ReplayQuery};
use ingest_worker::rejection::Rejection;
use ingest_worker::route::{name, route, Route};

/// The text behind the `?`, as every endpoint reads it.
pub fn parameters(input: &[u8]) {
    let query = String::from_utf8_lossy(input);
    let query = query.as_ref();
    check(ListQuery::parse(query, NOW));
    check(ListQuery::of_session("s".to_owned(), query, NOW));
    check(RecentQuery::parse(query, NOW));
    check(ExportQuery::parse(query, NOW));
    check(AnalyticsQuery::parse(query, NOW));
    check(CausalityQuery::parse(query));
    check(DeliveryQuery::parse(query, NOW));
    check(CostQuery::parse(query, NOW));
    check(CleanupQuery::parse(query, None, NOW));
    check(DeletionQuery::parse(query, NOW));
    check(EraseQuery::parse("anna", query));
    check(AuditQuery::parse(query));
    check(RejectedQuery::parse(query, NOW));
    check(ReplayQuery::parse(query, NOW));
    check(ForgetQuery::parse(query, NOW));
    check(OneSession::parse("s".to_owned(), query, NOW));
    ask::<Timeseries>(query);
    ask::<Breakdown>(query);
    ask::<Timings>(query);
    ask::<Patterns>(query);
    ask::<Live>(query);
    ask::<ActiveUsersQuestion>(query);
    ask::<FunnelQuestion>(query);
    ask::<RetentionQuestion>(query);
    ask::<PathsQuestion>(query);
    ask::<StreamsQuestion>(query);
    ask::<SessionsQuestion>(query);
}

/// A question is read, and where it is sound, asked of no events at all.
fn ask<Q: Question>(query: &str) {
    let mut parameters = Parameters::parse(query);
    let question = check(Q::take(&mut parameters, NOW).and_then(|question| parameters.finish().map(|()| question)));
    let Some(question) = question else { return };
    let common = question.common();
    let fold = |range| check(Reading::start(&question, range)).map(|reading| reading.finish());
    let Some(first) = fold(common.range) else { return };
    let previous = match common.previous {
        Some(range) => match fold(range) {
            None => return,
            fold => fold,
        },
        None => None,
    };
    check(question.answer(first, previous));
}

/// What is refused says so by a status of the sender's, and in a text that is not the sender's.
fn check<T>(outcome: Result<T, Rejection>) -> Option<T> {
    let rejection = match outcome {
        Ok(taken) => return Some(taken),
        Err(rejection) => rejection,
    };
    let summary = rejection.summary();
    assert!((400..500).contains(&summary.status), "{rejection:?}");
    assert!(!rejection.detail().is_empty() && rejection.detail().len() < 500, "{rejection:?}");
    assert!(rejection.field().unwrap_or_default().chars().count() <= 120, "{rejection:?}");
    None
}

/// A method and a path.
pub fn path(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (method, path) = text.split_once(' ').unwrap_or(("GET", &text));
    let known = name(path);
    match route(method, path) {
        Ok(_) => assert_ne!(known, "unknown"),
        Err(Rejection::NoSuchPath) => assert_eq!(known, "unknown"),
        Err(Rejection::MethodNotAllowed(methods)) => {
            assert!(methods.split(", ").all(|allowed| allowed != method), "{methods}");
            assert!(matches!(route("OPTIONS", path), Ok(Route::Preflight(all)) if all == methods));
        }
        Err(other) => panic!("{other:?}"),
    }
}
