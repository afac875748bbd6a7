use serde::{Serialize, Serializer};

/// What became of one event. Every event of a request gets exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "lowercase"))]
pub enum Verdict {
    /// Stored now.
    Accepted,
    /// Stored before, by an earlier request or earlier in this one.
    Duplicate,
    /// Not stored and never will be as it is; the code says why.
    Rejected,
    /// Not stored for now; send it again later.
    Limited,
}

impl Verdict {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Accepted => "accepted",
            Verdict::Duplicate => "duplicate",
            Verdict::Rejected => "rejected",
            Verdict::Limited => "limited",
        }
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The verdict on one event that was not simply accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerdictLine {
    /// The event's place in the request, from 0.
    pub index: usize,
    /// The event's id, when it had a readable one.
    pub id: Option<String>,
    /// What became of it.
    pub verdict: Verdict,
    /// The stable code of a rejection or a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The field that was at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// A sentence for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Something to know of an event that was stored all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Warning {
    /// The event's place in the request, from 0.
    pub index: usize,
    /// The event's id, when it had one.
    pub id: Option<String>,
    /// The stable code.
    pub code: &'static str,
    /// The field that it is about.
    pub field: String,
    /// A sentence for people.
    pub detail: String,
}

/// The answer to a batch: four counts that add up to the events sent, and a line for each event that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The batch's own id, when it had one.
    pub batch_id: Option<String>,
    /// The server's clock, in milliseconds since the epoch.
    pub server_time: u64,
    /// Events stored now.
    pub accepted: usize,
    /// Events stored before.
    pub duplicate: usize,
    /// Events refused.
    pub rejected: usize,
    /// Events to send again later.
    pub limited: usize,
    /// One line for each event that was not accepted, in order.
    pub verdicts: Vec<VerdictLine>,
    /// One line for each event that was stored although the tracking plan says otherwise, where the plan wants that to be told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl Answer {
    /// Adds up the verdicts on `events` events; those without a line were accepted, and nothing is told of them yet.
    pub fn new(batch_id: Option<String>, server_time: u64, events: usize, verdicts: Vec<VerdictLine>) -> Answer {
        let count = |verdict| verdicts.iter().filter(|line| line.verdict == verdict).count();
        let (duplicate, rejected, limited) = (count(Verdict::Duplicate), count(Verdict::Rejected), count(Verdict::Limited));
        let accepted = events.saturating_sub(verdicts.len());
        Answer { batch_id, server_time, accepted, duplicate, rejected, limited, verdicts, warnings: Vec::new() }
    }
}
