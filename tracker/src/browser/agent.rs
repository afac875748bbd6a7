use super::sys;
use crate::engine::device::Agent;
use crate::engine::{PageView, UTM};
use wasm_bindgen::prelude::*;

/// What the browser says of itself.
pub(super) fn agent() -> Agent {
    // Client hints are in Chromium only; elsewhere their members are undefined like those of any other nothing.
    let hints = sys::navigator("userAgentData");
    let hint = |name| if hints.is_object() { sys::member(&hints, name) } else { JsValue::UNDEFINED };
    Agent {
        user_agent: sys::navigator("userAgent").as_string().unwrap_or_default(),
        mobile: hint("mobile").as_bool(),
        platform: hint("platform").as_string(),
        brands: js_sys::JSON::stringify(&hint("brands")).ok().and_then(|json| json.as_string()),
        touch_points: sys::navigator("maxTouchPoints").as_f64().unwrap_or_default() as u32,
        screen: (sys::screen("width"), sys::screen("height")),
        language: sys::navigator("language").as_string(),
        timezone: sys::time_zone(),
    }
}

/// The path of the page's address.
pub(crate) fn path() -> String {
    sys::location("pathname")
}

/// What a view says of its page.
pub(crate) fn page_view() -> PageView {
    let title = sys::document("title").as_string().unwrap_or_default();
    let mut referrer = sys::document("referrer").as_string().unwrap_or_default();
    // A page of the same site is no source.
    if referrer.starts_with(&sys::location("origin")) {
        referrer.clear();
    }
    let query = sys::query(&sys::location("search"));
    let read = |name| query(&["utm_", name].concat()).filter(|value| !value.is_empty()).map(|value| (name, value));
    PageView { title, referrer, utm: UTM.into_iter().filter_map(read).collect() }
}

/// 64 bits of the browser's own randomness.
pub(super) fn random_seed() -> u64 {
    let mut bytes = [0; 8];
    sys::get_random_values(&mut bytes);
    u64::from_le_bytes(bytes)
}
