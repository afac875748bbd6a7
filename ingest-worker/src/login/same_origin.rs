/// What a browser says of where a request comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Came<'a> {
    /// `Sec-Fetch-Site`, which no page can write.
    pub fetch_site: Option<&'a str>,
    /// `Origin`, which comes with all but reading of one's own.
    pub origin: Option<&'a str>,
}

impl Came<'_> {
    /// Whether a cookie may stand for a key: only if the browser says that a page of the Worker's own origin asks, and for a change only if it
    /// names that origin. What is said twice must be true twice.
    pub fn may_use_cookie(self, own: &str, changes: bool) -> bool {
        let by_site = self.fetch_site.map(|site| site == "same-origin");
        let by_origin = self.origin.map(|origin| origin == own);
        match (by_site, by_origin) {
            (Some(false), _) | (_, Some(false)) => false,
            (_, Some(true)) => true,
            (by_site, None) => by_site == Some(true) && !changes,
        }
    }

    /// Whether a browser says that a page of another origin asks.
    pub fn is_from_elsewhere(self, own: &str) -> bool {
        self.fetch_site.is_some_and(|site| site != "same-origin") || self.origin.is_some_and(|origin| origin != own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ones_own_use_the_cookie_and_say_so_for_a_change() {
        const OWN: &str = "https://app.example";
        // Site, origin, may read, may change.
        let table = [
            (Some("same-origin"), None, true, false),
            (Some("same-origin"), Some(OWN), true, true),
            (None, Some(OWN), true, true),
            (None, None, false, false),
            (Some("none"), None, false, false),
            (Some("same-site"), None, false, false),
            (Some("cross-site"), None, false, false),
            (Some("cross-site"), Some(OWN), false, false),
            (Some("same-origin"), Some("https://evil.example"), false, false),
            (Some("same-origin"), Some("null"), false, false),
            (None, Some("null"), false, false),
            (None, Some("https://app.example.evil.example"), false, false),
            (None, Some("http://app.example"), false, false),
            (None, Some("https://app.example:8443"), false, false),
            (None, Some(""), false, false),
            (Some(""), Some(OWN), false, false),
        ];
        for (fetch_site, origin, reads, changes) in table {
            let came = Came { fetch_site, origin };
            assert_eq!((came.may_use_cookie(OWN, false), came.may_use_cookie(OWN, true)), (reads, changes), "{came:?}");
            let is_silent = (fetch_site, origin) == (None, None);
            assert_eq!(came.is_from_elsewhere(OWN), !reads && !is_silent, "{came:?}");
        }
    }
}
