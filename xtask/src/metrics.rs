//! What a local Worker says of itself to programs that watch.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::local_server::Access;

/// How many events got which verdict, and which code where they were rejected: `trailmark_events_total` and `trailmark_rejected_total`.
pub fn of_events(access: &Access) -> Result<BTreeMap<String, u64>> {
    let mut answer = ureq::get(format!("{}/metrics", access.url)).header("authorization", format!("Bearer {}", access.read_key)).call()?;
    let text = answer.body_mut().read_to_string()?;
    let is_ours = |line: &&str| line.starts_with("trailmark_events_total{") || line.starts_with("trailmark_rejected_total{");
    let read = |line: &str| Some((line.split('"').nth(1)?.to_owned(), line.rsplit(' ').next()?.parse::<f64>().ok()? as u64));
    Ok(text.lines().filter(is_ours).filter_map(read).collect())
}
