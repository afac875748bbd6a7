use super::agents;
use event_model::Device;

/// Fills in type, operating system and browser where the device does not say them. Whether the agent is a program's.
pub(super) fn fill_in(device: &mut Device, agent: &Agent) -> bool {
    let seen = recognise(agent);
    for (said, seen) in [(&mut device.kind, seen.kind), (&mut device.os, seen.os), (&mut device.browser, seen.browser)] {
        *said = said.take().or(seen.map(str::to_owned));
    }
    seen.bot
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

/// All that is kept of an [`Agent`]: words of ours and of the data sets', and no other text.
#[derive(Clone, Copy, Debug)]
struct Recognised {
    kind: Option<&'static str>,
    os: Option<&'static str>,
    browser: Option<&'static str>,
    bot: bool,
}

fn recognise(agent: &Agent) -> Recognised {
    let text = agent.user_agent.as_str();
    let bot = agents::is_crawler(text);
    let os = first(&PLATFORM, &agent.platform).or_else(|| first(&IN_DISGUISE, text)).or_else(|| agents::system(text).and_then(system));
    let browser = first(&BRAND, &agent.brands).or_else(|| first(&BROWSER, text)).or_else(|| agents::browser(text).map(browser));
    // A program has a name too, but no device.
    let is_device = os.is_some() || (browser.is_some() && !bot);
    Recognised { kind: kind(agent, is_device, os), os, browser, bot }
}

/// What the client hint says. The first that is found, here and below.
const PLATFORM: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iOS", "iOS"),
    ("Chrome OS", "ChromeOS"),
    ("Chromium OS", "ChromeOS"),
    ("macOS", "macOS"),
    ("Linux", "Linux"),
    ("Fuchsia", "Fuchsia"),
];

/// An iPad that calls itself a Mac may still have a browser that there is for iOS alone.
const IN_DISGUISE: [(&str, &str); 3] = [("CriOS/", "iOS"), ("FxiOS/", "iOS"), ("EdgiOS/", "iOS")];

/// Brave and Vivaldi tell only in their brands that they are not Chrome.
const BRAND: [(&str, &str); 2] = [("Brave", "Brave"), ("Vivaldi", "Vivaldi")];

/// Browsers that uap-core does not know, or only with a version number of three or four parts, which they no longer give.
const BROWSER: [(&str, &str); 9] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("Ladybird/", "Ladybird"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
];

/// The system by its usual name. Distributions are Linux: most do not say which they are.
fn system(name: &'static str) -> Option<&'static str> {
    match name {
        "Mac OS X" => Some("macOS"),
        "Chrome OS" => Some("ChromeOS"),
        "ATV OS X" => Some("tvOS"),
        "WatchOS" => Some("watchOS"),
        "Web0S" => Some("webOS"),
        "Debian" | "Gentoo" | "Linux Mint" | "Mandriva" | "Red Hat" => Some("Linux"),
        "Other" => None,
        name => Some(name),
    }
}

/// The browser by its usual name, one on all devices: the device's type stands beside it.
fn browser(name: &'static str) -> &'static str {
    match name {
        "Chrome Frame" | "Chrome Mobile" | "Chrome Mobile WebView" | "Chrome Mobile iOS" | "HeadlessChrome" => "Chrome",
        "Mobile Safari" | "Mobile Safari UI/WKWebView" | "WebKit Nightly" => "Safari",
        "Firefox Alpha" | "Firefox Beta" | "Firefox Mobile" | "Firefox iOS" => "Firefox",
        "Edge Mobile" => "Edge",
        "Opera Mobile" | "Opera Tablet" => "Opera",
        "IE Large Screen" | "IE Mobile" => "IE",
        "Yandex Browser" => "Yandex",
        "MiuiBrowser" => "MIUI Browser",
        "DuckDuckGo Mobile" => "DuckDuckGo",
        "QQ Browser Mini" | "QQ Browser Mobile" => "QQ Browser",
        name => name,
    }
}

/// Desktop is what has no mark of another kind, provided that it is a device at all.
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
