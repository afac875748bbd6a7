//! What the browser calls back for. wasm-bindgen's closures would each bring code of their own into the page; here every callback is the
//! one export [`crate::js::called`], bound to its number and a text.

use super::sys::Function;
use super::{events, tabs, transport, Runtime};
use crate::engine::Input;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static CALLED: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Why the browser calls.
#[derive(Clone, Copy, Debug)]
pub(super) enum Call {
    /// An event that we listen to.
    Heard,
    /// The timer.
    Tick,
    /// The head of an answer.
    Head,
    /// The body of an answer.
    Answered,
    /// A request ended without an answer.
    Failed,
    /// A lock is ours.
    Granted,
    /// The promise that holds our locks tells how it is kept.
    Holding,
    /// Something that nobody wants to know.
    Ignored,
}

const CALLS: [Call; 8] = [Call::Heard, Call::Tick, Call::Head, Call::Answered, Call::Failed, Call::Granted, Call::Holding, Call::Ignored];

/// Takes the function that callbacks are made of.
pub(crate) fn connect(called: Function) {
    CALLED.set(Some(called));
}

impl Call {
    /// A function for the browser to call.
    pub(super) fn with(self, tag: &str) -> Function {
        CALLED.with_borrow(|called| match called {
            Some(called) => called.bind(&JsValue::UNDEFINED, self as u32, tag),
            None => JsValue::UNDEFINED.unchecked_into(),
        })
    }
}

/// The browser calls. What comes too late, for a runtime that is no more, finds nothing that it means.
pub(crate) fn called(runtime: &Rc<Runtime>, call: u32, tag: &str, value: JsValue) -> JsValue {
    match CALLS.get(call as usize) {
        Some(Call::Heard) => events::heard(runtime, &value),
        Some(Call::Tick) => runtime.tell(Input::Tick),
        Some(Call::Head) => return transport::head(value, tag),
        Some(Call::Answered) => transport::answered(runtime, tag, &value),
        Some(Call::Failed) => runtime.tell(Input::Failed { batch_id: tag.to_owned() }),
        Some(Call::Granted) => return tabs::adopt(runtime, tag),
        Some(Call::Holding) => runtime.tabs.hold(value.unchecked_into()),
        Some(Call::Ignored) | None => {}
    }
    JsValue::UNDEFINED
}
