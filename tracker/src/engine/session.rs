use super::clock::{self, Now};
use super::random::Random;
use super::record::Words;
use event_model::encode;

/// After so long without an event a visit is over. The field's common definition.
const IDLE_MS: u64 = 30 * 60 * 1000;
/// No visit is longer than a day, however busy: a tab left open for a week is not one visit.
const LONGEST_MS: u64 = 24 * 60 * 60 * 1000;
/// How stale the stored time of the last event may be. Writing it at every event would double the storage traffic.
const TOUCH_MS: u64 = 10 * 1000;

/// A visit, shared by all tabs through one storage record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) id: String,
    started: u64,
    last: u64,
    /// `last` as the record has it.
    written: u64,
    /// The record as last seen or written: as long as storage still holds this text there is nothing to read.
    record: String,
}

/// What an event did to the visit.
pub(super) struct Touched<'a> {
    /// It is another visit than before.
    pub(super) changed: bool,
    /// The record, when it is to be written.
    pub(super) record: Option<&'a str>,
}

impl Session {
    /// The visit that the record tells of, if it is still going on; else a new one.
    pub(super) fn restore(record: Option<&str>, now: Now, random: &mut Random) -> Session {
        match record.and_then(Session::parse) {
            Some(stored) if !stored.is_over(now.wall) => stored,
            _ => Session::begin(now, random),
        }
    }

    pub(super) fn begin(now: Now, random: &mut Random) -> Session {
        let id = clock::v7(now.wall, 0, random);
        // `written` is 0 so that the first touch writes the record.
        Session { id, started: now.wall, last: now.wall, written: 0, record: String::new() }
    }

    /// An event happens now. Takes over what another tab has written, and starts a new visit when the old one is over.
    pub(super) fn touch(&mut self, stored: Option<&str>, now: Now, random: &mut Random) -> Touched<'_> {
        let mut changed = false;
        if let Some(other) = stored.filter(|text| *text != self.record).and_then(Session::parse) {
            if !other.is_over(now.wall) {
                changed = other.id != self.id;
                *self = other;
            }
        }
        if self.is_over(now.wall) {
            *self = Session::begin(now, random);
            changed = true;
        }
        self.last = self.last.max(now.wall);
        let fresh = stored.is_some() && self.last < self.written.saturating_add(TOUCH_MS);
        if !fresh {
            self.written = self.last;
            self.record = self.to_record();
        }
        Touched { changed, record: (!fresh).then_some(&self.record) }
    }

    fn is_over(&self, wall: u64) -> bool {
        // A clock set back makes the last event lie ahead; that is no reason to end the visit, unless it is a day or more.
        let ahead = self.last.saturating_sub(wall);
        wall.saturating_sub(self.last) > IDLE_MS || wall.saturating_sub(self.started) > LONGEST_MS || ahead > LONGEST_MS
    }

    fn to_record(&self) -> String {
        let mut text = self.id.clone();
        for time in [self.started, self.written] {
            text.push(' ');
            encode::number(time, &mut text);
        }
        text
    }

    fn parse(text: &str) -> Option<Session> {
        let mut words = Words(text);
        let id = words.word().to_owned();
        let (started, last) = (words.number()?, words.number()?);
        if id.is_empty() || id.len() > 64 {
            return None;
        }
        Some(Session { id, started, last, written: last, record: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: u64) -> Now {
        Now { wall, monotonic: wall }
    }

    const MINUTE: u64 = 60_000;
    const T: u64 = 1_771_405_200_000;

    #[test]
    fn a_visit_ends_after_half_an_hour_of_rest() {
        let mut random = Random(1);
        let mut session = Session::begin(at(T), &mut random);
        let first = session.id.clone();
        session.touch(None, at(T + 30 * MINUTE), &mut random);
        assert_eq!(session.id, first);
        session.touch(None, at(T + 60 * MINUTE + 1), &mut random);
        assert_ne!(session.id, first);
    }

    #[test]
    fn a_visit_ends_after_a_day_however_busy() {
        let mut random = Random(1);
        let mut session = Session::begin(at(T), &mut random);
        let first = session.id.clone();
        for minutes in (0..=24 * 60).step_by(20) {
            session.touch(None, at(T + minutes * MINUTE), &mut random);
            assert_eq!(session.id, first);
        }
        session.touch(None, at(T + (24 * 60 + 10) * MINUTE), &mut random);
        assert_ne!(session.id, first);
    }

    #[test]
    fn tabs_and_reloads_share_a_visit() {
        let mut random = Random(1);
        let mut one = Session::begin(at(T), &mut random);
        let record = one.touch(None, at(T), &mut random).record.unwrap().to_owned();
        // Another tab opens on the record.
        let mut two = Session::restore(Some(&record), at(T + MINUTE), &mut random);
        assert_eq!(two.id, one.id);
        // It goes on alone for 40 minutes; the first tab, silent all the while, finds the renewed record and stays in the visit.
        let mut latest = record;
        for minute in (2..40).step_by(5) {
            if let Some(written) = two.touch(Some(&latest), at(T + minute * MINUTE), &mut random).record {
                latest = written.to_owned();
            }
        }
        one.touch(Some(&latest), at(T + 41 * MINUTE), &mut random);
        assert_eq!(two.id, one.id);
    }

    #[test]
    fn the_record_is_not_written_at_every_event() {
        let mut random = Random(1);
        let mut session = Session::begin(at(T), &mut random);
        let record = session.touch(None, at(T), &mut random).record.unwrap().to_owned();
        assert!(session.touch(Some(&record), at(T + 9_000), &mut random).record.is_none());
        assert!(session.touch(Some(&record), at(T + 10_000), &mut random).record.is_some());
    }

    #[test]
    fn rubbish_and_clocks_set_back_do_no_harm() {
        let mut random = Random(1);
        for rubbish in ["", "x", "x 1", "x y z", "  "] {
            assert_ne!(Session::restore(Some(rubbish), at(T), &mut random).id, "x");
        }
        let mut session = Session::begin(at(T), &mut random);
        let first = session.id.clone();
        session.touch(None, at(T - 3 * 60 * MINUTE), &mut random);
        assert_eq!(session.id, first);
    }
}
