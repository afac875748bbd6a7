//! JSON that is made to hurt: deep, wide, long, doubled, half a character. Each ends in its own code, and takes no more memory or stack for
//! it than what is good does.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot read has to fail")]

use event_model::decode::{batch, raw_events, single, BatchError};
use event_model::limits::{MAX_BODY_BYTES, MAX_METADATA_BYTES};
use event_model::redaction::{redact_event, redact_refused};
use event_model::Event;

fn nested(depth: usize) -> String {
    ["[".repeat(depth), "]".repeat(depth)].concat()
}

fn in_batch(event: &str) -> String {
    [r#"{"events":["#, event, "]}"].concat()
}

/// The code and the field of a body that is no batch.
fn refusal(body: impl AsRef<[u8]>) -> (&'static str, String) {
    match batch(body.as_ref()).unwrap_err() {
        BatchError::NotJson(_) => ("invalid_json", String::new()),
        BatchError::Empty => ("empty_batch", String::new()),
        BatchError::UnsupportedSchema => ("unsupported_schema", String::new()),
        BatchError::TooManyEvents(count) => ("too_many_events", count.to_string()),
        BatchError::Invalid(violation) => (violation.code.as_str(), violation.field.into_owned()),
    }
}

/// The same of the only event of a batch, with the id by which its sender settles it.
fn violation(event: &str) -> (&'static str, String, Option<String>) {
    let refused = batch(in_batch(event).as_bytes()).unwrap().events.remove(0).unwrap_err();
    (refused.violation.code.as_str(), refused.violation.field.into_owned(), refused.id.map(|id| id.as_str().to_owned()))
}

/// The metadata of an event that is taken, as it is kept.
fn kept_metadata(metadata: &str) -> String {
    let mut event: Event =
        batch(in_batch(&format!(r#"{{"type":"x","metadata":{metadata}}}"#)).as_bytes()).unwrap().events.remove(0).unwrap();
    redact_event(&mut event, &[]);
    event.metadata.unwrap().as_str().to_owned()
}

#[test]
fn bodies() {
    let half = MAX_BODY_BYTES / 2;
    let table = [
        ("[".repeat(MAX_BODY_BYTES), "invalid_json", ""),
        ("{\"a\":".repeat(MAX_BODY_BYTES / 5), "invalid_json", ""),
        (nested(half), "wrong_type", ""),
        (format!("{{{}\"schema\":1}}", "\"schema\":1,".repeat(90_000)), "too_many_items", ""),
        (format!("{{{}\"schema\":1}}", "\"\":1,".repeat(200_000)), "too_many_items", ""),
        (in_batch(&["1,".repeat(500_000), "1".to_owned()].concat()), "too_many_events", "500001"),
        (format!(r#"{{"dropped":[{}1],"events":[{{}}]}}"#, "1,".repeat(500_000)), "too_many_items", "dropped"),
        (format!(r#"{{"events":{}}}"#, "9".repeat(MAX_BODY_BYTES - 12)), "wrong_type", "events"),
        (format!(r#"{{"sealed_at":{},"events":[]}}"#, "9".repeat(300)), "out_of_range", "sealed_at"),
        (format!(r#"{{"sealed_at":{},"events":[]}}"#, "9".repeat(400)), "wrong_type", "sealed_at"),
        (r#"{"sealed_at":1e999,"events":[]}"#.to_owned(), "wrong_type", "sealed_at"),
        (format!(r#"{{"batch_id":"{}","events":[]}}"#, "x".repeat(1_000_000)), "too_long", "batch_id"),
        (format!(r#"{{"batch_id":{},"events":[]}}"#, nested(100_000)), "wrong_type", "batch_id"),
        (format!(r#"{{"{}":1,"events":[]}}"#, "x".repeat(1_000_000)), "unknown_field", &["x".repeat(79), "…".to_owned()].concat()),
        ("{\"events\":[{\"type\":\"a\0b\"}]}".to_owned(), "invalid_json", ""),
        ("\u{feff}{\"events\":[{\"type\":\"x\"}]}".to_owned(), "invalid_json", ""),
        (r#"{"batch_id":"\ud800","events":[]}"#.to_owned(), "wrong_type", "batch_id"),
        (r#"{"batch_id":"a\u0000","events":[]}"#.to_owned(), "invalid_characters", "batch_id"),
        (r#"{"events":[{"type":"x"}],"events":[]}"#.to_owned(), "empty_batch", ""),
    ];
    for (body, code, field) in table {
        assert_eq!(refusal(&body), (code, field.to_owned()), "{}", body.get(..60).unwrap_or(&body));
    }
    for bytes in [&b"{\"events\":[{\"type\":\"\xff\"}]}"[..], b"\xff\xfe{\0}\0", b"{\"events\":[{\"type\":\"\xed\xa0\x80\"}]}"] {
        assert_eq!(refusal(bytes), ("invalid_json", String::new()));
    }
}

#[test]
fn events() {
    let id = || Some("a".to_owned());
    let many = r#""type":"x","#.repeat(10_000);
    let table = [
        (nested(100_000), "wrong_type", "", None),
        (format!(r#"{{"id":"a",{many}"step":1}}"#), "too_many_items", "", id()),
        (format!(r#"{{"id":"a","type":"x","caused_by":[{}"b"]}}"#, r#""b","#.repeat(60_000)), "too_many_items", "caused_by", id()),
        (format!(r#"{{"id":"a","type":{}}}"#, nested(100_000)), "wrong_type", "type", id()),
        (format!(r#"{{"id":"a","type":"x","metadata":{}}}"#, nested(100_000)), "wrong_type", "metadata", id()),
        (format!(r#"{{"id":"a","type":"x","page":{{"utm":{}}}}}"#, nested(100_000)), "wrong_type", "page.utm", id()),
        (format!(r#"{{"id":"a","type":"x","step":{}}}"#, "9".repeat(200_000)), "wrong_type", "step", id()),
        (r#"{"id":"a","type":"x","step":1e300}"#.to_owned(), "out_of_range", "step", id()),
        (r#"{"id":"a","type":"x","duration_ms":1e400}"#.to_owned(), "wrong_type", "duration_ms", id()),
        (r#"{"id":"a","type":"\ud800"}"#.to_owned(), "wrong_type", "type", id()),
        (r#"{"id":"a","type":"x\u0000"}"#.to_owned(), "invalid_characters", "type", id()),
        (r#"{"id":"a","type":"x","id":"\u0000"}"#.to_owned(), "invalid_characters", "id", id()),
        (format!(r#"{{"id":"a","type":"x","metadata":{{"a":"{}"}}}}"#, "x".repeat(256 * 1024)), "too_large", "", id()),
    ];
    for (event, code, field, id) in table {
        assert_eq!(violation(&event), (code, field.to_owned(), id), "{}", event.get(..60).unwrap_or(&event));
    }
    let alone = single(format!(r#"{{"id":"a",{many}"step":1}}"#).as_bytes());
    assert!(matches!(alone, Err(BatchError::Invalid(violation)) if violation.code.as_str() == "too_many_items"));
}

#[test]
fn of_a_doubled_name_the_last_value_counts() {
    let read = batch(in_batch(r#"{"type":"x","step":1,"type":"y","step":2}"#).as_bytes()).unwrap().events.remove(0).unwrap();
    assert_eq!((read.event_type.as_str(), read.step), ("y", Some(2)));
}

#[test]
fn free_json_is_cut_and_not_refused_however_it_is() {
    let cut = r#"{"a":[[[[[[["[cut]"]]]]]]]}"#;
    for depth in [8, 127, 128, 1_001, 100_000] {
        assert_eq!(kept_metadata(&format!("{{\"a\":{}}}", nested(depth))), cut, "{depth}");
    }
    let wide = kept_metadata(&format!("{{{}\"z\":1}}", (0..20_000).map(|n| format!("\"{n}\":1,")).collect::<String>()));
    assert!(wide.len() < MAX_METADATA_BYTES && wide.ends_with(r#""…":"[cut]"}"#), "{wide}");
    let items = kept_metadata(&format!("{{\"a\":[{}1]}}", "1,".repeat(100_000)));
    assert!(items.ends_with(r#",1,"[cut]"]}"#), "{items}");
    for as_it_is in [r#"{"a":"\ud800"}"#, r#"{"a":"\u0000"}"#, r#"{"a":1e999,"a":-0,"":[]}"#] {
        assert_eq!(kept_metadata(as_it_is), as_it_is);
    }
}

#[test]
fn what_is_kept_of_a_refused_event_nests_no_deeper_than_what_is_taken() {
    for name in ["id", "caused_by", "type", "anything", "metadata", "actor", "step"] {
        for value in [nested(5_000), "{\"a\":".repeat(5_000) + "1" + &"}".repeat(5_000), format!(r#"{{"type":{}}}"#, nested(5_000))] {
            let kept = redact_refused(&format!(r#"{{"{name}":{value}}}"#), &[]);
            assert!(kept.matches(['[', '{']).count() < 16, "{name}: {kept}");
        }
    }
    assert_eq!(redact_refused(r#"{"caused_by":["a{b","c[d"],"id":["x"]}"#, &[]), r#"{"caused_by":["a{b","c[d"],"id":["x"]}"#);
}

#[test]
fn no_more_events_are_found_again_than_are_read() {
    assert_eq!(raw_events(in_batch(&["1,".repeat(500_000), "1".to_owned()].concat()).as_bytes()).len(), 500);
}
