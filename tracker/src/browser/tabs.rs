//! Which tabs live. Each tab holds a Web Lock named after its queue for as long as it lives, and waits for the lock of every other tab
//! that has records. The browser hands the lock of a dead tab to one of those who wait: that one adopts its records.

use super::Runtime;
use crate::engine::Input;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal};

#[wasm_bindgen]
extern "C" {
    /// Absent in pages that are not served securely, and in old browsers.
    #[wasm_bindgen(js_namespace = navigator, js_name = locks, thread_local_v2)]
    static LOCKS: Option<LockManager>;

    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &LockOptions, granted: &JsValue) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(extends = js_sys::Object)]
    type LockOptions;
    #[wasm_bindgen(method, setter)]
    fn set_signal(this: &LockOptions, signal: &AbortSignal);
}

thread_local! {
    static IGNORE: Closure<dyn FnMut(JsValue)> = Closure::new(drop::<JsValue>);
}

/// The locks that this tab holds and waits for.
#[derive(Default)]
pub(super) struct Tabs {
    /// Ends the waiting.
    controller: RefCell<Option<AbortController>>,
    /// Each lets go of one lock.
    held: Rc<RefCell<Vec<js_sys::Function>>>,
    awaited: RefCell<Vec<String>>,
}

impl Tabs {
    /// Lets go of everything: the page is leaving. A page that keeps its locks may not enter the back-forward cache either.
    pub(super) fn release(&self) {
        if let Some(controller) = self.controller.take() {
            controller.abort();
        }
        for let_go in self.held.take() {
            let _ = let_go.call0(&JsValue::UNDEFINED);
        }
        self.awaited.borrow_mut().clear();
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.release();
    }
}

/// Takes this tab's own lock and waits for those of all others that left records.
pub(super) fn watch(runtime: &Rc<Runtime>) {
    *runtime.tabs.controller.borrow_mut() = AbortController::new().ok();
    let (own, prefix) = {
        let engine = runtime.engine();
        (engine.instance().to_owned(), engine.names().queues())
    };
    await_lock(runtime, &own, || {});
    for key in runtime.store.keys(&prefix) {
        let owner = runtime.engine().names().owner_of(&key).map(str::to_owned);
        if let Some(owner) = owner {
            await_end_of(runtime, &owner);
        }
    }
}

/// Waits for the end of the tab that owns these records, then adopts them.
pub(super) fn await_end_of(runtime: &Rc<Runtime>, owner: &str) {
    if runtime.engine().instance() == owner || runtime.tabs.awaited.borrow().iter().any(|known| known == owner) {
        return;
    }
    runtime.tabs.awaited.borrow_mut().push(owner.to_owned());
    let weak = Rc::downgrade(runtime);
    let dead = owner.to_owned();
    await_lock(runtime, owner, move || {
        if let Some(runtime) = weak.upgrade() {
            adopt(&runtime, &dead);
        }
    });
}

fn adopt(runtime: &Rc<Runtime>, owner: &str) {
    let mut prefix = runtime.engine().names().queues();
    prefix.push_str(owner);
    prefix.push('.');
    let keys = runtime.store.keys(&prefix);
    let records = keys.into_iter().filter_map(|key| runtime.store.get(&key).map(|value| (key, value))).collect();
    runtime.happen(Input::Adopt(records));
}

/// Waits for a lock, calls back, and holds the lock until it is released. Without Web Locks everybody is taken for dead at once: at worst
/// two tabs send the same sealed bytes, which the server stores once.
fn await_lock(runtime: &Rc<Runtime>, owner: &str, granted: impl FnOnce() + 'static) {
    LOCKS.with(|locks| {
        let Some(locks) = locks else { return granted() };
        let options = LockOptions::from(JsValue::from(js_sys::Object::new()));
        if let Some(controller) = &*runtime.tabs.controller.borrow() {
            options.set_signal(&controller.signal());
        }
        let held = Rc::downgrade(&runtime.tabs.held);
        let on_grant = Closure::once_into_js(move || {
            granted();
            // The lock is ours until this promise is kept.
            js_sys::Promise::new(&mut |let_go, _| match held.upgrade() {
                Some(held) => held.borrow_mut().push(let_go),
                None => {
                    let _ = let_go.call0(&JsValue::UNDEFINED);
                }
            })
        });
        let mut name = runtime.engine().names().queues();
        name.push_str(owner);
        if let Ok(promise) = locks.request(&name, &options, &on_grant) {
            // Waiting that is aborted rejects; unheard, the page's console would show it as an error of the page.
            IGNORE.with(|ignore| drop(promise.catch(ignore)));
        }
    });
}
