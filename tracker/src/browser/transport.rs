//! The one door out: only this file sends.

use super::sys::{self, member, set_member, Callback, Response};
use super::Runtime;
use crate::engine::{Input, Settlement, Transport};
use js_sys::{Array, Function};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The requests under way.
pub(super) type Flights = RefCell<Vec<Rc<Flight>>>;

/// A request under way, with the callbacks that the browser will call; they are dropped when it ends, or when the runtime does.
pub(super) struct Flight {
    batch_id: String,
    /// Status and `Retry-After` of the answer, once its head is here.
    head: Cell<(u16, Option<u64>)>,
    _callbacks: [Callback; 3],
}

#[wasm_bindgen]
extern "C" {
    type Pending;
    #[wasm_bindgen(method)]
    fn then(this: &Pending, callback: &Function) -> Pending;
    #[wasm_bindgen(method, js_name = then)]
    fn then_or(this: &Pending, callback: &Function, failure: &Function) -> Pending;
}

/// Sends a batch; its end comes back to the engine as an input.
pub(super) fn send(runtime: &Rc<Runtime>, batch_id: &str, body: &str, transport: Transport) {
    let url = &runtime.setup.url;
    if transport == Transport::Beacon {
        // Whether it was taken or not, the records stay until somebody has an answer.
        let _ = sys::send_beacon(url, body);
        return;
    }
    // A string travels as text/plain, which needs no preflight; no cookies, which need no permission. Browsers that do not know
    // `keepalive` ignore it.
    let options = JsValue::from(js_sys::Object::new());
    set_member(&options, "method", &JsValue::from_str("POST"));
    set_member(&options, "body", &JsValue::from_str(body));
    set_member(&options, "credentials", &JsValue::from_str("omit"));
    set_member(&options, "keepalive", &JsValue::from_bool(transport == Transport::Keepalive));
    let callbacks =
        [Callback::new(runtime, batch_id, head), Callback::new(runtime, batch_id, answered), Callback::new(runtime, batch_id, failed)];
    match sys::fetch(url, &options) {
        Ok(request) => {
            let [on_head, on_body, on_failure] = &callbacks;
            request.unchecked_ref::<Pending>().then(on_head.function()).then_or(on_body.function(), on_failure.function());
            let flight = Flight { batch_id: batch_id.to_owned(), head: Cell::default(), _callbacks: callbacks };
            runtime.flights.borrow_mut().push(Rc::new(flight));
        }
        Err(_) => {
            runtime.happen(Input::Failed { batch_id: batch_id.to_owned() });
        }
    }
}

/// The head of an answer is here. Its body is read in every case: Chromium books a keepalive request's bytes until then.
fn head(runtime: &Rc<Runtime>, batch_id: &str, response: JsValue) -> JsValue {
    let response: Response = response.unchecked_into();
    let status = member(&response, "status").as_f64().unwrap_or_default() as u16;
    let retry_after = response.headers().get("retry-after").and_then(|text| retry_after_ms(&text));
    if let Some(flight) = runtime.flights.borrow().iter().find(|flight| flight.batch_id == batch_id) {
        flight.head.set((status, retry_after));
    }
    response.text()
}

fn answered(runtime: &Rc<Runtime>, batch_id: &str, body: JsValue) -> JsValue {
    let answer = js_sys::JSON::parse(&body.as_string().unwrap_or_default()).ok().filter(JsValue::is_object).unwrap_or_default();
    let Some(flight) = end(runtime, batch_id) else { return JsValue::UNDEFINED };
    let (status, retry_after) = flight.head.get();
    let settled = settlement(&answer);
    // What the Worker said is the page's to see, as it is.
    let report = if answer.is_object() { answer } else { js_sys::Object::new().into() };
    runtime.report_on(report, "answered", &[("batchId", JsValue::from_str(batch_id)), ("status", JsValue::from_f64(f64::from(status)))]);
    runtime.happen(Input::Answered { batch_id: batch_id.to_owned(), status, retry_after, settled });
    JsValue::UNDEFINED
}

fn failed(runtime: &Rc<Runtime>, batch_id: &str, _: JsValue) -> JsValue {
    // Held to the end of this call: the callback that runs right now is among what it owns.
    let _flight = end(runtime, batch_id);
    runtime.happen(Input::Failed { batch_id: batch_id.to_owned() });
    JsValue::UNDEFINED
}

fn end(runtime: &Rc<Runtime>, batch_id: &str) -> Option<Rc<Flight>> {
    let mut flights = runtime.flights.borrow_mut();
    let at = flights.iter().position(|flight| flight.batch_id == batch_id)?;
    Some(flights.swap_remove(at))
}

/// `Retry-After` in seconds, or as a date (RFC 9110, section 10.2.3), in milliseconds from now.
fn retry_after_ms(text: &str) -> Option<u64> {
    let seconds =
        text.bytes().try_fold(0u64, |sum, digit| (digit.is_ascii_digit() && sum < 1 << 40).then(|| sum * 10 + u64::from(digit - b'0')));
    if let (Some(seconds), false) = (seconds, text.is_empty()) {
        return Some(seconds * 1000);
    }
    let date = sys::date_parse(text);
    (date > 0.0).then(|| (date - sys::date_now()).max(0.0) as u64)
}

/// The verdicts, if the answer is one of ours and complete.
fn settlement(answer: &JsValue) -> Option<Settlement> {
    if !answer.is_object() {
        return None;
    }
    let count = |name| member(answer, name).as_f64().map(|count| count as u32);
    let lines = member(answer, "verdicts");
    let mut limited_at = Vec::new();
    for line in lines.dyn_ref::<Array>()?.iter() {
        if line.is_object() && member(&line, "verdict").as_string().is_some_and(|verdict| verdict == "limited") {
            limited_at.push(member(&line, "index").as_f64()? as u32);
        }
    }
    Some(Settlement {
        server_time: member(answer, "server_time").as_f64()? as u64,
        settled: count("accepted")? + count("duplicate")? + count("rejected")?,
        limited_at,
    })
}
