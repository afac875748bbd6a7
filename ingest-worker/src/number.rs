//! Numbers in JSON from outside. PURE.

use event_model::limits::MAX_SAFE_INTEGER;
use serde_json::Value;

/// A whole number up to [`MAX_SAFE_INTEGER`], however it is written: to JSON Schema, and to JavaScript, 24.0 is one.
pub fn whole(value: &Value) -> Option<u64> {
    let written_with_a_point = || value.as_f64().filter(|number| number.fract() == 0.0 && (0.0..=MAX_SAFE_INTEGER as f64).contains(number));
    value.as_u64().or_else(|| written_with_a_point().map(|number| number as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_whole_number_is_one_however_it_is_written() {
        let numbers = [json!(24), json!(24.0), json!(2.4e1), json!(-1), json!(1.5), json!(1e99), json!("24"), json!(null)];
        assert_eq!(numbers.map(|value| whole(&value)), [Some(24), Some(24), Some(24), None, None, None, None, None]);
    }
}
