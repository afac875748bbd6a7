//! Logins of the dashboard: a cookie that a key was exchanged for, and that stands for this key in requests of the dashboard's own pages.

/// The cookie's name and its attributes, by how the Worker was reached.
pub mod cookie;
/// Which requests a cookie may stand for a key in.
pub mod same_origin;
/// What tokens are signed with, and for how long.
pub mod secrets;
/// What stands in the cookie.
pub mod token;

pub use cookie::Site;
pub use secrets::{Secret, Secrets};
pub use token::Session;
