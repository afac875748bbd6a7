//! Events as comma-separated values (RFC 4180): a header row, `CRLF` behind each row, quotes where a value needs them.
//!
//! Values come from strangers and the file is opened in spreadsheets, which take a text that begins with `=`, `+`, `-`, `@`, a tab or a
//! carriage return for a formula. Such texts get a `'` before them (OWASP, CSV injection). Who wants each byte as it was takes NDJSON.

use super::item::StoredEvent;
use crate::instant::iso;
use event_model::Level;

/// The value of a cell.
enum Cell<'a> {
    Text(Option<&'a str>),
    Number(Option<i64>),
    Time(u64),
}

type ValueOf = for<'a> fn(&'a StoredEvent) -> Cell<'a>;

/// Every column's name, and where its value comes from.
const COLUMNS: [(&str, ValueOf); 45] = [
    ("id", |row| Cell::Text(Some(&row.event_id))),
    ("type", |row| Cell::Text(Some(&row.event_type))),
    ("category", |row| Cell::Text(Some(&row.category))),
    ("action", |row| Cell::Text(Some(&row.action))),
    ("level", |row| Cell::Text(Level::from_rank(row.level).map(Level::name))),
    ("occurred_at", |row| number(Some(row.occurred_at))),
    ("occurred_at_iso", |row| Cell::Time(row.occurred_at)),
    ("received_at", |row| number(Some(row.received_at))),
    ("seq", |row| number(row.seq)),
    ("instance_id", |row| text(&row.instance_id)),
    ("user_id", |row| text(&row.user_id)),
    ("visitor_id", |row| text(&row.visitor_id)),
    ("session_id", |row| text(&row.session_id)),
    ("actor_type", |row| Cell::Text(Some(&row.actor_type))),
    ("actor_id", |row| text(&row.actor_id)),
    ("actor_name", |row| text(&row.actor_name)),
    ("entity_type", |row| text(&row.entity_type)),
    ("entity_id", |row| text(&row.entity_id)),
    ("entity_title", |row| text(&row.entity_title)),
    ("stream_id", |row| text(&row.stream_id)),
    ("step", |row| Cell::Number(row.step)),
    ("correlation_id", |row| text(&row.correlation_id)),
    ("caused_by", |row| text(&row.caused_by)),
    ("ref", |row| text(&row.reference)),
    ("summary", |row| text(&row.summary)),
    ("duration_ms", |row| number(row.duration_ms)),
    ("page_path", |row| text(&row.page_path)),
    ("page_title", |row| text(&row.page_title)),
    ("page_referrer", |row| text(&row.page_referrer)),
    ("page_utm", |row| text(&row.page_utm)),
    ("page_click_id", |row| text(&row.page_click_id)),
    ("device_type", |row| text(&row.device_type)),
    ("device_os", |row| text(&row.device_os)),
    ("device_browser", |row| text(&row.device_browser)),
    ("device_screen", |row| text(&row.device_screen)),
    ("device_language", |row| text(&row.device_language)),
    ("device_timezone", |row| text(&row.device_timezone)),
    ("country", |row| text(&row.country)),
    ("region", |row| text(&row.region)),
    ("city", |row| text(&row.city)),
    ("colo", |row| text(&row.colo)),
    ("bot", |row| Cell::Number(row.bot.map(i64::from))),
    ("metadata", |row| text(&row.metadata)),
    ("context", |row| text(&row.context)),
    ("plan_fault", |row| text(&row.plan_fault)),
];

fn text(value: &Option<String>) -> Cell<'_> {
    Cell::Text(value.as_deref())
}

fn number(value: Option<u64>) -> Cell<'static> {
    Cell::Number(value.and_then(|number| i64::try_from(number).ok()))
}

/// The header row.
pub fn header() -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    names.join(",") + "\r\n"
}

/// Appends an event's row.
pub fn row(event: &StoredEvent, out: &mut Vec<u8>) {
    for (position, (_, value)) in COLUMNS.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        match value(event) {
            Cell::Text(text) => quoted(text.unwrap_or_default(), out),
            Cell::Number(number) => out.extend(number.map(|number| number.to_string()).unwrap_or_default().bytes()),
            Cell::Time(millis) => out.extend(iso(millis).bytes()),
        }
    }
    out.extend(b"\r\n");
}

/// The last row of what is not whole: why it ended, the number of events, and the place to go on from. No event's id begins with `#`.
pub fn end(outcome: &str, events: u64, after: &str) -> String {
    format!("#{outcome},{events},{after}{}\r\n", ",".repeat(COLUMNS.len() - 3))
}

fn quoted(text: &str, out: &mut Vec<u8>) {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !is_formula && !text.contains(['"', ',', '\n', '\r']) {
        out.extend(text.bytes());
        return;
    }
    out.push(b'"');
    if is_formula {
        out.push(b'\'');
    }
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 4180 read by its own words, for the tests.
    fn records(text: &str) -> Vec<Vec<String>> {
        let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            match c {
                '"' => loop {
                    match characters.next().expect("the quote is closed") {
                        '"' if characters.peek() == Some(&'"') => cell.push(characters.next().unwrap()),
                        '"' => break,
                        other => cell.push(other),
                    }
                },
                ',' => record.push(std::mem::take(&mut cell)),
                '\r' => {
                    assert_eq!(characters.next(), Some('\n'));
                    record.push(std::mem::take(&mut cell));
                    records.push(std::mem::take(&mut record));
                }
                other => cell.push(other),
            }
        }
        assert!(cell.is_empty() && record.is_empty());
        records
    }

    fn written(event: &StoredEvent) -> Vec<Vec<String>> {
        let mut out = header().into_bytes();
        row(event, &mut out);
        records(&String::from_utf8(out).unwrap())
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(title in any::<String>(), step in any::<i64>()) {
            let event = StoredEvent { entity_title: Some(title.clone()), step: Some(step), level: 4, ..StoredEvent::default() };
            let read = written(&event);
            prop_assert_eq!(read.len(), 2);
            prop_assert_eq!(read[1].len(), COLUMNS.len());
            let cell = |name: &str| read[1][read[0].iter().position(|one| one == name).unwrap()].clone();
            let guarded = if title.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{title}") } else { title };
            prop_assert_eq!(cell("entity_title"), guarded);
            prop_assert_eq!(cell("step"), step.to_string());
            prop_assert_eq!(cell("level"), "milestone");
        }
    }
}
