//! A chunk's columns as texts, one for each group of [`Columns`].
//!
//! A text has lines: first the group's dictionary as JSON, if it has one, then each column as a list of numbers (see `numbers`). JSON has no
//! line end within it, and neither have numbers. Times and places in the chunk are written as differences: to the value before, where they
//! ascend, or from where something begins to where it ends.
//!
//! | group | lines |
//! |---|---|
//! | `counts` | events; page views; 1 for a bot |
//! | `profiles` | how many; for device, os, browser, language, screen, country, region and city each: `[text, …]`, codes by profile; codes |
//! | `sessions`, `visitors`, `users` | hashes, eleven characters each |
//! | `origins` | `[[referrer, channel, source, medium, campaign, term, content, click id], …]`; codes |
//! | `kinds` | `[[type, category, action, level], …]`; codes |
//! | `event_visits` | codes |
//! | `pages` | `[path, …]`; codes |
//! | `titles` | `[title, …]`, one for each page |
//! | `durations` | how many; numbers of their events, from the one before; milliseconds |
//! | `spans` | `[path, …]`; first, from the visit before; last, from first; entry; its event, from the visit before; exit; its event, from the entry's |
//! | `times` | milliseconds, from the event before |
//! | `entities` | `[[type, id, title], …]`; codes |
//! | `actors` | `[[type, id, name], …]`; codes |
//! | `streams` | `[stream, …]`; codes |
//! | `steps` | how many; numbers of their events, from the one before; steps, from the one before |
//! | `correlations`, `refs` | how many; numbers of their events, from the one before; how many different; their hashes; codes |
//! | `ids` | `[[session, visitor, user], …]` |
//!
//! Whatever does not decode is taken for not being there, and read from the events instead.

mod decode;
pub mod ledger;
mod numbers;

pub use decode::{complete, decode};

use super::dictionary::Dictionary;
use super::{Chunk, Code, IdHash, Origin, Profile};
use crate::instant::HOUR_MS;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::rc::Rc;

/// A row of the table `hour_columns`: a part of an hour, its texts each under the name of its column; what was not read is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Row<'a> {
    pub hour: u64,
    pub part: u32,
    /// The number it was folded under.
    pub folded: i64,
    /// How many events the chunk has.
    pub events: usize,
    /// How many visits.
    pub visits: usize,
    #[serde(borrow)]
    pub counts: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub profiles: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub sessions: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub visitors: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub users: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub origins: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub kinds: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub event_visits: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub pages: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub titles: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub durations: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub spans: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub times: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub entities: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub actors: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub streams: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub ids: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub steps: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub correlations: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub refs: Option<Cow<'a, str>>,
}

/// The row of a chunk with all of its columns but metadata's. Part and number are those of who writes it.
pub fn encode(chunk: &Chunk) -> Row<'static> {
    let Chunk { visits, events, .. } = chunk;
    Row {
        hour: chunk.from / HOUR_MS,
        part: 0,
        folded: 0,
        events: chunk.len,
        visits: visits.events.len(),
        counts: text([codes(&visits.events), codes(&visits.page_views), numbers::write(visits.bot.iter().copied())]),
        profiles: profiles(&chunk.profiles, &visits.profile),
        sessions: text([numbers::write_hashes(&visits.session)]),
        visitors: text([numbers::write_hashes(&visits.visitor)]),
        users: text([numbers::write_hashes(&visits.user)]),
        origins: text([dictionary(&chunk.origins, of_origin), codes(&visits.origin)]),
        kinds: text([dictionary(&chunk.kinds, |kind| (&kind.event_type, &kind.category, &kind.action, kind.level)), codes(&events.kind)]),
        event_visits: text([codes(&events.visit)]),
        pages: text([dictionary(&chunk.pages, |page| &page.path), codes(&events.page)]),
        titles: text([dictionary(&chunk.pages, |page| &page.title)]),
        durations: text([numbers_of(&events.durations), numbers::write(events.durations.iter().map(|(_, millis)| *millis))]),
        spans: text([
            dictionary(&chunk.landmarks, |path| path),
            ascending(&visits.first),
            lengths(&visits.first, &visits.last),
            codes(&visits.entry),
            ascending(&visits.entry_at),
            codes(&visits.exit),
            lengths(&visits.entry_at, &visits.exit_at),
        ]),
        times: text([ascending(&events.time)]),
        entities: text([dictionary(&chunk.entities, |entity| (&entity.kind, &entity.id, &entity.title)), codes(&events.entity)]),
        actors: text([dictionary(&chunk.actors, |actor| (&actor.kind, &actor.id, &actor.name)), codes(&events.actor)]),
        streams: text([dictionary(&chunk.streams, |stream| stream), codes(&events.stream)]),
        ids: text([dictionary(&chunk.ids, |ids| (&ids.session, &ids.visitor, &ids.user))]),
        steps: steps(&events.steps),
        correlations: links(&events.correlations),
        refs: links(&events.refs),
    }
}

fn text<const LINES: usize>(lines: [String; LINES]) -> Option<Cow<'static, str>> {
    Some(Cow::Owned(lines.join("\n")))
}

fn dictionary<'a, T, J: Serialize>(values: &'a [T], of: impl FnMut(&'a T) -> J) -> String {
    // Fails for no text and no number.
    serde_json::to_string(&values.iter().map(of).collect::<Vec<J>>()).unwrap_or_default()
}

fn codes(codes: &[Code]) -> String {
    numbers::write(codes.iter().copied())
}

/// What is out of order wraps around: it becomes long, and stays right.
fn ascending(values: &[u32]) -> String {
    let before = std::iter::once(&0).chain(values);
    numbers::write(values.iter().zip(before).map(|(value, before)| value.wrapping_sub(*before)))
}

fn lengths(starts: &[u32], ends: &[u32]) -> String {
    numbers::write(ends.iter().zip(starts).map(|(end, start)| end.wrapping_sub(*start)))
}

/// Steps mostly follow one another, so what is written is how far each is from the one before: 0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4.
fn steps(steps: &[(u32, i64)]) -> Option<Cow<'static, str>> {
    let before = std::iter::once(0).chain(steps.iter().map(|(_, step)| *step));
    let ways = steps.iter().zip(before).map(|((_, step), before)| step.wrapping_sub(before));
    text([numbers_of(steps), numbers::write(ways.map(|way| (way << 1 ^ way >> 63) as u64))])
}

fn links(links: &[(u32, IdHash)]) -> Option<Cow<'static, str>> {
    let mut hashes = Dictionary::default();
    let of_links: Vec<Code> = links.iter().map(|(_, hash)| hashes.code(*hash)).collect();
    let hashes = hashes.map(|hash| hash);
    text([numbers_of(links), hashes.len().to_string(), numbers::write_hashes(&hashes), codes(&of_links)])
}

/// How many events have something, and their numbers: two lines.
fn numbers_of<T>(values: &[(u32, T)]) -> String {
    let numbers: Vec<u32> = values.iter().map(|(number, _)| *number).collect();
    format!("{}\n{}", values.len(), ascending(&numbers))
}

type Text<'a> = &'a Option<String>;

type Attribute = fn(&Profile) -> &Option<Rc<str>>;

/// Profiles are as many as visitors, but each of their texts is one of a few.
fn profiles(profiles: &[Profile], of_visits: &[Code]) -> Option<Cow<'static, str>> {
    let mut lines = vec![profiles.len().to_string()];
    let attributes: [Attribute; 8] = [
        |profile| &profile.device,
        |profile| &profile.os,
        |profile| &profile.browser,
        |profile| &profile.language,
        |profile| &profile.screen,
        |profile| &profile.country,
        |profile| &profile.region,
        |profile| &profile.city,
    ];
    for attribute in attributes {
        let mut texts = Dictionary::default();
        let of_profiles: Vec<Code> = profiles.iter().map(|profile| texts.code(attribute(profile).as_deref())).collect();
        lines.push(dictionary(&texts.map(|text| text), |text| text));
        lines.push(codes(&of_profiles));
    }
    lines.push(codes(of_visits));
    Some(Cow::Owned(lines.join("\n")))
}

fn of_origin(origin: &Origin) -> [Text<'_>; 8] {
    let Origin { referrer, channel, source, medium, campaign, term, content, click_id } = origin;
    [referrer, channel, source, medium, campaign, term, content, click_id]
}

#[cfg(test)]
mod tests;
