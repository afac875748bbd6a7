use std::net::Ipv4Addr;

/// How the Worker was reached, of which depends which cookie it gives and takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    origin: String,
    cookie: Option<&'static str>,
}

/// A browser takes a cookie of this name only with `Secure`, for this host alone and for all paths.
const SECURE: &str = "__Host-trailmark";
/// On plain http a browser refuses the other one.
const PLAIN: &str = "trailmark";

impl Site {
    /// Reads the address of a request.
    pub fn of(url: &str) -> Site {
        let end = url.match_indices(['/', '?', '#']).map(|(at, _)| at).nth(2).unwrap_or(url.len());
        let origin = url.get(..end).unwrap_or_default();
        let cookie = match origin.split_once("://") {
            Some(("https", _)) => Some(SECURE),
            Some(("http", authority)) if is_loopback(authority) => Some(PLAIN),
            _ => None,
        };
        Site { origin: origin.to_owned(), cookie }
    }

    /// The Worker's own origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The cookie's name; `None` where everybody on the way could read it.
    pub fn cookie(&self) -> Option<&'static str> {
        self.cookie
    }

    /// The `Set-Cookie` that keeps a token for so many seconds, or with 0 takes it back.
    pub fn set_cookie(&self, token: &str, seconds: u64) -> Option<String> {
        let name = self.cookie?;
        let secure = if name == SECURE { " Secure;" } else { "" };
        Some(format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly;{secure} SameSite=Strict"))
    }

    /// The values of the cookie in a `Cookie` header, which may bring several of one name.
    pub fn tokens<'a>(&'a self, header: &'a str) -> impl Iterator<Item = &'a str> {
        header.split(';').filter_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (Some(name) == self.cookie).then_some(value)
        })
    }
}

/// Whether what is sent to this host and port stays on the machine.
fn is_loopback(authority: &str) -> bool {
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let host = authority.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(authority, |(host, _)| host);
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_site_is_known_by_its_address() {
        let table = [
            ("https://app.example/api/session?a=https://b.example/", "https://app.example", Some(SECURE)),
            ("https://app.example:8443", "https://app.example:8443", Some(SECURE)),
            ("https://localhost/", "https://localhost", Some(SECURE)),
            ("http://localhost:8787/api", "http://localhost:8787", Some(PLAIN)),
            ("http://127.0.0.1:8787/", "http://127.0.0.1:8787", Some(PLAIN)),
            ("http://[::1]:8787/", "http://[::1]:8787", Some(PLAIN)),
            ("http://[::1]/", "http://[::1]", Some(PLAIN)),
            ("http://trailmark.localhost?x", "http://trailmark.localhost", Some(PLAIN)),
            ("http://app.example/", "http://app.example", None),
            ("http://127.0.0.1.evil.example/", "http://127.0.0.1.evil.example", None),
            ("http://evil.example/localhost", "http://evil.example", None),
            ("http://localhost:80@evil.example/", "http://localhost:80@evil.example", None),
            ("http://notlocalhost/", "http://notlocalhost", None),
            ("", "", None),
        ];
        for (url, origin, cookie) in table {
            let site = Site::of(url);
            assert_eq!((site.origin(), site.cookie()), (origin, cookie), "{url}");
        }
    }

    #[test]
    fn a_cookie_is_for_this_host_alone_and_for_no_script() {
        let given = Site::of("https://app.example/").set_cookie("a.b", 60);
        assert_eq!(given.as_deref(), Some("__Host-trailmark=a.b; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Strict"));
        let given = Site::of("http://localhost:1/").set_cookie("", 0);
        assert_eq!(given.as_deref(), Some("trailmark=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"));
        assert_eq!(Site::of("http://app.example/").set_cookie("a.b", 60), None);
    }

    #[test]
    fn the_cookie_is_found_among_others_and_by_its_own_name_only() {
        let tokens = |site: &str, header: &str| Site::of(site).tokens(header).map(str::to_owned).collect::<Vec<_>>();
        let (secure, plain) = ("https://app.example/", "http://localhost:8787/");
        assert_eq!(tokens(plain, "a=1; trailmark=x.y; b=2"), ["x.y"]);
        assert_eq!(tokens(plain, "trailmark=x;trailmark=y"), ["x", "y"]);
        assert_eq!(tokens(secure, "__Host-trailmark=x=; trailmark=y"), ["x="]);
        for (site, header) in
            [(secure, "trailmark=x"), (plain, "__Host-trailmark=x"), (plain, "Trailmark=x; xtrailmark=x; trailmark"), (plain, "")]
        {
            assert!(tokens(site, header).is_empty(), "{header}");
        }
        assert!(tokens("http://app.example/", "trailmark=x; __Host-trailmark=x; =x").is_empty());
    }

    proptest! {
        #[test]
        fn any_header_is_read(url in "\\PC*", header in "\\PC*", token in "[A-Za-z0-9_.-]{0,99}") {
            let _ = Site::of(&url).tokens(&header).count();
            let site = Site::of("https://app.example/");
            let header = format!("{}; __Host-trailmark={token}; {}", header.replace("trailmark", ""), "other=1");
            prop_assert_eq!(site.tokens(&header).collect::<Vec<_>>(), [token]);
        }
    }
}
