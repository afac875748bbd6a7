//! Which tabs live. Each tab holds a Web Lock named after its queue for as long as it lives, and waits for the lock of every other tab
//! that has records. The browser hands the lock of a dead tab to one of those who wait: that one adopts its records.

use super::calls::Call;
use super::sys::{self, AbortController, Function, Promise};
use super::{storage, Runtime};
use crate::engine::Input;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The locks that this tab holds and waits for.
#[derive(Default)]
pub(super) struct Tabs {
    watch: RefCell<Option<Watch>>,
    /// Keeps the promise that holds the locks.
    let_go: RefCell<Option<Function>>,
}

struct Watch {
    /// Ends the waiting.
    controller: AbortController,
    /// All locks are held until this promise is kept.
    held: JsValue,
    /// Own lock first: nobody waits for it twice.
    awaited: Vec<String>,
}

impl Tabs {
    pub(super) fn hold(&self, let_go: Function) {
        self.let_go.replace(Some(let_go));
    }

    /// Lets go of everything: the page is leaving. A page that keeps its locks may not enter the back-forward cache either.
    pub(super) fn release(&self) {
        // Out of the cells first: the browser may answer at once.
        let (watch, let_go) = (self.watch.take(), self.let_go.take());
        if let Some(watch) = watch {
            watch.controller.abort();
        }
        if let Some(let_go) = let_go {
            let_go.call_safely(&JsValue::UNDEFINED);
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.release();
    }
}

/// Takes this tab's own lock and waits for those of all others that left records.
pub(super) fn watch(runtime: &Rc<Runtime>) {
    let held = Promise::new(&Call::Holding.with("")).into();
    runtime.tabs.watch.replace(Some(Watch { controller: AbortController::new(), held, awaited: Vec::new() }));
    let (names, own) = {
        let engine = runtime.engine();
        (engine.names().clone(), engine.instance().to_owned())
    };
    await_end_of(runtime, &own);
    for key in storage::keys(&names.queue("")) {
        if let Some(owner) = names.owner_of(&key) {
            await_end_of(runtime, owner);
        }
    }
}

/// Waits for the lock of a queue's owner, holds it from then on, and adopts the owner's records.
pub(super) fn await_end_of(runtime: &Rc<Runtime>, owner: &str) {
    let request = {
        let mut watch = runtime.tabs.watch.borrow_mut();
        let Some(watch) = watch.as_mut() else { return };
        if watch.awaited.iter().any(|known| known == owner) {
            return;
        }
        watch.awaited.push(owner.to_owned());
        let options = sys::parse("{}").unwrap_or_default();
        sys::set_member(&options, "signal", &sys::member(&watch.controller, "signal"));
        let name = runtime.engine().names().queue(owner);
        sys::request_lock(&name, &options, &Call::Granted.with(owner))
    };
    match request {
        // Waiting that is aborted rejects; unheard, the page's console would show it as an error of the page.
        Ok(request) => drop(request.then(&JsValue::UNDEFINED, &Call::Ignored.with(""))),
        // Without Web Locks everybody is taken for dead at once: at worst two tabs send the same event, which the server stores once.
        Err(_) => drop(adopt(runtime, owner)),
    }
}

/// A lock is ours, and with it the records of its owner.
pub(super) fn adopt(runtime: &Rc<Runtime>, owner: &str) -> JsValue {
    let held = runtime.tabs.watch.borrow().as_ref().map(|watch| watch.held.clone());
    let prefix = {
        let engine = runtime.engine();
        (engine.instance() != owner).then(|| engine.names().queue(owner))
    };
    if let Some(prefix) = prefix {
        runtime.tell(Input::Adopt(storage::records(&prefix)));
    }
    held.unwrap_or_default()
}
