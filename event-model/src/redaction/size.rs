use super::marks;
use super::tree::Form;
use crate::scan;
use std::borrow::Cow;

/// Makes an object fit into `limit` bytes: first the blanks between its parts go, then its largest values, then its last members.
pub(super) fn fit(object: Cow<'_, str>, limit: usize) -> Cow<'_, str> {
    if object.len() <= limit {
        return object;
    }
    let compact = without_blanks(&object);
    if compact.len() <= limit {
        return Cow::Owned(compact);
    }
    let mut members: Vec<(&str, &str)> = scan::members(&compact).collect();
    let mut size = compact.len();
    while size > limit {
        // The first of the largest: `max_by_key` would take the last.
        let largest = members.iter_mut().rev().max_by_key(|(_, value)| value.len()).filter(|(_, value)| value.len() > marks::CUT.len());
        let Some((_, value)) = largest else { break };
        size -= value.len() - marks::CUT.len();
        *value = marks::CUT;
    }
    if size > limit {
        let member_size = |(name, value): &(&str, &str)| name.len() + value.len() + "\"\":,".len();
        size = members.iter().map(member_size).sum::<usize>() + member_size(&(marks::MORE, marks::CUT)) + "{}".len() - ",".len();
        // At least the last one goes, so a mark that is there already is not there twice.
        while size > limit {
            let Some(last) = members.pop() else { break };
            size -= member_size(&last);
        }
        members.push((marks::MORE, marks::CUT));
    }
    let mut out = String::with_capacity(size);
    members.iter().for_each(|(name, value)| Form::OBJECT.append(name, value, &mut out));
    Form::OBJECT.end(&mut out);
    Cow::Owned(out)
}

/// JSON without blanks and line ends, but for those in its strings.
fn without_blanks(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let is_kept = |c: &char| {
        if in_string {
            in_string = escaped || *c != '"';
            escaped = !escaped && *c == '\\';
            return true;
        }
        in_string = *c == '"';
        !matches!(c, ' ' | '\n' | '\r' | '\t')
    };
    json.chars().filter(is_kept).collect()
}
