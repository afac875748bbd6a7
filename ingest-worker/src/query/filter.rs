use super::parameters::Parameters;
use super::range::TimeRange;
use crate::rejection::Rejection;
use event_model::limits::MAX_SAFE_INTEGER;
use event_model::Level;
use tracking_plan::FaultCode;

/// Which events a question is about. All conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// When they happened.
    pub range: TimeRange,
    /// Dimensions, each with the values of which one must be the event's.
    pub one_of: Vec<(Dimension, Vec<String>)>,
    /// At least this level.
    pub level: Option<Level>,
    /// At least this step of their stream.
    pub step_from: Option<i64>,
    /// At most this step of their stream.
    pub step_to: Option<i64>,
    /// Text that stands in the entity's title or in the summary, upper or lower case of ASCII letters aside.
    pub search: Option<String>,
    /// The id of an event that it names as a cause.
    pub caused_by: Option<String>,
    /// What of it was not as planned.
    pub plan_fault: Option<Faults>,
}

/// Which faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Faults {
    /// Whatever it is.
    Any,
    /// One of these.
    OneOf(Vec<FaultCode>),
}

impl Faults {
    fn take(parameters: &mut Parameters) -> Result<Option<Faults>, Rejection> {
        let names = parameters.list("plan_fault")?;
        if names.is_empty() || names == ["any"] {
            return Ok((!names.is_empty()).then_some(Faults::Any));
        }
        let fault = || {
            let known: Vec<&str> = FaultCode::ALL.into_iter().map(FaultCode::as_str).collect();
            Rejection::parameter("plan_fault", format!("any, or some of {}", known.join(", ")))
        };
        let codes: Option<Vec<FaultCode>> = names.iter().map(|name| FaultCode::parse(name)).collect();
        codes.map(|codes| Some(Faults::OneOf(codes))).ok_or_else(fault)
    }
}

/// What of an event can be asked for by its exact value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// `user_id`
    User,
    /// `session_id`
    Session,
    /// `visitor_id`
    Visitor,
    /// `type`
    Type,
    /// `category`
    Category,
    /// `action`
    Action,
    /// `actor_type`
    ActorType,
    /// `actor_id`
    ActorId,
    /// `entity_type`
    EntityType,
    /// `entity_id`
    EntityId,
    /// `stream_id`
    Stream,
    /// `correlation_id`
    Correlation,
    /// `ref`
    Reference,
}

/// Names from a product's own vocabulary come as lists.
const LISTS: [(&str, Dimension); 6] = [
    ("type", Dimension::Type),
    ("category", Dimension::Category),
    ("action", Dimension::Action),
    ("actor_type", Dimension::ActorType),
    ("actor_id", Dimension::ActorId),
    ("entity_type", Dimension::EntityType),
];

/// Ids of people and of their things are taken as they are, commas included: a user named `anna,ben` must not be shown what Anna did.
const SINGLES: [(&str, Dimension); 7] = [
    ("user_id", Dimension::User),
    ("session_id", Dimension::Session),
    ("visitor_id", Dimension::Visitor),
    ("entity_id", Dimension::EntityId),
    ("stream_id", Dimension::Stream),
    ("correlation_id", Dimension::Correlation),
    ("ref", Dimension::Reference),
];

impl Filter {
    /// Takes all filter parameters. Without any of time, `otherwise` holds.
    pub fn take(parameters: &mut Parameters, now: u64, otherwise: TimeRange) -> Result<Filter, Rejection> {
        let mut filter = Filter { range: TimeRange::take(parameters, now)?.unwrap_or(otherwise), ..Filter::default() };
        for (name, dimension) in SINGLES {
            if let Some(value) = parameters.text(name)? {
                filter.one_of.push((dimension, vec![value]));
            }
        }
        for (name, dimension) in LISTS {
            let values = parameters.list(name)?;
            if !values.is_empty() {
                filter.one_of.push((dimension, values));
            }
        }
        filter.level = parameters.choice_if_any("level", &Level::ALL.map(|level| (level.name(), level)))?;
        let largest = i64::try_from(MAX_SAFE_INTEGER).unwrap_or(i64::MAX);
        filter.step_from = parameters.number("step_from", -largest..=largest)?;
        filter.step_to = parameters.number("step_to", -largest..=largest)?;
        filter.search = parameters.text("search")?;
        filter.caused_by = parameters.text("caused_by")?;
        filter.plan_fault = Faults::take(parameters)?;
        Ok(filter)
    }

    /// Whether the question is about one user.
    pub fn names_user(&self) -> bool {
        self.one_of.iter().any(|(dimension, _)| *dimension == Dimension::User)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_read() {
        let query = "user_id=a,b&session_id=s&visitor_id=v&type=x,y&category=c&action=d&level=decision&actor_type=user,rule&actor_id=1,2\
                     &entity_type=t&entity_id=e&stream_id=m&step_from=-2&step_to=5&correlation_id=k&ref=r&search=weekly&caused_by=w&plan_fault=property_type,event_deprecated&range=7d";
        let mut parameters = Parameters::parse(query);
        let filter = Filter::take(&mut parameters, 1_771_405_200_000, TimeRange::default()).unwrap();
        parameters.finish().unwrap();
        assert_eq!(filter.one_of.len(), 13);
        assert!(filter.one_of.contains(&(Dimension::User, vec!["a,b".into()])));
        assert!(filter.one_of.contains(&(Dimension::Type, vec!["x".into(), "y".into()])));
        assert_eq!((filter.level, filter.step_from, filter.step_to), (Some(Level::Decision), Some(-2), Some(5)));
        assert_eq!((filter.search.as_deref(), filter.caused_by.as_deref()), (Some("weekly"), Some("w")));
        assert_eq!(filter.plan_fault, Some(Faults::OneOf(vec![FaultCode::PropertyType, FaultCode::EventDeprecated])));
        assert!(filter.range.from.is_some());
        assert!(filter.names_user());
    }

    #[test]
    fn faults_are_codes_of_the_contract_or_any() {
        let read = |query: &str| Faults::take(&mut Parameters::parse(query)).map_err(|fault| fault.field().map(str::to_owned));
        assert_eq!((read(""), read("plan_fault=any")), (Ok(None), Ok(Some(Faults::Any))));
        for bad in ["plan_fault=property_wrong", "plan_fault=any,property_type", "plan_fault=", "plan_fault=wrong_type"] {
            assert_eq!(read(bad), Err(Some("plan_fault".into())), "{bad}");
        }
    }
}
