use super::{tabs, Runtime};
use crate::engine::{Input, Slot};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget, PageTransitionEvent, StorageEvent, VisibilityState};

/// A listener that is gone when this is dropped.
pub(super) struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    fn new(target: &EventTarget, name: &'static str, callback: impl FnMut(Event) + 'static) -> Listener {
        let callback = Closure::new(callback);
        // Capturing: the page may stop an event's way up, but not on its way down to us.
        let _ = target.add_event_listener_with_callback_and_bool(name, callback.as_ref().unchecked_ref(), true);
        Listener { target: target.clone(), name, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.name, self.callback.as_ref().unchecked_ref(), true);
    }
}

/// Listens to everything that the engine wants to know of.
pub(super) fn listen(runtime: &Rc<Runtime>) -> Vec<Listener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let Some(document) = window.document() else { return Vec::new() };
    let weak = Rc::downgrade(runtime);
    let on = |target: &EventTarget, name: &'static str, react: fn(&Rc<Runtime>, Event)| {
        let weak = weak.clone();
        Listener::new(target, name, move |event| {
            if let Some(runtime) = weak.upgrade() {
                react(&runtime, event);
            }
        })
    };
    vec![
        on(&document, "visibilitychange", |runtime, _| {
            let hidden = web_sys::window()
                .and_then(|window| window.document())
                .is_some_and(|document| document.visibility_state() == VisibilityState::Hidden);
            runtime.happen(if hidden { Input::Hidden } else { Input::Shown });
        }),
        // The only farewell that iOS and the back-forward cache keep; `unload` and `beforeunload` forbid the cache.
        on(&window, "pagehide", |runtime, _| {
            runtime.happen(Input::Leaving);
            runtime.tabs.release();
        }),
        on(&window, "pageshow", |runtime, event| {
            if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
                restored(runtime);
            }
        }),
        on(&window, "online", |runtime, _| {
            runtime.happen(Input::Online);
        }),
        on(&window, "storage", |runtime, event| {
            if let Some(event) = event.dyn_ref::<StorageEvent>() {
                stored_elsewhere(runtime, event);
            }
        }),
    ]
}

/// The page comes back from the back-forward cache. Others may have adopted its records meanwhile, so it starts anew like a reload; only
/// where storage keeps nothing is there nothing to start from but the engine itself.
fn restored(runtime: &Rc<Runtime>) {
    if runtime.stored.get() {
        crate::js::restart();
    } else {
        runtime.happen(Input::Shown);
    }
}

/// Another tab wrote a record.
fn stored_elsewhere(runtime: &Rc<Runtime>, event: &StorageEvent) {
    let Some(key) = event.key() else { return };
    let (opted_out_key, owner) = {
        let engine = runtime.engine();
        (engine.names().slot(Slot::OptedOut), engine.names().owner_of(&key).map(str::to_owned))
    };
    if key == opted_out_key {
        runtime.happen(if event.new_value().is_some() { Input::OptOut } else { Input::OptIn });
    } else if let Some(owner) = owner {
        tabs::await_end_of(runtime, &owner);
    }
}
