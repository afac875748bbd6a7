use crate::rollup::Columns;

/// What events can be counted and filtered by.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Dimension {
    Type,
    Category,
    Action,
    Level,
    Path,
    Title,
    EntityType,
    EntityId,
    EntityTitle,
    ActorType,
    ActorId,
    ActorName,
    Stream,
    /// A member of `metadata`; dots lead further in.
    Metadata(String),
    User,
    Visitor,
    Session,
    Device,
    Os,
    Browser,
    Language,
    Screen,
    Country,
    Region,
    City,
    Referrer,
    Channel,
    Source,
    Medium,
    Campaign,
    Term,
    Content,
    ClickId,
}

/// Every name that a dimension can be asked for by. Of several, the first is the one that answers use.
const NAMES: [(&str, Dimension); 34] = [
    ("type", Dimension::Type),
    ("category", Dimension::Category),
    ("action", Dimension::Action),
    ("level", Dimension::Level),
    ("path", Dimension::Path),
    ("title", Dimension::Title),
    ("entity_type", Dimension::EntityType),
    ("entity_id", Dimension::EntityId),
    ("entity", Dimension::EntityId),
    ("entity_title", Dimension::EntityTitle),
    ("actor_type", Dimension::ActorType),
    ("actor_id", Dimension::ActorId),
    ("actor", Dimension::ActorId),
    ("actor_name", Dimension::ActorName),
    ("stream", Dimension::Stream),
    ("user", Dimension::User),
    ("visitor", Dimension::Visitor),
    ("session", Dimension::Session),
    ("device", Dimension::Device),
    ("os", Dimension::Os),
    ("browser", Dimension::Browser),
    ("language", Dimension::Language),
    ("screen", Dimension::Screen),
    ("country", Dimension::Country),
    ("region", Dimension::Region),
    ("city", Dimension::City),
    ("referrer", Dimension::Referrer),
    ("channel", Dimension::Channel),
    ("source", Dimension::Source),
    ("medium", Dimension::Medium),
    ("campaign", Dimension::Campaign),
    ("term", Dimension::Term),
    ("content", Dimension::Content),
    ("click_id", Dimension::ClickId),
];

/// Every name but those of members of `metadata`.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, _)| *name)
}

/// Those that tell where sessions came from.
#[cfg(test)]
pub fn origin_names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().filter(|(_, dimension)| dimension.is_origin()).map(|(name, _)| *name)
}

const METADATA: &str = "metadata.";

impl Dimension {
    /// The dimension of a name such as `country` or `metadata.plan`.
    pub fn parse(name: &str) -> Option<Dimension> {
        if let Some(path) = name.strip_prefix(METADATA) {
            let is_path = path.split('.').all(|member| !member.is_empty());
            return is_path.then(|| Dimension::Metadata(path.to_owned()));
        }
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, dimension)| dimension.clone())
    }

    /// Its name in answers.
    pub fn name(&self) -> String {
        match self {
            Dimension::Metadata(path) => format!("{METADATA}{path}"),
            other => NAMES.iter().find(|(_, dimension)| dimension == other).map_or_else(String::new, |(name, _)| (*name).to_owned()),
        }
    }

    /// Whether all events of a visit have the same value.
    pub fn is_of_visit(&self) -> bool {
        !self.columns().has(Columns::EVENT_VISITS)
    }

    /// Whether it tells where a session came from: an event alone does not know that.
    pub fn is_origin(&self) -> bool {
        self.columns().has(Columns::ORIGINS)
    }

    /// The columns that tell each event's value. Those of events include which visit an event belongs to.
    pub fn columns(&self) -> Columns {
        use Dimension::*;
        match self {
            Type | Category | Action | Level => Columns::KINDS | Columns::EVENT_VISITS,
            Path => Columns::PAGES | Columns::EVENT_VISITS,
            Title => Columns::TITLES | Columns::EVENT_VISITS,
            EntityType | EntityId | EntityTitle => Columns::ENTITIES | Columns::EVENT_VISITS,
            ActorType | ActorId | ActorName => Columns::ACTORS | Columns::EVENT_VISITS,
            Stream => Columns::STREAMS | Columns::EVENT_VISITS,
            Metadata(_) => Columns::EVENT_VISITS,
            User => Columns::USERS | Columns::IDS,
            Visitor => Columns::VISITORS | Columns::IDS,
            Session => Columns::SESSIONS | Columns::IDS,
            Device | Os | Browser | Language | Screen | Country | Region | City => Columns::PROFILES,
            Referrer | Channel | Source | Medium | Campaign | Term | Content | ClickId => Columns::ORIGINS | Columns::SESSIONS,
        }
    }

    /// The path into `metadata`, which must be read for it.
    pub fn metadata(&self) -> Option<&str> {
        match self {
            Dimension::Metadata(path) => Some(path),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_dimension_and_every_dimension_has_its_name() {
        for (name, dimension) in &NAMES {
            assert_eq!(Dimension::parse(name).as_ref(), Some(dimension), "{name}");
            assert_eq!(Dimension::parse(&dimension.name()).as_ref(), Some(dimension), "{name}");
        }
        assert_eq!(Dimension::parse("entity").unwrap().name(), "entity_id");
        assert_eq!(Dimension::parse("metadata.a.b"), Some(Dimension::Metadata("a.b".into())));
        assert_eq!(Dimension::parse("metadata.a.b").unwrap().name(), "metadata.a.b");
        for bad in ["", "metadata", "metadata.", "metadata..a", "metadata.a.", "Type", "user_id", "typ"] {
            assert_eq!(Dimension::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn visits_and_events_are_told_apart() {
        assert!(Dimension::Country.is_of_visit() && Dimension::User.is_of_visit() && Dimension::Source.is_of_visit());
        assert!(!Dimension::Type.is_of_visit() && !Dimension::Metadata("a".into()).is_of_visit());
    }
}
