//! The only exports. The package's entry catches whatever is thrown here, so that nothing ever reaches the page.

use crate::browser::{member, page_view, path, Runtime, Setup};
use crate::engine::{is_page_view, Config, Draft, Input, Told, PLAIN_OPTIONS};
use event_model::{encode, EventId};
use js_sys::{Array, JSON};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static RUNTIME: RefCell<Option<Rc<Runtime>>> = const { RefCell::new(None) };
    static SETUP: RefCell<Option<Setup>> = const { RefCell::new(None) };
}

/// Starts the tracker. A second call changes nothing: two trackers in one page would count everything twice.
#[wasm_bindgen]
pub fn start(options: &JsValue) {
    if runtime().is_some() {
        return;
    }
    let mut config = Config::new(&member(options, "writeKey").as_string().unwrap_or_default());
    if let Some(events) = member(options, "flushAt").as_f64().filter(|events| *events >= 1.0) {
        config.flush_at = events as usize;
    }
    if let Some(interval) = member(options, "flushInterval").as_f64().filter(|interval| *interval >= 0.0) {
        config.flush_interval = interval as u64;
    }
    begin(Setup {
        config,
        url: member(options, "url").as_string().unwrap_or_default(),
        user: as_id(&member(options, "userId")),
        reporter: member(options, "onReport").dyn_into().ok(),
    });
}

/// Starts anew on what storage holds, as a reload would.
pub(crate) fn restart() {
    RUNTIME.with(|runtime| runtime.borrow_mut().take());
    if let Some(setup) = SETUP.with(|setup| setup.borrow().clone()) {
        begin(setup);
    }
}

fn begin(setup: Setup) {
    SETUP.with(|kept| *kept.borrow_mut() = Some(setup.clone()));
    let started = Runtime::start(setup);
    RUNTIME.with(|runtime| *runtime.borrow_mut() = Some(started));
}

fn runtime() -> Option<Rc<Runtime>> {
    RUNTIME.with(|runtime| runtime.borrow().clone())
}

/// Takes an event. `id` and `at` are set for one that was tracked before the wasm was there, `fixed` when somebody was told of it then:
/// its time stays as it is. Returns the event's id, or nothing when it
/// is no event or the visitor has opted out.
#[wasm_bindgen]
pub fn track(event_type: &JsValue, options: &JsValue, id: Option<String>, at: Option<f64>, fixed: bool) -> Option<String> {
    let runtime = runtime()?;
    let mut draft = Draft { event_type: event_type.as_string(), path: path(), ..Draft::default() };
    if let (Some(id), Some(at)) = (id.and_then(|id| EventId::parse(&id, "id").ok()), at) {
        draft.told = Some(Told { id, at: at as u64, fixed });
    }
    if is_page_view(draft.event_type.as_deref()) {
        draft.view = Some(page_view());
    }
    if options.is_object() {
        (draft.options, draft.without_metadata) = write_options(options);
    }
    let id = runtime.happen(Input::Track { draft: Box::new(draft), session: runtime.stored_session() });
    if let Some(id) = &id {
        runtime.report("tracked", &[("id", JsValue::from_str(id)), ("type", event_type.clone())]);
    }
    id
}

/// The options as JSON, and whether `metadata` had to stay out. The browser's writer throws on circles and big integers.
fn write_options(options: &JsValue) -> (String, bool) {
    let text = |written: Result<js_sys::JsString, JsValue>| written.ok().and_then(|text| text.as_string());
    match text(JSON::stringify(options)) {
        Some(json) => (json, false),
        None => {
            let names: Array = PLAIN_OPTIONS.iter().map(|name| JsValue::from_str(name)).collect();
            (text(JSON::stringify_with_replacer(options, &names)).unwrap_or_default(), true)
        }
    }
}

/// Names the user.
#[wasm_bindgen]
pub fn identify(user: &JsValue) {
    happen_with(as_id(user).map(Input::Identify));
}

/// Forgets the user: new visitor, new session.
#[wasm_bindgen]
pub fn reset() {
    happen_with(Some(Input::Reset));
}

/// The visitor agrees.
#[wasm_bindgen(js_name = optIn)]
pub fn opt_in() {
    happen_with(Some(Input::OptIn));
}

/// The visitor does not agree.
#[wasm_bindgen(js_name = optOut)]
pub fn opt_out() {
    happen_with(Some(Input::OptOut));
}

/// Sends what is queued and calls back when that is done or has failed.
#[wasm_bindgen]
pub fn flush(done: js_sys::Function) {
    match runtime() {
        Some(runtime) => runtime.flush(done),
        None => drop(done.call0(&JsValue::UNDEFINED)),
    }
}

/// Events that are not settled yet.
#[wasm_bindgen(js_name = queueSize)]
pub fn queue_size() -> u32 {
    runtime().map_or(0, |runtime| runtime.engine().queue_size() as u32)
}

/// Visitor and session, in this order, with a blank between.
#[wasm_bindgen]
pub fn ids() -> Option<String> {
    runtime().map(|runtime| {
        let engine = runtime.engine();
        let (visitor, session) = engine.ids();
        [visitor, " ", session].concat()
    })
}

fn happen_with(input: Option<Input>) {
    if let Some((runtime, input)) = runtime().zip(input) {
        runtime.happen(input);
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
