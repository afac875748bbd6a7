//! What `npx trailmark` asks of this crate: one text of JSON in, one out.

use crate::plan::Plan;
use crate::{changes, PlanFault};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
enum Question {
    /// TypeScript of a plan; `values` asks for constants too.
    Types { plan: String, values: bool },
    /// What changed from one plan to another.
    Check { old: String, new: String },
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    /// TypeScript.
    Types(String),
    /// The report of changes, and whether one of them breaks something.
    Changes { report: String, breaking: bool },
    /// A text is no plan: the question's member that holds it, and why.
    NoPlan { which: &'static str, fault: String },
    /// The question is none of the known ones.
    NoQuestion(String),
}

/// Answers `{"command": "types", "plan", "values"}` with `{"types"}` and `{"command": "check", "old", "new"}` with
/// `{"changes": {"report", "breaking"}}`; a text that is no plan with `{"no_plan": {"which", "fault"}}`.
pub fn answer(question: &str) -> String {
    let answer = match serde_json::from_str(question) {
        Ok(question) => answer_to(&question).unwrap_or_else(|(which, fault)| Answer::NoPlan { which, fault: fault.to_string() }),
        Err(error) => Answer::NoQuestion(error.to_string()),
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

fn answer_to(question: &Question) -> Result<Answer, (&'static str, PlanFault)> {
    let parse = |which, text| Plan::parse(text).map_err(|fault| (which, fault));
    Ok(match question {
        Question::Types { plan, values } => Answer::Types(parse("plan", plan)?.typescript(*values)),
        Question::Check { old, new } => {
            let changes = parse("old", old)?.changes_to(&parse("new", new)?);
            let breaking = changes.iter().any(|change| change.code.is_breaking());
            Answer::Changes { report: changes::report(&changes), breaking }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::answer;
    use serde_json::{json, Value};

    fn asked(question: Value) -> Value {
        serde_json::from_str(&answer(&question.to_string())).unwrap()
    }

    #[test]
    fn each_question_has_its_answer() {
        let (plan, smaller) = (r#"{"events": {"a": {}}}"#, r#"{"events": {}}"#);
        let types = asked(json!({ "command": "types", "plan": plan, "values": true }));
        assert!(types["types"].as_str().unwrap().contains("A: \"a\""), "{types}");
        let removed = json!({ "changes": { "report": "1 breaking change:\n  events.a is gone\n", "breaking": true } });
        assert_eq!(asked(json!({ "command": "check", "old": plan, "new": smaller })), removed);
        let faulty = json!({ "no_plan": { "which": "new", "fault": "events is missing" } });
        assert_eq!(asked(json!({ "command": "check", "old": plan, "new": "{}" })), faulty);
        assert!(asked(json!({ "command": "fly" }))["no_question"].is_string());
    }
}
