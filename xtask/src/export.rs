//! `cargo xtask export`: all events of a server into a file, in pieces, so that a server that may not compute for long can give them all,
//! and an answer that breaks off is asked for again.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use clap::ValueEnum;
use flate2::write::GzEncoder;
use flate2::Compression;
use indicatif::{ProgressBar, ProgressStyle};

use crate::remote::Remote;

/// How often a piece is asked for in vain.
const TRIES: u32 = 5;

/// What `export` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct ExportArguments {
    /// The file to write; gzip if its name ends in .gz.
    file: PathBuf,
    /// The server.
    #[arg(long)]
    url: String,
    /// A read or admin key of the project.
    #[arg(long)]
    key: String,
    /// How events are written; only NDJSON can be imported.
    #[arg(long, value_enum, default_value = "ndjson")]
    format: Format,
    /// Which events, as in `GET /api/events`: type=task_created&from=2026-01-01.
    #[arg(long, value_name = "QUERY", default_value = "")]
    filter: String,
    /// Events of one request at most; fewer for a server that may not compute for long.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..))]
    events: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Ndjson,
    Csv,
}

/// Fetches piece after piece and writes each when it is whole.
pub fn run(arguments: &ExportArguments) -> Result<()> {
    let remote = Remote::new(&arguments.url, &arguments.key);
    let file = File::create(&arguments.file).with_context(|| format!("cannot write {}", arguments.file.display()))?;
    let mut out = BufWriter::new(match arguments.file.extension().is_some_and(|extension| extension == "gz") {
        true => Target::Gzip(GzEncoder::new(file, Compression::default())),
        false => Target::Plain(file),
    });
    let bar = ProgressBar::no_length();
    bar.set_style(ProgressStyle::with_template("  {spinner} {human_pos} events, {per_sec}")?);
    let name = if arguments.format == Format::Csv { "csv" } else { "ndjson" };
    let question = format!("/api/events/export?format={name}&limit={}&{}", arguments.events, arguments.filter);
    let (mut after, mut total, mut tried) = (None, 0, 0);
    loop {
        let path = after.as_ref().map_or_else(|| question.clone(), |place| format!("{question}&after={place}"));
        let answer = remote.fetch(path.trim_end_matches('&'))?;
        let announced = answer.events.context("the answer does not say how many events it has (x-trailmark-events); update the server")?;
        let piece = Piece::read(&answer.text, arguments.format);
        let end = piece.end(announced, arguments.events);
        // Of what was cut off nobody knows where its last event ends, so none of it is taken.
        let events = if matches!(end, End::Cut) { 0 } else { piece.events };
        if events > 0 || matches!(end, End::Whole) {
            out.write_all(piece.text(total == 0).as_bytes())?;
            total += events;
            bar.inc(events);
        }
        let fault = match end {
            End::Whole => break,
            End::GoOn(place) if events > 0 => {
                (after, tried) = (Some(place), 0);
                continue;
            }
            End::GoOn(_) => "the server does not get to any event within one request".to_owned(),
            End::Failed(place) => {
                after = place.or(after);
                "the server's database stopped answering".to_owned()
            }
            End::Cut => format!("the connection was cut: {announced} events were announced, and {} came", piece.events),
        };
        tried = if events > 0 { 1 } else { tried + 1 };
        if tried >= TRIES {
            let place = after.map(|place| format!(", up to {place}")).unwrap_or_default();
            bail!("{fault}. In {} are only the first {total} events{place}", arguments.file.display());
        }
        std::thread::sleep(Duration::from_secs(1 << tried));
    }
    out.into_inner().map_err(|error| error.into_error())?.finish()?;
    bar.finish_and_clear();
    println!("{total} events in {}", arguments.file.display());
    Ok(())
}

/// One answer: a header row if it is CSV, events, and a line that says why not all are there, if so.
struct Piece<'a> {
    format: Format,
    header: &'a str,
    /// The events' lines, and how many they are.
    lines: &'a str,
    events: u64,
    last: Option<&'a str>,
    status: Option<&'a str>,
}

/// How an answer ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// Nothing comes behind it.
    Whole,
    /// More may come behind this place.
    GoOn(String),
    /// The server could not go on behind this place; `None` is the beginning.
    Failed(Option<String>),
    /// Fewer events than were announced, and nothing says why.
    Cut,
}

impl<'a> Piece<'a> {
    /// Reads a body as far as it came. What stands behind the last whole line is dropped.
    fn read(body: &'a str, format: Format) -> Piece<'a> {
        let mut rows = rows(body, format);
        let header = if format == Format::Csv { rows.next().unwrap_or_default() } else { "" };
        let marker = if format == Format::Csv { "#" } else { "{\"export\":" };
        let mut piece = Piece { format, header, lines: "", events: 0, last: None, status: None };
        let mut bytes = 0;
        for row in rows {
            if row.starts_with(marker) {
                piece.status = Some(row.trim_end());
                break;
            }
            bytes += row.len();
            piece.events += 1;
            piece.last = Some(row);
        }
        piece.lines = body.get(header.len()..header.len() + bytes).unwrap_or_default();
        piece
    }

    /// How it ended, given how many events it was to have, and how many were asked for at most.
    fn end(&self, announced: u64, limit: u64) -> End {
        if let Some((outcome, place)) = self.status.and_then(|line| self.said(line)) {
            return match (outcome.as_str(), place) {
                ("partial", Some(place)) => End::GoOn(place),
                (_, place) => End::Failed(place),
            };
        }
        let is_begun = self.format == Format::Ndjson || !self.header.is_empty();
        match self.last.and_then(|row| self.place(row)) {
            _ if self.events < announced || !is_begun => End::Cut,
            Some(place) if self.events >= limit => End::GoOn(place),
            _ => End::Whole,
        }
    }

    /// What the last line says: the outcome, and where to go on.
    fn said(&self, line: &str) -> Option<(String, Option<String>)> {
        match self.format {
            Format::Ndjson => {
                let said: serde_json::Value = serde_json::from_str(line).ok()?;
                let text = |name| said.get(name)?.as_str().map(str::to_owned);
                Some((text("export")?, text("after")))
            }
            Format::Csv => {
                let mut cells = line.strip_prefix('#')?.split(',').map(str::to_owned);
                Some((cells.next()?, cells.nth(1).filter(|place| !place.is_empty())))
            }
        }
    }

    /// The place of an event, which an export can go on behind: `<occurred_at>.<id>`.
    fn place(&self, row: &str) -> Option<String> {
        match self.format {
            Format::Ndjson => {
                let event: serde_json::Value = serde_json::from_str(row).ok()?;
                Some(format!("{}.{}", event.get("occurred_at")?.as_u64()?, event.get("id")?.as_str()?))
            }
            Format::Csv => {
                let cells: Vec<&str> = split(row.trim_end(), b',').map(|cell| cell.trim_end_matches(',')).collect();
                let names = self.header.trim_end().split(',');
                let cell = |name| cells.get(names.clone().position(|one| one == name)?).copied();
                // An id holds letters, digits, `_` and `-`; with `-` at its beginning it is marked as no formula.
                Some(format!("{}.{}", cell("occurred_at")?, cell("id")?.trim_matches('"').trim_start_matches('\'')))
            }
        }
    }

    /// What goes into the file; the header once.
    fn text(&self, is_first: bool) -> String {
        [if is_first { self.header } else { "" }, self.lines].concat()
    }
}

/// The whole lines of a body, each with its end. A line of CSV ends outside of quotes only.
fn rows(body: &str, format: Format) -> Box<dyn Iterator<Item = &str> + '_> {
    match format {
        Format::Ndjson => Box::new(body.split_inclusive('\n').filter(|line| line.ends_with('\n'))),
        Format::Csv => Box::new(split(body, b'\n').filter(|row| row.ends_with('\n'))),
    }
}

/// Cuts CSV behind every separator that stands outside of quotes.
fn split(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    text.split_inclusive(move |character: char| {
        is_quoted ^= character == '"';
        !is_quoted && character == char::from(separator)
    })
}

/// Where the file's bytes go.
enum Target {
    Plain(File),
    Gzip(GzEncoder<File>),
}

impl Target {
    fn finish(self) -> std::io::Result<()> {
        match self {
            Target::Plain(file) => file.sync_all(),
            Target::Gzip(gzip) => gzip.finish()?.sync_all(),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Target::Plain(file) => file.write(bytes),
            Target::Gzip(gzip) => gzip.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Target::Plain(file) => file.flush(),
            Target::Gzip(gzip) => gzip.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: &str = "{\"id\":\"a\",\"occurred_at\":7}\n{\"id\":\"b\",\"occurred_at\":8}\n";

    #[test]
    fn an_answer_is_whole_when_all_that_was_announced_came() {
        let piece = Piece::read(EVENTS, Format::Ndjson);
        assert_eq!((piece.end(2, 3), piece.end(2, 2), piece.end(3, 9)), (End::Whole, End::GoOn("8.b".into()), End::Cut));
        // More came while it was written.
        assert_eq!(piece.end(1, 3), End::Whole);
        assert_eq!(piece.text(true), EVENTS);
        assert_eq!(Piece::read("", Format::Ndjson).end(0, 3), End::Whole);
        for cut in 0..EVENTS.len() {
            assert_eq!(Piece::read(&EVENTS[..cut], Format::Ndjson).end(2, 3), End::Cut, "{cut}");
        }
    }

    #[test]
    fn a_line_says_why_not_all_came_and_is_never_kept() {
        for (outcome, end) in [("partial", End::GoOn("8.b".into())), ("failed", End::Failed(Some("8.b".into())))] {
            let body = format!("{EVENTS}{{\"export\":\"{outcome}\",\"events\":2,\"after\":\"8.b\"}}\n");
            let piece = Piece::read(&body, Format::Ndjson);
            assert_eq!((piece.end(9, 20), piece.events, piece.text(false).as_str()), (end, 2, EVENTS));
            for cut in 0..body.len() {
                assert_eq!(Piece::read(&body[..cut], Format::Ndjson).end(9, 20), End::Cut, "{cut}");
            }
        }
        assert_eq!(Piece::read("{\"export\":\"failed\",\"events\":0}\n", Format::Ndjson).end(9, 20), End::Failed(None));
    }

    #[test]
    fn csv_is_read_by_its_quotes_and_its_header_written_once() {
        let (header, rows) = ("id,type,occurred_at\r\n", "a,\"x,\r\n\"\"y\"\"\",7\r\n\"'-b\",\"#,\",8\r\n");
        let body = [header, rows].concat();
        let piece = Piece::read(&body, Format::Csv);
        assert_eq!((piece.events, piece.end(2, 3), piece.end(2, 2)), (2, End::Whole, End::GoOn("8.-b".into())));
        assert_eq!((piece.text(true), piece.text(false).as_str()), (body.clone(), rows));
        for cut in 0..body.len() {
            assert_eq!(Piece::read(&body[..cut], Format::Csv).end(2, 3), End::Cut, "{cut}");
        }
        let partial = format!("{body}#partial,2,8.-b\r\n");
        let piece = Piece::read(&partial, Format::Csv);
        assert_eq!((piece.end(9, 20), piece.text(false).as_str()), (End::GoOn("8.-b".into()), rows));
        assert_eq!((Piece::read(header, Format::Csv).end(0, 3), Piece::read("id,ty", Format::Csv).end(0, 3)), (End::Whole, End::Cut));
    }
}
