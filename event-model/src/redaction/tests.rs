use super::*;
use crate::limits::{MAX_DEPTH, MAX_MEMBERS, MAX_TEXT};
use crate::{decode, EventType};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{json, Value};

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../tests/fixtures/redaction/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[derive(Deserialize)]
struct Cases {
    objects: Vec<ObjectCase>,
    texts: Vec<TextCase>,
}

#[derive(Deserialize)]
struct ObjectCase {
    name: String,
    input: Box<RawValue>,
    output: Option<Box<RawValue>>,
    limit: Option<usize>,
    #[serde(default)]
    pii: Vec<String>,
}

#[derive(Deserialize)]
struct TextCase {
    name: String,
    input: String,
    output: Option<String>,
}

#[test]
fn the_table_holds() {
    let cases: Cases = serde_json::from_str(&fixture("cases.json")).unwrap();
    for case in &cases.objects {
        let limit = case.limit.unwrap_or(MAX_METADATA_BYTES);
        let redacted = redact(case.input.get(), limit, &case.pii);
        let expected = case.output.as_ref().unwrap_or(&case.input).get();
        assert_eq!(redacted, expected, "{}", case.name);
        assert_eq!(matches!(redacted, Cow::Borrowed(_)), case.output.is_none(), "{}", case.name);
        assert!(matches!(redact(expected, limit, &case.pii), Cow::Borrowed(_)), "{}, twice", case.name);
    }
    for case in &cases.texts {
        let expected = case.output.as_ref().unwrap_or(&case.input);
        assert_eq!(redact_text(&case.input), *expected, "{}", case.name);
        assert_eq!(redact_text(expected), *expected, "{}, twice", case.name);
        let written = json!({ "a": case.input }).to_string();
        assert_eq!(redact(&written, 1 << 20, &[]), json!({ "a": expected }).to_string(), "{}, as JSON", case.name);
    }
}

#[test]
fn the_rules_are_those_of_the_data() {
    let bare = |mark: &str| mark.trim_matches('"').to_owned();
    let rules = json!({
        "names": { "contain": names::CONTAIN, "begin_or_end": names::BEGIN_OR_END, "are": names::ARE, "count": names::COUNT },
        "marks": {
            "redacted": bare(marks::REDACTED), "email": marks::EMAIL, "card": marks::CARD, "cut": bare(marks::CUT), "more": marks::MORE,
            "tail": marks::TAIL,
        },
        "limits": {
            "depth": MAX_DEPTH, "members": MAX_MEMBERS, "characters": MAX_TEXT, "metadata_bytes": MAX_METADATA_BYTES,
            "context_bytes": MAX_CONTEXT_BYTES,
        },
    });
    assert_eq!(rules, serde_json::from_str::<Value>(&fixture("rules.json")).unwrap());
    assert_eq!(marks::TAIL.chars().count(), marks::TAIL_LENGTH);
}

#[test]
fn numbers_of_other_spellings_are_cards_too() {
    for card in ["4111111111111111.0", "4.111111111111111e15", "4111111111111111", "4.111111111111111E+15"] {
        assert_eq!(redact(&format!("[{card}]"), 100, &[]), "[\"[card]\"]", "{card}");
    }
    for other in ["4.111111111111112e15", "1e5", "4111111111111111.5", "1e300", "1e999", "0.4111111111111111"] {
        assert!(matches!(redact(&format!("[{other}]"), 100, &[]), Cow::Borrowed(_)), "{other}");
    }
}

#[test]
fn a_card_is_found_behind_a_group_that_might_have_begun_it() {
    assert_eq!(redact_text("4000 4111 1111 1111 1111"), "4000 [card]");
}

#[test]
fn all_of_an_event_is_redacted_but_its_ids() {
    let written = r#"{"id":"a","type":"x","user_id":"anna@example.com","summary":"by anna@example.com","actor":{"type":"user","id":"anna@example.com","name":"anna@example.com"},
        "entity":{"type":"t","id":"anna@example.com","title":"4111 1111 1111 1111"},"metadata":{"password":"x","grade":1},"context":{"grade":1,"a":"anna@example.com"},
        "page":{"path":"/u/anna@example.com","title":"anna@example.com","referrer":"https://x.example/?m=anna%40example.com","utm":{"source":"anna@example.com","term":"b"}}}"#;
    let mut event = decode::event(&RawValue::from_string(written.to_owned()).unwrap()).unwrap();
    redact_event(&mut event, &["grade".to_owned()]);
    let free = |json: &Option<FreeJson>| json.as_ref().unwrap().as_str().to_owned();
    assert_eq!(free(&event.metadata), r#"{"password":"[redacted]","grade":"[redacted]"}"#);
    assert_eq!(free(&event.context), r#"{"grade":"[redacted]","a":"[email]"}"#);
    assert_eq!(event.summary.as_deref(), Some("by [email]"));
    let (actor, entity, page) = (event.actor.unwrap(), event.entity.unwrap(), event.page.unwrap());
    assert_eq!((actor.id.unwrap().as_str(), actor.name.as_deref()), ("anna@example.com", Some("[email]")));
    assert_eq!((entity.id.unwrap().as_str(), entity.title.as_deref()), ("anna@example.com", Some("[card]")));
    assert_eq!((page.path.as_deref(), page.title.as_deref()), (Some("/u/[email]"), Some("[email]")));
    assert_eq!(page.referrer.as_deref(), Some("https://x.example/?m=[email]"));
    let utm = page.utm.unwrap();
    assert_eq!((utm.source.as_deref(), utm.term.as_deref()), (Some("[email]"), Some("b")));
    let mut bare = Event::new(EventType::parse("x").unwrap());
    redact_event(&mut bare, &[]);
    assert_eq!(bare, Event::new(EventType::parse("x").unwrap()));
}

/// Stands in every secret that is planted, and nowhere else.
const PLANTED: &str = "zqxj";

/// Words that no rule looks for.
fn harmless_text() -> impl Strategy<Value = String> {
    "[a-fA-F ,;:!?\\n\"\\\\\u{e4}\u{4f8b}\u{1f600}]{0,30}"
}

/// An e-mail address, in a spelling that people use.
fn email() -> impl Strategy<Value = String> {
    let local = ("[a-zA-Z0-9._+'\u{fc}-]{0,20}", "[a-zA-Z0-9._+'-]{0,20}");
    (local, proptest::sample::select(vec!["@", "%40", "%2540", "\"@"]), "([a-z0-9\u{fc}-]{1,9}\\.){1,3}[a-z][a-z0-9]{1,5}")
        .prop_map(|((before, after), at, domain)| format!("{before}{PLANTED}{after}{at}{domain}"))
}

/// The digits of a card, and how they are written.
fn card() -> impl Strategy<Value = (String, String)> {
    let digits =
        (proptest::sample::select(vec!["22", "27", "34", "37", "4", "51", "6011"]), proptest::collection::vec(0u8..10, 18), 13usize..=19);
    let groups = proptest::collection::vec((3usize..8, proptest::sample::select(vec![" ", "-", ""])), 8);
    (digits, groups).prop_map(|((issuer, body, length), groups)| {
        let body: String = body.iter().map(|digit| char::from(b'0' + digit)).collect();
        let open = format!("{issuer}{body}")[..length - 1].to_owned();
        let sum: u32 = open.bytes().rev().enumerate().fold(0, |sum, (place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 0 { 2 } else { 1 };
            sum + digit / 10 + digit % 10
        });
        let digits = format!("{open}{}", (10 - sum % 10) % 10);
        let (mut written, mut rest) = (String::new(), digits.as_str());
        for (size, between) in groups {
            let (group, behind) = rest.split_at(size.min(rest.len()));
            written.push_str(group);
            if !behind.is_empty() {
                written.push_str(between);
            }
            rest = behind;
        }
        written.push_str(rest);
        (digits, written)
    })
}

/// A name of a secret in any spelling: capitals, signs between, something before and behind.
fn secret_name() -> impl Strategy<Value = String> {
    let parts = names::CONTAIN.iter().map(|part| (*part, true)).chain(names::ARE.iter().map(|part| (*part, false)));
    let spelling =
        proptest::collection::vec((any::<bool>(), proptest::sample::select(vec!["", "", "", "_", "-", ".", " ", "[", "\t"])), 16);
    (proptest::sample::select(parts.collect::<Vec<_>>()), spelling, "[a-zA-Z0-9_\u{e4}]{0,6}", "[a-zA-Z0-9_\u{e4}]{0,6}").prop_map(
        |((part, may_be_within), spelling, before, behind)| {
            let spelled: String = part
                .chars()
                .zip(spelling)
                .map(|(letter, (capital, sign))| format!("{}{sign}", if capital { letter.to_ascii_uppercase() } else { letter }))
                .collect();
            if may_be_within {
                format!("{before}{spelled}{behind}")
            } else {
                spelled
            }
        },
    )
}

/// A tree with something planted in many of its places.
fn planted_tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        harmless_text().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (harmless_text(), email(), harmless_text()).prop_map(|(before, mail, behind)| json!(format!("{before} {mail} {behind}"))),
        (secret_name(), prop_oneof![Just(json!(PLANTED)), Just(json!([PLANTED, { "a": PLANTED }])), Just(json!({ "b": PLANTED }))])
            .prop_map(|(name, secret)| json!({ name: secret })),
        email().prop_map(|mail| json!({ mail: 1 })),
        Just(json!({ "Plan-Ned": PLANTED })),
    ];
    leaf.prop_recursive(10, 60, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map("[a-f]{1,6}", inner, 0..6).prop_map(|map| json!(map)),
        ]
    })
}

/// Any tree at all, near every limit and with much that rules look for.
fn any_tree() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        email(),
        card().prop_map(|(_, written)| written),
        "[0-9 .-]{0,60}",
        "[@%40a25.\"-]{0,40}",
        (990usize..1010, "[0-9]{0,30}").prop_map(|(length, digits)| format!("{}{digits} and more", "a ".repeat(length / 2))),
    ];
    let leaf = prop_oneof![
        3 => text.clone().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<Option<bool>>().prop_map(|value| json!(value)),
        1 => (0usize..130).prop_map(|count| json!(vec![7; count])),
        1 => (0usize..130).prop_map(|count| Value::Object((0..count).map(|n| (format!("n{n}"), json!(n))).collect())),
    ];
    leaf.prop_recursive(10, 40, 5, move |inner| {
        let name = prop_oneof![secret_name(), text.clone(), "[a-z]{1,4}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(name, inner, 0..5).prop_map(|map| json!(map)),
        ]
    })
}

fn check_clamps(value: &Value, depth: usize) {
    match value {
        Value::String(text) => assert!(text.chars().count() <= MAX_TEXT),
        Value::Array(items) => {
            assert!(depth <= MAX_DEPTH && items.len() <= MAX_MEMBERS + 1);
            items.iter().for_each(|item| check_clamps(item, depth + 1));
        }
        Value::Object(members) => {
            assert!(depth <= MAX_DEPTH && members.len() <= MAX_MEMBERS + 1);
            members.values().for_each(|member| check_clamps(member, depth + 1));
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn nothing_planted_survives_at_any_depth(tree in planted_tree()) {
        let written = json!({ "tree": tree }).to_string();
        let redacted = redact(&written, 1 << 20, &["planned".to_owned()]).into_owned();
        prop_assert!(!redacted.contains(PLANTED), "{} became {}", written, redacted);
    }

    #[test]
    fn no_card_survives((digits, written) in card(), before in "([a-z]{0,5}[ _:,/(=\u{e4}#])?", behind in "([ _:,/)&\u{e4}!][a-z]{0,5})?", escaped in any::<bool>()) {
        let text = format!("{before}{written}{behind}");
        prop_assert_eq!(redact_text(&text), format!("{before}[card]{behind}"));
        let mut json = json!({ "a": text }).to_string();
        if escaped {
            json = json.replace(written.as_str(), &written.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect::<String>());
        }
        let redacted: Value = serde_json::from_str(&redact(&json, 1000, &[])).unwrap();
        prop_assert_eq!(&redacted["a"], &format!("{before}[card]{behind}"));
        let number = format!("[{digits}]");
        prop_assert_eq!(redact(&number, 100, &[]), "[\"[card]\"]");
    }

    #[test]
    fn the_result_is_json_within_its_limits_and_its_own_result(tree in any_tree(), limit in prop_oneof![15usize..300, Just(8192)]) {
        let written = json!({ "tree": tree, "other": tree }).to_string();
        let once = redact(&written, limit, &["a".to_owned()]).into_owned();
        prop_assert!(once.len() <= limit);
        check_clamps(&serde_json::from_str(&once).unwrap(), 1);
        let twice = redact(&once, limit, &["a".to_owned()]);
        prop_assert_eq!(&twice, &once);
        prop_assert!(matches!(twice, Cow::Borrowed(_)));
    }

    #[test]
    fn texts_are_their_own_result(text in "[@%40a25. \"\\[\\]cardemil-]{0,80}") {
        let once = redact_text(&text).into_owned();
        prop_assert_eq!(redact_text(&once), once.as_str());
    }

    #[test]
    fn nothing_changes_without_cause(
        map in proptest::collection::btree_map("[b-f\u{e4}_]{1,8}", prop_oneof![harmless_text().prop_map(Value::from), any::<i32>().prop_map(Value::from), (-1e6f32..1e6).prop_map(Value::from)], 0..40),
    ) {
        for written in [json!(map).to_string(), serde_json::to_string_pretty(&json!({ "c": [map, null, true] })).unwrap()] {
            prop_assert!(matches!(redact(&written, MAX_METADATA_BYTES, &["planned".to_owned()]), Cow::Borrowed(_)), "{}", written);
        }
    }

    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        redact_text(&text);
        redact(&json!({ &text: &text }).to_string(), 15, &[text]);
    }
}
