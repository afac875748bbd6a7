use super::deletion::{Deleted, TypeCount};
use super::parameters::Parameters;
use crate::erasure::Person;
use crate::rejection::Rejection;
use crate::usage::Plan;
use serde::Serialize;

/// Statements of one request. What a plan allows may be more than anybody waits for.
const MOST_STATEMENTS: u32 = 200;
/// Of those that the plan allows, so many are left to what comes with every request.
const SPARED_STATEMENTS: u32 = 6;

/// The question of `DELETE /api/users/{id}`.
#[derive(Clone, Debug)]
pub struct EraseQuery {
    /// Who is erased.
    pub person: Person,
    /// Only say what would go.
    pub dry_run: bool,
}

impl EraseQuery {
    /// Reads the query string.
    pub fn parse(id: &str, query: &str) -> Result<EraseQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let dry_run = parameters.flag("dry_run")?;
        parameters.finish()?;
        Ok(EraseQuery { person: Person::new(id), dry_run })
    }

    /// The answer. `counted` was read before anything was deleted.
    pub fn answer(&self, counted: Vec<TypeCount>, did: Did) -> Erased {
        let Did { deleted, visitors, replaced, rejected, overwritten, left } = did;
        Erased { events: Deleted::new(self.dry_run, counted, deleted).and_left(left), visitors, replaced, rejected, overwritten }
    }
}

/// What one request may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Statements.
    pub statements: u32,
    /// Rows that may be written to have nothing left of what was deleted. Each is billed.
    pub rewritten_rows: u64,
}

impl Allowance {
    /// On the free plan a fifth of what a day may write; on the other a quarter of a dollar.
    pub fn of(plan: Plan) -> Allowance {
        let rewritten_rows = match plan {
            Plan::Free => 20_000,
            Plan::Paid => 250_000,
        };
        Allowance { statements: plan.statements().saturating_sub(SPARED_STATEMENTS).min(MOST_STATEMENTS), rewritten_rows }
    }
}

/// What was done, or would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Did {
    /// Events of the user that went.
    pub deleted: u64,
    /// Visitors that were only ever this user.
    pub visitors: u64,
    /// Events of others that named the user.
    pub replaced: u64,
    /// Rejected events that named the user.
    pub rejected: u64,
    /// Whether what the rows left behind in the database's file was overwritten.
    pub overwritten: bool,
    /// What has not been looked at beside the events that were counted.
    pub left: u64,
}

/// What an erasure did, or would have done.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Erased {
    #[serde(flatten)]
    events: Deleted,
    visitors: u64,
    replaced: u64,
    rejected: u64,
    /// False in a dry run, as long as something remains, and for a database that is too large for it.
    overwritten: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_until_nothing_is() {
        let query = EraseQuery::parse("anna,b", "").unwrap();
        assert_eq!(query.person.id(), "anna,b");
        let counted = || vec![TypeCount { event_type: "a".into(), count: 5, first: 1, last: 2 }];
        let told = |did| serde_json::to_value(query.answer(counted(), did)).unwrap();
        let some = told(Did { deleted: 3, visitors: 1, rejected: 2, left: 4, ..Did::default() });
        assert_eq!((&some["matched"], &some["deleted"], &some["remaining"]), (&5.into(), &3.into(), &6.into()));
        assert_eq!((&some["visitors"], &some["rejected"], &some["replaced"]), (&1.into(), &2.into(), &0.into()));
        assert_eq!(told(Did { deleted: 5, ..Did::default() })["remaining"], 0);
        assert_eq!(EraseQuery::parse("a", "type=a").unwrap_err().field(), Some("type"));
    }
}
