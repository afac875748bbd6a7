//! EDGE: the platform's requests into what endpoints need, and replies into the platform's responses.

/// What a request's browser says, and what it is told.
mod browser;
/// A request's body, within bounds of size and time.
mod receive;

use crate::body;
use crate::ingest::Place;
use crate::limiters::Limiters;
use crate::origin::is_origin;
use crate::rejection::Rejection;
use crate::request_log::Note;
use browser::Browser;
use futures_util::stream::LocalBoxStream;
use serde::Serialize;
use std::time::Duration;
use worker::js_sys::Reflect;
use worker::wasm_bindgen::JsValue;
use worker::{Date, Env, Headers, Request, Response};

pub use receive::{discard, read_body, read_body_within};

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);
/// The variable that says otherwise, in milliseconds: for tests, which cannot wait that long.
const BODY_TIME_VARIABLE: &str = "BODY_TIME_MS";

/// What the head of a request says.
#[derive(Debug)]
pub struct Head {
    /// `GET`, `POST` …
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The text behind the `?`.
    pub query: String,
    /// The page's origin, when a page of another one sent it, or any page a POST.
    pub origin: Option<String>,
    /// The key, when it came in a header.
    pub key: Option<String>,
    /// What becomes known of the request, for the log.
    pub note: Note,
    /// When it arrived, in milliseconds since the epoch. The platform's clock stands still while a request computes.
    pub now: u64,
    /// What counts the request, once it is known for what.
    pub limiters: Limiters,
    /// What the browser says of it.
    pub browser: Browser,
    /// How many bytes the whole URL has.
    pub url_bytes: usize,
    body_time: Duration,
    content_length: Option<String>,
    content_encoding: Option<String>,
}

impl Head {
    /// Reads the head.
    pub fn read(request: &Request, env: &Env) -> worker::Result<Head> {
        let headers = &request.headers();
        let url = request.inner().url();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let body_time = env.var(BODY_TIME_VARIABLE).ok().and_then(|text| text.to_string().parse().ok()).map(Duration::from_millis);
        Ok(Head {
            // Not `Request::method`, which calls every method that it does not know GET.
            method: request.inner().method(),
            path: request.path(),
            query: query.to_owned(),
            origin: headers.get("origin")?,
            key: bearer(headers.get("authorization")?).or(headers.get("x-trailmark-key")?),
            note: Note::default(),
            now: Date::now().as_millis(),
            limiters: Limiters::of(env, request)?,
            browser: Browser::read(request, headers)?,
            url_bytes: url.len(),
            body_time: body_time.unwrap_or(BODY_TIME),
            content_length: headers.get("content-length")?,
            content_encoding: headers.get("content-encoding")?,
        })
    }

    /// The origin whose pages may read the answer. Refusals are for them too, so that a tracker learns what to do; what may be in an answer
    /// is the key's matter.
    fn reader(&self) -> Option<&str> {
        self.origin.as_deref().filter(|origin| !self.browser.is_unreadable() && is_origin(origin))
    }
}

fn bearer(authorization: Option<String>) -> Option<String> {
    let text = authorization?;
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// A header that only few requests are asked for. Several of one name come as one text.
pub fn header(request: &Request, name: &str) -> Option<String> {
    // Fails only for a name that none could have.
    request.headers().get(name).ok().flatten()
}

/// Where the platform says that a request came from; locally it may say nothing.
pub fn place(request: &Request) -> Place {
    // Not `Request::cf`, whose `colo` panics where there is none.
    let cf = member(request.inner(), "cf");
    Place::read(|name| member(cf.as_ref()?, name)?.as_string())
}

/// A member of a JavaScript object, unless it is no object.
fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()
}

/// What the sender accepts, and not what Cloudflare accepts in its place: the header that a Worker sees is always Cloudflare's.
fn accept_encoding(request: &Request) -> Option<String> {
    let of_client = member(request.inner(), "cf").and_then(|cf| member(&cf, "clientAcceptEncoding")?.as_string());
    of_client.or_else(|| header(request, "accept-encoding"))
}

/// An answer before it is the platform's.
#[derive(Debug)]
pub struct Reply {
    status: u16,
    code: Option<&'static str>,
    content_type: &'static str,
    headers: Vec<(&'static str, String)>,
    is_private: bool,
    body: Body,
}

/// What an answer says.
enum Body {
    Text(String),
    Stream(LocalBoxStream<'static, worker::Result<Vec<u8>>>),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Body::Text(text) => formatter.write_str(text),
            Body::Stream(_) => formatter.write_str("a stream"),
        }
    }
}

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// An answer is data: whatever a browser takes it for, it loads nothing, runs nothing, is in no frame, and tells no other site where it was.
const EVERY_ANSWER: [(&str, &str); 5] = [
    ("vary", "Origin"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
];

impl Reply {
    /// A JSON answer.
    pub fn json<T: Serialize>(answer: &T) -> Result<Reply, serde_json::Error> {
        Ok(Reply {
            status: 200,
            code: None,
            content_type: JSON,
            headers: Vec::new(),
            is_private: false,
            body: Body::Text(serde_json::to_string(answer)?),
        })
    }

    /// A Markdown answer.
    pub fn markdown(text: String) -> Reply {
        Reply {
            status: 200,
            code: None,
            content_type: "text/markdown; charset=utf-8",
            headers: Vec::new(),
            is_private: false,
            body: Body::Text(text),
        }
    }

    /// Metrics in Prometheus' text format.
    pub fn exposition(text: String) -> Reply {
        Reply {
            status: 200,
            code: None,
            content_type: "text/plain; version=0.0.4; charset=utf-8",
            headers: Vec::new(),
            is_private: false,
            body: Body::Text(text),
        }
    }

    /// An answer that is written while it is sent.
    pub fn stream(content_type: &'static str, stream: LocalBoxStream<'static, worker::Result<Vec<u8>>>) -> Reply {
        Reply { status: 200, code: None, content_type, headers: Vec::new(), is_private: false, body: Body::Stream(stream) }
    }

    /// Says that something was made.
    pub fn created(self) -> Reply {
        Reply { status: 201, ..self }
    }

    /// Has the platform compress the body on its way, if the sender of the request accepts that.
    pub fn compressed(self, request: &Request) -> Reply {
        match body::accepts_gzip(accept_encoding(request).as_deref()) {
            true => self.with_header("content-encoding", "gzip".to_owned()),
            false => self,
        }
    }

    /// The answer to a preflight, the same for every origin: it opens nothing.
    pub fn preflight(methods: &'static str) -> Reply {
        // A browser asks for neither of the others.
        let asked: Vec<&str> = methods.split(", ").filter(|method| !matches!(*method, "HEAD" | "OPTIONS")).collect();
        let headers = vec![
            ("access-control-allow-methods", asked.join(", ")),
            ("access-control-allow-headers", "authorization, x-trailmark-key, content-type, content-encoding".to_owned()),
            ("access-control-max-age", "86400".to_owned()),
            ("allow", methods.to_owned()),
        ];
        Reply { status: 204, code: None, content_type: "", headers, is_private: false, body: Body::Text(String::new()) }
    }

    /// A refusal, RFC 9457.
    pub fn problem(rejection: &Rejection) -> Reply {
        Reply::problem_with(rejection, &NoMore {})
    }

    /// A refusal that carries the members of something else as well.
    pub fn problem_with<T: Serialize>(rejection: &Rejection, more: &T) -> Reply {
        let summary = rejection.summary();
        let problem = Problem {
            kind: "about:blank",
            title: summary.title,
            status: summary.status,
            code: summary.code,
            detail: &rejection.detail(),
            field: rejection.field(),
            more,
        };
        // Numbers, texts and lists of them always have a JSON form.
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let headers = match rejection {
            Rejection::MethodNotAllowed(methods) => vec![("allow", (*methods).to_owned())],
            Rejection::QuotaNear(seconds) | Rejection::RateLimited(seconds) => vec![("retry-after", seconds.to_string())],
            // The plan may be changed at any time, and midnight is an answer for nobody who asks a minute before.
            Rejection::QuotaExhausted => vec![("retry-after", "900".to_owned())],
            Rejection::NoKeys => vec![("retry-after", "60".to_owned())],
            Rejection::StorageFailed => vec![("retry-after", "5".to_owned())],
            Rejection::MissingKey | Rejection::UnknownKey | Rejection::SessionOver => vec![("www-authenticate", "Bearer".to_owned())],
            _ => Vec::new(),
        };
        Reply {
            status: summary.status,
            code: Some(summary.code),
            content_type: PROBLEM,
            headers,
            is_private: false,
            body: Body::Text(body),
        }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The code of a refusal.
    pub fn code(&self) -> Option<&'static str> {
        self.code
    }

    /// Adds a header.
    pub fn with_header(mut self, name: &'static str, value: String) -> Reply {
        self.headers.push((name, value));
        self
    }

    /// Marks the answer as nobody else's to keep or to embed. Answers to writes are not marked: Chromium keeps the keepalive bytes of a
    /// request booked when its answer is `no-store` and nobody reads the body, and after 64 KB refuses every beacon.
    pub fn private(mut self) -> Reply {
        self.is_private = true;
        self
    }

    /// Makes it the platform's. No answer allows credentials: a page of another origin opens nothing with what its visitor's browser has.
    pub fn respond(self, head: &Head) -> worker::Result<Response> {
        let headers = Headers::new();
        for (name, value) in EVERY_ANSWER {
            headers.set(name, value)?;
        }
        if let Some(origin) = head.reader() {
            headers.set("access-control-allow-origin", origin)?;
            headers.set("access-control-expose-headers", "retry-after, x-trailmark-rows-written, x-trailmark-events")?;
        }
        if self.is_private {
            headers.set("cache-control", "no-store")?;
        }
        if let Some(cookie) = head.browser.given() {
            headers.set("set-cookie", &cookie)?;
        }
        // A beacon's answer comes to a page of another origin, and a browser would tell of one that it has to hold back.
        headers.set("cross-origin-resource-policy", if self.is_private { "same-origin" } else { "cross-origin" })?;
        for (name, value) in &self.headers {
            headers.set(name, value)?;
        }
        let response = Response::builder().with_status(self.status);
        if self.status == 204 {
            return Ok(response.with_headers(headers).empty());
        }
        headers.set("content-type", self.content_type)?;
        let response = response.with_headers(headers);
        match self.body {
            Body::Text(text) => Ok(response.fixed(text.into_bytes())),
            Body::Stream(stream) => response.from_stream(stream),
        }
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Problem<'a, T> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(flatten)]
    more: &'a T,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct NoMore {}
