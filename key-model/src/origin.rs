/// Origins that a key may be bound to.
pub const MAX_ORIGINS: usize = 20;
/// Bytes of an origin: a host of 253, with scheme and port.
pub const MAX_ORIGIN: usize = 280;

/// What is wrong with a text as an origin that a key is bound to; nothing when it can be one.
///
/// A key's origins are compared with the header `Origin` letter by letter, so only what browsers write there can be one (RFC 6454, 6.2): scheme and
/// host in small letters, and the port where it is not the scheme's own. `null` can be none: any page can make itself send that.
pub fn origin_fault(text: &str) -> Option<&'static str> {
    (!is_origin(text))
        .then_some("an origin as browsers send it, such as https://shop.example or http://localhost:8080: small letters, no path, no port that is the scheme's own")
}

fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else { return false };
    let (host, port) = match authority.rsplit_once(':') {
        // The colons within the brackets are the address's.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    text.len() <= MAX_ORIGIN && is_scheme(scheme) && is_host(host) && port.is_none_or(|port| is_port(scheme, port))
}

fn is_scheme(scheme: &str) -> bool {
    let is_other = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte);
    scheme.starts_with(|first: char| first.is_ascii_lowercase()) && scheme.bytes().all(is_other)
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.contains(':')
            && address.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte) || b":.".contains(&byte));
    }
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
    };
    host.split('.').all(is_label)
}

/// A port as a number is written, and not the one that browsers leave out.
fn is_port(scheme: &str, port: &str) -> bool {
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0') && port.parse::<u16>().is_ok();
    is_number && !matches!((scheme, port), ("https" | "wss", "443") | ("http" | "ws", "80") | ("ftp", "21"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_browsers_write_is_an_origin_and_nothing_more() {
        for good in [
            "https://shop.example",
            "https://a.b.shop.example",
            "http://localhost",
            "http://localhost:8787",
            "http://127.0.0.1:3000",
            "http://[::1]:8080",
            "https://[2001:db8::1]",
            "https://shop.example:80",
            "https://xn--bcher-kva.example",
            "https://my_app.example",
            "capacitor://localhost",
            "chrome-extension://abcdefghijklmnop",
        ] {
            assert_eq!(origin_fault(good), None, "{good}");
        }
        let long = format!("https://{}.example", "a".repeat(MAX_ORIGIN));
        for bad in [
            "",
            "null",
            "*",
            "https://*",
            "https://*.shop.example",
            "shop.example",
            "//shop.example",
            "https://",
            "https://shop.example/",
            "https://shop.example/a",
            "https://shop.example?x",
            "https://shop.example#x",
            "https://u:p@shop.example",
            "https://Shop.example",
            "HTTPS://shop.example",
            "https://shop.example:443",
            "http://shop.example:80",
            "https://shop.example:",
            "https://shop.example:0",
            "https://shop.example:0443",
            "https://shop.example:65536",
            "https://shop.example:+1",
            "https://shop..example",
            "https://.shop.example",
            "https://bücher.example",
            "https://shop.example ",
            " https://shop.example",
            "https://shop.example\n",
            "https://a.example,https://b.example",
            "https://a.example https://b.example",
            "https://[::1",
            "https://::1",
            "https://[]",
            "https://[::G]",
            "1https://shop.example",
            "https://it's.example",
            &long,
        ] {
            assert!(origin_fault(bad).is_some(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_byte_more_or_another_makes_another_origin_or_none(
            labels in prop::collection::vec("[a-z][a-z0-9-]{0,8}", 1..4), port in proptest::option::of(1024_u16..), at in any::<prop::sample::Index>(), other in any::<u8>()
        ) {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            let origin = format!("https://{}{port}", labels.join("."));
            prop_assert_eq!(origin_fault(&origin), None);
            prop_assert!(origin_fault(&origin.to_uppercase()).is_some());
            let mut bytes = origin.clone().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = other;
            if let Ok(text) = String::from_utf8(bytes) {
                let is_harmless = !text.contains(|character: char| character.is_control() || " ,'\"\\*@?#%".contains(character) || character.is_ascii_uppercase());
                prop_assert!(origin_fault(&text).is_some() || is_harmless, "{}", text);
            }
        }

        #[test]
        fn nothing_panics(text in "\\PC*|https?://[\\[\\]:.a-z0-9]{0,20}") {
            origin_fault(&text);
        }
    }
}
