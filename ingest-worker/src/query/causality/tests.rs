use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

/// Events by number, each with the numbers that it names as its causes. Who is not there is not stored.
type Log = BTreeMap<u8, Vec<u8>>;

/// Numbers beyond those that events have: causes that are not stored.
fn any_log() -> impl Strategy<Value = Log> {
    prop::collection::btree_map(0u8..24, prop::collection::vec(0u8..28, 0..4), 1..24)
}

fn name(number: u8) -> String {
    format!("e{number:02}")
}

fn row(log: &Log, number: u8) -> CausalityRow {
    let causes: Option<Vec<String>> = log.get(&number).map(|causes| causes.iter().copied().map(name).collect());
    CausalityRow {
        id: name(number),
        occurred_at: causes.is_some().then_some(1000 + u64::from(number)),
        caused_by: causes.filter(|list| !list.is_empty()).map(|list| serde_json::to_string(&list).unwrap()),
        ..CausalityRow::default()
    }
}

fn known_wholly(log: &Log) -> Known {
    let mut known = Known::default();
    log.keys().for_each(|number| known.add(row(log, *number)));
    known.add_from_everywhere((0..28).map(name).collect(), Vec::new(), true);
    known
}

/// How far every event is from one, against or along the arrows: by going round until nothing changes.
fn distances(log: &Log, root: u8, up: bool) -> BTreeMap<u8, i64> {
    let arrows: Vec<(u8, u8)> = log.iter().flat_map(|(effect, causes)| causes.iter().map(|cause| (*cause, *effect))).collect();
    let mut distances = BTreeMap::from([(root, 0)]);
    loop {
        let mut changed = false;
        for (cause, effect) in arrows.iter().filter(|(cause, _)| log.contains_key(cause)) {
            let (from, to) = if up { (effect, cause) } else { (cause, effect) };
            let Some(next) = distances.get(from).map(|distance| distance + 1) else { continue };
            if distances.get(to).is_none_or(|distance| *distance > next) {
                distances.insert(*to, next);
                changed = true;
            }
        }
        if !changed {
            return distances;
        }
    }
}

/// What is to be shown, were there no limit.
fn expected(log: &Log, root: u8, query: &CausalityQuery) -> Graph {
    let depth = query.depth as i64;
    let mut graph = Graph { root: name(root), ..Graph::default() };
    let mut numbers = BTreeMap::new();
    let (mut above, mut below) = (BTreeMap::new(), BTreeMap::new());
    if query.up {
        above = distances(log, root, true);
    }
    if query.down {
        below = distances(log, root, false);
    }
    for (number, distance) in above.iter().map(|(number, distance)| (number, -distance)).chain(below.iter().map(|(n, d)| (n, *d))) {
        if distance.abs() <= depth {
            let shown = numbers.entry(*number).or_insert(distance);
            if distance.abs() < shown.abs() {
                *shown = distance;
            }
        }
    }
    numbers.entry(root).or_insert(0);
    for (effect, causes) in log {
        let of = |distances: &BTreeMap<u8, i64>, number: &u8| distances.get(number).copied().unwrap_or(i64::MAX);
        for cause in causes {
            if numbers.contains_key(cause) && numbers.contains_key(effect) {
                graph.edges.insert((name(*cause), name(*effect)));
            }
            if of(&above, effect) < depth && !log.contains_key(cause) {
                graph.missing.insert(name(*cause));
            }
            graph.truncated |= of(&above, effect) == depth && !numbers.contains_key(cause);
            graph.truncated |= of(&below, cause) == depth && !numbers.contains_key(effect);
        }
    }
    graph.nodes = numbers.into_iter().map(|(number, depth)| (name(number), depth)).collect();
    graph
}

fn any_query() -> impl Strategy<Value = CausalityQuery> {
    let directions = prop::sample::select(vec![(true, false), (false, true), (true, true)]);
    (directions, 1usize..8, prop_oneof![Just(500), 1usize..12]).prop_map(|((up, down), depth, limit)| CausalityQuery {
        up,
        down,
        depth,
        limit,
    })
}

/// The statements of `db/causes.rs` upon a log, of which some events are not where they are looked for first.
struct Database<'a> {
    log: &'a Log,
    hidden: HashSet<u8>,
}

impl Database<'_> {
    fn below(&self, root: u8, limit: usize) -> Vec<CausalityRow> {
        let (mut queue, mut taken) = (VecDeque::from([root]), vec![root]);
        while let Some(cause) = queue.pop_front() {
            for (effect, _) in self.log.iter().filter(|(_, causes)| causes.contains(&cause)) {
                if !taken.contains(effect) {
                    queue.push_back(*effect);
                    taken.push(*effect);
                }
            }
        }
        taken.into_iter().take(limit).map(|number| row(self.log, number)).collect()
    }

    fn above(&self, root: u8, limit: usize) -> Vec<CausalityRow> {
        let (mut queue, mut taken) = (VecDeque::from([root]), vec![root]);
        while let Some(effect) = queue.pop_front().filter(|number| *number == root || !self.hidden.contains(number)) {
            for cause in self.log.get(&effect).into_iter().flatten() {
                if !taken.contains(cause) {
                    queue.push_back(*cause);
                    taken.push(*cause);
                }
            }
            while queue.front().is_some_and(|number| self.hidden.contains(number)) {
                queue.pop_front();
            }
        }
        let found = |number: u8| match number == root || !self.hidden.contains(&number) {
            true => row(self.log, number),
            false => CausalityRow { id: name(number), ..CausalityRow::default() },
        };
        taken.into_iter().take(limit).map(found).collect()
    }

    fn anywhere(&self, ids: &[String]) -> Vec<CausalityRow> {
        let mut named: Vec<u8> = (0..28).filter(|number| ids.contains(&name(*number))).collect();
        let mut place = 0;
        while let Some(number) = named.get(place).copied() {
            let causes = self.log.get(&number).into_iter().flatten();
            let new: Vec<u8> = causes.filter(|cause| !named.contains(cause)).copied().collect();
            named.extend(new.into_iter().collect::<BTreeSet<u8>>());
            place += 1;
        }
        named.into_iter().filter(|number| self.log.contains_key(number)).map(|number| row(self.log, number)).collect()
    }
}

proptest! {
    #[test]
    fn a_search_is_what_distances_say(log in any_log(), root in 0usize..24, query in any_query()) {
        let root = *log.keys().nth(root % log.len()).unwrap();
        let graph = Graph::search(&name(root), &known_wholly(&log), &query);
        let whole = expected(&log, root, &query);
        prop_assert!(graph.unfound.is_empty());
        if whole.nodes.len() <= query.limit {
            prop_assert_eq!(graph, whole);
            return Ok(());
        }
        prop_assert!(graph.truncated);
        prop_assert_eq!(graph.nodes.len(), query.limit);
        let farthest = graph.nodes.values().map(|depth| depth.abs()).max().unwrap();
        for (id, depth) in &whole.nodes {
            match graph.nodes.get(id) {
                Some(shown) => prop_assert_eq!(shown, depth),
                None => prop_assert!(depth.abs() >= farthest, "{} is nearer than what is shown", id),
            }
        }
        prop_assert!(graph.edges.is_subset(&whole.edges) && graph.missing.is_subset(&whole.missing));
    }

    #[test]
    fn what_the_statements_bring_is_enough(
        log in any_log(), root in 0usize..24, query in any_query(), hidden in prop::collection::hash_set(0u8..28, 0..6),
    ) {
        let root = *log.keys().nth(root % log.len()).unwrap();
        // Who is not stored is found nowhere.
        let hidden = hidden.into_iter().chain((0..28).filter(|number| !log.contains_key(number))).collect();
        let database = Database { log: &log, hidden };
        let mut known = Known::default();
        if query.down {
            let rows = database.below(root, query.limit + 1);
            known.has_more_effects = rows.len() > query.limit;
            rows.into_iter().for_each(|row| known.add(row));
        }
        if query.up {
            database.above(root, query.limit + 1 + 28).into_iter().for_each(|row| known.add_from_above(row));
        }
        let mut graph = Graph::search(&name(root), &known, &query);
        if !graph.unfound.is_empty() {
            let ids: Vec<String> = std::mem::take(&mut graph.unfound).into_iter().collect();
            let rows = database.anywhere(&ids);
            known.add_from_everywhere(ids, rows, true);
            graph = Graph::search(&name(root), &known, &query);
        }
        prop_assert_eq!(graph, Graph::search(&name(root), &known_wholly(&log), &query));
    }
}

#[test]
fn parameters_have_bounds() {
    let all = CausalityQuery { up: true, down: true, depth: 50, limit: 200 };
    assert_eq!(CausalityQuery::parse(""), Ok(all));
    let up = CausalityQuery { down: false, depth: 100, limit: 500, ..all };
    assert_eq!(CausalityQuery::parse("direction=up&depth=100&limit=500"), Ok(up));
    for (query, field) in
        [("direction=left", "direction"), ("depth=101", "depth"), ("depth=0", "depth"), ("limit=501", "limit"), ("deep=1", "deep")]
    {
        assert_eq!(CausalityQuery::parse(query).unwrap_err().field(), Some(field), "{query}");
    }
}

#[test]
fn a_node_says_what_its_event_says() {
    let mut known = Known::default();
    let full = CausalityRow {
        event_type: Some("run_started".into()),
        level: Some(4),
        actor_type: Some("scheduler".into()),
        step: Some(2),
        ..row(&Log::from([(1, vec![1, 9])]), 1)
    };
    known.add(full.clone());
    known.add(CausalityRow { occurred_at: Some(7), caused_by: Some(r#"["e05"]"#.into()), ..full });
    known.add_from_everywhere(vec![name(5), name(9)], Vec::new(), true);
    let query = CausalityQuery::parse("").unwrap();
    let answer = Causality::of(Graph::search("e01", &known, &query), known);
    let text = r#"{"root":"e01","nodes":[{"id":"e01","type":"run_started","level":"milestone","occurred_at":1001,"occurred_at_iso":"1970-01-01T00:00:01.001Z","step":2,"actor":{"type":"scheduler"},"depth":0}],"edges":[{"from":"e01","to":"e01"}],"missing":["e05","e09"],"truncated":false}"#;
    assert_eq!(serde_json::to_string(&answer).unwrap(), text);
}

#[test]
fn what_was_not_read_is_not_called_missing() {
    let log = Log::from([(1, vec![2]), (2, vec![3]), (3, vec![])]);
    let mut known = Known::default();
    known.add_from_above(row(&log, 1));
    known.add_from_above(row(&log, 2));
    let query = CausalityQuery::parse("direction=up").unwrap();
    let graph = Graph::search("e01", &known, &query);
    assert!(graph.truncated && graph.missing.is_empty() && graph.unfound.is_empty());
    // Looked for everywhere, but not all that lies above it.
    known.add_from_above(CausalityRow { id: name(3), ..CausalityRow::default() });
    assert_eq!(Graph::search("e01", &known, &query).unfound, BTreeSet::from([name(3)]));
    known.add_from_everywhere(vec![name(3)], vec![row(&Log::from([(3, vec![4])]), 3)], false);
    let graph = Graph::search("e01", &known, &query);
    assert!(graph.truncated && graph.missing.is_empty() && graph.nodes.len() == 3);
}
