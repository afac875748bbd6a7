//! Roll-ups: the log once more, an hour at a time and in columns. PURE.
//!
//! A [`Chunk`] is a function of the events of a stretch of time and of nothing else. Chunks of closed hours are kept in the table
//! `hour_columns`; of what is not kept there they are made on the spot from the events. Every question is answered from chunks, whichever way
//! they came, so an answer cannot depend on what is folded, and what is kept can be thrown away and made again.

mod build;
mod cache;
mod chunk;
/// Columns as texts and back.
pub mod codec;
mod columns;
/// What reading cost.
pub mod cost;
mod dictionary;
mod id_map;
mod ledger;
/// Where an event says that its session came from.
pub mod origin;
/// Rows of columns out of events.
pub mod parts;
/// Which part of a question is answered from which source.
pub mod plan;

pub use build::EventRow;
pub use cache::{Content, HourCache, Place, Which};
pub use chunk::{id_hash, Actor, Chunk, Code, Entity, Events, IdHash, Kind, Origin, Page, Profile, VisitIds, Visits};
pub use columns::Columns;
pub use id_map::{IdMap, Mixer};
pub use ledger::{add_folded, BatchLine, GivenUp, Instance, Ledger};
