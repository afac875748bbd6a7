//! Writes down which parameters a parser asks for, and in which form, so that the document of the API says what is really read.

use std::cell::RefCell;
use std::ops::RangeInclusive;

/// A parameter that a parser asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its name; nothing for [`Form::Names`].
    pub name: String,
    /// How it is read.
    pub form: Form,
}

/// How a parameter is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Once, any text.
    Text,
    /// Any number of times, texts.
    Texts,
    /// A list with commas.
    List,
    /// A whole number.
    Number {
        /// From and to, both included.
        bounds: RangeInclusive<i64>,
        /// What holds when it is absent.
        default: Option<i64>,
    },
    /// `0`, `1`, `false` or `true`.
    Flag,
    /// One of these words.
    Choice {
        /// All of them.
        words: Vec<String>,
        /// Whether the first holds when the parameter is absent.
        has_default: bool,
    },
    /// The parser looked at all names that are left.
    Names,
    /// Filters by these dimensions, with a relation, and by members of `metadata`: a form of the document, which no parser asks for.
    Related(Vec<String>),
    /// The parser asked only to refuse it.
    Refused,
}

impl Form {
    /// A choice between words.
    pub fn choice<T>(choices: &[(&str, T)], has_default: bool) -> Form {
        Form::Choice { words: choices.iter().map(|(word, _)| (*word).to_owned()).collect(), has_default }
    }
}

thread_local! {
    // Each test has a thread of its own.
    static ASKED: RefCell<Option<Vec<Asked>>> = const { RefCell::new(None) };
}

/// Runs a parser and returns what it asked for, each name once, in order.
pub fn record<T>(parser: impl FnOnce() -> T) -> (T, Vec<Asked>) {
    ASKED.set(Some(Vec::new()));
    let parsed = parser();
    let mut asked: Vec<Asked> = Vec::new();
    for one in ASKED.take().unwrap_or_default() {
        if !asked.iter().any(|known| known.name == one.name) {
            asked.push(one);
        }
    }
    (parsed, asked)
}

/// Takes back what was noted: the parser asked only to refuse it.
pub fn withdraw(name: &str) {
    ASKED.with_borrow_mut(|asked| asked.iter_mut().for_each(|asked| asked.retain(|one| one.name != name)));
    note(name, Form::Refused);
}

/// Notes that a parameter is asked for.
pub fn note(name: &str, form: Form) {
    ASKED.with_borrow_mut(|asked| asked.iter_mut().for_each(|asked| asked.push(Asked { name: name.to_owned(), form: form.clone() })));
}
