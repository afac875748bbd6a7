use super::dimension::Dimension;
use super::view::View;
use crate::rollup::{Code, Origin};
use event_model::Level;

/// The values of a dimension in a chunk: a dictionary, and which entry each visit or event has. Work with entries, and look at texts once
/// for each of them.
#[derive(Clone, Debug)]
pub struct Values<'a> {
    /// The entries. Two may have the same text.
    pub texts: Vec<Option<&'a str>>,
    of_visit: bool,
    /// `None`: entry n is that of visit or event n.
    codes: Option<&'a [Code]>,
}

impl<'a> Values<'a> {
    /// The entry of an event and the visit that it belongs to. Of a dimension of visits, the event does not matter.
    pub fn entry(&self, visit: usize, event: usize) -> usize {
        let place = if self.of_visit { visit } else { event };
        self.codes.map_or(place, |codes| codes.get(place).map_or(usize::MAX, |code| *code as usize))
    }

    /// The text of an entry.
    pub fn text(&self, entry: usize) -> Option<&'a str> {
        self.texts.get(entry).copied().flatten()
    }

    /// The values of a dimension, for which its columns must have been read.
    pub fn of(dimension: &Dimension, view: &'a View<'a>) -> Values<'a> {
        use Dimension::*;
        let chunk = view.chunk;
        let (visits, events, ids) = (&chunk.visits, &chunk.events, &chunk.ids);
        let (kinds, pages, profiles) = (&chunk.kinds, &chunk.pages, &chunk.profiles);
        let (entities, actors, origins) = (&chunk.entities, &chunk.actors, &view.origins.origins);
        let (codes, texts): (Option<&[Code]>, Vec<Option<&str>>) = match dimension {
            Type => (Some(&events.kind), kinds.iter().map(|kind| Some(kind.event_type.as_str())).collect()),
            Category => (Some(&events.kind), kinds.iter().map(|kind| Some(kind.category.as_str())).collect()),
            Action => (Some(&events.kind), kinds.iter().map(|kind| Some(kind.action.as_str())).collect()),
            Level => (Some(&events.kind), kinds.iter().map(|kind| level(kind.level)).collect()),
            Path => (Some(&events.page), pages.iter().map(|page| page.path.as_deref()).collect()),
            Title => (Some(&events.page), pages.iter().map(|page| page.title.as_deref()).collect()),
            EntityType => (Some(&events.entity), entities.iter().map(|entity| entity.kind.as_deref()).collect()),
            EntityId => (Some(&events.entity), entities.iter().map(|entity| entity.id.as_deref()).collect()),
            EntityTitle => (Some(&events.entity), entities.iter().map(|entity| entity.title.as_deref()).collect()),
            ActorType => (Some(&events.actor), actors.iter().map(|actor| actor.kind.as_deref()).collect()),
            ActorId => (Some(&events.actor), actors.iter().map(|actor| actor.id.as_deref()).collect()),
            ActorName => (Some(&events.actor), actors.iter().map(|actor| actor.name.as_deref()).collect()),
            Stream => (Some(&events.stream), chunk.streams.iter().map(Option::as_deref).collect()),
            Metadata(path) => (None, view.metadata(path).iter().map(Option::as_deref).collect()),
            User => (None, ids.iter().map(|ids| ids.user.as_deref()).collect()),
            Visitor => (None, ids.iter().map(|ids| ids.visitor.as_deref()).collect()),
            Session => (None, ids.iter().map(|ids| ids.session.as_deref()).collect()),
            Device => (Some(&visits.profile), profiles.iter().map(|profile| profile.device.as_deref()).collect()),
            Os => (Some(&visits.profile), profiles.iter().map(|profile| profile.os.as_deref()).collect()),
            Browser => (Some(&visits.profile), profiles.iter().map(|profile| profile.browser.as_deref()).collect()),
            Language => (Some(&visits.profile), profiles.iter().map(|profile| profile.language.as_deref()).collect()),
            Screen => (Some(&visits.profile), profiles.iter().map(|profile| profile.screen.as_deref()).collect()),
            Country => (Some(&visits.profile), profiles.iter().map(|profile| profile.country.as_deref()).collect()),
            Region => (Some(&visits.profile), profiles.iter().map(|profile| profile.region.as_deref()).collect()),
            City => (Some(&visits.profile), profiles.iter().map(|profile| profile.city.as_deref()).collect()),
            Referrer | Channel | Source | Medium | Campaign | Term | Content | ClickId => {
                (Some(&view.origins.codes), origins.iter().map(|origin| of_origin(dimension, origin)).collect())
            }
        };
        Values { texts, of_visit: dimension.is_of_visit(), codes }
    }
}

/// What an origin has for a dimension that tells where sessions came from.
pub fn of_origin<'a>(dimension: &Dimension, origin: &'a Origin) -> Option<&'a str> {
    match dimension {
        Dimension::Referrer => origin.referrer.as_deref(),
        Dimension::Channel => origin.channel.as_deref(),
        Dimension::Source => origin.source.as_deref(),
        Dimension::Medium => origin.medium.as_deref(),
        Dimension::Campaign => origin.campaign.as_deref(),
        Dimension::Term => origin.term.as_deref(),
        Dimension::Content => origin.content.as_deref(),
        Dimension::ClickId => origin.click_id.as_deref(),
        _ => None,
    }
}

fn level(rank: u8) -> Option<&'static str> {
    Level::from_rank(rank).map(Level::name)
}
