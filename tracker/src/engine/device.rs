//! What the device is, as far as a batch says it: three coarse words. The Worker knows user agents better; this is what only the browser
//! knows (a tablet that calls itself a Mac) and what works offline.

use event_model::encode::{self, Object};

/// What the browser says of itself; empty where it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Agent {
    /// `navigator.userAgent`
    pub user_agent: String,
    /// Client hints: `navigator.userAgentData.mobile`.
    pub mobile: bool,
    /// Client hints: `navigator.userAgentData.platform`.
    pub platform: String,
    /// Client hints: `navigator.userAgentData.brands` as JSON.
    pub brands: String,
    /// `navigator.maxTouchPoints`
    pub touch_points: u32,
    /// Width and height of the screen in CSS pixels.
    pub screen: (u32, u32),
    /// `navigator.language`
    pub language: String,
    /// `Intl.DateTimeFormat().resolvedOptions().timeZone`
    pub timezone: String,
}

/// The device of a batch's context, as JSON.
pub fn describe(agent: &Agent) -> String {
    let mut screen = String::new();
    if agent.screen != (0, 0) {
        encode::number(u64::from(agent.screen.0), &mut screen);
        screen.push('x');
        encode::number(u64::from(agent.screen.1), &mut screen);
    }
    let mut json = String::new();
    let mut device = Object::open(&mut json);
    for (name, value) in [
        ("type", kind(agent)),
        ("os", os(agent)),
        ("browser", browser(agent)),
        ("screen", &screen),
        ("language", &agent.language),
        ("timezone", &agent.timezone),
    ] {
        if !value.is_empty() {
            device.text(name, Some(value));
        }
    }
    device.close();
    json
}

fn kind(agent: &Agent) -> &'static str {
    let ua = |word| contains(&agent.user_agent, word);
    // iPads since iPadOS 13 say that they are Macs, but no Mac has a touch screen. Android tablets are those that do not say "Mobile".
    let tablet = ua("iPad") || ua("Tablet") || is_ipad_as_mac(agent) || (ua("Android") && !ua("Mobile"));
    if tablet {
        "tablet"
    } else if agent.mobile || ua("Mobi") || ua("iPhone") {
        "mobile"
    } else {
        "desktop"
    }
}

fn is_ipad_as_mac(agent: &Agent) -> bool {
    contains(&agent.user_agent, "Macintosh") && agent.touch_points > 1
}

fn os(agent: &Agent) -> &'static str {
    // The first that matches: Android says Linux too, iPhones say "like Mac OS X".
    const BY_WORD: [(&str, &str); 8] = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("CrOS", "ChromeOS"),
        ("Macintosh", "macOS"),
        ("macOS", "macOS"),
        ("Linux", "Linux"),
    ];
    if is_ipad_as_mac(agent) {
        return "iOS";
    }
    let by_platform = first(&BY_WORD, &agent.platform);
    if by_platform.is_empty() {
        first(&BY_WORD, &agent.user_agent)
    } else {
        by_platform
    }
}

fn browser(agent: &Agent) -> &'static str {
    // Brave and Vivaldi tell only in their brands that they are not Chrome.
    const BY_BRAND: [(&str, &str); 2] = [("Brave", "Brave"), ("Vivaldi", "Vivaldi")];
    // Everybody claims to be Chrome and Safari, so the rarer names come first.
    const BY_WORD: [(&str, &str); 10] = [
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Opera", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("YaBrowser", "Yandex"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let by_brand = first(&BY_BRAND, &agent.brands);
    if by_brand.is_empty() {
        first(&BY_WORD, &agent.user_agent)
    } else {
        by_brand
    }
}

/// The name that belongs to the first of these words in the text; empty when there is none.
fn first(names: &[(&'static str, &'static str)], text: &str) -> &'static str {
    for (word, name) in names {
        if contains(text, word) {
            return name;
        }
    }
    ""
}

/// `str::contains` is built for long texts and costs the page two kilobytes.
fn contains(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_agents() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";
        let cases = [
            (mac, 0, "desktop", "macOS", "Safari"),
            (mac, 5, "tablet", "iOS", "Safari"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", 5, "mobile", "iOS", "Safari"),
            ("Mozilla/5.0 (iPad; CPU OS 12_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/69.0 Mobile/15E148 Safari/605.1", 5, "tablet", "iOS", "Chrome"),
            ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", 5, "mobile", "Android", "Chrome"),
            ("Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Safari/537.36", 5, "tablet", "Android", "Samsung Internet"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", 10, "desktop", "Windows", "Edge"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", 0, "desktop", "Linux", "Firefox"),
            ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", 0, "desktop", "ChromeOS", "Chrome"),
        ];
        for (user_agent, touch_points, kind, os, browser) in cases {
            let device = describe(&Agent { user_agent: user_agent.into(), touch_points, ..Agent::default() });
            assert_eq!(device, format!(r#"{{"type":"{kind}","os":"{os}","browser":"{browser}"}}"#), "{user_agent}");
        }
    }

    #[test]
    fn client_hints_and_screen() {
        let agent = Agent {
            user_agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36".into(),
            mobile: true,
            platform: "Android".into(),
            brands: r#"[{"brand":"Chromium"},{"brand":"Brave"}]"#.into(),
            screen: (412, 915),
            language: "en-GB".into(),
            timezone: "Europe/Rome".into(),
            ..Agent::default()
        };
        let expected =
            r#"{"type":"mobile","os":"Android","browser":"Brave","screen":"412x915","language":"en-GB","timezone":"Europe/Rome"}"#;
        assert_eq!(describe(&agent), expected);
        assert_eq!(describe(&Agent { user_agent: "curl/8".into(), ..Agent::default() }), r#"{"type":"desktop"}"#);
    }
}
