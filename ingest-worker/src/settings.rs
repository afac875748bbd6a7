//! EDGE: what the deployment is configured with.

use crate::db::{Database, StorageFailed};
use crate::usage::Plan;
use worker::Env;

/// The D1 binding's name in `wrangler.toml`.
const DATABASE_BINDING: &str = "DB";

/// Everything that a deployment brings to a request.
#[derive(Debug)]
pub struct Settings {
    /// Where events and keys are.
    pub database: Database,
    /// The plan of the Cloudflare account.
    pub plan: Plan,
    /// How many rows may be written on a day, if anything is to be held back before.
    pub daily_rows_written: Option<u64>,
}

impl Settings {
    /// Reads the environment; what is missing is named in the log.
    pub fn read(env: &Env) -> Result<Settings, StorageFailed> {
        let missing = |_| StorageFailed::because("there is no D1 binding `DB`; wrangler.toml has to name one");
        let database = Database::new(env.d1(DATABASE_BINDING).map_err(missing)?);
        let word = |name| env.var(name).ok().map(|value| value.to_string());
        let plan = match word("PLAN") {
            None => Plan::default(),
            Some(text) => Plan::parse(&text).ok_or_else(|| StorageFailed::because("PLAN in wrangler.toml is neither free nor paid"))?,
        };
        let quota = match word("DAILY_ROWS_WRITTEN") {
            None => (plan == Plan::Free).then_some(plan.quotas().rows_written),
            Some(text) => {
                let number = text.parse().map_err(|_| StorageFailed::because("DAILY_ROWS_WRITTEN in wrangler.toml is no whole number"))?;
                Some(number)
            }
        };
        Ok(Settings { database, plan, daily_rows_written: quota })
    }
}
