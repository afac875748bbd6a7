use anyhow::Result;
use serde::Deserialize;
use serde_json::json;

use super::{announce, now, show, KeyRow, Task, DAY_MS};
use crate::progress;
use crate::remote::Remote;

/// Does the task as the holder of an admin key.
pub fn run(task: &Task, remote: &Remote) -> Result<()> {
    #[derive(Deserialize)]
    struct Made {
        id: String,
        key: String,
    }
    match task {
        Task::List { .. } => {
            #[derive(Deserialize)]
            struct List {
                items: Vec<KeyRow>,
            }
            let list: List = serde_json::from_str(&remote.fetch("/api/keys")?.text)?;
            show(&list.items, now()?);
        }
        Task::Create { kind, label, origins, days, .. } => {
            let expires_at = days.map(|days| Ok::<_, anyhow::Error>(now()? + days * DAY_MS)).transpose()?;
            let origins = Some(origins).filter(|origins| !origins.is_empty());
            let wanted = json!({ "kind": kind, "label": label, "origins": origins, "expires_at": expires_at });
            let made: Made = serde_json::from_str(&remote.send("/api/keys", wanted.to_string().as_bytes())?)?;
            announce(&made.key, &made.id);
        }
        Task::Rotate { id, overlap_hours } => {
            let body = json!({ "overlap_hours": overlap_hours }).to_string();
            let made: Made = serde_json::from_str(&remote.send(&format!("/api/keys/{id}/rotate"), body.as_bytes())?)?;
            announce(&made.key, &made.id);
            progress::say(&format!("{id} works for {overlap_hours} hours more"));
        }
        Task::Revoke { id } => {
            remote.delete(&format!("/api/keys/{id}"))?;
            progress::say(&format!("{id} is revoked; within a minute it opens nothing"));
        }
    }
    Ok(())
}
