use super::sources::Kind;
use super::Utm;

/// The channel that a campaign's words, the kind of its source, and a click on an advertisement amount to; nothing where none of them says
/// anything. After the default channel group of Google Analytics 4 (`support.google.com/analytics/answer/9756891`), but that the medium goes
/// before the source: an e-mail of Google's is e-mail.
pub(super) fn channel(utm: &Utm, kind: Option<Kind>, is_paid_click: bool) -> Option<&'static str> {
    let medium = utm.medium.as_deref().unwrap_or_default().to_ascii_lowercase();
    let medium = medium.as_str();
    if utm.campaign.as_deref().is_some_and(|campaign| campaign.to_ascii_lowercase().contains("cross-network")) {
        return Some("cross-network");
    }
    if is_paid(medium) || (medium.is_empty() && is_paid_click) {
        return Some(match kind {
            Some(Kind::Search) => "paid search",
            Some(Kind::Social) => "paid social",
            Some(Kind::Video) => "paid video",
            _ if is_display(medium) => "display",
            _ => "paid other",
        });
    }
    let said = match medium {
        _ if is_display(medium) => Some("display"),
        "email" | "e-mail" | "e_mail" | "e mail" | "mail" | "newsletter" => Some("email"),
        "affiliate" | "affiliates" => Some("affiliates"),
        "social" | "social-network" | "social-media" | "social network" | "social media" | "sm" => Some("organic social"),
        "video" => Some("organic video"),
        _ => None,
    };
    let of_kind = || {
        kind.map(|kind| match kind {
            Kind::Search => "organic search",
            Kind::Social => "organic social",
            Kind::Video => "organic video",
            Kind::Email => "email",
            Kind::Assistant => "ai assistant",
        })
    };
    said.or_else(of_kind).or(match medium {
        "organic" => Some("organic search"),
        "referral" | "app" | "link" => Some("referral"),
        "" if utm.is_empty() => None,
        _ => Some("other"),
    })
}

/// As GA4 has it: `.*cp.*`, `ppc`, `retargeting`, `paid.*`.
fn is_paid(medium: &str) -> bool {
    medium.contains("cp") || medium == "ppc" || medium == "retargeting" || medium.starts_with("paid")
}

fn is_display(medium: &str) -> bool {
    matches!(medium, "display" | "banner" | "expandable" | "interstitial" | "cpm")
}

impl Utm {
    /// Whether it says where the visit came from, or why. A term or a content alone say that there was a campaign.
    fn is_empty(&self) -> bool {
        [&self.source, &self.medium, &self.campaign, &self.term, &self.content].iter().all(|parameter| parameter.is_none())
    }
}
