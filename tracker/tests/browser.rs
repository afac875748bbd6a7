//! The exports in a real browser: what the package calls, against the browser's own storage and network.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has to fail")]

use js_sys::{Object, Promise, Reflect};
use trailmark_tracker::js;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = localStorage, js_name = getItem)]
    fn get_item(key: &str) -> Option<String>;
    #[wasm_bindgen(js_namespace = localStorage, js_name = setItem)]
    fn set_item(key: &str, value: &str);
    #[wasm_bindgen(js_namespace = Object, js_name = keys)]
    fn keys(of: &JsValue) -> Vec<String>;
    #[wasm_bindgen(thread_local_v2, js_name = localStorage)]
    static LOCAL_STORAGE: JsValue;
}

#[wasm_bindgen(inline_js = "export const hostile = () => ({ get level() { throw new Error('hostile'); } });")]
extern "C" {
    fn hostile() -> JsValue;
}

/// Starts the one tracker of this page, with a server that is not there.
fn start() {
    // As the loader does it, with the one export that all callbacks are.
    let called = Closure::<dyn FnMut(u32, JsValue, JsValue) -> JsValue>::new(|call, tag: JsValue, value| js::called(call, &tag, value));
    js::connect(called.into_js_value().unchecked_into());
    let options =
        object(&[("writeKey", "tm_write_browsertest".into()), ("url", "http://127.0.0.1:9/".into()), ("flushInterval", 600_000.into())]);
    js::start(&options);
    js::opt_in();
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &JsValue::from_str(name), value).unwrap();
    }
    object.into()
}

fn track(event_type: &str, options: &JsValue) -> Option<String> {
    js::track(&JsValue::from_str(event_type), options, &JsValue::UNDEFINED, &JsValue::UNDEFINED, false).as_string()
}

fn our_keys() -> Vec<String> {
    LOCAL_STORAGE.with(keys).into_iter().filter(|key| key.starts_with("trailmark.")).collect()
}

#[wasm_bindgen_test]
fn an_event_is_in_storage_when_track_returns() {
    start();
    let id = track("stored", &object(&[("entityType", "task".into()), ("entityId", 7.into())])).expect("an id");
    let record = our_keys().iter().filter_map(|key| get_item(key)).find(|record| record.contains(&id)).expect("a record");
    assert!(record.contains(r#""entity":{"type":"task","id":"7"}"#), "{record}");
    assert!(js::queue_size() >= 1);
    assert_eq!(js::ids().as_string().unwrap().split(' ').count(), 2);
}

#[wasm_bindgen_test]
fn options_that_throw_lose_themselves_and_not_the_event() {
    start();
    let hostile = hostile();
    assert!(track("hostile", &hostile).is_some());
    let circle = Object::new();
    Reflect::set(&circle, &"self".into(), &circle).unwrap();
    let id = track("circle", &object(&[("metadata", circle.into()), ("ref", "r1".into())])).unwrap();
    let record = our_keys().iter().filter_map(|key| get_item(key)).find(|record| record.contains(&id)).unwrap();
    assert!(record.contains(r#""ref":"r1""#) && record.contains("metadata:wrong_type"), "{record}");
    assert!(js::track(&JsValue::from_f64(7.0), &JsValue::UNDEFINED, &JsValue::UNDEFINED, &JsValue::UNDEFINED, false).is_undefined());
}

#[wasm_bindgen_test]
async fn flush_ends_although_the_server_is_away_and_keeps_the_events() {
    start();
    track("kept", &JsValue::UNDEFINED).unwrap();
    let before = js::queue_size();
    let flushed = Promise::new(&mut |done, _| js::flush(JsValue::from(done).unchecked_into()));
    JsFuture::from(flushed).await.unwrap();
    assert_eq!(js::queue_size(), before);
}

#[wasm_bindgen_test]
fn opting_out_leaves_nothing_but_the_mark_and_touches_nothing_else() {
    start();
    set_item("cart", "the page's own");
    track("unwanted", &JsValue::UNDEFINED).unwrap();
    js::opt_out();
    assert_eq!(track("unwanted", &JsValue::UNDEFINED), None);
    assert_eq!(js::queue_size(), 0);
    assert!(our_keys().iter().all(|key| key.ends_with(".opted_out")), "{:?}", our_keys());
    assert_eq!(get_item("cart").as_deref(), Some("the page's own"));
    js::opt_in();
    assert!(track("wanted", &JsValue::UNDEFINED).is_some());
}
