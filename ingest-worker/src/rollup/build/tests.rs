use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

/// An event with a session, a visitor and a page.
fn event(occurred_at: u64, session: &str, path: Option<&str>) -> EventRow {
    EventRow {
        occurred_at,
        event_id: occurred_at.to_string(),
        event_type: if path.is_some() { "page_view" } else { "task_completed" }.into(),
        session_id: Some(session.into()),
        visitor_id: Some("v".into()),
        page_path: path.map(str::to_owned),
        ..EventRow::default()
    }
}

#[test]
fn events_of_one_visit_are_counted_together() {
    let rows = [event(1000, "s", None), event(1500, "s", Some("/a")), event(2000, "t", Some("/b")), event(2500, "s", Some("/c"))];
    let mut rows = rows.to_vec();
    rows.push(EventRow { duration_ms: Some(70), ..event(3000, "s", None) });
    let chunk = Chunk::of(1000, 10_000, &rows);
    assert_eq!((chunk.from, chunk.until, chunk.len), (1000, 10_000, 5));
    let visits = &chunk.visits;
    assert_eq!(visits.session, [id_hash(Some("s")), id_hash(Some("t"))]);
    assert_eq!(visits.visitor, [id_hash(Some("v")); 2]);
    assert_eq!((visits.user.as_slice(), visits.profile.as_slice(), visits.origin.as_slice()), (&[0, 0][..], &[0, 0][..], &[0, 0][..]));
    assert_eq!((visits.events.as_slice(), visits.page_views.as_slice()), (&[4, 1][..], &[2, 1][..]));
    assert_eq!((visits.first.as_slice(), visits.last.as_slice()), (&[0, 1000][..], &[2000, 1000][..]));
    assert_eq!(chunk.landmarks, ["/a", "/c", "/b"].map(|path| Some(path.to_owned())));
    assert_eq!((visits.entry.as_slice(), visits.entry_at.as_slice()), (&[0, 2][..], &[1, 2][..]));
    assert_eq!((visits.exit.as_slice(), visits.exit_at.as_slice()), (&[1, 2][..], &[3, 2][..]));
    assert_eq!(chunk.ids.iter().map(|ids| ids.session.as_deref()).collect::<Vec<_>>(), [Some("s"), Some("t")]);
    let events = &chunk.events;
    assert_eq!((events.visit.as_slice(), events.kind.as_slice()), (&[0, 0, 1, 0, 0][..], &[0, 1, 1, 1, 0][..]));
    assert_eq!((events.page.as_slice(), events.time.as_slice()), (&[0, 1, 2, 3, 0][..], &[0, 500, 1000, 1500, 2000][..]));
    assert_eq!(events.durations, [(4, 70)]);
}

#[test]
fn a_visit_without_pages_enters_at_its_first_event_and_leaves_at_its_last() {
    let chunk = Chunk::of(0, 100, &[event(1, "s", None), event(2, "t", Some("/")), event(3, "s", None)]);
    assert_eq!(chunk.landmarks, [None, Some("/".into())]);
    assert_eq!((chunk.visits.entry, chunk.visits.exit), (vec![0, 1], vec![0, 1]));
    assert_eq!((chunk.visits.entry_at, chunk.visits.exit_at), (vec![0, 1], vec![2, 1]));
}

#[test]
fn a_session_keeps_the_first_origin_it_shows() {
    let from = |at, session: Option<&str>, referrer: Option<&str>| EventRow {
        session_id: session.map(str::to_owned),
        page_referrer: referrer.map(str::to_owned),
        ..event(at, "", None)
    };
    let rows = [
        from(1, Some("s"), None),
        from(2, Some("s"), Some("https://a.example/")),
        from(3, Some("s"), Some("https://b.example/")),
        from(4, Some("s"), None),
        from(5, None, Some("https://b.example/")),
        from(6, None, None),
        from(7, Some("t"), Some("https://b.example/x")),
    ];
    let chunk = Chunk::of(0, 100, &rows);
    let origin = |visit: &Code| chunk.visits.origin.get(*visit as usize).and_then(|code| chunk.origins.get(*code as usize));
    let referrers: Vec<Option<&str>> = chunk.events.visit.iter().map(|visit| origin(visit).and_then(|o| o.referrer.as_deref())).collect();
    let (a, b) = (Some("a.example"), Some("b.example"));
    assert_eq!(referrers, [None, a, a, a, b, None, b]);
    assert_eq!(chunk.ids.len(), 5, "the session before and after its origin was shown, nobody twice, and the other session");
    assert_eq!(chunk.origins.len(), 3);
}

#[test]
fn rows_are_read_from_json() {
    let object = r#"{"occurred_at":5,"event_id":"e","type":"t","category":"c","action":"a","level":2,"bot":1,"metadata":[["x"],[null]]}"#;
    let row: EventRow = serde_json::from_str(object).unwrap();
    let expected = EventRow {
        occurred_at: 5,
        event_id: "e".into(),
        event_type: "t".into(),
        category: "c".into(),
        action: "a".into(),
        level: 2,
        bot: true,
        metadata: vec![Some("x".into()), None],
        ..EventRow::default()
    };
    assert_eq!(row, expected);
    let chunk = Chunk::of(0, 10, &[expected, EventRow { metadata: vec![None, Some("y".into())], ..EventRow::default() }]);
    assert_eq!(chunk.metadata, [[Some("x".to_owned()), None], [None, Some("y".to_owned())]]);
    assert!(chunk.visits.bot.contains(&true));
}

/// Rows in the order of the log, with few different values, so that they often share some.
pub(in crate::rollup) fn rows(from: u64, until: u64) -> impl Strategy<Value = Vec<EventRow>> {
    let few = || proptest::option::of(prop_oneof!["[ab]", Just("x\"y\\z ü".to_owned()), Just(String::new())]);
    let who = (few(), few(), few(), few(), proptest::option::of(Just("https://www.a.example/x".to_owned())), any::<bool>());
    let what = ("[abc]", 0..5u8, few(), few(), few(), proptest::option::of(any::<u64>()));
    let row = (from..until, any::<u16>(), who, what);
    proptest::collection::vec(row, 0..40).prop_map(|rows| {
        let make = |(occurred_at, id, who, what): (u64, u16, _, _)| {
            let (session_id, visitor_id, user_id, country, page_referrer, bot) = who;
            let (event_type, level, page_path, entity_id, stream_id, duration_ms) = what;
            let event_id = id.to_string();
            let stream_id: Option<String> = stream_id;
            EventRow {
                occurred_at,
                event_id,
                event_type,
                level,
                session_id,
                visitor_id,
                user_id,
                country,
                page_referrer,
                bot,
                page_path,
                entity_id,
                step: stream_id.as_ref().map(|_| i64::from(level) * 9_007_199_254_740_991 / 4 - i64::from(id)),
                correlation_id: stream_id.clone().filter(|stream| id % 3 > 0 && !stream.is_empty()),
                reference: (id % 5 == 0).then(|| format!("row:{}", id % 4)),
                stream_id,
                duration_ms,
                ..EventRow::default()
            }
        };
        let mut rows: Vec<EventRow> = rows.into_iter().map(make).collect();
        rows.sort_by(|a, b| (a.occurred_at, &a.event_id).cmp(&(b.occurred_at, &b.event_id)));
        rows
    })
}

proptest! {
    #[test]
    fn every_event_is_found_again(rows in rows(50, 3_600_050)) {
        let chunk = Chunk::of(50, 3_600_050, &rows);
        prop_assert_eq!(chunk.len, rows.len());
        let events = &chunk.events;
        for (number, row) in rows.iter().enumerate() {
            let visit = events.visit[number] as usize;
            let hashes = [chunk.visits.session[visit], chunk.visits.visitor[visit], chunk.visits.user[visit]];
            prop_assert_eq!(hashes, [&row.session_id, &row.visitor_id, &row.user_id].map(|id| id_hash(id.as_deref())));
            let profile = &chunk.profiles[chunk.visits.profile[visit] as usize];
            prop_assert_eq!((profile.country.as_deref(), chunk.visits.bot[visit]), (row.country.as_deref(), row.bot));
            let kind = &chunk.kinds[events.kind[number] as usize];
            prop_assert_eq!((&kind.event_type, kind.level), (&row.event_type, row.level));
            prop_assert_eq!(&chunk.pages[events.page[number] as usize].path, &row.page_path);
            prop_assert_eq!(&chunk.entities[events.entity[number] as usize].id, &row.entity_id);
            prop_assert_eq!(&chunk.streams[events.stream[number] as usize], &row.stream_id);
            prop_assert_eq!(50 + u64::from(events.time[number]), row.occurred_at);
        }
        let durations: Vec<u64> = rows.iter().filter_map(|row| row.duration_ms).collect();
        prop_assert_eq!(events.durations.iter().map(|(_, millis)| *millis).collect::<Vec<_>>(), durations);
        let numbered = || (0..).zip(&rows);
        let steps: Vec<(u32, i64)> = numbered().filter_map(|(number, row)| Some((number, row.step?))).collect();
        prop_assert_eq!(&events.steps, &steps);
        let links = |id: fn(&EventRow) -> Option<&str>| -> Vec<(u32, IdHash)> {
            numbered().filter_map(|(number, row)| Some((number, id_hash(Some(id(row)?))))).collect()
        };
        prop_assert_eq!(&events.correlations, &links(|row| row.correlation_id.as_deref()));
        prop_assert_eq!(&events.refs, &links(|row| row.reference.as_deref()));
    }

    #[test]
    fn visits_are_what_their_events_are(rows in rows(0, 1000)) {
        let chunk = Chunk::of(0, 1000, &rows);
        let visits = &chunk.visits;
        for visit in 0..chunk.ids.len() {
            let own: Vec<usize> = (0..rows.len()).filter(|number| chunk.events.visit[*number] as usize == visit).collect();
            let (first, last) = (own[0], own[own.len() - 1]);
            prop_assert_eq!(visits.events[visit] as usize, own.len());
            prop_assert_eq!((u64::from(visits.first[visit]), u64::from(visits.last[visit])), (rows[first].occurred_at, rows[last].occurred_at));
            let entry = own.iter().copied().find(|number| rows[*number].page_path.is_some()).unwrap_or(first);
            let exit = own.iter().copied().rev().find(|number| rows[*number].page_path.is_some()).unwrap_or(last);
            prop_assert_eq!((visits.entry_at[visit] as usize, visits.exit_at[visit] as usize), (entry, exit));
            prop_assert_eq!(&chunk.landmarks[visits.entry[visit] as usize], &rows[entry].page_path);
            prop_assert_eq!(&chunk.landmarks[visits.exit[visit] as usize], &rows[exit].page_path);
        }
        let key = |visit: usize| (visits.session[visit], visits.visitor[visit], visits.user[visit], visits.profile[visit], visits.bot[visit], visits.origin[visit]);
        let keys: HashSet<_> = (0..chunk.ids.len()).map(key).collect();
        prop_assert_eq!(keys.len(), chunk.ids.len(), "no visit twice");
        let starts: Vec<usize> = (0..chunk.ids.len()).map(|v| chunk.events.visit.iter().position(|e| *e as usize == v).unwrap()).collect();
        prop_assert!(starts.is_sorted(), "in the order of their first events");
    }
}
