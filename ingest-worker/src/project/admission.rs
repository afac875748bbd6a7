use super::Config;
use event_model::{is_drawn, Draw, EventType, Level};

/// What of an event decides whether a project takes it at present.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its session.
    pub session: Option<&'a str>,
    /// Its stream.
    pub stream: Option<&'a str>,
    /// Its own id.
    pub id: &'a str,
}

impl Subject<'_> {
    /// What draws its lots: the session, so that a session is whole or not there.
    fn drawer(&self) -> &str {
        self.session.or(self.stream).unwrap_or(self.id)
    }
}

/// Why remote config turns an event away. Nothing is wrong with the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnedAway {
    /// Everything is switched off.
    Off,
    /// All but a canary is switched off, and the event is none.
    NoCanary,
    /// Its level is too low.
    BelowMinLevel,
    /// Its type is kept in a share of sessions, and this is none of them.
    TypeSampled,
    /// The same for its level.
    LevelSampled,
}

impl TurnedAway {
    /// The stable code that answers carry.
    pub fn code(self) -> &'static str {
        match self {
            TurnedAway::Off | TurnedAway::NoCanary => "config_off",
            TurnedAway::BelowMinLevel => "below_min_level",
            TurnedAway::TypeSampled | TurnedAway::LevelSampled => "config_sampled",
        }
    }

    /// The field that decided, where one did.
    pub fn field(self) -> &'static str {
        match self {
            TurnedAway::Off | TurnedAway::NoCanary => "",
            TurnedAway::BelowMinLevel | TurnedAway::LevelSampled => "level",
            TurnedAway::TypeSampled => "type",
        }
    }

    /// A sentence for people.
    pub fn detail(self) -> &'static str {
        match self {
            TurnedAway::Off => "the project's remote config switches everything off",
            TurnedAway::NoCanary => "the project's remote config is on for a canary only, and this is none",
            TurnedAway::BelowMinLevel => "the project's remote config keeps higher levels only",
            TurnedAway::TypeSampled | TurnedAway::LevelSampled => "the project's remote config keeps this in other sessions only",
        }
    }
}

impl Config {
    /// Whether the project is on for this event.
    pub fn is_on(&self, subject: Subject) -> Result<(), TurnedAway> {
        if !self.enabled {
            return Err(TurnedAway::Off);
        }
        let is_named = subject.stream.is_some_and(|stream| self.canary_streams.iter().any(|named| named == stream));
        match is_named || is_drawn(Draw::Canary, subject.drawer(), self.canary_share.number()) {
            true => Ok(()),
            false => Err(TurnedAway::NoCanary),
        }
    }

    /// Whether the project, if it is on, takes events of this type and level, in this session.
    pub fn is_kept(&self, subject: Subject, event_type: &EventType, level: Level) -> Result<(), TurnedAway> {
        if level < self.min_level {
            return Err(TurnedAway::BelowMinLevel);
        }
        let of_type = self.sampled_types.get(event_type.as_str()).map(|share| (share, TurnedAway::TypeSampled));
        let of_level = || self.sampled_levels.get(&level.rank()).map(|share| (share, TurnedAway::LevelSampled));
        let Some((share, otherwise)) = of_type.or_else(of_level) else { return Ok(()) };
        match is_drawn(Draw::Sampling, subject.drawer(), share.number()) {
            true => Ok(()),
            false => Err(otherwise),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn config(value: serde_json::Value) -> Config {
        Config::parse(value).unwrap()
    }

    fn code(
        config: &Config,
        session: Option<&str>,
        stream: Option<&str>,
        id: &str,
        event_type: &str,
        level: Level,
    ) -> Option<&'static str> {
        let subject = Subject { session, stream, id };
        let admitted = config.is_on(subject).and_then(|()| config.is_kept(subject, &EventType::parse(event_type).unwrap(), level));
        admitted.err().map(TurnedAway::code)
    }

    #[test]
    fn each_rule_has_its_code() {
        let plain = |config: &Config, event_type: &str, level| code(config, Some("s"), None, "e", event_type, level);
        assert_eq!(plain(&Config::default(), "x", Level::Detail), None);
        assert_eq!(plain(&config(json!({"enabled": false, "canary": {"streams": ["s"]}})), "x", Level::Milestone), Some("config_off"));
        let quiet = config(json!({"min_level": "decision"}));
        assert_eq!((plain(&quiet, "x", Level::Action), plain(&quiet, "x", Level::Decision)), (Some("below_min_level"), None));
        let sampled = config(json!({"sampling": {"types": {"kept": 1, "gone": 0}, "levels": {"detail": 0}}}));
        assert_eq!(plain(&sampled, "gone", Level::Milestone), Some("config_sampled"));
        assert_eq!(plain(&sampled, "other", Level::Detail), Some("config_sampled"));
        // The type's share holds in the level's place.
        assert_eq!((plain(&sampled, "kept", Level::Detail), plain(&sampled, "other", Level::State)), (None, None));
    }

    #[test]
    fn a_canary_stream_is_on_wholly() {
        let canary = config(json!({"canary": {"share": 0, "streams": ["night-run"]}}));
        assert_eq!(code(&canary, Some("s"), Some("night-run"), "e", "x", Level::Action), None);
        assert_eq!(code(&canary, Some("s"), Some("day-run"), "e", "x", Level::Action), Some("config_off"));
        assert_eq!(code(&canary, Some("night-run"), None, "night-run", "x", Level::Action), Some("config_off"));
    }

    #[test]
    fn shares_of_sessions_converge() {
        let config = config(json!({"canary": {"share": 0.5}, "sampling": {"types": {"moved": 0.2}}}));
        let sessions: Vec<String> = (0..10_000u64).map(|n| format!("{:016x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
        let part = |event_type: &str| {
            let taken = sessions.iter().filter(|session| code(&config, Some(session), None, "e", event_type, Level::Action).is_none());
            taken.count() as f64 / sessions.len() as f64
        };
        // Four standard deviations of 10,000 draws.
        assert!((part("x") - 0.5).abs() < 0.02 && (part("moved") - 0.1).abs() < 0.012, "{} {}", part("x"), part("moved"));
    }

    proptest! {
        #[test]
        fn a_session_is_whole_or_not_there(
            session in "[a-z0-9-]{1,40}",
            others in prop::collection::vec(("[a-z0-9]{1,20}", prop::option::of("[a-z]{1,9}")), 1..20),
            canary in 0u32..=100, share in 0u32..=100,
        ) {
            let config = config(json!({"canary": {"share": f64::from(canary) / 100.0}, "sampling": {"types": {"x": f64::from(share) / 100.0}}}));
            let verdicts = others.iter().map(|(id, stream)| code(&config, Some(&session), stream.as_deref(), id, "x", Level::Action));
            let verdicts: std::collections::BTreeSet<_> = verdicts.collect();
            prop_assert_eq!(verdicts.len(), 1);
            // Without a session the stream is whole, and without a stream each event draws for itself.
            let alone = code(&config, None, None, &session, "x", Level::Action);
            prop_assert!(verdicts.contains(&alone) && code(&config, None, Some(&session), "e", "x", Level::Action) == alone);
        }
    }
}
