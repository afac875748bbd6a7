use super::statement::{Parameter, Statement};
use crate::ingest::Prepared;
use crate::key::Project;

/// One statement for a whole request: every event's columns come out of one JSON parameter, and what all events share is bound once.
/// `RETURNING` names the rows that were new, so that duplicates are known one by one.
const INSERT: &str = "\
INSERT OR IGNORE INTO events (
  project_id, received_at, instance_id, device_type, device_os, device_browser, device_screen, device_language, device_timezone,
  occurred_at, event_id, type, category, action, level, seq, user_id, visitor_id, session_id, actor_type, actor_id, actor_name,
  entity_type, entity_id, entity_title, stream_id, step, correlation_id, caused_by, ref, summary, duration_ms,
  page_path, page_title, page_referrer, page_utm, metadata, context
)
SELECT
  ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
  value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10,
  value->>11, value->>12, value->>13, value->>14, value->>15, value->>16, value->>17, value->>18, value->>19, value->>20,
  value->>21, value->>22, value->>23, value->>24, value->>25, value->>26, value->>27, value->>28
FROM json_each(?1)
RETURNING occurred_at, event_id";

/// The statement that stores a batch's rows.
pub fn insert(project: Project, batch: &Prepared, received_at: u64) -> Statement {
    let device = &batch.context.device;
    let parameters = vec![
        Parameter::Text(batch.rows.clone()),
        Parameter::Number(project.id()),
        Parameter::number(received_at),
        Parameter::optional(batch.instance_id.as_ref().map(|id| id.as_str())),
        Parameter::optional(device.kind.as_deref()),
        Parameter::optional(device.os.as_deref()),
        Parameter::optional(device.browser.as_deref()),
        Parameter::optional(device.screen.as_deref()),
        Parameter::optional(device.language.as_deref()),
        Parameter::optional(device.timezone.as_deref()),
    ];
    Statement::fixed(INSERT, parameters)
}
