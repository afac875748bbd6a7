//! The browser's functions that the tracker calls, each named once. Declared here and not taken from `web-sys`, because every call through
//! an object of a class costs the page its own glue, and because half of these are too new to be in it.

use js_sys::{Function, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub(super) fn date_now() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = parse)]
    pub(super) fn date_parse(text: &str) -> f64;
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(super) fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    pub(super) fn get_random_values(into: &mut [u8]);
    #[wasm_bindgen(js_name = setTimeout)]
    pub(super) fn set_timeout(callback: &Function, millis: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    pub(super) fn clear_timeout(timer: &JsValue);

    // Merely touching `localStorage` throws where site data are blocked.
    #[wasm_bindgen(js_namespace = localStorage, js_name = getItem, catch)]
    pub(super) fn get_item(key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = setItem, catch)]
    pub(super) fn set_item(key: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = removeItem, catch)]
    pub(super) fn remove_item(key: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = key, catch)]
    pub(super) fn key(at: u32) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(catch)]
    pub(super) fn fetch(url: &str, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = navigator, js_name = sendBeacon, catch)]
    pub(super) fn send_beacon(url: &str, body: &str) -> Result<bool, JsValue>;
    // In pages that are not served securely, and in old browsers, there is no `navigator.locks`.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    pub(super) fn request_lock(name: &str, options: &JsValue, granted: &Function) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = addEventListener)]
    pub(super) fn listen(event: &str, callback: &Function, capture: bool);
    #[wasm_bindgen(js_name = removeEventListener)]
    pub(super) fn unlisten(event: &str, callback: &Function, capture: bool);

    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: JsValue;
    #[wasm_bindgen(thread_local_v2, js_name = location)]
    static LOCATION: JsValue;
    #[wasm_bindgen(thread_local_v2, js_name = navigator)]
    static NAVIGATOR: JsValue;
    #[wasm_bindgen(thread_local_v2, js_name = screen)]
    static SCREEN: JsValue;

    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    fn date_time_format() -> DateTimeFormat;
    type DateTimeFormat;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &DateTimeFormat) -> JsValue;

    type Query;
    #[wasm_bindgen(constructor, js_class = URLSearchParams)]
    fn new(search: &str) -> Query;
    #[wasm_bindgen(method, js_name = get)]
    fn read(this: &Query, name: &str) -> Option<String>;

    /// The answer to a request.
    pub(super) type Response;
    #[wasm_bindgen(method)]
    pub(super) fn text(this: &Response) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(super) fn headers(this: &Response) -> Headers;
    pub(super) type Headers;
    #[wasm_bindgen(method)]
    pub(super) fn get(this: &Headers, name: &str) -> Option<String>;

    /// Ends the waiting for locks.
    pub(super) type AbortController;
    #[wasm_bindgen(constructor)]
    pub(super) fn new() -> AbortController;
    #[wasm_bindgen(method)]
    pub(super) fn abort(this: &AbortController);
    #[wasm_bindgen(method, getter)]
    pub(super) fn signal(this: &AbortController) -> JsValue;
}

/// A member of an object; `undefined` where there is none, or where a getter of the page's throws.
pub(crate) fn member(of: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a member of a fresh object of ours, which takes all.
pub(crate) fn set_member(of: &JsValue, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(of, &JsValue::from_str(name), value);
}

pub(crate) fn document(name: &str) -> JsValue {
    DOCUMENT.with(|document| member(document, name))
}

pub(crate) fn location(name: &str) -> String {
    LOCATION.with(|location| member(location, name)).as_string().unwrap_or_default()
}

pub(super) fn navigator(name: &str) -> JsValue {
    NAVIGATOR.with(|navigator| member(navigator, name))
}

pub(super) fn screen(name: &str) -> u32 {
    SCREEN.with(|screen| member(screen, name)).as_f64().unwrap_or_default() as u32
}

pub(super) fn time_zone() -> Option<String> {
    member(&date_time_format().resolved_options(), "timeZone").as_string()
}

pub(super) fn query(search: &str) -> impl Fn(&str) -> Option<String> {
    let query = Query::new(search);
    move |name| query.read(name)
}

/// What a callback does: it gets the runtime, its own tag, and what the browser says, and may answer.
pub(super) type React = fn(&Rc<super::Runtime>, &str, JsValue) -> JsValue;

/// A function for the browser to call; it does nothing any more when this is dropped or the runtime is gone.
pub(super) struct Callback(Closure<dyn FnMut(JsValue) -> JsValue>);

impl Callback {
    /// All callbacks are of one shape, so that the wasm has one piece of code for them.
    pub(super) fn new(runtime: &Rc<super::Runtime>, tag: &str, react: React) -> Callback {
        let (weak, tag) = (Rc::downgrade(runtime), tag.to_owned());
        Callback(Closure::new(move |value| weak.upgrade().map_or(JsValue::UNDEFINED, |runtime| react(&runtime, &tag, value))))
    }

    pub(super) fn function(&self) -> &Function {
        self.0.as_ref().unchecked_ref()
    }
}
