use super::trails::Node;
use crate::analytics::names::Names;
use crate::rollup::IdMap;
use serde::Serialize;

/// Stands for the nodes of a column that are not among its largest.
pub const OTHER: &str = "(other)";
/// Stands for what comes behind the last node of a session.
pub const END: &str = "(end)";

/// How many sessions are at a node in a column.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PathNode"))]
#[allow(missing_docs)]
pub struct NodeCount {
    pub depth: usize,
    pub value: String,
    pub sessions: u64,
}

/// How many sessions go from a node of the column `depth` to one of the next.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PathLink"))]
#[allow(missing_docs)]
pub struct Link {
    pub depth: usize,
    pub source: String,
    pub target: String,
    pub sessions: u64,
}

/// Adds paths up by column, for a diagram of flows. `paths` can be walked twice; `limit` nodes of a column keep their names.
pub fn links<'a, I, P>(paths: P, columns: usize, names: &Names, limit: usize) -> (Vec<Link>, Vec<NodeCount>)
where
    I: Iterator<Item = &'a [Node]>,
    P: Fn() -> I,
{
    let named = largest(paths(), columns, names, limit);
    let shown = |depth: usize, node: Node| if named.contains_key(&pair(depth, node)) { node } else { OTHERS };
    let (mut nodes, mut links): (IdMap<u64>, IdMap<IdMap<u64>>) = Default::default();
    for path in paths() {
        let mut before = None;
        // A path that is shorter than the columns has one more link, to its end.
        for depth in 0..columns.min(path.len() + 1) {
            let here = path.get(depth).map_or(BEHIND, |node| shown(depth, *node));
            if here != BEHIND {
                *nodes.entry(pair(depth, here)).or_default() += 1;
            }
            if let Some(before) = before {
                *links.entry(before).or_default().entry(here.into()).or_default() += 1;
            }
            before = Some(pair(depth, here));
        }
    }
    let name = |node: Node| match node {
        OTHERS => OTHER,
        BEHIND => END,
        node => names.text(node),
    };
    let targets = |(source, targets): (u64, IdMap<u64>)| {
        let (depth, source) = unpair(source);
        targets.into_iter().map(move |(target, sessions)| ((depth, name(source), name(target as Node)), sessions))
    };
    let links = links.into_iter().flat_map(targets);
    let nodes = nodes.into_iter().map(|(place, sessions)| {
        let (depth, node) = unpair(place);
        ((depth, name(node)), sessions)
    });
    let mut links: Vec<_> = links.collect();
    links.sort_by(|(a, many), (b, more)| (a.0, more, a.1, a.2).cmp(&(b.0, many, b.1, b.2)));
    let mut nodes: Vec<_> = nodes.collect();
    nodes.sort_by(|(a, many), (b, more)| (a.0, more, a.1).cmp(&(b.0, many, b.1)));
    let link = |((depth, source, target), sessions): ((usize, &str, &str), u64)| Link {
        depth,
        source: source.to_owned(),
        target: target.to_owned(),
        sessions,
    };
    let node = |((depth, value), sessions): ((usize, &str), u64)| NodeCount { depth, value: value.to_owned(), sessions };
    (links.into_iter().map(link).collect(), nodes.into_iter().map(node).collect())
}

/// Stand for the nodes that lose their name, and for what is behind the last. Names are too few to have these numbers.
const OTHERS: Node = Node::MAX - 1;
const BEHIND: Node = Node::MAX - 2;

/// A node in a column, in one number.
fn pair(depth: usize, node: Node) -> u64 {
    (depth as u64) << Node::BITS | u64::from(node)
}

fn unpair(place: u64) -> (usize, Node) {
    ((place >> Node::BITS) as usize, place as Node)
}

/// The `limit` largest nodes of each column.
fn largest<'a>(paths: impl Iterator<Item = &'a [Node]>, columns: usize, names: &Names, limit: usize) -> IdMap<()> {
    let mut counts: IdMap<u64> = IdMap::default();
    for path in paths {
        for (depth, node) in path.iter().enumerate() {
            *counts.entry(pair(depth, *node)).or_default() += 1;
        }
    }
    let mut by_column: Vec<Vec<(u64, &str, Node)>> = vec![Vec::new(); columns];
    for (place, count) in counts {
        let (depth, node) = unpair(place);
        let name = names.text(node);
        by_column.get_mut(depth).into_iter().for_each(|column| column.push((count, name, node)));
    }
    let mut named = IdMap::default();
    for (depth, column) in by_column.iter_mut().enumerate() {
        column.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        named.extend(column.iter().take(limit).map(|(_, _, node)| (pair(depth, *node), ())));
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(texts: &[&str]) -> Names {
        let mut names = Names::default();
        texts.iter().for_each(|text| assert!(names.number(text).is_ok()));
        names
    }

    #[test]
    fn sessions_are_counted_by_column() {
        let names = names(&["/a", "/b", "/c"]);
        let paths: [&[Node]; 4] = [&[0, 1, 2], &[0, 1], &[0, 2, 1], &[2]];
        let (found, nodes) = links(|| paths.into_iter(), 3, &names, 1);
        let link = |depth, source: &str, target: &str, sessions| Link { depth, source: source.into(), target: target.into(), sessions };
        let expected = [
            link(0, "/a", "/b", 2),
            link(0, "(other)", "(end)", 1),
            link(0, "/a", "(other)", 1),
            link(1, "(other)", "/b", 1),
            link(1, "/b", "(end)", 1),
            link(1, "/b", "(other)", 1),
        ];
        assert_eq!(found, expected);
        let node = |depth, value: &str, sessions| NodeCount { depth, value: value.into(), sessions };
        let expected =
            [node(0, "/a", 3), node(0, "(other)", 1), node(1, "/b", 2), node(1, "(other)", 1), node(2, "(other)", 1), node(2, "/b", 1)];
        assert_eq!(nodes, expected);
    }

    proptest! {
        #[test]
        fn what_flows_in_flows_out(
            paths in prop::collection::vec(prop::collection::vec(0u32..6, 1..5), 0..30), limit in 1usize..4,
        ) {
            let names = names(&["/0", "/1", "/2", "/3", "/4", "/5"]);
            let (found, nodes) = links(|| paths.iter().map(Vec::as_slice), 4, &names, limit);
            let sum = |depth| nodes.iter().filter(|node| node.depth == depth).map(|node| node.sessions).sum::<u64>();
            prop_assert_eq!(sum(0), paths.len() as u64);
            for node in &nodes {
                let sum = |matches: &dyn Fn(&&Link) -> bool| found.iter().filter(matches).map(|link| link.sessions).sum::<u64>();
                let going = sum(&|link| link.depth == node.depth && link.source == node.value);
                let coming = sum(&|link| link.depth + 1 == node.depth && link.target == node.value);
                if node.depth > 0 {
                    prop_assert_eq!(coming, node.sessions);
                }
                if node.depth < 3 {
                    prop_assert_eq!(going, node.sessions);
                }
            }
            for depth in 0..4 {
                let named = nodes.iter().filter(|node| node.depth == depth && node.value.starts_with('/')).count();
                prop_assert!(named <= limit);
            }
        }
    }
}
