//! The engine against a world that loses, repeats and delays: random interleavings, then peace. In the end every event is stored once, or
//! counted as dropped, whatever happened in between.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has to fail")]

mod world;

use proptest::prelude::*;
use trailmark_tracker::engine::{Config, Draft, Engine, Input, Now, Start, Transport};
use world::{Fate, World};

/// One thing that the world does.
#[derive(Clone, Debug)]
enum Step {
    Track {
        level: usize,
        bytes: usize,
        immediate: bool,
    },
    Nonsense,
    Wait(u64),
    /// The oldest request under way meets its fate.
    Request(Fate),
    Flush,
    Online,
    Hide,
    Show,
    Identify(u8),
    Reset,
    /// The page is left and another one opened; beacons arrive or do not.
    Reload {
        beacons_arrive: bool,
    },
    /// The page dies without a farewell.
    Crash,
    ClockJump(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let fate = prop_oneof![
        4 => Just(Fate::Answered),
        2 => Just(Fate::StoredButUnanswered),
        2 => Just(Fate::NeverArrived),
        1 => (1u64..5).prop_map(Fate::Unavailable),
        1 => Just(Fate::TooManyRequests),
        1 => (1u32..4).prop_map(Fate::Limited),
        1 => (1usize..20).prop_map(Fate::TooLarge),
        1 => Just(Fate::Portal),
    ];
    prop_oneof![
        8 => (0usize..5, 0usize..3000, any::<bool>()).prop_map(|(level, bytes, immediate)| Step::Track { level, bytes, immediate }),
        1 => Just(Step::Nonsense),
        4 => (0u64..70_000).prop_map(Step::Wait),
        6 => fate.prop_map(Step::Request),
        1 => Just(Step::Flush),
        1 => Just(Step::Online),
        1 => Just(Step::Hide),
        1 => Just(Step::Show),
        1 => (0u8..3).prop_map(Step::Identify),
        1 => Just(Step::Reset),
        2 => any::<bool>().prop_map(|beacons_arrive| Step::Reload { beacons_arrive }),
        1 => Just(Step::Crash),
        1 => (-20_000_000i64..20_000_000).prop_map(Step::ClockJump),
    ]
}

fn play(world: &mut World, step: &Step) {
    match step {
        Step::Track { level, bytes, immediate } => world.track(*level, *bytes, *immediate),
        Step::Nonsense => world.track_nonsense(),
        Step::Wait(millis) => world.wait(*millis),
        Step::Request(fate) => world.end_request(*fate),
        Step::Flush => world.flush(),
        Step::Online => world.online(),
        Step::Hide => world.hide(),
        Step::Show => world.show(),
        Step::Identify(user) => world.identify(*user),
        Step::Reset => world.reset(),
        Step::Reload { beacons_arrive } => world.reload(*beacons_arrive),
        Step::Crash => world.crash(),
        Step::ClockJump(millis) => world.jump(*millis),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_event_is_stored_once_or_counted(steps in proptest::collection::vec(step(), 1..120), seed in any::<u64>()) {
        let mut world = World::new(seed);
        for step in &steps {
            play(&mut world, step);
            world.check_storage();
        }
        world.make_peace();
        world.check_books();
    }
}

#[test]
fn ten_events_or_five_seconds() {
    let mut world = World::new(1);
    for _ in 0..9 {
        world.track(2, 10, false);
    }
    assert!(world.requests.is_empty());
    world.wait(4_900);
    assert!(world.requests.is_empty());
    world.wait(200);
    assert_eq!(world.requests.len(), 1);
    world.end_request(Fate::Answered);
    for _ in 0..10 {
        world.track(2, 10, false);
    }
    assert!(world.requests.is_empty(), "track() itself sends nothing");
    world.wait(0);
    assert_eq!(world.requests.len(), 1);
}

#[test]
fn other_numbers_hold_from_now_on() {
    let mut world = World::new(9);
    world.tune(2, 1_000);
    world.track(2, 10, false);
    world.wait(999);
    assert!(world.requests.is_empty());
    world.wait(1);
    assert_eq!(world.requests.len(), 1);
    world.end_request(Fate::Answered);
    world.track(2, 10, false);
    world.track(2, 10, false);
    world.wait(0);
    assert_eq!(world.requests.len(), 1);
}

#[test]
fn a_visit_is_told_before_its_event_and_to_nobody_who_has_said_no() {
    let mut world = World::new(10);
    let visit = world.visit().unwrap();
    world.track(2, 10, true);
    world.wait(0);
    assert!(world.requests[0].body.contains(&visit), "{visit} in {}", world.requests[0].body);
    world.opt_out();
    assert_eq!(world.visit(), None);
}

#[test]
fn one_request_at_a_time_until_the_page_is_hidden() {
    let mut world = World::new(2);
    for _ in 0..10 {
        world.track(2, 10, true);
    }
    world.wait(0);
    for _ in 0..10 {
        world.track(2, 10, true);
    }
    world.wait(0);
    assert_eq!(world.requests.len(), 1);
    world.hide();
    assert_eq!(world.requests.len(), 2);
    assert!(world.requests.iter().all(|request| request.transport == Transport::Keepalive));
}

#[test]
fn what_outlives_the_page_stays_within_64_kib() {
    let mut world = World::new(3);
    for _ in 0..200 {
        world.track(2, 2_000, false);
    }
    let bytes = world.leave();
    assert!((30_000..=64 * 1024).contains(&bytes), "{bytes}");
    world.crash();
    world.make_peace();
    world.check_books();
}

#[test]
fn a_request_that_is_never_answered_goes_again() {
    let mut world = World::new(4);
    world.track(2, 10, true);
    world.wait(0);
    let first = world.requests.remove(0);
    world.wait(61_000);
    assert_eq!(world.requests.len(), 1);
    assert_eq!(world.requests[0].body, first.body, "a retry has the same bytes");
    world.make_peace();
    world.check_books();
}

#[test]
fn a_full_queue_gives_up_the_least_and_says_so() {
    let mut world = World::new(5);
    for _ in 0..600 {
        world.track(0, 3_000, false);
        world.track(4, 10, false);
    }
    world.check_storage();
    assert!(world.dropped > 0);
    world.make_peace();
    world.check_books();
    assert_eq!(world.stored_at_level("milestone"), 600, "what matters most is all there");
}

/// What an engine that stores nothing says of calls: the orders of each, and in the end of `flush()`.
fn without_storage(calls: impl IntoIterator<Item = Draft>) -> Vec<String> {
    let now = Now { wall: 1_771_405_200_000, monotonic: 5 };
    let mut config = Config::new("tm_write_x".to_owned());
    config.cookieless = true;
    let (mut engine, _) = Engine::start(config, Start::default(), now);
    let inputs = calls.into_iter().map(|draft| Input::Track { draft: Box::new(draft), session: None });
    inputs.chain([Input::Flush]).map(|input| engine.handle(input, now).into_orders()).collect()
}

#[test]
fn who_stores_nothing_names_neither_visitor_nor_session() {
    let orders = without_storage([Draft { members: "\"type\":\"a\"".to_owned(), ..Draft::default() }]);
    let body = orders[1].lines().find(|line| line.starts_with("s\t")).unwrap();
    assert!(body.contains("\"type\":\"a\"") && body.contains("\"context\":{}"), "{body}");
    assert!(!body.contains("visitor_id") && !body.contains("session_id"), "{body}");
}

#[test]
fn what_there_was_no_room_for_before_the_engine_has_its_number_and_its_reason() {
    let empty = |immediate| Draft { immediate, ..Draft::default() };
    let event = Draft { members: "\"type\":\"a\"".to_owned(), ..Draft::default() };
    let orders = without_storage([empty(true), empty(false), event]);
    assert!(orders[0].contains("d\tqueue_full\taction") && orders[1].contains("d\tinvalid\taction"), "{orders:?}");
    assert!(orders[3].contains("\"tracked\":3"), "{orders:?}");
}

#[test]
fn a_week_without_an_answer_is_the_end() {
    let mut world = World::new(6);
    world.track(2, 10, false);
    world.crash();
    world.jump(8 * 24 * 60 * 60 * 1000);
    world.reload(false);
    world.make_peace();
    assert_eq!((world.dropped, world.stored()), (1, 0));
    world.check_books();
}

#[test]
fn a_clock_two_days_ahead_loses_nothing() {
    let mut world = World::new(7);
    world.jump(2 * 24 * 60 * 60 * 1000);
    for _ in 0..12 {
        world.track(2, 10, false);
    }
    // A hidden page does not ask whether its times are right.
    world.hide();
    world.show();
    world.end_request(Fate::Answered);
    assert_eq!((world.stored(), world.refused()), (0, 12));
    world.make_peace();
    world.check_books();
    assert_eq!((world.stored(), world.refused()), (12, 0));
    assert!(world.times().all(|time| world.is_about_now(time)), "told by the server's clock");
}

#[test]
fn a_clock_three_hours_off_is_right_from_the_first_batch_on() {
    for jump in [-3, 3] {
        let mut world = World::new(8);
        world.jump(jump * 60 * 60 * 1000);
        for _ in 0..12 {
            world.track(2, 10, false);
        }
        world.wait(0);
        world.end_request(Fate::Answered);
        assert_eq!(world.stored(), 0, "the server asks for right times");
        world.make_peace();
        world.check_books();
        assert_eq!(world.stored(), 12);
        assert!(world.times().all(|time| world.is_about_now(time)));
    }
}

#[test]
fn what_the_browser_holds_is_sent_once_more_by_nobody_else() {
    let mut world = World::new(9);
    world.track(2, 10, false);
    world.wait(0);
    assert!(world.requests.is_empty(), "held, not sent");
    world.track(2, 10, false);
    world.wait(300);
    world.crash();
    assert_eq!(world.stored(), 2, "the page died and the browser sent what it held");
    world.make_peace();
    world.check_books();
}

#[test]
fn who_says_no_takes_back_what_the_browser_holds() {
    let mut world = World::new(10);
    world.track(2, 10, false);
    world.wait(300);
    world.opt_out();
    world.crash();
    assert_eq!(world.stored(), 0);
}
