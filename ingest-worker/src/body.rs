use crate::rejection::Rejection;
use flate2::bufread::GzDecoder;
use std::borrow::Cow;
use std::io::Read;

/// The first bytes of every gzip stream, and of no JSON text.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Refuses a body of more than `max_bytes` by what its headers say, before a byte of it is read.
pub fn check_headers(content_length: Option<&str>, content_encoding: Option<&str>, max_bytes: usize) -> Result<(), Rejection> {
    let announced = content_length.and_then(|text| text.trim().parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > max_bytes as u64) {
        return Err(Rejection::BodyTooLarge(max_bytes));
    }
    match content_encoding.map(|text| text.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity" | "gzip" | "x-gzip") => Ok(()),
        Some(_) => Err(Rejection::UnsupportedEncoding),
    }
}

/// Whether the body goes through the inflater. A beacon cannot set headers, so the bytes themselves may say it too.
pub fn is_gzip(body: &[u8], content_encoding: Option<&str>) -> bool {
    let said = content_encoding.is_some_and(|text| text.trim().to_ascii_lowercase().ends_with("gzip"));
    said || body.starts_with(&GZIP_MAGIC)
}

/// Whether an `Accept-Encoding` takes gzip (RFC 9110, section 12.5.3).
pub fn accepts_gzip(accept_encoding: Option<&str>) -> bool {
    accept_encoding.unwrap_or_default().split(',').any(|choice| {
        let mut parts = choice.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        let refused =
            parts.filter_map(|part| part.strip_prefix("q=")).any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0));
        is_gzip && !refused
    })
}

/// The body's text, inflated if need be, never more than `max_bytes`: a gzip bomb is put out at that size.
pub fn inflate<'a>(body: &'a [u8], content_encoding: Option<&str>, max_bytes: usize) -> Result<Cow<'a, [u8]>, Rejection> {
    if body.len() > max_bytes {
        return Err(Rejection::BodyTooLarge(max_bytes));
    }
    if !is_gzip(body, content_encoding) {
        return Ok(Cow::Borrowed(body));
    }
    let mut text = Vec::with_capacity((body.len() * 4).min(max_bytes));
    let mut inflater = GzDecoder::new(body);
    let outcome = inflater.by_ref().take(max_bytes as u64 + 1).read_to_end(&mut text);
    if text.len() > max_bytes {
        return Err(Rejection::BodyTooLarge(max_bytes));
    }
    outcome.map_err(|_| Rejection::InvalidGzip)?;
    // What stands behind the end would be lost without a word.
    if !inflater.into_inner().is_empty() {
        return Err(Rejection::InvalidGzip);
    }
    Ok(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::limits::MAX_BODY_BYTES;
    use flate2::write::GzEncoder;
    use flate2::Compression;
    use proptest::prelude::*;
    use std::io::Write;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn plain_bodies_pass_and_gzip_is_recognised_without_a_header() {
        assert_eq!(inflate(b"{}", None, MAX_BODY_BYTES).unwrap().as_ref(), b"{}");
        assert_eq!(inflate(&gzip(b"{}"), None, MAX_BODY_BYTES).unwrap().as_ref(), b"{}");
        assert_eq!(inflate(&gzip(b"{}"), Some("gzip"), MAX_BODY_BYTES).unwrap().as_ref(), b"{}");
        assert_eq!(inflate(b"{}", Some("gzip"), MAX_BODY_BYTES), Err(Rejection::InvalidGzip));
    }

    #[test]
    fn a_bomb_is_put_out_at_the_limit() {
        let at_limit = vec![b' '; MAX_BODY_BYTES];
        assert_eq!(inflate(&gzip(&at_limit), None, MAX_BODY_BYTES).unwrap().len(), MAX_BODY_BYTES);
        assert_eq!(inflate(&gzip(&vec![b' '; MAX_BODY_BYTES + 1]), None, MAX_BODY_BYTES), Err(Rejection::BodyTooLarge(MAX_BODY_BYTES)));
        assert_eq!(inflate(&gzip(&vec![0; 200 * MAX_BODY_BYTES]), None, MAX_BODY_BYTES), Err(Rejection::BodyTooLarge(MAX_BODY_BYTES)));
    }

    #[test]
    fn gzip_is_sent_to_who_accepts_it() {
        for yes in ["gzip", "br, gzip", "deflate;q=0.5, GZIP; q=0.1", "*"] {
            assert!(accepts_gzip(Some(yes)), "{yes}");
        }
        for no in [None, Some(""), Some("br"), Some("gzip;q=0"), Some("identity, gzip; q=0.0"), Some("xgzip")] {
            assert!(!accepts_gzip(no), "{no:?}");
        }
    }

    #[test]
    fn headers_refuse_before_reading() {
        assert_eq!(check_headers(Some("1048576"), None, MAX_BODY_BYTES), Ok(()));
        assert_eq!(check_headers(Some("1048577"), None, MAX_BODY_BYTES), Err(Rejection::BodyTooLarge(MAX_BODY_BYTES)));
        assert_eq!(check_headers(Some("nonsense"), Some("identity"), MAX_BODY_BYTES), Ok(()));
        assert_eq!(check_headers(None, Some("GZIP"), MAX_BODY_BYTES), Ok(()));
        for other in ["br", "deflate", "gzip, gzip", "zstd"] {
            assert_eq!(check_headers(None, Some(other), MAX_BODY_BYTES), Err(Rejection::UnsupportedEncoding), "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_body_cut_anywhere_or_prolonged_is_refused(text in prop::collection::vec(any::<u8>(), 0..200), cut in 2usize..20) {
            let whole = gzip(&text);
            let truncated = whole.get(..whole.len().saturating_sub(cut).max(2)).unwrap_or_default();
            prop_assert_eq!(inflate(truncated, None, MAX_BODY_BYTES), Err(Rejection::InvalidGzip));
            let mut longer = whole.clone();
            longer.push(b'x');
            prop_assert_eq!(inflate(&longer, None, MAX_BODY_BYTES), Err(Rejection::InvalidGzip));
        }
    }
}
