use super::record::Words;
use event_model::scan;

/// What the answer to a batch says about its events.
#[derive(Clone, Debug, Default)]
pub struct Settlement {
    /// The server's clock, in milliseconds since the epoch.
    pub server_time: u64,
    /// Events stored now, stored before, and refused for good.
    pub settled: u32,
    /// Places in the batch of the events that were limited.
    pub limited_at: Vec<u32>,
    /// Places of the events that were refused for happening in the future, by the server's clock, or put off because ours is off.
    pub mistimed_at: Vec<u32>,
}

impl Settlement {
    /// Reads the body of an answer; nothing when it is none of ours, or not complete.
    pub fn read(body: &str) -> Option<Settlement> {
        let (mut server_time, mut settled, mut counts) = (None, 0, 0);
        let (mut limited_at, mut mistimed_at) = (Vec::new(), Vec::new());
        for (name, value) in scan::members(body) {
            match name {
                "server_time" => server_time = Words(value).number(),
                "accepted" | "duplicate" | "rejected" => {
                    settled += Words(value).number()? as u32;
                    counts += 1;
                }
                "verdicts" => {
                    for (_, line) in scan::items(value) {
                        limited_at.extend(place_of(line, "verdict", "limited"));
                        mistimed_at.extend(place_of(line, "code", "occurred_at_in_future").or_else(|| place_of(line, "code", "clock_off")));
                    }
                }
                _ => {}
            }
        }
        Some(Settlement { server_time: server_time.filter(|_| counts == 3)?, settled, limited_at, mistimed_at })
    }

    /// How many events it speaks of.
    pub(super) fn counted(&self) -> usize {
        self.settled as usize + self.limited_at.len()
    }
}

/// The place in the batch that a verdict is about, if its member has this value.
fn place_of(line: &str, member: &str, wanted: &str) -> Option<u32> {
    let (mut index, mut found) = (None, false);
    for (name, value) in scan::members(line) {
        if name == "index" {
            index = Words(value).number();
        } else if name == member {
            found = scan::string(value) == Some(wanted);
        }
    }
    index.filter(|_| found).map(|index| index as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_ours_is_read() {
        let body = r#"{"batch_id":"b","server_time":1771405200000,"accepted":3,"duplicate":1,"rejected":2,"limited":2,"verdicts":[
            {"index":1,"id":"a","verdict":"limited"},{"index":4,"id":null,"verdict":"rejected","code":"too_long"},{"index":5,"verdict":"rejected","code":"occurred_at_in_future"},{"id":"c","verdict":"limited","index":6}]}"#;
        let read = Settlement::read(body).unwrap();
        assert_eq!((read.server_time, read.settled, read.limited_at.as_slice()), (1_771_405_200_000, 6, [1, 6].as_slice()));
        assert_eq!((read.counted(), read.mistimed_at), (8, vec![5]));
    }

    #[test]
    fn anything_else_is_no_answer() {
        let incomplete = r#"{"server_time":1771405200000,"accepted":3,"duplicate":1"#;
        let wrong = r#"{"server_time":"now","accepted":3,"duplicate":1,"rejected":0}"#;
        for body in ["", "<html>Welcome to our hotel</html>", "[]", "{}", r#"{"status":401,"code":"unknown_key"}"#, incomplete, wrong] {
            assert!(Settlement::read(body).is_none(), "{body}");
        }
    }
}
