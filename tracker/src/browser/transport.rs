//! The one door out: only this file sends.

use super::calls::Call;
use super::sys::{self, member, set_member, ByName, Response};
use super::Runtime;
use crate::engine::{Input, Settlement, Transport, Words};
use event_model::encode;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

// A string travels as text/plain, which needs no preflight; no cookies, which need no permission. Browsers that do not know `keepalive`
// ignore it.
const OPTIONS: &str = r#"{"method":"POST","credentials":"omit"}"#;
const KEEPALIVE_OPTIONS: &str = r#"{"method":"POST","credentials":"omit","keepalive":true}"#;

/// Sends a batch; its end comes back to the engine as an input.
pub(super) fn send(runtime: &Rc<Runtime>, batch_id: &str, body: &str, transport: Transport) {
    let url = &runtime.setup.url;
    let options = match transport {
        Transport::Fetch => OPTIONS,
        Transport::Keepalive => KEEPALIVE_OPTIONS,
        Transport::Beacon => {
            // Whether it was taken or not, the records stay until somebody has an answer.
            let _ = sys::send_beacon(url, body);
            return;
        }
    };
    let options = sys::parse(options).unwrap_or_default();
    set_member(&options, "body", &JsValue::from_str(body));
    match sys::fetch(url, &options) {
        Ok(request) => {
            let answered = request.then(&Call::Head.with(batch_id), &JsValue::UNDEFINED);
            answered.then(&JsValue::UNDEFINED, &Call::Failed.with(batch_id));
        }
        Err(_) => runtime.tell(Input::Failed { batch_id: batch_id.to_owned() }),
    }
}

/// The head of an answer is here. Its body is read in every case: Chromium books a keepalive request's bytes until then. What the head
/// said travels on in the next callback's tag, as words.
pub(super) fn head(response: JsValue, batch_id: &str) -> JsValue {
    let mut tag = batch_id.to_owned();
    tag.push(' ');
    encode::number(member(&response, "status").as_f64().unwrap_or_default() as u64, &mut tag);
    let headers: ByName = member(&response, "headers").unchecked_into();
    if let Some(pause) = headers.get("retry-after").as_string().and_then(|text| retry_after_ms(&text)) {
        tag.push(' ');
        encode::number(pause, &mut tag);
    }
    let body = response.unchecked_into::<Response>().text();
    body.then(&Call::Answered.with(&tag), &JsValue::UNDEFINED).into()
}

pub(super) fn answered(runtime: &Rc<Runtime>, tag: &str, body: &JsValue) {
    let mut words = Words(tag);
    let batch_id = words.word();
    let status = words.number().unwrap_or_default();
    let retry_after = words.number();
    let body = body.as_string().unwrap_or_default();
    let settled = Settlement::read(&body);
    let effects = runtime.decide(Input::Answered { batch_id: batch_id.to_owned(), status: status as u16, retry_after, settled });
    // The page hears of it when it has happened, and before what follows from it.
    runtime.report("answered", &[("batchId", batch_id)], &[("status", status)], &body);
    runtime.carry_out(effects);
}

/// `Retry-After` in seconds, or as a date (RFC 9110, section 10.2.3), in milliseconds from now.
fn retry_after_ms(text: &str) -> Option<u64> {
    if let Some(seconds) = Words(text).number() {
        return Some(seconds.saturating_mul(1000));
    }
    let date = sys::date_parse(text);
    (date > 0.0).then(|| (date - sys::date_now()) as u64)
}
