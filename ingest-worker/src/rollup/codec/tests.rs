use super::*;
use crate::instant::HOUR_MS;
use crate::rollup::build::tests::rows;
use crate::rollup::{Columns, EventRow, Events, Page, Visits};
use proptest::prelude::*;

const GROUPS: [Columns; 20] = [
    Columns::COUNTS,
    Columns::PROFILES,
    Columns::SESSIONS,
    Columns::VISITORS,
    Columns::USERS,
    Columns::ORIGINS,
    Columns::KINDS,
    Columns::EVENT_VISITS,
    Columns::PAGES,
    Columns::TITLES,
    Columns::DURATIONS,
    Columns::SPANS,
    Columns::TIMES,
    Columns::ENTITIES,
    Columns::ACTORS,
    Columns::STREAMS,
    Columns::IDS,
    Columns::STEPS,
    Columns::CORRELATIONS,
    Columns::REFS,
];

/// The groups whose bits are set.
fn columns(bits: u32) -> Columns {
    let chosen = GROUPS.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
    chosen.fold(Columns::default(), |all, (_, group)| all | *group)
}

/// The chunk with nothing but these columns.
fn only(chunk: Chunk, columns: Columns) -> Chunk {
    fn keep<T>(wanted: bool, column: Vec<T>) -> Vec<T> {
        if wanted {
            column
        } else {
            Vec::new()
        }
    }
    let has = |group| columns.has(group);
    let Chunk { visits, events, .. } = chunk;
    let spans = has(Columns::SPANS);
    Chunk {
        from: chunk.from,
        until: chunk.until,
        len: chunk.len,
        visits: Visits {
            session: keep(has(Columns::SESSIONS), visits.session),
            visitor: keep(has(Columns::VISITORS), visits.visitor),
            user: keep(has(Columns::USERS), visits.user),
            profile: keep(has(Columns::PROFILES), visits.profile),
            bot: keep(has(Columns::COUNTS), visits.bot),
            origin: keep(has(Columns::ORIGINS), visits.origin),
            events: keep(has(Columns::COUNTS), visits.events),
            page_views: keep(has(Columns::COUNTS), visits.page_views),
            first: keep(spans, visits.first),
            last: keep(spans, visits.last),
            entry: keep(spans, visits.entry),
            entry_at: keep(spans, visits.entry_at),
            exit: keep(spans, visits.exit),
            exit_at: keep(spans, visits.exit_at),
        },
        events: Events {
            visit: keep(has(Columns::EVENT_VISITS), events.visit),
            kind: keep(has(Columns::KINDS), events.kind),
            page: keep(has(Columns::PAGES), events.page),
            entity: keep(has(Columns::ENTITIES), events.entity),
            actor: keep(has(Columns::ACTORS), events.actor),
            stream: keep(has(Columns::STREAMS), events.stream),
            time: keep(has(Columns::TIMES), events.time),
            durations: keep(has(Columns::DURATIONS), events.durations),
            steps: keep(has(Columns::STEPS), events.steps),
            correlations: keep(has(Columns::CORRELATIONS), events.correlations),
            refs: keep(has(Columns::REFS), events.refs),
        },
        profiles: keep(has(Columns::PROFILES), chunk.profiles),
        origins: keep(has(Columns::ORIGINS), chunk.origins),
        landmarks: keep(spans, chunk.landmarks),
        ids: keep(has(Columns::IDS), chunk.ids),
        kinds: keep(has(Columns::KINDS), chunk.kinds),
        pages: keep(has(Columns::PAGES), chunk.pages)
            .into_iter()
            .map(|page| Page { title: page.title.filter(|_| has(Columns::TITLES)), ..page })
            .collect(),
        entities: keep(has(Columns::ENTITIES), chunk.entities),
        actors: keep(has(Columns::ACTORS), chunk.actors),
        streams: keep(has(Columns::STREAMS), chunk.streams),
        metadata: Vec::new(),
    }
}

fn event(occurred_at: u64) -> EventRow {
    let (session_id, page_path) = (Some("s".into()), Some("/".into()));
    EventRow { occurred_at, event_type: "page_view".into(), session_id, page_path, duration_ms: Some(7), ..EventRow::default() }
}

#[test]
fn texts_are_short_and_mostly_empty() {
    let step = |step| EventRow { step: Some(step), ..event(70) };
    let chunk = Chunk::of(0, HOUR_MS, &[EventRow { occurred_at: 5, ..step(5) }, event(69), step(6)]);
    let texts = encode(&chunk);
    let expected: [(&str, &Option<Cow<str>>); 10] = [
        ("&\n&\n", &texts.counts),
        ("[[\"page_view\",\"\",\"\",0]]\n", &texts.kinds),
        ("[\"/\"]\n", &texts.pages),
        ("3\n#$$\n***", &texts.durations),
        ("[\"/\"]\n(\nd$\n\n\n\n%", &texts.spans),
        ("(d#$", &texts.times),
        ("[null]\n", &texts.streams),
        ("[[\"s\",null,null]]", &texts.ids),
        ("2\n#%\n-%", &texts.steps),
        ("0\n\n0\n\n", &texts.refs),
    ];
    for (expected, text) in expected {
        assert_eq!(text.as_deref(), Some(expected));
    }
    assert_eq!((texts.users.as_deref(), texts.sessions.as_deref().map(str::len)), (Some(""), Some(11)));
}

#[test]
fn what_names_a_value_that_is_not_there_does_not_decode() {
    let chunk = Chunk::of(0, HOUR_MS, &[event(5), event(69)]);
    let texts = encode(&chunk);
    let broken = |text: &str| Some(Cow::Owned(text.to_owned()));
    let cases = [
        (Columns::KINDS, Row { kinds: broken("[]\n"), ..texts.clone() }),
        (Columns::KINDS, Row { kinds: broken("[[\"a\",\"b\",\"c\",0]]\n#$"), ..texts.clone() }),
        (Columns::EVENT_VISITS, Row { event_visits: broken("#$"), ..texts.clone() }),
        (Columns::COUNTS, Row { counts: broken("$\n$"), ..texts.clone() }),
        (Columns::IDS, Row { ids: broken("[]"), ..texts.clone() }),
        (Columns::DURATIONS, Row { durations: broken("99999999999\n\n"), ..texts.clone() }),
        (Columns::TIMES, Row { times: None, ..texts.clone() }),
        (Columns::STEPS, Row { steps: broken("1\n%\n"), ..texts.clone() }),
        (Columns::REFS, Row { refs: broken("1\n\n0\n\n"), ..texts.clone() }),
        (Columns::REFS, Row { refs: broken("1\n\n2\n\n"), ..texts.clone() }),
    ];
    for (columns, texts) in cases {
        assert_eq!(decode(&texts, columns), None, "{texts:?}");
    }
    for (events, visits) in [(usize::MAX, 0), (1, 2)] {
        assert_eq!(decode(&Row { events, visits, times: broken(""), ..Row::default() }, Columns::TIMES), None);
    }
    assert_eq!(decode(&Row { hour: u64::MAX, ..texts }, Columns::default()), None);
}

proptest! {
    #[test]
    fn what_is_written_reads_back(rows in rows(0, HOUR_MS), bits in prop_oneof![Just(u32::MAX), any::<u32>()]) {
        let chunk = Chunk::of(0, HOUR_MS, &rows);
        let columns = columns(bits);
        let read = decode(&encode(&chunk), columns);
        prop_assert_eq!(read, Some(only(chunk, columns)));
    }

    #[test]
    fn a_chunk_completed_step_by_step_is_the_one_read_at_once(rows in rows(0, HOUR_MS), steps in prop::collection::vec(any::<u32>(), 1..5)) {
        let row = encode(&Chunk::of(0, HOUR_MS, &rows));
        let mut known = Columns::default();
        let mut chunk = decode(&row, known).unwrap();
        for bits in steps {
            chunk = complete(chunk, known, &row, columns(bits)).unwrap();
            known = known | columns(bits);
            let at_once = decode(&row, known).unwrap();
            prop_assert_eq!(&chunk, &at_once);
        }
    }

    #[test]
    fn any_text_is_survived(text in r#"([#-~]|[\[\],"\n0-9]|null|.){0,30}"#, events in 0..5usize, visits in 0..5usize) {
        let text = || Some(Cow::Borrowed(text.as_str()));
        let row = Row {
            events, visits,             counts: text(), profiles: text(), sessions: text(), visitors: text(), users: text(), origins: text(), kinds: text(),
            event_visits: text(), pages: text(), titles: text(), durations: text(), spans: text(), times: text(), entities: text(), actors: text(),
            streams: text(), ids: text(), steps: text(), correlations: text(), refs: text(), ..Row::default()
        };
        for group in GROUPS {
            decode(&row, group);
        }
    }
}
