//! What an isolate keeps of folded hours from one question to the next.

use crate::rollup::plan::Hour;
use crate::rollup::{Content, HourCache, Place};
use std::cell::RefCell;

/// What an isolate keeps. It has 128 MiB for everything, and a question may take 64 of them.
const MOST_BYTES: usize = 40 << 20;

thread_local! {
    // An isolate has one thread, and serves many requests in turn.
    static CACHE: RefCell<HourCache> = RefCell::new(HourCache::new(MOST_BYTES));
}

/// A question begins to read.
pub fn begin() {
    CACHE.with_borrow_mut(HourCache::begin);
}

/// What is kept of this hour.
pub fn find(place: Place, hour: &Hour) -> Option<Content> {
    CACHE.with_borrow_mut(|cache| cache.find(place, hour))
}

/// Keeps this, if there is room.
pub fn keep(place: Place, hour: Hour, content: Content) {
    CACHE.with_borrow_mut(|cache| cache.keep(place, hour, content));
}

/// Forgets what is kept.
pub fn forget(place: Place) {
    CACHE.with_borrow_mut(|cache| cache.forget(place));
}
