use super::*;
use crate::ingest::{decode, Form, Place};
use proptest::prelude::*;
use serde_json::{json, Value};

const IPHONE: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

/// Type, system and browser of a batch with this instance and device, sent with these headers.
fn filled(instance_id: Value, device: Value, headers: &[(&str, &str)]) -> [Option<String>; 3] {
    let body = json!({"instance_id": instance_id, "context": {"device": device}, "events": [{"type": "x"}]}).to_string();
    let mut batch = decode(Form::Batch, body.as_bytes()).unwrap();
    let header = |name| headers.iter().find(|(given, _)| *given == name).map(|(_, value)| (*value).to_owned());
    crate::ingest::recognise(&mut batch, header, Place::default);
    let Device { kind, os, browser, .. } = batch.context.device;
    [kind, os, browser]
}

fn from_page(headers: &[(&str, &str)]) -> [Option<String>; 3] {
    filled(json!("i"), json!({"screen": "800x600"}), headers)
}

fn words(words: [&str; 3]) -> [Option<String>; 3] {
    words.map(|word| Some(word.to_owned()).filter(|word| !word.is_empty()))
}

#[test]
fn the_common_agents() {
    let cases = [
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", ["desktop", "macOS", "Safari"]),
        (IPHONE, ["mobile", "iOS", "Safari"]),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1", ["mobile", "iOS", "Chrome"]),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 EdgiOS/131.0 Mobile/15E148 Safari/605.1.15", ["mobile", "iOS", "Edge"]),
        ("Mozilla/5.0 (iPad; CPU OS 12_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/69.0 Mobile/15E148 Safari/605.1", ["tablet", "iOS", "Chrome"]),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0 Safari/605.1.15", ["tablet", "iOS", "Firefox"]),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", ["mobile", "Android", "Chrome"]),
        ("Mozilla/5.0 (Linux; Android 8.0.0; SM-G960F Build/OPR1.170623.026; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36", ["mobile", "Android", "Chrome"]),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", ["tablet", "Android", "Chrome"]),
        ("Mozilla/5.0 (Android 14; Tablet; rv:133.0) Gecko/133.0 Firefox/133.0", ["tablet", "Android", "Firefox"]),
        ("Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Safari/537.36", ["tablet", "Android", "Samsung Internet"]),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", ["desktop", "Windows", "Edge"]),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0", ["desktop", "Windows", "Opera"]),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 YaBrowser/24.12 Safari/537.36", ["desktop", "Windows", "Yandex"]),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", ["desktop", "Linux", "Firefox"]),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36", ["desktop", "Linux", "Chrome"]),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", ["desktop", "ChromeOS", "Chrome"]),
        ("Mozilla/5.0 (X11; FreeBSD amd64; rv:133.0) Gecko/20100101 Firefox/133.0", ["desktop", "FreeBSD", "Firefox"]),
        ("curl/8.5.0", ["", "", ""]),
        ("", ["", "", ""]),
    ];
    for (user_agent, expected) in cases {
        assert_eq!(from_page(&[("user-agent", user_agent)]), words(expected), "{user_agent}");
    }
    assert_eq!(from_page(&[]), words(["", "", ""]));
}

#[test]
fn client_hints_know_better_than_the_user_agent() {
    let hints = |brands, mobile, platform| {
        from_page(&[("user-agent", LINUX), ("sec-ch-ua", brands), ("sec-ch-ua-mobile", mobile), ("sec-ch-ua-platform", platform)])
    };
    let chromium = r#""Chromium";v="131", "Not_A Brand";v="24""#;
    assert_eq!(hints(r#""Brave";v="131", "Chromium";v="131""#, "?1", r#""Android""#), words(["mobile", "Android", "Brave"]));
    assert_eq!(hints(r#""Chromium";v="131", "Vivaldi";v="7.0""#, "?0", r#""Windows""#), words(["desktop", "Windows", "Vivaldi"]));
    assert_eq!(hints(chromium, "?0", r#""Android""#), words(["tablet", "Android", "Chrome"]));
    assert_eq!(hints(chromium, "?0", r#""Chrome OS""#), words(["desktop", "ChromeOS", "Chrome"]));
    assert_eq!(hints(chromium, "?0", r#""Unknown""#), words(["desktop", "Linux", "Chrome"]));
}

#[test]
fn what_the_batch_says_wins() {
    let headers = [("user-agent", IPHONE)];
    let said = json!({"type": "tablet", "os": "iOS", "language": "de"});
    let mac = [("user-agent", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15")];
    assert_eq!(filled(json!("i"), said, &mac), words(["tablet", "iOS", "Safari"]));
    let all = json!({"type": "kiosk", "os": "Haiku", "browser": "WebPositive", "timezone": "Europe/Rome"});
    assert_eq!(filled(json!("i"), all, &headers), words(["kiosk", "Haiku", "WebPositive"]));
}

#[test]
fn only_a_page_is_its_visitors_device() {
    let headers = [("user-agent", LINUX)];
    let nothing = words(["", "", ""]);
    assert_eq!(filled(json!("i"), json!({}), &headers), nothing, "a server with an account of its own");
    assert_eq!(filled(Value::Null, json!({"language": "de"}), &headers), nothing, "a server that tells its visitor's language");
    assert_eq!(filled(json!("i"), json!({"os": "iOS"}), &headers), words(["", "iOS", ""]));
    for member in ["screen", "language", "timezone"] {
        assert_eq!(filled(json!("i"), json!({member: "x"}), &headers), words(["desktop", "Linux", "Chrome"]), "{member}");
    }
}

#[test]
fn a_header_is_read_to_its_bound() {
    // Three bytes each: the bound is within a character.
    let long = format!("{}Firefox", "€".repeat(400));
    assert_eq!(from_page(&[("user-agent", &long), ("sec-ch-ua", &long), ("sec-ch-ua-platform", &long)]), words(["", "", ""]));
    let agent = Agent::read(|_| Some(long.clone()));
    assert_eq!((agent.user_agent.len(), agent.mobile), (1023, false));
}

proptest! {
    #[test]
    fn nothing_of_a_header_is_kept_but_our_own_words(text in "\\PC{0,40}(Mobile|iPad|Linux|\"macOS\"|Edg/|Brave|<script>|\u{0}|\u{feff})\\PC{0,400}") {
        let known = agents::names().chain(["desktop", "mobile", "tablet", "Huawei Browser", "Ladybird", "Fuchsia"]);
        let known: Vec<&str> = known.flat_map(|name| [name, browser(name), system(name).unwrap_or_default()]).collect();
        let headers = ["user-agent", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform"].map(|name| (name, text.as_str()));
        for word in from_page(&headers).into_iter().flatten() {
            prop_assert!(known.contains(&word.as_str()), "{word}");
        }
    }
}
