use super::{actor, visitor};
use crate::project::TurnedAway;
use event_model::decode::Unreadable;
use event_model::{EventId, Violation, ViolationCode};
use tracking_plan::Fault;

/// An event that is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Its id, when it was readable.
    pub id: Option<EventId>,
    /// Why.
    pub reason: Reason,
}

/// Why an event is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is none, or not as events are.
    Event(Violation),
    /// It is not as the project's tracking plan says, and that is strict.
    Plan(Fault),
    /// The project's remote config does not take it at present.
    Config(TurnedAway),
    /// Its key is public, and its actor is one that only servers speak for.
    Actor,
    /// Its key is public, and its visitor is another than the batch's.
    Visitor,
}

impl Reason {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Event(violation) => violation.code.as_str(),
            Reason::Plan(fault) => fault.code.as_str(),
            Reason::Config(turned_away) => turned_away.code(),
            Reason::Actor => actor::CODE,
            Reason::Visitor => visitor::CODE,
        }
    }

    /// The field at fault. That of the event as a whole is none.
    pub fn field(&self) -> Option<&str> {
        let field = match self {
            Reason::Event(violation) => &violation.field,
            Reason::Plan(fault) => &fault.field,
            Reason::Config(turned_away) => turned_away.field(),
            Reason::Actor => actor::FIELD,
            Reason::Visitor => visitor::FIELD,
        };
        Some(field).filter(|field| !field.is_empty())
    }

    /// A sentence for people.
    pub fn detail(&self) -> &str {
        match self {
            Reason::Event(violation) => &violation.detail,
            Reason::Plan(fault) => &fault.detail,
            Reason::Config(turned_away) => turned_away.detail(),
            Reason::Actor => actor::DETAIL,
            Reason::Visitor => visitor::DETAIL,
        }
    }

    /// Whether it may come again: a tracker that learns the server's clock from our answer seals events that seem to come from the future
    /// anew, and until then they are outstanding.
    pub fn is_mistimed(&self) -> bool {
        matches!(self, Reason::Event(violation) if violation.code == ViolationCode::OccurredAtInFuture)
    }

    /// Whether nothing is wrong with the event.
    pub fn is_by_config(&self) -> bool {
        matches!(self, Reason::Config(_))
    }

    /// Whether nobody wants anything of it now, not even an account.
    pub fn is_off(&self) -> bool {
        matches!(self, Reason::Config(TurnedAway::Off | TurnedAway::NoCanary))
    }
}

impl From<Unreadable> for Refusal {
    fn from(unreadable: Unreadable) -> Refusal {
        Refusal { id: unreadable.id, reason: Reason::Event(unreadable.violation) }
    }
}
