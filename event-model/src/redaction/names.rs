use std::borrow::Cow;

/// Whatever the name says besides, a value under it is a secret.
pub(super) const CONTAIN: [&str; 18] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "token",
    "authorization",
    "cookie",
    "apikey",
    "privatekey",
    "credential",
    "cardnumber",
    "creditcard",
    "cvv",
    "cvc",
    "iban",
    "jwt",
    "socialsecurity",
];
/// In the middle it is most likely `class_name` or `business_number`.
pub(super) const BEGIN_OR_END: [&str; 1] = ["ssn"];
/// Within longer names they are spinners, authors and flashcards.
pub(super) const ARE: [&str; 4] = ["pin", "pwd", "auth", "card"];
/// A number under such a name says how many, as in `max_tokens`.
pub(super) const COUNT: [&str; 1] = ["tokens"];

/// A name as names are compared: in lower case, and without those characters of ASCII that are neither letters nor digits.
pub(super) fn plain(name: &str) -> Cow<'_, str> {
    let bytes = name.as_bytes();
    if bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(name);
    }
    let lower = if name.is_ascii() { name.to_ascii_lowercase() } else { name.to_lowercase() };
    Cow::Owned(lower.chars().filter(|c| !c.is_ascii() || c.is_ascii_alphanumeric()).collect())
}

/// Whether `value`, as JSON, goes for its plain name.
pub(super) fn is_secret(plain: &str, value: &str) -> bool {
    let found = contains_any(plain, &CONTAIN)
        || BEGIN_OR_END.iter().any(|part| plain.starts_with(part) || plain.ends_with(part))
        || ARE.contains(&plain);
    found && !matches!(value, "true" | "false") && !(is_number(value) && contains_any(plain, &COUNT))
}

/// One walk for all parts, of which hardly any begins with the letter at hand: several times quicker than a search for each.
fn contains_any(plain: &str, parts: &[&str]) -> bool {
    let begins = |rest: &[u8]| parts.iter().map(|part| part.as_bytes()).any(|part| rest.first() == part.first() && rest.starts_with(part));
    (0..plain.len()).any(|at| plain.as_bytes().get(at..).is_some_and(begins))
}

fn is_number(value: &str) -> bool {
    value.as_bytes().first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-')
}
