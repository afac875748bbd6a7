use super::record::Words;
use event_model::scan;

/// What the answer to a batch says about its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// The server's clock, in milliseconds since the epoch.
    pub server_time: u64,
    /// Events stored now, stored before, and refused for good.
    pub settled: u32,
    /// The events that this is not the end of.
    pub open: Vec<Open>,
}

/// An event that may be sent again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Its place in the batch.
    pub place: u32,
    /// It was put off, and may go again as it is.
    pub limited: bool,
    /// It was refused for a clock that is off: for happening in the future, or before it was looked at.
    pub mistimed: bool,
}

impl Settlement {
    /// Reads the body of an answer; nothing when it is none of ours, or not complete.
    pub fn read(body: &str) -> Option<Settlement> {
        let mut settlement = Settlement::default();
        let mut counts = 0;
        for (name, value) in scan::members(body) {
            match name {
                "server_time" => settlement.server_time = Words(value).number()?,
                "accepted" | "duplicate" | "rejected" => {
                    settlement.settled += Words(value).number()? as u32;
                    counts += 1;
                }
                "verdicts" => settlement.open.extend(scan::items(value).filter_map(|(_, line)| Open::read(line))),
                _ => {}
            }
        }
        (counts == 3 && settlement.server_time > 0).then_some(settlement)
    }

    /// How many events it speaks of.
    pub(super) fn counted(&self) -> usize {
        self.settled as usize + self.open.iter().filter(|event| event.limited).count()
    }
}

impl Open {
    fn read(line: &str) -> Option<Open> {
        let mut event = Open::default();
        for (name, value) in scan::members(line) {
            match (name, value) {
                ("index", _) => event.place = Words(value).number()? as u32,
                ("verdict", "\"limited\"") => event.limited = true,
                ("code", "\"clock_off\"" | "\"occurred_at_in_future\"") => event.mistimed = true,
                _ => {}
            }
        }
        (event.limited || event.mistimed).then_some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_ours_is_read() {
        let body = r#"{"batch_id":"b","server_time":1771405200000,"accepted":3,"duplicate":1,"rejected":2,"limited":2,"verdicts":[
            {"index":1,"id":"a","verdict":"limited"},{"index":4,"id":null,"verdict":"rejected","code":"too_long"},{"index":5,"verdict":"rejected","code":"occurred_at_in_future"},{"id":"c","verdict":"limited","index":6}]}"#;
        let read = Settlement::read(body).unwrap();
        let open = |place, limited, mistimed| Open { place, limited, mistimed };
        assert_eq!((read.server_time, read.settled, read.counted()), (1_771_405_200_000, 6, 8));
        assert_eq!(read.open, [open(1, true, false), open(5, false, true), open(6, true, false)]);
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
