use super::filter::Filter;
use super::item::{Item, StoredEvent};
use super::list::{ListQuery, Order, Start};
use super::parameters::Parameters;
use super::range::TimeRange;
use crate::instant::minute;
use crate::rejection::Rejection;
use serde::Serialize;

/// Quarters of a token that a character is, near enough for a budget: four letters of English make one, and of most other scripts each.
const ASCII_QUARTERS: usize = 1;
const OTHER_QUARTERS: usize = 4;
const DEFAULT_DAYS: u64 = 7;
const DEFAULT_LIMIT: i64 = 10;
const DEFAULT_TOKENS: i64 = 300;
const MAX_TOKENS: i64 = 100_000;

/// The question of `GET /api/events/recent`: what one user did lately, or everyone together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentQuery {
    /// Which events: those of one user, unless those of everyone were asked for in so many words.
    pub filter: Filter,
    /// How many at most.
    pub limit: usize,
    /// How the answer is written.
    pub format: Format,
}

/// How recent events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As `{"items": […]}`.
    Json,
    /// As a list for a language model's prompt, of at most so many tokens.
    Markdown {
        /// The budget.
        tokens: usize,
    },
}

impl RecentQuery {
    /// Reads the query string. The user must be named: what one user did is nobody else's to see by a forgotten parameter.
    pub fn parse(query: &str, now: u64) -> Result<RecentQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let filter = Filter::take(&mut parameters, now, TimeRange::last_days(DEFAULT_DAYS, now))?;
        let limit = parameters.number_or("limit", 1..=100, DEFAULT_LIMIT)?;
        let tokens = parameters.number_or("tokens", 1..=MAX_TOKENS, DEFAULT_TOKENS)?;
        let markdown = Format::Markdown { tokens: usize::try_from(tokens).unwrap_or(usize::MAX) };
        let format = parameters.choice("format", ("json", Format::Json), &[("markdown", markdown)])?;
        let everyone = parameters.flag("everyone")?;
        parameters.finish()?;
        match (filter.dimensions.names_user(), everyone) {
            (false, false) => return Err(Rejection::parameter("user_id", "says whose events; it must be there, or everyone=1")),
            (true, true) => return Err(Rejection::parameter("everyone", "either one user, or everyone")),
            _ => {}
        }
        Ok(RecentQuery { filter, limit: usize::try_from(limit).unwrap_or(usize::MAX), format })
    }

    /// The list of which these events are the first page.
    pub fn list(&self) -> ListQuery {
        ListQuery { filter: self.filter.clone(), order: Order::NewestFirst, start: Start::Skip(0), limit: self.limit }
    }
}

/// Recent events, newest first.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecentList {
    items: Vec<Item>,
}

impl RecentList {
    /// The answer of the rows read.
    pub fn new(rows: Vec<StoredEvent>) -> RecentList {
        RecentList { items: rows.into_iter().map(Item::from).collect() }
    }
}

/// The events as a Markdown list, newest first, ending before the budget does: half a line would be worse than none.
pub fn markdown(rows: &[StoredEvent], tokens: usize) -> String {
    let mut room = tokens.saturating_mul(4);
    let mut text = String::new();
    for row in rows {
        let line = line(row);
        let Some(left) = room.checked_sub(quarters(&line)) else { break };
        room = left;
        text.push_str(&line);
    }
    text
}

fn quarters(line: &str) -> usize {
    line.chars().map(|character| if character.is_ascii() { ASCII_QUARTERS } else { OTHER_QUARTERS }).sum()
}

/// `- 2026-02-18 09:00 · Weekly Digest v3 generated (staged)`
fn line(row: &StoredEvent) -> String {
    let time = minute(row.occurred_at);
    match (&row.summary, &row.entity_title) {
        (Some(summary), _) => format!("- {time} · {summary}\n"),
        (None, Some(title)) => format!("- {time} · {title} {}\n", row.action),
        (None, None) => format!("- {time} · {}\n", row.event_type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(summary: Option<&str>, title: Option<&str>) -> StoredEvent {
        StoredEvent {
            occurred_at: 1_771_405_200_000,
            event_type: "digest_generated".into(),
            action: "generated".into(),
            summary: summary.map(String::from),
            entity_title: title.map(String::from),
            ..StoredEvent::default()
        }
    }

    #[test]
    fn a_line_says_the_best_that_is_known() {
        let rows = [event(Some("Weekly Digest v3 generated (staged)"), Some("x")), event(None, Some("Weekly Digest")), event(None, None)];
        let expected = "- 2026-02-18 09:00 · Weekly Digest v3 generated (staged)\n\
                        - 2026-02-18 09:00 · Weekly Digest generated\n\
                        - 2026-02-18 09:00 · digest_generated\n";
        assert_eq!(markdown(&rows, 300), expected);
    }

    #[test]
    fn the_user_must_be_named() {
        assert_eq!(RecentQuery::parse("limit=3", 0).unwrap_err().field(), Some("user_id"));
        let query = RecentQuery::parse("user_id=anna&format=markdown&tokens=50", 0).unwrap();
        assert_eq!((query.limit, query.format), (10, Format::Markdown { tokens: 50 }));
        assert_eq!(RecentQuery::parse("everyone=0", 0).unwrap_err().field(), Some("user_id"));
        assert_eq!(RecentQuery::parse("user_id=anna&everyone=1", 0).unwrap_err().field(), Some("everyone"));
        assert!(!RecentQuery::parse("everyone=1", 0).unwrap().filter.dimensions.names_user());
        assert_eq!(RecentQuery::parse("user_id=anna&format=xml", 0).unwrap_err().field(), Some("format"));
    }

    proptest! {
        #[test]
        fn the_budget_holds_and_lines_stay_whole(titles in prop::collection::vec("\\PC{0,40}", 0..20), tokens in 0usize..200) {
            let rows: Vec<StoredEvent> = titles.iter().map(|title| event(Some(title), None)).collect();
            let text = markdown(&rows, tokens);
            let spent: f64 = text.chars().map(|one| if one.is_ascii() { 0.25 } else { 1.0 }).sum();
            prop_assert!(spent <= tokens as f64);
            prop_assert!(text.is_empty() || text.ends_with('\n'));
            prop_assert!(markdown(&rows, usize::MAX).starts_with(&text));
        }
    }
}
