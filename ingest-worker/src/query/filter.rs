use super::parameters::Parameters;
use super::range::TimeRange;
use crate::analytics::dimension::Dimension;
use crate::analytics::filter::{take_conditions, Bots, Condition, Filter as Dimensions};
use crate::rejection::Rejection;
use event_model::limits::MAX_SAFE_INTEGER;
use event_model::Level;
use tracking_plan::FaultCode;

/// Which events a list, an export or a deletion is about. All conditions hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// When they happened.
    pub range: TimeRange,
    /// What questions filter by as well.
    pub dimensions: Dimensions,
    /// Text that stands in the entity's title or in the summary, upper or lower case of ASCII letters aside.
    pub search: Option<String>,
    /// The id of an event that it names as a cause.
    pub caused_by: Option<String>,
    /// What of it was not as planned.
    pub plan_fault: Option<Faults>,
}

/// What a filter's conditions may bind, of the hundred parameters that D1 takes: every dimension once, and some.
const MAX_BOUND: usize = 75;

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

impl Filter {
    /// Takes all filter parameters. Without any of time, `otherwise` holds.
    pub fn take(parameters: &mut Parameters, now: u64, otherwise: TimeRange) -> Result<Filter, Rejection> {
        let range = TimeRange::take(parameters, now)?.unwrap_or(otherwise);
        let (search, caused_by) = (parameters.text("search")?, parameters.text("caused_by")?);
        let plan_fault = Faults::take(parameters)?;
        Ok(Filter { range, search, caused_by, plan_fault, dimensions: take_dimensions(parameters)? })
    }

    /// Refuses to be asked where sessions came from, for a reason.
    pub fn refuse_origin(&self, reason: &'static str) -> Result<(), Rejection> {
        #[cfg(test)]
        crate::analytics::dimension::origin_names().for_each(super::parameters::recorder::withdraw);
        self.dimensions.origin().map_or(Ok(()), |name| Err(Rejection::parameter(name, reason)))
    }

    /// Whether it asks for nothing that questions do not know.
    pub fn is_of_dimensions(&self) -> bool {
        self.search.is_none() && self.caused_by.is_none() && self.plan_fault.is_none()
    }
}

/// The filters of questions, but for three that lists knew before: programs' events are among them unless said otherwise, a level means those above
/// it too, and an entity's id is taken as it is, commas included.
fn take_dimensions(parameters: &mut Parameters) -> Result<Dimensions, Rejection> {
    let bots = parameters.choice("bots", ("include", Bots::Include), &[("exclude", Bots::Exclude), ("only", Bots::Only)])?;
    let mut conditions = Vec::new();
    if let Some(least) = parameters.choice_if_any("level", &Level::ALL.map(|level| (level.name(), level)))? {
        let levels = Level::ALL.into_iter().filter(|level| *level >= least);
        conditions.push(Condition::one_of(Dimension::Level, levels.map(|level| level.name().to_owned()).collect()));
    }
    if let Some(id) = parameters.text("entity_id")? {
        conditions.push(Condition::one_of(Dimension::EntityId, vec![id]));
    }
    let largest = i64::try_from(MAX_SAFE_INTEGER).unwrap_or(i64::MAX);
    let from = parameters.number("step_from", -largest..=largest)?;
    let to = parameters.number("step_to", -largest..=largest)?;
    if from.is_some() || to.is_some() {
        conditions.push(Condition::Steps(from, to));
    }
    let last = parameters.names().pop().unwrap_or_default();
    conditions.extend(take_conditions(parameters)?);
    if conditions.iter().map(bound).sum::<usize>() > MAX_BOUND {
        let reason = format!("a list takes {MAX_BOUND} filters by dimensions at most, of which those by metadata count three times");
        return Err(Rejection::parameter(last, reason));
    }
    Ok(Dimensions { conditions, bots })
}

/// How many parameters a condition binds at most, see `db/dimensions.rs`.
fn bound(condition: &Condition) -> usize {
    match condition {
        Condition::Value { dimension: Dimension::Metadata(_), .. } => 3,
        Condition::Value { .. } | Condition::Link(..) => 1,
        Condition::Steps(..) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_771_405_200_000;

    fn taken(query: &str) -> Result<Filter, Rejection> {
        let mut parameters = Parameters::parse(query);
        let filter = Filter::take(&mut parameters, NOW, TimeRange::default())?;
        parameters.finish().map(|()| filter)
    }

    #[test]
    fn every_filter_is_read() {
        let query = "user_id=a,b&session_id=s&visitor_id=v&type=x,y&category=c&action=d&level=decision&actor_type=user,rule&actor_id=1,2\
                     &entity_type=t&entity_id=e,f&stream_id=m&step_from=-2&step_to=5&correlation_id=k&ref=r&search=weekly&caused_by=w\
                     &plan_fault=property_type,event_deprecated&range=7d&path.contains=/a&country.not=DE,(none)&metadata.plan=pro&bots=only";
        let filter = taken(query).unwrap();
        let Dimensions { conditions, bots } = &filter.dimensions;
        assert_eq!((conditions.len(), *bots), (18, Bots::Only));
        let one_of = |dimension, texts: &[&str]| Condition::one_of(dimension, texts.iter().map(|text| (*text).to_owned()).collect());
        for condition in [
            one_of(Dimension::User, &["a,b"]),
            one_of(Dimension::Type, &["x", "y"]),
            one_of(Dimension::EntityId, &["e,f"]),
            one_of(Dimension::Level, &["decision", "milestone"]),
            one_of(Dimension::Metadata("plan".into()), &["pro"]),
            Condition::Steps(Some(-2), Some(5)),
        ] {
            assert!(conditions.contains(&condition), "{condition:?}");
        }
        assert_eq!((filter.search.as_deref(), filter.caused_by.as_deref()), (Some("weekly"), Some("w")));
        assert_eq!(filter.plan_fault, Some(Faults::OneOf(vec![FaultCode::PropertyType, FaultCode::EventDeprecated])));
        assert!(filter.range.from.is_some());
        assert_eq!(taken("").unwrap(), Filter::default());
    }

    #[test]
    fn whose_events_is_said_by_naming_them() {
        for (query, names) in [
            ("user_id=(none)", true),
            ("user=anna,ben", true),
            ("user=(none)", false),
            ("user=anna,(none)", false),
            ("user.not=anna", false),
            ("user.contains=a", false),
            ("visitor=anna", false),
        ] {
            assert_eq!(taken(query).unwrap().dimensions.names_user(), names, "{query}");
        }
    }

    #[test]
    fn what_lists_cannot_be_asked_is_refused_by_name() {
        let members: String = (0..26).map(|number| format!("metadata.m{number}=x&")).collect();
        for (query, field) in [
            ("level=decision,action", "level"),
            ("levels.not=detail", "levels.not"),
            ("path.is=/", "path.is"),
            ("bots=none", "bots"),
            (members.trim_end_matches('&'), "metadata.m25"),
        ] {
            assert_eq!(taken(query).unwrap_err().field(), Some(field), "{query}");
        }
    }

    #[test]
    fn every_dimension_may_be_asked_at_once() {
        let names = crate::analytics::dimension::names();
        let query: Vec<String> = names.map(|name| format!("{name}={}", if name == "level" { "action" } else { "x" })).collect();
        assert!(taken(&query.join("&")).is_ok());
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
