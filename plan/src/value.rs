use crate::judge::FaultCode;
use crate::plan::{Kind, Property};
use event_model::scan;
use std::borrow::Cow;

/// What stands where redaction took a value or clamps took a large one: of any kind, since what was there is not known.
const TAKEN_AWAY: [&str; 2] = ["\"[redacted]\"", "\"[cut]\""];

/// Values that a fault names at most.
const NAMED_VALUES: usize = 10;

type ValueFault = (FaultCode, Cow<'static, str>);

/// What is wrong with a property's value, a JSON text other than `null`.
pub(crate) fn fault(property: &Property, value: &str) -> Option<ValueFault> {
    if TAKEN_AWAY.contains(&value) {
        return None;
    }
    match property.kind {
        Kind::String => match scan::string(value) {
            Some(inside) => string_fault(property, inside),
            None => kind_fault("expected a string"),
        },
        Kind::Number | Kind::Integer => match number(value) {
            Some(number) if property.kind == Kind::Integer && number.fract() != 0.0 => kind_fault("expected an integer"),
            Some(number) => number_fault(property, number),
            None if property.kind == Kind::Integer => kind_fault("expected an integer"),
            None => kind_fault("expected a number"),
        },
        Kind::Boolean if !matches!(value, "true" | "false") => kind_fault("expected true or false"),
        Kind::Object if !value.starts_with('{') => kind_fault("expected an object"),
        Kind::Array if !value.starts_with('[') => kind_fault("expected a list"),
        Kind::Array => property
            .maximum
            .filter(|most| scan::items(value).count() as f64 > *most)
            .map(|most| (FaultCode::PropertyTooLarge, Cow::Owned(format!("at most {most} items")))),
        Kind::Boolean | Kind::Object => None,
    }
}

/// The text that the inside of a JSON string stands for, borrowed unless it holds escapes.
pub(crate) fn text(inside: &str) -> Cow<'_, str> {
    if inside.contains('\\') {
        // A half of a surrogate pair is no text; then the raw one names it as well as can be.
        serde_json::from_str(&["\"", inside, "\""].concat()).map_or(Cow::Borrowed(inside), Cow::Owned)
    } else {
        Cow::Borrowed(inside)
    }
}

fn string_fault(property: &Property, inside: &str) -> Option<ValueFault> {
    if !property.texts.is_empty() {
        let text = text(inside);
        if !property.texts.iter().any(|planned| *planned == text) {
            return Some(value_fault(property.texts.iter().map(|text| format!("\"{text}\""))));
        }
    }
    let most = property.maximum?;
    // Characters are never more than bytes, so short texts need no counting.
    let too_long = inside.len() as f64 > most && characters(inside) as f64 > most;
    too_long.then(|| (FaultCode::PropertyTooLarge, Cow::Owned(format!("at most {most} characters"))))
}

fn number_fault(property: &Property, number: f64) -> Option<ValueFault> {
    if !property.numbers.is_empty() && !property.numbers.contains(&number) {
        return Some(value_fault(property.numbers.iter().map(f64::to_string)));
    }
    property.maximum.filter(|most| number > *most).map(|most| (FaultCode::PropertyTooLarge, Cow::Owned(format!("at most {most}"))))
}

fn kind_fault(detail: &'static str) -> Option<ValueFault> {
    Some((FaultCode::PropertyType, Cow::Borrowed(detail)))
}

fn value_fault(planned: impl ExactSizeIterator<Item = String>) -> ValueFault {
    let more = if planned.len() > NAMED_VALUES { ", …" } else { "" };
    let named: Vec<String> = planned.take(NAMED_VALUES).collect();
    (FaultCode::PropertyValue, Cow::Owned(format!("expected one of {}{more}", named.join(", "))))
}

/// The number that a JSON text is; one that is too large for an `f64` is infinite.
fn number(value: &str) -> Option<f64> {
    value.starts_with(|first: char| first == '-' || first.is_ascii_digit()).then(|| value.parse().ok())?
}

/// Characters of a string's inside. The two escapes of a surrogate pair are one.
fn characters(inside: &str) -> usize {
    let mut count = 0;
    scan::characters(inside, &mut |raw, _| {
        let is_second_half = matches!(raw.as_bytes(), [b'\\', b'u', b'd' | b'D', b'c'..=b'f' | b'C'..=b'F', _, _]);
        count += usize::from(!is_second_half);
    });
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Plan;

    fn judged(property: &str, value: &str) -> &'static str {
        let plan = Plan::parse(&format!(r#"{{"events": {{"a": {{"properties": {{"p": {property}}}}}}}}}"#)).unwrap();
        plan.judge("a", Some(&format!(r#"{{"p":{value}}}"#))).map_or("", |fault| fault.code.as_str())
    }

    #[test]
    fn kinds() {
        let values = ["\"7\"", "7", "7.0", "7.5", "-1e3", "1e400", "true", "false", "{}", "[]", "null", "\"[redacted]\"", "\"[cut]\""];
        let conforming = [
            ("string", "\"7\""),
            ("number", "7 7.0 7.5 -1e3 1e400"),
            ("integer", "7 7.0 -1e3"),
            ("boolean", "true false"),
            ("object", "{}"),
            ("array", "[]"),
        ];
        for (kind, good) in conforming {
            for value in values {
                let conforms = good.split(' ').chain(["null", "\"[redacted]\"", "\"[cut]\""]).any(|good| good == value);
                let expected = if conforms { "" } else { "property_type" };
                assert_eq!(judged(&format!(r#"{{"type": "{kind}"}}"#), value), expected, "{kind} {value}");
            }
        }
    }

    #[test]
    fn maxima() {
        let cases = [
            ("number", "2.5", "2.5", ""),
            ("number", "2.5", "2.51", "property_too_large"),
            ("integer", "-3", "-4", ""),
            ("integer", "-3", "0", "property_too_large"),
            ("number", "1", "1e999", "property_too_large"),
            ("string", "2", "\"éé\"", ""),
            ("string", "2", "\"ééé\"", "property_too_large"),
            ("string", "2", r#""\u00e9\n""#, ""),
            ("string", "1", r#""\ud83d\ude00""#, ""),
            ("string", "1", r#""\uD83D\uDE00a""#, "property_too_large"),
            ("string", "0", "\"\"", ""),
            ("array", "2", "[[1,2,3],\"a,b\"]", ""),
            ("array", "2", "[1, 2, 3]", "property_too_large"),
        ];
        for (kind, maximum, value, expected) in cases {
            assert_eq!(judged(&format!(r#"{{"type": "{kind}", "maximum": {maximum}}}"#), value), expected, "{kind} {maximum} {value}");
        }
    }

    #[test]
    fn planned_values() {
        let texts = r#"{"type": "string", "enum": ["low", "a\"b", "é"]}"#;
        for good in ["\"low\"", r#""l\u006fw""#, r#""a\"b""#, r#""\u00e9""#] {
            assert_eq!(judged(texts, good), "", "{good}");
        }
        for bad in ["\"lowest\"", "\"LOW\"", "\"\"", r#""\ud800""#] {
            assert_eq!(judged(texts, bad), "property_value", "{bad}");
        }
        assert_eq!(judged(r#"{"type": "integer", "enum": [1, 2]}"#, "2.0"), "");
        assert_eq!(judged(r#"{"type": "integer", "enum": [1, 2]}"#, "3"), "property_value");
    }

    #[test]
    fn a_fault_names_some_of_the_planned_values() {
        let (_, detail) = value_fault((0..12).map(|number| number.to_string()));
        assert_eq!(detail, "expected one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …");
    }
}
