//! What a project has settled for its events, and can change without a deployment.

/// Which events a project takes at present.
mod admission;
/// Remote config as it was put, and as it travels.
pub(crate) mod config;
/// One member of a config after the other.
mod members;
mod plan;
mod share;

pub use admission::{Subject, TurnedAway};
pub use config::{Config, InvalidConfig};
pub use plan::{PlanVersion, BUILT_IN};
pub use share::Share;

use serde_json::value::RawValue;
use std::sync::Arc;

/// What holds for the events of a project.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The remote config.
    pub config: Config,
    /// Which version of it this is; 0 is the default one, which nobody put.
    pub config_version: u64,
    /// When it was put, in milliseconds since the epoch.
    pub config_updated_at: Option<u64>,
    /// The tracking plan.
    pub plan: Arc<PlanVersion>,
    /// What trackers are told: a JSON object, made once.
    pub told: Box<RawValue>,
}

impl Rules {
    /// Puts together what the database has of a project.
    pub fn new(config_version: u64, config_updated_at: Option<u64>, config: Config, plan: Arc<PlanVersion>) -> Rules {
        let told = config.told(&plan.pii);
        Rules { config, config_version, config_updated_at, plan, told }
    }

    /// Whether something else is newer in any respect.
    pub fn is_behind(&self, other: &Rules) -> bool {
        self.config_version < other.config_version || self.plan.version < other.plan.version
    }
}

impl Default for Rules {
    /// What holds where nobody has settled anything.
    fn default() -> Rules {
        Rules::new(0, None, Config::default(), PlanVersion::built_in())
    }
}
