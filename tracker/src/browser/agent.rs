use super::sys::{self, ByName};
use crate::engine::device::Agent;
use crate::engine::{join, PageView, UTM};
use wasm_bindgen::prelude::*;

/// What the browser says of itself.
pub(super) fn agent() -> Agent {
    // Client hints are in Chromium only; elsewhere their members are undefined like those of any other nothing.
    let hints = sys::window("navigator", "userAgentData");
    let hint = |name| sys::member(&hints, name);
    let size = |name| sys::window("screen", name).as_f64().unwrap_or_default() as u32;
    Agent {
        user_agent: text("navigator", "userAgent"),
        mobile: hint("mobile").is_truthy(),
        platform: sys::text(&hints, "platform"),
        brands: sys::to_json(&hint("brands"), &JsValue::UNDEFINED).unwrap_or_default(),
        touch_points: sys::window("navigator", "maxTouchPoints").as_f64().unwrap_or_default() as u32,
        screen: (size("width"), size("height")),
        language: text("navigator", "language"),
        timezone: sys::time_zone().unwrap_or_default(),
    }
}

/// The path of the page's address.
pub(crate) fn path() -> String {
    text("location", "pathname")
}

/// What a view says of its page.
pub(crate) fn page_view() -> PageView {
    let title = text("document", "title");
    let mut referrer = text("document", "referrer");
    // A page of the same site is no source.
    if referrer.as_bytes().starts_with(text("location", "origin").as_bytes()) {
        referrer.clear();
    }
    let query = ByName::of_query(&text("location", "search"));
    let utm = UTM.map(|name| query.get(&join(&["utm_", name])).as_string().unwrap_or_default());
    PageView { title, referrer, utm }
}

fn text(object: &str, name: &str) -> String {
    sys::window(object, name).as_string().unwrap_or_default()
}

/// 64 bits of the browser's own randomness.
pub(super) fn random_seed() -> u64 {
    let mut bytes = [0; 8];
    sys::get_random_values(&mut bytes);
    u64::from_le_bytes(bytes)
}
