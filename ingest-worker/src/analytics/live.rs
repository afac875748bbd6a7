use super::buckets::{Buckets, Interval};
use super::counts::rank;
use super::dimension::Dimension;
use super::distinct::{Members, Register, Seen, Who};
use super::filter::Filter;
use super::groups::Groups;
use super::id_numbers::IdNumbers;
use super::matching::{Counter, Matching};
use super::people::People;
use super::question::{take_limit, Common, Question};
use super::view::View;
use super::zone::Zone;
use crate::instant::iso;
use crate::query::parameters::Parameters;
use crate::query::range::TimeRange;
use crate::rejection::Rejection;
use crate::rollup::Columns;
use serde::Serialize;

const MINUTE_MS: u64 = 60_000;
/// Minutes of an answer, the current one being the last.
const MINUTES: u64 = 30;
/// Who had an event in these is there now.
const NOW_MS: u64 = 5 * MINUTE_MS;
const PEOPLE: People = People::Visitor;

/// The question of `live`: what happens right now.
#[derive(Debug)]
pub struct Live {
    common: Common,
    limit: usize,
}

/// What is known of the last minutes.
#[derive(Debug)]
pub struct Fold {
    minutes: Buckets,
    register: Register,
    people: IdNumbers,
    /// By minute.
    points: Vec<Count>,
    seen_by_minute: Seen,
    now: Now,
    seen_now: [Seen; 4],
    pages: List,
    types: List,
    countries: List,
}

#[derive(Debug)]
struct List {
    groups: Groups,
    counts: Vec<Count>,
    seen: Seen,
}

/// The counts of a list, and by visit of a chunk who comes.
struct Arrivals<'a> {
    counts: &'a mut Vec<Count>,
    seen: &'a mut Seen,
    people: &'a [u32],
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LiveCount"))]
struct Count {
    events: u64,
    people: u64,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LiveNow"))]
struct Now {
    people: u64,
    visitors: u64,
    users: u64,
    sessions: u64,
}

/// The answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LiveAnswer"))]
pub struct Answer {
    now: Now,
    minutes: Vec<Minute>,
    pages: Vec<Item>,
    types: Vec<Item>,
    countries: Vec<Item>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LiveMinute"))]
struct Minute {
    start: u64,
    start_iso: String,
    #[serde(flatten)]
    count: Count,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LiveItem"))]
struct Item {
    value: Option<String>,
    #[serde(flatten)]
    count: Count,
}

impl Question for Live {
    type Fold = Fold;
    type Answer = Answer;

    fn take(parameters: &mut Parameters, now: u64) -> Result<Live, Rejection> {
        let until = Interval::Minute.next(now, &Zone::utc());
        let range = TimeRange { from: Some(until.saturating_sub(MINUTES * MINUTE_MS)), until: Some(until) };
        let common = Common { range, zone: Zone::take(parameters)?, filter: Filter::take(parameters)?, previous: None, now };
        Ok(Live { limit: take_limit(parameters)?, common })
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn columns(&self) -> Columns {
        let of_people = Register::columns() | PEOPLE.columns();
        Matching::columns(&self.common.filter, true) | of_people | Columns::PAGES | Columns::PROFILES
    }

    fn cuts(&self, period: TimeRange) -> Result<Vec<u64>, Rejection> {
        let mut cuts = self.minutes(period)?.cuts(period);
        cuts.push(self.since());
        cuts.sort_unstable();
        cuts.dedup();
        Ok(cuts)
    }

    fn start(&self, period: TimeRange) -> Result<Fold, Rejection> {
        let minutes = self.minutes(period)?;
        Ok(Fold {
            points: vec![Count::default(); minutes.starts().len()],
            minutes,
            register: Register::default(),
            people: IdNumbers::default(),
            seen_by_minute: Seen::default(),
            now: Now::default(),
            seen_now: Default::default(),
            pages: List::new(Dimension::Path),
            types: List::new(Dimension::Type),
            countries: List::new(Dimension::Country),
        })
    }

    fn fold(&self, fold: &mut Fold, view: &View) -> Result<(), Rejection> {
        let who = fold.register.of(view);
        let people: Vec<u32> = (0..who.len()).map(|visit| fold.people.number(PEOPLE.of(&view.chunk.visits, visit))).collect();
        let mut matching = Matching::of(&self.common.filter, view);
        let minute = fold.minutes.at(view.chunk.from);
        for (visit, (person, who)) in people.iter().zip(&who).enumerate() {
            let (events, _) = matching.of_visit(visit);
            if events == 0 {
                continue;
            }
            let is_new = fold.seen_by_minute.see(*person, minute as u32);
            if let Some(point) = fold.points.get_mut(minute) {
                point.add(events, is_new);
            }
            if view.chunk.from >= self.since() {
                fold.now.add(&mut fold.seen_now, *person, *who);
            }
        }
        for list in [&mut fold.pages, &mut fold.types, &mut fold.countries] {
            list.take(view, &mut matching, &who, &people)?;
        }
        Ok(())
    }

    fn answer(&self, fold: Fold, _: Option<Fold>) -> Result<Answer, Rejection> {
        let minutes = fold.minutes.starts().iter().zip(&fold.points);
        Ok(Answer {
            now: fold.now,
            minutes: minutes.map(|(start, count)| Minute { start: *start, start_iso: iso(*start), count: *count }).collect(),
            pages: fold.pages.items(self.limit),
            types: fold.types.items(self.limit),
            countries: fold.countries.items(self.limit),
        })
    }
}

impl Live {
    fn minutes(&self, period: TimeRange) -> Result<Buckets, Rejection> {
        Buckets::over(Interval::Minute, period, &self.common.zone)
    }

    fn since(&self) -> u64 {
        self.common.now.saturating_sub(NOW_MS)
    }
}

impl Count {
    fn add(&mut self, events: u64, is_new: bool) {
        self.events += events;
        self.people += u64::from(is_new);
    }
}

impl Arrivals<'_> {
    fn of(&mut self, group: u32) -> Option<&mut Count> {
        if self.counts.len() <= group as usize {
            self.counts.resize(group as usize + 1, Count::default());
        }
        self.counts.get_mut(group as usize)
    }
}

impl Counter for Arrivals<'_> {
    fn count(&mut self, group: u32, events: u64, _: u64) {
        self.of(group).into_iter().for_each(|count| count.events += events);
    }

    fn see(&mut self, visit: usize, _: Who, groups: Members) {
        let Some(person) = self.people.get(visit) else { return };
        for group in self.seen.see_all(*person, groups).groups() {
            self.of(group).into_iter().for_each(|count| count.people += 1);
        }
    }
}

impl Now {
    fn add(&mut self, seen: &mut [Seen; 4], person: u32, [user, visitor, session]: Who) {
        let [people, visitors, users, sessions] = seen;
        self.people += u64::from(people.see(person, 0));
        self.visitors += u64::from(visitors.see(visitor, 0));
        self.users += u64::from(users.see(user, 0));
        self.sessions += u64::from(sessions.see(session, 0));
    }
}

impl List {
    fn new(dimension: Dimension) -> List {
        List { groups: Groups::new(dimension), counts: Vec::new(), seen: Seen::default() }
    }

    fn take(&mut self, view: &View, matching: &mut Matching, who: &[Who], people: &[u32]) -> Result<(), Rejection> {
        let mut arrivals = Arrivals { counts: &mut self.counts, seen: &mut self.seen, people };
        matching.each(view, who, &mut self.groups, &mut arrivals)
    }

    fn items(&self, limit: usize) -> Vec<Item> {
        let mut largest: Vec<_> = self.groups.values().iter().zip(&self.counts).collect();
        largest.sort_by_key(|(value, count)| rank(count.events, value));
        largest.into_iter().take(limit).map(|(value, count)| Item { value: value.clone(), count: *count }).collect()
    }
}

#[cfg(test)]
mod tests;
