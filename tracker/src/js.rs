//! The only exports. The package's entry catches whatever is thrown here, so that nothing ever reaches the page.

use crate::browser::{self, member, page_view, parse, path, text, to_json, Function, Runtime, Setup};
use crate::engine::{is_page_view, join, Config, Draft, Input, Told, PLAIN_OPTIONS};
use event_model::{encode, EventId};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static RUNTIME: RefCell<Option<Rc<Runtime>>> = const { RefCell::new(None) };
}

/// Takes [`called`] as the function that it is for the browser; whoever loads the module calls this first.
#[wasm_bindgen]
pub fn connect(called: Function) {
    browser::connect(called);
}

/// The browser calls back: which call it is, what it was bound to, and what the browser says.
#[wasm_bindgen]
pub fn called(call: u32, tag: &JsValue, value: JsValue) -> JsValue {
    match runtime() {
        Some(runtime) => browser::called(&runtime, call, &tag.as_string().unwrap_or_default(), value),
        None => JsValue::UNDEFINED,
    }
}

/// Starts the tracker. A second call changes nothing: two trackers in one page would count everything twice.
#[wasm_bindgen]
pub fn start(options: &JsValue) {
    if runtime().is_some() {
        return;
    }
    let text = |name| text(options, name);
    let mut config = Config::new(&text("writeKey"));
    if let Some(events) = member(options, "flushAt").as_f64().filter(|events| *events >= 1.0) {
        config.flush_at = events as usize;
    }
    if let Some(interval) = member(options, "flushInterval").as_f64().filter(|interval| *interval >= 0.0) {
        config.flush_interval = interval as u64;
    }
    let reporter = Some(member(options, "onReport")).filter(JsValue::is_function).map(JsCast::unchecked_into);
    begin(Rc::new(Setup { config, url: text("url"), user: as_id(&member(options, "userId")), reporter }));
}

/// Starts on what storage holds, also instead of a runtime that was before, as a reload would.
pub(crate) fn begin(setup: Rc<Setup>) {
    drop(RUNTIME.take());
    let (runtime, effects) = Runtime::new(setup);
    RUNTIME.set(Some(runtime.clone()));
    runtime.begin(effects);
}

fn runtime() -> Option<Rc<Runtime>> {
    RUNTIME.with_borrow(Clone::clone)
}

/// Takes an event. `id` and `at` are set for one that was tracked before the wasm was there, `fixed` when somebody was told of it then:
/// its time stays as it is. Returns the event's id, or nothing when it is no event or the visitor has opted out.
#[wasm_bindgen]
pub fn track(event_type: &JsValue, options: &JsValue, id: &JsValue, at: &JsValue, fixed: bool) -> JsValue {
    let Some(runtime) = runtime() else { return JsValue::UNDEFINED };
    let event_type = event_type.as_string();
    let is_view = is_page_view(event_type.as_deref());
    let name = event_type.clone().unwrap_or_default();
    let (options, without_metadata) = write_options(options);
    let id = id.as_string().and_then(|id| EventId::parse(&id, "id").ok());
    let told = id.zip(at.as_f64()).map(|(id, at)| Told { id, at: at as u64, fixed });
    let draft = Draft { event_type, options, without_metadata, told, path: path(), view: is_view.then(page_view) };
    let Some(id) = runtime.happen(Input::Track { draft: Box::new(draft), session: runtime.stored_session() }) else {
        return JsValue::UNDEFINED;
    };
    runtime.report("tracked", &[("id", &id), ("type", &name)], &[], "");
    JsValue::from_str(&id)
}

/// The options as JSON, and whether `metadata` had to stay out.
fn write_options(options: &JsValue) -> (String, bool) {
    if !options.is_object() {
        return (String::new(), false);
    }
    match to_json(options, &JsValue::UNDEFINED) {
        Some(json) => (json, false),
        None => (to_json(options, &parse(PLAIN_OPTIONS).unwrap_or_default()).unwrap_or_default(), true),
    }
}

/// Names the user.
#[wasm_bindgen]
pub fn identify(user: &JsValue) {
    if let Some(user) = as_id(user) {
        tell(Input::Identify(user));
    }
}

/// Forgets the user: new visitor, new session.
#[wasm_bindgen]
pub fn reset() {
    tell(Input::Reset);
}

/// The visitor agrees.
#[wasm_bindgen(js_name = optIn)]
pub fn opt_in() {
    tell(Input::OptIn);
}

/// The visitor does not agree.
#[wasm_bindgen(js_name = optOut)]
pub fn opt_out() {
    tell(Input::OptOut);
}

/// Sends what is queued and calls back when that is done or has failed.
#[wasm_bindgen]
pub fn flush(done: Function) {
    match runtime() {
        Some(runtime) => runtime.flush(done),
        None => done.call_safely(&JsValue::UNDEFINED),
    }
}

/// Events that are not settled yet.
#[wasm_bindgen(js_name = queueSize)]
pub fn queue_size() -> u32 {
    runtime().map_or(0, |runtime| runtime.engine().queue_size() as u32)
}

/// Visitor and session, in this order, with a blank between.
#[wasm_bindgen]
pub fn ids() -> JsValue {
    runtime().map_or(JsValue::UNDEFINED, |runtime| {
        let engine = runtime.engine();
        let (visitor, session) = engine.ids();
        JsValue::from_str(&join(&[visitor, " ", session]))
    })
}

fn tell(input: Input) {
    if let Some(runtime) = runtime() {
        runtime.tell(input);
    }
}

/// An id; a number is taken for one, since ids often are numbers.
fn as_id(value: &JsValue) -> Option<String> {
    value.as_string().or_else(|| {
        let mut id = String::new();
        encode::signed(value.as_f64()? as i64, &mut id);
        Some(id)
    })
}
