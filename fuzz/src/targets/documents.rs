//! What a project settles: its config and its plan.

use ingest_worker::project::{Config, PlanVersion, Rules};
use serde_json::Value;
use tracking_plan::Plan;

/// A remote config. What trackers are told of it is the same config.
pub fn config(input: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(input) else { return };
    let config = match Config::parse(value) {
        Ok(config) => config,
        Err(fault) => {
            assert!(!fault.detail.is_empty() && fault.field.chars().count() <= 120, "{fault:?}");
            return;
        }
    };
    let told: Value = serde_json::from_str(config.told(&[]).get()).unwrap_or_else(|fault| panic!("what is told is no JSON: {fault}"));
    assert_eq!(Config::parse(told.clone()).as_ref(), Ok(&config), "{told} is another one");
    Rules::new(1, None, config, PlanVersion::built_in());
}

/// A tracking plan, by which an event is judged, and of which types and a reference are made.
pub fn plan(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let plan = match Plan::parse(text) {
        Ok(plan) => plan,
        Err(fault) => {
            assert!(!fault.detail.is_empty(), "{fault:?}");
            return;
        }
    };
    assert!(plan.changes_to(&plan).is_empty(), "it differs from itself");
    let metadata = r#"{"priority":1,"name":"x","labels":["a"],"grade":null,"…":"[cut]"}"#;
    let names: Vec<String> = plan.events().map(|event| event.event_type.as_str().to_owned()).collect();
    for name in names.iter().map(String::as_str).chain(["unknown"]) {
        for metadata in [None, Some("{}"), Some(metadata)] {
            let fault = plan.judge(name, metadata);
            assert_eq!(plan.judge(name, metadata), fault);
            fault.map(|fault| plan.mode().outcome(fault.code));
        }
    }
    assert!(!plan.typescript(true).is_empty() && !plan.reference("plan.json").is_empty());
    PlanVersion::new(1, plan);
}
