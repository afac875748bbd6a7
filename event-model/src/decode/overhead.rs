use super::fields::whole_number;
use super::members::{items, members};
use crate::batch::{Overhead, TRACK_BUCKETS};
use crate::text::FreeJson;
use serde_json::value::RawValue;

/// What a tracker says of its own cost. `None` for any other object: foreign clients may say theirs in their own words, and a cost that
/// is told wrongly is no reason to refuse the events beside it.
pub fn overhead(free: &FreeJson) -> Option<Overhead> {
    let (mut busy_us, mut track_us) = (None, None);
    for (name, value) in members(serde_json::from_str(free.as_str()).ok()?).ok()? {
        match name.as_ref() {
            "busy_us" => busy_us = whole_number(value, "busy_us").ok()?,
            "track_us" => track_us = counts(value),
            _ => {}
        }
    }
    Some(Overhead { busy_us: busy_us?, track_us: track_us? })
}

fn counts(raw: &RawValue) -> Option<[u64; TRACK_BUCKETS]> {
    let counts = items(raw, "track_us", TRACK_BUCKETS + 1).ok()??;
    let counts: Option<Vec<u64>> = counts.list.into_iter().map(|one| whole_number(one, "track_us").ok()?).collect();
    counts?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Overhead> {
        overhead(&FreeJson::from_valid_json(text, "overhead", 1024).unwrap())
    }

    #[test]
    fn the_known_form_is_read_and_every_other_is_none() {
        let known = Overhead { busy_us: 1840, track_us: [31, 6, 2, 0, 1, 0, 0, 0] };
        assert_eq!(read(r#"{"busy_us":1840,"track_us":[31,6,2,0,1,0,0,0]}"#), Some(known));
        assert_eq!(read(r#"{"track_us":[31,6,2,0,1,0,0,0],"heap":7,"busy_us":1840}"#), Some(known));
        for other in [
            "{}",
            r#"{"busy_us":1}"#,
            r#"{"track_us":[0,0,0,0,0,0,0,0]}"#,
            r#"{"busy_us":1.5,"track_us":[0,0,0,0,0,0,0,0]}"#,
            r#"{"busy_us":-1,"track_us":[0,0,0,0,0,0,0,0]}"#,
            r#"{"busy_us":null,"track_us":[0,0,0,0,0,0,0,0]}"#,
            r#"{"busy_us":1,"track_us":[0,0,0,0,0,0,0]}"#,
            r#"{"busy_us":1,"track_us":[0,0,0,0,0,0,0,0,0]}"#,
            r#"{"busy_us":1,"track_us":[0,0,0,0,0,0,0,null]}"#,
            r#"{"busy_us":1,"track_us":[0,0,0,0,0,0,0,-1]}"#,
            r#"{"busy_us":1,"track_us":{"64":1}}"#,
            r#"{"p50_us":12,"p99_us":80,"n":40}"#,
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
