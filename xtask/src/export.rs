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
        let body = remote.fetch(path.trim_end_matches('&'))?;
        let piece = Piece::read(&body, arguments.format);
        let events = piece.as_ref().map_or(0, |piece| piece.end.events);
        tried = if events > 0 { 0 } else { tried + 1 };
        let Some(piece) = piece.filter(|piece| piece.end.outcome == "complete" || tried < TRIES) else {
            if tried < TRIES {
                std::thread::sleep(Duration::from_secs(1 << tried));
                continue;
            }
            bail!("the server's answers break off; {total} events are in {}, the last of them {after:?}", arguments.file.display());
        };
        out.write_all(piece.text(after.is_none()).as_bytes())?;
        total += events;
        bar.inc(events);
        if piece.end.outcome == "complete" {
            out.write_all(piece.last_line(total).as_bytes())?;
            break;
        }
        after = piece.end.after.clone().or(after);
    }
    out.into_inner().map_err(|error| error.into_error())?.finish()?;
    bar.finish_and_clear();
    println!("{total} events in {}", arguments.file.display());
    Ok(())
}

/// One answer: events, and a last line that says how it ended.
struct Piece<'a> {
    format: Format,
    header: &'a str,
    events: &'a str,
    end: End,
}

#[derive(Debug, PartialEq, Eq)]
struct End {
    outcome: String,
    events: u64,
    after: Option<String>,
}

impl<'a> Piece<'a> {
    /// Reads a body; `None` when it broke off before its last line.
    fn read(body: &'a str, format: Format) -> Option<Piece<'a>> {
        let whole = body.strip_suffix('\n')?;
        let start = whole.rfind('\n').map_or(0, |at| at + 1);
        let (above, last) = (body.get(..start)?, whole.get(start..)?.trim_end());
        let end = match format {
            Format::Ndjson => {
                let said: serde_json::Value = serde_json::from_str(last).ok()?;
                let text = |name| said.get(name)?.as_str().map(str::to_owned);
                End { outcome: text("export")?, events: said.get("events")?.as_u64()?, after: text("after") }
            }
            Format::Csv => {
                let mut cells = last.strip_prefix('#')?.split(',').map(str::to_owned);
                End { outcome: cells.next()?, events: cells.next()?.parse().ok()?, after: cells.next().filter(|place| !place.is_empty()) }
            }
        };
        let header_bytes = if format == Format::Csv { above.find('\n')? + 1 } else { 0 };
        let (header, events) = above.split_at_checked(header_bytes)?;
        Some(Piece { format, header, events, end })
    }

    /// What goes into the file; the header once.
    fn text(&self, is_first: bool) -> String {
        if is_first {
            [self.header, self.events].concat()
        } else {
            self.events.to_owned()
        }
    }

    /// The file's last line, with the number of all its events.
    fn last_line(&self, total: u64) -> String {
        match self.format {
            Format::Ndjson => format!("{{\"export\":\"complete\",\"events\":{total}}}\n"),
            Format::Csv => format!("#complete,{total}{}\r\n", ",".repeat(self.header.matches(',').count().saturating_sub(1))),
        }
    }
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

    #[test]
    fn the_last_line_is_read_and_what_lacks_it_is_nothing() {
        let body = "{\"id\":\"a\"}\n{\"export\":\"partial\",\"events\":1,\"after\":\"7.a\"}\n";
        let piece = Piece::read(body, Format::Ndjson).unwrap();
        assert_eq!(piece.end, End { outcome: "partial".into(), events: 1, after: Some("7.a".into()) });
        assert_eq!(
            (piece.text(true).as_str(), piece.last_line(9).as_str()),
            ("{\"id\":\"a\"}\n", "{\"export\":\"complete\",\"events\":9}\n")
        );
        for cut in 0..body.len() {
            assert!(Piece::read(&body[..cut], Format::Ndjson).is_none(), "{cut}");
        }
    }

    #[test]
    fn a_header_is_written_once() {
        let piece = Piece::read("id,type,n,m\r\na,x,1,2\r\n#complete,1,,\r\n", Format::Csv).unwrap();
        assert_eq!(piece.end, End { outcome: "complete".into(), events: 1, after: None });
        assert_eq!((piece.text(true).as_str(), piece.text(false).as_str()), ("id,type,n,m\r\na,x,1,2\r\n", "a,x,1,2\r\n"));
        assert_eq!(piece.last_line(5), "#complete,5,,\r\n");
    }
}
