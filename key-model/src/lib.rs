//! Keys: how they look, what kinds there are, and what may be said of keys and projects. No clock, no I/O; randomness comes in as an argument.
//!
//! The Worker and the developer commands both make keys and both take names from people: here is what they share.

mod kind;
mod name;
mod origin;
mod text;

pub use kind::KeyKind;
pub use name::{name_fault, slug_fault, MAX_NAME, MAX_SLUG};
pub use origin::{origin_fault, MAX_ORIGIN, MAX_ORIGINS};
pub use text::{id_of, NewKey, PresentedKey, ID_DIGITS};
