use super::clock::{Now, Offset};
use super::drops::Drops;
use super::queue::{Item, Lane};
use super::record::Words;
use event_model::encode::{self, Head};

/// A batch whose bytes never change again: each retry, also by a later page, sends the same. Its events are in the queue, under its number.
#[derive(Debug)]
pub(super) struct Sealed {
    /// Its name among all batches of whatever instance. Never 0.
    pub(super) number: u64,
    pub(super) lane: usize,
    pub(super) report: Report,
    pub(super) in_flight: Option<InFlight>,
}

/// What a batch says beside its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) sealed_at: u64,
    /// What its times were told by. Where it is not known the server is asked whether it is right.
    pub(super) offset: Offset,
    /// Events that the instance had tracked until then; 0 when another instance seals for it.
    pub(super) tracked: u64,
    /// The tracker's own cost, as JSON without blanks, or nothing.
    pub(super) overhead: String,
    pub(super) drops: Drops,
}

/// A request under way.
#[derive(Clone, Copy, Debug)]
pub(super) struct InFlight {
    pub(super) since: Now,
    /// Bytes that it holds of the 64 KiB that outlive a page; 0 when it does not outlive it.
    pub(super) keepalive_bytes: usize,
}

impl Report {
    /// The record that lets another page make the same bytes: times, counts, the events' numbers, drops.
    pub(super) fn record<'a>(&self, items: impl Iterator<Item = &'a Item>) -> String {
        let mut text = String::new();
        encode::number(self.sealed_at, &mut text);
        text.push(' ');
        text.push_str(&self.offset.to_record());
        text.push(' ');
        encode::number(self.tracked, &mut text);
        text.push(' ');
        text.push_str(&self.overhead);
        text.push(' ');
        for item in items {
            encode::number(item.seq, &mut text);
            text.push(' ');
        }
        // No number: the list ends here.
        text.push_str("- ");
        self.drops.write(&mut text);
        text
    }

    /// Reads [`Report::record`]: the report and the events' numbers.
    pub(super) fn parse(text: &str) -> Option<(Report, Vec<u64>)> {
        let mut words = Words(text);
        let sealed_at = words.number()?;
        let offset = Offset::restore(words.word());
        let tracked = words.number()?;
        let overhead = words.word().to_owned();
        let mut seqs = Vec::new();
        while let Some(seq) = words.number() {
            seqs.push(seq);
        }
        Some((Report { sealed_at, offset, tracked, overhead, drops: Drops::read(&mut words) }, seqs))
    }

    /// The request's body. A function of the records alone.
    pub(super) fn body<'a>(&self, batch_id: &str, write_key: &str, lane: &Lane, items: impl Iterator<Item = &'a Item>) -> String {
        let mut body = String::with_capacity(4096);
        encode::head(
            &Head {
                batch_id: Some(batch_id),
                write_key: Some(write_key),
                sealed_at: Some(self.sealed_at),
                clock_unproved: !self.offset.known,
                instance_id: Some(&lane.owner),
                tracked: Some(self.tracked).filter(|tracked| *tracked > 0),
                context: &lane.context,
                dropped: &self.drops.to_json(),
                overhead: &self.overhead,
            },
            &mut body,
        );
        let mut between = "";
        for item in items {
            body.push_str(between);
            between = ",";
            body.push_str(&item.json);
            body.push_str(",\"occurred_at\":");
            encode::number(if item.fixed { item.wall } else { self.offset.apply(item.wall) }, &mut body);
            body.push('}');
        }
        body.push_str(encode::TAIL);
        body
    }
}

/// The name of a batch in requests and answers.
pub(super) fn batch_id(number: u64) -> String {
    let mut id = String::new();
    encode::number(number, &mut id);
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::DropReason;
    use event_model::Level;

    #[test]
    fn a_seal_survives_its_record() {
        let item = |seq| Item {
            seq,
            lane: 0,
            level: Level::Action,
            wall: 5,
            fixed: seq == 9,
            queued_at: 0,
            batch: 2,
            json: "{\"id\":\"x\"".into(),
        };
        let items = [item(1), item(9)];
        let mut drops = Drops::default();
        drops.add(DropReason::Expired, Level::Action, 4);
        let offset = Offset::restore("-3");
        let report = Report { sealed_at: 77, offset, tracked: 10, overhead: "{\"busy_us\":5}".into(), drops };
        assert_eq!(Report::parse(&report.record(items.iter())), Some((report.clone(), vec![1, 9])));
        let mut body = report.body("2", "k", &Lane { owner: "tab".into(), number: 0, context: "{}".into() }, items.iter());
        assert!(!body.contains("clock_unproved"));
        let plain = Report { sealed_at: 77, ..Report::default() };
        assert_eq!(Report::parse(&plain.record(items.iter())), Some((plain.clone(), vec![1, 9])));
        body = plain.body("2", "k", &Lane { owner: "tab".into(), number: 0, context: "{}".into() }, items.iter());
        assert!(body.contains("\"clock_unproved\":true"), "the same after a reload: {body}");
        assert!(Report::parse("x 2 3 4").is_none() && Report::parse("").is_none());
        let lane = Lane { owner: "tab".into(), number: 0, context: "{}".into() };
        let expected = r#"{"schema":1,"batch_id":"2","write_key":"k","sealed_at":77,"instance_id":"tab","tracked":10,"context":{},"dropped":[{"reason":"expired","level":"action","count":4}],"overhead":{"busy_us":5},"events":[{"id":"x","occurred_at":2},{"id":"x","occurred_at":5}]}"#;
        assert_eq!(report.body("2", "k", &lane, items.iter()), expected);
    }
}
