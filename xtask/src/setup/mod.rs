//! Brings what a build needs and what the machine lacks. Each part checks in milliseconds whether its work is done,
//! tries the ordinary way first, falls back to what works behind a closed network, and never waits without a limit.

mod apt;
pub mod browser;
pub mod cargo_tools;
pub mod npm;
pub mod python;
mod stamp;
pub mod sysroot;
pub mod wasm_rust;

pub use stamp::{is_current, write_stamp};
