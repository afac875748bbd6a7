use crate::ingest::{Digest, Imported, Replayed};
use crate::instant::iso;
use crate::key::Project;
use crate::usage::Figures;
use event_model::Answer;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What becomes known of a request while it is answered, for its line in the log. Never contents.
#[derive(Debug, Default)]
pub struct Note {
    /// What was asked of D1.
    pub spent: Rc<Cell<Figures>>,
    known: RefCell<Known>,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Known {
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<usize>,
    #[serde(flatten)]
    verdicts: Option<Verdicts>,
    #[serde(flatten)]
    digest: Option<Digest>,
}

/// What became of the events of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Verdicts {
    pub events: usize,
    pub accepted: usize,
    pub duplicate: usize,
    pub rejected: usize,
    pub limited: usize,
}

impl From<&Answer> for Verdicts {
    fn from(answer: &Answer) -> Verdicts {
        let Answer { accepted, duplicate, rejected, limited, .. } = *answer;
        Verdicts { events: accepted + duplicate + rejected + limited, accepted, duplicate, rejected, limited }
    }
}

impl From<&Imported> for Verdicts {
    fn from(imported: &Imported) -> Verdicts {
        let Imported { lines, accepted, duplicate, rejected, .. } = *imported;
        Verdicts { events: lines, accepted, duplicate, rejected, limited: 0 }
    }
}

impl From<&Replayed> for Verdicts {
    fn from(answer: &Replayed) -> Verdicts {
        let Replayed { replayed, accepted, duplicate, rejected, limited, .. } = *answer;
        Verdicts { events: replayed, accepted, duplicate, rejected, limited }
    }
}

impl Note {
    /// The key opened this project.
    pub fn project(&self, project: Project) {
        self.known.borrow_mut().project = Some(project.id());
    }

    /// The body had so many bytes, inflated.
    pub fn bytes(&self, bytes: usize) {
        self.known.borrow_mut().bytes = Some(bytes);
    }

    /// What the events were about.
    pub fn digest(&self, digest: Digest) {
        self.known.borrow_mut().digest = Some(digest);
    }

    /// What became of them.
    pub fn verdicts(&self, verdicts: impl Into<Verdicts>) {
        self.known.borrow_mut().verdicts = Some(verdicts.into());
    }
}

/// What is known of every request in the end.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// The method.
    pub method: &'a str,
    /// The path with its parameters unnamed.
    pub endpoint: &'static str,
    /// The answer's status.
    pub status: u16,
    /// The code of a refusal.
    pub code: Option<&'a str>,
    /// When the request came, in milliseconds since the epoch.
    pub at: u64,
    /// How long it took.
    pub millis: u64,
}

/// A request's line in the log, JSON.
pub fn line(ended: Ended, note: &Note) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        at: String,
        method: &'a str,
        endpoint: &'static str,
        status: u16,
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<&'a str>,
        ms: u64,
        #[serde(flatten)]
        known: Known,
        rows_read: u64,
        rows_written: u64,
    }
    let Figures { rows_read, rows_written, .. } = note.spent.get();
    let Ended { method, endpoint, status, code, at, millis } = ended;
    let known = note.known.borrow().clone();
    let line = Line { at: iso(at), method, endpoint, status, code, ms: millis, known, rows_read, rows_written };
    // Numbers, texts and lists of them always have a JSON form.
    serde_json::to_string(&line).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{json, Value};

    fn ended(status: u16, code: Option<&str>) -> Ended<'_> {
        Ended { method: "POST", endpoint: "/api/events/log", status, code, at: 1_771_405_200_000, millis: 12 }
    }

    #[test]
    fn a_line_says_what_is_known() {
        let note = Note::default();
        let bare = r#"{"at":"2026-02-18T09:00:00.000Z","method":"POST","endpoint":"/api/events/log","status":401,"code":"missing_key","ms":12,"rows_read":0,"rows_written":0}"#;
        assert_eq!(line(ended(401, Some("missing_key")), &note), bare);
        note.project(Project::of(3));
        note.bytes(99);
        note.digest(Digest { refs: vec!["r".into()], ..Digest::default() });
        note.verdicts(&Answer::new(None, 0, 2, Vec::new()));
        note.spent.set(Figures { rows_read: 4, rows_written: 3, ..Figures::default() });
        let full: Value = serde_json::from_str(&line(ended(200, None), &note)).unwrap();
        assert_eq!((&full["project"], &full["bytes"], &full["events"], &full["accepted"]), (&json!(3), &json!(99), &json!(2), &json!(2)));
        assert_eq!(
            (&full["refs"], &full["types"], &full["rows_written"], &full["code"]),
            (&json!(["r"]), &json!({}), &json!(3), &Value::Null)
        );
    }
}
