use crate::rejection::Rejection;
use matchit::Router;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// Store one event.
    Log,
    /// Store a batch of events.
    LogBatch,
    /// Store the lines of an export.
    Import,
    /// List events, newest first.
    Events,
    /// All events, written out.
    Export,
    /// The latest events of one user.
    Recent,
    /// One event by its id.
    Event(String),
    /// What led to an event, and what came of it.
    Causality(String),
    /// One session in order.
    Session(String),
    /// Counts and totals.
    Analytics,
    /// A question about many events.
    Question(Topic),
    /// One session, and when each of its events happened.
    SessionEvents(String),
    /// The account of delivery.
    Delivery,
    /// What the Worker asked of D1, and what that costs.
    Cost,
    /// List rejected events.
    Rejected,
    /// Judge rejected events anew.
    Replay,
    /// Forget rejected events.
    ForgetRejected,
    /// Delete the events of a filter.
    Delete,
    /// Erase one user.
    EraseUser(String),
    /// All that is stored about one user, written out.
    ExportUser(String),
    /// Delete old events.
    Cleanup,
    /// The state of roll-ups.
    Rollups,
    /// Fold some hours.
    Fold,
    /// Have hours folded anew.
    Rebuild,
    /// The project's tracking plan.
    Plan,
    /// All versions of it.
    PlanVersions,
    /// Replace the project's tracking plan.
    PutPlan,
    /// The project's remote config.
    Config,
    /// Replace the project's remote config.
    PutConfig,
    /// Who did what when.
    Audit,
    /// The project's keys.
    Keys,
    /// Make a key.
    MakeKey,
    /// Change a key.
    ChangeKey(String),
    /// Make a key in another's place.
    RotateKey(String),
    /// Take a key back.
    RevokeKey(String),
    /// The project itself.
    Project,
    /// Log in to the dashboard.
    LogIn,
    /// Who is logged in.
    LoggedIn,
    /// Log out.
    LogOut,
    /// Counters, for programs that watch.
    Metrics,
    /// Whether the Worker and its database are well.
    Health,
    /// A browser asks whether it may send a request from another origin; these are the methods.
    Preflight(&'static str),
}

/// What a question is about; each has an endpoint of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Topic {
    Timeseries,
    Breakdown,
    Timings,
    Patterns,
    Live,
    ActiveUsers,
    Funnel,
    Retention,
    Paths,
    Sessions,
    Streams,
}

/// Where questions are, and where they are too: ad blockers' lists stop `/api/analytics/` on whatever host it is, so the dashboard asks at the other.
const QUESTIONS: (&str, &str) = ("/api/analytics/", "/api/questions/");

/// A path as the table has it.
fn listed(path: &str) -> Cow<'_, str> {
    let (listed, also) = QUESTIONS;
    path.strip_prefix(also).map_or(Cow::Borrowed(path), |rest| format!("{listed}{rest}").into())
}

/// Finds the route of a method and a path.
pub fn route(method: &str, path: &str) -> Result<Route, Rejection> {
    let path = listed(path);
    let matched = ENDPOINTS.at(&path).map_err(|_| Rejection::NoSuchPath)?;
    let endpoint = matched.value;
    if method == "OPTIONS" {
        return Ok(Route::Preflight(endpoint.methods));
    }
    // The platform leaves out the body of an answer to HEAD by itself.
    let method = if method == "HEAD" { "GET" } else { method };
    if !endpoint.methods.split(", ").any(|allowed| allowed == method) {
        return Err(Rejection::MethodNotAllowed(endpoint.methods));
    }
    let parameter = matched.params.get("id").unwrap_or_default();
    // Bytes that are no UTF-8 become U+FFFD, which is in no stored id.
    let id = percent_decode_str(parameter).decode_utf8_lossy().into_owned();
    Ok(match ((endpoint.route)(id), method) {
        (Route::Events, "DELETE") => Route::Delete,
        (Route::Rejected, "DELETE") => Route::ForgetRejected,
        (Route::Config, "PUT") => Route::PutConfig,
        (Route::Plan, "PUT") => Route::PutPlan,
        (Route::Keys, "POST") => Route::MakeKey,
        (Route::ChangeKey(id), "DELETE") => Route::RevokeKey(id),
        (Route::LoggedIn, "POST") => Route::LogIn,
        (Route::LoggedIn, "DELETE") => Route::LogOut,
        (route, _) => route,
    })
}

/// The endpoint of a path as it is known to those who count: its parameters unnamed.
pub fn name(path: &str) -> &'static str {
    ENDPOINTS.at(&listed(path)).map_or("unknown", |matched| matched.value.path)
}

/// One path: its methods as an `Allow` header lists them, and its route, given the `id` in the path.
struct Endpoint {
    path: &'static str,
    methods: &'static str,
    route: RouteOf,
}

pub(crate) type RouteOf = fn(String) -> Route;

const READ: &str = "GET, HEAD, OPTIONS";
const WRITE: &str = "POST, OPTIONS";
const DELETE: &str = "DELETE, OPTIONS";
const READ_DELETE: &str = "GET, HEAD, DELETE, OPTIONS";
const READ_MAKE: &str = "GET, HEAD, POST, OPTIONS";
const CHANGE_DELETE: &str = "PATCH, DELETE, OPTIONS";
const LOGIN: &str = "GET, HEAD, POST, DELETE, OPTIONS";
const READ_REPLACE: &str = "GET, HEAD, PUT, OPTIONS";

/// Every path, its methods as an `Allow` header lists them, and its route.
pub(crate) fn table() -> &'static [(&'static str, &'static str, RouteOf)] {
    &[
        ("/api/events/log", WRITE, |_| Route::Log),
        ("/api/events/log/batch", WRITE, |_| Route::LogBatch),
        ("/api/events", READ_DELETE, |_| Route::Events),
        ("/api/events/import", WRITE, |_| Route::Import),
        ("/api/events/export", READ, |_| Route::Export),
        ("/api/events/recent", READ, |_| Route::Recent),
        ("/api/events/session/:id", READ, Route::Session),
        ("/api/events/analytics", READ, |_| Route::Analytics),
        ("/api/analytics/timeseries", READ, |_| Route::Question(Topic::Timeseries)),
        ("/api/analytics/breakdown", READ, |_| Route::Question(Topic::Breakdown)),
        ("/api/analytics/timings", READ, |_| Route::Question(Topic::Timings)),
        ("/api/analytics/patterns", READ, |_| Route::Question(Topic::Patterns)),
        ("/api/analytics/live", READ, |_| Route::Question(Topic::Live)),
        ("/api/analytics/active-users", READ, |_| Route::Question(Topic::ActiveUsers)),
        ("/api/analytics/funnel", READ, |_| Route::Question(Topic::Funnel)),
        ("/api/analytics/retention", READ, |_| Route::Question(Topic::Retention)),
        ("/api/analytics/paths", READ, |_| Route::Question(Topic::Paths)),
        ("/api/analytics/sessions", READ, |_| Route::Question(Topic::Sessions)),
        ("/api/analytics/sessions/:id", READ, Route::SessionEvents),
        ("/api/analytics/delivery", READ, |_| Route::Delivery),
        ("/api/analytics/cost", READ, |_| Route::Cost),
        ("/api/streams", READ, |_| Route::Question(Topic::Streams)),
        ("/api/events/cleanup", DELETE, |_| Route::Cleanup),
        ("/api/rollups", READ, |_| Route::Rollups),
        ("/api/rollups/fold", WRITE, |_| Route::Fold),
        ("/api/rollups/rebuild", WRITE, |_| Route::Rebuild),
        ("/api/events/:id", READ, Route::Event),
        ("/api/events/:id/causality", READ, Route::Causality),
        ("/api/users/:id", DELETE, Route::EraseUser),
        ("/api/users/:id/export", READ, Route::ExportUser),
        ("/api/plan", READ_REPLACE, |_| Route::Plan),
        ("/api/plan/versions", READ, |_| Route::PlanVersions),
        ("/api/config", READ_REPLACE, |_| Route::Config),
        ("/api/rejected", READ_DELETE, |_| Route::Rejected),
        ("/api/rejected/replay", WRITE, |_| Route::Replay),
        ("/api/audit", READ, |_| Route::Audit),
        ("/api/keys", READ_MAKE, |_| Route::Keys),
        ("/api/keys/:id", CHANGE_DELETE, Route::ChangeKey),
        ("/api/keys/:id/rotate", WRITE, Route::RotateKey),
        ("/api/project", READ, |_| Route::Project),
        ("/api/session", LOGIN, |_| Route::LoggedIn),
        ("/metrics", READ, |_| Route::Metrics),
        ("/api/health", READ, |_| Route::Health),
    ]
}

static ENDPOINTS: LazyLock<Router<Endpoint>> = LazyLock::new(|| {
    let mut router = Router::new();
    for &(path, methods, route) in table() {
        let inserted = router.insert(path, Endpoint { path, methods, route });
        // Fails only when two lines of the table are the same path; the tests walk the whole table.
        debug_assert!(inserted.is_ok(), "{path}: {inserted:?}", inserted = inserted.err());
    }
    router
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_has_its_route() {
        let cases = [
            ("POST", "/api/events/log", Ok(Route::Log)),
            ("POST", "/api/events/log/batch", Ok(Route::LogBatch)),
            ("GET", "/api/events", Ok(Route::Events)),
            ("HEAD", "/api/events", Ok(Route::Events)),
            ("POST", "/api/events/import", Ok(Route::Import)),
            ("GET", "/api/events/export", Ok(Route::Export)),
            ("GET", "/api/events/recent", Ok(Route::Recent)),
            ("GET", "/api/events/analytics", Ok(Route::Analytics)),
            ("GET", "/api/analytics/timeseries", Ok(Route::Question(Topic::Timeseries))),
            ("GET", "/api/questions/timeseries", Ok(Route::Question(Topic::Timeseries))),
            ("GET", "/api/questions/sessions/a%2Fb", Ok(Route::SessionEvents("a/b".into()))),
            ("GET", "/api/questions/delivery", Ok(Route::Delivery)),
            ("GET", "/api/questions", Err(Rejection::NoSuchPath)),
            ("GET", "/api/analytics/active-users", Ok(Route::Question(Topic::ActiveUsers))),
            ("GET", "/api/analytics/sessions", Ok(Route::Question(Topic::Sessions))),
            ("GET", "/api/analytics/sessions/a%2Fb", Ok(Route::SessionEvents("a/b".into()))),
            ("GET", "/api/streams", Ok(Route::Question(Topic::Streams))),
            ("POST", "/api/analytics/live", Err(Rejection::MethodNotAllowed(READ))),
            ("GET", "/api/analytics/delivery", Ok(Route::Delivery)),
            ("GET", "/api/analytics/cost", Ok(Route::Cost)),
            ("GET", "/api/events/session/a%2Fb%20c", Ok(Route::Session("a/b c".into()))),
            ("GET", "/api/events/01ARZ3", Ok(Route::Event("01ARZ3".into()))),
            ("GET", "/api/events/01ARZ3/causality", Ok(Route::Causality("01ARZ3".into()))),
            ("GET", "/api/rejected", Ok(Route::Rejected)),
            ("DELETE", "/api/rejected", Ok(Route::ForgetRejected)),
            ("POST", "/api/rejected/replay", Ok(Route::Replay)),
            ("GET", "/api/rejected/replay", Err(Rejection::MethodNotAllowed(WRITE))),
            ("GET", "/api/audit", Ok(Route::Audit)),
            ("GET", "/api/session", Ok(Route::LoggedIn)),
            ("POST", "/api/session", Ok(Route::LogIn)),
            ("DELETE", "/api/session", Ok(Route::LogOut)),
            ("PUT", "/api/session", Err(Rejection::MethodNotAllowed(LOGIN))),
            ("GET", "/metrics", Ok(Route::Metrics)),
            ("GET", "/api/keys", Ok(Route::Keys)),
            ("POST", "/api/keys", Ok(Route::MakeKey)),
            ("PATCH", "/api/keys/a%2Fb", Ok(Route::ChangeKey("a/b".into()))),
            ("DELETE", "/api/keys/a", Ok(Route::RevokeKey("a".into()))),
            ("GET", "/api/keys/a", Err(Rejection::MethodNotAllowed(CHANGE_DELETE))),
            ("POST", "/api/keys/a/rotate", Ok(Route::RotateKey("a".into()))),
            ("GET", "/api/project", Ok(Route::Project)),
            ("DELETE", "/api/events/cleanup", Ok(Route::Cleanup)),
            ("DELETE", "/api/events", Ok(Route::Delete)),
            ("DELETE", "/api/users/anna%20b", Ok(Route::EraseUser("anna b".into()))),
            ("GET", "/api/users/a%2Fb/export", Ok(Route::ExportUser("a/b".into()))),
            ("DELETE", "/api/users/a/export", Err(Rejection::MethodNotAllowed(READ))),
            ("GET", "/api/rollups", Ok(Route::Rollups)),
            ("POST", "/api/rollups/fold", Ok(Route::Fold)),
            ("POST", "/api/rollups/rebuild", Ok(Route::Rebuild)),
            ("GET", "/api/config", Ok(Route::Config)),
            ("GET", "/api/plan", Ok(Route::Plan)),
            ("PUT", "/api/plan", Ok(Route::PutPlan)),
            ("GET", "/api/plan/versions", Ok(Route::PlanVersions)),
            ("PUT", "/api/config", Ok(Route::PutConfig)),
            ("DELETE", "/api/config", Err(Rejection::MethodNotAllowed(READ_REPLACE))),
            ("GET", "/api/health", Ok(Route::Health)),
            ("OPTIONS", "/api/events/log", Ok(Route::Preflight(WRITE))),
            ("OPTIONS", "/api/nothing", Err(Rejection::NoSuchPath)),
            ("GET", "/api/events/log", Err(Rejection::MethodNotAllowed(WRITE))),
            ("HEAD", "/api/events/log", Err(Rejection::MethodNotAllowed(WRITE))),
            ("POST", "/api/events", Err(Rejection::MethodNotAllowed(READ_DELETE))),
            ("GET", "/api/events/cleanup", Err(Rejection::MethodNotAllowed(DELETE))),
            ("BREW", "/api/health", Err(Rejection::MethodNotAllowed(READ))),
            ("GET", "/", Err(Rejection::NoSuchPath)),
            ("GET", "/api/events/", Err(Rejection::NoSuchPath)),
            ("GET", "/api/events/a/b", Err(Rejection::NoSuchPath)),
            ("GET", "/api/events/session/", Err(Rejection::NoSuchPath)),
        ];
        for (method, path, expected) in cases {
            assert_eq!(route(method, path), expected, "{method} {path}");
        }
        assert_eq!((name("/api/users/anna"), name("/api/events"), name("/x")), ("/api/users/:id", "/api/events", "unknown"));
    }
}
