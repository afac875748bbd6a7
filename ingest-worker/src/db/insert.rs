use super::ledger;
use super::statement::{Parameter, Statement};
use crate::ingest::{Prepared, Rows, Sender};
use crate::key::Project;

/// One statement for a whole request: every event's columns come out of one JSON parameter, and what all events share is bound once.
/// `RETURNING` names the rows that were new, so that duplicates are known one by one.
///
/// Every mention of `json_each`'s `value` would write the row's text anew, 30 times a row; kept once in binary form, it is written
/// once and found by walking: 14 µs a row instead of 26 in batches of 100.
const INSERT: &str = "\
WITH rows AS MATERIALIZED (SELECT jsonb(value) AS row FROM json_each(?1))
INSERT OR IGNORE INTO events (
  project_id, received_at, instance_id, device_type, device_os, device_browser, device_screen, device_language, device_timezone,
  country, region, city, colo, bot,
  occurred_at, event_id, type, category, action, level, seq, user_id, visitor_id, session_id, actor_type, actor_id, actor_name,
  entity_type, entity_id, entity_title, stream_id, step, correlation_id, caused_by, ref, summary, duration_ms,
  page_path, page_title, page_referrer, page_utm, page_click_id, metadata, context, plan_fault
)
SELECT
  ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
  row->>0, row->>1, row->>2, row->>3, row->>4, row->>5, row->>6, row->>7, row->>8, row->>9, row->>10,
  row->>11, row->>12, row->>13, row->>14, row->>15, row->>16, row->>17, row->>18, row->>19, row->>20,
  row->>21, row->>22, row->>23, row->>24, row->>25, row->>26, row->>27, row->>28, row->>29, row->>30
FROM rows
RETURNING occurred_at, event_id";

/// The same for rows that each tell of their arrival themselves. What does not say when it came, comes now.
const IMPORT: &str = "\
WITH rows AS MATERIALIZED (SELECT jsonb(value) AS row FROM json_each(?1))
INSERT OR IGNORE INTO events (
  project_id,
  occurred_at, event_id, type, category, action, level, seq, user_id, visitor_id, session_id, actor_type, actor_id, actor_name,
  entity_type, entity_id, entity_title, stream_id, step, correlation_id, caused_by, ref, summary, duration_ms,
  page_path, page_title, page_referrer, page_utm, page_click_id, metadata, context, plan_fault,
  received_at, instance_id, device_type, device_os, device_browser, device_screen, device_language, device_timezone,
  country, region, city, colo, bot
)
SELECT
  ?2,
  row->>0, row->>1, row->>2, row->>3, row->>4, row->>5, row->>6, row->>7, row->>8, row->>9, row->>10,
  row->>11, row->>12, row->>13, row->>14, row->>15, row->>16, row->>17, row->>18, row->>19, row->>20,
  row->>21, row->>22, row->>23, row->>24, row->>25, row->>26, row->>27, row->>28, row->>29, row->>30,
  coalesce(row->>31, ?3), row->>32, row->>33, row->>34, row->>35, row->>36, row->>37, row->>38,
  row->>39, row->>40, row->>41, row->>42, row->>43
FROM rows
RETURNING occurred_at, event_id";

/// The statements that store rows which tell of their arrival themselves.
pub fn import(project: Project, rows: &[Rows], received_at: u64) -> Vec<Statement> {
    let statement = |rows: &Rows| {
        let parameters = vec![Parameter::Text(rows.json.clone()), Parameter::Number(project.id()), Parameter::number(received_at)];
        Statement::fixed(IMPORT, parameters)
    };
    rows.iter().map(statement).collect()
}

/// The statements that store a batch's rows, none, one, or for the largest of requests a few, each with its line of the ledger behind
/// it. Only a batch in which no event could be taken has a line alone.
pub fn insert(project: Project, batch: &Prepared, received_at: u64) -> Vec<Statement> {
    let mut statements = Vec::with_capacity(2);
    let mut repeated = batch.report.as_ref().map_or(0, |report| report.repeated);
    for rows in &batch.rows {
        statements.push(insert_rows(project, rows, batch, received_at));
        statements.extend(batch.report.as_ref().map(|report| ledger::record(project, report, rows, repeated)));
        repeated = 0;
    }
    if statements.is_empty() {
        statements.extend(batch.report.as_ref().map(|report| ledger::record(project, report, &Rows::default(), 0)));
    }
    statements
}

fn insert_rows(project: Project, rows: &Rows, batch: &Prepared, received_at: u64) -> Statement {
    let device = &batch.context.device;
    let Sender { place, bot, .. } = &batch.sender;
    let parameters = vec![
        Parameter::Text(rows.json.clone()),
        Parameter::Number(project.id()),
        Parameter::number(received_at),
        Parameter::optional(batch.instance_id.as_ref().map(|id| id.as_str())),
        Parameter::optional(device.kind.as_deref()),
        Parameter::optional(device.os.as_deref()),
        Parameter::optional(device.browser.as_deref()),
        Parameter::optional(device.screen.as_deref()),
        Parameter::optional(device.language.as_deref()),
        Parameter::optional(device.timezone.as_deref()),
        Parameter::optional(place.country.as_deref()),
        Parameter::optional(place.region.as_deref()),
        Parameter::optional(place.city.as_deref()),
        Parameter::optional(place.colo.as_deref()),
        if *bot { Parameter::Number(1) } else { Parameter::Null },
    ];
    Statement::fixed(INSERT, parameters)
}
