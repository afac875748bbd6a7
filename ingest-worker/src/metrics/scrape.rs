use super::exposition::Exposition;
use super::histogram::Durations;
use crate::usage::Load;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What one answer of `/metrics` is made of.
#[derive(Debug)]
pub struct Scrape<'a> {
    /// The counters of the key's project.
    pub counters: Counters,
    /// The day's rows by endpoint.
    pub rows: Vec<EndpointRows>,
    /// The day's quota of rows written, and how near it is, where there is one.
    pub quota: Option<(u64, Load)>,
    /// How long the isolate took for requests.
    pub durations: &'a Durations,
    /// The isolate's name.
    pub instance: &'a str,
}

/// Verdicts that were ever given in a project.
#[derive(Clone, Debug, Default, Deserialize)]
#[allow(missing_docs)]
pub struct Counters {
    pub requests: u64,
    pub bytes: u64,
    pub accepted: u64,
    pub duplicate: u64,
    pub rejected: u64,
    pub limited: u64,
    pub linked: u64,
    /// JSON object: rejected events by code.
    pub codes: String,
}

/// Rows that were read and written for an endpoint.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct EndpointRows {
    pub endpoint: String,
    pub rows_read: u64,
    pub rows_written: u64,
}

impl Scrape<'_> {
    /// Writes it.
    pub fn write(&self) -> String {
        let mut out = Exposition::default();
        self.write_counters(&mut out);
        self.write_rows(&mut out);
        const SECONDS: &str = "trailmark_request_seconds";
        out.family(SECONDS, "histogram", "Time that requests took, of the isolate that answers this.");
        self.durations.write(SECONDS, self.instance, &mut out);
        out.finish()
    }

    fn write_counters(&self, out: &mut Exposition) {
        let Counters { requests, bytes, accepted, duplicate, rejected, limited, linked, codes } = &self.counters;
        let verdicts = [("accepted", accepted), ("duplicate", duplicate), ("rejected", rejected), ("limited", limited)];
        let name = "trailmark_events_total";
        out.family(name, "counter", "Verdicts on events.");
        verdicts.iter().for_each(|(verdict, count)| out.sample(name, &[("verdict", verdict)], count));
        let name = "trailmark_rejected_total";
        out.family(name, "counter", "Rejected events by code.");
        let codes: BTreeMap<String, u64> = serde_json::from_str(codes).unwrap_or_default();
        codes.iter().for_each(|(code, count)| out.sample(name, &[("code", code)], count));
        for (name, help, count) in [
            ("trailmark_linked_total", "Accepted events with a ref.", linked),
            ("trailmark_ingest_requests_total", "Requests whose events were judged.", requests),
            ("trailmark_ingest_bytes_total", "Bytes of their bodies, inflated.", bytes),
        ] {
            out.family(name, "counter", help);
            out.sample(name, &[], count);
        }
    }

    fn write_rows(&self, out: &mut Exposition) {
        type Of = fn(&EndpointRows) -> u64;
        let families: [(&str, &str, Of); 2] = [
            ("trailmark_rows_written_total", "Rows that D1 counted as written since midnight UTC, of all projects.", |rows| {
                rows.rows_written
            }),
            ("trailmark_rows_read_total", "Rows that D1 counted as read since midnight UTC, of all projects.", |rows| rows.rows_read),
        ];
        for (name, help, of) in families {
            out.family(name, "counter", help);
            self.rows.iter().for_each(|rows| out.sample(name, &[("endpoint", &rows.endpoint)], of(rows)));
        }
        if let Some((quota, load)) = self.quota {
            out.family("trailmark_quota_rows_written", "gauge", "Rows that may be written on a day.");
            out.sample("trailmark_quota_rows_written", &[], quota);
            out.family("trailmark_quota_share", "gauge", "How much of the day's quota is used; 1 is all of it.");
            out.sample("trailmark_quota_share", &[], load.share);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usage::{Load, State};

    #[test]
    fn everything_has_its_line() {
        let mut durations = Durations::default();
        durations.observe("/api/events", 200, 7);
        let counters =
            Counters { accepted: 5, rejected: 3, linked: 2, codes: r#"{"config_off":1,"wrong_type":2}"#.into(), ..Counters::default() };
        let rows = vec![EndpointRows { endpoint: "/api/users/:id".into(), rows_read: 9, rows_written: 4 }];
        let quota = Some((100_000, Load { state: State::Ok, share: 0.25 }));
        let text = Scrape { counters, rows, quota, durations: &durations, instance: "ab12" }.write();
        for line in [
            r#"trailmark_events_total{verdict="accepted"} 5"#,
            r#"trailmark_events_total{verdict="limited"} 0"#,
            r#"trailmark_rejected_total{code="config_off"} 1"#,
            "trailmark_linked_total 2",
            r#"trailmark_rows_written_total{endpoint="/api/users/:id"} 4"#,
            "trailmark_quota_rows_written 100000",
            "trailmark_quota_share 0.25",
            r#"trailmark_request_seconds_bucket{endpoint="/api/events",status="200",instance="ab12",le="0.01"} 1"#,
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        let none = Scrape { counters: Counters::default(), rows: Vec::new(), quota: None, durations: &Durations::default(), instance: "" };
        assert!(!none.write().contains("quota"));
    }
}
