use super::filter::Filter;
use super::matching::Matching;
use super::origins::Origins;
use super::view::View;
use crate::query::filter::Filter as ListFilter;
use crate::rollup::{Chunk, Columns};

/// Counts the events of chunks that a list's filter matches, whereby lists know where to look and how many there are.
#[derive(Debug)]
pub struct Finder {
    /// `None` matches everything.
    filter: Option<Filter>,
}

impl Finder {
    /// `None` when the filter asks for something that a chunk does not know, or not without those before it.
    pub fn of(list: &ListFilter) -> Option<Finder> {
        let filter = &list.dimensions;
        let is_known = list.is_of_dimensions() && filter.metadata().next().is_none() && filter.origin().is_none();
        is_known.then(|| Finder { filter: Some(filter).filter(|filter| !filter.is_everything()).cloned() })
    }

    /// The columns it reads, page views being nobody's matter: none to count everything, since a chunk says how long it is.
    pub fn columns(&self) -> Columns {
        self.filter.as_ref().map_or(Columns::default(), Filter::columns)
    }

    /// The events of a chunk that match.
    pub fn count(&self, chunk: &Chunk) -> u64 {
        let Some(filter) = &self.filter else { return chunk.len as u64 };
        Matching::of(filter, &View::next(chunk, Origins::default().next(chunk), &[])).events()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parameters::Parameters;
    use crate::query::range::TimeRange;
    use crate::rollup::codec::{decode, encode};
    use crate::rollup::EventRow;

    #[test]
    fn events_are_counted_by_what_chunks_know() {
        let row = |event_type: &str, user: Option<&str>| EventRow {
            event_type: event_type.into(),
            user_id: user.map(str::to_owned),
            level: 2,
            step: user.map(|user| user.len() as i64),
            correlation_id: user.map(str::to_owned),
            reference: Some(event_type.to_owned()),
            ..EventRow::default()
        };
        let chunk = Chunk::of(0, 10, &[row("a", Some("anna")), row("b", Some("anna")), row("b", Some("ben")), row("b", None)]);
        let find = |query: &str| {
            let filter = ListFilter::take(&mut Parameters::parse(query), 0, TimeRange::default()).unwrap();
            // With no column that was not asked for.
            Finder::of(&filter).map(|finder| finder.count(&decode(&encode(&chunk), finder.columns()).unwrap()))
        };
        for (query, count) in [
            ("", 4),
            ("user_id=anna", 2),
            ("type=b&user_id=ben", 1),
            ("type=a,b", 4),
            ("level=decision", 0),
            ("step_from=4", 2),
            ("step_to=3", 1),
            ("step_from=3&step_to=4", 3),
            ("correlation_id=anna", 2),
            ("ref=b&correlation_id=anna", 1),
            ("ref=c", 0),
            ("user.not=anna", 2),
            ("user=(none)&type.contains=B", 1),
            ("level.not=action", 0),
            ("bots=only", 0),
        ] {
            assert_eq!(find(query), Some(count), "{query}");
        }
        for query in ["search=x", "caused_by=e", "plan_fault=any", "metadata.plan=pro", "source=google"] {
            assert_eq!(find(query), None, "{query}");
        }
    }
}
