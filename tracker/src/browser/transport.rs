//! The one door out: only this file sends.

use super::Runtime;
use crate::engine::{Input, Settlement, Transport};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{RequestCredentials, RequestInit, Response};

#[wasm_bindgen]
extern "C" {
    /// The Worker's answer, as far as it is one.
    type Answer;
    #[wasm_bindgen(method, getter)]
    fn server_time(this: &Answer) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn accepted(this: &Answer) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn duplicate(this: &Answer) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn rejected(this: &Answer) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn limited(this: &Answer) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn verdicts(this: &Answer) -> JsValue;

    type Line;
    #[wasm_bindgen(method, getter)]
    fn index(this: &Line) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn verdict(this: &Line) -> Option<String>;
}

/// The callbacks of requests under way; each pair is dropped when its request ends, and all when the runtime does.
pub(super) type Flights = RefCell<Vec<Flight>>;

pub(super) struct Flight {
    batch_id: String,
    _callbacks: [Closure<dyn FnMut(JsValue)>; 2],
}

/// Sends a batch; its end comes back to the engine as an input.
pub(super) fn send(runtime: &Rc<Runtime>, batch_id: String, body: &str, transport: Transport) {
    let Some(window) = web_sys::window() else { return };
    let url = &runtime.setup.url;
    let keepalive = match transport {
        Transport::Beacon => {
            // Whether it was taken or not, the records stay until somebody has an answer.
            let _ = window.navigator().send_beacon_with_opt_str(url, Some(body));
            return;
        }
        Transport::Fetch { keepalive } => keepalive,
    };
    let options = RequestInit::new();
    options.set_method("POST");
    // A string travels as text/plain, which needs no preflight; no cookies, which need no permission.
    options.set_body(&JsValue::from_str(body));
    options.set_credentials(RequestCredentials::Omit);
    // Not every browser knows `keepalive`, and web-sys does not either; unknown members are ignored.
    let _ = js_sys::Reflect::set(&options, &JsValue::from_str("keepalive"), &JsValue::from_bool(keepalive));
    let request = window.fetch_with_str_and_init(url, &options);

    let (weak, id) = (Rc::downgrade(runtime), batch_id.clone());
    let on_response = Closure::new(move |response: JsValue| {
        if let Some(runtime) = weak.upgrade() {
            read(&runtime, &id, response);
        }
    });
    let (weak, id) = (Rc::downgrade(runtime), batch_id.clone());
    let on_failure = Closure::new(move |_| {
        if let Some(runtime) = weak.upgrade() {
            end(&runtime, &id, Input::Failed { batch_id: id.clone() });
        }
    });
    let _ = request.then2(&on_response, &on_failure);
    runtime.flights.borrow_mut().push(Flight { batch_id, _callbacks: [on_response, on_failure] });
}

/// The head of an answer is here. Its body is read in every case: Chromium books a keepalive request's bytes until then.
fn read(runtime: &Rc<Runtime>, batch_id: &str, response: JsValue) {
    let response: Response = response.unchecked_into();
    let status = response.status();
    let retry_after = response.headers().get("retry-after").ok().flatten().and_then(|text| retry_after_ms(&text));
    let Ok(body) = response.text() else { return end(runtime, batch_id, Input::Failed { batch_id: batch_id.to_owned() }) };

    let (weak, id) = (Rc::downgrade(runtime), batch_id.to_owned());
    let on_body = Closure::new(move |body: JsValue| {
        let Some(runtime) = weak.upgrade() else { return };
        let answer = js_sys::JSON::parse(&body.as_string().unwrap_or_default()).ok().filter(JsValue::is_object);
        let settled = answer.as_ref().and_then(|answer| settlement(answer.unchecked_ref()));
        runtime.report(|report| {
            report.text("kind", "answered");
            report.text("batchId", &id);
            report.number("status", f64::from(status));
            if let Some(answer) = &answer {
                for member in ["accepted", "duplicate", "rejected", "limited", "verdicts", "code", "detail"] {
                    report.value(member, &js_sys::Reflect::get(answer, &JsValue::from_str(member)).unwrap_or_default());
                }
            }
        });
        end(&runtime, &id, Input::Answered { batch_id: id.clone(), status, retry_after, settled });
    });
    let (weak, id) = (Rc::downgrade(runtime), batch_id.to_owned());
    let on_failure = Closure::new(move |_| {
        if let Some(runtime) = weak.upgrade() {
            end(&runtime, &id, Input::Failed { batch_id: id.clone() });
        }
    });
    let _ = body.then2(&on_body, &on_failure);
    runtime.flights.borrow_mut().push(Flight { batch_id: batch_id.to_owned(), _callbacks: [on_body, on_failure] });
}

fn end(runtime: &Rc<Runtime>, batch_id: &str, input: Input) {
    // Taken out first and dropped last: the callback that runs right now is among them.
    let (ended, under_way) = runtime.flights.take().into_iter().partition::<Vec<_>, _>(|flight| flight.batch_id == batch_id);
    *runtime.flights.borrow_mut() = under_way;
    runtime.happen(input);
    drop(ended);
}

/// `Retry-After` in seconds, or as a date (RFC 9110, section 10.2.3).
fn retry_after_ms(text: &str) -> Option<u64> {
    if let Ok(seconds) = text.trim().parse::<u64>() {
        return Some(seconds.saturating_mul(1000));
    }
    let date = js_sys::Date::parse(text);
    (!date.is_nan()).then(|| (date - js_sys::Date::now()).max(0.0) as u64)
}

/// The verdicts, if the answer is one of ours and complete.
fn settlement(answer: &Answer) -> Option<Settlement> {
    let lines = js_sys::Array::from(&answer.verdicts());
    let limited = |line: JsValue| {
        let line: &Line = line.unchecked_ref();
        line.verdict().filter(|verdict| verdict == "limited").and_then(|_| line.index()).map(|index| index as u32)
    };
    Some(Settlement {
        server_time: answer.server_time()? as u64,
        accepted: answer.accepted()? as u32,
        duplicate: answer.duplicate()? as u32,
        rejected: answer.rejected()? as u32,
        limited: answer.limited()? as u32,
        limited_at: lines.iter().filter_map(limited).collect(),
    })
}
