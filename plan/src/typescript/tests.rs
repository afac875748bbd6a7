use super::*;
use crate::read::tests::EXAMPLE;

#[test]
fn the_contracts_example() {
    let expected = r#"// Made from the tracking plan. Do not edit this: change the plan and make it anew.
import "trailmark";

declare module "trailmark" {
  interface TrackedPlan {
    mode: "warn";
  }
  interface TrackedEvents {
    /**
     * A task was ticked off.
     * Owner: board team.
     */
    task_completed: {
      priority: "low" | "high";
      /** At most 10080. */
      minutes?: number | null;
      /** A person's: it is redacted before it is sent. */
      assignee_email?: string | null;
    };
    /** @deprecated use task_completed */
    task_done: Record<string, never>;
  }
}
"#;
    let plan = Plan::parse(EXAMPLE).unwrap();
    assert_eq!(plan.typescript(false), expected);
    let values = "\n/** The types of the tracking plan, by their names in capitals. */\nexport const EVENT_TYPES = {\n  \
                  TASK_COMPLETED: \"task_completed\",\n  TASK_DONE: \"task_done\",\n} as const;\n";
    assert_eq!(plan.typescript(true), format!("{expected}{values}"));
    let open = Plan::parse(&EXAMPLE.replace("\"warn\"", "\"open\"")).unwrap().typescript(false);
    assert_eq!(open.matches("      [other: string]: unknown;\n    };").count(), 1);
    assert!(open.contains("task_done: Record<string, unknown>;"));
}

#[test]
fn names_and_words_cannot_break_out() {
    let text = r#"{"events": {
        "dice.roll": {"description": "a */ b\n\n * c\u0000", "properties": {"a-b": {"type": "string", "enum": ["\"", "\u2028\\"]}, "$ok1": {"type": "array"}}},
        "dice_roll": {},
        "7up": {},
        "été": {"deprecated": true}
    }}"#;
    let plan = Plan::parse(text).unwrap();
    let written = plan.typescript(true);
    for part in [
        "    /**\n     * a *\\/ b\n     * * c\n     */\n    \"dice.roll\": {\n",
        r#"      "a-b"?: "\"" | "\u2028\\" | null;"#,
        "      $ok1?: readonly unknown[] | null;",
        "    /** @deprecated */\n    \"été\":",
        "  DICE_ROLL: \"dice.roll\",\n  DICE_ROLL_2: \"dice_roll\",\n  _7UP: \"7up\",\n  _T_: \"été\",\n",
    ] {
        assert!(written.contains(part), "{part}\n{written}");
    }
    assert_eq!(plan.package_values(), None);
}

#[test]
fn the_packages_own_types_are_short() {
    let plan = Plan::parse(r#"{"events": {"page_view": {}, "task_created": {}}}"#).unwrap();
    assert!(plan.package_values().unwrap().contains("\"page_view task_created\""));
    assert!(plan.package_types().ends_with("  readonly PAGE_VIEW: \"page_view\";\n  readonly TASK_CREATED: \"task_created\";\n};\n"));
}
