//! What a text must contain for a regex to match it at all: cheap to look for, so that only regexes with a chance are tried.

use regex_syntax::hir::{Class, Hir, HirKind};

/// So many texts are looked for at most in the place of one regex, unless it names more itself.
const MOST_MARKS: usize = 24;
/// So many names may a regex give at most. The longest list of uap-core has some hundred.
const MOST_NAMES: usize = 500;

/// All texts that the regex matches, when they are few and it matches them anywhere.
pub fn exact(hir: &Hir) -> Option<Vec<String>> {
    hir.properties().look_set().is_empty().then(|| texts(hir, MOST_MARKS))?
}

/// All texts that the regex can match, when they are few. It may want more than the text, such as the end of a word.
fn texts(hir: &Hir, most: usize) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(class) => characters(class),
        HirKind::Repetition(repetition) => match (repetition.min, repetition.max) {
            (1, Some(1)) => texts(&repetition.sub, most),
            (0, Some(1)) => Some([vec![String::new()], texts(&repetition.sub, most)?].concat()).filter(|all| all.len() <= most),
            _ => None,
        },
        HirKind::Capture(capture) => texts(&capture.sub, most),
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |all, part| product(&all, &texts(part, most)?, most)),
        HirKind::Alternation(branches) => {
            let all = branches.iter().map(|branch| texts(branch, most)).collect::<Option<Vec<_>>>()?.concat();
            Some(all).filter(|all| all.len() <= most)
        }
    }
}

fn characters(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let few: Vec<String> = class.iter().flat_map(|range| (range.start()..=range.end()).take(5)).take(5).map(String::from).collect();
    Some(few).filter(|few| (1..5).contains(&few.len()))
}

fn product(all: &[String], next: &[String], most: usize) -> Option<Vec<String>> {
    (all.len() * next.len() <= most).then(|| all.iter().flat_map(|head| next.iter().map(move |tail| format!("{head}{tail}"))).collect())
}

/// Texts of which every match has at least one: of the sets that there are, the one whose shortest is longest. Nothing when a match need
/// not have any.
pub fn marks(hir: &Hir) -> Option<Vec<String>> {
    let mut best: Option<Vec<String>> = None;
    let mut consider = |set: Vec<String>| {
        let of = |set: &[String]| (set.iter().map(String::len).min().unwrap_or(0), std::cmp::Reverse(set.len()));
        if of(&set).0 > 0 && best.as_ref().is_none_or(|best| of(&set) > of(best)) {
            best = Some(set);
        }
    };
    match hir.kind() {
        HirKind::Capture(capture) => return marks(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => return marks(&repetition.sub),
        HirKind::Alternation(branches) => {
            let all = branches.iter().map(marks).collect::<Option<Vec<_>>>();
            all.map(|all| all.concat()).into_iter().for_each(consider);
        }
        HirKind::Concat(parts) => {
            let mut run = vec![String::new()];
            for part in parts {
                let next = texts(part, MOST_MARKS);
                match next.as_deref().and_then(|next| product(&run, next, MOST_MARKS)) {
                    Some(longer) => run = longer,
                    None => {
                        consider(std::mem::replace(&mut run, next.unwrap_or_else(|| vec![String::new()])));
                        marks(part).into_iter().for_each(&mut consider);
                    }
                }
            }
            consider(run);
        }
        _ => texts(hir, MOST_MARKS).into_iter().for_each(consider),
    }
    best.map(|mut set| {
        set.sort();
        set.dedup();
        set
    })
}

/// All that the first group can capture, when that is a few texts.
pub fn captured(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) if capture.index == 1 => texts(&capture.sub, MOST_NAMES),
        HirKind::Capture(capture) => captured(&capture.sub),
        HirKind::Repetition(repetition) => captured(&repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().find_map(captured),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(regex: &str) -> Option<Vec<String>> {
        marks(&regex_syntax::parse(regex).unwrap())
    }

    fn some(texts: &[&str]) -> Option<Vec<String>> {
        Some(texts.iter().map(|&text| text.to_owned()).collect())
    }

    #[test]
    fn the_longest_text_that_must_be_there() {
        assert_eq!(of(r"Version/.{1,300}(Chrome)/(\d+)\.(\d+)"), some(&["Version/"]));
        assert_eq!(of(r"\b(Firefox)/(\d+)"), some(&["Firefox/"]));
        assert_eq!(of("(iPod|iPhone|iPad).{1,200}"), some(&["iPad", "iPhone", "iPod"]));
        assert_eq!(of("[wW]get"), some(&["Wget", "wget"]));
        assert_eq!(of("(ab|)+x?"), None);
        assert_eq!(of(r"(\d+|)(a|\w)"), None);
    }

    #[test]
    fn exact_is_a_text_anywhere() {
        let exact = |regex| exact(&regex_syntax::parse(regex).unwrap());
        assert_eq!(exact(r"S[eE]M\/?"), some(&["SEM", "SEM/", "SeM", "SeM/"]));
        assert_eq!((exact("^curl"), exact(r"a\d"), exact("a+")), (None, None, None));
    }

    #[test]
    fn what_a_group_captures() {
        let captured = |regex| captured(&regex_syntax::parse(regex).unwrap());
        assert_eq!(captured("(?:(?:x)|(Edge|Ed(?:gA)))/"), some(&["Edge", "EdgA"]));
        assert_eq!(captured(r"((?:Open|\b)BSD)"), some(&["OpenBSD", "BSD"]));
        assert_eq!(captured("([A-Z]+)/"), None);
        assert_eq!(captured("Edge"), None);
    }
}
