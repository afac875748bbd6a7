use crate::login::same_origin::Came;
use crate::login::Site;
use std::cell::{Cell, RefCell};
use worker::{Headers, Request};

/// What a browser tells of a request beyond what was asked, and what it is told beside the answer.
#[derive(Debug)]
pub struct Browser {
    /// How it reached the Worker.
    pub site: Site,
    origin: Option<String>,
    fetch_site: Option<String>,
    cookies: Option<String>,
    is_change: bool,
    is_unreadable: Cell<bool>,
    given: RefCell<Option<String>>,
}

impl Browser {
    /// Reads the headers of a request.
    pub fn read(request: &Request, headers: &Headers) -> worker::Result<Browser> {
        Ok(Browser {
            site: Site::of(&request.inner().url()),
            origin: headers.get("origin")?,
            fetch_site: headers.get("sec-fetch-site")?,
            cookies: headers.get("cookie")?,
            is_change: !matches!(request.inner().method().as_str(), "GET" | "HEAD"),
            is_unreadable: Cell::new(false),
            given: RefCell::default(),
        })
    }

    /// The tokens that its cookies bring. There is one, unless somebody else may set cookies for this host.
    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.site.tokens(self.cookies.as_deref().unwrap_or_default()).take(4)
    }

    /// Whether there is any.
    pub fn has_token(&self) -> bool {
        self.tokens().next().is_some()
    }

    /// Whether a cookie may stand for a key.
    pub fn may_use_cookie(&self) -> bool {
        self.came().may_use_cookie(self.site.origin(), self.is_change)
    }

    /// Whether it says that a page of another origin asks.
    pub fn is_from_elsewhere(&self) -> bool {
        self.came().is_from_elsewhere(self.site.origin())
    }

    fn came(&self) -> Came<'_> {
        Came { fetch_site: self.fetch_site.as_deref(), origin: self.origin.as_deref() }
    }

    /// Has it keep a token for so many milliseconds; with 0 takes the token back.
    pub fn give(&self, token: &str, millis: u64) {
        *self.given.borrow_mut() = self.site.set_cookie(token, millis / 1000);
    }

    /// The `Set-Cookie` of the answer.
    pub fn given(&self) -> Option<String> {
        self.given.borrow().clone()
    }

    /// Keeps the answer from pages of the request's origin: the key that came with it is for others.
    pub fn keep_unread(&self) {
        self.is_unreadable.set(true);
    }

    /// Whether pages of the request's origin may not read the answer.
    pub fn is_unreadable(&self) -> bool {
        self.is_unreadable.get()
    }
}
