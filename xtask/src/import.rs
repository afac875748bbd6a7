//! `cargo xtask import`: a file of exported events into a server, in pieces that a request can hold. Repeating an import does no harm.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{bail, ensure, Context, Result};
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;

use crate::remote::Remote;

/// Bytes of one piece. A little below what the server takes.
const PIECE_BYTES: usize = 1_000_000;
/// Bad lines that are printed. All are counted.
const MAX_PRINTED: u64 = 1_000;

/// What `import` accepts.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArguments {
    /// NDJSON of an export, plain or gzip.
    file: PathBuf,
    /// The server.
    #[arg(long)]
    url: String,
    /// An admin key of the project that the events shall belong to.
    #[arg(long)]
    key: String,
    /// Lines of one request at most; fewer for a server that may not compute for long.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u64).range(1..))]
    lines: u64,
}

/// Sends the file, and says what became of its lines.
pub fn run(arguments: &ImportArguments) -> Result<()> {
    let remote = Remote::new(&arguments.url, &arguments.key);
    let bar = ProgressBar::new(arguments.file.metadata().map(|data| data.len()).unwrap_or(0));
    bar.set_style(ProgressStyle::with_template("  {wide_bar} {bytes}/{total_bytes}, {eta} left, {msg}")?);
    let mut pieces = Pieces::of(lines_of(&arguments.file, &bar)?, arguments.lines);
    let mut sum = Sum::default();
    while let Some(piece) = pieces.next()? {
        let answer = remote.send("/api/events/import", &piece.text)?;
        let tally: Tally = serde_json::from_str(&answer).with_context(|| format!("not an account of an import: {answer}"))?;
        for bad in &tally.bad_lines {
            sum.named += 1;
            if sum.named <= MAX_PRINTED {
                bar.suspend(|| println!("line {}: {}", piece.first + bad.line - 1, bad.said()));
            }
        }
        sum.add(&tally);
        bar.set_message(format!("{} accepted, {} duplicate, {} rejected", sum.accepted, sum.duplicate, sum.rejected));
    }
    bar.finish_and_clear();
    println!("{} lines: {} accepted, {} duplicate, {} rejected", sum.lines, sum.accepted, sum.duplicate, sum.rejected);
    ensure!(sum.rejected == 0, "{} lines are no events; those named above by their numbers were not imported", sum.rejected);
    if let Some(end) = pieces.end.filter(|end| !end.contains("\"complete\"")) {
        bail!("the file is not a complete export; its last line says {end}");
    }
    Ok(())
}

/// What the server says of one piece.
#[derive(Debug, Deserialize)]
struct Tally {
    lines: u64,
    accepted: u64,
    duplicate: u64,
    rejected: u64,
    bad_lines: Vec<BadLine>,
}

#[derive(Debug, Deserialize)]
struct BadLine {
    line: u64,
    code: String,
    #[serde(default)]
    field: String,
    detail: String,
}

impl BadLine {
    fn said(&self) -> String {
        let place = if self.field.is_empty() { String::new() } else { format!(" in {}", self.field) };
        format!("{}{place}: {}", self.code, self.detail)
    }
}

#[derive(Debug, Default)]
struct Sum {
    lines: u64,
    accepted: u64,
    duplicate: u64,
    rejected: u64,
    named: u64,
}

impl Sum {
    fn add(&mut self, tally: &Tally) {
        self.lines += tally.lines;
        self.accepted += tally.accepted;
        self.duplicate += tally.duplicate;
        self.rejected += tally.rejected;
    }
}

/// The file's text, unpacked if it is gzip; the bar follows the bytes of the file.
fn lines_of(file: &Path, bar: &ProgressBar) -> Result<Box<dyn BufRead>> {
    let open = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let mut plain = BufReader::new(bar.wrap_read(open));
    let is_gzip = plain.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip { Box::new(BufReader::new(MultiGzDecoder::new(plain))) } else { Box::new(plain) })
}

/// Some lines of the file.
struct Piece {
    /// The number of its first line in the file, from 1.
    first: u64,
    text: Vec<u8>,
}

/// The file in pieces, each of whole lines.
struct Pieces {
    source: Box<dyn BufRead>,
    max_lines: u64,
    /// Lines that were read.
    read: u64,
    /// A line that did not fit into the piece before.
    left: Vec<u8>,
    /// The last line of the export, if it was met.
    end: Option<String>,
}

impl Pieces {
    fn of(source: Box<dyn BufRead>, max_lines: u64) -> Pieces {
        Pieces { source, max_lines, read: 0, left: Vec::new(), end: None }
    }

    fn next(&mut self) -> Result<Option<Piece>> {
        let mut text = std::mem::take(&mut self.left);
        let first = if text.is_empty() { self.read + 1 } else { self.read };
        while self.read + 1 - first < self.max_lines {
            let mut line = Vec::new();
            // A line that has no end within this is none of ours; the server will say so of each of its parts.
            if self.source.by_ref().take(PIECE_BYTES as u64).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            self.read += 1;
            if line.starts_with(b"{\"export\":") {
                self.end = Some(String::from_utf8_lossy(&line).trim().to_owned());
            }
            if text.len() + line.len() > PIECE_BYTES {
                self.left = line;
                break;
            }
            text.append(&mut line);
        }
        Ok((!text.is_empty()).then_some(Piece { first, text }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &'static str, max_lines: u64) -> Vec<(u64, String)> {
        let mut pieces = Pieces::of(Box::new(text.as_bytes()), max_lines);
        std::iter::from_fn(|| pieces.next().unwrap()).map(|piece| (piece.first, String::from_utf8(piece.text).unwrap())).collect()
    }

    #[test]
    fn pieces_are_whole_lines_and_know_their_numbers() {
        let said = |list: &[(u64, &str)]| list.iter().map(|(first, text)| (*first, (*text).to_owned())).collect::<Vec<_>>();
        assert_eq!(pieces("a\nb\n\nc", 2), said(&[(1, "a\nb\n"), (3, "\nc")]));
        assert_eq!(pieces("", 2), []);
    }

    #[test]
    fn a_piece_ends_before_it_is_too_large() {
        let text: &'static str = format!("{}\n", "x".repeat(399_999)).repeat(5).leak();
        let made: Vec<(u64, usize)> = pieces(text, 5_000).into_iter().map(|(first, text)| (first, text.len())).collect();
        assert_eq!(made, [(1, 800_000), (3, 800_000), (5, 400_000)]);
    }
}
