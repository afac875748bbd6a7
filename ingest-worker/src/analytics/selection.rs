use super::view::View;

/// The events of a chunk that match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    visits: Vec<bool>,
    /// `None`: all events of the visits that match.
    events: Option<Vec<bool>>,
}

impl Selection {
    /// Every event.
    pub fn everything(view: &View) -> Selection {
        Selection { visits: vec![true; view.visits()], events: None }
    }

    /// Whether a visit can have matching events; when [`Selection::is_of_visits`], all of its events match.
    pub fn visit(&self, visit: usize) -> bool {
        self.visits.get(visit).copied().unwrap_or(false)
    }

    /// Whether an event matches.
    pub fn event(&self, visit: usize, event: usize) -> bool {
        match &self.events {
            None => self.visit(visit),
            Some(events) => events.get(event).copied().unwrap_or(false),
        }
    }

    /// Whether visits match as a whole, so that nobody has to look at events.
    pub fn is_of_visits(&self) -> bool {
        self.events.is_none()
    }

    /// Keeps the visits that match this too.
    pub fn keep_visits(&mut self, matches: impl Fn(usize) -> bool) {
        for (visit, kept) in self.visits.iter_mut().enumerate() {
            *kept = *kept && matches(visit);
        }
    }

    /// Keeps the events that match this too, all conditions of visits being applied before.
    pub fn keep_events(&mut self, view: &View, matches: impl Fn(usize) -> bool) {
        match &mut self.events {
            Some(events) => events.iter_mut().enumerate().for_each(|(event, kept)| *kept = *kept && matches(event)),
            none => {
                let visits = &self.visits;
                let of_visit = |event: usize| visits.get(view.visit(event)).copied().unwrap_or(false);
                *none = Some((0..view.chunk.len).map(|event| of_visit(event) && matches(event)).collect());
            }
        }
    }
}
