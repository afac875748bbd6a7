use super::members::Members;
use super::share::Share;
use event_model::limits::{
    MAX_BATCH_EVENTS, MAX_CONFIG_STREAMS, MAX_CONFIG_SWITCHES, MAX_FLUSH_INTERVAL_MS, MAX_SAMPLED_TYPES, MIN_FLUSH_INTERVAL_MS,
};
use event_model::{clip_line, EventType, Level, OpaqueId};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a project's trackers and the server do, as it can be changed at any time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Whether anything is tracked at all: the kill switch.
    pub enabled: bool,
    /// The share of sessions for which it is enabled.
    pub canary_share: Share,
    /// Streams for which it is enabled wholly.
    pub canary_streams: Vec<String>,
    /// Lower levels are not tracked.
    pub min_level: Level,
    /// The shares of sessions in which types are tracked.
    pub sampled_types: BTreeMap<String, Share>,
    /// The same by level, for types that are not named.
    pub sampled_levels: BTreeMap<u8, Share>,
    /// Events that make a tracker's batch go at once.
    pub flush_at: u64,
    /// Milliseconds after which a smaller batch goes.
    pub flush_interval_ms: u64,
    /// What trackers do by themselves, by name.
    pub autocapture: BTreeMap<String, bool>,
    /// Days after which events go; `None` is never. Trackers are not told.
    pub retention_days: Option<u64>,
    /// Whether pages that name no visitor are told apart by the Worker. Trackers are not told.
    pub cookieless: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            enabled: true,
            canary_share: Share::WHOLE,
            canary_streams: Vec::new(),
            min_level: Level::Detail,
            sampled_types: BTreeMap::new(),
            sampled_levels: BTreeMap::new(),
            flush_at: 10,
            flush_interval_ms: 5_000,
            autocapture: BTreeMap::new(),
            retention_days: None,
            cookieless: false,
        }
    }
}

/// The longest time for which events can be kept and then go: ten years.
pub const MAX_RETENTION_DAYS: u64 = 3_650;

/// What is wrong with a config, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidConfig {
    /// The member's path, as `canary.share`; empty for the whole.
    pub field: String,
    /// What was expected.
    pub detail: String,
}

impl InvalidConfig {
    pub(super) fn new(field: &str, detail: &str) -> InvalidConfig {
        // A name may come from a stranger's body and goes back in the answer.
        InvalidConfig { field: clip_line(field, 120), detail: detail.to_owned() }
    }
}

impl Config {
    /// Reads a config. What is left out is at its default; what is unknown is refused, so that no switch is thought to be set that is not.
    pub fn parse(value: Value) -> Result<Config, InvalidConfig> {
        let mut members = Members::of("", value)?;
        let mut config = Config::default();
        config.enabled = members.flag("enabled")?.unwrap_or(config.enabled);
        if let Some(mut canary) = members.object("canary")? {
            config.canary_share = canary.share("share")?.unwrap_or(config.canary_share);
            config.canary_streams = streams(&mut canary)?;
            canary.finish()?;
        }
        config.min_level = members.level("min_level")?.unwrap_or(config.min_level);
        if let Some(mut sampling) = members.object("sampling")? {
            config.sampled_types = types(&mut sampling)?;
            config.sampled_levels = levels(&mut sampling)?;
            sampling.finish()?;
        }
        config.flush_at = members.number("flush_at", 1..=MAX_BATCH_EVENTS as u64)?.unwrap_or(config.flush_at);
        let interval = members.number("flush_interval_ms", MIN_FLUSH_INTERVAL_MS..=MAX_FLUSH_INTERVAL_MS)?;
        config.flush_interval_ms = interval.unwrap_or(config.flush_interval_ms);
        if let Some(switches) = members.object("autocapture")? {
            config.autocapture = autocapture(switches)?;
        }
        config.retention_days = members.number("retention_days", 1..=MAX_RETENTION_DAYS)?;
        config.cookieless = members.flag("cookieless")?.unwrap_or(config.cookieless);
        members.finish()?;
        Ok(config)
    }

    /// What trackers are told: the members that are not at their default, and the names that the plan has redacted. As short as it may be, since
    /// every answer carries it.
    pub fn told(&self, redact: &[String]) -> Box<RawValue> {
        // Texts, numbers and objects of them always have a JSON form.
        serde_json::value::to_raw_value(&self.telling(redact)).unwrap_or_default()
    }

    /// What those are shown who may read the project: all of it.
    pub fn shown(&self, redact: &[String]) -> Box<RawValue> {
        let shown =
            Shown { told: self.telling(redact), retention_days: self.retention_days, cookieless: Some(self.cookieless).filter(|is| *is) };
        serde_json::value::to_raw_value(&shown).unwrap_or_default()
    }

    fn telling<'a>(&'a self, redact: &'a [String]) -> Told<'a> {
        let default = Config::default();
        let levels = self.sampled_levels.iter().filter_map(|(rank, share)| Some((Level::from_rank(*rank)?.name(), *share)));
        let canary =
            ToldCanary { share: Some(self.canary_share).filter(|share| *share != default.canary_share), streams: &self.canary_streams };
        let sampling = ToldSampling { types: &self.sampled_types, levels: levels.collect() };
        Told {
            enabled: Some(self.enabled).filter(|is| *is != default.enabled),
            canary: Some(canary).filter(|canary| canary.share.is_some() || !canary.streams.is_empty()),
            min_level: Some(self.min_level).filter(|level| *level != default.min_level).map(Level::name),
            sampling: Some(sampling).filter(|sampling| !sampling.types.is_empty() || !sampling.levels.is_empty()),
            flush_at: Some(self.flush_at).filter(|count| *count != default.flush_at),
            flush_interval_ms: Some(self.flush_interval_ms).filter(|interval| *interval != default.flush_interval_ms),
            autocapture: &self.autocapture,
            redact,
        }
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ConfigTold"))]
pub(crate) struct Told<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canary: Option<ToldCanary<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<Level>"))]
    min_level: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sampling: Option<ToldSampling<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flush_at: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flush_interval_ms: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    autocapture: &'a BTreeMap<String, bool>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    redact: &'a [String],
}

/// [`Told`], and what only the Worker does.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ConfigShown"))]
pub(crate) struct Shown<'a> {
    #[serde(flatten)]
    told: Told<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_days: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cookieless: Option<bool>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ConfigCanary"))]
struct ToldCanary<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<Share>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    streams: &'a [String],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ConfigSampling"))]
struct ToldSampling<'a> {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    types: &'a BTreeMap<String, Share>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    levels: BTreeMap<&'static str, Share>,
}

fn streams(canary: &mut Members) -> Result<Vec<String>, InvalidConfig> {
    let path = canary.path("streams");
    let stream = |item: Value| {
        let text = item.as_str().ok_or_else(|| InvalidConfig::new(&path, "expected texts"))?;
        let id = OpaqueId::parse(text, "streams").map_err(|fault| InvalidConfig::new(&path, &fault.detail))?;
        Ok(id.as_str().to_owned())
    };
    canary.list("streams", MAX_CONFIG_STREAMS)?.into_iter().map(stream).collect()
}

fn types(sampling: &mut Members) -> Result<BTreeMap<String, Share>, InvalidConfig> {
    let mut shares = BTreeMap::new();
    let Some(mut members) = sampling.object("types")? else { return Ok(shares) };
    for name in members.names(MAX_SAMPLED_TYPES)? {
        EventType::parse(&name).map_err(|fault| InvalidConfig::new(&members.path(&name), &fault.detail))?;
        shares.extend(members.share(&name)?.map(|share| (name, share)));
    }
    Ok(shares)
}

fn levels(sampling: &mut Members) -> Result<BTreeMap<u8, Share>, InvalidConfig> {
    let mut shares = BTreeMap::new();
    let Some(mut members) = sampling.object("levels")? else { return Ok(shares) };
    for level in Level::ALL {
        shares.extend(members.share(level.name())?.map(|share| (level.rank(), share)));
    }
    members.finish()?;
    Ok(shares)
}

/// Which switches there are is for the tracker to know, and newer ones know more.
fn autocapture(mut members: Members) -> Result<BTreeMap<String, bool>, InvalidConfig> {
    let mut switches = BTreeMap::new();
    for name in members.names(MAX_CONFIG_SWITCHES)? {
        let is_word = name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.len() <= 40
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !is_word {
            return Err(InvalidConfig::new(&members.path(&name), "a switch is a word of small letters, digits and _"));
        }
        switches.extend(members.flag(&name)?.map(|is| (name, is)));
    }
    Ok(switches)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_said_is_the_default_and_nothing_told() {
        for same in [
            json!({}),
            json!({"enabled": true, "canary": {"share": 1, "streams": []}, "min_level": "detail", "flush_at": 10, "sampling": null}),
        ] {
            let config = Config::parse(same).unwrap();
            assert_eq!(config, Config::default());
            assert_eq!(config.told(&[]).get(), "{}");
            assert_eq!(config.told(&["email".into()]).get(), r#"{"redact":["email"]}"#);
        }
    }

    #[test]
    fn what_is_told_reads_back_as_the_same_config() {
        let put = json!({
            "enabled": false,
            "canary": {"share": 0.05, "streams": ["night-run"]},
            "min_level": "state",
            "sampling": {"types": {"mouse_moved": 0.1, "key, pressed": 0}, "levels": {"state": 0.5, "milestone": 1}},
            "flush_at": 500,
            "flush_interval_ms": 60_000,
            "autocapture": {"clicks": false, "web_vitals2": true},
        });
        let config = Config::parse(put.clone()).unwrap();
        let told: Value = serde_json::from_str(config.told(&[]).get()).unwrap();
        assert_eq!(Config::parse(told.clone()), Ok(config));
        assert_eq!(told, put);
    }

    #[test]
    fn what_trackers_need_not_know_is_shown_and_not_told() {
        let config = Config::parse(json!({"retention_days": 30, "cookieless": true, "flush_at": 5})).unwrap();
        assert_eq!(config.told(&[]).get(), r#"{"flush_at":5}"#);
        assert_eq!(config.shown(&["mail".into()]).get(), r#"{"flush_at":5,"redact":["mail"],"retention_days":30,"cookieless":true}"#);
        assert_eq!(Config::parse(json!({"retention_days": null})).unwrap().shown(&[]).get(), "{}");
    }

    #[test]
    fn faults_name_their_member() {
        let many: serde_json::Map<String, Value> = (0..201).map(|n| (format!("t{n}"), json!(1))).collect();
        let cases = [
            (json!([]), ""),
            (json!({"enable": false}), "enable"),
            (json!({"enabled": "no"}), "enabled"),
            (json!({"enabled": 0}), "enabled"),
            (json!({"canary": 0.5}), "canary"),
            (json!({"canary": {"share": 1.5}}), "canary.share"),
            (json!({"canary": {"share": "1"}}), "canary.share"),
            (json!({"canary": {"stream": []}}), "canary.stream"),
            (json!({"canary": {"streams": "x"}}), "canary.streams"),
            (json!({"canary": {"streams": ["ok", ""]}}), "canary.streams"),
            (json!({"canary": {"streams": vec!["x"; 101]}}), "canary.streams"),
            (json!({"min_level": "loud"}), "min_level"),
            (json!({"sampling": {"mouse_moved": 0.1}}), "sampling.mouse_moved"),
            (json!({"sampling": {"types": {"a\nb": 0.1}}}), "sampling.types.a b"),
            (json!({"sampling": {"types": {"x": -1}}}), "sampling.types.x"),
            (json!({"sampling": {"types": many}}), "sampling.types"),
            (json!({"sampling": {"levels": {"loud": 1}}}), "sampling.levels.loud"),
            (json!({"flush_at": 0}), "flush_at"),
            (json!({"flush_at": 501}), "flush_at"),
            (json!({"flush_at": 2.5}), "flush_at"),
            (json!({"flush_interval_ms": 99}), "flush_interval_ms"),
            (json!({"retention_days": 0}), "retention_days"),
            (json!({"retention_days": 3651}), "retention_days"),
            (json!({"cookieless": 1}), "cookieless"),
            (json!({"autocapture": {"Clicks": true}}), "autocapture.Clicks"),
            (json!({"autocapture": {"clicks": 1}}), "autocapture.clicks"),
            (json!({"redact": ["email"]}), "redact"),
        ];
        for (bad, field) in cases {
            assert_eq!(Config::parse(bad.clone()).unwrap_err().field, field, "{bad}");
        }
    }
}
