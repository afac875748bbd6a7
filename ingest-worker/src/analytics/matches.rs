use super::filter::Filter;
use super::selection::Selection;
use super::view::View;
use crate::rollup::Code;

/// Which of several filters the events of a chunk match: a bit for each filter, the first one's the lowest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matches {
    /// By visit: what all of its events match, as far as that is decided by visits.
    visits: Vec<u16>,
    /// By event, unless visits decide everything.
    events: Option<Vec<u16>>,
}

impl Matches {
    /// Of the events that match the question's own filter; the others match none of the `filters`, of which there are 16 at most.
    pub fn of(question: &Filter, filters: &[Filter], view: &View) -> Matches {
        let asked = question.select(view);
        let selections: Vec<Selection> = filters.iter().map(|filter| filter.select(view)).collect();
        let bits = |is_asked: bool, matches: &dyn Fn(&Selection) -> bool| {
            let bit = |bits, (bit, selection)| bits | u16::from(matches(selection)) << bit;
            if is_asked {
                selections.iter().enumerate().fold(0, bit)
            } else {
                0
            }
        };
        let visits = (0..view.visits()).map(|visit| bits(asked.visit(visit), &|selection| selection.visit(visit))).collect();
        if asked.is_of_visits() && selections.iter().all(Selection::is_of_visits) {
            return Matches { visits, events: None };
        }
        let of_event = |(event, visit): (usize, &Code)| {
            let visit = *visit as usize;
            bits(asked.event(visit, event), &|selection| selection.event(visit, event))
        };
        Matches { visits, events: Some(view.chunk.events.visit.iter().enumerate().map(of_event).collect()) }
    }

    /// What an event of this visit matches.
    pub fn event(&self, visit: usize, event: usize) -> u16 {
        let (column, place) = self.events.as_ref().map_or((&self.visits, visit), |events| (events, event));
        column.get(place).copied().unwrap_or(0)
    }

    /// By visit, what any of its events match.
    pub fn by_visit(self, view: &View) -> Vec<u16> {
        let Some(events) = self.events else { return self.visits };
        let mut visits = vec![0; self.visits.len()];
        for (bits, visit) in events.iter().zip(&view.chunk.events.visit) {
            visits.get_mut(*visit as usize).into_iter().for_each(|any| *any |= bits);
        }
        visits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::origins::Origins;
    use crate::query::parameters::Parameters;
    use crate::rollup::{Chunk, EventRow};

    fn row(time: u64, event_type: &str, session: &str, device: &str) -> EventRow {
        EventRow {
            occurred_at: time,
            event_id: time.to_string(),
            event_type: event_type.into(),
            session_id: Some(session.into()),
            device_type: Some(device.into()),
            ..EventRow::default()
        }
    }

    /// What each event and each visit matches, of types `a`, `b` and mobile devices.
    fn matches(question: &str, filters: &[&str]) -> (Vec<u16>, Vec<u16>) {
        let rows = [row(1, "a", "s", "mobile"), row(2, "b", "t", "desktop"), row(3, "b", "s", "mobile"), row(4, "c", "u", "mobile")];
        let chunk = Chunk::of(0, 10, &rows);
        let view = View::next(&chunk, Origins::default().next(&chunk), &[]);
        let filters: Vec<Filter> = filters.iter().map(|text| Filter::step("step", text).unwrap()).collect();
        let found = Matches::of(&Filter::take(&mut Parameters::parse(question)).unwrap(), &filters, &view);
        ((0..4).map(|event| found.event(view.visit(event), event)).collect(), found.by_visit(&view))
    }

    #[test]
    fn each_filter_has_its_bit() {
        assert_eq!(matches("", &["a", "type=a,b", "device=mobile"]), (vec![7, 2, 6, 4], vec![7, 2, 4]));
        assert_eq!(matches("device=mobile", &["a", "b"]), (vec![1, 0, 2, 0], vec![3, 0, 0]));
        assert_eq!(matches("type.not=a", &["device=mobile"]), (vec![0, 0, 1, 1], vec![1, 0, 1]));
        assert_eq!(matches("session=s,t", &["device=mobile", "device=desktop"]), (vec![1, 2, 1, 0], vec![1, 2, 0]));
    }
}
