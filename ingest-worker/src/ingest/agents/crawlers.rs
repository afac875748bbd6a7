use super::Rules;
use std::sync::OnceLock;

/// Whether this is the user agent of a program that no person sits before: of a crawler that the list knows, or of a browser that is driven
/// by a program and says so.
pub fn is_crawler(user_agent: &str) -> bool {
    static PATTERNS: Rules = Rules::new(include_str!("crawlers.tsv"));
    static TEXTS: OnceLock<Vec<&'static str>> = OnceLock::new();
    let texts = TEXTS.get_or_init(|| include_str!("crawlers.txt").lines().collect());
    contains_any(user_agent, texts) || PATTERNS.matches(user_agent)
}

/// Whether one of these texts is anywhere in it. They are sorted, and none is within another: so of those that are not above what follows a
/// place, only the last can begin there, and one search per place will do.
fn contains_any(text: &str, sorted: &[&str]) -> bool {
    text.char_indices().any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        let not_above = sorted.partition_point(|one| *one <= rest);
        not_above.checked_sub(1).and_then(|last| sorted.get(last)).is_some_and(|one| rest.starts_with(one))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn crawlers_and_driven_browsers_are_known() {
        let bots = [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
            "curl/8.5.0",
        ];
        for agent in bots {
            assert!(is_crawler(agent), "{agent}");
        }
    }

    #[test]
    fn people_are_none() {
        for agent in include_str!("../device/agents.txt").lines() {
            assert!(!is_crawler(agent), "{agent}");
        }
        assert!(!is_crawler(""));
    }

    proptest! {
        #[test]
        fn a_search_per_place_finds_what_looking_for_each_text_finds(text in "[abcü]{0,12}", words in prop::collection::btree_set("[abcü]{1,4}", 0..8)) {
            let sorted: Vec<&str> = words.iter().map(String::as_str).collect();
            let least: Vec<&str> = sorted.iter().copied().filter(|one| !sorted.iter().any(|other| other != one && one.contains(other))).collect();
            prop_assert_eq!(contains_any(&text, &least), sorted.iter().any(|one| text.contains(one)));
        }
    }
}
