use crate::project::InvalidConfig;
use event_model::decode::BatchError;
use event_model::limits::{MAX_ADDRESS_BYTES, MAX_BATCH_EVENTS, MAX_PARAMETERS, SCHEMA};
use event_model::{clip_line, Violation};
use std::borrow::Cow;
use tracking_plan::PlanFault;

/// What to do where there is no key yet.
pub const NO_KEYS: &str = "Nobody can be served until there are keys. In the repository, `cargo xtask deploy` makes one of each kind; \
`cargo xtask keys create --kind admin --remote` makes one, and without --remote one of the local database.";

/// Why a request is refused as a whole. Every refusal that leaves this Worker is one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// No endpoint has this path.
    NoSuchPath,
    /// There is no event with this id in the key's project.
    NoSuchEvent,
    /// No event of a session with this id lies in the range.
    NoSuchSession,
    /// The path exists, but not for this method; the text lists those it has.
    MethodNotAllowed(&'static str),
    /// More bytes than the endpoint takes, as sent or inflated; how many that are.
    BodyTooLarge(usize),
    /// The body took longer to arrive than one may.
    BodyTooSlow,
    /// An address (URL) of more than [`MAX_ADDRESS_BYTES`].
    AddressTooLong,
    /// More query parameters than [`MAX_PARAMETERS`].
    TooManyParameters,
    /// The connection broke while the body was read.
    BodyUnreadable,
    /// A `Content-Encoding` other than gzip.
    UnsupportedEncoding,
    /// A gzip body that is broken, cut off, or followed by something else.
    InvalidGzip,
    /// A body that is not JSON; the text says where it stops being so.
    InvalidJson(String),
    /// A batch with a wrong member beside its events.
    InvalidBatch(Violation),
    /// A batch of a format version that this Worker does not know.
    UnsupportedSchema,
    /// A batch without events.
    EmptyBatch,
    /// A batch of more events than one request may bring.
    TooManyEvents(usize),
    /// The only event of the request is refused, with its violation's own code.
    EventRejected {
        /// The code of the violation.
        code: &'static str,
        /// The field it was found in.
        field: String,
        /// What was expected.
        detail: String,
    },
    /// No key came with the request.
    MissingKey,
    /// A key that nobody made, or that is over.
    UnknownKey,
    /// A key of another kind than the endpoint needs.
    WrongKeyKind(&'static str),
    /// The page's origin is none of those the key is bound to.
    OriginNotAllowed,
    /// A login that has expired or was ended, or whose key is over.
    SessionOver,
    /// A login in a request that no page of the Worker's own origin sent.
    NotSameOrigin,
    /// A login where everybody on the way could read its cookie.
    LoginNeedsHttps,
    /// A query parameter that is unknown, unreadable or out of bounds.
    InvalidParameter {
        /// Its name.
        field: Cow<'static, str>,
        /// What was expected.
        detail: Cow<'static, str>,
    },
    /// There is no version of the plan with this number.
    NoSuchPlan,
    /// A tracking plan with a fault.
    InvalidPlan {
        /// Where, empty for the whole.
        field: String,
        /// What is wrong there.
        detail: String,
    },
    /// Other plans were put at the same time, again and again.
    PlanChanged,
    /// A remote config with a member that is unknown or wrong.
    InvalidConfig {
        /// The member's path, empty for the whole.
        field: String,
        /// What was expected.
        detail: String,
    },
    /// The deployment has no key at all.
    NoKeys,
    /// The project has no key with this id.
    NoSuchKey,
    /// What is wanted of a key cannot be.
    InvalidKey {
        /// The member at fault, empty for the whole.
        field: String,
        /// What was expected.
        detail: String,
    },
    /// The key is revoked, expired or replaced, and stays so.
    KeyOver,
    /// Nobody could administer the project any more.
    LastAdminKey,
    /// A question that would read more than one may; the text says what to narrow.
    QuestionTooBig(Cow<'static, str>),
    /// The database did not answer, or not as it should. Nothing is known to be stored.
    StorageFailed,
    /// Too many requests of one address, or with one key; the seconds after which to try again.
    RateLimited(u64),
    /// The quota of rows is used up. Nothing of the request is stored.
    QuotaExhausted,
    /// The quota of rows is near, and every event of the request is of a level that has to wait; the seconds after which to try again.
    QuotaNear(u64),
}

/// What a refusal says at first sight: HTTP status, stable code, and a title that is the same for every occurrence of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The HTTP status.
    pub status: u16,
    /// The stable code; part of the contract.
    pub code: &'static str,
    /// A few words for people.
    pub title: &'static str,
}

impl Rejection {
    /// A refusal of one query parameter.
    pub fn parameter(field: impl Into<Cow<'static, str>>, detail: impl Into<Cow<'static, str>>) -> Rejection {
        Rejection::InvalidParameter { field: field.into(), detail: detail.into() }
    }

    /// Status, code and title.
    pub fn summary(&self) -> Summary {
        let (status, code, title) = match self {
            Rejection::NoSuchPath => (404, "not_found", "There is no such endpoint"),
            Rejection::NoSuchEvent => (404, "not_found", "There is no such event"),
            Rejection::NoSuchSession => (404, "not_found", "There is no such session"),
            Rejection::MethodNotAllowed(_) => (405, "method_not_allowed", "The endpoint does not have this method"),
            Rejection::BodyTooLarge(_) => (413, "body_too_large", "The body is too large"),
            Rejection::BodyTooSlow => (408, "body_too_slow", "The body took too long"),
            Rejection::AddressTooLong => (414, "address_too_long", "The address is too long"),
            Rejection::TooManyParameters => (400, "too_many_parameters", "The address has too many parameters"),
            Rejection::BodyUnreadable => (400, "body_unreadable", "The body could not be read"),
            Rejection::UnsupportedEncoding => (415, "unsupported_encoding", "The body's encoding is not supported"),
            Rejection::InvalidGzip => (400, "invalid_gzip", "The body is not sound gzip"),
            Rejection::InvalidJson(_) => (400, "invalid_json", "The body is not JSON"),
            Rejection::InvalidBatch(_) => (400, "invalid_batch", "The batch has a wrong member"),
            Rejection::UnsupportedSchema => (400, "unsupported_schema", "The batch has an unknown format version"),
            Rejection::EmptyBatch => (400, "empty_batch", "The batch has no events"),
            Rejection::TooManyEvents(_) => (413, "too_many_events", "The batch has too many events"),
            Rejection::EventRejected { code, .. } => (422, *code, "The event is rejected"),
            Rejection::MissingKey => (401, "missing_key", "A key is needed"),
            Rejection::UnknownKey => (401, "unknown_key", "The key is not known"),
            Rejection::WrongKeyKind(_) => (403, "wrong_key_kind", "The key is of another kind than needed"),
            Rejection::OriginNotAllowed => (403, "origin_not_allowed", "The key is not for this origin"),
            Rejection::SessionOver => (401, "session_over", "The login is over"),
            Rejection::NotSameOrigin => (403, "not_same_origin", "A login counts for the dashboard's own pages only"),
            Rejection::LoginNeedsHttps => (403, "https_needed", "A login needs https"),
            Rejection::InvalidParameter { .. } => (400, "invalid_parameter", "A query parameter is not valid"),
            Rejection::NoSuchPlan => (404, "not_found", "There is no such version of the plan"),
            Rejection::InvalidPlan { .. } => (422, "invalid_plan", "The tracking plan is not valid"),
            Rejection::PlanChanged => (409, "plan_changed", "The plan was changed meanwhile"),
            Rejection::InvalidConfig { .. } => (422, "invalid_config", "The config is not valid"),
            Rejection::NoKeys => (503, "no_keys", "This deployment has no keys yet"),
            Rejection::NoSuchKey => (404, "not_found", "There is no such key"),
            Rejection::InvalidKey { .. } => (422, "invalid_key", "The key cannot be made like this"),
            Rejection::KeyOver => (409, "key_over", "The key is over"),
            Rejection::LastAdminKey => (409, "last_admin_key", "The key is the project's last admin key"),
            Rejection::QuestionTooBig(_) => (422, "question_too_big", "The question would read too much"),
            Rejection::RateLimited(_) => (429, "rate_limited", "There were too many requests"),
            Rejection::QuotaExhausted => (503, "quota_exhausted", "The day's quota of the database is used up"),
            Rejection::QuotaNear(_) => (429, "quota_near", "The day's quota of the database is nearly used up"),
            Rejection::StorageFailed => (503, "storage_failed", "The database is not available"),
        };
        Summary { status, code, title }
    }

    /// What is wrong in this very case, and what to do about it.
    pub fn detail(&self) -> Cow<'static, str> {
        match self {
            Rejection::NoSuchPath => "See /api/health for a path that exists.".into(),
            Rejection::NoSuchEvent => "No event with this id is stored in the key's project.".into(),
            Rejection::NoSuchSession => "No event of this session lies in the range; range=all looks everywhere.".into(),
            Rejection::MethodNotAllowed(methods) => format!("Use {methods}.").into(),
            Rejection::BodyTooLarge(max) => format!("At most {max} bytes, inflated; send less at a time.").into(),
            Rejection::BodyTooSlow => "It has to arrive within 30 seconds; send it again, in smaller parts if the line is slow.".into(),
            Rejection::AddressTooLong => format!("At most {MAX_ADDRESS_BYTES} bytes, with all parameters.").into(),
            Rejection::TooManyParameters => format!("At most {MAX_PARAMETERS}.").into(),
            Rejection::BodyUnreadable => "The connection ended before the body did.".into(),
            Rejection::UnsupportedEncoding => "Send the body as it is or with Content-Encoding: gzip.".into(),
            Rejection::InvalidGzip => "The body claims to be gzip, but is broken, cut off, or followed by other bytes.".into(),
            Rejection::InvalidJson(fault) => fault.clone().into(),
            Rejection::InvalidBatch(violation) => violation.detail.clone(),
            Rejection::EventRejected { detail, .. } => detail.clone().into(),
            Rejection::UnsupportedSchema => format!("This server reads batches of schema {SCHEMA}.").into(),
            Rejection::EmptyBatch => "`events` is an empty list.".into(),
            Rejection::TooManyEvents(count) => format!("{count} events; at most {MAX_BATCH_EVENTS} in one request.").into(),
            Rejection::MissingKey => {
                "Send it as Authorization: Bearer, as X-Trailmark-Key, or, for writing, as write_key in the body.".into()
            }
            Rejection::UnknownKey => "It was never made, has expired or is revoked.".into(),
            Rejection::WrongKeyKind(needed) => format!("This endpoint takes a key of kind {needed}.").into(),
            Rejection::OriginNotAllowed => "The key is bound to other origins.".into(),
            Rejection::SessionOver => "It was ended, was not used for 12 hours, is 7 days old, or its key is over. Log in again.".into(),
            Rejection::NotSameOrigin => {
                "The browser does not say that a page of this origin sent the request. From elsewhere, send a key as Authorization: Bearer."
                    .into()
            }
            Rejection::LoginNeedsHttps => "Its cookie could be read on the way. Use https, or http on localhost.".into(),
            Rejection::InvalidParameter { detail, .. } => detail.clone(),
            Rejection::NoSuchPlan => "GET /api/plan/versions lists those that there are.".into(),
            Rejection::InvalidPlan { field, detail } if field.is_empty() => format!("The plan {detail}.").into(),
            Rejection::InvalidPlan { field, detail } => format!("{field} {detail}.").into(),
            Rejection::PlanChanged => "Others put plans at the same time. Nothing was changed; read the present one and try again.".into(),
            Rejection::InvalidConfig { detail, .. } => detail.clone().into(),
            Rejection::NoKeys => NO_KEYS.into(),
            Rejection::NoSuchKey => "GET /api/keys lists those of the project.".into(),
            Rejection::InvalidKey { detail, .. } => detail.clone().into(),
            Rejection::KeyOver => "It was revoked, has expired, or was replaced already. POST /api/keys makes another.".into(),
            Rejection::LastAdminKey => "Make another admin key first; without one nobody could administer the project over HTTP.".into(),
            Rejection::QuestionTooBig(narrow) => narrow.clone(),
            Rejection::RateLimited(seconds) => {
                format!("Of this address, or with this key, there were more than one may send in a minute. Try again in {seconds} s.")
                    .into()
            }
            Rejection::QuotaExhausted => "Nothing is stored or read until midnight UTC, or until the plan is changed.".into(),
            Rejection::QuotaNear(_) => "Nothing of this is stored; send it again later. Events of higher levels are still taken.".into(),
            Rejection::StorageFailed => "Nothing is known to be stored; try again.".into(),
        }
    }

    /// The field or query parameter at fault, where there is one.
    pub fn field(&self) -> Option<&str> {
        let field = match self {
            Rejection::InvalidBatch(violation) => violation.field.as_ref(),
            Rejection::EventRejected { field, .. } | Rejection::InvalidConfig { field, .. } | Rejection::InvalidPlan { field, .. } => field,
            Rejection::InvalidKey { field, .. } => field,
            Rejection::InvalidParameter { field, .. } => field.as_ref(),
            _ => "",
        };
        // A violation of the whole body names no field.
        Some(field).filter(|name| !name.is_empty())
    }
}

impl From<InvalidConfig> for Rejection {
    fn from(InvalidConfig { field, detail }: InvalidConfig) -> Rejection {
        Rejection::InvalidConfig { field, detail }
    }
}

impl From<PlanFault> for Rejection {
    fn from(PlanFault { place, detail }: PlanFault) -> Rejection {
        // Names in it come from the body and go back in the answer.
        Rejection::InvalidPlan { field: clip_line(&place, 300), detail: detail.into_owned() }
    }
}

impl From<BatchError> for Rejection {
    fn from(error: BatchError) -> Rejection {
        match error {
            BatchError::NotJson(fault) => Rejection::InvalidJson(fault),
            BatchError::UnsupportedSchema => Rejection::UnsupportedSchema,
            BatchError::Empty => Rejection::EmptyBatch,
            BatchError::TooManyEvents(count) => Rejection::TooManyEvents(count),
            BatchError::Invalid(violation) => Rejection::InvalidBatch(violation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::ViolationCode;

    #[test]
    fn every_refusal_has_its_status_and_code() {
        let violation = || Violation::new(ViolationCode::WrongType, "step", "expected a number");
        let alone = Rejection::EventRejected { code: "wrong_type", field: "step".into(), detail: "expected a number".into() };
        let table = [
            (Rejection::NoSuchPath, 404, "not_found", None),
            (Rejection::NoSuchEvent, 404, "not_found", None),
            (Rejection::NoSuchSession, 404, "not_found", None),
            (Rejection::MethodNotAllowed("GET"), 405, "method_not_allowed", None),
            (Rejection::BodyTooLarge(7), 413, "body_too_large", None),
            (Rejection::BodyTooSlow, 408, "body_too_slow", None),
            (Rejection::AddressTooLong, 414, "address_too_long", None),
            (Rejection::TooManyParameters, 400, "too_many_parameters", None),
            (Rejection::BodyUnreadable, 400, "body_unreadable", None),
            (Rejection::UnsupportedEncoding, 415, "unsupported_encoding", None),
            (Rejection::InvalidGzip, 400, "invalid_gzip", None),
            (BatchError::NotJson("at 1".into()).into(), 400, "invalid_json", None),
            (BatchError::Invalid(violation()).into(), 400, "invalid_batch", Some("step")),
            (BatchError::UnsupportedSchema.into(), 400, "unsupported_schema", None),
            (BatchError::Empty.into(), 400, "empty_batch", None),
            (BatchError::TooManyEvents(501).into(), 413, "too_many_events", None),
            (alone, 422, "wrong_type", Some("step")),
            (Rejection::MissingKey, 401, "missing_key", None),
            (Rejection::UnknownKey, 401, "unknown_key", None),
            (Rejection::WrongKeyKind("admin"), 403, "wrong_key_kind", None),
            (Rejection::OriginNotAllowed, 403, "origin_not_allowed", None),
            (Rejection::SessionOver, 401, "session_over", None),
            (Rejection::NotSameOrigin, 403, "not_same_origin", None),
            (Rejection::LoginNeedsHttps, 403, "https_needed", None),
            (Rejection::parameter("limit", "a number"), 400, "invalid_parameter", Some("limit")),
            (Rejection::NoSuchPlan, 404, "not_found", None),
            (Rejection::PlanChanged, 409, "plan_changed", None),
            (Rejection::InvalidPlan { field: "mode".into(), detail: "is wrong".into() }, 422, "invalid_plan", Some("mode")),
            (
                Rejection::InvalidConfig { field: "canary.share".into(), detail: "a number".into() },
                422,
                "invalid_config",
                Some("canary.share"),
            ),
            (Rejection::NoKeys, 503, "no_keys", None),
            (Rejection::NoSuchKey, 404, "not_found", None),
            (Rejection::InvalidKey { field: "label".into(), detail: "a line".into() }, 422, "invalid_key", Some("label")),
            (Rejection::KeyOver, 409, "key_over", None),
            (Rejection::LastAdminKey, 409, "last_admin_key", None),
            (Rejection::QuestionTooBig("a shorter range".into()), 422, "question_too_big", None),
            (Rejection::QuotaExhausted, 503, "quota_exhausted", None),
            (Rejection::RateLimited(9), 429, "rate_limited", None),
            (Rejection::QuotaNear(9), 429, "quota_near", None),
            (Rejection::StorageFailed, 503, "storage_failed", None),
        ];
        for (rejection, status, code, field) in table {
            let summary = rejection.summary();
            assert_eq!((summary.status, summary.code, rejection.field()), (status, code, field), "{rejection:?}");
            assert!(!summary.title.is_empty() && !rejection.detail().is_empty(), "{rejection:?}");
        }
    }

    #[test]
    fn a_violation_of_the_whole_body_names_no_field() {
        let whole = Rejection::InvalidBatch(Violation::new(ViolationCode::WrongType, "", "expected a JSON object"));
        assert_eq!(whole.field(), None);
    }
}
