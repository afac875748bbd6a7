use super::stays::Stay;
use super::totals::Totals;
use super::traits::InChunk;
use crate::analytics::names::{Names, Numbers};
use crate::analytics::roster::Roster;
use crate::analytics::selection::Selection;
use crate::analytics::view::{id, View};
use crate::rejection::Rejection;
use crate::rollup::{Code, IdHash};

const PAGE_VIEW: &str = "page_view";

/// The sessions of a period so far.
#[derive(Debug)]
pub struct SessionsFold {
    sessions: Roster,
    visitors: Roster,
    users: Roster,
    /// By number of the session, who it is and what its events say.
    pub ids: Vec<IdHash>,
    /// The same, what its events say.
    pub stays: Vec<Stay>,
    /// Paths, devices, sources and the like.
    pub names: Names,
}

/// The path of an event: the number of the event in its chunk, of its session, and of the path.
type Passage = (u32, usize, u32);

impl SessionsFold {
    /// Nothing is known, of one period of so many.
    pub fn start(periods: usize) -> SessionsFold {
        // Of each session there may be another visitor and another user, so room is left for them.
        let roster = || Roster::new(size_of::<Stay>() + size_of::<IdHash>() + 2 * Roster::ENTRY_BYTES, periods);
        SessionsFold {
            sessions: roster(),
            visitors: roster(),
            users: roster(),
            ids: Vec::new(),
            stays: Vec::new(),
            names: Names::default(),
        }
    }

    /// What the sessions are together.
    pub fn totals(&self) -> Totals {
        Totals::of(&self.stays, self.visitors.len() as u64, self.users.len() as u64)
    }

    /// Takes the visits of a chunk that match, each with all of its events.
    pub fn visits(&mut self, view: &View, selection: &Selection) -> Result<(), Rejection> {
        let (chunk, visits) = (view.chunk, &view.chunk.visits);
        let traits = InChunk::of(view, &mut self.names)?;
        let mut paths = Numbers::new(chunk.landmarks.len());
        let (mut entries, mut exits): (Vec<Passage>, Vec<Passage>) = (Vec::new(), Vec::new());
        for visit in (0..view.visits()).filter(|visit| selection.visit(*visit)) {
            let Some(session) = self.arrive(view, visit, &traits)? else { continue };
            let number = |column: &[u32]| column.get(visit).copied().unwrap_or(0);
            if let Some(stay) = self.stays.get_mut(session) {
                let moment = |column: &[u32]| chunk.from + u64::from(number(column));
                stay.add(number(&visits.events), number(&visits.page_views), moment(&visits.first), moment(&visits.last));
            }
            let ends = [(&mut entries, &visits.entry, &visits.entry_at), (&mut exits, &visits.exit, &visits.exit_at)];
            for (passages, landmark, at) in ends {
                let landmark = number(landmark) as usize;
                if let Some(path) = chunk.landmarks.get(landmark).and_then(Option::as_deref) {
                    passages.push((number(at), session, paths.of(landmark, path, &mut self.names)?));
                }
            }
        }
        // A session may have several visits in a chunk, and their events may alternate.
        entries.sort_unstable();
        exits.sort_unstable();
        let mut each = |passages: Vec<Passage>, tell: fn(&mut Stay, u32)| {
            for (_, session, path) in passages {
                self.stays.get_mut(session).into_iter().for_each(|stay| tell(stay, path));
            }
        };
        each(entries, Stay::enter);
        each(exits, Stay::leave);
        Ok(())
    }

    /// Takes the events of a chunk that match.
    pub fn events(&mut self, view: &View, selection: &Selection) -> Result<(), Rejection> {
        let chunk = view.chunk;
        let traits = InChunk::of(view, &mut self.names)?;
        let is_page_view: Vec<bool> = chunk.kinds.iter().map(|kind| kind.event_type == PAGE_VIEW).collect();
        let mut paths = Numbers::new(chunk.pages.len());
        let mut sessions: Vec<Option<Option<usize>>> = vec![None; view.visits()];
        for (event, (visit, time)) in chunk.events.visit.iter().zip(&chunk.events.time).enumerate() {
            let visit = *visit as usize;
            let Some(place) = sessions.get_mut(visit).filter(|_| selection.event(visit, event)) else { continue };
            let session = match *place {
                Some(known) => known,
                None => *place.insert(self.arrive(view, visit, &traits)?),
            };
            let code = |column: &[Code]| column.get(event).map_or(usize::MAX, |code| *code as usize);
            let page = code(&chunk.events.page);
            let path = chunk.pages.get(page).and_then(|page| page.path.as_deref());
            let path = path.map(|path| paths.of(page, path, &mut self.names)).transpose()?;
            let Some(stay) = session.and_then(|session| self.stays.get_mut(session)) else { continue };
            let at = chunk.from + u64::from(*time);
            let is_page_view = is_page_view.get(code(&chunk.events.kind)).copied().unwrap_or(false);
            stay.add(1, is_page_view.into(), at, at);
            if let Some(path) = path {
                stay.enter(path);
                stay.leave(path);
            }
        }
        Ok(())
    }

    /// The number of the session of a visit, the first matching event of which comes next. `None` for visits without a session.
    fn arrive(&mut self, view: &View, visit: usize, traits: &InChunk) -> Result<Option<usize>, Rejection> {
        let [session, visitor, user] = {
            let visits = &view.chunk.visits;
            [&visits.session, &visits.visitor, &visits.user].map(|column| id(column, visit))
        };
        if session == 0 {
            return Ok(None);
        }
        for (roster, id) in [(&mut self.visitors, visitor), (&mut self.users, user)] {
            if id != 0 {
                roster.enter(id)?;
            }
        }
        let (number, is_new) = self.sessions.enter(session)?;
        if is_new {
            self.ids.push(session);
            self.stays.push(Stay::EMPTY);
        }
        if let Some(stay) = self.stays.get_mut(number) {
            stay.know(visitor, user, traits.of_visit(view, visit));
        }
        Ok(Some(number))
    }
}
