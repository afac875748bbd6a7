use std::ops::Range;

/// The longest part before the `@`. (RFC 5321, section 4.5.3.1.1)
const MAX_LOCAL: usize = 64;

/// Where the e-mail addresses of a text are, from the left. The `@` may be written `%40`, as in a page's address, or `%2540` and so on.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut free = 0;
    for (at, _) in text.match_indices(['@', '%']) {
        if at < free {
            continue;
        }
        let (Some(before), Some(rest)) = (text.get(free..at), text.get(at..).and_then(behind_at)) else { continue };
        let Some(local) = local_length(before) else { continue };
        let Some(domain) = domain_length(rest) else { continue };
        free = text.len() - rest.len() + domain;
        found.push(at - local..free);
    }
    found
}

/// What follows the `@` that a text begins with.
fn behind_at(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix('@') {
        return Some(rest);
    }
    let mut rest = text.strip_prefix('%')?;
    while let Some(again) = rest.strip_prefix("25") {
        rest = again;
    }
    rest.strip_prefix("40")
}

/// How much of the end of a text is the part before an `@`: what addresses have in use, rather than what RFC 5322 allows. A quote may close it.
fn local_length(before: &str) -> Option<usize> {
    let open = before.strip_suffix('"').unwrap_or(before);
    let length: usize = open.chars().rev().take(MAX_LOCAL).take_while(|&c| is_local(c)).map(char::len_utf8).sum();
    (length > 0).then(|| length + before.len() - open.len())
}

/// How much of the beginning of a text is a domain: labels with full stops between them, the last of which begins with a letter and is not that
/// letter alone. So versions of packages, as in `react@18.2.0`, are none.
fn domain_length(text: &str) -> Option<usize> {
    let mut length = None;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let label = rest.find(|c| !is_label(c)).map_or(rest, |end| rest.get(..end).unwrap_or_default());
        let mut characters = label.chars();
        let first = characters.next();
        if at > 0 && first.is_some_and(is_letter) && characters.next().is_some() {
            length = Some(at + label.len());
        }
        at += label.len();
        if first.is_none() || text.as_bytes().get(at) != Some(&b'.') {
            return length;
        }
        at += 1;
    }
}

fn is_local(c: char) -> bool {
    is_label(c) || matches!(c, '.' | '%' | '+' | '\'')
}

fn is_label(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit() || matches!(c, '-' | '_')
}

/// A letter, or what may be one in another alphabet: anything but blanks, quotes, dashes and brackets.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{1fff}' | '\u{2070}'..='\u{2fff}' | '\u{3040}'..)
}
