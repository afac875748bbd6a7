/// From where a session's path is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// From the first event.
    Beginning,
    /// From the first event that matches.
    First,
    /// Backwards from the last event that matches.
    Last,
}

/// The number of a node's name.
pub type Node = u32;

/// Stands for a column that the path does not reach.
const NOWHERE: Node = Node::MAX;

/// What sessions walked along, as far as it can still be asked for: a few nodes for each, however long the session is.
#[derive(Debug)]
pub struct Trails {
    anchor: Anchor,
    columns: usize,
    /// By session, `columns` nodes: the path, when it is read from its beginning; otherwise the latest nodes, the newest first.
    nodes: Vec<Node>,
    /// By session: whether the path has begun. When paths are read backwards nobody asks.
    begun: Vec<bool>,
    /// By session, `columns` nodes: the path backwards from the last event that matched. Empty when paths are read from the beginning.
    ends: Vec<Node>,
}

impl Trails {
    /// Nobody has walked. Paths have so many columns.
    pub fn new(anchor: Anchor, columns: usize) -> Trails {
        Trails { anchor, columns, nodes: Vec::new(), begun: Vec::new(), ends: Vec::new() }
    }

    /// What is kept of one session.
    pub fn bytes_of_one(&self) -> usize {
        let lists = if self.anchor == Anchor::Last { 2 } else { 1 };
        self.columns * lists * size_of::<Node>() + size_of::<bool>()
    }

    /// One more session; sessions are numbered from 0.
    pub fn enter(&mut self) {
        self.nodes.resize(self.nodes.len() + self.columns, NOWHERE);
        self.begun.push(self.anchor == Anchor::Beginning);
        if self.anchor == Anchor::Last {
            self.ends.resize(self.nodes.len(), NOWHERE);
        }
    }

    /// The session's next event is at `node`, or nowhere, and matches or not.
    pub fn step(&mut self, session: usize, node: Option<Node>, matches: bool) {
        let place = session * self.columns..(session + 1) * self.columns;
        let Some((nodes, begun)) = self.nodes.get_mut(place.clone()).zip(self.begun.get_mut(session)) else { return };
        *begun |= matches;
        match (node, self.anchor) {
            (Some(node), Anchor::Last) if nodes.first() != Some(&node) => {
                nodes.rotate_right(1);
                nodes.iter_mut().take(1).for_each(|newest| *newest = node);
            }
            (Some(node), Anchor::Beginning | Anchor::First) if *begun => walk_on(nodes, node),
            _ => {}
        }
        if let Some(end) = self.ends.get_mut(place).filter(|_| matches) {
            end.copy_from_slice(nodes);
        }
    }

    /// The paths that begin anywhere, each with as many nodes as it has.
    pub fn paths(&self) -> impl Iterator<Item = &[Node]> {
        let nodes = if self.anchor == Anchor::Last { &self.ends } else { &self.nodes };
        let reached = |path: &&[Node]| path.first().is_some_and(|node| *node != NOWHERE);
        nodes.chunks_exact(self.columns.max(1)).filter(reached).map(|path| {
            let length = path.iter().position(|node| *node == NOWHERE).unwrap_or(path.len());
            path.get(..length).unwrap_or(path)
        })
    }
}

/// Appends a node to a path, unless the path is there already, or full.
fn walk_on(path: &mut [Node], node: Node) {
    let mut previous = NOWHERE;
    for place in path {
        if *place == NOWHERE {
            if previous != node {
                *place = node;
            }
            return;
        }
        previous = *place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(anchor: Anchor, columns: usize, events: &[(Option<Node>, bool)]) -> Option<Vec<Node>> {
        let mut trails = Trails::new(anchor, columns);
        trails.enter();
        for &(node, matches) in events {
            trails.step(0, node, matches);
        }
        let found = trails.paths().next().map(<[Node]>::to_vec);
        found
    }

    #[test]
    fn paths_begin_at_their_anchor() {
        let at = |node: Node, matches| (Some(node), matches);
        let events = [at(1, false), at(1, true), at(2, false), at(2, true), at(3, false), at(1, true), at(1, false), at(4, false)];
        assert_eq!(path(Anchor::Beginning, 4, &events), Some(vec![1, 2, 3, 1]));
        assert_eq!(path(Anchor::First, 9, &events), Some(vec![1, 2, 3, 1, 4]));
        assert_eq!(path(Anchor::Last, 3, &events), Some(vec![1, 3, 2]));
        assert_eq!(path(Anchor::Last, 9, &events), Some(vec![1, 3, 2, 1]));
        assert_eq!(path(Anchor::First, 3, &[at(1, false)]), None);
        assert_eq!(path(Anchor::Last, 3, &[at(1, false)]), None);
        assert_eq!(path(Anchor::Beginning, 3, &[(None, false)]), None);
        // An event that matches needs no node to begin a path.
        assert_eq!(path(Anchor::First, 3, &[at(1, false), (None, true), at(2, false)]), Some(vec![2]));
        assert_eq!(path(Anchor::Last, 3, &[at(1, false), (None, true), at(2, false)]), Some(vec![1]));
        assert_eq!(path(Anchor::Last, 3, &[(None, true), at(2, false)]), None);
    }

    fn collapsed(events: &[(Option<Node>, bool)]) -> Vec<Node> {
        let mut nodes: Vec<Node> = events.iter().filter_map(|event| event.0).collect();
        nodes.dedup();
        nodes
    }

    proptest! {
        #[test]
        fn a_path_is_a_part_of_the_whole_walk(
            events in prop::collection::vec((prop::option::of(0u32..4), any::<bool>()), 0..30), columns in 2usize..6,
        ) {
            let cut = |nodes: Vec<Node>| Some(nodes.into_iter().take(columns).collect::<Vec<_>>()).filter(|nodes| !nodes.is_empty());
            let from = events.iter().position(|event| event.1);
            let until = events.iter().rposition(|event| event.1);
            prop_assert_eq!(path(Anchor::Beginning, columns, &events), cut(collapsed(&events)));
            prop_assert_eq!(path(Anchor::First, columns, &events), from.and_then(|from| cut(collapsed(&events[from..]))));
            let backwards = until.map(|until| { let mut nodes = collapsed(&events[..=until]); nodes.reverse(); nodes });
            prop_assert_eq!(path(Anchor::Last, columns, &events), backwards.and_then(cut));
        }
    }
}
