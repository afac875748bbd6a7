use event_model::encode::Object;
use event_model::{clip_line, limits};

/// What only a page view says.
#[derive(Clone, Debug, Default)]
pub struct PageView {
    /// The document's title, or the name that the page gave.
    pub title: String,
    /// `document.referrer`, when it is another site.
    pub referrer: String,
    /// Campaign parameters by the wire's name (`source`, `medium` …).
    pub utm: Vec<(&'static str, String)>,
}

/// The campaign parameters that are kept, as the wire names them.
pub const UTM: [&str; 5] = ["source", "medium", "campaign", "term", "content"];

/// An address without its query and fragment, where names, tokens and searches hide.
fn without_query(address: &str) -> &str {
    let end = address.bytes().position(|byte| byte == b'?' || byte == b'#');
    end.and_then(|end| address.get(..end)).unwrap_or(address)
}

/// The page as an object, appended to `out`.
pub(super) fn write(path: &str, view: Option<PageView>, out: &mut String) {
    let mut object = Object::open(out);
    let mut line = |name, text: &str, max| {
        let line = clip_line(text, max);
        object.text(name, Some(line.as_str()).filter(|line| !line.is_empty()));
    };
    line("path", without_query(path), limits::MAX_URL);
    if let Some(view) = view {
        line("title", &view.title, limits::MAX_LINE);
        line("referrer", without_query(&view.referrer), limits::MAX_URL);
        if !view.utm.is_empty() {
            let mut utm = Object::open(object.member("utm"));
            for (name, value) in &view.utm {
                utm.text(name, Some(&clip_line(value, limits::MAX_LINE)));
            }
            utm.close();
        }
    }
    object.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_stay_at_home() {
        let view = PageView {
            title: " Reset ".into(),
            referrer: "https://mail.example/inbox?user=ada".into(),
            utm: vec![("source", "news".into())],
        };
        let mut out = String::new();
        write("/reset?token=secret#x", Some(view), &mut out);
        write("/#/reports", None, &mut out);
        write("", Some(PageView::default()), &mut out);
        let expected = r#"{"path":"/reset","title":"Reset","referrer":"https://mail.example/inbox","utm":{"source":"news"}}{"path":"/"}{}"#;
        assert_eq!(out, expected);
    }
}
