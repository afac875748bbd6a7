use super::parameters::Parameters;
use super::range::TimeRange;
use crate::instant::{iso, DAY_MS};
use crate::rejection::Rejection;
use crate::usage::{Bill, Figures, Plan, Quotas};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days that are looked at unless told otherwise.
const DEFAULT_DAYS: u64 = 30;

/// The question of `GET /api/analytics/cost`. It is about whole UTC days, since D1 counts by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostQuery {
    /// The first day, counted from the epoch.
    pub from_day: u64,
    /// The day after the last.
    pub until_day: u64,
    now: u64,
}

impl CostQuery {
    /// Reads the query string.
    pub fn parse(query: &str, now: u64) -> Result<CostQuery, Rejection> {
        let mut parameters = Parameters::parse(query);
        let range = TimeRange::take(&mut parameters, now)?.unwrap_or(TimeRange::last_days(DEFAULT_DAYS, now));
        parameters.finish()?;
        let tomorrow = now / DAY_MS + 1;
        let until_day = range.until.map_or(tomorrow, |until| until.div_ceil(DAY_MS).min(tomorrow));
        Ok(CostQuery { from_day: range.from.unwrap_or(0) / DAY_MS, until_day, now })
    }

    /// Makes the answer of the table's rows, which come in the order of days.
    pub fn answer(&self, rows: &[UsageRow], plan: Plan, storage_bytes: u64) -> Cost {
        let mut total = Figures::default();
        let mut by_endpoint: BTreeMap<&str, Figures> = BTreeMap::new();
        let mut days: BTreeMap<u64, Vec<&UsageRow>> = BTreeMap::new();
        for row in rows {
            total.add(row.figures());
            by_endpoint.entry(&row.endpoint).or_default().add(row.figures());
            days.entry(row.day).or_default().push(row);
        }
        let quotas = plan.quotas();
        let day_of = |(day, rows): (&u64, &Vec<&UsageRow>)| Day {
            date: iso(day * DAY_MS).chars().take(10).collect(),
            share: Share::of(sum(rows), plan, quotas),
            figures: Shown::from(sum(rows)),
            endpoints: rows.iter().map(|row| Endpoint { endpoint: row.endpoint.clone(), figures: row.figures().into() }).collect(),
        };
        Cost {
            plan,
            range: Range { from: self.from_day * DAY_MS, to: self.until_day * DAY_MS },
            quotas,
            total: total.into(),
            month: self.month(total, days.keys().next().copied(), plan, storage_bytes),
            endpoints: by_endpoint
                .into_iter()
                .map(|(name, figures)| Endpoint { endpoint: name.to_owned(), figures: figures.into() })
                .collect(),
            days: days.iter().map(day_of).collect(),
        }
    }

    /// What a month comes to at the rate since the first day that anything is known of.
    fn month(&self, total: Figures, first_day: Option<u64>, plan: Plan, storage_bytes: u64) -> Month {
        let start = first_day.unwrap_or(self.from_day).max(self.from_day) * DAY_MS;
        let end = (self.until_day * DAY_MS).min(self.now);
        // The first hour of the first day is no measure of a month.
        let days = (end.saturating_sub(start) as f64 / DAY_MS as f64).max(1.0 / 24.0);
        let monthly = |rows: u64| rows as f64 / days * 30.0;
        let (rows_read, rows_written) = (monthly(total.rows_read), monthly(total.rows_written));
        let usd = plan.bill(rows_read, rows_written, storage_bytes);
        Month { rows_read: rows_read.round(), rows_written: rows_written.round(), storage_bytes, usd }
    }
}

fn sum(rows: &[&UsageRow]) -> Figures {
    let mut figures = Figures::default();
    rows.iter().for_each(|row| figures.add(row.figures()));
    figures
}

/// A row of the table.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct UsageRow {
    pub day: u64,
    pub endpoint: String,
    pub requests: u64,
    pub rows_read: u64,
    pub rows_written: u64,
    pub events: u64,
}

impl UsageRow {
    fn figures(&self) -> Figures {
        let UsageRow { requests, rows_read, rows_written, events, .. } = *self;
        Figures { requests, rows_read, rows_written, events }
    }
}

/// What Trailmark asked of D1, and what that costs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cost {
    plan: Plan,
    range: Range,
    quotas: Quotas,
    total: Shown,
    month: Month,
    endpoints: Vec<Endpoint>,
    days: Vec<Day>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CostRange"))]
struct Range {
    from: u64,
    to: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CostMonth"))]
struct Month {
    rows_read: f64,
    rows_written: f64,
    storage_bytes: u64,
    usd: Bill,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "EndpointCost"))]
struct Endpoint {
    endpoint: String,
    #[serde(flatten)]
    figures: Shown,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CostDay"))]
struct Day {
    date: String,
    #[serde(flatten)]
    figures: Shown,
    share: Share,
    endpoints: Vec<Endpoint>,
}

/// Parts of what the plan includes for a day.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CostShare"))]
struct Share {
    rows_read: f64,
    rows_written: f64,
}

impl Share {
    fn of(figures: Figures, plan: Plan, quotas: Quotas) -> Share {
        Share {
            rows_read: figures.rows_read as f64 / plan.daily(quotas.rows_read),
            rows_written: figures.rows_written as f64 / plan.daily(quotas.rows_written),
        }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CostFigures"))]
struct Shown {
    #[serde(flatten)]
    figures: Figures,
    rows_written_per_event: Option<f64>,
}

impl From<Figures> for Shown {
    fn from(figures: Figures) -> Shown {
        let per_event = (figures.events > 0).then(|| figures.rows_written as f64 / figures.events as f64);
        Shown { figures, rows_written_per_event: per_event }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const DAY: u64 = 20_000;

    fn row(day: u64, endpoint: &str, requests: u64, rows_written: u64, events: u64) -> UsageRow {
        UsageRow { day, endpoint: endpoint.into(), requests, rows_read: requests * 10, rows_written, events }
    }

    #[test]
    fn days_and_endpoints_add_up_and_a_month_goes_on_like_this() {
        let query = CostQuery::parse("days=7", DAY * DAY_MS + DAY_MS / 2).unwrap();
        assert_eq!((query.from_day, query.until_day), (DAY - 7, DAY + 1));
        let rows = [row(DAY - 1, "/log", 100, 1_100, 1_000), row(DAY - 1, "telling", 0, 5, 0), row(DAY, "/log", 50, 545, 500)];
        let answer = serde_json::to_value(query.answer(&rows, Plan::Free, 7)).unwrap();
        assert_eq!(
            answer["total"],
            json!({"requests": 150, "rows_read": 1500, "rows_written": 1650, "events": 1500, "rows_written_per_event": 1.1})
        );
        assert_eq!(answer["days"][0]["date"], "2024-10-03");
        assert_eq!((&answer["days"][0]["share"]["rows_written"], &answer["days"][1]["rows_written"]), (&json!(0.01105), &json!(545)));
        assert_eq!((&answer["endpoints"][0]["endpoint"], &answer["endpoints"][0]["rows_written"]), (&json!("/log"), &json!(1645)));
        assert_eq!(answer["endpoints"][1]["rows_written_per_event"], json!(null));
        // A day and a half.
        assert_eq!((&answer["month"]["rows_written"], &answer["month"]["usd"]["total"]), (&json!(33_000.0), &json!(0.0)));
        assert_eq!(answer["quotas"]["per"], "day");
    }

    #[test]
    fn nothing_known_costs_nothing() {
        let answer = CostQuery::parse("", DAY * DAY_MS).unwrap().answer(&[], Plan::Paid, 0);
        assert_eq!((answer.days.len(), answer.month.rows_read, answer.month.usd.total), (0, 0.0, 0.0));
        assert_eq!(CostQuery::parse("type=x", 0).unwrap_err().field(), Some("type"));
    }
}
