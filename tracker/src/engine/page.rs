use super::raw;
use super::record::before;
use event_model::encode::Object;
use event_model::{limits, scan};

/// The page as an object, appended to `out`. `facts` are the edge's, named as on the wire, empty where there are none; the `name` that the
/// page gave, as raw JSON text, stands for the document's title.
pub(super) fn write(facts: &str, name: &str, out: &mut String) {
    let mut object = Object::open(out);
    for (fact, value) in scan::members(facts) {
        let Some(inside) = scan::string(value) else {
            // The campaign, if there is one.
            if scan::members(value).next().is_some() {
                write(value, "", object.member(fact));
            }
            continue;
        };
        let mut line = match fact {
            // Without the query and the fragment, where names, tokens and searches hide.
            "path" | "referrer" => raw::line(before(inside, b'?', b'#'), limits::MAX_URL),
            _ => raw::line(inside, limits::MAX_LINE),
        };
        let named = raw::line(name, limits::MAX_LINE);
        if fact == "title" && !named.is_empty() {
            line = named;
        }
        if !line.is_empty() {
            raw::quoted(&line, object.member(fact));
        }
    }
    object.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_stay_at_home() {
        let view = r#"{"path":"/reset?token=secret#x","title":" Reset ","referrer":"https://mail.example/inbox?user=ada","utm":{"source":"news","content":"top"},"click_id":"gclid"}"#;
        let mut out = String::new();
        write(view, "", &mut out);
        write(r#"{"path":"/#/reports"}"#, "unused", &mut out);
        write(r#"{"path":"","title":"","referrer":""}"#, "Other name", &mut out);
        write("", "", &mut out);
        let expected = r#"{"path":"/reset","title":"Reset","referrer":"https://mail.example/inbox","utm":{"source":"news","content":"top"},"click_id":"gclid"}{"path":"/"}{"title":"Other name"}{}"#;
        assert_eq!(out, expected);
    }
}
