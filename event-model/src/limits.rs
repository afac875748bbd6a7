//! Every limit of the contract, once. Tracker and Worker use the same numbers, so that neither sends nor stores what the other refuses.
//!
//! Lengths of text count Unicode scalar values, sizes count bytes of UTF-8.

/// The wire format's version, the `schema` member of a batch.
pub const SCHEMA: u64 = 1;

/// Events in one request. Keeps one statement's JSON parameter well under D1's 2 MB and one request's work bounded.
pub const MAX_BATCH_EVENTS: usize = 500;
/// Bytes of one request's body, inflated. Half of D1's largest bound value, since rows carry derived columns too.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;
/// Bytes of a body that settles something: remote config, keys.
pub const MAX_SETTINGS_BYTES: usize = 64 * 1024;
/// Bytes of a request's address (URL).
pub const MAX_ADDRESS_BYTES: usize = 8 * 1024;
/// Parameters of a request's address: every one that an endpoint knows, some of them dozens of times.
pub const MAX_PARAMETERS: usize = 200;
/// Members of any object of the contract but free JSON. None has as many; beyond, nothing is read.
pub const MAX_OBJECT_MEMBERS: usize = 200;

/// An event id: room for a UUID, a ULID, and prefixed ids of other systems.
pub const MAX_ID: usize = 64;
/// An event's type; category and action are parts of it and share the bound.
pub const MAX_TYPE: usize = 80;
/// Opaque ids: users, visitors, sessions, streams, `ref`, actors and entities.
pub const MAX_OPAQUE_ID: usize = 128;
/// The kind of an actor or an entity (`user`, `scheduler`, `project`).
pub const MAX_KIND: usize = 80;
/// Names, titles and summaries are one line for people; longer ones are cut and end in `…`.
pub const MAX_LINE: usize = 200;
/// Paths and referrers. Browsers and proxies agree on about 2,000 characters.
pub const MAX_URL: usize = 2048;
/// The name of a click id (`gclid`, `li_fat_id`). The values that they have are longer: a value sent by mistake is refused.
pub const MAX_CLICK_ID: usize = 40;
/// Ids that one event may name as its causes.
pub const MAX_CAUSES: usize = 16;
/// Bytes of one event, as it is sent. What is in it may be clamped; beyond this it is refused, before much work is put into it.
pub const MAX_EVENT_BYTES: usize = 256 * 1024;
/// Bytes of `metadata`, the caller's free JSON; it is clamped to them.
pub const MAX_METADATA_BYTES: usize = 8 * 1024;
/// Bytes of an event's own `context`; it is clamped to them.
pub const MAX_CONTEXT_BYTES: usize = 4 * 1024;
/// How many objects and lists of free JSON may lie within each other; deeper ones are cut.
pub const MAX_DEPTH: usize = 8;
/// Members of an object, and items of a list, in free JSON; the rest is cut.
pub const MAX_MEMBERS: usize = 100;
/// Characters of a string in free JSON; what is longer is cut.
pub const MAX_TEXT: usize = 1000;
/// Bytes of a batch's `overhead` report.
pub const MAX_OVERHEAD_BYTES: usize = 1024;
/// Lines of a batch's `dropped` report: a handful of reasons times five levels.
pub const MAX_DROPPED_LINES: usize = 100;

/// The largest integer that every JSON reader keeps exact (2⁵³ − 1).
pub const MAX_SAFE_INTEGER: u64 = 9_007_199_254_740_991;
/// The earliest time taken for milliseconds, 2000-01-01: smaller numbers are seconds sent by mistake.
pub const MIN_OCCURRED_AT: u64 = 946_684_800_000;
/// How far ahead of the server an event's time may lie before its clock is taken for broken: one day, more than any time zone mistake.
pub const MAX_FUTURE_MS: u64 = 24 * 60 * 60 * 1000;

/// Bytes of a project's remote config. Every answer to a batch carries it.
pub const MAX_CONFIG_BYTES: usize = 8 * 1024;
/// Bytes of a body that says what a key shall be.
pub const MAX_KEY_BYTES: usize = 64 * 1024;
/// Types that a config may give a share of their own.
pub const MAX_SAMPLED_TYPES: usize = 200;
/// Streams that a config may name as canaries.
pub const MAX_CONFIG_STREAMS: usize = 100;
/// Switches of a config's `autocapture`.
pub const MAX_CONFIG_SWITCHES: usize = 40;
/// The shortest and the longest time that a config may have trackers collect events for.
pub const MIN_FLUSH_INTERVAL_MS: u64 = 100;
/// One hour; see [`MIN_FLUSH_INTERVAL_MS`].
pub const MAX_FLUSH_INTERVAL_MS: u64 = 60 * 60 * 1000;
