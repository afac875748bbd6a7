use crate::analytics::view::id;
use crate::rollup::{Chunk, Columns, IdHash, IdMap};

/// What certain ids are called.
#[derive(Debug, Default)]
pub struct IdTexts(IdMap<Option<String>>);

impl IdTexts {
    /// The columns that they are found in.
    pub fn columns() -> Columns {
        Columns::SESSIONS | Columns::VISITORS | Columns::USERS | Columns::IDS
    }

    /// Those that are wanted, none of which is known yet.
    pub fn wanted(ids: impl Iterator<Item = IdHash>) -> IdTexts {
        IdTexts(ids.filter(|id| *id != 0).map(|id| (id, None)).collect())
    }

    /// Looks for them in a chunk.
    pub fn look(&mut self, chunk: &Chunk) {
        let visits = &chunk.visits;
        for (visit, texts) in chunk.ids.iter().enumerate() {
            let ids = [(&visits.session, &texts.session), (&visits.visitor, &texts.visitor), (&visits.user, &texts.user)];
            for (column, text) in ids {
                if let Some(place @ None) = self.0.get_mut(&id(column, visit)) {
                    place.clone_from(text);
                }
            }
        }
    }

    /// The text of an id, if it was found.
    pub fn text(&self, id: IdHash) -> Option<&str> {
        self.0.get(&id)?.as_deref()
    }
}
