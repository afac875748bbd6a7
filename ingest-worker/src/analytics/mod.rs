//! Questions about many events, each a fold over chunks. PURE. What they count is said in `docs/analytics.md`.
//!
//! A question says which columns it reads ([`Question::columns`]), at which moments chunks must be cut, takes chunk after chunk in the order
//! of time as a [`View`], and then answers. A chunk never reaches across a cut, so no question looks at the time of an event to know its bucket.

/// Stretches of time that events are counted by.
pub mod buckets;
/// What events can be counted and filtered by.
pub mod dimension;
/// Which events a question is about.
pub mod filter;
/// Where sessions came from, across chunks.
pub mod origins;
/// Who is followed through time.
pub mod people;
/// What all questions have in common.
pub mod question;
/// Which events of a chunk a filter matches.
pub mod selection;
/// The values of a dimension in a chunk.
pub mod values;
/// A chunk as questions see it.
pub mod view;
/// Time zones by their names.
pub mod zone;

pub use dimension::Dimension;
pub use filter::Filter;
pub use question::{Common, Question};
pub use view::View;
