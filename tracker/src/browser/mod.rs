//! The edge: carries out what the engine decides, and tells it what happens in the page.
//!
//! One [`Runtime`] lives at a time. Dropping it detaches every listener, timer and lock.

mod agent;
mod calls;
mod events;
mod storage;
mod sys;
mod tabs;
mod transport;

pub(crate) use agent::{page_view, path};
pub(crate) use calls::{called, connect};
pub(crate) use sys::{member, parse, text, to_json, Function};

use crate::engine::{device, join, Config, Effect, Engine, Input, Namespace, Now, Slot, Start};
use event_model::encode::Object;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What the page asked for.
#[derive(Debug)]
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
    /// Shared with the runtime that follows when the page is restored from the back-forward cache.
    setup: Rc<Setup>,
    engine: RefCell<Engine>,
    tabs: tabs::Tabs,
    timer: RefCell<JsValue>,
    waiting_for_flush: RefCell<Vec<Function>>,
    /// The last record could be stored.
    stores: Cell<bool>,
    _listening: events::Listening,
}

impl Runtime {
    /// An engine on what storage holds, and what it wants to have done first.
    pub(crate) fn new(setup: Rc<Setup>) -> (Rc<Runtime>, Vec<Effect>) {
        let names = Namespace::of(&setup.config.write_key);
        let start = Start {
            seed: agent::random_seed(),
            device: device::describe(&agent::agent()),
            stored: Slot::ALL.map(|slot| storage::get(&names.slot(slot))),
        };
        let (engine, effects) = Engine::start(setup.config.clone(), start, now());
        let runtime = Runtime {
            setup,
            engine: RefCell::new(engine),
            tabs: tabs::Tabs::default(),
            timer: RefCell::default(),
            waiting_for_flush: RefCell::default(),
            stores: Cell::new(true),
            _listening: events::Listening::start(),
        };
        (Rc::new(runtime), effects)
    }

    /// Begins, once callbacks find this runtime.
    pub(crate) fn begin(self: &Rc<Self>, effects: Vec<Effect>) {
        self.carry_out(effects);
        if let Some(user) = &self.setup.user {
            self.tell(Input::Identify(user.clone()));
        }
        tabs::watch(self);
    }

    /// Something happened: the engine decides, and its decisions are carried out. Returns the id of a tracked event.
    pub(crate) fn happen(self: &Rc<Self>, input: Input) -> Option<String> {
        let effects = self.decide(input);
        self.carry_out(effects)
    }

    /// What the engine wants done. It is not held while that is done: a report may make the page call `track()` again.
    fn decide(&self, input: Input) -> Vec<Effect> {
        self.engine.borrow_mut().handle(input, now())
    }

    /// Like [`Runtime::happen`], for all that is no event.
    pub(crate) fn tell(self: &Rc<Self>, input: Input) {
        self.happen(input);
    }

    /// The session as it stands in storage at this moment.
    pub(crate) fn stored_session(&self) -> Option<String> {
        let key = self.engine().names().slot(Slot::Session);
        storage::get(&key)
    }

    /// Calls back when what is queued now has been sent, or could not be.
    pub(crate) fn flush(self: &Rc<Self>, done: Function) {
        self.waiting_for_flush.borrow_mut().push(done);
        self.tell(Input::Flush);
    }

    pub(crate) fn engine(&self) -> Ref<'_, Engine> {
        self.engine.borrow()
    }

    fn carry_out(self: &Rc<Self>, effects: Vec<Effect>) -> Option<String> {
        let mut tracked = None;
        for effect in &effects {
            match effect {
                Effect::Put { key, value } => self.stores.set(storage::set(key, value)),
                Effect::Remove { key } => storage::remove(key),
                Effect::Send { batch_id, body, transport, events } => {
                    self.report("sent", &[("batchId", batch_id)], &[("events", *events as u64)], "");
                    transport::send(self, batch_id, body, *transport);
                }
                Effect::Wake(after) => {
                    sys::clear_timeout(&self.timer.take());
                    self.timer.replace(sys::set_timeout(&calls::Call::Tick.with(""), *after));
                }
                Effect::Flushed => {
                    for done in self.waiting_for_flush.take() {
                        done.call_safely(&JsValue::UNDEFINED);
                    }
                }
                Effect::Tracked { id } => tracked = Some(id.clone()),
                Effect::Retrying { batch_id, status, after } => {
                    let numbers = [("status", u64::from(*status)), ("retryInMs", u64::from(*after))];
                    self.report("failed", &[("batchId", batch_id)], &numbers, "");
                }
                Effect::Dropped { reason, level, fault } => {
                    let (code, field) = fault.as_ref().map_or(("", ""), |fault| (fault.code.as_str(), &*fault.field));
                    let texts = [("reason", reason.as_str()), ("level", level.name()), ("code", code), ("field", field)];
                    self.report("dropped", &texts, &[("count", 1)], "");
                }
            }
        }
        tracked
    }

    /// Tells the page, if it wants to know. Texts that are empty are left out; the members of `more`, an object in JSON, are told too.
    pub(crate) fn report(&self, kind: &str, texts: &[(&str, &str)], numbers: &[(&str, u64)], more: &str) {
        let Some(reporter) = &self.setup.reporter else { return };
        let mut json = String::new();
        let mut report = Object::open(&mut json);
        report.text("kind", Some(kind));
        for (name, text) in texts {
            if !text.is_empty() {
                report.text(name, Some(text));
            }
        }
        for (name, number) in numbers {
            report.number(name, *number);
        }
        // What is no object, or an empty one, makes no JSON: then there is nothing more to tell.
        let whole = join(&[&json, ",", more.get(1..).unwrap_or_default()]);
        json.push('}');
        let report = parse(&whole).or_else(|_| parse(&json)).unwrap_or_default();
        reporter.call_safely(&report);
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
