/// Something to ask of the Worker.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    pub name: &'static str,
    /// Path and parameters, without the range.
    path: &'static str,
    /// The range is always the same and not asked for.
    fixed: bool,
}

impl Question {
    /// The question about each of the ranges; about the first alone when it takes none.
    pub fn ranges<'a>(&'a self, days: &'a [u64]) -> impl Iterator<Item = (&'a Question, u64)> {
        let count = if self.fixed { 1 } else { days.len() };
        days.iter().take(count).map(move |&days| (self, days))
    }

    /// Path and query string for the last so many days.
    pub fn path(&self, days: u64) -> String {
        match (self.fixed, self.path.contains('?')) {
            (true, _) => self.path.to_owned(),
            (false, true) => format!("{}&days={days}", self.path),
            (false, false) => format!("{}?days={days}", self.path),
        }
    }
}

const fn of_range(name: &'static str, path: &'static str) -> Question {
    Question { name, path, fixed: false }
}

/// Every analytics endpoint, some in several forms that cost differently.
pub const QUESTIONS: [Question; 23] = [
    of_range("timeseries", "/api/analytics/timeseries?interval=day"),
    of_range("timeseries by source", "/api/analytics/timeseries?interval=day&by=source"),
    of_range("timeseries by type", "/api/analytics/timeseries?interval=day&by=type"),
    of_range("timeseries of one country", "/api/analytics/timeseries?interval=day&country=DE"),
    of_range("breakdown of path", "/api/analytics/breakdown?by=path"),
    of_range("breakdown of 5 dimensions", "/api/analytics/breakdown?by=path,source,device,country,type"),
    of_range("breakdown of metadata", "/api/analytics/breakdown?by=metadata.plan"),
    of_range("breakdown of user", "/api/analytics/breakdown?by=user"),
    of_range("breakdown of type, one path", "/api/analytics/breakdown?by=type&path.contains=page-7"),
    of_range("timings", "/api/analytics/timings"),
    of_range("sessions", "/api/analytics/sessions"),
    of_range("active-users", "/api/analytics/active-users"),
    of_range("funnel", "/api/analytics/funnel?step=page_view&step=checkout_started&step=checkout_completed"),
    of_range("retention", "/api/analytics/retention?interval=week"),
    of_range("paths", "/api/analytics/paths"),
    of_range("patterns", "/api/analytics/patterns"),
    of_range("streams", "/api/streams"),
    Question { name: "live", path: "/api/analytics/live", fixed: true },
    of_range("delivery", "/api/analytics/delivery"),
    of_range("cost", "/api/analytics/cost"),
    of_range("/api/events/analytics", "/api/events/analytics"),
    of_range("/api/events", "/api/events?limit=50"),
    of_range("/api/events of one record", "/api/events?ref=row%3A17"),
];

/// What the start page of a dashboard asks.
pub const DASHBOARD: [Question; 5] = [
    of_range("timeseries", "/api/analytics/timeseries?interval=day&compare=previous"),
    of_range("breakdowns", "/api/analytics/breakdown?by=path,source,device,country,type"),
    of_range("sessions", "/api/analytics/sessions"),
    Question { name: "live", path: "/api/analytics/live", fixed: true },
    of_range("delivery", "/api/analytics/delivery"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_asked_for_where_they_are_taken() {
        let [first, ..] = QUESTIONS;
        assert_eq!(first.path(7), "/api/analytics/timeseries?interval=day&days=7");
        assert_eq!(of_range("a", "/a").path(1), "/a?days=1");
        let live = Question { name: "live", path: "/live", fixed: true };
        assert_eq!(live.path(30), "/live");
        assert_eq!(live.ranges(&[1, 7]).count(), 1);
        assert_eq!(first.ranges(&[1, 7]).count(), 2);
    }
}
