//! The edge: carries out what the engine decides, and tells it what happens in the page.
//!
//! One [`Runtime`] lives at a time. Dropping it detaches every listener, timer and lock.

mod agent;
mod events;
mod storage;
mod sys;
mod tabs;
mod transport;

pub(crate) use agent::{page_view, path};
pub(crate) use sys::member;

use crate::engine::{device, Config, Effect, Engine, Input, Namespace, Now, Slot, Start};
use js_sys::Function;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;
use sys::set_member;
use wasm_bindgen::prelude::*;

/// What the page asked for, kept so that a page restored from the back-forward cache can start anew.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) config: Config,
    /// Where batches go, complete.
    pub(crate) url: String,
    /// `identify` at the start.
    pub(crate) user: Option<String>,
    /// `onReport`, if the page wants to know.
    pub(crate) reporter: Option<Function>,
}

/// The engine with its hands and ears.
pub(crate) struct Runtime {
    setup: Setup,
    engine: RefCell<Engine>,
    tabs: tabs::Tabs,
    flights: transport::Flights,
    listening: RefCell<Option<events::Listening>>,
    timer: RefCell<JsValue>,
    waiting_for_flush: RefCell<Vec<Function>>,
    /// The last record could be stored.
    stores: Cell<bool>,
}

impl Runtime {
    /// Starts an engine on what storage holds, and listens.
    pub(crate) fn start(setup: Setup) -> Rc<Runtime> {
        let names = Namespace::of(&setup.config.write_key);
        let start = Start {
            seed: agent::random_seed(),
            device: device::describe(&agent::agent()),
            stored: Slot::ALL.map(|slot| storage::get(&names.slot(slot))),
        };
        let (engine, effects) = Engine::start(setup.config.clone(), start, now());
        let runtime = Rc::new(Runtime {
            setup,
            engine: RefCell::new(engine),
            tabs: tabs::Tabs::default(),
            flights: transport::Flights::default(),
            listening: RefCell::default(),
            timer: RefCell::new(JsValue::UNDEFINED),
            waiting_for_flush: RefCell::default(),
            stores: Cell::new(true),
        });
        runtime.carry_out(effects);
        if let Some(user) = &runtime.setup.user {
            runtime.happen(Input::Identify(user.clone()));
        }
        *runtime.listening.borrow_mut() = Some(events::Listening::start(&runtime));
        tabs::watch(&runtime);
        runtime
    }

    /// Something happened: the engine decides, and its decisions are carried out. Returns the id of a tracked event.
    pub(crate) fn happen(self: &Rc<Self>, input: Input) -> Option<String> {
        // The engine is not held while effects run: a report may make the page call `track()` again.
        let effects = self.engine.borrow_mut().handle(input, now());
        self.carry_out(effects)
    }

    /// The session as it stands in storage at this moment.
    pub(crate) fn stored_session(&self) -> Option<String> {
        let key = self.engine().names().slot(Slot::Session);
        storage::get(&key)
    }

    /// Calls back when what is queued now has been sent, or could not be.
    pub(crate) fn flush(self: &Rc<Self>, done: Function) {
        self.waiting_for_flush.borrow_mut().push(done);
        self.happen(Input::Flush);
    }

    pub(crate) fn engine(&self) -> Ref<'_, Engine> {
        self.engine.borrow()
    }

    fn carry_out(self: &Rc<Self>, effects: Vec<Effect>) -> Option<String> {
        let mut tracked = None;
        for effect in effects {
            match effect {
                Effect::Put { key, value } => self.stores.set(storage::set(&key, &value)),
                Effect::Remove { key } => storage::remove(&key),
                Effect::Send { batch_id, body, transport, events } => {
                    self.report("sent", &[("batchId", JsValue::from_str(&batch_id)), ("events", JsValue::from_f64(events as f64))]);
                    transport::send(self, &batch_id, &body, transport);
                }
                Effect::Wake(after) => self.wake(after),
                Effect::Flushed => {
                    for done in self.waiting_for_flush.take() {
                        call(&done, &JsValue::UNDEFINED);
                    }
                }
                Effect::Tracked { id } => tracked = Some(id),
                Effect::Retrying { batch_id, status, after } => {
                    let retry = ("retryInMs", JsValue::from_f64(f64::from(after)));
                    self.report(
                        "failed",
                        &[("batchId", JsValue::from_str(&batch_id)), ("status", JsValue::from_f64(f64::from(status))), retry],
                    );
                }
                Effect::Dropped { reason, level, fault } => {
                    let (code, field) = fault.map_or((JsValue::UNDEFINED, JsValue::UNDEFINED), |fault| {
                        (JsValue::from_str(fault.code.as_str()), JsValue::from_str(&fault.field))
                    });
                    let what = [("reason", JsValue::from_str(reason.as_str())), ("level", JsValue::from_str(level.name()))];
                    self.report("dropped", &[what, [("code", code), ("field", field)]].concat());
                }
            }
        }
        tracked
    }

    /// Tells the page, if it wants to know.
    pub(crate) fn report(&self, kind: &str, members: &[(&str, JsValue)]) {
        if self.setup.reporter.is_some() {
            self.report_on(js_sys::Object::new().into(), kind, members);
        }
    }

    /// Tells the page by means of this object.
    fn report_on(&self, report: JsValue, kind: &str, members: &[(&str, JsValue)]) {
        if let Some(reporter) = &self.setup.reporter {
            set_member(&report, "kind", &JsValue::from_str(kind));
            for (name, value) in members {
                set_member(&report, name, value);
            }
            call(reporter, &report);
        }
    }

    /// Arms the one timer anew.
    fn wake(self: &Rc<Self>, after: u32) {
        if let Some(listening) = &*self.listening.borrow() {
            sys::clear_timeout(&self.timer.replace(JsValue::UNDEFINED));
            *self.timer.borrow_mut() = sys::set_timeout(listening.tick.function(), after);
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        sys::clear_timeout(&self.timer.borrow());
    }
}

/// This moment by both clocks. `performance.now()` never runs backwards; `Date.now()` follows the device's clock wherever it goes.
fn now() -> Now {
    Now { wall: sys::date_now() as u64, monotonic: sys::performance_now() as u64 }
}

/// Calls a function of the page's. What it throws is its own affair and stops nothing here.
fn call(function: &Function, argument: &JsValue) {
    let _ = function.call1(&JsValue::UNDEFINED, argument);
}
