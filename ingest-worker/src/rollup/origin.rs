use super::Origin;
use serde::Deserialize;

/// Where an event says that its session came from: its page's referrer, the JSON text of its campaign parameters, and the name of the
/// parameter with which an advertisement marked the visit.
pub fn origin(referrer: Option<&str>, utm: Option<&str>, click_id: Option<&str>) -> Origin {
    let utm: Utm = utm.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    Origin {
        referrer: referrer.and_then(host),
        channel: None,
        source: utm.source,
        medium: utm.medium,
        campaign: utm.campaign,
        term: utm.term,
        content: utm.content,
        click_id: click_id.map(str::to_owned),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Utm {
    source: Option<String>,
    medium: Option<String>,
    campaign: Option<String>,
    term: Option<String>,
    content: Option<String>,
}

fn host(referrer: &str) -> Option<String> {
    let (_, rest) = referrer.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_says_where_it_came_from() {
        let utm = r#"{"source":"letter","campaign":"spring"}"#;
        let made = origin(Some("https://www.example.com/list?q=1"), Some(utm), Some("gclid"));
        let expected = Origin {
            referrer: Some("example.com".into()),
            source: Some("letter".into()),
            campaign: Some("spring".into()),
            click_id: Some("gclid".into()),
            ..Origin::default()
        };
        assert_eq!(Origin { channel: None, ..made }, expected);
    }

    #[test]
    fn nothing_said_is_the_empty_origin() {
        for referrer in [None, Some(""), Some("nonsense")] {
            assert_eq!(origin(referrer, None, None), Origin::default());
        }
        assert_eq!(origin(None, Some("no JSON"), None), Origin::default());
    }
}
