/// The longest `Origin` that is repeated: a host of 253 characters, with scheme and port.
const MAX_BYTES: usize = 280;

/// Whether a text is what a browser writes into `Origin`, so that it may be repeated in an answer: `null`, or scheme, host and perhaps port.
pub fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else { return text == "null" };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte));
    // Brackets and colons are those of IPv6.
    let is_authority = !authority.is_empty() && authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~[]:".contains(&byte));
    is_scheme && is_authority && text.len() <= MAX_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_browsers_write_is_an_origin_and_nothing_more() {
        for good in [
            "null",
            "https://app.example",
            "http://localhost:8787",
            "http://[::1]:80",
            "chrome-extension://abcdef",
            "https://xn--bcher-kva.example",
        ] {
            assert!(is_origin(good), "{good}");
        }
        let long = format!("https://{}.example", "a".repeat(MAX_BYTES));
        for bad in [
            "",
            "*",
            "app.example",
            "https://",
            "://app.example",
            "https://a.example/",
            "https://a.example, https://b.example",
            "https://a b",
            "https://u@a.example",
            "HTTPS://a.example",
            "null ",
            &long,
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_could_end_a_header_is_repeated(text in "\\PC*|https://[ -~\r\n]{0,40}") {
            prop_assert!(!is_origin(&text) || !text.contains(['\r', '\n', ' ', ',', ';', '"'].as_slice()));
        }
    }
}
