use std::sync::{Arc, LazyLock};
use tracking_plan::Plan;

/// The plan that holds for every project that has none of its own.
pub const BUILT_IN: &str = include_str!("../../../tracking-plan.json");

/// One version of a project's tracking plan, read once.
#[derive(Debug)]
pub struct PlanVersion {
    /// 0 is the built-in one; a project's own are counted from 1.
    pub version: u64,
    /// What it says.
    pub plan: Plan,
    /// The names of what is a person's, sorted, for redaction.
    pub pii: Vec<String>,
}

impl PlanVersion {
    /// Keeps at hand what is asked of it for every event.
    pub fn new(version: u64, plan: Plan) -> PlanVersion {
        let pii = plan.pii_names().into_iter().map(str::to_owned).collect();
        PlanVersion { version, plan, pii }
    }

    /// The built-in one.
    pub fn built_in() -> Arc<PlanVersion> {
        // That it reads is tested; were it not so, every type would be unknown and none refused.
        static BUILT_IN_PLAN: LazyLock<Arc<PlanVersion>> =
            LazyLock::new(|| Arc::new(PlanVersion::new(0, Plan::parse(BUILT_IN).unwrap_or_default())));
        BUILT_IN_PLAN.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_plan_reads() {
        assert_eq!(Plan::parse(BUILT_IN).map(|plan| plan.events().len() > 0), Ok(true));
        assert!(PlanVersion::built_in().plan.event("page_view").is_some());
    }
}
