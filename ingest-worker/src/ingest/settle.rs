use super::refusal::Refusal;
use super::{Fate, Prepared, RowKey};
use event_model::{Answer, EventId, Verdict, VerdictLine};
use std::collections::HashSet;

/// Turns what the database stored into the answer. `stored` are the keys of the rows that were new.
pub fn settle(prepared: Prepared, stored: &[RowKey], now: u64) -> Answer {
    let events = prepared.fates.len();
    let batch_id = prepared.batch_id.map(|id| id.as_str().to_owned());
    let mut answer = Answer::new(batch_id, now, events, settle_events(prepared.fates, &prepared.keys, stored));
    // Of an event that was stored before it was told before.
    let is_accepted = |index: usize| answer.verdicts.binary_search_by_key(&index, |line| line.index).is_err();
    answer.warnings = prepared.warnings.into_iter().filter(|warning| is_accepted(warning.index)).collect();
    answer
}

/// A line for each event that was not accepted.
pub(super) fn settle_events(fates: Vec<Fate>, keys: &[RowKey], stored: &[RowKey]) -> Vec<VerdictLine> {
    let all_new = stored.len() == keys.len();
    let new: HashSet<&RowKey> = if all_new { HashSet::new() } else { stored.iter().collect() };
    let lines = fates.into_iter().enumerate().filter_map(|(index, fate)| match fate {
        Fate::Refused(refused) => Some(rejected(index, refused)),
        Fate::Limited(id) => Some(limited(index, id)),
        Fate::Repeats(row) => Some(duplicate(index, keys.get(row))),
        Fate::Row(row) => {
            let key = keys.get(row);
            let is_new = all_new || key.is_some_and(|key| new.contains(key));
            (!is_new).then(|| duplicate(index, key))
        }
    });
    lines.collect()
}

fn duplicate(index: usize, key: Option<&RowKey>) -> VerdictLine {
    let id = key.map(|key| key.id.as_str().to_owned());
    VerdictLine { index, id, verdict: Verdict::Duplicate, code: None, field: None, detail: None }
}

fn limited(index: usize, id: Option<EventId>) -> VerdictLine {
    VerdictLine {
        index,
        id: id.map(EventId::into_string),
        verdict: Verdict::Limited,
        code: Some("quota_near"),
        field: Some("level".to_owned()),
        detail: Some("the day's quota is nearly used up, and events of this level wait: send it again later".to_owned()),
    }
}

fn rejected(index: usize, Refusal { id, reason }: Refusal) -> VerdictLine {
    VerdictLine {
        index,
        id: id.map(EventId::into_string),
        verdict: Verdict::Rejected,
        code: Some(reason.code()),
        field: reason.field().map(str::to_owned),
        detail: Some(reason.detail().to_owned()),
    }
}
