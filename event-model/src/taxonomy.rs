use crate::text::EventType;

/// What a type says about an event: the thing it concerns and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taxonomy<'a> {
    /// The thing: `project`, `navigation`.
    pub category: &'a str,
    /// The deed: `completed`, `viewed`.
    pub action: &'a str,
}

/// Derives category and action from a type that no plan describes: its first and its last part.
/// `project_subtask_completed` is `project`, `completed`; `dice.roll` is `dice`, `roll`; a single word is both.
pub fn taxonomy(event_type: &EventType) -> Taxonomy<'_> {
    let text = event_type.as_str();
    // The one type that every tracker sends and whose parts would mislead.
    if text == "page_view" {
        return Taxonomy { category: "navigation", action: "viewed" };
    }
    let mut parts = text.split(['_', '.', ':', '-', '/', ' ']).filter(|part| !part.is_empty());
    let category = parts.next().unwrap_or(text);
    let action = parts.next_back().unwrap_or(category);
    Taxonomy { category, action }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_and_last_part() {
        let cases = [
            ("project_subtask_completed", "project", "completed"),
            ("page_view", "navigation", "viewed"),
            ("dice.roll", "dice", "roll"),
            ("login", "login", "login"),
            ("combat.turn.ended", "combat", "ended"),
            ("_private", "private", "private"),
            ("__", "__", "__"),
            ("Checkout Started", "Checkout", "Started"),
        ];
        for (text, category, action) in cases {
            let event_type = EventType::parse(text).unwrap();
            assert_eq!(taxonomy(&event_type), Taxonomy { category, action }, "{text}");
        }
    }
}
