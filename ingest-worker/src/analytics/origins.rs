use super::text_map::TextMap;
use crate::rollup::{Chunk, Code, IdHash, IdMap, Origin};
use std::rc::Rc;

/// The channel of sessions that nothing is known of.
pub const DIRECT: &str = "direct";
/// In the table: no session, and nothing known.
const NOWHERE: Code = 0;
/// In the table: a session of which nothing is known so far.
const DIRECTLY: Code = 1;

/// Where sessions came from, carried from chunk to chunk: the first origin that a session showed holds for all that follows.
#[derive(Debug)]
pub struct Origins {
    table: Vec<Rc<Origin>>,
    codes: TextMap<Rc<Origin>, Code>,
    sessions: IdMap<Code>,
}

impl Default for Origins {
    fn default() -> Origins {
        let nowhere = Rc::new(Origin::default());
        let direct = Rc::new(Origin { channel: Some(DIRECT.to_owned()), ..Origin::default() });
        let codes = TextMap::from_iter([(Rc::clone(&nowhere), NOWHERE), (Rc::clone(&direct), DIRECTLY)]);
        Origins { table: vec![nowhere, direct], codes, sessions: IdMap::default() }
    }
}

/// The origins in effect in one chunk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    /// By visit, the place in `origins`.
    pub codes: Vec<Code>,
    /// Those that occur.
    pub origins: Vec<Rc<Origin>>,
}

impl Origins {
    /// The origins in effect in the next chunk, in the order of time. A chunk without the columns for it has none.
    pub fn next(&mut self, chunk: &Chunk) -> Effective {
        let shown: Vec<Code> = chunk.origins.iter().map(|origin| self.code(origin)).collect();
        let mut places: IdMap<Code> = IdMap::default();
        let mut effective = Effective::default();
        for (session, origin) in chunk.visits.session.iter().zip(&chunk.visits.origin) {
            let shown = shown.get(*origin as usize).copied().unwrap_or(NOWHERE);
            let code = self.in_effect(*session, shown);
            let place = *places.entry(code.into()).or_insert_with(|| {
                effective.origins.extend(self.table.get(code as usize).cloned());
                effective.origins.len() as Code - 1
            });
            effective.codes.push(place);
        }
        effective
    }

    /// The origin of a visit of this session that shows this one. A session's visits come in the order of their first events.
    fn in_effect(&mut self, session: IdHash, shown: Code) -> Code {
        match (session, shown) {
            (0, shown) => shown,
            (session, NOWHERE) => self.sessions.get(&session).copied().unwrap_or(DIRECTLY),
            (session, shown) => *self.sessions.entry(session).or_insert(shown),
        }
    }

    fn code(&mut self, origin: &Origin) -> Code {
        if let Some(code) = self.codes.get(origin) {
            return *code;
        }
        let code = self.table.len() as Code;
        let origin = Rc::new(origin.clone());
        self.table.push(Rc::clone(&origin));
        self.codes.insert(origin, code);
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rollup::Visits;

    fn from(source: &str) -> Origin {
        Origin { source: Some(source.into()), channel: Some("referral".into()), ..Origin::default() }
    }

    fn chunk(visits: &[(IdHash, Code)], origins: &[Origin]) -> Chunk {
        let (session, origin) = visits.iter().copied().unzip();
        Chunk { visits: Visits { session, origin, ..Visits::default() }, origins: origins.to_vec(), ..Chunk::default() }
    }

    /// Channel and source of each visit.
    fn told(effective: &Effective) -> Vec<(Option<&str>, Option<&str>)> {
        let of = |code: &Code| effective.origins.get(*code as usize).unwrap();
        effective.codes.iter().map(|code| (of(code).channel.as_deref(), of(code).source.as_deref())).collect()
    }

    #[test]
    fn a_session_keeps_what_it_showed_first() {
        let mut origins = Origins::default();
        let direct = (Some("direct"), None);
        let first = origins.next(&chunk(&[(7, 0), (8, 0), (7, 1), (0, 0), (0, 1)], &[Origin::default(), from("a")]));
        let a = (Some("referral"), Some("a"));
        assert_eq!(told(&first), [direct, direct, a, (None, None), a]);
        let second = origins.next(&chunk(&[(7, 0), (7, 1), (8, 0), (9, 1)], &[from("b"), Origin::default()]));
        let b = (Some("referral"), Some("b"));
        assert_eq!(told(&second), [a, a, b, direct]);
    }

    #[test]
    fn a_chunk_without_origins_has_none() {
        assert_eq!(Origins::default().next(&Chunk { len: 3, ..Chunk::default() }), Effective::default());
    }
}
