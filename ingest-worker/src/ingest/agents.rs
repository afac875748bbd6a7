//! What a user agent calls itself: its browser, its operating system, and whether it is a known crawler. PURE: functions of the text and of
//! tables that `cargo xtask agents` makes of two maintained data sets, uap-core and crawler-user-agents (see `agents/README.md`).
//!
//! The first regex of a list that matches names the agent. Regexes are compiled when they are first needed, each once per isolate, and most
//! never are: each has *marks*, texts of which a match contains at least one, and only regexes with a mark in the header are tried.
//!
//! Measured in V8, as wasm: 0.08 ms per header for all three questions, at most 0.17; 0.2 to 0.5 ms for the first in an isolate, and 5 ms
//! where V8 has never compiled this code. In workerd a batch of 10 from a page takes 1.4 ms of processor time, D1's part included, of which
//! this and the place are 0.25. All of it adds 120 kB to the Worker, 50 kB in gzip, of which regex-lite is the half. The crate `ua-parser`
//! takes 400 ms to compile uap-core's regexes before its first answer, and 410 kB in gzip; `woothee` 32 ms and 370 kB.

mod crawlers;

use regex_lite::Regex;
use std::sync::OnceLock;

pub(super) use crawlers::is_crawler;

/// The browser's name in uap-core, such as `Chrome Mobile iOS`.
pub(super) fn browser(user_agent: &str) -> Option<&'static str> {
    static BROWSERS: Rules = Rules::new(include_str!("agents/browsers.tsv"));
    BROWSERS.name(user_agent)
}

/// The operating system's name in uap-core, such as `Mac OS X`.
pub(super) fn system(user_agent: &str) -> Option<&'static str> {
    static SYSTEMS: Rules = Rules::new(include_str!("agents/systems.tsv"));
    SYSTEMS.name(user_agent)
}

/// A list of rules, made of its table when it is first asked.
struct Rules {
    table: &'static str,
    rules: OnceLock<Vec<Rule>>,
}

/// A line of a table: the regex, the names that it may give, and its marks.
struct Rule {
    pattern: &'static str,
    names: &'static str,
    marks: &'static str,
    /// Nothing where `pattern` is no regex; the tests see to it that every one is.
    regex: OnceLock<Option<Regex>>,
}

impl Rules {
    const fn new(table: &'static str) -> Rules {
        Rules { table, rules: OnceLock::new() }
    }

    /// The rules that might match, in their order, with their regexes.
    fn candidates<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (&'a Rule, &'a Regex)> {
        let rules = self.rules.get_or_init(|| self.table.lines().filter_map(Rule::read).collect());
        rules.iter().filter(|rule| rule.marks.split('|').any(|mark| text.contains(mark))).filter_map(|rule| Some((rule, rule.regex()?)))
    }

    fn name(&self, text: &str) -> Option<&'static str> {
        self.candidates(text).find_map(|(rule, regex)| {
            if !rule.names.contains('|') {
                return regex.is_match(text).then_some(rule.names);
            }
            let found = regex.captures(text)?.get(1)?.as_str();
            rule.names.split('|').find(|name| *name == found)
        })
    }

    fn matches(&self, text: &str) -> bool {
        self.candidates(text).any(|(_, regex)| regex.is_match(text))
    }
}

impl Rule {
    fn read(line: &'static str) -> Option<Rule> {
        let (pattern, rest) = line.split_once('\t')?;
        let (names, marks) = rest.split_once('\t')?;
        Some(Rule { pattern, names, marks, regex: OnceLock::new() })
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(self.pattern).ok()).as_ref()
    }
}

/// All names that can be given.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let tables = [include_str!("agents/browsers.tsv"), include_str!("agents/systems.tsv")];
    tables.into_iter().flat_map(str::lines).filter_map(Rule::read).flat_map(|rule| rule.names.split('|'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_table_is_a_rule() {
        for table in [include_str!("agents/browsers.tsv"), include_str!("agents/systems.tsv"), include_str!("agents/crawlers.tsv")] {
            for line in table.lines() {
                let rule = Rule::read(line).unwrap();
                assert!(rule.regex().is_some(), "{line}");
                assert!(!rule.marks.split('|').any(str::is_empty), "a mark that is everywhere: {line}");
            }
        }
    }

    #[test]
    fn the_first_rule_that_matches_names_the_agent() {
        let rules = Rules::new("(A|B)/\\d\tA|B\tA/|B/\nA\tC\tA\nx+\tX\tx\n");
        assert_eq!(
            ["A/1", "B/1", "A/", "A", "B", "xB/2", ""].map(|text| rules.name(text)),
            [Some("A"), Some("B"), Some("C"), Some("C"), None, Some("B"), None]
        );
    }

    #[test]
    fn marks_leave_out_no_rule_that_would_match() {
        for table in [include_str!("agents/browsers.tsv"), include_str!("agents/systems.tsv")] {
            let rules = Rules::new(table);
            for agent in include_str!("device/agents.txt").lines() {
                let with_marks = rules.candidates(agent).filter(|(_, regex)| regex.is_match(agent)).count();
                let all = rules.rules.get().unwrap().iter().filter(|rule| rule.regex().unwrap().is_match(agent)).count();
                assert_eq!(with_marks, all, "{agent}");
            }
        }
    }
}
