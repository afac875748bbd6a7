use super::fields::{flag, letters, line, nested, opaque, string, unknown, whole_number, word};
use super::members::members;
use super::{device, event_members, unreadable, Unreadable};
use crate::batch::Device;
use crate::event::Event;
use crate::limits::{MAX_KIND, MAX_LINE};
use crate::text::OpaqueId;
use crate::violation::{Violation, ViolationCode};
use serde_json::value::RawValue;

/// An event as the server shows it: what travelled, and what the server found out when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedEvent {
    /// The event.
    pub event: Event,
    /// The rest.
    pub arrival: Arrival,
}

/// What a server knows of an event that the event itself does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// When it came, in milliseconds since the epoch.
    pub received_at: Option<u64>,
    /// The tracker instance that sent it.
    pub instance_id: Option<OpaqueId>,
    /// The device.
    pub device: Device,
    /// ISO 3166-1, two letters.
    pub country: Option<String>,
    /// Part of the country.
    pub region: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Data centre, three letters.
    pub colo: Option<String>,
    /// Whether a program sent it.
    pub bot: Option<bool>,
    /// What of it was not as planned: a code, and the field behind a blank.
    pub plan_fault: Option<String>,
}

/// What one line of an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportedLine {
    /// An event.
    Event(Box<ExportedEvent>),
    /// A line that says how the export ended.
    End,
}

/// Reads one line of an export. Strict as for events that are sent; besides, an event needs its `id`, without which a second import
/// would store it again.
pub fn exported(line: &[u8]) -> Result<ExportedLine, Unreadable> {
    let raw: &RawValue = serde_json::from_slice(line).map_err(|error| {
        let detail = format!("not a JSON object: {error}");
        Unreadable { id: None, seq: None, violation: Violation::new(ViolationCode::WrongType, "", detail) }
    })?;
    if raw.get().starts_with("{\"export\":") {
        return Ok(ExportedLine::End);
    }
    let mut id = None;
    let mut arrival = Arrival::default();
    let read = event_members(raw, &mut id, &mut |name, value| arrival.take(name, value)).and_then(|event| match event.id {
        Some(_) => Ok(event),
        None => Err(Violation::new(ViolationCode::MissingField, "id", "an imported event has its id, so that it is stored once")),
    });
    match read {
        Ok(event) => Ok(ExportedLine::Event(Box::new(ExportedEvent { event, arrival }))),
        Err(violation) => Err(unreadable(raw, id, violation)),
    }
}

/// Reads what a server knows of an event, written as the members of an export.
pub fn arrival(text: &str) -> Result<Arrival, Violation> {
    let raw = serde_json::from_str(text).map_err(|_| Violation::new(ViolationCode::WrongType, "", "expected a JSON object"))?;
    let mut arrival = Arrival::default();
    for (name, value) in members(raw)? {
        if !arrival.take(&name, value)? {
            return Err(unknown(&name));
        }
    }
    Ok(arrival)
}

impl Arrival {
    fn take(&mut self, name: &str, value: &RawValue) -> Result<bool, Violation> {
        match name {
            "received_at" => self.received_at = whole_number(value, "received_at")?,
            // Says in words what `occurred_at` says in digits.
            "occurred_at_iso" => drop(string(value, "occurred_at_iso")?),
            "instance_id" => self.instance_id = opaque(value, "instance_id")?,
            "device" => self.device = nested(value, "device", device)?.unwrap_or_default(),
            "country" => self.country = letters(value, "country", 2)?,
            "region" => self.region = line(value, "region", MAX_LINE)?,
            "city" => self.city = line(value, "city", MAX_LINE)?,
            "colo" => self.colo = letters(value, "colo", 3)?,
            "bot" => self.bot = flag(value, "bot")?,
            "plan_fault" => self.plan_fault = nested(value, "plan_fault", plan_fault)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// `{"code":…,"field":…}`, both of which are there.
fn plan_fault(raw: &RawValue) -> Result<String, Violation> {
    let (mut code, mut field) = (None, None);
    for (name, value) in members(raw)? {
        match name.as_ref() {
            "code" => code = word(value, "code", MAX_KIND)?,
            "field" => field = line(value, "field", MAX_LINE)?,
            other => return Err(unknown(other)),
        }
    }
    let missing = |field| Violation::new(ViolationCode::MissingField, field, "a fault has a code and a field");
    let code = code.filter(|code| !code.as_str().contains(' ')).ok_or_else(|| missing("code"))?;
    Ok(format!("{} {}", code.as_str(), field.ok_or_else(|| missing("field"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(line: &str) -> (&'static str, String) {
        let refused = exported(line.as_bytes()).unwrap_err();
        (refused.violation.code.as_str(), refused.violation.field.into_owned())
    }

    #[test]
    fn a_line_is_an_event_and_its_arrival() {
        let line = r#"{"id":"a","type":"x","occurred_at":1771405200000,"occurred_at_iso":"2026-02-18T09:00:00.000Z","received_at":1771405200001,"instance_id":"i","device":{"os":"Linux"},"country":"AT","city":"Graz","colo":"VIE","bot":true,"plan_fault":{"code":"property_type","field":"metadata.a b"}}"#;
        let ExportedLine::Event(read) = exported(line.as_bytes()).unwrap() else { panic!("no event") };
        assert_eq!(read.event.id.as_ref().map(|id| id.as_str()), Some("a"));
        let arrival = read.arrival;
        assert_eq!((arrival.received_at, arrival.country.as_deref(), arrival.bot), (Some(1_771_405_200_001), Some("AT"), Some(true)));
        assert_eq!((arrival.device.os.as_deref(), arrival.city.as_deref(), arrival.region), (Some("Linux"), Some("Graz"), None));
        assert_eq!(arrival.plan_fault.as_deref(), Some("property_type metadata.a b"));
        assert_eq!(exported(br#"{"export":"complete","events":7}"#), Ok(ExportedLine::End));
    }

    #[test]
    fn faults_are_named() {
        assert_eq!(fault("{\"type\":"), ("wrong_type", String::new()));
        assert_eq!(fault("7"), ("wrong_type", String::new()));
        assert_eq!(fault(r#"{"type":"x"}"#), ("missing_field", "id".into()));
        assert_eq!(fault(r#"{"id":"a"}"#), ("missing_field", "type".into()));
        assert_eq!(fault(r#"{"id":"a","type":"x","country":"Austria"}"#), ("unknown_value", "country".into()));
        assert_eq!(fault(r#"{"id":"a","type":"x","bot":"yes"}"#), ("wrong_type", "bot".into()));
        assert_eq!(fault(r#"{"id":"a","type":"x","plan_fault":{"code":"c"}}"#), ("missing_field", "plan_fault.field".into()));
        assert_eq!(
            fault(r#"{"id":"a","type":"x","plan_fault":{"code":"c d","field":"type"}}"#),
            ("missing_field", "plan_fault.code".into())
        );
        assert_eq!(fault(r#"{"id":"a","type":"x","write_key":"k"}"#), ("unknown_field", "write_key".into()));
        assert_eq!(fault(r#"{"id":"a","type":"x","device":{"brand":"y"}}"#), ("unknown_field", "device.brand".into()));
    }
}
