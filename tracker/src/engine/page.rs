use super::raw;
use super::record::before;
use event_model::encode::Object;
use event_model::{clip_line, limits};

/// What only a page view says.
#[derive(Clone, Debug, Default)]
pub struct PageView {
    /// The document's title, or the name that the page gave.
    pub title: String,
    /// `document.referrer`, when it is another site.
    pub referrer: String,
    /// The values of [`UTM`], empty where there is none.
    pub utm: [String; 5],
}

/// The campaign parameters that are kept, as the wire names them.
pub const UTM: [&str; 5] = ["source", "medium", "campaign", "term", "content"];

/// An address without its query and fragment, where names, tokens and searches hide.
fn without_query(address: &str) -> &str {
    before(address, b"?#")
}

/// The page as an object, appended to `out`. Only a page view says where the visitor came from: repeating it at every click would double
/// small events. Its `name`, raw JSON text, stands for the document's title.
pub(super) fn write(path: &str, view: Option<&PageView>, name: Option<&str>, out: &mut String) {
    let mut object = Object::open(out);
    line(&mut object, "path", without_query(path), limits::MAX_URL);
    if let Some(view) = view {
        match name.map(|name| raw::line(name, limits::MAX_LINE)).filter(|name| !name.is_empty()) {
            Some(name) => raw::quoted(&name, object.member("title")),
            None => line(&mut object, "title", &view.title, limits::MAX_LINE),
        }
        line(&mut object, "referrer", without_query(&view.referrer), limits::MAX_URL);
        if view.utm.iter().any(|value| !value.is_empty()) {
            let mut utm = Object::open(object.member("utm"));
            for (name, value) in UTM.iter().zip(&view.utm) {
                line(&mut utm, name, value, limits::MAX_LINE);
            }
            utm.close();
        }
    }
    object.close();
}

fn line(object: &mut Object, name: &str, text: &str, max: usize) {
    let line = clip_line(text, max);
    if !line.is_empty() {
        object.text(name, Some(&line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_stay_at_home() {
        let view = PageView {
            title: " Reset ".into(),
            referrer: "https://mail.example/inbox?user=ada".into(),
            utm: ["news".into(), String::new(), String::new(), String::new(), "top".into()],
        };
        let mut out = String::new();
        write("/reset?token=secret#x", Some(&view), None, &mut out);
        write("/#/reports", None, Some("unused"), &mut out);
        write("", Some(&PageView::default()), Some("Other name"), &mut out);
        let expected = r#"{"path":"/reset","title":"Reset","referrer":"https://mail.example/inbox","utm":{"source":"news","content":"top"}}{"path":"/"}{"title":"Other name"}"#;
        assert_eq!(out, expected);
    }
}
