//! A browser, a network and a server, all in memory and all unreliable.

use event_model::{decode, limits, Level};
use std::collections::{BTreeMap, BTreeSet};
use trailmark_tracker::engine::{Config, Draft, Effects, Engine, Input, Now, Open, Settlement, Slot, Start, Transport};

const LEVELS: [&str; 5] = ["detail", "state", "action", "decision", "milestone"];
const START: u64 = 1_771_405_200_000;

/// What becomes of a request.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    Answered,
    StoredButUnanswered,
    NeverArrived,
    Unavailable(u64),
    TooManyRequests,
    /// Every so-many-th event is limited.
    Limited(u32),
    /// The server takes no more than so many events at once.
    TooLarge(usize),
    /// A captive portal answers 200 with a page of its own.
    Portal,
}

pub struct Request {
    pub batch_id: String,
    pub body: String,
    pub transport: Transport,
    /// The browser refused it: too many bytes already wanted to outlive the page.
    refused: bool,
}

pub struct World {
    engine: Engine,
    seed: u64,
    storage: BTreeMap<String, String>,
    pub requests: Vec<Request>,
    /// What the browser sends should the page die.
    later: Option<String>,
    wakes_at: Option<u64>,
    now: Now,
    /// The server's table, by primary key.
    table: BTreeMap<(u64, String), String>,
    /// Ids of all batches of which something was stored.
    batches: BTreeSet<String>,
    /// Ids of all events that `track()` took.
    tracked: BTreeSet<String>,
    /// Ids that the server has refused and not stored since.
    refused: BTreeSet<String>,
    calls: u64,
    pub dropped: u64,
    reported: u64,
}

impl World {
    pub fn new(seed: u64) -> World {
        let now = Now { wall: START, monotonic: 5 };
        let start = Start { seed, ..Start::default() };
        let (engine, effects) = Engine::start(config(), start, now);
        let mut world = World {
            engine,
            seed,
            storage: BTreeMap::new(),
            requests: Vec::new(),
            later: None,
            wakes_at: None,
            now,
            table: BTreeMap::new(),
            batches: BTreeSet::new(),
            tracked: BTreeSet::new(),
            refused: BTreeSet::new(),
            calls: 0,
            dropped: 0,
            reported: 0,
        };
        world.carry_out(effects);
        world
    }

    pub fn track(&mut self, level: usize, bytes: usize, immediate: bool) {
        let members = format!(r#""type":"test_event","level":"{}","metadata":{{"x":"{}"}}"#, LEVELS[level], "y".repeat(bytes));
        let level = Level::parse(LEVELS[level]).unwrap();
        self.call(Draft { level, immediate, members, told: None });
    }

    pub fn track_nonsense(&mut self) {
        self.call(Draft::default());
    }

    fn call(&mut self, draft: Draft) {
        self.calls += 1;
        let session = self.storage.get(Slot::Session.key()).cloned();
        self.happen(Input::Track { draft: Box::new(draft), session });
    }

    /// Time passes, and the timer rings whenever it is due.
    pub fn wait(&mut self, millis: u64) {
        let until = self.now.monotonic + millis;
        while let Some(at) = self.wakes_at.filter(|at| *at <= until) {
            self.advance_to(at.max(self.now.monotonic));
            self.wakes_at = None;
            self.happen(Input::Tick);
        }
        self.advance_to(until);
    }

    fn advance_to(&mut self, monotonic: u64) {
        self.now.wall += monotonic - self.now.monotonic;
        self.now.monotonic = monotonic;
    }

    pub fn jump(&mut self, millis: i64) {
        self.now.wall = self.now.wall.saturating_add_signed(millis);
    }

    pub fn flush(&mut self) {
        self.happen(Input::Flush);
    }

    pub fn online(&mut self) {
        self.happen(Input::Online);
    }

    pub fn hide(&mut self) {
        self.happen(Input::Hidden);
    }

    pub fn show(&mut self) {
        self.happen(Input::Shown);
    }

    pub fn identify(&mut self, user: u8) {
        self.happen(Input::Identify(format!("user{user}")));
    }

    pub fn opt_out(&mut self) {
        self.happen(Input::OptOut);
    }

    pub fn tune(&mut self, flush_at: usize, flush_interval: u64) {
        self.happen(Input::Tune(flush_at, flush_interval));
    }

    /// The visit that an event made now would belong to, as the page is told.
    pub fn visit(&mut self) -> Option<String> {
        let session = self.storage.get(Slot::Session.key()).cloned();
        let orders = self.engine.handle(Input::Visit(session), self.now).into_orders();
        orders.lines().find_map(|order| order.strip_prefix("t\t")).map(|id| id.trim_end().to_owned())
    }

    pub fn reset(&mut self) {
        self.happen(Input::Reset);
    }

    /// The page says goodbye. Returns the bytes that were to outlive it.
    pub fn leave(&mut self) -> usize {
        self.happen(Input::Leaving);
        self.outliving()
    }

    fn outliving(&self) -> usize {
        self.requests.iter().filter(|request| request.transport != Transport::Fetch).map(|request| request.body.len()).sum()
    }

    pub fn reload(&mut self, beacons_arrive: bool) {
        self.leave();
        if !beacons_arrive {
            self.later = None;
        }
        if beacons_arrive {
            for request in std::mem::take(&mut self.requests).into_iter().filter(|request| !request.refused) {
                self.store(&request.body, usize::MAX);
            }
        }
        self.crash();
    }

    /// The page is gone with all that it had in memory; the browser sends what it holds, and another page opens on the same storage.
    pub fn crash(&mut self) {
        if let Some(body) = self.later.take() {
            self.store(&body, usize::MAX);
        }
        self.requests.clear();
        self.wakes_at = None;
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.advance_to(self.now.monotonic + 1);
        let start = Start { seed: self.seed, stored: Slot::ALL.map(|slot| self.storage.get(slot.key()).cloned()), ..Start::default() };
        let (engine, effects) = Engine::start(config(), start, self.now);
        self.engine = engine;
        self.carry_out(effects);
        let owner_of = |key: &String| key.strip_prefix("q.")?.split('.').next().map(String::from);
        let owners: BTreeSet<String> = self.storage.keys().filter_map(owner_of).collect();
        for owner in owners {
            let name = |key: &String| key.strip_prefix(&format!("q.{owner}.")).map(String::from);
            let mut records: Vec<(String, String)> =
                self.storage.iter().filter_map(|(key, value)| Some((name(key)?, value.clone()))).collect();
            records.sort_by_key(|(name, _)| (name.as_bytes()[0], name.len(), name.clone()));
            self.happen(Input::Adopt { owner, records });
        }
    }

    /// The oldest request under way meets its fate.
    pub fn end_request(&mut self, fate: Fate) {
        if self.requests.is_empty() {
            return;
        }
        let Request { batch_id, body, transport, refused } = self.requests.remove(0);
        let fate = match fate {
            _ if refused => Fate::NeverArrived,
            fate => fate,
        };
        let answered = |status, settled, retry_after| Input::Answered { batch_id: batch_id.clone(), status, retry_after, settled };
        let input = match fate {
            Fate::Answered => answered(200, Some(self.store(&body, usize::MAX)), None),
            Fate::Limited(every) => answered(200, Some(self.store(&body, every as usize)), Some(2_000)),
            Fate::StoredButUnanswered => {
                self.store(&body, usize::MAX);
                Input::Failed { batch_id: batch_id.clone() }
            }
            Fate::NeverArrived => Input::Failed { batch_id: batch_id.clone() },
            Fate::Unavailable(seconds) => answered(503, None, Some(seconds * 1_000)),
            Fate::TooManyRequests => answered(429, None, None),
            Fate::Portal => answered(200, None, None),
            Fate::TooLarge(most) => match events_of(&body).len() {
                events if events > most => answered(413, None, None),
                _ => answered(200, Some(self.store(&body, usize::MAX)), None),
            },
        };
        // Nobody hears the end of a beacon.
        if transport != Transport::Beacon {
            self.happen(input);
        }
    }

    /// The server's clock is right, whatever the device's says.
    fn server_time(&self) -> u64 {
        START + self.now.monotonic
    }

    /// Whether the batch asks, is not stored yet, and was sealed by a clock that is off.
    fn is_off(&self, body: &str) -> bool {
        let batch = decode::batch(body.as_bytes()).unwrap();
        let known = self.batches.contains(batch.batch_id.as_ref().unwrap().as_str());
        batch.clock_unproved && !known && batch.sealed_at.unwrap().abs_diff(self.server_time()) > 15_000
    }

    /// The server takes a batch, except every `limited_every`-th event, or nothing of it when its clock is off.
    fn store(&mut self, body: &str, limited_every: usize) -> Settlement {
        let batch = decode::batch(body.as_bytes()).unwrap();
        let server_time = self.server_time();
        if self.is_off(body) {
            let open = (0..batch.events.len() as u32).map(|place| Open { place, limited: true, mistimed: true }).collect();
            return Settlement { server_time, settled: 0, open };
        }
        self.batches.insert(batch.batch_id.as_ref().unwrap().as_str().to_owned());
        let mut settlement = Settlement { server_time, ..Settlement::default() };
        for (place, event) in batch.events.into_iter().enumerate() {
            let event = event.unwrap();
            if (place + 1) % limited_every == 0 {
                settlement.open.push(Open { place: place as u32, limited: true, mistimed: false });
                continue;
            }
            settlement.settled += 1;
            if event.occurred_at.unwrap() > server_time + limits::MAX_FUTURE_MS {
                settlement.open.push(Open { place: place as u32, limited: false, mistimed: true });
                self.refused.insert(event.id.unwrap().into_string());
                continue;
            }
            self.refused.remove(event.id.as_ref().unwrap().as_str());
            let key = (event.occurred_at.unwrap(), event.id.unwrap().into_string());
            self.table.insert(key, event.level.unwrap_or_default().name().to_owned());
        }
        self.reported = self.reported.max(batch.dropped.iter().map(|line| line.count).sum());
        settlement
    }

    /// From now on everything works; goes on until nothing is left to do.
    pub fn make_peace(&mut self) {
        self.show();
        for _ in 0..1_000 {
            while !self.requests.is_empty() {
                self.end_request(Fate::Answered);
            }
            self.wait(70_000);
            if self.engine.queue_size() == 0 {
                return;
            }
        }
        self.requests.iter().for_each(|request| eprintln!("{:?} {}", request.transport, request.body.len()));
        panic!("{} events are still not settled", self.engine.queue_size());
    }

    /// Storage is bounded, and no event is in two seals.
    pub fn check_storage(&self) {
        let bytes: usize = self.storage.iter().map(|(key, value)| key.len() + value.len()).sum();
        assert!(bytes < 1_300_000, "{bytes} bytes in storage");
    }

    /// Tracked = stored + dropped, and nothing twice.
    pub fn check_books(&self) {
        let ids: BTreeSet<&String> = self.table.keys().map(|(_, id)| id).collect();
        assert_eq!(ids.len(), self.table.len(), "an event is stored under two times");
        assert!(ids.iter().all(|id| self.tracked.contains(*id)), "something is stored that was never tracked");
        let ended = self.table.len() as u64 + self.dropped + self.refused.len() as u64;
        assert_eq!(self.calls, ended, "calls = stored + dropped + refused");
        let left: Vec<&String> = self.storage.keys().filter(|key| is_event_or_seal(key)).collect();
        assert!(left.is_empty(), "{left:?} are left in storage");
    }

    pub fn times(&self) -> impl Iterator<Item = u64> + '_ {
        self.table.keys().map(|(time, _)| *time)
    }

    /// Within two minutes of the server's clock.
    pub fn is_about_now(&self, time: u64) -> bool {
        time.abs_diff(START + self.now.monotonic) < 120_000
    }

    pub fn refused(&self) -> usize {
        self.refused.len()
    }

    pub fn stored(&self) -> usize {
        self.table.len()
    }

    pub fn stored_at_level(&self, level: &str) -> usize {
        self.table.values().filter(|of| *of == level).count()
    }

    fn happen(&mut self, input: Input) {
        let effects = self.engine.handle(input, self.now);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Effects) {
        for order in effects.into_orders().lines() {
            let fields: Vec<&str> = order.split('\t').collect();
            let text = |place: usize| fields[place].to_owned();
            match fields[0] {
                "p" => drop(self.storage.insert(text(1), text(2))),
                "r" => drop(self.storage.remove(fields[1])),
                "x" => self.storage.clear(),
                "s" if fields[3] == "3" => self.later = Some(text(2)).filter(|body| !body.is_empty()),
                "s" => {
                    let transport = [Transport::Fetch, Transport::Keepalive, Transport::Beacon][fields[3].parse::<usize>().unwrap()];
                    let (batch_id, body) = (text(1), text(2));
                    let refused = transport != Transport::Fetch && self.outliving() + body.len() > 64 * 1024;
                    self.requests.push(Request { batch_id, body, transport, refused });
                }
                "w" => self.wakes_at = Some(self.now.monotonic + fields[3].parse::<u64>().unwrap()),
                "t" => assert!(self.tracked.insert(text(1)), "an id was given twice"),
                "d" => self.dropped += 1,
                "i" | "f" | "y" => {}
                other => panic!("an order that nobody knows: {other}"),
            }
        }
    }
}

fn config() -> Config {
    Config { can_hold: true, ..Config::new("tm_write_test".into()) }
}

fn events_of(body: &str) -> Vec<String> {
    let batch = decode::batch(body.as_bytes()).unwrap();
    batch.events.into_iter().map(|event| event.unwrap().id.unwrap().into_string()).collect()
}

fn is_event_or_seal(key: &str) -> bool {
    key.rsplit('.').next().is_some_and(|name| name.starts_with(['b', 'c']) && name[1..].bytes().all(|byte| byte.is_ascii_digit()))
}
