//! What page and core say to each other, as text.
//!
//! *News* are words with blanks between, then lines. First come its kind, by the numbers in `browser/news.js`, the two clocks in
//! milliseconds, and what the tracker cost the page since the last news, in microseconds: altogether, and for a call of `track()`. What
//! follows is said at each kind in [`read`]. *Orders* are lines, one for each effect: a letter for its kind and then its
//! fields, with tabs between. No field holds a control character: ids may not, and JSON escapes them.

use crate::engine::{join, Config, Draft, Engine, Input, Now, Settlement, Start, Told, Words};
use event_model::{encode, Level};

/// What the page says.
#[derive(Debug)]
pub enum News {
    /// The tracker starts.
    Start(Config, Box<Start>, Now),
    /// Something happened. With it comes what [`Engine::spent`] takes.
    Happened(Input, Now, (u64, u64)),
    /// The page wants to know the queue's size and the ids.
    Asked,
}

/// Reads news.
pub fn read(news: &str) -> News {
    let mut words = Words(news);
    let mut number = || words.number().unwrap_or_default();
    let (kind, now) = (number(), Now { wall: number(), monotonic: number() });
    let spent = (number(), number());
    let input = match kind {
        // The level's rank, and whether it goes at once; time and whether it was told to somebody, both 0 unless the event was tracked
        // before the core was there; its id then, the stored session, and the event's members from its type on, if it is an event.
        0 => {
            let (level, immediate) = (Level::from_rank(number() as u8).unwrap_or_default(), number() != 0);
            let (at, fixed) = (number(), number() != 0);
            let told = given(words.line()).map(|id| Told { id, at, fixed });
            let session = given(words.line());
            let draft = Draft { level, immediate, members: words.0.to_owned(), told };
            Input::Track { draft: Box::new(draft), session }
        }
        1 => Input::Tick,
        2 => Input::Flush,
        // Status, pause in milliseconds or 0, batch, body.
        3 => {
            let (status, pause) = (number() as u16, number());
            let batch_id = words.line().to_owned();
            Input::Answered { batch_id, status, retry_after: (pause > 0).then_some(pause), settled: Settlement::read(words.0) }
        }
        // Batch.
        4 => Input::Failed { batch_id: words.0.to_owned() },
        5 => Input::Online,
        6 => Input::Hidden,
        7 => Input::Shown,
        8 => Input::Leaving,
        // User.
        9 => Input::Identify(words.0.to_owned()),
        10 => Input::Reset,
        11 => Input::OptOut,
        12 => Input::OptIn,
        // The dead tab's instance; then its records, name and value, line after line.
        13 => {
            let owner = words.line().to_owned();
            let mut records = Vec::new();
            while !words.0.is_empty() {
                records.push((words.line().to_owned(), words.line().to_owned()));
            }
            Input::Adopt { owner, records }
        }
        // The shared records, a line each.
        14 => Input::Restored(stored(&mut words)),
        15 => return News::Asked,
        // The stored session.
        16 => Input::Visit(given(words.0)),
        // Events and milliseconds that make a batch go.
        17 => Input::Tune(number() as usize, number()),
        // One if there is `fetchLater`, and two if nothing is kept in the browser; two random numbers of 32 bits; the write key, the device, the shared records.
        _ => {
            let (flags, high, low) = (number(), number(), number());
            let mut config = Config::new(words.line().to_owned());
            config.can_hold = flags & 1 > 0;
            config.cookieless = flags & 2 > 0;
            let device = words.line().to_owned();
            return News::Start(config, Box::new(Start { seed: high << 32 | low, device, stored: stored(&mut words) }), now);
        }
    };
    News::Happened(input, now, spent)
}

fn stored(words: &mut Words) -> [Option<String>; 5] {
    std::array::from_fn(|_| given(words.line()))
}

fn given(line: &str) -> Option<String> {
    (!line.is_empty()).then(|| line.to_owned())
}

/// Visitor, session, and the events that are not settled yet.
pub fn write_state(engine: &Engine) -> String {
    let (visitor, session) = engine.ids();
    let mut state = join(&[visitor, "\t", session, "\t"]);
    encode::number(engine.queue_size() as u64, &mut state);
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_are_read_whatever_they_hold() {
        let News::Happened(Input::Track { draft, session }, now, _) = read("0 17 5 0 0 4 1 0 0 \nid 1 2\n\"type\":\"a\"") else { panic!() };
        assert_eq!((now.wall, now.monotonic, session.as_deref(), draft.told.is_none()), (17, 5, Some("id 1 2"), true));
        assert_eq!((draft.level, draft.immediate, draft.members.as_str()), (Level::Milestone, true, "\"type\":\"a\""));
        let News::Happened(Input::Answered { batch_id, status, retry_after, settled }, ..) = read("3 17 5 0 0 200 2000 tab-1\n<html>\n")
        else {
            panic!()
        };
        assert_eq!((batch_id.as_str(), status, retry_after, settled.is_none()), ("tab-1", 200, Some(2000), true));
        let News::Happened(Input::Adopt { owner, records }, ..) = read("13 17 5 0 0 tab\nk1\nv 1\nk2\nv2\n") else { panic!() };
        assert_eq!(owner, "tab");
        assert_eq!(records, [("k1".to_owned(), "v 1".to_owned()), ("k2".to_owned(), "v2".to_owned())]);
        for rubbish in ["", "x", "99", "0", "3 1"] {
            read(rubbish);
        }
    }
}
