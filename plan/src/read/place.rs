use std::borrow::Cow;
use std::fmt;

/// Why a text is no plan: where, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFault {
    /// Such as `events.task_completed.properties.minutes.maximum`; empty for the plan as a whole.
    pub place: String,
    /// What is wrong, for people; it follows the place.
    pub detail: Cow<'static, str>,
}

impl fmt::Display for PlanFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "the plan" } else { &self.place };
        write!(formatter, "{place} {}", self.detail)
    }
}

impl std::error::Error for PlanFault {}

/// Where in a plan reading is. Written out only when there is a fault.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    name: &'a str,
}

impl<'a> Place<'a> {
    /// The plan as a whole.
    pub(super) const ROOT: Place<'static> = Place { parent: None, name: "" };

    /// A member of this place.
    pub(super) fn at(&'a self, name: &'a str) -> Place<'a> {
        Place { parent: Some(self), name }
    }

    /// A fault at this place.
    pub(super) fn fault(&self, detail: impl Into<Cow<'static, str>>) -> PlanFault {
        let mut names: Vec<&str> = std::iter::successors(Some(self), |place| place.parent).map(|place| place.name).collect();
        names.pop();
        names.reverse();
        PlanFault { place: names.join("."), detail: detail.into() }
    }

    /// The fault of a member that nobody knows.
    pub(super) fn unknown(&self, known: &[&str]) -> PlanFault {
        self.fault(format!("is not known; known are {}", known.join(", ")))
    }
}
