//! Questions: query strings in, typed queries out; stored rows in, answers out. No clock, no I/O, no SQL.

/// Counts and totals.
pub mod analytics;
/// What was done to a project, and by which key.
pub mod audit;
/// What led to an event, and what came of it.
pub mod causality;
/// Forgetting what is old.
pub mod cleanup;
/// What the Worker asked of D1, and what that costs.
pub mod cost;
/// Events as comma-separated values.
pub mod csv;
/// A place in a list that stays where it is.
pub mod cursor;
/// Deleting by filter.
pub mod deletion;
/// What of all that was tracked is stored, and what became of the rest.
pub mod delivery;
/// Erasing a user.
pub mod erasure;
/// All events of a filter, written out.
pub mod export;
/// Which events a question is about.
pub mod filter;
/// A stored event, and how answers show it.
pub mod item;
/// Lists of events, page by page.
pub mod list;
/// Query strings, read strictly.
pub mod parameters;
/// When.
pub mod range;
/// What one user did lately, for people, programs and prompts.
pub mod recent;
/// Rejected events, judged anew, and forgotten.
pub mod rejected;
/// Where in the log a page of a list lies.
pub mod seek;
/// At which moments the events of a page lie.
pub mod window;
