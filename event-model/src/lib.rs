//! What an event is, on both sides of the wire.
//!
//! # What's in scope
//! The event and the batch as types that cannot hold an invalid value, every limit, the derivation of category and action, the JSON that
//! travels (written by [`encode`], read by [`decode`]), what must not be kept of it ([`redaction`]), the violations that a bad event is refused
//! with, and the verdicts that answer a batch.
//!
//! # What's out of scope
//! Clocks, randomness, I/O, browsers, HTTP and SQL. The tracker decides *when* an event is made and sent, the Worker *where* it is kept.

mod batch;
#[cfg(feature = "decode")]
pub mod decode;
pub mod encode;
mod event;
mod id;
mod level;
pub mod limits;
#[cfg(feature = "decode")]
pub mod redaction;
mod sampling;
pub mod scan;
mod taxonomy;
mod text;
mod verdict;
mod violation;

pub use batch::{Batch, BatchContext, Device, DroppedCount, Overhead, TRACK_BOUNDS_US, TRACK_BUCKETS};
pub use event::{Actor, Entity, Event, Page, Utm};
pub use id::EventId;
pub use level::Level;
pub use sampling::{is_drawn, lot, Draw};
pub use taxonomy::{taxonomy, Taxonomy};
pub use text::{check_word, clip_line, EventType, FreeJson, OpaqueId};
pub use verdict::{Answer, Verdict, VerdictLine, Warning};
pub use violation::{Violation, ViolationCode};
