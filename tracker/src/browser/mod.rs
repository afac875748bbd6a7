//! The edge: carries out what the engine decides, and tells it what happens in the page.
//!
//! One [`Runtime`] lives at a time. Dropping it detaches every listener, timer and lock.

mod agent;
mod clock;
mod listeners;
mod storage;
mod tabs;
mod transport;

pub(crate) use agent::{page_view, path};

use crate::engine::{Config, Effect, Engine, Input, Report, Slot, Start};
use gloo_timers::callback::Timeout;
use js_sys::Function;
use listeners::Listener;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use storage::Store;
use tabs::Tabs;
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
    store: Store,
    tabs: Tabs,
    timer: RefCell<Option<Timeout>>,
    flights: transport::Flights,
    waiting_for_flush: RefCell<Vec<Function>>,
    listeners: RefCell<Vec<Listener>>,
    stored: Cell<bool>,
}

impl Runtime {
    /// Starts an engine on what storage holds, and listens.
    pub(crate) fn start(setup: Setup) -> Rc<Runtime> {
        let store = Store::open();
        let names = crate::engine::Namespace::of(&setup.config.write_key);
        let stored = Slot::ALL.into_iter().filter_map(|slot| Some((slot, store.get(&names.slot(slot))?))).collect();
        let start = Start { seed: agent::random_seed(), device: crate::engine::device::describe(&agent::agent()), stored };
        let (engine, effects) = Engine::start(setup.config.clone(), start, clock::now());
        let runtime = Rc::new(Runtime {
            setup,
            engine: RefCell::new(engine),
            store,
            tabs: Tabs::default(),
            timer: RefCell::default(),
            flights: transport::Flights::default(),
            waiting_for_flush: RefCell::default(),
            listeners: RefCell::default(),
            stored: Cell::new(true),
        });
        runtime.carry_out(effects);
        if let Some(user) = &runtime.setup.user {
            runtime.happen(Input::Identify(user.clone()));
        }
        *runtime.listeners.borrow_mut() = listeners::listen(&runtime);
        tabs::watch(&runtime);
        runtime
    }

    /// Something happened: the engine decides, and its decisions are carried out. Returns the id of a tracked event.
    pub(crate) fn happen(self: &Rc<Self>, input: Input) -> Option<String> {
        // The engine is not held while effects run: a report may make the page call `track()` again.
        let effects = self.engine.borrow_mut().handle(input, clock::now());
        self.carry_out(effects)
    }

    /// The session as it stands in storage at this moment.
    pub(crate) fn stored_session(&self) -> Option<String> {
        let key = self.engine.borrow().names().slot(Slot::Session);
        self.store.get(&key)
    }

    /// Calls back when what is queued now has been sent, or could not be.
    pub(crate) fn flush(self: &Rc<Self>, done: Function) {
        self.waiting_for_flush.borrow_mut().push(done);
        self.happen(Input::Flush);
    }

    pub(crate) fn engine(&self) -> std::cell::Ref<'_, Engine> {
        self.engine.borrow()
    }

    fn carry_out(self: &Rc<Self>, effects: Vec<Effect>) -> Option<String> {
        let mut tracked = None;
        for effect in effects {
            match effect {
                Effect::Put { key, value } => {
                    let kept = self.store.set(&key, &value);
                    if self.stored.replace(kept) && !kept {
                        self.happen(Input::StorageRefused);
                    }
                }
                Effect::Remove { key } => self.store.remove(&key),
                Effect::Send { batch_id, body, transport, events } => {
                    self.report(|report| {
                        report.text("kind", "sent");
                        report.text("batchId", &batch_id);
                        report.number("events", events as f64);
                    });
                    transport::send(self, batch_id, &body, transport);
                }
                Effect::Wake(after) => {
                    let runtime = Rc::downgrade(self);
                    let ring = move || {
                        if let Some(runtime) = runtime.upgrade() {
                            runtime.happen(Input::Tick);
                        }
                    };
                    *self.timer.borrow_mut() = Some(Timeout::new(after, ring));
                }
                Effect::Flushed => {
                    for done in self.waiting_for_flush.take() {
                        let _ = done.call0(&JsValue::UNDEFINED);
                    }
                }
                Effect::Report(report) => {
                    self.report(|out| describe(&report, out));
                    if let Report::Tracked { id, .. } = report {
                        tracked = Some(id);
                    }
                }
            }
        }
        tracked
    }

    /// Tells the page. What its reporter throws is its own affair and stops nothing here.
    fn report(&self, fill: impl FnOnce(&ReportObject)) {
        if let Some(reporter) = &self.setup.reporter {
            let report = ReportObject(js_sys::Object::new());
            fill(&report);
            let _ = reporter.call1(&JsValue::UNDEFINED, &report.0);
        }
    }
}

fn describe(report: &Report, out: &ReportObject) {
    match report {
        Report::Tracked { id, event_type } => {
            out.text("kind", "tracked");
            out.text("id", id);
            out.text("type", event_type);
        }
        Report::Retrying { batch_id, status, after } => {
            out.text("kind", "failed");
            out.text("batchId", batch_id);
            out.number("status", f64::from(*status));
            out.number("retryInMs", f64::from(*after));
        }
        Report::Dropped { reason, level, count, fault } => {
            out.text("kind", "dropped");
            out.text("reason", reason.as_str());
            out.text("level", level.name());
            out.number("count", *count as f64);
            if let Some((code, field)) = fault {
                out.text("code", code);
                out.text("field", field);
            }
        }
    }
}

/// A report as the page sees it.
pub(crate) struct ReportObject(js_sys::Object);

impl ReportObject {
    pub(crate) fn text(&self, name: &str, value: &str) {
        self.value(name, &JsValue::from_str(value));
    }

    pub(crate) fn number(&self, name: &str, value: f64) {
        self.value(name, &JsValue::from_f64(value));
    }

    pub(crate) fn value(&self, name: &str, value: &JsValue) {
        // A fresh plain object takes every member.
        let _ = js_sys::Reflect::set(&self.0, &JsValue::from_str(name), value);
    }
}
