//! What must be true whatever the bytes are. A target panics where it is not.

mod documents;
mod import;
mod ingest;
mod leaks;
mod query;
mod redaction;
mod rows;
mod words;

/// One way in.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and that of its folder of inputs.
    pub name: &'static str,
    /// Takes any bytes.
    pub run: fn(&[u8]),
}

/// All of them.
pub const ALL: [Target; 10] = [
    Target { name: "batch", run: ingest::batch },
    Target { name: "single", run: ingest::single },
    Target { name: "import", run: import::lines },
    Target { name: "redaction", run: redaction::json },
    Target { name: "text", run: redaction::text },
    Target { name: "query", run: query::parameters },
    Target { name: "path", run: query::path },
    Target { name: "config", run: documents::config },
    Target { name: "plan", run: documents::plan },
    Target { name: "words", run: words::words },
];

/// The target with this name.
pub fn find(name: &str) -> Option<Target> {
    ALL.into_iter().find(|target| target.name == name)
}
