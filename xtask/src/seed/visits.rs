//! What people do: visits at times that fit their habits, each a walk through a project board.

use std::collections::HashSet;
use std::sync::Arc;

use fastrand::Rng;
use serde_json::{json, Map, Value};

use super::people::{choose, population, Person};
use super::uuid::version_7;

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;
/// The epoch was a Thursday.
const THURSDAY: u64 = 4;

/// The time that is filled.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// Nothing happens later than this, milliseconds since the epoch.
    pub end: u64,
    pub days: u64,
}

/// One visit: little is kept, its events are made when it is sent.
#[derive(Debug, Clone)]
pub struct Visit {
    person: Arc<Person>,
    start: u64,
    events: u64,
    first: bool,
    seed: u64,
}

/// Visits that hold exactly `events` events together, in order of time.
pub fn plan(events: u64, calendar: &Calendar, seed: u64) -> Vec<Visit> {
    let mut random = Rng::with_seed(seed);
    let people: Vec<Arc<Person>> = population(events, &mut random).into_iter().map(Arc::new).collect();
    let weighted: Vec<(f64, usize)> = people.iter().enumerate().map(|(index, person)| (person.weight, index)).collect();
    let mut taken = HashSet::new();
    let mut visits = Vec::new();
    let mut left = events;
    while left > 0 {
        let Some((index, person)) = choose(&weighted, &mut random).and_then(|index| Some((index, people.get(index)?))) else { break };
        let start = start(person, calendar, &mut random);
        // Nobody is in two visits at once; when a month gets crowded, better one more at the same hour than none.
        if !taken.insert((index, start / HOUR)) && random.f64() < 0.98 {
            continue;
        }
        let events = length(person, &mut random).min(left);
        left -= events;
        visits.push(Visit { person: person.clone(), start, events, first: false, seed: random.u64(..) });
    }
    visits.sort_by_key(|visit| visit.start);
    let mut seen = HashSet::new();
    for visit in &mut visits {
        visit.first = seen.insert(visit.person.visitor_id.clone());
    }
    visits
}

impl Visit {
    /// The visit's events as the batch that a browser would send.
    pub fn batch(&self, write_key: &str) -> Value {
        let mut random = Rng::with_seed(self.seed);
        let session_id = version_7(self.start, &mut random);
        let instance_id = version_7(self.start, &mut random);
        let mut walk = Walk { person: &self.person, path: "/", title: "Board", correlation: None };
        // A visit of many steps must not run past the end of the calendar: start times leave an hour.
        let longest_gap = (HOUR * 3 / 4 / self.events.max(1)).min(75_000);
        let mut time = self.start;
        let mut events = Vec::new();
        for seq in 1..=self.events {
            let mut event = if seq == 1 { walk.arrive(self.first) } else { walk.step(&mut random) };
            event.insert("id".into(), version_7(time, &mut random).into());
            event.insert("occurred_at".into(), time.into());
            event.insert("seq".into(), seq.into());
            events.push(Value::Object(event));
            time += 400 + random.u64(0..longest_gap);
        }
        json!({
            "schema": 1,
            "batch_id": version_7(time, &mut random),
            "write_key": write_key,
            "sealed_at": time,
            "instance_id": instance_id,
            "context": {
                "session_id": session_id,
                "visitor_id": self.person.visitor_id,
                "user_id": self.person.user_id,
                "device": self.person.device,
            },
            "events": events,
        })
    }
}

/// When a visit starts: working days more than weekends, later days a little more than earlier ones, around the favourite hour.
fn start(person: &Person, calendar: &Calendar, random: &mut Rng) -> u64 {
    let earliest = calendar.end - calendar.days * DAY;
    let latest = calendar.end - HOUR;
    for _ in 0..64 {
        let age = random.f64();
        if random.f64() < age * 0.3 {
            continue;
        }
        let day = (calendar.end / DAY).saturating_sub((calendar.days as f64 * age) as u64);
        let weekday = (day + THURSDAY) % 7;
        let weekend = weekday == 0 || weekday == 6;
        if weekend && !person.weekends && random.f64() > 0.25 {
            continue;
        }
        // The sum of three is close enough to a bell.
        let spread = (random.f64() + random.f64() + random.f64() - 1.5) * 5.0;
        let hour = (person.favourite_hour + spread - person.utc_offset as f64).rem_euclid(24.0);
        let time = day * DAY + (hour * HOUR as f64) as u64;
        if (earliest..latest).contains(&time) {
            return time;
        }
    }
    earliest + random.u64(0..latest - earliest)
}

/// How many events a visit has: many passers-by leave at once.
fn length(person: &Person, random: &mut Rng) -> u64 {
    if person.user_id.is_none() && random.f64() < 0.45 {
        return 1;
    }
    let mean = if person.user_id.is_some() { 14.0 } else { 4.0 };
    (1.0 - (1.0 - random.f64()).ln() * mean).min(80.0) as u64
}

/// Where a visitor is within a visit.
struct Walk<'a> {
    person: &'a Person,
    path: &'static str,
    title: &'static str,
    /// A dialog that is open: what happens in it belongs together.
    correlation: Option<String>,
}

const PAGES: [(f64, (&str, &str)); 5] = [
    (0.40, ("/", "Board")),
    (0.22, ("/projects/7", "Website relaunch")),
    (0.16, ("/projects/12", "Spring campaign")),
    (0.14, ("/reports", "Reports")),
    (0.08, ("/settings", "Settings")),
];

const TASKS: [&str; 8] = [
    "Write the announcement",
    "Fix the login form",
    "Call the printer",
    "Review the contract",
    "Update screenshots",
    "Plan the workshop",
    "Collect feedback",
    "Order badges",
];

/// What somebody may do next, with how often they do.
#[derive(Clone, Copy)]
enum Step {
    View,
    CreateTask,
    CompleteTask,
    OpenProject,
    CreateProject,
    Search,
    Dialog,
    Export,
    Load,
}

const STEPS: [(f64, Step); 9] = [
    (0.33, Step::View),
    (0.13, Step::CreateTask),
    (0.12, Step::CompleteTask),
    (0.09, Step::OpenProject),
    (0.02, Step::CreateProject),
    (0.08, Step::Search),
    (0.09, Step::Dialog),
    (0.04, Step::Export),
    (0.10, Step::Load),
];

impl Walk<'_> {
    fn arrive(&mut self, first: bool) -> Map<String, Value> {
        let mut event = self.page_view();
        if let (true, Some(Value::Object(page))) = (first, event.get_mut("page")) {
            if let Some(referrer) = self.person.source.referrer {
                page.insert("referrer".into(), referrer.into());
            }
            if let Some((source, medium, campaign)) = self.person.source.utm {
                page.insert("utm".into(), json!({ "source": source, "medium": medium, "campaign": campaign }));
            }
        }
        event
    }

    fn step(&mut self, random: &mut Rng) -> Map<String, Value> {
        if let Some(correlation) = self.correlation.take() {
            return self
                .event("modal_closed", json!({ "level": "state", "correlation_id": correlation, "duration_ms": slow(4_000.0, random) }));
        }
        let task = random.usize(0..TASKS.len());
        let entity = json!({ "type": "task", "id": format!("t_{task}"), "title": TASKS.get(task) });
        match choose(&STEPS, random).unwrap_or(Step::View) {
            Step::View => {
                (self.path, self.title) = choose(&PAGES, random).unwrap_or(("/", "Board"));
                self.page_view()
            }
            Step::CreateTask => self.event("task_created", json!({ "entity": entity, "metadata": { "priority": random.u8(1..=3) } })),
            Step::CompleteTask => {
                let level = if random.f64() < 0.1 { "milestone" } else { "action" };
                self.event("task_completed", json!({ "entity": entity, "level": level, "metadata": { "age_days": random.u8(0..14) } }))
            }
            Step::OpenProject => {
                (self.path, self.title) = ("/projects/7", "Website relaunch");
                self.event("project_opened", json!({ "entity": { "type": "project", "id": "7", "title": self.title } }))
            }
            Step::CreateProject => {
                let number = random.u32(100..10_000);
                let by = self.person.name;
                let title = format!("{by}'s project {number}");
                self.event(
                    "project_created",
                    json!({ "level": "milestone", "entity": { "type": "project", "id": number.to_string(), "title": title },
                            "summary": format!("{title} created") }),
                )
            }
            Step::Search => {
                self.event("search_performed", json!({ "duration_ms": slow(180.0, random), "metadata": { "results": random.u8(0..30) } }))
            }
            Step::Dialog => {
                let correlation = format!("c_{:08x}", random.u32(..));
                self.correlation = Some(correlation.clone());
                self.event(
                    "modal_opened",
                    json!({ "level": "state", "correlation_id": correlation, "entity": { "type": "modal", "id": "new-task" } }),
                )
            }
            Step::Export => {
                let format = if random.bool() { "csv" } else { "pdf" };
                self.event("report_exported", json!({ "duration_ms": slow(2_400.0, random), "metadata": { "format": format } }))
            }
            Step::Load => self.event("board_loaded", json!({ "level": "detail", "duration_ms": slow(320.0, random) })),
        }
    }

    fn page_view(&self) -> Map<String, Value> {
        self.event("page_view", json!({ "level": "state" }))
    }

    fn event(&self, kind: &str, more: Value) -> Map<String, Value> {
        let mut event = Map::new();
        event.insert("type".into(), kind.into());
        event.insert("page".into(), json!({ "path": self.path, "title": self.title }));
        if let Value::Object(more) = more {
            event.extend(more);
        }
        event
    }
}

/// A duration around `typical` with a long tail, as measured times have.
fn slow(typical: f64, random: &mut Rng) -> u64 {
    let bell = random.f64() + random.f64() + random.f64() + random.f64() - 2.0;
    (typical * (bell * 1.1).exp()) as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::{plan, Calendar, DAY};

    const CALENDAR: Calendar = Calendar { end: 1_771_405_200_000, days: 30 };

    #[test]
    fn a_plan_has_the_wanted_number_of_events_within_its_days() {
        let visits = plan(5_000, &CALENDAR, 1);
        let mut count = 0;
        for visit in &visits {
            let batch = visit.batch("key");
            for event in batch.get("events").and_then(|events| events.as_array()).into_iter().flatten() {
                let time = event.get("occurred_at").and_then(serde_json::Value::as_u64).unwrap_or(0);
                assert!((CALENDAR.end - 30 * DAY..=CALENDAR.end).contains(&time), "{time}");
                count += 1;
            }
        }
        assert_eq!(count, 5_000);
    }

    #[test]
    fn the_same_seed_makes_the_same_events() {
        let first = |seed| plan(200, &CALENDAR, seed).first().map(|visit| visit.batch("key"));
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
    }
}
