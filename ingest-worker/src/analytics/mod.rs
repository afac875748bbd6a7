//! Questions about many events, each a fold over chunks. PURE. What they count is said in `docs/analytics.md`.
//!
//! A question says which columns it reads ([`Question::columns`]), at which moments chunks must be cut, takes chunk after chunk in the order
//! of time as a [`View`], and then answers. A chunk never reaches across a cut, so no question looks at the time of an event to know its bucket.

/// How many people are active.
pub mod active_users;
/// Counts by one or more dimensions.
pub mod breakdown;
/// Stretches of time that events are counted by.
pub mod buckets;
/// Events, people and sessions, counted.
pub mod counts;
/// What events can be counted and filtered by.
pub mod dimension;
/// Who was seen already.
pub mod distinct;
/// Which events a question is about.
pub mod filter;
/// How many events of a chunk a list is about.
pub mod finder;
/// Who takes steps one after the other.
pub mod funnel;
/// Values as numbers, across chunks.
pub mod groups;
/// Numbers for ids.
mod id_numbers;
/// Single events, judged by where their sessions came from.
pub mod judge;
/// What happens right now.
pub mod live;
/// Which of several filters events match.
mod matches;
/// The events of a chunk that match, counted by visit.
pub mod matching;
/// Numbers for texts.
mod names;
/// Where sessions came from, across chunks.
pub mod origins;
/// Counts and totals at a glance.
pub mod overview;
/// What follows what.
pub mod paths;
/// When and in what order things happen.
pub mod patterns;
/// Who is followed through time.
pub mod people;
/// What all questions have in common.
pub mod question;
/// Periods, read chunk by chunk.
pub mod reading;
/// Texts that were just looked up.
mod recent;
/// Who comes again.
pub mod retention;
/// Numbers for those who are followed.
mod roster;
/// Which events of a chunk a filter matches.
pub mod selection;
/// Sessions: together, as a list, and one by one.
pub mod sessions;
/// A place in a list that is newest first by when things began.
mod start_cursor;
/// Runs: what happened in each stream.
pub mod streams;
/// Maps by text.
mod text_map;
/// Counts over time.
pub mod timeseries;
/// How long things take.
pub mod timings;
/// For tests: rows by chance, and questions answered from chunks of them, cut anywhere.
#[cfg(test)]
pub mod trial;
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
