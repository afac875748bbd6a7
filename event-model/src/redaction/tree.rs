use super::escapes::{Spelling, Unescaped};
use super::{marks, names, values};
use crate::limits::{MAX_DEPTH, MAX_MEMBERS};
use crate::scan;
use std::borrow::Cow;

/// Redacts values of JSON, whatever is in them.
pub(super) struct Redactor {
    /// The plain names that the plan marks.
    pii: Vec<String>,
}

impl Redactor {
    pub(super) fn new(pii: &[String]) -> Redactor {
        // A name of nothing but signs would match all others that are.
        let plain = pii.iter().map(|name| names::plain(name).into_owned()).filter(|name| !name.is_empty());
        Redactor { pii: plain.collect() }
    }

    /// A value within `depth - 1` objects and lists.
    pub(super) fn value<'a>(&self, value: &'a str, depth: usize) -> Cow<'a, str> {
        match value.as_bytes().first() {
            Some(b'{' | b'[') if depth > MAX_DEPTH => Cow::Borrowed(marks::CUT),
            Some(b'{') => self.parts(value, &Form::OBJECT, depth),
            Some(b'[') => self.parts(value, &Form::LIST, depth),
            Some(b'"') => match values::text(scan::string(value).unwrap_or_default()) {
                Cow::Owned(text) => Cow::Owned(["\"", &text, "\""].concat()),
                Cow::Borrowed(_) => Cow::Borrowed(value),
            },
            Some(b'-' | b'0'..=b'9') => values::number(value),
            _ => Cow::Borrowed(value),
        }
    }

    /// The parts of an object or a list. It is written anew from the first part on that changes.
    fn parts<'a>(&self, whole: &'a str, form: &Form, depth: usize) -> Cow<'a, str> {
        let mut out = String::new();
        for (index, (name, value)) in (form.scan)(whole).enumerate() {
            let (new_name, new_value) = match index < MAX_MEMBERS {
                true => self.part(name, value, form, depth),
                false => (Cow::Borrowed(marks::MORE), Cow::Borrowed(marks::CUT)),
            };
            if out.is_empty() {
                // Marks are borrowed too, so it is the text that tells.
                if new_name == name && new_value == value {
                    continue;
                }
                out.reserve(whole.len());
                (form.scan)(whole).take(index).for_each(|(name, value)| form.append(name, value, &mut out));
            }
            form.append(&new_name, &new_value, &mut out);
            if index == MAX_MEMBERS {
                break;
            }
        }
        if out.is_empty() {
            return Cow::Borrowed(whole);
        }
        form.end(&mut out);
        Cow::Owned(out)
    }

    /// A member of an object, or an item of a list, within `depth` objects and lists.
    pub(super) fn part<'a>(&self, name: &'a str, value: &'a str, form: &Form, depth: usize) -> (Cow<'a, str>, Cow<'a, str>) {
        if !form.named {
            return (Cow::Borrowed(name), self.value(value, depth + 1));
        }
        let new_name = values::masked(name, Spelling::Escaped);
        // A name that masking has changed is one of which the mark may say more than the rest: `[card]`. What was cut holds nothing any more,
        // and may have been a count, which stays.
        let goes = value != "null" && value != marks::CUT && (self.goes(name, value) || (new_name != name && self.goes(&new_name, value)));
        let new_value = if goes { Cow::Borrowed(marks::REDACTED) } else { self.value(value, depth + 1) };
        (new_name, new_value)
    }

    fn goes(&self, name: &str, value: &str) -> bool {
        let read = Unescaped::of(name, Spelling::Escaped);
        let plain = names::plain(&read.text);
        self.pii.iter().any(|marked| *marked == plain) || names::is_secret(&plain, value)
    }
}

/// What an object and a list have in common, and what not.
pub(super) struct Form {
    scan: fn(&str) -> scan::Scan<'_>,
    named: bool,
    open: char,
    close: char,
}

impl Form {
    pub(super) const OBJECT: Form = Form { scan: scan::members, named: true, open: '{', close: '}' };
    pub(super) const LIST: Form = Form { scan: scan::items, named: false, open: '[', close: ']' };

    /// Writes a part behind others, or as the first.
    pub(super) fn append(&self, name: &str, value: &str, out: &mut String) {
        out.push(if out.is_empty() { self.open } else { ',' });
        if self.named {
            out.push('"');
            out.push_str(name);
            out.push_str("\":");
        }
        out.push_str(value);
    }

    /// Writes the end.
    pub(super) fn end(&self, out: &mut String) {
        if out.is_empty() {
            out.push(self.open);
        }
        out.push(self.close);
    }
}
