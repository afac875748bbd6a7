//! EDGE: what the deployment is configured with.

use crate::db::{Database, StorageFailed};
use worker::Env;

/// The D1 binding's name in `wrangler.toml`.
const DATABASE_BINDING: &str = "DB";

/// Everything that a deployment brings to a request.
#[derive(Debug)]
pub struct Settings {
    /// Where events and keys are.
    pub database: Database,
}

impl Settings {
    /// Reads the environment; what is missing is named in the log.
    pub fn read(env: &Env) -> Result<Settings, StorageFailed> {
        let missing = |_| StorageFailed::because("there is no D1 binding `DB`; wrangler.toml has to name one");
        Ok(Settings { database: Database::new(env.d1(DATABASE_BINDING).map_err(missing)?) })
    }
}
