//! Which tabs live. Each tab holds a Web Lock named after its queue for as long as it lives, and waits for the lock of every other tab
//! that has records. The browser hands the lock of a dead tab to one of those who wait: that one adopts its records.

use super::sys::{self, AbortController, Callback};
use super::{call, storage, Runtime};
use crate::engine::Input;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The locks that this tab holds and waits for.
#[derive(Default)]
pub(super) struct Tabs(RefCell<Option<Watch>>);

struct Watch {
    /// Ends the waiting.
    controller: AbortController,
    /// All locks are held until this promise is kept.
    held: Promise,
    /// Keeps it.
    let_go: Option<Function>,
    /// Own lock first: nobody waits for it twice.
    awaited: Vec<(String, Callback)>,
    ignore: Callback,
}

impl Tabs {
    /// Lets go of everything: the page is leaving. A page that keeps its locks may not enter the back-forward cache either.
    pub(super) fn release(&self) {
        // Out of the cell first: the browser may answer at once.
        let watch = self.0.take();
        if let Some(watch) = watch {
            watch.controller.abort();
            if let Some(let_go) = &watch.let_go {
                call(let_go, &JsValue::UNDEFINED);
            }
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
    let mut let_go = None;
    let held = Promise::new(&mut |keep, _| let_go = Some(keep));
    let ignore = Callback::new(runtime, "", |_, _, _| JsValue::UNDEFINED);
    *runtime.tabs.0.borrow_mut() = Some(Watch { controller: AbortController::new(), held, let_go, awaited: Vec::new(), ignore });
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
    let mut tabs = runtime.tabs.0.borrow_mut();
    let Some(watch) = tabs.as_mut() else { return };
    if watch.awaited.iter().any(|(known, _)| known == owner) {
        return;
    }
    let granted = Callback::new(runtime, owner, adopt);
    let options = JsValue::from(js_sys::Object::new());
    sys::set_member(&options, "signal", &watch.controller.signal());
    let name = runtime.engine().names().queue(owner);
    let request = sys::request_lock(&name, &options, granted.function());
    if let Ok(request) = &request {
        // Waiting that is aborted rejects; unheard, the page's console would show it as an error of the page.
        catch(request, watch.ignore.function());
    }
    watch.awaited.push((owner.to_owned(), granted));
    drop(tabs);
    if request.is_err() {
        // Without Web Locks everybody is taken for dead at once: at worst two tabs send the same event, which the server stores once.
        adopt(runtime, owner, JsValue::UNDEFINED);
    }
}

fn adopt(runtime: &Rc<Runtime>, owner: &str, _: JsValue) -> JsValue {
    let held = runtime.tabs.0.borrow().as_ref().map(|watch| watch.held.clone());
    let (prefix, own) = {
        let engine = runtime.engine();
        (engine.names().queue(owner), engine.instance() == owner)
    };
    if !own {
        let records = storage::keys(&prefix).into_iter().filter_map(|key| storage::get(&key).map(|value| (key, value)));
        runtime.happen(Input::Adopt(records.collect()));
    }
    held.map_or(JsValue::UNDEFINED, JsValue::from)
}

#[wasm_bindgen]
extern "C" {
    /// `Promise.catch` for a function that outlives the call.
    type Pending;
    #[wasm_bindgen(method, js_name = catch)]
    fn on_rejection(this: &Pending, callback: &Function) -> JsValue;
}

fn catch(promise: &Promise, callback: &Function) {
    promise.unchecked_ref::<Pending>().on_rejection(callback);
}
