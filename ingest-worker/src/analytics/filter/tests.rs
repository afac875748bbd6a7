use super::*;
use crate::analytics::origins::Origins;
use crate::rollup::{Chunk, EventRow};

fn row(id: u64, event_type: &str, path: Option<&str>, user: Option<&str>, country: Option<&str>) -> EventRow {
    EventRow {
        occurred_at: 1000 + id,
        event_id: format!("e{id}"),
        event_type: event_type.into(),
        page_path: path.map(Into::into),
        user_id: user.map(Into::into),
        session_id: Some(format!("s{id}")),
        country: country.map(Into::into),
        bot: id == 4,
        metadata: vec![(id < 2).then(|| "pro".into())],
        ..EventRow::default()
    }
}

fn rows() -> Vec<EventRow> {
    vec![
        row(0, "page_view", Some("/Docs/a"), Some("anna"), Some("DE")),
        row(1, "page_view", Some("/"), Some("anna"), Some("AT")),
        row(2, "task_done", None, None, Some("DE")),
        row(3, "task,done", Some("/docs"), Some("anna,ben"), None),
        row(4, "page_view", Some("/docs"), Some("bot"), Some("DE")),
    ]
}

/// The numbers of the events that match.
fn matching(filter: &Filter) -> Vec<usize> {
    let chunk = Chunk::of(0, 3_600_000, &rows());
    let paths = ["plan".to_owned()];
    let view = View::next(&chunk, Origins::default().next(&chunk), &paths);
    let selection = filter.select(&view);
    (0..chunk.len).filter(|event| selection.event(view.visit(*event), *event)).collect()
}

fn asked(query: &str) -> Vec<usize> {
    let mut parameters = Parameters::parse(query);
    let filter = Filter::take(&mut parameters).unwrap();
    parameters.finish().unwrap();
    matching(&filter)
}

#[test]
fn every_relation_is_understood() {
    let cases: [(&str, &[usize]); 19] = [
        ("", &[0, 1, 2, 3]),
        ("bots=include", &[0, 1, 2, 3, 4]),
        ("bots=only", &[4]),
        ("type=page_view", &[0, 1]),
        ("type=page_view,task_done", &[0, 1, 2]),
        (r"type=task\,done", &[3]),
        ("type.not=page_view", &[2, 3]),
        ("path=(none)", &[2]),
        ("path.not=(none)", &[0, 1, 3]),
        ("path.contains=/docs", &[0, 3]),
        ("path.not_contains=/DOCS", &[1, 2]),
        ("country=DE,(none)", &[0, 2, 3]),
        ("country.not=DE", &[1, 3]),
        ("user=anna", &[0, 1]),
        ("user_id=anna,ben", &[3]),
        ("user=(none)", &[2]),
        ("user.contains=BEN", &[3]),
        ("metadata.plan=pro&country=DE&type=page_view", &[0]),
        ("metadata.plan.not=pro", &[2, 3]),
    ];
    for (query, expected) in cases {
        assert_eq!(asked(query), expected, "{query}");
    }
}

#[test]
fn a_step_is_a_type_or_filters() {
    assert_eq!(matching(&Filter::step("step", "page_view").unwrap()), [0, 1, 4]);
    assert_eq!(matching(&Filter::step("step", "type=page_view&country=DE").unwrap()), [0, 4]);
    let fault = Filter::step("step", "type=page_view&bots=only").unwrap_err();
    assert_eq!(fault.field(), Some("step"));
    assert!(fault.detail().contains("bots"), "{}", fault.detail());
}

#[test]
fn only_what_it_is_decided_by_is_read() {
    let columns = |query: &str| Filter::take(&mut Parameters::parse(query)).unwrap().columns();
    assert_eq!(columns("user=anna&bots=include"), Columns::USERS | Columns::COUNTS);
    assert!(columns("user.contains=anna").has(Columns::IDS));
    assert_eq!(columns(""), Columns::COUNTS);
    assert!(columns("source=google").has(Columns::ORIGINS | Columns::SESSIONS));
    assert!(columns("path=/").has(Columns::PAGES | Columns::EVENT_VISITS) && !columns("path=/").has(Columns::KINDS));
}
