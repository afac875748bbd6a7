//! `cargo xtask agents`: what the Worker knows of user agents, made from two data sets that others maintain.
//!
//! Browsers and operating systems come from uap-core (<https://github.com/ua-parser/uap-core>, Apache-2.0), crawlers from crawler-user-agents
//! (<https://github.com/monperrus/crawler-user-agents>, MIT). Both are npm packages with pinned versions; the tables that are made of them
//! are checked in beside the code that reads them. To take a newer edition: change the version in `package.json`, `npm install`, and this.

mod marks;

use std::collections::BTreeSet;
use std::fs;

use anyhow::{bail, ensure, Context, Result};
use marks::{captured, marks};
use regex_syntax::hir::Hir;
use serde::Deserialize;

use crate::{process, repo, setup};

const REGEXES: &str = "node_modules/uap-core/regexes.yaml";
const CRAWLERS: &str = "node_modules/crawler-user-agents/crawler-user-agents.json";
const OUTPUT: &str = "ingest-worker/src/ingest/agents";

/// Programs that drive a browser and say so; the list of crawlers has them in part.
const DRIVEN: [&str; 6] = ["HeadlessChrome", "PhantomJS", "Playwright", "Puppeteer", "Selenium", "Cypress/"];

/// Patterns of the list that are left out, since people's browsers have them too: what WhatsApp and Sogou show pages in, the name of a kind
/// of Slack, and part of an old phone's version.
const TOO_WIDE: [&str; 4] = ["WhatsApp", "Sogou", "Sonic", r"008\/"];

/// Writes the tables anew.
pub fn run() -> Result<()> {
    for (name, table) in tables()? {
        let path = repo::path(OUTPUT).join(name);
        fs::write(&path, table).with_context(|| repo::shown(&path))?;
    }
    Ok(())
}

/// Fails when the tables are not what the data sets make.
pub fn enforce() -> Result<()> {
    for (name, table) in tables()? {
        let path = repo::path(OUTPUT).join(name);
        ensure!(
            process::file(&path)? == table.as_bytes(),
            "{} is not what the data sets make: run `cargo xtask agents`",
            repo::shown(&path)
        );
    }
    Ok(())
}

fn tables() -> Result<[(&'static str, String); 4]> {
    setup::npm::ready()?;
    let yaml = String::from_utf8(process::file(&repo::path(REGEXES))?)?;
    let crawlers: Vec<Crawler> = serde_json::from_slice(&process::file(&repo::path(CRAWLERS))?)?;
    let (exact, patterns) = crawler_tables(&crawlers)?;
    Ok([
        ("browsers.tsv", table(&rules(&yaml, "user_agent_parsers", "family_replacement")?)?),
        ("systems.tsv", table(&rules(&yaml, "os_parsers", "os_replacement")?)?),
        ("crawlers.txt", exact),
        ("crawlers.tsv", patterns),
    ])
}

/// A rule of uap-core: what matches, and what that is called.
struct Rule {
    regex: String,
    name: Option<String>,
}

/// Reads one list of the YAML file, which has one form throughout: `- regex: '…'`, then replacements, each on its line.
fn rules(yaml: &str, list: &str, replacement: &str) -> Result<Vec<Rule>> {
    let mut rules: Vec<Rule> = Vec::new();
    let lines = yaml.lines().skip_while(|line| line.trim_end() != format!("{list}:")).skip(1);
    for line in lines.take_while(|line| line.is_empty() || line.starts_with([' ', '#'])) {
        let line = line.trim();
        if let Some(regex) = line.strip_prefix("- regex: ") {
            rules.push(Rule { regex: quoted(regex)?, name: None });
        } else if let Some(name) = line.strip_prefix(replacement) {
            let rule = rules.last_mut().context("a replacement before the first regex")?;
            rule.name = Some(quoted(name.trim_start_matches(':').trim())?);
        } else if !line.is_empty() && !line.starts_with('#') && !line.contains("_replacement:") {
            bail!("{REGEXES} has a line of a form that is not known: {line}");
        }
    }
    ensure!(rules.len() > 100, "{REGEXES} has only {} {list}", rules.len());
    Ok(rules)
}

fn quoted(text: &str) -> Result<String> {
    let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let inner = inner.or_else(|| text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')));
    Ok(inner.with_context(|| format!("no quoted text: {text}"))?.replace("''", "'"))
}

/// A line for each rule: the regex, the names it may give, and the marks of which any agent that matches has at least one. Rules whose name
/// would be any text of the header are left out: only words of the data set are kept of a header.
fn table(rules: &[Rule]) -> Result<String> {
    let mut lines = String::new();
    for rule in rules {
        let hir = parsed(&rule.regex)?;
        let names = match rule.name.as_deref() {
            Some(name) if !name.contains('$') => Some(vec![name.to_owned()]),
            None | Some("$1") => captured(&hir),
            Some(_) => None,
        };
        if let (Some(names), Some(marks)) = (names, marks(&hir)) {
            lines.push_str(&line(&rule.regex, &names, &marks)?);
        }
    }
    Ok(lines)
}

#[derive(Deserialize)]
struct Crawler {
    pattern: String,
}

/// Crawlers that are known by a fixed text anywhere in the header, sorted, none of them within another; and those known by a regex.
fn crawler_tables(crawlers: &[Crawler]) -> Result<(String, String)> {
    let mut exact: BTreeSet<String> = DRIVEN.iter().map(|&text| text.to_owned()).collect();
    let mut patterns = String::new();
    for Crawler { pattern } in crawlers.iter().filter(|crawler| !TOO_WIDE.contains(&crawler.pattern.as_str())) {
        let hir = parsed(pattern)?;
        match marks::exact(&hir) {
            Some(texts) => exact.extend(texts),
            None => patterns.push_str(&line(pattern, &[], &marks(&hir).with_context(|| format!("{pattern} has no mark"))?)?),
        }
    }
    let least = exact.iter().filter(|text| !exact.iter().any(|other| other != *text && text.contains(other.as_str())));
    Ok((least.map(|text| format!("{text}\n")).collect(), patterns))
}

fn parsed(regex: &str) -> Result<Hir> {
    regex_syntax::parse(regex).with_context(|| regex.to_owned())
}

fn line(regex: &str, names: &[String], marks: &[String]) -> Result<String> {
    ensure!(!regex.contains('\t') && !names.iter().chain(marks).any(|word| word.contains(['\t', '|', '\n'])), "cannot be a line: {regex}");
    Ok(format!("{}\t{}\t{}\n", unbounded(regex)?, names.join("|"), marks.join("|")))
}

/// Bounded gaps such as `.{0,200}` become unbounded: headers are bounded themselves, and each step of a bound is a state of the regex.
fn unbounded(regex: &str) -> Result<String> {
    let mut out = String::new();
    let mut rest = regex;
    while let Some((before, after)) = rest.split_once(".{") {
        out.push_str(before);
        let (bounds, behind) = after.split_once('}').with_context(|| regex.to_owned())?;
        match bounds.split_once(',') {
            Some(("0", most)) if most.len() >= 2 => out.push_str(".*"),
            Some(("1", most)) if most.len() >= 2 => out.push_str(".+"),
            _ => out.push_str(&format!(".{{{bounds}}}")),
        }
        rest = behind;
    }
    out.push_str(rest);
    parsed(&out)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_with_their_names() {
        let yaml = "user_agent_parsers:\n  # Some\n".to_owned()
            + &"  - regex: '(It''s)/(\\d+)'\n    family_replacement: 'It'\n    v1_replacement: '1'\n\n  - regex: \"(B)\"\n".repeat(60)
            + "os_parsers:\n  - regex: 'x'\n";
        let read = rules(&yaml, "user_agent_parsers", "family_replacement").unwrap();
        assert_eq!((read.len(), read[0].regex.as_str(), read[0].name.as_deref()), (120, r"(It's)/(\d+)", Some("It")));
        assert_eq!((read[1].regex.as_str(), read[1].name.as_deref()), ("(B)", None));
        assert!(rules("os_parsers:\n  - regexp: 'x'\n", "os_parsers", "os_replacement").is_err());
    }

    #[test]
    fn a_table_has_no_name_that_is_any_text() {
        let rule = |regex: &str, name: Option<&str>| Rule { regex: regex.into(), name: name.map(Into::into) };
        let made = table(&[
            rule(r"(Chrome|Edge)/.{0,200}(\d+)", None),
            rule(r"^(.{0,200})/1 CFNetwork", None),
            rule(r"(\w+)bot", Some("$1 bot")),
            rule(r"FxiOS/\d", Some("Firefox")),
        ]);
        assert_eq!(made.unwrap(), "(Chrome|Edge)/.*(\\d+)\tChrome|Edge\tChrome/|Edge/\nFxiOS/\\d\tFirefox\tFxiOS/\n");
    }

    #[test]
    fn crawlers_are_texts_where_they_can_be() {
        let crawlers =
            [r"Googlebot\/", r"Googlebot\/Image", "[wW]get", "^curl", r"\.com\/bot"].map(|pattern| Crawler { pattern: pattern.into() });
        let (exact, patterns) = crawler_tables(&crawlers).unwrap();
        let ours = |line: &&str| !DRIVEN.contains(line);
        assert_eq!(exact.lines().filter(ours).collect::<Vec<_>>(), [".com/bot", "Googlebot/", "Wget", "wget"]);
        assert_eq!(patterns, "^curl\t\tcurl\n");
    }
}
