//! Single words that strangers write: keys, cursors, times, headers, encodings.

use super::ingest::NOW;
use event_model::decode::ReadBatch;
use event_model::limits::MAX_BODY_BYTES;
use event_model::{check_word, clip_line, Device, EventId, EventType, OpaqueId};
use ingest_worker::body::{accepts_gzip, check_headers, inflate};
use ingest_worker::ingest::{decode, recognise, Form, Place};
use ingest_worker::instant;
use ingest_worker::key::PresentedKey;
use ingest_worker::login::{Secret, Secrets, Session, Site};
use ingest_worker::origin::is_origin;
use ingest_worker::query::cursor::Cursor;

/// One word in the place of each.
pub fn words(input: &[u8]) {
    if let Ok(inflated) = inflate(input, Some("gzip"), MAX_BODY_BYTES) {
        assert!(inflated.len() <= MAX_BODY_BYTES);
    }
    let text = String::from_utf8_lossy(input);
    let text = text.as_ref();
    if let Some(cursor) = Cursor::decode(text) {
        assert_eq!(cursor.encode(), text);
    }
    if let Some(key) = PresentedKey::parse(text) {
        assert!(text.len() < 64 && text.is_ascii() && key.hash().len() == 64);
    }
    assert!(!is_origin(text) || text.bytes().all(|byte| byte.is_ascii_graphic()));
    if check_headers(Some(text), Some(text), MAX_BODY_BYTES).is_ok() {
        assert!(matches!(text.trim().to_ascii_lowercase().as_str(), "" | "identity" | "gzip" | "x-gzip"), "{text}");
    }
    accepts_gzip(Some(text));
    instant::parse(text);
    for id in [
        EventId::parse(text, "id").ok().map(|id| id.as_str().to_owned()),
        OpaqueId::parse(text, "id").ok().map(|id| id.as_str().to_owned()),
    ] {
        assert!(id.is_none_or(|id| id == text));
    }
    assert_eq!(EventType::parse(text).is_ok(), check_word(text, 80).is_ok());
    let line = clip_line(text, 20);
    assert!(line.chars().count() <= 20 && clip_line(&line, 20) == line);
    agent(text);
    login(text);
}

/// A cookie's header, and what stands in it for a token: nobody guesses a signature.
fn login(text: &str) {
    let site = Site::of("https://a.example/");
    let Some(secret) = Secret::read(1, &"5e".repeat(32), 0) else { panic!("a secret is not read") };
    let secrets = Secrets::of(vec![secret]);
    for token in site.tokens(text).chain([text]) {
        assert_eq!(Session::verify(token, &secrets, NOW), None);
    }
    Site::of(text);
}

/// The headers of a browser, and what the platform says of a place.
fn agent(text: &str) {
    let page = br#"{"instance_id":"i","context":{"device":{"language":"de"}},"events":[{"type":"x"}]}"#;
    let Ok(mut batch): Result<ReadBatch, _> = decode(Form::Batch, page) else { panic!("a sound batch is not read") };
    recognise(&mut batch, |_| Some(text.to_owned()), || Place::read(|_| Some(text.to_owned())));
    let Device { kind, os, browser, .. } = &batch.context.device;
    assert!(
        [kind, os, browser].into_iter().flatten().all(|word| word.chars().count() <= 80 && clip_line(word, 80) == *word),
        "{:?}",
        batch.context
    );
}
