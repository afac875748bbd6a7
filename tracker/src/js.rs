//! The only exports. The package's entry catches whatever is thrown here, so that nothing ever reaches the page.

use crate::browser::{page_view, path, Runtime, Setup};
use crate::engine::{Config, Draft, Given, Input, FIELDS};
use js_sys::Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static RUNTIME: RefCell<Option<Rc<Runtime>>> = const { RefCell::new(None) };
    static SETUP: RefCell<Option<Setup>> = const { RefCell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    /// The options of `init`, checked by the package's entry.
    pub type InitOptions;
    #[wasm_bindgen(method, getter, js_name = writeKey)]
    fn write_key(this: &InitOptions) -> String;
    #[wasm_bindgen(method, getter)]
    fn url(this: &InitOptions) -> String;
    #[wasm_bindgen(method, getter, js_name = flushAt)]
    fn flush_at(this: &InitOptions) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = flushInterval)]
    fn flush_interval(this: &InitOptions) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = userId)]
    fn user_id(this: &InitOptions) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = onReport)]
    fn on_report(this: &InitOptions) -> Option<js_sys::Function>;
}

/// Starts the tracker. A second call changes nothing: two trackers in one page would count everything twice.
#[wasm_bindgen]
pub fn start(options: &InitOptions) {
    if RUNTIME.with(|runtime| runtime.borrow().is_some()) {
        return;
    }
    let mut config = Config::new(&options.write_key());
    if let Some(events) = options.flush_at().filter(|events| *events >= 1.0) {
        config.flush_at = events as usize;
    }
    if let Some(interval) = options.flush_interval().filter(|interval| *interval >= 0.0) {
        config.flush_interval = interval as u64;
    }
    let user = as_id(&options.user_id());
    begin(Setup { config, url: options.url(), user, reporter: options.on_report() });
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
    let mut draft = Draft::new(given(event_type));
    if let Some((id, at)) = id.zip(at) {
        draft.told(id, at as u64, fixed);
    }
    let view = draft.is_page_view().then(|| page_view(given(&get(options, "pageName"))));
    draft.page(&path(), view);
    if options.is_object() {
        read(options, &mut draft);
    }
    runtime.happen(Input::Track { draft: Box::new(draft), session: runtime.stored_session() })
}

/// Reads the options of `track`, from a page that may have put anything into them.
fn read(options: &JsValue, draft: &mut Draft) {
    let option = |name| given(&get(options, name));
    draft.immediate(get(options, "immediate").is_truthy());
    draft.level(option("level"));
    draft.subject("entity", option("entityType"), option("entityId"), ("title", option("entityTitle")));
    let actor = get(options, "actor");
    if actor.is_object() {
        let of = |name| given(&get(&actor, name));
        draft.subject("actor", of("type"), of("id"), ("name", of("name")));
    } else if !actor.is_null_or_undefined() {
        draft.wrong_type("actor");
    }
    for field in FIELDS {
        draft.field(field, option(field.option));
    }
    let causes = get(options, "causedBy");
    match causes.dyn_ref::<Array>() {
        Some(list) => draft.caused_by((0..list.length()).map(|at| given(&list.get(at)))),
        None => draft.caused_by([given(&causes)].into_iter()),
    }
    let metadata = get(options, "metadata");
    if !metadata.is_null_or_undefined() {
        // The browser's own writer knows dates, `toJSON` and what else pages keep in objects. It throws on circles and big integers.
        let json = js_sys::JSON::stringify(&metadata).ok().and_then(|text| text.as_string());
        draft.metadata(json.as_deref());
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

/// The visitor's id.
#[wasm_bindgen(js_name = visitorId)]
pub fn visitor_id() -> Option<String> {
    runtime().map(|runtime| runtime.engine().ids().0.to_owned())
}

/// The visit's id.
#[wasm_bindgen(js_name = sessionId)]
pub fn session_id() -> Option<String> {
    runtime().map(|runtime| runtime.engine().ids().1.to_owned())
}

fn happen_with(input: Option<Input>) {
    if let Some((runtime, input)) = runtime().zip(input) {
        runtime.happen(input);
    }
}

fn get(from: &JsValue, name: &str) -> JsValue {
    // A getter of the page's may throw; then there is nothing to get.
    js_sys::Reflect::get(from, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

fn given(value: &JsValue) -> Given {
    if value.is_null_or_undefined() {
        return Given::Nothing;
    }
    match (value.as_f64(), value.as_string()) {
        (Some(number), _) => Given::Number(number),
        (_, Some(text)) => Given::Text(text),
        _ => Given::Other,
    }
}

fn as_id(value: &JsValue) -> Option<String> {
    match given(value) {
        Given::Text(text) => Some(text),
        Given::Number(number) => Some((number as i64).to_string()),
        _ => None,
    }
}
