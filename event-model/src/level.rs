/// How much an event matters, from `detail` to `milestone`. Ordered: when room is short the lowest goes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "lowercase"))]
pub enum Level {
    /// Fine print: every step of a computation, every scroll.
    Detail = 0,
    /// Something changed by itself or as a consequence.
    State = 1,
    /// Somebody did something. The default.
    #[default]
    Action = 2,
    /// A choice that later events follow from.
    Decision = 3,
    /// What one would tell a colleague about.
    Milestone = 4,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Level; 5] = [Level::Detail, Level::State, Level::Action, Level::Decision, Level::Milestone];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Level::Detail => "detail",
            Level::State => "state",
            Level::Action => "action",
            Level::Decision => "decision",
            Level::Milestone => "milestone",
        }
    }

    /// The level of a wire name, if it is one.
    pub fn parse(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The level of a stored rank, 0 to 4.
    pub fn from_rank(rank: u8) -> Option<Level> {
        Level::ALL.get(usize::from(rank)).copied()
    }

    /// The stored rank, 0 (`detail`) to 4 (`milestone`).
    pub fn rank(self) -> u8 {
        self as u8
    }
}

#[cfg(test)]
mod tests {
    use super::Level;

    #[test]
    fn names_and_ranks_lead_back() {
        for level in Level::ALL {
            assert_eq!(Level::parse(level.name()), Some(level));
            assert_eq!(Level::from_rank(level.rank()), Some(level));
        }
        assert_eq!(Level::parse("Action"), None);
        assert_eq!(Level::from_rank(5), None);
        assert!(Level::Detail < Level::Milestone);
    }
}
