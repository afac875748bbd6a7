//! Trailmark's tracker: what runs in the page.
//!
//! # What's in scope
//! [`engine`] decides everything (queue, sealing, sending, verdicts, retries, session, consent) and touches nothing. `browser` carries its
//! decisions out and brings it the news, in the words of [`message`]. `js` is the one door between them.
//!
//! # What's out of scope
//! Anything that must work before the wasm is there: that is the package's entry, in `pkg/src`.

pub mod engine;
pub mod message;

#[cfg(target_arch = "wasm32")]
pub mod js;

/// A free list instead of the standard library's allocator: a third of a kilobyte instead of seven.
// SAFETY: `AssumeSingleThreaded` asks that only one thread allocates. This module is built without atomics and loaded by one page.
#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "see above")]
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };
