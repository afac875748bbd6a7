use serde::Serialize;

/// The plan of the Cloudflare account, `PLAN` in `wrangler.toml`. Limits and prices are Cloudflare's of 2026-11, for D1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AccountPlan"))]
#[serde(rename_all = "lowercase")]
pub enum Plan {
    /// Workers Free: daily quotas, behind which D1 refuses everything until midnight UTC.
    #[default]
    Free,
    /// Workers Paid: a monthly allowance, and a price for what is beyond.
    Paid,
}

/// How much a plan includes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Quotas"))]
pub struct Quotas {
    /// The time that the two counts are for.
    pub per: &'static str,
    /// Rows read.
    pub rows_read: u64,
    /// Rows written.
    pub rows_written: u64,
    /// Bytes stored.
    pub storage_bytes: u64,
}

/// What a month costs beyond the plan's own price, in US dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Bill"))]
pub struct Bill {
    /// Rows read.
    pub rows_read: f64,
    /// Rows written.
    pub rows_written: f64,
    /// Storage.
    pub storage: f64,
    /// All of it.
    pub total: f64,
}

/// Days of the month that costs are told for.
pub const MONTH_DAYS: u64 = 30;
const GIGABYTE: u64 = 1_000_000_000;
const USD_PER_MILLION_READ: f64 = 0.001;
const USD_PER_MILLION_WRITTEN: f64 = 1.0;
const USD_PER_GIGABYTE: f64 = 0.75;

impl Plan {
    /// Reads the word of `wrangler.toml`.
    pub fn parse(text: &str) -> Option<Plan> {
        match text {
            "free" => Some(Plan::Free),
            "paid" => Some(Plan::Paid),
            _ => None,
        }
    }

    /// What is included.
    pub fn quotas(self) -> Quotas {
        match self {
            Plan::Free => Quotas { per: "day", rows_read: 5_000_000, rows_written: 100_000, storage_bytes: 500_000_000 },
            Plan::Paid => Quotas { per: "month", rows_read: 25_000_000_000, rows_written: 50_000_000, storage_bytes: 5 * GIGABYTE },
        }
    }

    /// Rows that a day may write: all that the free plan allows, and on the other an even part of what is included.
    pub fn daily(self, per_quota: u64) -> f64 {
        match self {
            Plan::Free => per_quota as f64,
            Plan::Paid => per_quota as f64 / MONTH_DAYS as f64,
        }
    }

    /// How many statements one request may make for one answer. D1 allows 50 on the free plan and 1,000 on the other.
    pub fn statements(self) -> u32 {
        match self {
            Plan::Free => 45,
            Plan::Paid => 900,
        }
    }

    /// What a month costs with so many rows and bytes.
    pub fn bill(self, rows_read: f64, rows_written: f64, storage_bytes: u64) -> Bill {
        if self == Plan::Free {
            return Bill::default();
        }
        let included = self.quotas();
        let beyond = |amount: f64, included: u64, unit: f64, price: f64| (amount - included as f64).max(0.0) / unit * price;
        let rows_read = beyond(rows_read, included.rows_read, 1e6, USD_PER_MILLION_READ);
        let rows_written = beyond(rows_written, included.rows_written, 1e6, USD_PER_MILLION_WRITTEN);
        let storage = beyond(storage_bytes as f64, included.storage_bytes, GIGABYTE as f64, USD_PER_GIGABYTE);
        Bill { rows_read, rows_written, storage, total: rows_read + rows_written + storage }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_beyond_the_allowance_costs() {
        let paid = Plan::parse("paid").unwrap();
        assert_eq!(paid.bill(25e9, 50e6, 5 * GIGABYTE).total, 0.0);
        let bill = paid.bill(26e9, 60e6, 7 * GIGABYTE);
        assert_eq!((bill.rows_read, bill.rows_written, bill.storage, bill.total), (1.0, 10.0, 1.5, 12.5));
        assert_eq!(Plan::parse("free").unwrap().bill(26e9, 60e6, 7 * GIGABYTE).total, 0.0);
        assert_eq!(Plan::parse("Paid"), None);
        assert_eq!((Plan::Free.daily(100_000), Plan::Paid.daily(3_000_000)), (100_000.0, 100_000.0));
    }
}
