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
}

impl Settlement {
    /// Reads the body of an answer; nothing when it is none of ours, or not complete.
    pub fn read(body: &str) -> Option<Settlement> {
        let (mut server_time, mut settled, mut counts, mut limited_at) = (None, 0, 0, Vec::new());
        for (name, value) in scan::members(body) {
            match name {
                "server_time" => server_time = Words(value).number(),
                "accepted" | "duplicate" | "rejected" => {
                    settled += Words(value).number()? as u32;
                    counts += 1;
                }
                "verdicts" => {
                    for (_, line) in scan::items(value) {
                        limited_at.extend(limited_place(line));
                    }
                }
                _ => {}
            }
        }
        Some(Settlement { server_time: server_time.filter(|_| counts == 3)?, settled, limited_at })
    }

    /// How many events it speaks of.
    pub(super) fn counted(&self) -> usize {
        self.settled as usize + self.limited_at.len()
    }
}

/// The place in the batch that a verdict is about, if it limits the event.
fn limited_place(line: &str) -> Option<u32> {
    let (mut index, mut limited) = (None, false);
    for (name, value) in scan::members(line) {
        match name {
            "index" => index = Words(value).number(),
            "verdict" => limited = value == "\"limited\"",
            _ => {}
        }
    }
    index.filter(|_| limited).map(|index| index as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_ours_is_read() {
        let body = r#"{"batch_id":"b","server_time":1771405200000,"accepted":3,"duplicate":1,"rejected":1,"limited":2,"verdicts":[
            {"index":1,"id":"a","verdict":"limited"},{"index":4,"id":null,"verdict":"rejected","code":"too_long"},{"id":"c","verdict":"limited","index":6}]}"#;
        let read = Settlement::read(body).unwrap();
        assert_eq!((read.server_time, read.settled, read.limited_at.as_slice()), (1_771_405_200_000, 5, [1, 6].as_slice()));
        assert_eq!(read.counted(), 7);
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
