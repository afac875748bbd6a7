//! The only export. The page's half of the edge, `browser/`, tells it what happened and does what it answers.

use crate::engine::Engine;
use crate::message::{self, News};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

/// Something happened; what is to be done about it? Both in the words of [`crate::message`]. One text in and one out: every further
/// function between page and core costs the page a hundred bytes, and every further text a microsecond.
#[wasm_bindgen]
pub fn happened(news: &str) -> String {
    ENGINE.with_borrow_mut(|running| match (message::read(news), running) {
        (News::Start(config, start, now), running) => {
            let (engine, effects) = Engine::start(config, *start, now);
            running.replace(engine);
            effects.into_orders()
        }
        (News::Happened(input, now, (busy_us, track_us)), Some(engine)) => {
            engine.spent(busy_us, track_us);
            engine.handle(input, now).into_orders()
        }
        (News::Asked, Some(engine)) => message::write_state(engine),
        (_, None) => String::new(),
    })
}
