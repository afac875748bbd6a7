use anyhow::{ensure, Result};

use super::Shift;

/// What is asked, one after the other, over and over: what a dashboard's start page asks, lists, and an export of an hour.
const ASKED: [(&str, &str); 9] = [
    ("timeseries", "/api/analytics/timeseries?interval=hour&compare=previous&days=1"),
    ("breakdown", "/api/analytics/breakdown?by=path,source,device,country,type&days=1"),
    ("sessions", "/api/analytics/sessions?days=1"),
    ("live", "/api/analytics/live"),
    ("delivery", "/api/analytics/delivery?days=1"),
    ("list", "/api/events?limit=50&range=24h"),
    ("filtered list", "/api/events?limit=50&type=search&range=24h"),
    ("export", "/api/events/export?range=1h"),
    ("metrics", "/metrics"),
];

/// Asks until it is over. Readers begin at different questions.
pub fn read(shift: &Shift, reader: usize) {
    for (kind, path) in ASKED.iter().cycle().skip(reader * 3) {
        if !shift.goes_on() {
            return;
        }
        shift.measured(kind, || ask(shift, path).map(drop));
    }
}

/// A whole answer.
pub fn ask(shift: &Shift, path: &str) -> Result<String> {
    let request =
        shift.agent.get(format!("{}{path}", shift.access.url)).header("authorization", format!("Bearer {}", shift.access.read_key));
    let mut answer = request.call()?;
    let text = answer.body_mut().with_config().limit(u64::MAX).read_to_string()?;
    let status = answer.status().as_u16();
    ensure!(status == 200, "{status} {text}");
    Ok(text)
}
