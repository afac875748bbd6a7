//! TypeScript of a plan. `track` and its siblings are typed by two interfaces of the package, `TrackedEvents` and `TrackedPlan`, which are
//! empty there; what is written here fills them in.

use crate::plan::{Kind, Mode, Plan, PlannedEvent, Property};
use std::collections::BTreeSet;

const FIRST_LINE: &str = "// Made from the tracking plan. Do not edit this: change the plan and make it anew.\n";

impl Plan {
    /// Declarations for a customer's project: with them, what the plan does not know is an error in the editor. `with_values` adds the
    /// constant `EVENT_TYPES`, which a file that is only declarations (`.d.ts`) cannot have.
    pub fn typescript(&self, with_values: bool) -> String {
        let mut text = format!("{FIRST_LINE}import \"trailmark\";\n\ndeclare module \"trailmark\" {{\n");
        text.push_str(&format!("  interface TrackedPlan {{\n    mode: {};\n  }}\n", quoted(self.mode.name())));
        text.push_str("  interface TrackedEvents {\n");
        for event in self.events() {
            comment(&event_words(event), "    ", &mut text);
            text.push_str(&format!("    {}: ", key(event.event_type.as_str())));
            metadata(event, self.mode, &mut text);
        }
        text.push_str("  }\n}\n");
        if with_values {
            text.push_str("\n/** The types of the tracking plan, by their names in capitals. */\nexport const EVENT_TYPES = {\n");
            for (constant, name) in constants(self) {
                text.push_str(&format!("  {constant}: {},\n", quoted(name)));
            }
            text.push_str("} as const;\n");
        }
        text
    }

    /// The declaration of the package's own `EVENT_TYPES`.
    pub fn package_types(&self) -> String {
        let mut text =
            format!("{FIRST_LINE}/** Types that most products have. Any other string is a type too. */\nexport const EVENT_TYPES: {{\n");
        for (constant, name) in constants(self) {
            text.push_str(&format!("  readonly {constant}: {};\n", quoted(name)));
        }
        text.push_str("};\n");
        text
    }

    /// The package's own `EVENT_TYPES` in few bytes: the names are its only text. `None` when there is a type that is not in lower case with
    /// `_`, of which capitals would not make a constant.
    pub fn package_values(&self) -> Option<String> {
        let names: Vec<&str> = self.events().map(|event| event.event_type.as_str()).collect();
        let is_plain = |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        names.iter().all(is_plain).then(|| {
            let names = names.join(" ");
            format!(
                "{FIRST_LINE}const COMMON =\n  \"{names}\";\n\n\
                 /** Types that most products have, by their names in capitals. Any other string is a type too. */\n\
                 export const EVENT_TYPES = /* @__PURE__ */ Object.fromEntries(COMMON.split(\" \").map((type) => [type.toUpperCase(), type]));\n"
            )
        })
    }
}

/// The type of an event's metadata. Where the plan is open, it may have members that are not planned.
fn metadata(event: &PlannedEvent, mode: Mode, text: &mut String) {
    if event.properties().len() == 0 {
        text.push_str(if mode == Mode::Open { "Record<string, unknown>;\n" } else { "Record<string, never>;\n" });
        return;
    }
    text.push_str("{\n");
    for (name, property) in event.properties() {
        comment(&property_words(property), "      ", text);
        let (mark, or_null) = if property.required { ("", "") } else { ("?", " | null") };
        text.push_str(&format!("      {}{mark}: {}{or_null};\n", key(name), value_type(property)));
    }
    if mode == Mode::Open {
        text.push_str("      [other: string]: unknown;\n");
    }
    text.push_str("    };\n");
}

fn value_type(property: &Property) -> String {
    let values: Vec<String> = property.texts.iter().map(|text| quoted(text)).chain(property.numbers.iter().map(f64::to_string)).collect();
    match property.kind {
        _ if !values.is_empty() => values.join(" | "),
        Kind::String => "string".to_owned(),
        Kind::Number | Kind::Integer => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Object => "object".to_owned(),
        Kind::Array => "readonly unknown[]".to_owned(),
    }
}

fn event_words(event: &PlannedEvent) -> Vec<String> {
    let owner = event.owner.as_ref().map(|owner| format!("Owner: {owner}."));
    let deprecated = event.deprecated.as_ref().map(|it| format!("@deprecated {}", it.instead.as_deref().unwrap_or_default()));
    event.description.iter().cloned().chain(owner).chain(deprecated).collect()
}

fn property_words(property: &Property) -> Vec<String> {
    let maximum = property.maximum.map(|most| match property.kind {
        Kind::String => format!("At most {most} characters."),
        Kind::Array => format!("At most {most} items."),
        _ => format!("At most {most}."),
    });
    let pii = property.pii.then(|| "A person's: it is redacted before it is sent.".to_owned());
    property.description.iter().cloned().chain(maximum).chain(pii).collect()
}

/// A comment for editors; none when there is nothing to say.
fn comment(paragraphs: &[String], indent: &str, text: &mut String) {
    let lines: Vec<String> = paragraphs.iter().flat_map(|words| words.lines()).map(one_line).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [] => {}
        [line] => text.push_str(&format!("{indent}/** {line} */\n")),
        lines => {
            text.push_str(&format!("{indent}/**\n"));
            for line in lines {
                text.push_str(&format!("{indent} * {line}\n"));
            }
            text.push_str(&format!("{indent} */\n"));
        }
    }
}

/// Words that can neither end a comment nor begin a line.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace("*/", "*\\/").replace(|c: char| c.is_control(), "")
}

/// A name as the key of a type: quoted unless it is an identifier.
fn key(name: &str) -> String {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$';
    let is_identifier = name.bytes().enumerate().all(|(at, byte)| is_letter(byte) || (at > 0 && byte.is_ascii_digit())) && !name.is_empty();
    if is_identifier {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A text as a literal. JSON is JavaScript, but for two line ends that old compilers take for such within a literal too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A constant's name for each type: capitals, and `_` for what cannot be in a name. When two types come to the same, the later one is numbered.
fn constants(plan: &Plan) -> Vec<(String, &str)> {
    let mut taken = BTreeSet::new();
    let mut constants = Vec::new();
    for event in plan.events() {
        let name = event.event_type.as_str();
        let capitals: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        let first = if capitals.starts_with(|c: char| c.is_ascii_digit()) { format!("_{capitals}") } else { capitals };
        let numbered = (2..).map(|number: usize| format!("{first}_{number}"));
        let free = std::iter::once(first.clone()).chain(numbered).find(|constant| !taken.contains(constant));
        if let Some(constant) = free {
            taken.insert(constant.clone());
            constants.push((constant, name));
        }
    }
    constants
}

#[cfg(test)]
mod tests;
