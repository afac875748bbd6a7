use super::codec::{encode, Row};
use super::{Chunk, EventRow};
use crate::instant::HOUR_MS;

/// How long the JSON text of one part may be. Several together must stay below the 2 MB of a value in D1.
const MAX_PART_BYTES: usize = 1_000_000;

/// The rows of `hour_columns` that these events of an hour make, each as JSON: one, or where its text would be too long, more, one after the
/// other in the order of the log. They are numbered from `first` on.
pub fn make(hour: u64, number: i64, first: u32, rows: &[EventRow]) -> Vec<String> {
    let mut parts = Vec::new();
    // The last ones are cut first, so what is next is always at the end.
    let mut waiting = vec![rows];
    while let Some(rows) = waiting.pop().filter(|rows| !rows.is_empty()) {
        let from = hour.saturating_mul(HOUR_MS);
        let part = first.saturating_add(parts.len() as u32);
        let row = Row { part, folded: number, ..encode(&Chunk::of(from, from.saturating_add(HOUR_MS), rows)) };
        // Fails for no text and no number.
        let json = serde_json::to_string(&row).unwrap_or_default();
        if json.len() > MAX_PART_BYTES && rows.len() > 1 {
            let (early, late) = rows.split_at(rows.len() / 2);
            waiting.extend([late, early]);
        } else {
            parts.push(json);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rollup::codec::decode;
    use crate::rollup::Columns;

    fn row(occurred_at: u64, title: &str) -> EventRow {
        EventRow { occurred_at, event_id: occurred_at.to_string(), page_title: Some(title.into()), ..EventRow::default() }
    }

    fn chunks(parts: &[String]) -> Vec<(Row<'_>, Chunk)> {
        parts
            .iter()
            .map(|json| serde_json::from_str::<Row>(json).unwrap())
            .map(|row| (row.clone(), decode(&row, Columns::ALL).unwrap()))
            .collect()
    }

    #[test]
    fn an_hour_is_one_part() {
        let rows = [row(5 * HOUR_MS, "a"), row(5 * HOUR_MS + 1, "b")];
        let parts = make(5, 9, 0, &rows);
        let [(row, chunk)] = chunks(&parts).try_into().unwrap();
        assert_eq!((row.hour, row.part, row.folded, row.events, row.visits), (5, 0, 9, 2, 1));
        assert_eq!(chunk, Chunk::of(5 * HOUR_MS, 6 * HOUR_MS, &rows));
        assert!(make(5, 9, 0, &[]).is_empty());
    }

    #[test]
    fn texts_that_are_too_long_are_halved_in_order() {
        let rows: Vec<EventRow> = (0..600).map(|n| row(n, &format!("{n}{}", "\u{1}".repeat(1000)))).collect();
        let parts = make(0, 9, 3, &rows);
        assert!(parts.len() > 1 && parts.iter().all(|part| part.len() <= MAX_PART_BYTES), "{}", parts.len());
        let chunks = chunks(&parts);
        assert!(chunks.iter().map(|(row, _)| row.part).eq(3..3 + parts.len() as u32));
        let times: Vec<u64> = chunks.iter().flat_map(|(_, chunk)| chunk.events.time.iter().map(|time| u64::from(*time))).collect();
        assert!(times.into_iter().eq(0..600));
    }
}
