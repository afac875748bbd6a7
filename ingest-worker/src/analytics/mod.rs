//! Questions about many events, each a fold over chunks. PURE. What they count is said in `docs/analytics.md`.
//!
//! A question says which columns it reads ([`Question::columns`]), at which moments chunks must be cut, takes chunk after chunk in the order
//! of time as a [`View`], and then answers. A chunk never reaches across a cut, so no question looks at the time of an event to know its bucket.

/// How many people are active.
pub mod active_users;
/// Stretches of time that events are counted by.
pub mod buckets;
/// What events can be counted and filtered by.
pub mod dimension;
/// Which events a question is about.
pub mod filter;
/// Who takes steps one after the other.
pub mod funnel;
/// Which of several filters events match.
mod matches;
/// Numbers for texts.
mod names;
/// Where sessions came from, across chunks.
pub mod origins;
/// What follows what.
pub mod paths;
/// Who is followed through time.
pub mod people;
/// What all questions have in common.
pub mod question;
/// Who comes again.
pub mod retention;
/// Numbers for those who are followed.
mod roster;
/// Which events of a chunk a filter matches.
pub mod selection;
/// Days, weeks and months as they come.
mod timeline;
/// The values of a dimension in a chunk.
pub mod values;
/// A chunk as questions see it.
pub mod view;
/// Small worlds for tests.
#[cfg(test)]
mod world;
/// Time zones by their names.
pub mod zone;

pub use dimension::Dimension;
pub use filter::Filter;
pub use question::{Common, Question};
pub use view::View;
