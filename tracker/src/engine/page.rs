use super::draft::DraftPage;
use event_model::{clip_line, limits, Page};

/// An address without its query and fragment, where names, tokens and searches hide.
pub fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// The page of an event. Only a page view says where the visitor came from; repeating it at every click would double small events.
pub(super) fn page(draft: DraftPage, is_view: bool) -> Option<Page> {
    let line = |text: &str, max| Some(clip_line(text, max)).filter(|line| !line.is_empty());
    let path = draft.path.as_deref().and_then(|path| line(without_query(path), limits::MAX_URL));
    let page = if is_view {
        Page {
            path,
            title: draft.title.as_deref().and_then(|title| line(title, limits::MAX_LINE)),
            referrer: draft.referrer.as_deref().and_then(|referrer| line(without_query(referrer), limits::MAX_URL)),
            utm: draft.utm,
        }
    } else {
        Page { path, ..Page::default() }
    };
    (page != Page::default()).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_stay_at_home() {
        let draft = || DraftPage {
            path: Some("/reset?token=secret#x".into()),
            title: Some(" Reset ".into()),
            referrer: Some("https://mail.example/inbox?user=ada".into()),
            utm: None,
        };
        let view = page(draft(), true).unwrap();
        assert_eq!(view.path.as_deref(), Some("/reset"));
        assert_eq!(view.title.as_deref(), Some("Reset"));
        assert_eq!(view.referrer.as_deref(), Some("https://mail.example/inbox"));
        assert_eq!(page(draft(), false), Some(Page { path: Some("/reset".into()), ..Page::default() }));
        assert_eq!(page(DraftPage::default(), true), None);
    }
}
