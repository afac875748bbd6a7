//! The table `audit`: who did what when. A line is written in the transaction of what it tells, so neither is ever without the other. Triggers
//! refuse to change or to delete one.

use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use crate::audit::Entry;
use crate::key::Project;
use crate::query::audit::{AuditList, AuditQuery, AuditRow};
use serde::de::IgnoredAny;

/// Appends a line. Where it counts changes it stands right behind the statement that makes them.
pub fn append(project: Project, entry: &Entry) -> Statement {
    const APPEND: &str = "\
INSERT INTO audit (project_id, seq, at, action, key_id, details)
SELECT ?1, coalesce((SELECT max(seq) FROM audit WHERE project_id = ?1), 0) + 1, ?2, ?3, ?4,
  iif(?6 IS NULL, ?5, json_set(?5, '$.' || ?6, changes()))
WHERE ?7 = 0 OR changes() > 0";
    let parameters = vec![
        Parameter::Number(project.id()),
        Parameter::number(entry.at),
        Parameter::Text(entry.action.name().to_owned()),
        Parameter::optional(entry.key_id.as_deref()),
        Parameter::Text(entry.details()),
        Parameter::optional(entry.changes),
        Parameter::Number(entry.only_if_changed.into()),
    ];
    Statement::fixed(APPEND, parameters)
}

fn page(project: Project, query: &AuditQuery) -> Statement {
    let mut statement = Statement::start("SELECT seq, at, action, key_id, details FROM audit WHERE project_id = ");
    statement.bind(Parameter::Number(project.id()));
    if let Some(before) = query.before {
        statement.push(" AND seq < ").bind(Parameter::number(before));
    }
    statement.push(" ORDER BY seq DESC LIMIT ").bind(Parameter::number(query.limit as u64 + 1));
    statement
}

impl Database {
    /// Appends a line about what changed nothing in the database.
    pub async fn audit(&self, project: Project, entry: &Entry) -> Result<(), StorageFailed> {
        self.run::<IgnoredAny>(append(project, entry)).await.map(drop)
    }

    /// A page of the audit.
    pub async fn audit_list(&self, project: Project, query: &AuditQuery) -> Result<AuditList, StorageFailed> {
        let rows = self.run::<AuditRow>(page(project, query)).await?.rows;
        query.answer(rows).map_err(|_| StorageFailed::because("a line of the audit has no JSON form"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Action;

    #[test]
    fn a_line_has_nothing_but_what_it_was_given() {
        let entry = Entry::of_key("0123456789ab", Action::RejectedForgotten, 7).changes("rejected");
        let made = append(Project::of(3), &entry);
        let text = |text: &str| Parameter::Text(text.into());
        let words = ["rejected_forgotten", "0123456789ab", "{}", "rejected"].map(text);
        let numbers = [3, 7].map(Parameter::Number);
        assert_eq!(made.parameters, [numbers.as_slice(), &words, &[Parameter::Number(0)]].concat());
    }

    #[test]
    fn a_page_goes_on_behind_a_line() {
        let made = page(Project::of(3), &AuditQuery { before: Some(9), limit: 50 });
        assert!(made.sql.ends_with("WHERE project_id = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3"), "{}", made.sql);
    }
}
