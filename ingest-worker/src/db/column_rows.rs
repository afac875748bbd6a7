//! Rows of `hour_columns` on their way out of JavaScript.

use super::run::{parse, text, thrown, Outcome};
use super::StorageFailed;
use crate::rollup::codec::Row;
use crate::rollup::Columns;
use std::borrow::Cow;
use worker::js_sys::{Array, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};

type Text = for<'a> fn(&'a mut Row<'static>) -> &'a mut Option<Cow<'static, str>>;

/// The groups of columns, what they are called in the table, and where a row has them.
const TEXTS: [(Columns, &str, Text); 20] = [
    (Columns::COUNTS, "counts", |row| &mut row.counts),
    (Columns::PROFILES, "profiles", |row| &mut row.profiles),
    (Columns::SESSIONS, "sessions", |row| &mut row.sessions),
    (Columns::VISITORS, "visitors", |row| &mut row.visitors),
    (Columns::USERS, "users", |row| &mut row.users),
    (Columns::ORIGINS, "origins", |row| &mut row.origins),
    (Columns::KINDS, "kinds", |row| &mut row.kinds),
    (Columns::EVENT_VISITS, "event_visits", |row| &mut row.event_visits),
    (Columns::PAGES, "pages", |row| &mut row.pages),
    (Columns::TITLES, "titles", |row| &mut row.titles),
    (Columns::DURATIONS, "durations", |row| &mut row.durations),
    (Columns::SPANS, "spans", |row| &mut row.spans),
    (Columns::TIMES, "times", |row| &mut row.times),
    (Columns::ENTITIES, "entities", |row| &mut row.entities),
    (Columns::ACTORS, "actors", |row| &mut row.actors),
    (Columns::STREAMS, "streams", |row| &mut row.streams),
    (Columns::IDS, "ids", |row| &mut row.ids),
    (Columns::STEPS, "steps", |row| &mut row.steps),
    (Columns::CORRELATIONS, "correlations", |row| &mut row.correlations),
    (Columns::REFS, "refs", |row| &mut row.refs),
];

/// Reads the outcome of a statement that selects these columns. Other outcomes cross the border as one text of JSON, because their values
/// are many and small; these are few and large, and writing ten megabytes as JSON and reading them again took longer than all the rest.
pub fn read(outcome: &JsValue, columns: Columns) -> Result<Outcome<Row<'static>>, StorageFailed> {
    let get = |of: &JsValue, name: &JsValue| Reflect::get(of, name).map_err(thrown);
    let [results, meta, hour, part, folded, events, visits] =
        ["results", "meta", "hour", "part", "folded", "events", "visits"].map(JsValue::from_str);
    let texts: Vec<(JsValue, Text)> =
        TEXTS.iter().filter(|(group, ..)| columns.has(*group)).map(|(_, name, text)| (JsValue::from_str(name), *text)).collect();
    let listed = get(outcome, &results)?;
    let listed: &Array = listed.dyn_ref().ok_or_else(|| StorageFailed::because("an outcome has no rows"))?;
    let mut rows = Vec::with_capacity(listed.length() as usize);
    for listed in listed.iter() {
        let number = |name: &JsValue| get(&listed, name).map(|value| value.as_f64().unwrap_or_default());
        let mut row = Row {
            hour: number(&hour)? as u64,
            part: number(&part)? as u32,
            folded: number(&folded)? as i64,
            events: number(&events)? as usize,
            visits: number(&visits)? as usize,
            ..Row::default()
        };
        for (name, text) in &texts {
            *text(&mut row) = get(&listed, name)?.as_string().map(Cow::Owned);
        }
        rows.push(row);
    }
    Ok(Outcome { rows, meta: parse(&text(&get(outcome, &meta)?)?)? })
}
