use super::{CausalityQuery, CausalityRow};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What is known of the events around one.
#[derive(Clone, Debug, Default)]
pub struct Known {
    rows: HashMap<String, CausalityRow>,
    causes: HashMap<String, Vec<String>>,
    /// Effects by their cause.
    effects: HashMap<String, BTreeSet<(u64, String)>>,
    /// Events whose causes were looked for where they are likely to be.
    followed: HashSet<String>,
    /// Ids that were not found there.
    unfound: HashSet<String>,
    /// Ids that no event has.
    absent: HashSet<String>,
    /// Whether there may be effects that were not read.
    pub has_more_effects: bool,
}

impl Known {
    /// Takes a row of the search for causes: an event the causes of which are among the rows too, or the id of one that was not found.
    pub fn add_from_above(&mut self, row: CausalityRow) {
        let list = if row.occurred_at.is_some() { &mut self.followed } else { &mut self.unfound };
        list.insert(row.id.clone());
        self.add(row);
    }

    /// Takes an event. Of events with the same id the newest is shown, with the causes of all of them.
    pub fn add(&mut self, row: CausalityRow) {
        let Some(occurred_at) = row.occurred_at else { return };
        let named: Vec<String> = row.caused_by.as_deref().and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
        let causes = self.causes.entry(row.id.clone()).or_default();
        for cause in named {
            self.effects.entry(cause.clone()).or_default().insert((occurred_at, row.id.clone()));
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        let is_newest = self.rows.get(&row.id).is_none_or(|known| known.occurred_at < Some(occurred_at));
        if is_newest {
            self.rows.insert(row.id.clone(), row);
        }
    }

    /// Takes the rows of ids that were looked for everywhere; those that are still unknown are no event's. `is_whole`: so were the causes of
    /// what was found, and theirs.
    pub fn add_from_everywhere(&mut self, ids: Vec<String>, rows: Vec<CausalityRow>, is_whole: bool) {
        let found: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        rows.into_iter().for_each(|row| self.add(row));
        let above = found.iter().filter(|_| is_whole).filter_map(|id| self.causes.get(id)).flatten().cloned();
        let absent: Vec<String> = above.chain(ids).filter(|id| !self.rows.contains_key(id)).collect();
        self.absent.extend(absent);
    }

    /// What is known of an event.
    pub fn row(&self, id: &str) -> Option<&CausalityRow> {
        self.rows.get(id)
    }

    fn causes(&self, id: &str) -> Vec<&str> {
        self.causes.get(id).into_iter().flatten().map(String::as_str).collect()
    }

    /// In the order of time.
    fn effects(&self, id: &str) -> Vec<&str> {
        self.effects.get(id).into_iter().flatten().map(|(_, effect)| effect.as_str()).collect()
    }
}

/// A part of the graph of events, breadth first from one of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The event it was started from.
    pub root: String,
    /// Its events, and how far from the first one they are, causes before zero.
    pub nodes: BTreeMap<String, i64>,
    /// From cause to effect, between these events.
    pub edges: BTreeSet<(String, String)>,
    /// Causes that are not stored, of events whose causes are part of it.
    pub missing: BTreeSet<String>,
    /// Whether there is more, or may be.
    pub truncated: bool,
    /// Causes of which is not known whether they are stored, and that should be looked for everywhere.
    pub unfound: BTreeSet<String>,
}

/// One direction of the search. Each has its own memory: an event of a circle is a cause and an effect, and leads on as both.
struct Search {
    sign: i64,
    seen: HashSet<String>,
    frontier: Vec<String>,
}

impl Graph {
    /// Goes level by level, causes before effects, as deep and as wide as asked for.
    pub fn search(root: &str, known: &Known, query: &CausalityQuery) -> Graph {
        let mut graph = Graph { root: root.to_owned(), truncated: known.has_more_effects, ..Graph::default() };
        graph.nodes.insert(root.to_owned(), 0);
        let signs = [(-1, query.up), (1, query.down)].into_iter().filter(|(_, is_asked)| *is_asked);
        let start = |sign| Search { sign, seen: HashSet::from([root.to_owned()]), frontier: vec![root.to_owned()] };
        let mut searches: Vec<Search> = signs.map(|(sign, _)| start(sign)).collect();
        for depth in (1..).take(query.depth) {
            for search in &mut searches {
                graph.level(search, depth, known, query.limit);
            }
        }
        for search in &searches {
            // What lies behind the last level is not shown.
            let ahead = |id: &String| if search.sign < 0 { known.causes(id) } else { known.effects(id) };
            graph.truncated |= search.frontier.iter().flat_map(ahead).any(|id| !graph.nodes.contains_key(id));
        }
        graph.join(known);
        graph
    }

    /// Takes the next level of one direction.
    fn level(&mut self, search: &mut Search, depth: i64, known: &Known, limit: usize) {
        for id in std::mem::take(&mut search.frontier) {
            let next = if search.sign < 0 { known.causes(&id) } else { known.effects(&id) };
            for next in next {
                if search.seen.contains(next) {
                    continue;
                }
                if known.row(next).is_none() {
                    self.note_absent(&id, next, known);
                } else if self.nodes.contains_key(next) || self.nodes.len() < limit {
                    self.nodes.entry(next.to_owned()).or_insert(depth * search.sign);
                    search.seen.insert(next.to_owned());
                    search.frontier.push(next.to_owned());
                } else {
                    self.truncated = true;
                }
            }
        }
    }

    fn note_absent(&mut self, effect: &str, cause: &str, known: &Known) {
        if known.absent.contains(cause) {
            self.missing.insert(cause.to_owned());
            return;
        }
        self.truncated = true;
        // What is neither lies behind the last row that was read.
        if known.unfound.contains(cause) || !known.followed.contains(effect) {
            self.unfound.insert(cause.to_owned());
        }
    }

    fn join(&mut self, known: &Known) {
        for effect in self.nodes.keys() {
            for cause in known.causes(effect) {
                if self.nodes.contains_key(cause) {
                    self.edges.insert((cause.to_owned(), effect.clone()));
                }
            }
        }
    }
}
