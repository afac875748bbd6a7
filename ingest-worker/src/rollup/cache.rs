use super::codec::ledger::HourLedger;
use super::plan::Hour;
use super::{Chunk, Columns};
use std::collections::HashMap;
use std::mem::size_of;
use std::rc::Rc;

/// What a text or a shared text takes beside its letters: its place, its length, and what the allocator adds.
const TEXT_BYTES: usize = 40;

/// What is known of folded hours, kept from one question to the next: the questions of a dashboard read the same hours, and mostly the same
/// columns.
///
/// It counts only for an hour that the directory names in the same words, with the number under which it was folded. So what is kept is
/// never older than what the database would have answered, and nobody has to be told when an hour changes.
#[derive(Debug)]
pub struct HourCache {
    most_bytes: usize,
    bytes: usize,
    kept: HashMap<Place, Kept>,
    /// The number of the reading that goes on.
    reading: u64,
}

/// Project, hour and which part of what is kept of it.
pub type Place = (i64, u64, Which);

/// What may be kept of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// A part of its columns.
    Part(u32),
    /// Its ledger.
    Ledger,
}

/// What is kept.
#[derive(Clone, Debug)]
pub enum Content {
    /// A part of an hour, with these columns.
    Chunk(Columns, Rc<Chunk>),
    /// The rows of an hour's ledger, as they were read: decoding them is quicker than reading them, and as texts they are a tenth of the size.
    Ledger(Rc<[HourLedger]>),
}

#[derive(Debug)]
struct Kept {
    hour: Hour,
    content: Content,
    bytes: usize,
    /// The last reading that used it.
    reading: u64,
}

impl HourCache {
    /// Keeps nothing yet, and never more than about so many bytes.
    pub fn new(most_bytes: usize) -> HourCache {
        HourCache { most_bytes, bytes: 0, kept: HashMap::new(), reading: 0 }
    }

    /// A question begins to read. What it uses from now on is not put away for what it reads later: a question about more than fits would
    /// else find nothing of it the next time.
    pub fn begin(&mut self) {
        self.reading += 1;
    }

    /// What is kept of this hour.
    pub fn find(&mut self, place: Place, hour: &Hour) -> Option<Content> {
        let kept = self.kept.get_mut(&place).filter(|kept| kept.hour == *hour)?;
        kept.reading = self.reading;
        Some(kept.content.clone())
    }

    /// Forgets what is kept.
    pub fn forget(&mut self, place: Place) {
        if let Some(kept) = self.kept.remove(&place) {
            self.bytes -= kept.bytes;
        }
    }

    /// Keeps this in the place of what was kept there, if there is room or room can be made.
    pub fn keep(&mut self, place: Place, hour: Hour, content: Content) {
        self.forget(place);
        let bytes = size_of::<(Place, Kept)>() + content.bytes();
        if self.bytes + bytes > self.most_bytes {
            self.make_room(bytes);
        }
        if self.bytes + bytes <= self.most_bytes {
            self.bytes += bytes;
            self.kept.insert(place, Kept { hour, content, bytes, reading: self.reading });
        }
    }

    /// Puts away what was not used for longest, but nothing that this reading used. An eighth more than must be: looking for it takes time.
    fn make_room(&mut self, bytes: usize) {
        let mut old: Vec<(u64, Place)> =
            self.kept.iter().filter(|(_, kept)| kept.reading < self.reading).map(|(place, kept)| (kept.reading, *place)).collect();
        old.sort_unstable();
        for (_, place) in old {
            if self.bytes + bytes + self.most_bytes / 8 <= self.most_bytes {
                return;
            }
            self.forget(place);
        }
    }
}

impl Content {
    /// About what it takes in memory.
    fn bytes(&self) -> usize {
        match self {
            Content::Chunk(_, chunk) => bytes(chunk),
            Content::Ledger(rows) => rows.iter().map(|row| size_of::<HourLedger>() + row.ledger.capacity()).sum(),
        }
    }
}

/// About what a chunk takes in memory.
fn bytes(chunk: &Chunk) -> usize {
    let Chunk { visits, events, profiles, origins, landmarks, ids, kinds, pages, entities, actors, streams, metadata, .. } = chunk;
    let hashes = [&visits.session, &visits.visitor, &visits.user].map(|column| column.capacity() * size_of::<u64>());
    let of_visits = [
        &visits.profile,
        &visits.origin,
        &visits.events,
        &visits.page_views,
        &visits.first,
        &visits.last,
        &visits.entry,
        &visits.entry_at,
        &visits.exit,
        &visits.exit_at,
    ];
    let of_events = [&events.visit, &events.kind, &events.page, &events.entity, &events.actor, &events.stream, &events.time];
    let numbers = of_visits.into_iter().chain(of_events).map(|column| column.capacity() * size_of::<u32>());
    let texts = [
        origins.iter().flat_map(|origin| [&origin.referrer, &origin.campaign, &origin.term, &origin.content]).map(letters).sum(),
        origins.len() * 4 * TEXT_BYTES,
        ids.iter().flat_map(|ids| [&ids.session, &ids.visitor, &ids.user]).map(letters).sum(),
        kinds.iter().map(|kind| 3 * TEXT_BYTES + kind.event_type.len() + kind.category.len() + kind.action.len()).sum(),
        pages.iter().flat_map(|page| [&page.path, &page.title]).map(letters).sum(),
        entities.iter().flat_map(|entity| [&entity.kind, &entity.id, &entity.title]).map(letters).sum(),
        actors.iter().flat_map(|actor| [&actor.kind, &actor.id, &actor.name]).map(letters).sum(),
        landmarks.iter().chain(streams).chain(metadata.iter().flatten()).map(letters).sum(),
    ];
    let profiles = profiles.capacity() * size_of::<super::Profile>();
    let listed = events.durations.capacity() + events.steps.capacity() + events.correlations.capacity() + events.refs.capacity();
    let listed = listed * size_of::<(u32, u64)>();
    hashes.into_iter().chain(numbers).chain(texts).sum::<usize>() + profiles + listed + visits.bot.capacity() + size_of::<Chunk>()
}

fn letters(text: &Option<String>) -> usize {
    size_of::<Option<String>>() + text.as_ref().map_or(0, |text| TEXT_BYTES / 2 + text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rollup::EventRow;
    use proptest::prelude::*;

    fn hour(hour: u64, folded: i64) -> Hour {
        Hour { hour, folded, parts: 1, events: 1, bytes: 1 }
    }

    fn chunk(events: usize) -> Content {
        let row = |number: usize| EventRow { event_type: "seen".into(), page_path: Some(format!("/{number}")), ..EventRow::default() };
        Content::Chunk(Columns::KINDS, Rc::new(Chunk::of(0, 10, &(0..events).map(row).collect::<Vec<_>>())))
    }

    fn len(found: Option<Content>) -> Option<usize> {
        found.map(|content| match content {
            Content::Chunk(_, chunk) => chunk.len,
            Content::Ledger(rows) => rows.len(),
        })
    }

    #[test]
    fn only_the_hour_as_it_was_folded_counts() {
        let mut cache = HourCache::new(1 << 20);
        let (first, ledger) = ((1, 7, Which::Part(0)), (1, 7, Which::Ledger));
        cache.keep(first, hour(7, 3), chunk(2));
        assert_eq!(len(cache.find(first, &hour(7, 3))), Some(2));
        let others = [
            (first, hour(7, 4)),
            (ledger, hour(7, 3)),
            ((1, 7, Which::Part(1)), hour(7, 3)),
            ((2, 7, Which::Part(0)), hour(7, 3)),
            (first, Hour { bytes: 2, ..hour(7, 3) }),
        ];
        for (place, hour) in others {
            assert!(cache.find(place, &hour).is_none(), "{place:?} {hour:?}");
        }
        cache.keep(first, hour(7, 4), chunk(5));
        assert_eq!(len(cache.find(first, &hour(7, 4))), Some(5));
        assert!(cache.find(first, &hour(7, 3)).is_none());
        // An hour without batches has a ledger without rows, and that is known too.
        cache.keep(ledger, hour(7, 4), Content::Ledger([].into()));
        assert_eq!((len(cache.find(ledger, &hour(7, 4))), len(cache.find(first, &hour(7, 4)))), (Some(0), Some(5)));
    }

    #[test]
    fn a_question_about_more_than_fits_finds_its_beginning_the_next_time() {
        let mut cache = HourCache::new(10 * (size_of::<(Place, Kept)>() + chunk(3).bytes()));
        for round in 0..3 {
            cache.begin();
            let found = (0..30).filter(|number| cache.find((1, *number, Which::Part(0)), &hour(*number, 1)).is_some()).count();
            assert_eq!(found, if round == 0 { 0 } else { 10 });
            (0..30)
                .filter(|number| cache.find((1, *number, Which::Part(0)), &hour(*number, 1)).is_none())
                .collect::<Vec<_>>()
                .iter()
                .for_each(|number| {
                    cache.keep((1, *number, Which::Part(0)), hour(*number, 1), chunk(3));
                });
        }
        // Another question puts away what the former one read.
        cache.begin();
        cache.keep((2, 0, Which::Part(0)), hour(0, 1), chunk(3));
        assert!(cache.find((2, 0, Which::Part(0)), &hour(0, 1)).is_some());
    }

    proptest! {
        #[test]
        fn it_never_holds_more_than_it_may(steps in prop::collection::vec((0u64..6, 0i64..3, 0usize..40, any::<bool>()), 0..80)) {
            let mut cache = HourCache::new(20_000);
            for (number, folded, events, begins) in steps {
                if begins {
                    cache.begin();
                }
                cache.keep((1, number, Which::Part(0)), hour(number, folded), chunk(events));
                prop_assert!(cache.bytes <= 20_000);
                prop_assert_eq!(cache.bytes, cache.kept.values().map(|kept| kept.bytes).sum::<usize>());
                let found = len(cache.find((1, number, Which::Part(0)), &hour(number, folded)));
                prop_assert!(found.is_none_or(|found| found == events));
            }
        }
    }
}
