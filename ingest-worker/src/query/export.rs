use super::csv;
use super::cursor::Cursor;
use super::filter::Filter;
use super::item::{Item, StoredEvent};
use super::parameters::Parameters;
use super::range::TimeRange;
use super::rejected::{RejectedItem, RejectedRow};
use crate::rejection::Rejection;
use event_model::EventId;
use serde::Serialize;

/// Rows of the first page. Nothing is known of their size yet, so it is small.
const FIRST_ROWS: u64 = 250;
/// Rows of one page at most.
const MOST_ROWS: u64 = 2_000;
/// Bytes of export that a page should come to. A page is in memory about six times on its way from the database into the answer, and a
/// Worker has 128 MB.
const PAGE_BYTES: u64 = 1_500_000;

/// The question of `GET /api/events/export`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportQuery {
    /// Which events.
    pub filter: Filter,
    /// How they are written.
    pub format: ExportFormat,
    /// The event behind which to begin, for who goes on with an export.
    pub after: Option<Cursor>,
    /// How many events to end after; `None` is all of them.
    pub limit: Option<u64>,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A line of JSON for each event, each like an item of `GET /api/events`.
    Ndjson,
    /// RFC 4180, with a header row.
    Csv,
}

impl ExportQuery {
    /// Reads the query string.
    pub fn parse(query: &str, now: u64) -> Result<ExportQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let filter = Filter::take(&mut parameters, now, TimeRange::default())?;
        let format = parameters.choice("format", ("ndjson", ExportFormat::Ndjson), &[("csv", ExportFormat::Csv)])?;
        let after = take_after(&mut parameters)?;
        let limit = parameters.number("limit", 1..=1_000_000_000)?.map(i64::unsigned_abs);
        parameters.finish()?;
        Ok(ExportQuery { filter, format, after, limit })
    }

    /// Reads the query string of `GET /api/users/{id}/export`, whose filter is the user.
    pub fn of_user(query: &str) -> Result<ExportQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let after = take_after(&mut parameters)?;
        parameters.finish()?;
        Ok(ExportQuery { filter: Filter::default(), format: ExportFormat::Ndjson, after, limit: None })
    }

    /// What stands before the first event.
    pub fn head(&self) -> String {
        match self.format {
            ExportFormat::Ndjson => String::new(),
            ExportFormat::Csv => csv::header(),
        }
    }

    /// Writes a page of events. Fails only for a row that this Worker did not write.
    pub fn write(&self, rows: Vec<StoredEvent>) -> Result<Vec<u8>, serde_json::Error> {
        let mut page = Vec::with_capacity(rows.len() * 600);
        for row in rows {
            match self.format {
                ExportFormat::Ndjson => line(&Item::from(row), &mut page)?,
                ExportFormat::Csv => csv::row(&row, &mut page),
            }
        }
        Ok(page)
    }

    /// The last line of an export that is not whole: why it ended, and where to go on. One that is whole has no such line.
    pub fn tail(&self, outcome: Outcome, pace: &Pace) -> String {
        let after = pace.after.as_ref().map(|last| format!("{}.{}", last.occurred_at, last.id.as_str()));
        match self.format {
            // The words are ours, and an id holds nothing that JSON or CSV would escape.
            ExportFormat::Ndjson => {
                let after = after.map(|place| format!(",\"after\":\"{place}\"")).unwrap_or_default();
                format!("{{\"export\":\"{}\",\"events\":{}{after}}}\n", outcome.name(), pace.events)
            }
            ExportFormat::Csv => csv::end(outcome.name(), pace.events, after.as_deref().unwrap_or_default()),
        }
    }
}

/// Why an export ended before all that was asked for was in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The statements that one request may make were used up. There may be more.
    Partial,
    /// The database did not answer.
    Failed,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Outcome::Partial => "partial",
            Outcome::Failed => "failed",
        }
    }
}

fn take_after(parameters: &mut Parameters) -> Result<Option<Cursor>, Rejection> {
    let fault = || Rejection::parameter("after", "occurred_at and id of the last event that arrived, with a dot between them");
    parameters.text("after")?.map(|text| place(&text).ok_or_else(fault)).transpose()
}

/// Reads `<occurred_at>.<id>`, which can be read off the last event of an export.
fn place(text: &str) -> Option<Cursor> {
    let (time, id) = text.split_once('.')?;
    Some(Cursor { occurred_at: time.parse().ok()?, id: EventId::parse(id, "after").ok()? })
}

/// Writes rejected events of a user, each as `{"rejected": …}`: so nobody takes one for an event that is stored.
pub fn write_rejected(rows: Vec<RejectedRow>) -> Result<Vec<u8>, serde_json::Error> {
    #[derive(Serialize)]
    struct Line {
        rejected: RejectedItem,
    }
    let mut page = Vec::new();
    for row in rows {
        line(&Line { rejected: RejectedItem::from(row) }, &mut page)?;
    }
    Ok(page)
}

fn line<T: Serialize>(item: &T, page: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    let start = page.len();
    serde_json::to_writer(&mut *page, item)?;
    // Free JSON goes out as it came, and may be spread over lines. Within texts line ends are escaped, so these only separate.
    for byte in page.iter_mut().skip(start).filter(|byte| matches!(byte, b'\n' | b'\r')) {
        *byte = b' ';
    }
    page.push(b'\n');
    Ok(())
}

/// How an export goes on: page by page, each as large as the one before lets expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The event that the next page begins behind.
    pub after: Option<Cursor>,
    /// How many events were written.
    pub events: u64,
    rows: u64,
    left: Option<u64>,
    pages_left: u32,
    is_complete: bool,
}

/// What comes next in an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A page of so many rows at most.
    Page(u64),
    /// Nothing: all that was asked for is written.
    End,
    /// Nothing, although there may be more.
    Stop(Outcome),
}

impl Pace {
    /// Starts an export that may ask the database so many times.
    pub fn start(query: &ExportQuery, pages: u32) -> Pace {
        Pace { after: query.after.clone(), events: 0, rows: FIRST_ROWS, left: query.limit, pages_left: pages, is_complete: false }
    }

    /// What to read next.
    pub fn next(&self) -> Next {
        match (self.left, self.pages_left) {
            _ if self.is_complete => Next::End,
            (Some(0), _) => Next::End,
            (_, 0) => Next::Stop(Outcome::Partial),
            (left, _) => Next::Page(self.rows.min(left.unwrap_or(u64::MAX))),
        }
    }

    /// Takes one of the statements that are left for something beside the events; none may be left.
    pub fn take_page(&mut self) -> bool {
        let is_any = self.pages_left > 0;
        self.pages_left = self.pages_left.saturating_sub(1);
        is_any
    }

    /// All that was found is written; there may be more where it `is_cut`.
    pub fn end(&mut self, is_cut: bool) {
        self.is_complete = !is_cut;
        self.pages_left = 0;
    }

    /// A page was read: its number of rows, the bytes they came to, and the last of them; `None` when there was none.
    pub fn took(&mut self, rows: u64, bytes: u64, last: Option<Cursor>) {
        let asked = self.rows.min(self.left.unwrap_or(u64::MAX));
        self.took_some(rows, bytes, last);
        self.is_complete = rows < asked;
    }

    /// The same of a page that may be followed by more, however few rows it had.
    pub fn took_some(&mut self, rows: u64, bytes: u64, last: Option<Cursor>) {
        self.pages_left = self.pages_left.saturating_sub(1);
        self.after = last.or(self.after.take());
        self.events += rows;
        self.left = self.left.map(|left| left.saturating_sub(rows));
        self.rows = (PAGE_BYTES * rows / bytes.max(1)).clamp(FIRST_ROWS / 4, MOST_ROWS);
    }
}

/// The place of the last row, behind which the next page begins.
pub fn last_place(rows: &[StoredEvent]) -> Option<Cursor> {
    let last = rows.last()?;
    Some(Cursor { occurred_at: last.occurred_at, id: EventId::parse(&last.event_id, "id").ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_question_takes_filters_format_place_and_limit() {
        let made = ExportQuery::parse("type=a&format=csv&after=1000.order-7&limit=3", 0).unwrap();
        assert_eq!((made.format, made.limit, made.filter.dimensions.conditions.len()), (ExportFormat::Csv, Some(3), 1));
        assert_eq!(made.after, Some(Cursor { occurred_at: 1000, id: EventId::parse("order-7", "id").unwrap() }));
        assert_eq!(ExportQuery::parse("", 0).map(|made| made.format), Ok(ExportFormat::Ndjson));
        for (query, field) in [
            ("format=xml", "format"),
            ("after=7", "after"),
            ("after=x.a", "after"),
            ("after=7.a b", "after"),
            ("limit=0", "limit"),
            ("page=2", "page"),
        ] {
            assert_eq!(ExportQuery::parse(query, 0).unwrap_err().field(), Some(field), "{query}");
        }
    }

    fn event(id: &str) -> StoredEvent {
        StoredEvent { occurred_at: 7, event_id: id.into(), event_type: "x".into(), level: 2, ..StoredEvent::default() }
    }

    #[test]
    fn free_json_over_several_lines_is_one_line() {
        let row = StoredEvent { metadata: Some("{\"a\":\r\n [1,\n\"\\n\"]}".into()), ..event("a") };
        let page = ExportQuery::parse("", 0).unwrap().write(vec![row, event("b")]).unwrap();
        let text = String::from_utf8(page).unwrap();
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((lines.len(), &lines[0]["metadata"]["a"][1]), (2, &serde_json::json!("\n")));
        assert!(text.ends_with("}\n"));
    }

    #[test]
    fn only_what_is_not_whole_has_a_line_that_says_so() {
        let query = ExportQuery::parse("limit=300", 0).unwrap();
        let mut pace = Pace::start(&query, 9);
        assert_eq!(pace.next(), Next::Page(250));
        pace.took(250, 100_000, last_place(&[event("a")]));
        assert_eq!(pace.next(), Next::Page(50));
        pace.took(50, 1, last_place(&[event("b")]));
        assert_eq!(pace.next(), Next::End);
        assert_eq!(query.tail(Outcome::Failed, &pace), "{\"export\":\"failed\",\"events\":300,\"after\":\"7.b\"}\n");

        let all = ExportQuery::parse("format=csv", 0).unwrap();
        let mut short = Pace::start(&all, 1);
        short.took(250, 100_000, last_place(&[event("a")]));
        assert_eq!(short.next(), Next::Stop(Outcome::Partial));
        let mut whole = Pace::start(&all, 2);
        whole.took(249, 100_000, last_place(&[event("a")]));
        assert_eq!(whole.next(), Next::End);
        assert!(all.tail(Outcome::Partial, &short).starts_with("#partial,250,7.a,"));
        let mut nothing = Pace::start(&query, 9);
        assert_eq!(query.tail(Outcome::Failed, &nothing), "{\"export\":\"failed\",\"events\":0}\n");
        nothing.took(0, 0, None);
        assert_eq!(nothing.next(), Next::End);
    }

    proptest! {
        #[test]
        fn pages_are_as_large_as_rows_are_small(rows in 250u64..3000, bytes in 1u64..50_000_000) {
            let mut pace = Pace::start(&ExportQuery::parse("", 0).unwrap(), 9);
            pace.took(rows, bytes, last_place(&[event("a")]));
            let Next::Page(next) = pace.next() else { return Err(TestCaseError::fail("no page")) };
            prop_assert!((62..=MOST_ROWS).contains(&next));
            prop_assert!(next == 62 || next * bytes / rows <= PAGE_BYTES + bytes / rows, "{next}");
        }
    }
}
