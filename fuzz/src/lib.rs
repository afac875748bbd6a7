//! Attacks on everything that reads what strangers wrote.
//!
//! - [`targets`]: what a coverage-guided engine calls with any bytes. Each checks what must be true whatever the bytes are, and panics where
//!   it is not. The inputs in `corpus/` and `regressions/` are replayed by the tests.
//! - [`bodies`]: malformed bodies by the seed, most of them with a fault that is known by construction; [`model`]: what the Worker has to
//!   answer; [`flood`]: both against a Worker that runs.

// A member of a JSON value that is not there is null, and nothing panics.
#![allow(clippy::indexing_slicing)]

pub mod bodies;
pub mod flood;
pub mod http;
pub mod model;

pub mod targets;
