use super::statement::{Parameter, Statement};
use super::{audit, Database, StorageFailed};
use crate::audit::Entry;
use crate::key::Project;
use crate::project::{Config, PlanVersion, Rules};
use serde::de::IgnoredAny;
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use tracking_plan::Plan;

/// How long an isolate trusts what it read. A change reaches every isolate within this time.
const TRUSTED_MS: u64 = 60_000;
/// Projects that one isolate remembers.
const MAX_REMEMBERED: usize = 100;

thread_local! {
    // An isolate has one thread, and serves many requests in turn.
    static REMEMBERED: RefCell<HashMap<i64, (u64, Rc<Rules>)>> = RefCell::new(HashMap::new());
}

/// What holds for a project's events, as the isolate remembers it or else from the database.
pub async fn find(database: &Database, project: Project, now: u64) -> Result<Rc<Rules>, StorageFailed> {
    match remembered(project, now) {
        Some(rules) => Ok(rules),
        None => read(database, project, now).await,
    }
}

/// The same as it is in the database now.
pub async fn read(database: &Database, project: Project, now: u64) -> Result<Rc<Rules>, StorageFailed> {
    let known = known_plan(project);
    let row: Option<Row> = database.run(select(project, &known)).await?.rows.pop();
    Ok(remember(project, row.unwrap_or_default().read(known)?, now))
}

/// Replaces a project's config; it holds at once in this isolate. Two at the same time get one version after the other.
pub async fn put_config(database: &Database, project: Project, config: &str, entry: &Entry) -> Result<Rc<Rules>, StorageFailed> {
    const PUT: &str = "\
INSERT INTO configs (project_id, version, config, updated_at) VALUES (?1, 1, ?2, ?3)
ON CONFLICT DO UPDATE SET version = version + 1, config = excluded.config, updated_at = excluded.updated_at";
    let known = known_plan(project);
    let parameters = vec![Parameter::Number(project.id()), Parameter::Text(config.to_owned()), Parameter::number(entry.at)];
    let mut outcomes =
        database.run_all(vec![Statement::fixed(PUT, parameters), audit::append(project, entry), select(project, &known)]).await?;
    outcomes.next::<IgnoredAny>()?;
    outcomes.next::<IgnoredAny>()?;
    let row: Option<Row> = outcomes.next()?.rows.pop();
    Ok(remember(project, row.unwrap_or_default().read(known)?, entry.at))
}

/// Config and plan of a project, one row. The text of a plan comes only if it is not the known one: it may be long, and is read once for each
/// version.
fn select(project: Project, known: &PlanVersion) -> Statement {
    const SELECT: &str = "\
SELECT configs.version AS config_version, configs.updated_at AS config_updated_at, configs.config, plans.version AS plan_version,
  iif(plans.version = ?2, NULL, plans.plan) AS plan
FROM (SELECT 1)
LEFT JOIN configs ON configs.project_id = ?1
LEFT JOIN plans ON plans.project_id = ?1 AND plans.version = (SELECT max(version) FROM plans WHERE project_id = ?1)";
    Statement::fixed(SELECT, vec![Parameter::Number(project.id()), Parameter::number(known.version)])
}

/// The plan that was read last, however long ago: a version never changes.
fn known_plan(project: Project) -> Arc<PlanVersion> {
    let known = REMEMBERED.with_borrow(|all| all.get(&project.id()).map(|(_, rules)| rules.plan.clone()));
    known.unwrap_or_else(PlanVersion::built_in)
}

fn remembered(project: Project, now: u64) -> Option<Rc<Rules>> {
    REMEMBERED.with_borrow(|all| {
        let (read_at, rules) = all.get(&project.id())?;
        (now.saturating_sub(*read_at) < TRUSTED_MS).then(|| rules.clone())
    })
}

/// Remembers what was read, unless something newer is: a reading that was under way while a change was made must not undo it.
fn remember(project: Project, rules: Rules, now: u64) -> Rc<Rules> {
    REMEMBERED.with_borrow_mut(|all| {
        if let Some((_, known)) = all.get(&project.id()).filter(|(_, known)| rules.is_behind(known)) {
            return known.clone();
        }
        if all.len() >= MAX_REMEMBERED {
            all.clear();
        }
        let rules = Rc::new(rules);
        all.insert(project.id(), (now, rules.clone()));
        rules
    })
}

#[derive(Default, Deserialize)]
struct Row {
    config_version: Option<u64>,
    config_updated_at: Option<u64>,
    config: Option<String>,
    plan_version: Option<u64>,
    plan: Option<String>,
}

impl Row {
    fn read(self, known: Arc<PlanVersion>) -> Result<Rules, StorageFailed> {
        let config = match &self.config {
            None => Config::default(),
            // To take a broken one for the default would switch on what somebody meant to switch off.
            Some(text) => serde_json::from_str(text)
                .ok()
                .and_then(|value| Config::parse(value).ok())
                .ok_or_else(|| StorageFailed::because("a project's config does not read"))?,
        };
        let plan = match (self.plan_version, &self.plan) {
            (None, _) => PlanVersion::built_in(),
            (Some(_), None) => known,
            (Some(version), Some(text)) => {
                let plan = Plan::parse(text).map_err(|_| StorageFailed::because("a project's plan does not read"))?;
                Arc::new(PlanVersion::new(version, plan))
            }
        };
        Ok(Rules::new(self.config_version.unwrap_or(0), self.config_updated_at, config, plan))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = r#"{"mode": "strict", "events": {"x": {"properties": {"mail": {"type": "string", "pii": true}}}}}"#;

    fn rules(config_version: u64, plan_version: u64) -> Rules {
        let plan = Arc::new(PlanVersion::new(plan_version, Plan::default()));
        Rules::new(config_version, None, Config::default(), plan)
    }

    #[test]
    fn what_is_remembered_is_forgotten_after_a_minute_but_not_the_plan() {
        let project = Project::of(900);
        remember(project, rules(1, 7), 1_000);
        assert!(remembered(project, 1_000 + TRUSTED_MS - 1).is_some());
        assert!(remembered(project, 1_000 + TRUSTED_MS).is_none() && remembered(Project::of(901), 1_000).is_none());
        assert_eq!((known_plan(project).version, known_plan(Project::of(901)).version), (7, 0));
    }

    #[test]
    fn what_is_older_does_not_undo_what_is_newer() {
        let project = Project::of(902);
        remember(project, rules(2, 7), 1_000);
        for older in [rules(1, 7), rules(2, 6), rules(0, 0)] {
            let holds = remember(project, older, 1_001);
            assert_eq!((holds.config_version, holds.plan.version), (2, 7));
        }
        assert_eq!(remember(project, rules(3, 7), 1_002).config_version, 3);
    }

    #[test]
    fn a_plan_is_read_once_for_each_version() {
        let first = Row { plan_version: Some(1), plan: Some(PLAN.into()), ..Row::default() }.read(PlanVersion::built_in()).unwrap();
        assert_eq!((first.plan.version, first.told.get()), (1, r#"{"redact":["mail"]}"#));
        let again = Row { plan_version: Some(1), ..Row::default() }.read(first.plan.clone()).unwrap();
        assert!(Arc::ptr_eq(&again.plan, &first.plan));
        assert_eq!(Row::default().read(first.plan).unwrap().plan.version, 0);
    }
}
