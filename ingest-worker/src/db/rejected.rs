//! The table `rejected`: events that were refused, so that they can be judged once more.

use super::statement::{Parameter, Statement};
use crate::ingest::{Kept, Record};
use crate::key::Project;

/// Rows from which on a project gets no more until it is pruned, which it is every five minutes: twice what is kept.
const FULL: u64 = 20_000;

/// Stands behind the statement that counts the request. An event that is there is counted, and says why it was rejected last; behind the
/// tenth time at most once an hour, since a sender that never stops would cost a written row each time.
const KEEP: &str = "\
INSERT INTO rejected (project_id, id, rejected_at, times, code, type, event_id, field, detail, plan_version, arrival, event)
SELECT ?1, value->>0, ?2, 1, value->>1, value->>2, value->>3, value->>4, value->>5, ?3, ?4, value->>6 FROM json_each(?5)
WHERE (SELECT kept FROM counters WHERE project_id = ?1) < ?6
ON CONFLICT DO UPDATE SET
  rejected_at = excluded.rejected_at,
  times = times + 1,
  code = excluded.code,
  field = excluded.field,
  detail = excluded.detail,
  plan_version = excluded.plan_version
WHERE times < 10 OR excluded.rejected_at >= rejected_at + 3600000 OR excluded.code <> code";

/// Where one text of rows ends and another begins: D1 takes values of 2 MB at most, and what is in quotes is escaped once more.
const TEXT_BYTES: usize = 1_000_000;

/// Keeps the rejected events of a request: none, one, or for the largest of requests a few statements.
pub fn keep(project: Project, record: &Record, rejected_at: u64) -> Vec<Statement> {
    let statement = |rows: String| {
        let parameters = vec![
            Parameter::Number(project.id()),
            Parameter::number(rejected_at),
            Parameter::number(record.plan_version),
            Parameter::Text(record.arrival.clone()),
            Parameter::Text(rows),
            Parameter::number(FULL),
        ];
        Statement::fixed(KEEP, parameters)
    };
    texts(&record.kept).into_iter().map(statement).collect()
}

/// Rows as JSON lists of lists.
fn texts(kept: &[Kept]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for one in kept {
        let row = (&one.id, one.code, &one.event_type, &one.event_id, &one.field, &one.detail, &one.event);
        // Texts always have a JSON form.
        let row = serde_json::to_string(&row).unwrap_or_default();
        match texts.last_mut().filter(|text| text.len() + row.len() < TEXT_BYTES) {
            Some(text) => {
                text.push(',');
                text.push_str(&row);
            }
            None => texts.push(format!("[{row}")),
        }
    }
    texts.iter_mut().for_each(|text| text.push(']'));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_large_events_are_several_texts() {
        let one = |n: usize| Kept {
            id: n.to_string(),
            event_type: None,
            event_id: None,
            code: "wrong_type",
            field: None,
            detail: String::new(),
            event: "\"".repeat(8_000),
        };
        let kept: Vec<Kept> = (0..100).map(one).collect();
        let texts = texts(&kept);
        assert_eq!(texts.len(), 2);
        let rows = texts.iter().flat_map(|text| serde_json::from_str::<Vec<Vec<Option<String>>>>(text).unwrap());
        let ids: Vec<String> = rows.filter_map(|row| row.into_iter().next().flatten()).collect();
        assert_eq!(ids, kept.iter().map(|one| one.id.clone()).collect::<Vec<_>>());
        assert!(super::texts(&[]).is_empty());
    }
}
