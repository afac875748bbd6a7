use super::calls::Call;
use super::sys::{self, Function};
use super::{tabs, Runtime};
use crate::engine::{Input, Slot};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What the engine wants to know of. `pagehide` is the only farewell that iOS and the back-forward cache keep; `unload` and
/// `beforeunload` forbid the cache. All of them reach the window, `visibilitychange` from below.
const EVENTS: [&str; 5] = ["visibilitychange", "pagehide", "pageshow", "online", "storage"];

/// The tracker's ears: gone when this is dropped.
pub(super) struct Listening(Function);

impl Listening {
    pub(super) fn start() -> Listening {
        let callback = Call::Heard.with("");
        for name in EVENTS {
            // Capturing: the page may stop an event's way up, but not on its way down to us.
            sys::listen(name, &callback, true);
        }
        Listening(callback)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        for name in EVENTS {
            sys::unlisten(name, &self.0, true);
        }
    }
}

pub(super) fn heard(runtime: &Rc<Runtime>, event: &JsValue) {
    match sys::text(event, "type").as_str() {
        "visibilitychange" => {
            let hidden = sys::window("document", "visibilityState").as_string().is_some_and(|state| state == "hidden");
            runtime.tell(if hidden { Input::Hidden } else { Input::Shown });
        }
        "pagehide" => {
            runtime.tell(Input::Leaving);
            runtime.tabs.release();
        }
        "pageshow" if sys::member(event, "persisted").is_truthy() => restored(runtime),
        "online" => runtime.tell(Input::Online),
        "storage" => stored_elsewhere(runtime, &sys::text(event, "key"), !sys::member(event, "newValue").is_null()),
        _ => {}
    }
}

/// The page comes back from the back-forward cache. Others may have adopted its records meanwhile, so it starts anew like a reload; only
/// where storage keeps nothing is there nothing to start from but the engine itself.
fn restored(runtime: &Rc<Runtime>) {
    if runtime.stores.get() {
        crate::js::begin(runtime.setup.clone());
    } else {
        runtime.tell(Input::Shown);
    }
}

/// Another tab wrote a record.
fn stored_elsewhere(runtime: &Rc<Runtime>, key: &str, written: bool) {
    let names = runtime.engine().names().clone();
    if key == names.slot(Slot::OptedOut) {
        runtime.tell(if written { Input::OptOut } else { Input::OptIn });
    } else if let Some(owner) = names.owner_of(key) {
        tabs::await_end_of(runtime, owner);
    }
}
