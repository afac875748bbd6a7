//! What the Worker costs: counted in the isolate, kept in a table, priced by the plan, and held back before a quota ends. No clock, no I/O.

mod guard;
mod plan;
mod tally;

pub use guard::{pause_seconds, Guard, Load, State};
pub use plan::{Bill, Plan, Quotas};
pub use tally::{Figures, Line, Tally};
