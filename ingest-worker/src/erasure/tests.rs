use super::*;
use proptest::prelude::*;
use serde_json::{json, Map, Value};

#[test]
fn how_far_an_id_reaches_is_a_matter_of_its_length() {
    for (id, reach) in [
        ("u7", Reach::Whole),
        ("12345", Reach::Whole),
        ("u_17", Reach::Words),
        ("123456", Reach::Words),
        ("0123456789abcde", Reach::Words),
        ("0123456789abcdef", Reach::Anywhere),
    ] {
        assert_eq!(Person::new(id).reach(), reach, "{id}");
    }
}

#[test]
fn texts() {
    let replaced = |id: &str, text: &str| Person::new(id).text(text).unwrap_or_else(|| text.to_owned());
    assert_eq!(replaced("7", "7"), "[erased]");
    assert_eq!(replaced("7", "7 of 7"), "7 of 7");
    assert_eq!(
        replaced("anna", "anna met hannah, annas aunt and anna-maria (anna)"),
        "[erased] met hannah, annas aunt and [erased]-maria ([erased])"
    );
    assert_eq!(replaced("u_17", "/users/u_17/edit?of=u_17x&by=profile_u_17"), "/users/[erased]/edit?of=u_17x&by=profile_[erased]");
    assert_eq!(replaced("a.a.", "xa.a.a."), "xa.[erased]");
    assert_eq!(replaced("0123456789abcdef", "avatar0123456789abcdefpng"), "avatar[erased]png");
    assert_eq!(replaced("anna@x.org", "/u/anna%40x.org/ and anna@x.org"), "/u/[erased]/ and [erased]");
    assert_eq!(replaced("äöüß", "vor äöüß, aber nicht in Zäöüß"), "vor [erased], aber nicht in Zäöüß");
}

#[test]
fn json_is_looked_through_as_it_means_and_else_stays_as_it_is() {
    let person = Person::new("anna b\"c");
    let escaped = r#"{"by": "\u0061nna b\"c", "n": 1.50, "l": [ "anna b\"c", {"anna b\"c": true} ]}"#;
    assert_eq!(person.json(escaped).unwrap(), r#"{"by": "[erased]", "n": 1.50, "l": [ "[erased]", {"[erased]": true} ]}"#);
    let number = Person::new("1234567");
    assert_eq!(
        number.json(r#"[1234567,-1234567,12345678,1234567.0,"1234567"]"#).unwrap(),
        r#"["[erased]",-1234567,12345678,1234567.0,"[erased]"]"#
    );
    assert_eq!(Person::new("42").json(r#"{"count":42}"#), None);
    assert_eq!(Person::new("42").json(r#"{"owner":"42"}"#).unwrap(), r#"{"owner":"[erased]"}"#);
    assert_eq!(person.json("true"), None);
    assert!(Person::new("42").is_named_in(r#"{"user_id":42}"#) && !Person::new("42").is_named_in(r#"{"n":421,"s":"42 x"}"#));
    assert!(["t", "{", ",", "true"].iter().all(|id| !Person::new(id).is_named_in(r#"{"a":true,"b":1}"#)));
    assert!(person.is_named_in(escaped) && !number.is_named_in(escaped));
}

/// The same by what the JSON means, written down in the simplest way.
fn expected(person: &Person, value: Value) -> Value {
    let text = |text: String| person.text(&text).unwrap_or(text);
    match value {
        Value::String(string) => Value::String(text(string)),
        Value::Array(items) => items.into_iter().map(|item| expected(person, item)).collect(),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, member)| (text(name), expected(person, member))).collect::<Map<_, _>>())
        }
        Value::Number(number) if person.reach() != Reach::Whole && number.to_string() == person.id() => json!(ERASED),
        other => other,
    }
}

/// Texts in which the id stands often, alone and within others.
fn text(id: &'static str) -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![Just(id.to_owned()), "[a-zé\"\\\\ _/-]{0,3}", any::<char>().prop_map(String::from)], 0..5)
        .prop_map(|parts| parts.concat())
}

fn tree(id: &'static str) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![text(id).prop_map(Value::String), any::<i32>().prop_map(|n| json!(n)), Just(json!(123456)), Just(Value::Null)];
    leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec((text(id), inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Whether the id stands by itself anywhere, looked at from every place.
fn stands(id: &str, text: &str) -> bool {
    text.char_indices().any(|(at, _)| {
        text[at..].starts_with(id)
            && !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
            && !text[at + id.len()..].chars().next().is_some_and(char::is_alphanumeric)
    })
}

const IDS: [&str; 4] = ["u_17", "é\"\\x", "123456", "0123456789abcdef"];

fn id_and_tree() -> impl Strategy<Value = (&'static str, Value)> {
    proptest::sample::select(IDS.to_vec()).prop_flat_map(|id| (Just(id), tree(id)))
}

proptest! {
    #[test]
    fn json_text_and_what_it_means_agree((id, value) in id_and_tree(), pretty in any::<bool>()) {
        let person = Person::new(id);
        let written = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        let wanted = expected(&person, value.clone());
        match person.json(&written) {
            Some(replaced) => prop_assert_eq!(serde_json::from_str::<Value>(&replaced).unwrap(), wanted),
            None => prop_assert_eq!(value, wanted),
        }
    }

    #[test]
    fn what_was_erased_stands_nowhere((id, text) in proptest::sample::select(IDS.to_vec()).prop_flat_map(|id| (Just(id), text(id)))) {
        let person = Person::new(id);
        let replaced = person.text(&text).unwrap_or_else(|| text.clone());
        prop_assert!(!stands(id, &replaced), "{}", replaced);
        prop_assert!(person.reach() != Reach::Anywhere || !replaced.contains(id));
        // What was not the id is still there, in its order.
        let rest = replaced.replace(ERASED, "");
        let mut letters = text.chars();
        prop_assert!(rest.chars().all(|letter| letters.any(|one| one == letter)));
        prop_assert_eq!(person.text(&replaced), None);
    }
}
