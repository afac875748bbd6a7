use crate::engine::Now;

/// This moment by both clocks. `performance.now()` never runs backwards; `Date.now()` follows the device's clock wherever it goes.
pub(super) fn now() -> Now {
    let monotonic = web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now());
    Now { wall: js_sys::Date::now() as u64, monotonic: monotonic as u64 }
}
