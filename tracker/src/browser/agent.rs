use crate::engine::device::Agent;
use crate::engine::{Given, PageView, UTM};
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

#[wasm_bindgen]
extern "C" {
    /// Client hints, in Chromium only and not in web-sys' stable part.
    #[wasm_bindgen(js_namespace = navigator, js_name = userAgentData, thread_local_v2)]
    static USER_AGENT_DATA: Option<UserAgentData>;

    type UserAgentData;
    #[wasm_bindgen(method, getter)]
    fn mobile(this: &UserAgentData) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn platform(this: &UserAgentData) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn brands(this: &UserAgentData) -> Option<Vec<Brand>>;

    type Brand;
    #[wasm_bindgen(method, getter)]
    fn brand(this: &Brand) -> Option<String>;

    /// `Intl.DateTimeFormat().resolvedOptions().timeZone`
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    fn date_time_format() -> DateTimeFormat;

    type DateTimeFormat;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &DateTimeFormat) -> ResolvedOptions;

    type ResolvedOptions;
    #[wasm_bindgen(method, getter, js_name = timeZone)]
    fn time_zone(this: &ResolvedOptions) -> Option<String>;
}

/// What the browser says of itself.
pub(super) fn agent() -> Agent {
    let Some(window) = web_sys::window() else { return Agent::default() };
    let navigator = window.navigator();
    let mut agent = Agent {
        user_agent: navigator.user_agent().unwrap_or_default(),
        touch_points: navigator.max_touch_points().unsigned_abs(),
        language: navigator.language(),
        timezone: date_time_format().resolved_options().time_zone(),
        ..Agent::default()
    };
    if let Ok(screen) = window.screen() {
        agent.screen = screen.width().ok().zip(screen.height().ok()).map(|(width, height)| (width.unsigned_abs(), height.unsigned_abs()));
    }
    USER_AGENT_DATA.with(|hints| {
        if let Some(hints) = hints {
            agent.mobile = hints.mobile();
            agent.platform = hints.platform();
            agent.brands = hints.brands().unwrap_or_default().iter().filter_map(Brand::brand).collect();
        }
    });
    agent
}

/// The path of the page's address.
pub(crate) fn path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// What a view says of its page. `name` stands for the document's title.
pub(crate) fn page_view(name: Given) -> PageView {
    let Some(window) = web_sys::window() else { return PageView::default() };
    let Some(document) = window.document() else { return PageView::default() };
    let title = match name {
        Given::Text(name) => name,
        _ => document.title(),
    };
    // A page of the same site is no source.
    let own = window.location().origin().unwrap_or_default();
    let referrer = Some(document.referrer()).filter(|referrer| !referrer.starts_with(&own)).unwrap_or_default();
    PageView { title, referrer, utm: window.location().search().map(|search| utm(&search)).unwrap_or_default() }
}

fn utm(search: &str) -> Vec<(&'static str, String)> {
    let Ok(query) = UrlSearchParams::new_with_str(search) else { return Vec::new() };
    let read = |name| query.get(&["utm_", name].concat()).filter(|value| !value.is_empty()).map(|value| (name, value));
    UTM.into_iter().filter_map(read).collect()
}

/// 64 bits of the browser's own randomness.
pub(super) fn random_seed() -> u64 {
    let mut bytes = [0u8; 8];
    let drawn = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    match drawn {
        Some(_) => u64::from_le_bytes(bytes),
        // No browser of the last decade comes here; two tabs must differ all the same.
        None => js_sys::Math::random().to_bits() ^ js_sys::Date::now().to_bits(),
    }
}
