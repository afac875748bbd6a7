//! What each query parameter means. Which ones an operation takes, how often, within which bounds and with which default, is what its parser asked for.

use crate::analytics::breakdown::MAX_DIMENSIONS;
use crate::analytics::funnel::{MAX_STEPS, MAX_WINDOW, MIN_STEPS};
use crate::analytics::{dimension, filter};
use crate::instant::{DAY_MS, HOUR_MS};
use crate::query::parameters::recorder::{Asked, Form};
use crate::query::parameters::MAX_ITEMS;
use crate::query::range::MAX_DAYS;
use event_model::limits::{MAX_ID, MAX_URL};
use serde_json::{json, Map, Value};
use tracking_plan::FaultCode;

const MINUTE_MS: u64 = 60_000;

/// The parameters of an operation, as references to the document's components, given what its parser asked for.
pub fn references(operation: &str, asked: &[Asked], required: &[&str], components: &mut Map<String, Value>) -> Vec<Value> {
    let mut references = Vec::new();
    for one in asked.iter().flat_map(|one| spread(one, asked)) {
        let is_required = required.contains(&one.name.as_str());
        let parameter = parameter(operation, &one, is_required);
        // The same parameter is written once; of one that means something else elsewhere the name is told apart.
        let plain = &one.name;
        let same = components.iter().find(|(name, known)| name.rsplit('.').next() == Some(plain.as_str()) && **known == parameter);
        let name = match same {
            Some((name, _)) => name.clone(),
            None if components.contains_key(plain) => format!("{operation}.{plain}"),
            None => plain.clone(),
        };
        references.push(json!({"$ref": format!("#/components/parameters/{name}")}));
        components.insert(name, parameter);
    }
    references
}

/// A parser that looked at all names takes filters by every dimension; those of `all` that it asked for by name, as it asked for them.
fn spread(asked: &Asked, all: &[Asked]) -> Vec<Asked> {
    match asked.form {
        Form::Refused => return Vec::new(),
        Form::Names => {}
        _ => return vec![asked.clone()],
    }
    let single = filter::single_names().map(|name| Asked { name: name.to_owned(), form: Form::Text });
    let lists = dimension::names().map(|name| Asked { name: name.to_owned(), form: Form::List });
    let by_name = single.chain(lists).filter(|one| !all.iter().any(|known| known.name == one.name));
    let is_refused = |name: &str| all.iter().any(|known| known.name == name && known.form == Form::Refused);
    let related = dimension::names().filter(|name| !is_refused(name)).map(str::to_owned).collect();
    by_name.chain([Asked { name: FILTERS.to_owned(), form: Form::Related(related) }]).collect()
}

/// Filters whose names are made of a dimension and a relation, or lead into `metadata`.
const FILTERS: &str = "filters";

fn parameter(operation: &str, asked: &Asked, is_required: bool) -> Value {
    let name = asked.name.as_str();
    let (description, more) = describe(operation, name, &asked.form);
    let mut schema = schema(&asked.form);
    if let (Some(schema), Some(more)) = (schema.as_object_mut(), more.as_object().cloned()) {
        match schema.get_mut("items").and_then(Value::as_object_mut) {
            Some(items) => items.extend(more),
            None => schema.extend(more),
        }
    }
    match (operation, name) {
        ("breakdown", "by") => schema["maxItems"] = MAX_DIMENSIONS.into(),
        ("funnel", "step") => {
            schema["minItems"] = MIN_STEPS.into();
            schema["maxItems"] = MAX_STEPS.into();
        }
        _ => {}
    }
    if name == "plan_fault" {
        let codes: Vec<&str> = FaultCode::ALL.into_iter().map(FaultCode::as_str).collect();
        schema = json!({"type": "array", "minItems": 1, "maxItems": MAX_ITEMS, "anyOf": [{"items": {"enum": codes}}, {"items": {"const": "any"}, "maxItems": 1}]});
    }
    let mut parameter = json!({"name": name, "in": "query", "description": description, "schema": schema});
    if is_required {
        parameter["required"] = true.into();
    }
    match asked.form {
        Form::List => parameter["explode"] = false.into(),
        Form::Related(_) => parameter["explode"] = true.into(),
        _ => {}
    }
    parameter
}

fn schema(form: &Form) -> Value {
    let text = json!({"type": "string", "minLength": 1, "maxLength": MAX_URL});
    match form {
        Form::Text => text,
        Form::Texts => json!({"type": "array", "minItems": 1, "maxItems": MAX_ITEMS, "items": text}),
        Form::List => json!({"type": "array", "minItems": 1, "maxItems": MAX_ITEMS, "items": text}),
        Form::Number { bounds, default } => {
            let mut schema = json!({"type": "integer", "minimum": bounds.start(), "maximum": bounds.end()});
            if let Some(default) = default {
                schema["default"] = (*default).into();
            }
            schema
        }
        Form::Flag => json!({"anyOf": [{"type": "boolean"}, {"enum": [0, 1]}], "default": false}),
        Form::Choice { words, has_default } => {
            let mut schema = json!({"enum": words});
            if let Some(first) = words.first().filter(|_| *has_default) {
                schema["default"] = first.as_str().into();
            }
            schema
        }
        Form::Refused | Form::Names => false.into(),
        Form::Related(names) => {
            json!({"type": "object", "additionalProperties": false, "patternProperties": {
                format!("^({})\\.(not|contains|not_contains)$", names.join("|")): {"type": "string", "minLength": 1},
                r"^metadata(\.[^.]+)+$": {"type": "string", "minLength": 1},
            }})
        }
    }
}

/// What a parameter means, and what its values look like where the way of reading does not tell.
fn describe(operation: &str, name: &str, form: &Form) -> (String, Value) {
    let none = json!({});
    let dimension = || {
        let names: Vec<&str> = dimension::names().collect();
        json!({"anyOf": [{"enum": names}, {"pattern": r"^metadata(\.[^.]+)+$"}]})
    };
    let (description, more) = match (operation, name) {
        (_, "range") => ("The last hours or days, such as `24h`, `7d`, `30d`; or `all`. One of `range`, `days`, or `from` and `to`.", json!({"pattern": format!("^(all|{}d|{}h)$", up_to(MAX_DAYS.unsigned_abs()), up_to(MAX_DAYS.unsigned_abs() * 24)), "examples": ["7d"]})),
        ("cleanup", "days") => ("Events older than so many days go.", none),
        (_, "days") => ("The last so many times 24 hours.", none),
        (_, "from") => ("From when on: milliseconds since the epoch, RFC 3339, or a date.", moment()),
        (_, "to") => ("Until when: a moment excludes itself, a date includes its day.", moment()),
        (_, "tz") => ("IANA time zone of days, weeks and months; `UTC` when absent.", json!({"examples": ["Europe/Berlin"]})),
        (_, "compare") => ("The same for the period of the same length right before, under `previous`. Needs a range that has begun.", none),
        (_, "bots") => ("Whether events that programs sent are counted.", none),
        ("exportEvents", "limit") => ("How many events to end after; all when absent.", none),
        ("getCausality", "limit") => ("Nodes at most.", none),
        (_, "limit") => ("Items at most.", none),
        ("listAudit", "cursor") => ("The `next_cursor` of the page before.", none),
        (_, "cursor") => ("The `next_cursor` of the page before.", json!({"pattern": "^[A-Za-z0-9_-]+$"})),
        (_, "page") => ("Pages by number, from 1. Cursors are the way through long lists.", none),
        (_, "after") => ("Goes on behind this event: its `occurred_at` and `id`, with a dot between them.", json!({"pattern": format!(r"^[0-9]{{1,15}}\.[A-Za-z0-9_-]{{1,{MAX_ID}}}$")})),
        (_, "dry_run") => ("Only say what would happen.", none),
        ("listRejected" | "replayRejected" | "forgetRejected", "id") => ("Only the rejected event with this id.", none),
        ("listRejected" | "replayRejected" | "forgetRejected", "code") => ("Rejected for one of these reasons.", none),
        (_, "direction") => ("Causes (`up`), effects (`down`), or both.", none),
        ("getCausality", "depth") => ("Steps from the event at most.", none),
        ("paths", "depth") => ("Steps at most.", none),
        (_, "user_id") => ("Only events of this user.", none),
        (_, "session_id") => ("Only events of this session.", none),
        (_, "visitor_id") => ("Only events of this visitor.", none),
        (_, "entity_id") if *form == Form::Text => ("Only events about the thing with this id.", none),
        (_, "stream_id") => ("Only events of this run or conversation.", none),
        (_, "correlation_id") => ("Only events of this interaction.", none),
        (_, "ref") => ("Only events that belong to this record of yours.", none),
        (_, "caused_by") => ("Only events that name this one as a cause.", none),
        (_, "search") => ("Text in the entity's title or the summary, upper or lower case of ASCII letters aside.", none),
        (_, "level") if matches!(form, Form::Choice { .. }) => ("This level and above.", none),
        (_, "step_from") => ("This step of the stream and later ones.", none),
        (_, "step_to") => ("This step of the stream and earlier ones.", none),
        (_, "plan_fault") => ("What of the event is not as planned: some codes, or `any` alone.", none),
        ("recentEvents", "tokens") => ("The budget of a Markdown answer, in tokens of a language model.", none),
        (_, "format") => ("How the answer is written.", none),
        (_, "everyone") => ("What everyone did: this or `user_id` must be there.", none),
        ("getConfig", "key") => ("A public write key, so that a browser needs no preflight.", json!({"pattern": "^tm_write_"})),
        ("getPlan", "version") => ("An earlier version; 0 is the built-in one.", none),
        ("paths", "by") => ("What a path is made of.", none),
        ("breakdown", "by") => ("Dimensions to count by, at most ten.", dimension()),
        (_, "by") => ("A dimension to count by.", dimension()),
        (_, "sort") => ("What the highest is of.", none),
        ("timeseries", "interval") => ("The length of a point: `hour` up to 48 hours, `day` up to 92 days, else `month`, when absent.", none),
        (_, "interval") => ("The length of a period.", none),
        (_, "people") => ("Whom to follow: visitors and for events without one users, users alone, or sessions.", none),
        (_, "step") => ("Two to ten steps in order, each an event type, or filters as a query string.", json!({"examples": ["page_view", "type=page_view&path=/pricing"]})),
        (_, "window") => ("The time from the first step to the last: minutes, hours or days.", json!({"pattern": format!("^({}m|{}h|{}d)$", up_to(MAX_WINDOW / MINUTE_MS), up_to(MAX_WINDOW / HOUR_MS), up_to(MAX_WINDOW / DAY_MS)), "default": "7d"})),
        (_, "periods") => ("How many periods a cohort is followed, its own the first.", none),
        (_, "first" | "again") => ("Which events: a type, or filters as a query string; any when absent.", none),
        (_, "start") => ("Where paths begin: an event type, or filters as a query string.", none),
        (_, "end") => ("Where paths end: an event type, or filters as a query string.", none),
        (_, FILTERS) => (
            "Filters by a dimension: `country.not=DE`, `path.contains=/docs`, `path.not_contains=…`; by a member of `metadata`: `metadata.plan=pro`. \
             Each stands as a parameter of its own.",
            none,
        ),
        (_, _) if *form == Form::List => return (format!("One of these values of `{name}`; a comma in one is written `\\,`."), json!({"pattern": r"^(\\,|[^,])+$"})),
        _ => panic!("{operation} takes `{name}`: say in openapi/parameters.rs what it means"),
    };
    (description.to_owned(), more)
}

fn moment() -> Value {
    json!({"anyOf": [{"pattern": "^[0-9]{1,14}$"}, {"format": "date-time"}, {"format": "date"}], "examples": ["2026-02-18", "1771405200000"]})
}

/// A pattern of the numbers from 1 up to this.
fn up_to(most: u64) -> String {
    let digits = most.to_string();
    let any = |count: usize| if count == 0 { String::new() } else { format!("[0-9]{{{count}}}") };
    let mut alternatives: Vec<String> = (1..digits.len()).map(|length| format!("[1-9]{}", any(length - 1))).collect();
    for (place, digit) in digits.char_indices() {
        let lowest = if place == 0 { '1' } else { '0' };
        let below = (digit as u8).wrapping_sub(1) as char;
        if below >= lowest {
            alternatives.push(format!("{}[{lowest}-{below}]{}", &digits[..place], any(digits.len() - place - 1)));
        }
    }
    alternatives.push(digits);
    format!("0*({})", alternatives.join("|"))
}

#[test]
fn a_pattern_of_numbers_is_of_these_numbers() {
    for most in [1, 9, 10, 90, 129, 2160, 36_525] {
        let pattern = regex_lite::Regex::new(&format!("^{}$", up_to(most))).unwrap();
        for number in (0..most + 200).chain([most * 10, most * 10 + 9]) {
            assert_eq!(pattern.is_match(&number.to_string()), (1..=most).contains(&number), "{number} of {most}");
        }
    }
}

#[test]
fn every_filter_that_is_described_is_taken() {
    use crate::query::parameters::Parameters;
    let names = filter::single_names().chain(dimension::names()).chain(["metadata.a", "metadata.a.b"]).map(str::to_owned);
    let related = dimension::names().flat_map(|name| ["not", "contains", "not_contains"].map(|relation| format!("{name}.{relation}")));
    for name in names.chain(related) {
        let mut parameters = Parameters::parse(&format!("{name}=x"));
        assert!(filter::Filter::take(&mut parameters).is_ok() && parameters.finish().is_ok(), "{name}");
    }
}
