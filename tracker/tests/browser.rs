//! The core as the page has it, compiled to wasm and run by a real browser: news in, orders out.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has to fail")]

use trailmark_tracker::js::happened;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse(json: &str) -> Result<JsValue, JsValue>;
}

/// Tells the core, with the browser's own clocks.
fn tell(kind: u32, more: &str) -> Vec<String> {
    let news = format!("{kind} {} {} 250 70 {more}", date_now(), performance_now().round());
    happened(&news).lines().map(String::from).collect()
}

fn start() -> Vec<String> {
    let orders = tell(18, "0 7 9 tm_write_browsertest\n{\"screen\":\"1x1\"}\n\n\n\n\n\n");
    tell(12, "");
    orders
}

fn track(event_type: &str, members: &str) -> Vec<String> {
    tell(0, &format!("2 0 0 0 \n\n\"type\":\"{event_type}\"{members}"))
}

fn of_kind(orders: &[String], kind: char) -> Vec<&str> {
    orders.iter().filter_map(|order| order.strip_prefix(kind)?.strip_prefix('\t')).collect()
}

#[wasm_bindgen_test]
fn an_event_is_a_record_and_has_the_time_of_this_moment() {
    assert_eq!(of_kind(&start(), 'i').len(), 1);
    let orders = track("stored", r#","entity":{"type":"task","id":"7"},"summary":"测试 \"q\"""#);
    let id = of_kind(&orders, 't')[0].trim_end().to_owned();
    let record = of_kind(&orders, 'p').into_iter().find(|record| record.contains(&id)).unwrap();
    assert!(record.contains(r#""entity":{"type":"task","id":"7"}"#) && record.contains("测试"), "{record}");
    let millis = u64::from_str_radix(&id.replace('-', "")[..12], 16).unwrap();
    assert!(millis.abs_diff(date_now() as u64) < 5_000, "{millis}");
}

#[wasm_bindgen_test]
fn ten_events_are_a_batch_that_the_browser_can_read() {
    start();
    for _ in 0..10 {
        track("sent", r#","metadata":{"a":[1,{"b":"}"}]}"#);
    }
    let orders = tell(1, "");
    let sent = of_kind(&orders, 's');
    let fields: Vec<&str> = sent[0].split('\t').collect();
    assert_eq!(fields[3], "10", "{sent:?}");
    assert!(parse(fields[1]).is_ok(), "{}", fields[1]);
    assert!(fields[1].contains(r#""overhead":{"busy_us":"#) && fields[1].contains(r#""tracked":10"#), "{}", fields[1]);
}

#[wasm_bindgen_test]
fn who_says_no_leaves_nothing_but_the_mark() {
    start();
    track("unwanted", "");
    let orders = tell(11, "");
    let removed = of_kind(&orders, 'r');
    for put in of_kind(&orders, 'p') {
        let key = put.split('\t').next().unwrap();
        assert!(key.ends_with("opted_out") || removed.iter().any(|record| record.starts_with(key)), "{key} is left in {orders:?}");
    }
    assert!(of_kind(&track("unwanted", ""), 't').is_empty());
    assert!(happened("15").ends_with("\t0"));
}

#[wasm_bindgen_test]
fn rubbish_is_survived() {
    start();
    for rubbish in ["", "x", "3", "3 1 2 3 4 200 0 nobody\n<html>", "13 1 2 3 4 a\nb\n", "0", "99999999999999999999999"] {
        happened(rubbish);
    }
    assert_eq!(of_kind(&track("still_here", ""), 't').len(), 1);
}
