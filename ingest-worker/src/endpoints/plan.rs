use super::{json, open, open_as};
use crate::audit::{Action, Entry};
use crate::db::plans::StoredPlan;
use crate::db::{rules, Database, StorageFailed};
use crate::http::{read_body, Head, Reply};
use crate::key::{Access, Opened, Project};
use crate::project::BUILT_IN;
use crate::query::parameters::Parameters;
use crate::rejection::Rejection;
use serde::Serialize;
use serde_json::value::RawValue;
use tracking_plan::{Change, Mode, Plan};
use worker::Request;

/// How often a plan is compared anew when others are put at the same time.
const ATTEMPTS: usize = 5;

/// A plan, and which version it is.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PlanAnswer"))]
pub(crate) struct Shown<'a> {
    version: u64,
    created_at: Option<u64>,
    plan: &'a RawValue,
}

/// The versions of a plan, newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PlanVersions"))]
pub(crate) struct Versions {
    items: Vec<Version>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PlanVersion"))]
struct Version {
    version: u64,
    created_at: Option<u64>,
    mode: String,
    events: u64,
}

/// What a new plan changes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PlanPut"))]
pub(crate) struct Put {
    version: u64,
    created_at: Option<u64>,
    #[cfg_attr(test, schemars(with = "Vec<crate::openapi::PlanChange>"))]
    changes: Vec<Change>,
}

/// Reads the query string of `GET /api/plan`.
pub(crate) fn version(query: &str) -> Result<Option<u64>, Rejection> {
    let mut parameters = Parameters::parse(query);
    let version = parameters.number("version", 0..=i64::from(u32::MAX))?.map(i64::unsigned_abs);
    parameters.finish()?;
    Ok(version)
}

/// Reads the query string of `PUT /api/plan`, and of `PUT /api/config`.
pub(crate) fn is_dry_run(query: &str) -> Result<bool, Rejection> {
    let mut parameters = Parameters::parse(query);
    let is_dry_run = parameters.flag("dry_run")?;
    parameters.finish()?;
    Ok(is_dry_run)
}

/// `GET /api/plan`
pub async fn get(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    let version = version(&head.query)?;
    let present = match version {
        Some(0) => Present::BuiltIn,
        Some(_) => Present::Own(database.plan(project, version).await?.ok_or(Rejection::NoSuchPlan)?),
        None => Present::of(database, project).await?,
    };
    let plan = serde_json::from_str(present.text()).map_err(|_| StorageFailed::because("a stored plan is not JSON"))?;
    json(&Shown { version: present.version(), created_at: present.created_at(), plan })
}

/// `GET /api/plan/versions`
pub async fn versions(head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let project = open(database, head, head.key.as_deref(), Access::Read).await?;
    Parameters::parse(&head.query).finish()?;
    let own = database.plans(project).await?.into_iter().map(|line| Version {
        version: line.version,
        created_at: Some(line.created_at),
        mode: line.mode.unwrap_or_else(|| Mode::default().name().to_owned()),
        events: line.events,
    });
    let plan = Present::BuiltIn.read()?;
    let built_in = Version { version: 0, created_at: None, mode: plan.mode().name().to_owned(), events: plan.events().len() as u64 };
    json(&Versions { items: own.chain([built_in]).collect() })
}

/// `PUT /api/plan`. It is compared with the very plan that it replaces: when another one is put meanwhile, with that.
pub async fn put(request: &mut Request, head: &Head, database: &Database) -> Result<Reply, Rejection> {
    let Opened { project, key_id, .. } = open_as(database, head, head.key.as_deref(), Access::Administer).await?;
    let is_dry_run = is_dry_run(&head.query)?;
    let body = read_body(request, head).await?;
    let text: &RawValue = serde_json::from_slice(&body).map_err(|fault| Rejection::InvalidJson(fault.to_string()))?;
    let plan = Plan::parse(text.get())?;
    for _ in 0..ATTEMPTS {
        let present = Present::of(database, project).await?;
        let before = present.read()?;
        let changes = before.changes_to(&plan);
        if is_dry_run || before == plan {
            return json(&Put { version: present.version(), created_at: present.created_at(), changes });
        }
        let entry = Entry::of_key(&key_id, Action::PlanPut, head.now).count("version", present.version() + 1).only_if_changed();
        if database.put_plan(project, present.version(), text.get(), &entry).await? {
            // Holds at once in this isolate.
            rules::read(database, project, head.now).await?;
            return json(&Put { version: present.version() + 1, created_at: Some(head.now), changes });
        }
    }
    Err(Rejection::PlanChanged)
}

/// The plan that holds.
enum Present {
    BuiltIn,
    Own(StoredPlan),
}

impl Present {
    async fn of(database: &Database, project: Project) -> Result<Present, StorageFailed> {
        Ok(database.plan(project, None).await?.map_or(Present::BuiltIn, Present::Own))
    }

    fn version(&self) -> u64 {
        match self {
            Present::BuiltIn => 0,
            Present::Own(stored) => stored.version,
        }
    }

    fn created_at(&self) -> Option<u64> {
        match self {
            Present::BuiltIn => None,
            Present::Own(stored) => Some(stored.created_at),
        }
    }

    fn text(&self) -> &str {
        match self {
            Present::BuiltIn => BUILT_IN,
            Present::Own(stored) => &stored.plan,
        }
    }

    fn read(&self) -> Result<Plan, StorageFailed> {
        Plan::parse(self.text()).map_err(|_| StorageFailed::because("a stored plan does not read"))
    }
}
