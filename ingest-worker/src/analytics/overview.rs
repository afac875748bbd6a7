use super::counts::Tally;
use super::distinct::Register;
use super::filter::Filter;
use super::matching::Matching;
use super::origins::Origins;
use super::timings::Sum;
use super::view::View;
use crate::query::analytics::{AnalyticsQuery, BucketCount, Counts, Facets, Totals, NO_DEVICE};
use crate::rollup::{Chunk, Columns};
use event_model::Level;
use std::collections::BTreeMap;

/// What `GET /api/events/analytics` says, made of chunks.
#[derive(Debug)]
pub struct Overview {
    filter: Filter,
    /// The paths into `metadata` it reads.
    pub metadata: Vec<String>,
    origins: Origins,
    bucket_ms: u64,
    register: Register,
    total: Tally,
    durations: Sum,
    by_category: BTreeMap<String, u64>,
    by_type: BTreeMap<String, u64>,
    by_action: BTreeMap<String, u64>,
    by_level: BTreeMap<String, u64>,
    by_device: BTreeMap<String, u64>,
    buckets: BTreeMap<u64, u64>,
}

impl Overview {
    /// Nothing taken yet. `None` when the question filters by something that chunks do not know.
    pub fn start(query: &AnalyticsQuery) -> Option<Overview> {
        let filter = Some(&query.filter).filter(|filter| filter.is_of_dimensions())?.dimensions.clone();
        let mut metadata: Vec<String> = filter.metadata().map(str::to_owned).collect();
        metadata.sort_unstable();
        metadata.dedup();
        Some(Overview {
            filter,
            metadata,
            origins: Origins::default(),
            bucket_ms: query.bucket.millis(),
            register: Register::default(),
            total: Tally::default(),
            durations: Sum::default(),
            by_category: BTreeMap::new(),
            by_type: BTreeMap::new(),
            by_action: BTreeMap::new(),
            by_level: BTreeMap::new(),
            by_device: BTreeMap::new(),
            buckets: BTreeMap::new(),
        })
    }

    /// The columns it reads.
    pub fn columns(&self) -> Columns {
        Matching::columns(&self.filter, true) | Register::columns() | Columns::PROFILES | Columns::DURATIONS
    }

    /// Takes the next chunk. Buckets are hours or days of UTC, so no chunk lies in two of them.
    pub fn take(&mut self, chunk: &Chunk) {
        let view = View::next(chunk, self.origins.next(chunk), &self.metadata);
        let who = self.register.of(&view);
        let matching = Matching::of(&self.filter, &view);
        for (visit, who) in who.iter().enumerate() {
            let (events, page_views) = matching.of_visit(visit);
            if events > 0 {
                self.total.add(0, *who, events, page_views);
                let device = view.profile(visit).and_then(|code| chunk.profiles.get(code)?.device.as_deref());
                add(&mut self.by_device, device.unwrap_or(NO_DEVICE), events);
            }
        }
        if matching.events() > 0 {
            *self.buckets.entry(chunk.from / self.bucket_ms).or_default() += matching.events();
        }
        let mut by_kind = vec![0; chunk.kinds.len()];
        for (event, (visit, kind)) in chunk.events.visit.iter().zip(&chunk.events.kind).enumerate() {
            if matching.event(*visit as usize, event) {
                by_kind.get_mut(*kind as usize).into_iter().for_each(|count| *count += 1);
            }
        }
        for (kind, count) in chunk.kinds.iter().zip(by_kind).filter(|(_, count)| *count > 0) {
            add(&mut self.by_type, &kind.event_type, count);
            add(&mut self.by_category, &kind.category, count);
            add(&mut self.by_action, &kind.action, count);
            add(&mut self.by_level, Level::from_rank(kind.level).map_or("unknown", Level::name), count);
        }
        for (event, millis) in &chunk.events.durations {
            if matching.event(view.visit(*event as usize), *event as usize) {
                self.durations.add(*millis);
            }
        }
    }

    /// What all of it is together.
    pub fn finish(self) -> (Totals, Facets, Vec<BucketCount>) {
        let counts = self.total.of(0);
        let totals = Totals {
            total_events: counts.events,
            unique_users: counts.users,
            unique_visitors: counts.visitors,
            sessions: counts.sessions,
            page_views: counts.page_views,
            average_duration_ms: self.durations.mean(),
        };
        let facets = Facets {
            by_category: Counts::of(self.by_category),
            by_type: Counts::of(self.by_type),
            by_action: Counts::of(self.by_action),
            by_level: Counts::of(self.by_level),
            by_device: Counts::of(self.by_device),
        };
        (totals, facets, self.buckets.into_iter().map(|(bucket, count)| BucketCount { bucket, count }).collect())
    }
}

fn add(counts: &mut BTreeMap<String, u64>, name: &str, more: u64) {
    match counts.get_mut(name) {
        Some(count) => *count += more,
        None => {
            counts.insert(name.to_owned(), more);
        }
    }
}

#[cfg(test)]
mod tests;
