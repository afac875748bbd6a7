use event_model::Device;

/// Fills in type, operating system and browser where the device does not say them.
pub(super) fn fill_in(device: &mut Device, agent: &Agent) {
    let seen = recognise(agent);
    for (said, seen) in [(&mut device.kind, seen.kind), (&mut device.os, seen.os), (&mut device.browser, seen.browser)] {
        *said = said.take().or(seen.map(str::to_owned));
    }
}

/// How much of a header is looked at. In-app browsers come to some 500 bytes; what is longer is nobody's browser.
const MAX_HEADER_BYTES: usize = 1024;

/// What the head of a request says of its sender; empty where it says nothing. It is looked at and forgotten.
#[derive(Debug)]
pub(super) struct Agent {
    user_agent: String,
    /// Client hint: brands with their versions. Chromium sends these three hints unasked, other browsers none.
    brands: String,
    /// Client hint: whether the page is shown as on a phone.
    mobile: bool,
    /// Client hint: the operating system, in quotation marks.
    platform: String,
}

impl Agent {
    pub(super) fn read(header: impl Fn(&'static str) -> Option<String>) -> Agent {
        let text = |name| {
            let mut text = header(name).unwrap_or_default();
            text.truncate(text.floor_char_boundary(MAX_HEADER_BYTES));
            text
        };
        Agent {
            user_agent: text("user-agent"),
            brands: text("sec-ch-ua"),
            mobile: text("sec-ch-ua-mobile") == "?1",
            platform: text("sec-ch-ua-platform"),
        }
    }
}

/// All that is kept of an [`Agent`]: words of our own, and no other text.
#[derive(Debug)]
struct Recognised {
    kind: Option<&'static str>,
    os: Option<&'static str>,
    browser: Option<&'static str>,
}

fn recognise(agent: &Agent) -> Recognised {
    // The first that matches: Android says Linux too, iPhones say "like Mac OS X", and an iPad that calls itself a Mac may still have a
    // browser that calls itself CriOS, FxiOS or EdgiOS.
    const OS: [(&str, &str); 11] = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("iOS", "iOS"),
        ("CrOS", "ChromeOS"),
        ("Chrome OS", "ChromeOS"),
        ("Chromium OS", "ChromeOS"),
        ("Macintosh", "macOS"),
        ("macOS", "macOS"),
        ("Linux", "Linux"),
    ];
    // Brave and Vivaldi tell only in their brands that they are not Chrome.
    const BRAND: [(&str, &str); 2] = [("Brave", "Brave"), ("Vivaldi", "Vivaldi")];
    // Everybody claims to be Chrome and Safari, so the rarer names come first. Short ones are followed by their version here, because
    // Android 8 has builds named OPR.
    const BROWSER: [(&str, &str); 13] = [
        ("Edg/", "Edge"),
        ("EdgA/", "Edge"),
        ("EdgiOS/", "Edge"),
        ("Edge/", "Edge"),
        ("OPR/", "Opera"),
        ("Opera", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("YaBrowser", "Yandex"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let os = first(&OS, &agent.platform).or(first(&OS, &agent.user_agent));
    let browser = first(&BRAND, &agent.brands).or(first(&BROWSER, &agent.user_agent));
    Recognised { kind: kind(agent, os.is_some() || browser.is_some(), os), os, browser }
}

/// Desktop is what has no mark of another kind, provided that it is a device at all: a program says neither system nor browser.
fn kind(agent: &Agent, is_device: bool, os: Option<&str>) -> Option<&'static str> {
    let says = |word| agent.user_agent.contains(word);
    let mobile = agent.mobile || says("Mobi");
    // Tablets run what phones run and do not call themselves mobile; only iPads that admit to it do both.
    if says("iPad") || says("Tablet") || (matches!(os, Some("Android" | "iOS")) && !mobile) {
        Some("tablet")
    } else if mobile {
        Some("mobile")
    } else {
        is_device.then_some("desktop")
    }
}

/// The name that belongs to the first of these words in the text.
fn first(names: &[(&'static str, &'static str)], text: &str) -> Option<&'static str> {
    names.iter().find(|(word, _)| text.contains(word)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests;
