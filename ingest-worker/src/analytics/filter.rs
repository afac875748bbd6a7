use super::dimension::Dimension;
use super::selection::Selection;
use super::values::Values;
use super::view::{id, View};
use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use crate::rollup::{id_hash, Columns, IdHash};

/// What an absent value is called in parameters.
const NONE: &str = "(none)";

/// The filters of lists, whose ids are taken as they are, commas included.
const LIST_NAMES: [(&str, Dimension); 4] = [
    ("user_id", Dimension::User),
    ("visitor_id", Dimension::Visitor),
    ("session_id", Dimension::Session),
    ("stream_id", Dimension::Stream),
];

/// The same of what events belong to.
const LINK_NAMES: [(&str, Link); 2] = [("correlation_id", Link::Correlation), ("ref", Link::Reference)];

/// Which events a question is about. All conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What each of them must be.
    pub conditions: Vec<Condition>,
    /// Whether programs' events are among them.
    pub bots: Bots,
}

/// Whether events that programs sent are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Bots {
    #[default]
    Include,
    Exclude,
    Only,
}

/// What an event must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// What one dimension of it must be.
    Value {
        /// Which one.
        dimension: Dimension,
        /// What it must be.
        test: Test,
        /// Turns the test around, for absent values too.
        negated: bool,
    },
    /// What it belongs to: ids and their hashes, of which one must be its own.
    Link(Link, Vec<String>, Vec<IdHash>),
    /// Its step is at least and at most this.
    Steps(Option<i64>, Option<i64>),
}

/// What events of several streams and sessions belong to together. Known by hashes alone, so events can be found by it and not counted by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// `correlation_id`
    Correlation,
    /// `ref`
    Reference,
}

/// What a value must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Is one of these, and for ids of people and sessions its hash is one of these; an absent value is `None`, and 0.
    OneOf(Vec<Option<String>>, Vec<IdHash>),
    /// Contains this, upper or lower case of ASCII letters aside.
    Contains(String),
}

impl Filter {
    /// Takes every parameter that filters by a dimension, and `bots`.
    pub fn take(parameters: &mut Parameters) -> Result<Filter, Rejection> {
        let bots = parameters.choice("bots", ("exclude", Bots::Exclude), &[("include", Bots::Include), ("only", Bots::Only)])?;
        Ok(Filter { conditions: take_conditions(parameters)?, bots })
    }

    /// Reads a step of a funnel, or what else stands for some events: an event type, or filters as a query string. Of `parameter`.
    pub fn step(parameter: &str, text: &str) -> Result<Filter, Rejection> {
        if !text.contains('=') {
            return Ok(Filter::of(vec![Condition::one_of(Dimension::Type, vec![text.to_owned()])]));
        }
        let mut parameters = Parameters::parse(text);
        let read = take_conditions(&mut parameters).and_then(|conditions| parameters.finish().map(|()| Filter::of(conditions)));
        read.map_err(|fault| {
            let (field, detail) = (fault.field().unwrap_or_default().to_owned(), fault.detail());
            Rejection::parameter(parameter.to_owned(), format!("an event type, or filters; {field}: {detail}"))
        })
    }

    /// The events for which all of these hold, programs' events among them.
    pub fn of(conditions: Vec<Condition>) -> Filter {
        Filter { conditions, bots: Bots::Include }
    }

    /// The columns that it is decided by.
    pub fn columns(&self) -> Columns {
        self.conditions.iter().map(Condition::columns).fold(Columns::COUNTS, |all, columns| all | columns)
    }

    /// The paths into `metadata` that it is decided by.
    pub fn metadata(&self) -> impl Iterator<Item = &str> {
        self.conditions.iter().filter_map(|condition| match condition {
            Condition::Value { dimension, .. } => dimension.metadata(),
            Condition::Link(..) | Condition::Steps(..) => None,
        })
    }

    /// The name of a dimension in it that tells where sessions came from.
    pub fn origin(&self) -> Option<String> {
        self.conditions.iter().find_map(|condition| match condition {
            Condition::Value { dimension, .. } if dimension.is_origin() => Some(dimension.name()),
            _ => None,
        })
    }

    /// The same without where sessions came from.
    pub fn without_origin(&self) -> Filter {
        let is_other = |condition: &&Condition| !matches!(condition, Condition::Value { dimension, .. } if dimension.is_origin());
        Filter { conditions: self.conditions.iter().filter(is_other).cloned().collect(), bots: self.bots }
    }

    /// Whether it names whose events they are.
    pub fn names_user(&self) -> bool {
        self.conditions.iter().any(|condition| match condition {
            Condition::Value { dimension: Dimension::User, test: Test::OneOf(users, _), negated: false } => {
                users.iter().all(Option::is_some)
            }
            _ => false,
        })
    }

    /// Whether every event matches.
    pub fn is_everything(&self) -> bool {
        self.conditions.is_empty() && self.bots == Bots::Include
    }

    /// The events of a chunk that match.
    pub fn select(&self, view: &View) -> Selection {
        let mut selection = Selection::everything(view);
        let bots = &view.chunk.visits.bot;
        let is_bot = |visit: usize| bots.get(visit).copied().unwrap_or_default();
        match self.bots {
            Bots::Include => {}
            Bots::Exclude => selection.keep_visits(|visit| !is_bot(visit)),
            Bots::Only => selection.keep_visits(is_bot),
        }
        let (of_visits, of_events): (Vec<_>, Vec<_>) = self.conditions.iter().partition(|condition| condition.is_of_visit());
        of_visits.into_iter().chain(of_events).for_each(|condition| condition.apply(view, &mut selection));
        selection
    }
}

impl Condition {
    /// Is one of these texts.
    pub fn one_of(dimension: Dimension, texts: Vec<String>) -> Condition {
        Condition::new(dimension, texts.into_iter().map(Some).collect(), false)
    }

    fn new(dimension: Dimension, texts: Vec<Option<String>>, negated: bool) -> Condition {
        let hashes = texts.iter().map(|text| id_hash(text.as_deref())).collect();
        let test = Test::OneOf(texts, hashes);
        Condition::Value { dimension, test, negated }
    }

    /// Belongs to what has one of these ids.
    pub fn link(link: Link, ids: &[String]) -> Condition {
        Condition::Link(link, ids.to_vec(), ids.iter().map(|id| id_hash(Some(id))).collect())
    }

    fn is_of_visit(&self) -> bool {
        matches!(self, Condition::Value { dimension, .. } if dimension.is_of_visit())
    }

    /// Ids are compared by their hashes, so that nobody has to read what they are called.
    fn columns(&self) -> Columns {
        match self {
            Condition::Value { test: Test::OneOf(..), dimension: Dimension::User, .. } => Columns::USERS,
            Condition::Value { test: Test::OneOf(..), dimension: Dimension::Visitor, .. } => Columns::VISITORS,
            Condition::Value { test: Test::OneOf(..), dimension: Dimension::Session, .. } => Columns::SESSIONS,
            Condition::Value { dimension, .. } => dimension.columns(),
            Condition::Link(Link::Correlation, ..) => Columns::CORRELATIONS | Columns::EVENT_VISITS,
            Condition::Link(Link::Reference, ..) => Columns::REFS | Columns::EVENT_VISITS,
            Condition::Steps(..) => Columns::STEPS | Columns::EVENT_VISITS,
        }
    }

    fn apply(&self, view: &View, selection: &mut Selection) {
        let events = &view.chunk.events;
        match self {
            Condition::Value { dimension, test, negated } => apply_to_values(dimension, test, *negated, view, selection),
            Condition::Link(Link::Correlation, _, ids) => keep_listed(selection, view, &events.correlations, |id| ids.contains(&id)),
            Condition::Link(Link::Reference, _, ids) => keep_listed(selection, view, &events.refs, |id| ids.contains(&id)),
            Condition::Steps(from, to) => {
                keep_listed(selection, view, &events.steps, |step| from.is_none_or(|from| step >= from) && to.is_none_or(|to| step <= to));
            }
        }
    }
}

/// Keeps the events of a list for which this holds.
fn keep_listed<T: Copy>(selection: &mut Selection, view: &View, listed: &[(u32, T)], holds: impl Fn(T) -> bool) {
    let mut matches = vec![false; view.chunk.len];
    for (event, _) in listed.iter().filter(|(_, value)| holds(*value)) {
        matches.get_mut(*event as usize).into_iter().for_each(|place| *place = true);
    }
    selection.keep_events(view, |event| matches.get(event).copied().unwrap_or(false));
}

fn apply_to_values(dimension: &Dimension, test: &Test, negated: bool, view: &View, selection: &mut Selection) {
    let visits = &view.chunk.visits;
    let hashes = match (test, dimension) {
        (Test::OneOf(_, hashes), Dimension::User) => Some((hashes, &visits.user)),
        (Test::OneOf(_, hashes), Dimension::Visitor) => Some((hashes, &visits.visitor)),
        (Test::OneOf(_, hashes), Dimension::Session) => Some((hashes, &visits.session)),
        _ => None,
    };
    if let Some((hashes, column)) = hashes {
        return selection.keep_visits(|visit| hashes.contains(&id(column, visit)) != negated);
    }
    let values = Values::of(dimension, view);
    let matches: Vec<bool> = values.texts.iter().map(|text| test.holds(*text) != negated).collect();
    let of_entry = |entry: usize| matches.get(entry).copied().unwrap_or(false);
    if dimension.is_of_visit() {
        selection.keep_visits(|visit| of_entry(values.entry(visit, usize::MAX)));
    } else {
        selection.keep_events(view, |event| of_entry(values.entry(usize::MAX, event)));
    }
}

impl Test {
    /// Whether a value is that.
    pub fn holds(&self, text: Option<&str>) -> bool {
        match self {
            Test::OneOf(texts, _) => texts.iter().any(|one| one.as_deref() == text),
            Test::Contains(part) => text.is_some_and(|text| {
                let mut places = text.as_bytes().windows(part.len());
                places.any(|place| place.eq_ignore_ascii_case(part.as_bytes()))
            }),
        }
    }
}

/// Takes every parameter that filters by a dimension.
pub fn take_conditions(parameters: &mut Parameters) -> Result<Vec<Condition>, Rejection> {
    let mut conditions = Vec::new();
    for name in parameters.names() {
        if let Some((_, dimension)) = LIST_NAMES.iter().find(|(known, _)| *known == name) {
            let value = parameters.text(&name)?.into_iter().collect();
            conditions.push(Condition::one_of(dimension.clone(), value));
        } else if let Some((_, link)) = LINK_NAMES.iter().find(|(known, _)| *known == name) {
            conditions.extend(parameters.text(&name)?.map(|id| Condition::link(*link, &[id])));
        } else if let Some((dimension, relation)) = read_name(&name) {
            conditions.push(match relation {
                Relation::Is { negated } => Condition::new(dimension, parameters.list(&name)?.into_iter().map(present).collect(), negated),
                Relation::Contains { negated } => {
                    let part = parameters.text(&name)?.unwrap_or_default();
                    Condition::Value { dimension, test: Test::Contains(part), negated }
                }
            });
        }
    }
    Ok(conditions)
}

/// The parameters that are one value each.
#[cfg(test)]
pub fn single_names() -> impl Iterator<Item = &'static str> {
    LIST_NAMES.iter().map(|(name, _)| *name).chain(LINK_NAMES.iter().map(|(name, _)| *name))
}

fn present(text: String) -> Option<String> {
    Some(text).filter(|text| text != NONE)
}

enum Relation {
    Is { negated: bool },
    Contains { negated: bool },
}

/// `country.not`
fn read_name(name: &str) -> Option<(Dimension, Relation)> {
    let relations = [
        (".not_contains", Relation::Contains { negated: true }),
        (".contains", Relation::Contains { negated: false }),
        (".not", Relation::Is { negated: true }),
    ];
    let related = relations.into_iter().find_map(|(suffix, relation)| {
        let dimension = Dimension::parse(name.strip_suffix(suffix)?)?;
        Some((dimension, relation))
    });
    related.or_else(|| Some((Dimension::parse(name)?, Relation::Is { negated: false })))
}

#[cfg(test)]
mod tests;
