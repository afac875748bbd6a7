use super::fold::SessionsFold;
use super::ids::IdTexts;
use super::stays::Stay;
use crate::analytics::start_cursor::StartCursor;
use crate::instant::iso;
use crate::rejection::Rejection;
use crate::rollup::IdHash;
use serde::Serialize;
use std::cmp::Reverse;

/// Sessions that are named to find out which of them are on a page: as many may begin in the same millisecond.
const MAX_DRAFTS: usize = 10_000;
/// The channel of sessions that nothing is known of.
const DIRECT: &str = "direct";

/// A session as lists show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SessionItem"))]
#[allow(missing_docs)]
pub struct Item {
    pub session_id: String,
    pub visitor_id: Option<String>,
    pub user_id: Option<String>,
    pub start: u64,
    pub start_iso: String,
    pub end: u64,
    pub end_iso: String,
    pub duration_ms: u64,
    pub events: u32,
    pub page_views: u32,
    pub entry_page: Option<String>,
    pub exit_page: Option<String>,
    pub device: Option<String>,
    pub os: Option<String>,
    pub browser: Option<String>,
    pub country: Option<String>,
    pub source: Option<String>,
    pub channel: String,
}

/// A session whose ids are known by their hashes alone.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Draft {
    pub session: IdHash,
    pub visitor: IdHash,
    pub user: IdHash,
    pub item: Item,
}

/// The sessions among which are all of a page, and one more if there is one: the newest, and those as new as the last of them.
pub fn drafts(fold: &SessionsFold, after: Option<&StartCursor>, limit: usize) -> Result<Vec<Draft>, Rejection> {
    let newest = after.map_or(u64::MAX, |cursor| cursor.start);
    let mut starts: Vec<u64> = fold.stays.iter().map(|stay| stay.start).filter(|start| *start <= newest).collect();
    // Those that begin with the cursor's may all be on pages before.
    let last = starts.iter().filter(|start| **start == newest).count() + limit;
    let oldest = if last < starts.len() { *starts.select_nth_unstable_by_key(last, |start| Reverse(*start)).1 } else { 0 };
    let is_candidate = |(_, stay): &(&IdHash, &Stay)| (oldest..=newest).contains(&stay.start);
    let drafts: Vec<Draft> = fold.ids.iter().zip(&fold.stays).filter(is_candidate).map(|(id, stay)| draft(*id, stay, fold)).collect();
    if drafts.len() > MAX_DRAFTS {
        let detail = format!("More than {MAX_DRAFTS} sessions begin in one millisecond. Add a filter.");
        return Err(Rejection::QuestionTooBig(detail.into()));
    }
    Ok(drafts)
}

fn draft(session: IdHash, stay: &Stay, fold: &SessionsFold) -> Draft {
    let path = |number: Option<u32>| number.map(|number| fold.names.text(number).to_owned());
    let [device, os, browser, country, source, channel] = stay.traits.texts(&fold.names);
    let item = Item {
        start: stay.start,
        start_iso: iso(stay.start),
        end: stay.end,
        end_iso: iso(stay.end),
        duration_ms: stay.end.saturating_sub(stay.start),
        events: stay.events,
        page_views: stay.page_views,
        entry_page: path(stay.entry()),
        exit_page: path(stay.exit()),
        device,
        os,
        browser,
        country,
        source,
        channel: channel.unwrap_or_else(|| DIRECT.to_owned()),
        ..Item::default()
    };
    Draft { session, visitor: stay.visitor, user: stay.user, item }
}

impl Draft {
    /// The session with its ids. `None` when it is gone since.
    pub fn named(self, texts: &IdTexts) -> Option<Item> {
        let text = |id: IdHash| texts.text(id).map(str::to_owned);
        Some(Item { session_id: text(self.session)?, visitor_id: text(self.visitor), user_id: text(self.user), ..self.item })
    }
}

/// The page of a list, of what may be on it, and the cursor of the next if there is one.
pub fn finish(mut items: Vec<Item>, after: Option<&StartCursor>, limit: usize) -> (Vec<Item>, Option<String>) {
    items.retain(|item| after.is_none_or(|cursor| cursor.is_before(item.start, &item.session_id)));
    items.sort_unstable_by(|a, b| (b.start, &b.session_id).cmp(&(a.start, &a.session_id)));
    let has_more = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| has_more);
    let cursor = last.map(|item| StartCursor { start: item.start, id: item.session_id.clone() }.encode());
    (items, cursor)
}
