//! Counters as Prometheus reads them. No clock, no I/O.

mod exposition;
mod histogram;
mod scrape;

pub use histogram::Durations;
pub use scrape::{Counters, EndpointRows, Scrape};
