//! What a project has settled for its events, and can change without a deployment.

/// Which events a project takes at present.
mod admission;
/// Remote config as it was put, and as it travels.
mod config;
/// One member of a config after the other.
mod members;
mod share;

pub use admission::Subject;
pub use config::{Config, InvalidConfig};
pub use share::Share;

use serde_json::value::RawValue;

/// What holds for the events of a project.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Which version of the config this is; 0 is the default one, which nobody put.
    pub config_version: u64,
    /// When it was put, in milliseconds since the epoch.
    pub config_updated_at: Option<u64>,
    /// The config.
    pub config: Config,
    /// What trackers are told: a JSON object, made once.
    pub told: Box<RawValue>,
}

impl Rules {
    /// Puts together what the database has of a project.
    pub fn new(config_version: u64, config_updated_at: Option<u64>, config: Config) -> Rules {
        let told = config.told();
        Rules { config_version, config_updated_at, config, told }
    }
}

impl Default for Rules {
    /// What holds where nobody has settled anything.
    fn default() -> Rules {
        Rules::new(0, None, Config::default())
    }
}
