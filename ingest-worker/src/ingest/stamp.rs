use super::planning::Mark;
use super::{RowKey, Surroundings};
use event_model::decode::Unreadable;
use event_model::limits::{MAX_FUTURE_MS, MIN_OCCURRED_AT};
use event_model::{Event, EventId, Violation, ViolationCode};

/// An event that certainly has a time and an id: its primary key.
#[derive(Debug)]
pub(super) struct Stamped {
    pub(super) key: RowKey,
    pub(super) event: Event,
    /// What of it is not as planned.
    pub(super) mark: Option<Mark>,
}

/// Settles when an event happened and what its id is.
///
/// What the sender said is never changed, so that a retry is the same row. An event without a time takes the one in its id (again the
/// same at every retry), and only one without either takes the server's.
pub(super) fn stamp(event: Event, index: usize, surroundings: Surroundings) -> Result<Stamped, Unreadable> {
    match occurred_at(&event, surroundings.now) {
        Err(violation) => Err(Unreadable { id: event.id, seq: event.seq, violation }),
        Ok(occurred_at) => {
            let id = event.id.clone().unwrap_or_else(|| EventId::v7(occurred_at, &random(index, surroundings.seed)));
            Ok(Stamped { key: RowKey { occurred_at, id }, event, mark: None })
        }
    }
}

/// What is random in the id of the event with this index: the request's seed, and the index to tell it from its neighbours.
pub(super) fn random(index: usize, seed: [u8; 8]) -> [u8; 10] {
    let [a, b, c, d, e, f, g, h] = seed;
    // A request has a few hundred events at most, so two bytes hold every index.
    let [.., high, low] = index.to_be_bytes();
    [a, b, c, d, e, f, g, h, high, low]
}

fn occurred_at(event: &Event, now: u64) -> Result<u64, Violation> {
    let violation = |code, detail| Err(Violation::new(code, "occurred_at", detail));
    let occurred_at = match (event.occurred_at, &event.id) {
        (Some(time), _) => time,
        (None, None) => now,
        (None, Some(id)) => match id.millis() {
            Some(time) => time,
            None => {
                return violation(
                    ViolationCode::OccurredAtRequired,
                    "this id carries no time of its own, so the event must say when it happened",
                )
            }
        },
    };
    if occurred_at < MIN_OCCURRED_AT {
        return violation(ViolationCode::OccurredAtImplausible, "milliseconds since the epoch, not before 2000");
    }
    if occurred_at > now.saturating_add(MAX_FUTURE_MS) {
        return violation(ViolationCode::OccurredAtInFuture, "more than a day ahead of the server's clock");
    }
    Ok(occurred_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use event_model::EventType;

    const NOW: u64 = 1_771_405_200_000;
    const ULID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    fn stamped(id: Option<&str>, occurred_at: Option<u64>) -> Result<(String, u64), &'static str> {
        let mut event = Event::new(EventType::parse("a").unwrap());
        event.id = id.map(|text| EventId::parse(text, "id").unwrap());
        event.occurred_at = occurred_at;
        let outcome = stamp(event, 0, Surroundings { now: NOW, seed: [0; 8], floor: None });
        outcome.map(|one| (one.key.id.as_str().to_owned(), one.key.occurred_at)).map_err(|refused| refused.violation.code.as_str())
    }

    #[test]
    fn time_and_id_come_from_where_the_design_says() {
        let made = |millis| EventId::v7(millis, &[0; 10]).as_str().to_owned();
        assert_eq!(stamped(None, None), Ok((made(NOW), NOW)));
        assert_eq!(stamped(None, Some(NOW - 5)), Ok((made(NOW - 5), NOW - 5)));
        assert_eq!(stamped(Some(ULID), None), Ok((ULID.into(), 1_469_922_850_259)));
        assert_eq!(stamped(Some(ULID), Some(NOW)), Ok((ULID.into(), NOW)));
        assert_eq!(stamped(Some("order-1"), Some(NOW)), Ok(("order-1".into(), NOW)));
        assert_eq!(stamped(Some("order-1"), None), Err("occurred_at_required"));
    }

    #[test]
    fn times_have_bounds() {
        assert_eq!(stamped(None, Some(NOW + MAX_FUTURE_MS)).map(|(_, time)| time), Ok(NOW + MAX_FUTURE_MS));
        assert_eq!(stamped(None, Some(NOW + MAX_FUTURE_MS + 1)), Err("occurred_at_in_future"));
        assert_eq!(stamped(Some(EventId::v7(NOW * 2, &[1; 10]).as_str()), None), Err("occurred_at_in_future"));
        assert_eq!(stamped(Some(EventId::v7(5, &[1; 10]).as_str()), None), Err("occurred_at_implausible"));
    }
}
