//! The browser's functions that the tracker calls, each named once. Declared here and not taken from `web-sys` and `js-sys`: every call
//! through an object of a class costs the page its own glue, half of these are too new to be in it, and texts in and out are enough.

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
    pub(super) fn get_item(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = setItem, catch)]
    pub(super) fn set_item(key: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = removeItem, catch)]
    pub(super) fn remove_item(key: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = key, catch)]
    pub(super) fn key(at: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    pub(super) fn fetch(url: &str, options: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = navigator, js_name = sendBeacon, catch)]
    pub(super) fn send_beacon(url: &str, body: &str) -> Result<(), JsValue>;
    // In pages that are not served securely, and in old browsers, there is no `navigator.locks`.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    pub(super) fn request_lock(name: &str, options: &JsValue, granted: &Function) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = addEventListener)]
    pub(super) fn listen(event: &str, callback: &Function, capture: bool);
    #[wasm_bindgen(js_name = removeEventListener)]
    pub(super) fn unlisten(event: &str, callback: &Function, capture: bool);

    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;
    #[wasm_bindgen(js_namespace = Reflect, js_name = get, catch)]
    fn reflect_get(of: &JsValue, name: &str) -> Result<JsValue, JsValue>;
    /// Sets a member of a fresh object of ours, which takes all.
    #[wasm_bindgen(js_namespace = Reflect, js_name = set)]
    pub(super) fn set_member(of: &JsValue, name: &str, value: &JsValue);
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    pub(crate) fn parse(json: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn stringify(value: &JsValue, only: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    fn date_time_format() -> DateTimeFormat;
    type DateTimeFormat;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &DateTimeFormat) -> JsValue;

    /// Values by name: the parameters of a query, the headers of an answer.
    pub(super) type ByName;
    #[wasm_bindgen(constructor, js_class = URLSearchParams)]
    pub(super) fn of_query(search: &str) -> ByName;
    #[wasm_bindgen(method)]
    pub(super) fn get(this: &ByName, name: &str) -> JsValue;

    /// The answer to a request.
    pub(super) type Response;
    #[wasm_bindgen(method)]
    pub(super) fn text(this: &Response) -> Promise;

    pub(super) type Promise;
    #[wasm_bindgen(constructor)]
    pub(super) fn new(executor: &Function) -> Promise;
    #[wasm_bindgen(method)]
    pub(super) fn then(this: &Promise, kept: &JsValue, broken: &JsValue) -> Promise;

    /// Ends the waiting for locks.
    pub(super) type AbortController;
    #[wasm_bindgen(constructor)]
    pub(super) fn new() -> AbortController;
    #[wasm_bindgen(method)]
    pub(super) fn abort(this: &AbortController);

    /// A function of the page's or of ours.
    #[derive(Clone, Debug)]
    pub type Function;
    #[wasm_bindgen(method, catch)]
    fn call(this: &Function, this_argument: &JsValue, argument: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub(super) fn bind(this: &Function, this_argument: &JsValue, call: u32, tag: &str) -> Function;
}

impl Function {
    /// Calls a function of the page's. What it throws is its own affair and stops nothing here.
    pub(crate) fn call_safely(&self, argument: &JsValue) {
        let _ = self.call(&JsValue::UNDEFINED, argument);
    }
}

/// A member of an object; `undefined` where there is none, or where a getter of the page's throws.
pub(crate) fn member(of: &JsValue, name: &str) -> JsValue {
    reflect_get(of, name).unwrap_or(JsValue::UNDEFINED)
}

/// A member that is a text; empty where there is none.
pub(crate) fn text(of: &JsValue, name: &str) -> String {
    member(of, name).as_string().unwrap_or_default()
}

/// A member of one of the window's objects.
pub(super) fn window(object: &str, name: &str) -> JsValue {
    GLOBAL.with(|global| member(&member(global, object), name))
}

/// A value as JSON, if the browser's writer can write it: circles and big integers make it throw. With a list of names for `only`, it
/// leaves all other members out.
pub(crate) fn to_json(value: &JsValue, only: &JsValue) -> Option<String> {
    stringify(value, only).ok()?.as_string()
}

pub(super) fn time_zone() -> Option<String> {
    member(&date_time_format().resolved_options(), "timeZone").as_string()
}
