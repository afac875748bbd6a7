//! HTTP/1.1 over one connection that is kept: little enough to be sure of every byte, and of when a connection breaks.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longer than any answer may take.
const LIMIT: Duration = Duration::from_secs(60);

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the server will close the connection.
    pub closes: bool,
}

/// A connection to one server.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Connection {
    /// Connects to a host and port such as `127.0.0.1:8787`.
    pub fn open(host: &str) -> io::Result<Connection> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LIMIT))?;
        stream.set_write_timeout(Some(LIMIT))?;
        Ok(Connection { stream: BufReader::new(stream), host: host.to_owned() })
    }

    /// Asks for something.
    pub fn get(&mut self, path: &str, key: &str) -> io::Result<Reply> {
        let head = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {key}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(head.as_bytes())?;
        self.read()
    }

    /// Sends a body; its length is announced, or it comes in chunks.
    pub fn post(&mut self, path: &str, headers: &[(&str, &str)], body: &[u8], is_chunked: bool) -> io::Result<Reply> {
        let mut text = format!("POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: text/plain\r\n", self.host).into_bytes();
        for (name, value) in headers {
            text.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        match is_chunked {
            false => {
                text.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
                text.extend_from_slice(body);
            }
            true => {
                text.extend_from_slice(b"transfer-encoding: chunked\r\n\r\n");
                for chunk in body.chunks(700) {
                    text.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                    text.extend_from_slice(chunk);
                    text.extend_from_slice(b"\r\n");
                }
                text.extend_from_slice(b"0\r\n\r\n");
            }
        }
        self.stream.get_mut().write_all(&text)?;
        self.read()
    }

    fn read(&mut self) -> io::Result<Reply> {
        let status_line = self.line()?;
        let status = status_line.split(' ').nth(1).and_then(|text| text.parse().ok()).ok_or_else(|| bad("no status line"))?;
        let (mut length, mut is_chunked, mut closes) = (0, false, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            let Some((name, value)) = line.split_once(':') else { break };
            match (name, value.trim()) {
                ("content-length", text) => length = text.parse().map_err(|_| bad("no length"))?,
                ("transfer-encoding", text) => is_chunked = text == "chunked",
                ("connection", text) => closes = text == "close",
                _ => {}
            }
        }
        let mut body = Vec::new();
        if !is_chunked {
            self.append(length, &mut body)?;
            return Ok(Reply { status, body, closes });
        }
        loop {
            let size = usize::from_str_radix(self.line()?.trim(), 16).map_err(|_| bad("no chunk"))?;
            self.append(size, &mut body)?;
            self.line()?;
            if size == 0 {
                return Ok(Reply { status, body, closes });
            }
        }
    }

    /// A line without its end.
    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }

    fn append(&mut self, length: usize, to: &mut Vec<u8>) -> io::Result<()> {
        let read = Read::by_ref(&mut self.stream).take(length as u64).read_to_end(to)?;
        if read == length {
            Ok(())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
