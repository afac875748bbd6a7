use crate::analytics::distinct::Seen;
use crate::analytics::id_numbers::IdNumbers;
use crate::analytics::names::{Names, Numbers as Known};
use crate::analytics::selection::Selection;
use crate::analytics::view::{id, View};
use crate::rejection::Rejection;
use crate::rollup::{Actor, Code, Columns};

/// What all that is kept may take, in bytes: a Worker has 128 MiB for everything.
const MOST_BYTES: usize = 72 << 20;

/// A stream so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// When its first event happened.
    pub first_at: u64,
    /// When its last event happened.
    pub last_at: u64,
    /// Its events by rank of their level.
    pub levels: [u64; 5],
    /// The lowest and the highest step.
    pub steps: Option<(i64, i64)>,
    /// Different users.
    pub users: u64,
    /// Different actors, by type and id.
    pub actors: u64,
}

impl Run {
    const EMPTY: Run = Run { first_at: u64::MAX, last_at: 0, levels: [0; 5], steps: None, users: 0, actors: 0 };
}

/// The streams of a period so far.
#[derive(Debug, Default)]
pub struct StreamsFold {
    /// What they are called.
    names: Names,
    /// By number of the name.
    runs: Vec<Run>,
    users: IdNumbers,
    /// Types and ids of actors.
    actors: Names,
    users_seen: Seen,
    actors_seen: Seen,
}

impl StreamsFold {
    /// The columns that it reads.
    pub fn columns() -> Columns {
        let of_events = Columns::EVENT_VISITS | Columns::STREAMS | Columns::TIMES | Columns::KINDS | Columns::STEPS | Columns::ACTORS;
        of_events | Columns::USERS
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    /// Each with its id.
    pub fn runs(&self) -> impl Iterator<Item = (&str, &Run)> {
        (0..).map(|number| self.names.text(number)).zip(&self.runs)
    }

    /// Takes the events of a chunk that match and belong to a stream.
    pub fn take(&mut self, view: &View, selection: &Selection) -> Result<(), Rejection> {
        let chunk = view.chunk;
        if chunk.streams.iter().all(Option::is_none) {
            return Ok(());
        }
        let mut streams = Known::new(chunk.streams.len());
        let mut actors = Known::new(chunk.actors.len());
        let mut steps = chunk.events.steps.iter().peekable();
        for (event, (stream, visit)) in chunk.events.stream.iter().zip(&chunk.events.visit).enumerate() {
            let step = steps.next_if(|(number, _)| *number as usize == event).map(|(_, step)| *step);
            let visit = *visit as usize;
            let name = chunk.streams.get(*stream as usize).and_then(Option::as_deref);
            let Some(name) = name.filter(|_| selection.event(visit, event)) else { continue };
            let number = streams.of(*stream as usize, name, &mut self.names)?;
            let code = |column: &[Code]| column.get(event).map_or(usize::MAX, |code| *code as usize);
            let actor = code(&chunk.events.actor);
            let actor = match chunk.actors.get(actor) {
                Some(of_event) => actors.of(actor, &name_of(of_event), &mut self.actors)?,
                None => continue,
            };
            let user = self.users.number(id(&chunk.visits.user, visit));
            let (is_new_user, is_new_actor) = (self.users_seen.see(user, number), self.actors_seen.see(actor, number));
            if self.runs.len() <= number as usize {
                self.runs.resize(number as usize + 1, Run::EMPTY);
            }
            let Some(run) = self.runs.get_mut(number as usize) else { continue };
            let at = chunk.from + chunk.events.time.get(event).map_or(0, |time| u64::from(*time));
            run.first_at = run.first_at.min(at);
            run.last_at = run.last_at.max(at);
            let level = chunk.kinds.get(code(&chunk.events.kind)).map(|kind| usize::from(kind.level));
            level.and_then(|level| run.levels.get_mut(level)).into_iter().for_each(|count| *count += 1);
            if let Some(step) = step {
                run.steps = Some(run.steps.map_or((step, step), |(first, last)| (first.min(step), last.max(step))));
            }
            run.users += u64::from(is_new_user);
            run.actors += u64::from(is_new_actor);
        }
        self.refuse_too_much()
    }

    fn refuse_too_much(&self) -> Result<(), Rejection> {
        let seen = self.users_seen.bytes() + self.actors_seen.bytes();
        if self.users.bytes() + seen + self.runs.capacity() * size_of::<Run>() <= MOST_BYTES {
            return Ok(());
        }
        Err(Rejection::QuestionTooBig("Too many streams, or too many users in them. Take a shorter range, or add a filter.".into()))
    }
}

/// An actor is one by type and id, whatever it is called. Ids hold no control characters.
fn name_of(actor: &Actor) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    format!("{}\n{}", text(&actor.kind), text(&actor.id))
}
