use std::ops::BitOr;

/// Which columns of a chunk a question needs. What was not asked for is empty in the chunk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns(u32);

impl Columns {
    /// `visits.session`
    pub const SESSIONS: Columns = Columns(1);
    /// `visits.visitor`
    pub const VISITORS: Columns = Columns(1 << 1);
    /// `visits.user`
    pub const USERS: Columns = Columns(1 << 2);
    /// `profiles` and `visits.profile`
    pub const PROFILES: Columns = Columns(1 << 3);
    /// `origins` and `visits.origin`
    pub const ORIGINS: Columns = Columns(1 << 4);
    /// `visits.events`, `visits.page_views` and `visits.bot`
    pub const COUNTS: Columns = Columns(1 << 5);
    /// `landmarks` and `visits.first` to `visits.exit_at`
    pub const SPANS: Columns = Columns(1 << 6);
    /// `ids`: sessions, visitors and users as they are called
    pub const IDS: Columns = Columns(1 << 7);
    /// `events.visit`
    pub const EVENT_VISITS: Columns = Columns(1 << 8);
    /// `kinds` and `events.kind`
    pub const KINDS: Columns = Columns(1 << 9);
    /// `pages` without their titles, and `events.page`
    pub const PAGES: Columns = Columns(1 << 10);
    /// `entities` and `events.entity`
    pub const ENTITIES: Columns = Columns(1 << 11);
    /// `actors` and `events.actor`
    pub const ACTORS: Columns = Columns(1 << 12);
    /// `streams` and `events.stream`
    pub const STREAMS: Columns = Columns(1 << 13);
    /// `events.time`
    pub const TIMES: Columns = Columns(1 << 14);
    /// `events.durations`
    pub const DURATIONS: Columns = Columns(1 << 15);

    /// `pages` with their titles, and `events.page`
    pub const TITLES: Columns = Columns(1 << 16 | 1 << 10);

    /// `events.steps`
    pub const STEPS: Columns = Columns(1 << 17);
    /// `events.correlations`
    pub const CORRELATIONS: Columns = Columns(1 << 18);
    /// `events.refs`
    pub const REFS: Columns = Columns(1 << 19);

    /// All of them.
    pub const ALL: Columns = Columns((1 << 20) - 1);

    /// What has to be read to have all of these where some are there already. A group is read whole: titles belong to their pages.
    pub fn without(self, known: Columns) -> Columns {
        match Columns(self.0 & !known.0) {
            Columns(missing) if missing & (1 << 16) != 0 => Columns(missing) | Columns::TITLES,
            missing => missing,
        }
    }

    /// Whether all of these are among them.
    pub fn has(self, columns: Columns) -> bool {
        self.0 & columns.0 == columns.0
    }
}

impl BitOr for Columns {
    type Output = Columns;
    fn bitor(self, other: Columns) -> Columns {
        Columns(self.0 | other.0)
    }
}
