mod channel;
mod sources;

use super::Origin;
use channel::channel;
use serde::Deserialize;
use sources::Source;

/// Where an event says that its session came from: its page's referrer, the JSON text of its campaign parameters, and the name of the
/// parameter with which an advertisement marked the visit. What is known of none of them is the empty origin.
///
/// The campaign's words go before the click id, and that before the referrer. A known source has one name, however it is written; an
/// unknown referrer's source is its host. The rules are those of `docs/analytics.md`.
pub fn origin(referrer: Option<&str>, utm: Option<&str>, click_id: Option<&str>) -> Origin {
    let utm: Utm = utm.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    let referrer = referrer.and_then(host);
    let clicked = click_id.and_then(Source::of_click_id);
    let known = match &utm.source {
        Some(source) => Source::of(&source.to_ascii_lowercase()),
        None => clicked.map(|(source, _)| source).or_else(|| Source::of(referrer.as_deref()?)),
    };
    let channel = channel(&utm, known.map(|source| source.kind), clicked.is_some_and(|(_, is_paid)| is_paid))
        .or(click_id.map(|_| "other"))
        .or(referrer.as_ref().map(|_| "referral"));
    Origin {
        channel: channel.map(str::to_owned),
        source: known.map(|source| source.name.to_owned()).or(utm.source).or_else(|| referrer.clone()),
        referrer,
        medium: utm.medium,
        campaign: utm.campaign,
        term: utm.term,
        content: utm.content,
        click_id: click_id.map(str::to_owned),
    }
}

/// The parameters of a campaign.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Utm {
    source: Option<String>,
    medium: Option<String>,
    campaign: Option<String>,
    term: Option<String>,
    content: Option<String>,
}

/// The referrer's host, without `www.`. Of an app it is the app's name: `android-app://com.google.android.gm`.
fn host(referrer: &str) -> Option<String> {
    let (_, rest) = referrer.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Source and channel of a referrer, parameters written as in an address, and a click id.
    fn of(referrer: &str, query: &str, click_id: &str) -> (Option<String>, Option<String>) {
        let utm: serde_json::Map<String, serde_json::Value> =
            form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
        let utm = (!utm.is_empty()).then(|| serde_json::Value::from(utm).to_string());
        let [referrer, click_id] = [referrer, click_id].map(|text| Some(text).filter(|text| !text.is_empty()));
        let made = origin(referrer, utm.as_deref(), click_id);
        (made.source, made.channel)
    }

    #[test]
    fn sources_and_channels() {
        let cases = [
            ("https://www.google.de/", "", "", ("google", "organic search")),
            ("https://www.google.com/", "", "gclid", ("google", "paid search")),
            ("", "", "gbraid", ("google", "paid search")),
            ("", "", "msclkid", ("bing", "paid search")),
            ("https://l.facebook.com/", "", "fbclid", ("facebook", "organic social")),
            ("", "source=facebook&medium=paid_social", "fbclid", ("facebook", "paid social")),
            ("", "", "ttclid", ("tiktok", "paid social")),
            ("", "", "xyclid", ("", "other")),
            ("https://t.co/abc", "", "", ("x", "organic social")),
            ("https://www.youtube.com/", "", "", ("youtube", "organic video")),
            ("", "source=youtube&medium=cpv", "", ("youtube", "paid video")),
            ("https://chatgpt.com/", "", "", ("chatgpt", "ai assistant")),
            ("", "source=chatgpt.com", "", ("chatgpt", "ai assistant")),
            ("android-app://com.google.android.gm/", "", "", ("gmail", "email")),
            ("https://blog.example.org/post", "", "", ("blog.example.org", "referral")),
            ("https://www.google.com/", "source=letter&medium=Email", "", ("letter", "email")),
            ("https://www.google.com/", "source=letter", "", ("letter", "other")),
            ("https://www.google.com/", "campaign=spring", "", ("google", "organic search")),
            ("", "source=Google&medium=CPC", "", ("google", "paid search")),
            ("", "source=google&medium=organic", "gclid", ("google", "organic search")),
            ("", "source=FB&medium=social", "", ("facebook", "organic social")),
            ("", "source=partner&medium=affiliate", "", ("partner", "affiliates")),
            ("", "source=partner&medium=referral", "", ("partner", "referral")),
            ("", "source=taboola&medium=cpc", "", ("taboola", "paid other")),
            ("", "source=adsite&medium=banner", "", ("adsite", "display")),
            ("", "source=adsite&medium=cpm", "", ("adsite", "display")),
            ("", "source=google&medium=cpc&campaign=Cross-network", "", ("google", "cross-network")),
            ("", "medium=newsletter", "", ("", "email")),
            ("", "medium=qr", "", ("", "other")),
            ("", "content=top", "", ("", "other")),
        ];
        for (referrer, query, click_id, (source, channel)) in cases {
            let expected = (Some(source.to_owned()).filter(|text| !text.is_empty()), Some(channel.to_owned()));
            assert_eq!(of(referrer, query, click_id), expected, "{referrer} {query} {click_id}");
        }
    }

    #[test]
    fn an_event_says_where_it_came_from() {
        let utm = r#"{"source":"letter","campaign":"spring"}"#;
        let made = origin(Some("https://www.example.com/list?q=1"), Some(utm), Some("gclid"));
        let expected = Origin {
            referrer: Some("example.com".into()),
            channel: Some("paid other".into()),
            source: Some("letter".into()),
            campaign: Some("spring".into()),
            click_id: Some("gclid".into()),
            ..Origin::default()
        };
        assert_eq!(made, expected);
    }

    #[test]
    fn nothing_said_is_the_empty_origin() {
        for referrer in [None, Some(""), Some("nonsense"), Some("https://"), Some("https://@:1/")] {
            assert_eq!(origin(referrer, None, None), Origin::default());
        }
        assert_eq!(origin(None, Some("no JSON"), None), Origin::default());
        assert_eq!(origin(None, Some("{}"), None), Origin::default());
    }

    proptest! {
        #[test]
        fn what_is_said_has_a_channel_and_nothing_has_none(
            referrer in "(https://(www\\.)?[a-z]{1,6}\\.[a-z]{2,3}/[a-z]{0,3})?",
            utm in prop::collection::btree_map("source|medium|campaign|term|content", "[A-Za-z]{1,8}", 0..4),
            click_id in "([a-z]{1,4}clid)?",
        ) {
            let json = serde_json::to_string(&utm).unwrap();
            let made = origin(Some(&referrer), Some(&json), Some(click_id.as_str()).filter(|text| !text.is_empty()));
            let is_nothing = referrer.is_empty() && utm.is_empty() && click_id.is_empty();
            prop_assert_eq!(made.channel.is_none(), is_nothing);
            prop_assert_eq!(made == Origin::default(), is_nothing);
            prop_assert_eq!(made.medium.as_ref(), utm.get("medium"));
        }
    }
}
