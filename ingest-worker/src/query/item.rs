use crate::instant::iso;
use event_model::Level;
use serde::ser::{Error, SerializeMap};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// A row of the events table, under the names of its columns.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(PartialEq))]
#[allow(missing_docs)]
pub struct StoredEvent {
    pub occurred_at: u64,
    pub event_id: String,
    pub received_at: u64,
    #[serde(rename = "type")]
    pub event_type: String,
    pub category: String,
    pub action: String,
    pub level: u8,
    pub seq: Option<u64>,
    pub instance_id: Option<String>,
    pub user_id: Option<String>,
    pub visitor_id: Option<String>,
    pub session_id: Option<String>,
    pub actor_type: String,
    pub actor_id: Option<String>,
    pub actor_name: Option<String>,
    pub entity_type: Option<String>,
    pub entity_id: Option<String>,
    pub entity_title: Option<String>,
    pub stream_id: Option<String>,
    pub step: Option<i64>,
    pub correlation_id: Option<String>,
    pub caused_by: Option<String>,
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub summary: Option<String>,
    pub duration_ms: Option<u64>,
    pub page_path: Option<String>,
    pub page_title: Option<String>,
    pub page_referrer: Option<String>,
    pub page_utm: Option<String>,
    pub page_click_id: Option<String>,
    pub device_type: Option<String>,
    pub device_os: Option<String>,
    pub device_browser: Option<String>,
    pub device_screen: Option<String>,
    pub device_language: Option<String>,
    pub device_timezone: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub city: Option<String>,
    pub colo: Option<String>,
    pub bot: Option<u8>,
    pub metadata: Option<String>,
    pub context: Option<String>,
    /// A code, and the field behind a blank.
    pub plan_fault: Option<String>,
}

/// An event as answers show it: as it came, completed, nested like the wire's, its times in words as well; what it has not is left out.
#[derive(Debug)]
pub struct Item(StoredEvent);

impl Item {
    /// When it happened.
    pub fn occurred_at(&self) -> u64 {
        self.0.occurred_at
    }
}

impl From<StoredEvent> for Item {
    fn from(row: StoredEvent) -> Item {
        Item(row)
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = &self.0;
        let level = Level::from_rank(row.level).ok_or_else(|| S::Error::custom("a stored level is none of the five"))?;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &row.event_id)?;
        map.serialize_entry("type", &row.event_type)?;
        map.serialize_entry("category", &row.category)?;
        map.serialize_entry("action", &row.action)?;
        map.serialize_entry("level", level.name())?;
        map.serialize_entry("occurred_at", &row.occurred_at)?;
        map.serialize_entry("occurred_at_iso", &iso(row.occurred_at))?;
        map.serialize_entry("received_at", &row.received_at)?;
        optional(&mut map, "seq", &row.seq)?;
        optional(&mut map, "instance_id", &row.instance_id)?;
        optional(&mut map, "user_id", &row.user_id)?;
        optional(&mut map, "visitor_id", &row.visitor_id)?;
        optional(&mut map, "session_id", &row.session_id)?;
        map.serialize_entry("actor", &actor(row))?;
        optional(&mut map, "entity", &entity(row).some())?;
        optional(&mut map, "stream_id", &row.stream_id)?;
        optional(&mut map, "step", &row.step)?;
        optional(&mut map, "correlation_id", &row.correlation_id)?;
        optional(&mut map, "caused_by", &json(&row.caused_by)?)?;
        optional(&mut map, "ref", &row.reference)?;
        optional(&mut map, "summary", &row.summary)?;
        optional(&mut map, "duration_ms", &row.duration_ms)?;
        optional(&mut map, "page", &page(row)?.some())?;
        optional(&mut map, "device", &device(row).some())?;
        optional(&mut map, "country", &row.country)?;
        optional(&mut map, "region", &row.region)?;
        optional(&mut map, "city", &row.city)?;
        optional(&mut map, "colo", &row.colo)?;
        optional(&mut map, "bot", &row.bot.map(|bot| bot != 0))?;
        optional(&mut map, "metadata", &json(&row.metadata)?)?;
        optional(&mut map, "context", &json(&row.context)?)?;
        optional(&mut map, "plan_fault", &plan_fault(row))?;
        map.end()
    }
}

fn actor(row: &StoredEvent) -> Group<'_> {
    let mut group = Group::default();
    group.text("type", Some(&row.actor_type)).text("id", row.actor_id.as_deref()).text("name", row.actor_name.as_deref());
    group
}

fn entity(row: &StoredEvent) -> Group<'_> {
    let mut group = Group::default();
    group.text("type", row.entity_type.as_deref()).text("id", row.entity_id.as_deref()).text("title", row.entity_title.as_deref());
    group
}

fn page<E: Error>(row: &StoredEvent) -> Result<Group<'_>, E> {
    let mut group = Group::default();
    group.text("path", row.page_path.as_deref()).text("title", row.page_title.as_deref()).text("referrer", row.page_referrer.as_deref());
    group.json("utm", json(&row.page_utm)?).text("click_id", row.page_click_id.as_deref());
    Ok(group)
}

fn plan_fault(row: &StoredEvent) -> Option<Group<'_>> {
    let (code, field) = row.plan_fault.as_deref()?.split_once(' ')?;
    let mut group = Group::default();
    group.text("code", Some(code)).text("field", Some(field));
    Some(group)
}

fn device(row: &StoredEvent) -> Group<'_> {
    let mut group = Group::default();
    group.text("type", row.device_type.as_deref()).text("os", row.device_os.as_deref()).text("browser", row.device_browser.as_deref());
    group.text("screen", row.device_screen.as_deref()).text("language", row.device_language.as_deref());
    group.text("timezone", row.device_timezone.as_deref());
    group
}

fn optional<M: SerializeMap, T: Serialize>(map: &mut M, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, value),
        None => Ok(()),
    }
}

/// Stored JSON text goes out as it was written, checked once more, since one broken value would spoil the whole answer.
fn json<E: Error>(text: &Option<String>) -> Result<Option<&RawValue>, E> {
    text.as_deref().map(serde_json::from_str).transpose().map_err(E::custom)
}

/// Columns that are one object on the wire.
#[derive(Default)]
struct Group<'a>(Vec<(&'static str, Member<'a>)>);

enum Member<'a> {
    Text(&'a str),
    Json(&'a RawValue),
}

impl<'a> Group<'a> {
    fn text(&mut self, name: &'static str, value: Option<&'a str>) -> &mut Group<'a> {
        self.0.extend(value.map(|text| (name, Member::Text(text))));
        self
    }

    fn json(&mut self, name: &'static str, value: Option<&'a RawValue>) -> &mut Group<'a> {
        self.0.extend(value.map(|json| (name, Member::Json(json))));
        self
    }

    fn some(self) -> Option<Group<'a>> {
        Some(self).filter(|group| !group.0.is_empty())
    }
}

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, member) in &self.0 {
            match member {
                Member::Text(text) => map.serialize_entry(name, text)?,
                Member::Json(json) => map.serialize_entry(name, json)?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_members_are_left_out_and_json_stays_as_it_was() {
        let mut row = StoredEvent {
            occurred_at: 1_771_405_200_000,
            event_id: "a".into(),
            received_at: 1_771_405_200_001,
            event_type: "task_done".into(),
            category: "task".into(),
            action: "done".into(),
            level: 2,
            actor_type: "anonymous".into(),
            ..StoredEvent::default()
        };
        let bare = r#"{"id":"a","type":"task_done","category":"task","action":"done","level":"action","occurred_at":1771405200000,"occurred_at_iso":"2026-02-18T09:00:00.000Z","received_at":1771405200001,"actor":{"type":"anonymous"}}"#;
        assert_eq!(serde_json::to_string(&Item(row.clone())).unwrap(), bare);

        row.page_path = Some("/a".into());
        row.page_utm = Some(r#"{"source":"x"}"#.into());
        row.caused_by = Some(r#"["b","c"]"#.into());
        row.metadata = Some(r#"{"n": 1e2}"#.into());
        row.device_type = Some("mobile".into());
        row.country = Some("AT".into());
        row.city = Some("Graz".into());
        row.bot = Some(1);
        row.plan_fault = Some("property_type metadata.a b".into());
        let rest = r#","caused_by":["b","c"],"page":{"path":"/a","utm":{"source":"x"}},"device":{"type":"mobile"},"country":"AT","city":"Graz","bot":true,"metadata":{"n": 1e2},"plan_fault":{"code":"property_type","field":"metadata.a b"}}"#;
        let full = serde_json::to_string(&Item(row.clone())).unwrap();
        assert_eq!(full, format!("{}{rest}", bare.strip_suffix('}').unwrap()));

        row.metadata = Some("{".into());
        assert!(serde_json::to_string(&Item(row)).is_err());
    }
}
