//! Who uses the product: people with names, devices and habits, and passers-by without.

use fastrand::Rng;
use serde_json::{json, Value};

/// One visitor of the seeded month.
#[derive(Debug, Clone)]
pub struct Person {
    /// `None` for somebody who never signed in.
    pub user_id: Option<String>,
    pub visitor_id: String,
    pub name: &'static str,
    pub device: Value,
    /// Hours to add to UTC for this person's day.
    pub utc_offset: i64,
    /// The hour of the day around which most visits start, local time.
    pub favourite_hour: f64,
    /// How often this one comes, relative to the others.
    pub weight: f64,
    /// Works on weekends as on other days.
    pub weekends: bool,
    pub source: Source,
}

/// Where somebody came from at the first visit.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    pub referrer: Option<&'static str>,
    /// source, medium, campaign
    pub utm: Option<(&'static str, &'static str, &'static str)>,
}

const NAMES: [&str; 16] = [
    "Ada",
    "Björn",
    "Chioma",
    "Dmitri",
    "Elif",
    "Fatima",
    "Grace",
    "Hiroshi",
    "Ines",
    "Jamal",
    "Katarzyna",
    "Liam",
    "Mei",
    "Noor",
    "Oskar",
    "Priya",
];

const SOURCES: [(f64, Source); 7] = [
    (0.36, Source { referrer: None, utm: None }),
    (0.24, Source { referrer: Some("https://www.google.com/"), utm: None }),
    (0.12, Source { referrer: Some("https://news.ycombinator.com/"), utm: None }),
    (0.10, Source { referrer: None, utm: Some(("newsletter", "email", "autumn")) }),
    (0.08, Source { referrer: Some("https://www.google.com/"), utm: Some(("google", "cpc", "boards")) }),
    (0.06, Source { referrer: Some("https://github.com/"), utm: None }),
    (0.04, Source { referrer: Some("https://www.linkedin.com/"), utm: Some(("linkedin", "social", "launch")) }),
];

/// type, OS, browser, screen
const DEVICES: [(f64, [&str; 4]); 9] = [
    (0.27, ["desktop", "Windows", "Chrome", "1920x1080"]),
    (0.15, ["desktop", "macOS", "Chrome", "1728x1117"]),
    (0.11, ["desktop", "macOS", "Safari", "1512x982"]),
    (0.08, ["desktop", "Windows", "Edge", "2560x1440"]),
    (0.06, ["desktop", "Linux", "Firefox", "1920x1200"]),
    (0.15, ["mobile", "iOS", "Safari", "390x844"]),
    (0.12, ["mobile", "Android", "Chrome", "412x915"]),
    (0.04, ["tablet", "iPadOS", "Safari", "820x1180"]),
    (0.02, ["tablet", "Android", "Chrome", "800x1280"]),
];

/// language, time zone, hours ahead of UTC (winter)
const PLACES: [(f64, (&str, &str, i64)); 8] = [
    (0.24, ("en-US", "America/New_York", -5)),
    (0.12, ("en-US", "America/Los_Angeles", -8)),
    (0.18, ("de-DE", "Europe/Berlin", 1)),
    (0.14, ("en-GB", "Europe/London", 0)),
    (0.10, ("fr-FR", "Europe/Paris", 1)),
    (0.08, ("pt-BR", "America/Sao_Paulo", -3)),
    (0.08, ("hi-IN", "Asia/Kolkata", 5)),
    (0.06, ("ja-JP", "Asia/Tokyo", 9)),
];

/// So many people that each comes a believable number of times.
pub fn population(events: u64, random: &mut Rng) -> Vec<Person> {
    let size = (events / 160).clamp(12, 5_000);
    (0..size).map(|number| person(number, random)).collect()
}

/// One of the weighted choices.
pub fn choose<T: Copy>(choices: &[(f64, T)], random: &mut Rng) -> Option<T> {
    let mut left = random.f64() * choices.iter().map(|(weight, _)| weight).sum::<f64>();
    for (weight, choice) in choices {
        left -= weight;
        if left <= 0.0 {
            return Some(*choice);
        }
    }
    choices.last().map(|(_, choice)| *choice)
}

fn person(number: u64, random: &mut Rng) -> Person {
    let signed_in = random.f64() < 0.7;
    let [kind, os, browser, screen] = choose(&DEVICES, random).unwrap_or_default();
    let (language, timezone, utc_offset) = choose(&PLACES, random).unwrap_or_default();
    Person {
        user_id: signed_in.then(|| format!("u_{number}")),
        visitor_id: format!("v_{:012x}", random.u64(..) & 0xffff_ffff_ffff),
        name: random.choice(NAMES).unwrap_or_default(),
        device: json!({
            "type": kind, "os": os, "browser": browser, "screen": screen, "language": language, "timezone": timezone
        }),
        utc_offset,
        favourite_hour: if random.f64() < 0.75 { 9.0 + random.f64() * 6.0 } else { 18.0 + random.f64() * 4.0 },
        // A few come daily, most now and then; passers-by hardly ever come back.
        weight: if signed_in { 0.3 + 3.0 * random.f64().powi(4) } else { 0.12 },
        weekends: random.f64() < 0.25,
        source: choose(&SOURCES, random).unwrap_or(Source { referrer: None, utm: None }),
    }
}
