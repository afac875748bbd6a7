//! The tracking plan: which events a product has, and what they look like.
//!
//! # What's in scope
//! Reading a plan with every fault named ([`Plan::parse`]), judging an event by it ([`Plan::judge`]), comparing two
//! ([`Plan::changes_to`]), and what is made of one: TypeScript ([`Plan::typescript`]) and a page for people ([`Plan::reference`]).
//!
//! # What's out of scope
//! Files, databases, HTTP, and what becomes of an event that is not as planned: the Worker decides that by [`Mode::outcome`].

mod changes;
#[cfg(any(feature = "command", test))]
pub mod command;
#[cfg(all(target_arch = "wasm32", feature = "command"))]
pub mod js;
mod judge;
mod named;
mod plan;
mod read;
mod reference;
mod typescript;
mod value;

pub use changes::{report, Change, ChangeCode};
pub use judge::{Fault, FaultCode};
pub use plan::{Deprecation, Kind, Mode, Outcome, Plan, PlannedEvent, Property};
pub use read::{PlanFault, MAX_PLAN_BYTES, MAX_PROPERTIES, MAX_TEXT, MAX_VALUES};
