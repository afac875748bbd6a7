//! The only export of the module that `npx trailmark` loads. No page does, and no Worker.

use wasm_bindgen::prelude::*;

/// Answers a question, both in the words of [`crate::command`]. Named like the tracker's export, so that the same loader serves both.
#[wasm_bindgen]
pub fn happened(question: &str) -> String {
    crate::command::answer(question)
}
