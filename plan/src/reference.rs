//! A plan as a page for people, in Markdown.

use crate::plan::{Kind, Mode, Plan, PlannedEvent, Property};

impl Plan {
    /// The reference of all events, in the order of the plan. `source` names the plan's file.
    pub fn reference(&self, source: &str) -> String {
        let mode = match self.mode {
            Mode::Open => "other types and properties are possible",
            Mode::Warn => "what is not listed is stored, and warned of",
            Mode::Strict => "what is not listed is rejected",
        };
        let mut text = format!(
            "# Events\n\nMade from `{source}`: do not edit this, change the plan and make it anew. The mode is `{}`: {mode}.\n\n",
            self.mode.name()
        );
        text.push_str("| type | category | action | level | |\n|---|---|---|---|---|\n");
        for event in self.events() {
            let taxonomy = event.taxonomy();
            let gone = if event.deprecated.is_some() { "**Deprecated.** " } else { "" };
            text.push_str(&format!(
                "| {} | {} | {} | {} | {gone}{} |\n",
                code(event.event_type.as_str()),
                cell(taxonomy.category),
                cell(taxonomy.action),
                event.level.unwrap_or_default().name(),
                cell(event.description.as_deref().unwrap_or_default())
            ));
        }
        for event in self.events().filter(|event| has_more(event)) {
            section(event, &mut text);
        }
        text
    }
}

/// Whether there is something to say that the table of all types does not.
fn has_more(event: &PlannedEvent) -> bool {
    event.owner.is_some() || event.deprecated.is_some() || event.properties().len() > 0
}

fn section(event: &PlannedEvent, text: &mut String) {
    text.push_str(&format!("\n## {}\n", code(event.event_type.as_str())));
    if let Some(deprecation) = &event.deprecated {
        let instead = deprecation.instead.as_deref().map_or(String::new(), |instead| format!(": {}", cell(instead)));
        text.push_str(&format!("\n**Deprecated**{instead}\n"));
    }
    if let Some(description) = &event.description {
        text.push_str(&format!("\n{}\n", cell(description)));
    }
    if let Some(owner) = &event.owner {
        text.push_str(&format!("\nOwner: {}\n", cell(owner)));
    }
    if event.properties().len() > 0 {
        text.push_str("\n| property | type | | |\n|---|---|---|---|\n");
    }
    for (name, property) in event.properties() {
        text.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            code(name),
            value_type(property),
            if property.required { "required" } else { "" },
            cell(property.description.as_deref().unwrap_or_default())
        ));
    }
}

/// The kind of a property's value with its bounds: `string: "low", "high"`, `integer ≤ 10080`.
fn value_type(property: &Property) -> String {
    let texts = property.texts.iter().map(|text| code(&format!("\"{text}\"")));
    let values: Vec<String> = texts.chain(property.numbers.iter().map(f64::to_string)).collect();
    let values = if values.is_empty() { String::new() } else { format!(": {}", values.join(", ")) };
    let maximum = property.maximum.map_or(String::new(), |most| match property.kind {
        Kind::String => format!(", at most {most} characters"),
        Kind::Array => format!(", at most {most} items"),
        _ => format!(" ≤ {most}"),
    });
    let pii = if property.pii { ", personal: redacted" } else { "" };
    format!("{}{maximum}{values}{pii}", property.kind.name())
}

/// Words within a table: one line in which nothing means anything but itself.
fn cell(words: &str) -> String {
    let mut text = String::new();
    for c in words.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '&' | '~') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// A name in the type of code. A bar ends a table's cell even there, and backticks would end the code.
fn code(name: &str) -> String {
    if name.contains('`') {
        cell(name)
    } else {
        format!("`{}`", name.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::EXAMPLE;

    #[test]
    fn the_contracts_example() {
        let expected = r#"# Events

Made from `tracking-plan.json`: do not edit this, change the plan and make it anew. The mode is `warn`: what is not listed is stored, and warned of.

| type | category | action | level | |
|---|---|---|---|---|
| `task_completed` | task | completed | action | A task was ticked off. |
| `task_done` | task | done | action | **Deprecated.**  |

## `task_completed`

A task was ticked off.

Owner: board team

| property | type | | |
|---|---|---|---|
| `priority` | string: `"low"`, `"high"` | required |  |
| `minutes` | integer ≤ 10080 |  |  |
| `assignee_email` | string, personal: redacted |  |  |

## `task_done`

**Deprecated**: use task\_completed
"#;
        assert_eq!(Plan::parse(EXAMPLE).unwrap().reference("tracking-plan.json"), expected);
    }

    #[test]
    fn words_stay_words() {
        assert_eq!(cell("a | b\n# *c* <script>"), r"a \| b \# \*c\* \<script\>");
        assert_eq!((code("a|b"), code("a`b|")), ("`a\\|b`".to_owned(), "a\\`b\\|".to_owned()));
    }
}
