//! What D1 counted, as every outcome tells it: added up in the isolate, and told the table `usage` once in a while.

use super::statement::{Parameter, Statement};
use super::{counters, Database, StorageFailed};
use crate::instant::DAY_MS;
use crate::query::cost::{Cost, CostQuery, UsageRow};
use crate::request_log::Note;
use crate::usage::{Figures, Guard, Line, Load, Plan, Tally};
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use worker::js_sys::{Array, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::Date;

thread_local! {
    // An isolate has one thread, and serves many requests in turn. What it has not told when it is put away is lost.
    static TALLY: RefCell<Tally> = RefCell::default();
    static GUARD: RefCell<Guard> = RefCell::default();
}

/// The endpoint that the Worker's own accounting is put under.
const TELLING: &str = "usage";

/// In whose name statements are counted.
#[derive(Clone, Debug)]
pub(super) struct Account {
    endpoint: &'static str,
    now: u64,
    /// What this request, or whatever else it is, has asked so far.
    spent: Rc<Cell<Figures>>,
}

impl Account {
    /// What the Worker does by itself.
    pub(super) fn background() -> Account {
        Account { endpoint: "background", now: Date::now().as_millis(), spent: Rc::default() }
    }

    pub(super) fn add(&self, figures: Figures) {
        let mut spent = self.spent.get();
        spent.add(figures);
        self.spent.set(spent);
        TALLY.with_borrow_mut(|tally| tally.add(self.endpoint, figures, self.now));
    }

    /// Counts what one outcome says that it cost, or each of several.
    pub(super) fn count(&self, outcome: &JsValue) {
        match outcome.dyn_ref::<Array>() {
            Some(outcomes) => outcomes.iter().for_each(|outcome| self.add(spent(&outcome))),
            None => self.add(spent(outcome)),
        }
    }
}

/// The rows in an outcome's `meta`. Read here and not where the outcome is parsed: some are parsed in parts, some not at all.
fn spent(outcome: &JsValue) -> Figures {
    let member = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let rows = |name: &str| member(&member(outcome, "meta")?, name)?.as_f64();
    let count = |name: &str| rows(name).unwrap_or_default() as u64;
    Figures { rows_read: count("rows_read"), rows_written: count("rows_written"), ..Figures::default() }
}

/// Adds lines of the table up. One statement for all of them.
const TELL: &str = "\
INSERT INTO usage (day, endpoint, requests, rows_read, rows_written, events)
SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 FROM json_each(?1) WHERE true
ON CONFLICT DO UPDATE SET
  requests = requests + excluded.requests,
  rows_read = rows_read + excluded.rows_read,
  rows_written = rows_written + excluded.rows_written,
  events = events + excluded.events";
const READ_DAY: &str = "SELECT coalesce(sum(rows_written), 0) AS rows_written FROM usage WHERE day = ?1";
const READ: &str = "\
SELECT day, endpoint, requests, rows_read, rows_written, events FROM usage WHERE day >= ?1 AND day < ?2 ORDER BY day, endpoint";

#[derive(Deserialize)]
struct DayRows {
    rows_written: u64,
}

/// Whether the isolate may have something to do behind an answer. [`Database::tell_usage`] knows better; this costs nothing.
pub fn is_due(now: u64) -> bool {
    is_telling_due(now) || GUARD.with_borrow(|guard| guard.is_old(None, now))
}

/// Whether rows were written of which the table does not know.
pub fn is_anything_written(now: u64) -> bool {
    TALLY.with_borrow(|tally| tally.rows_written(now)) > 0
}

fn is_telling_due(now: u64) -> bool {
    TALLY.with_borrow(|tally| tally.is_due(now))
}

/// How near the quota is as far as the isolate knows, if it knows anything of the day.
fn load(quota: u64, now: u64) -> Option<Load> {
    let untold = TALLY.with_borrow(|tally| tally.rows_written(now));
    GUARD.with_borrow(|guard| guard.load(untold, quota, now))
}

impl Database {
    /// Counts a request of an endpoint, and all that is asked for it.
    pub fn on_behalf_of(mut self, endpoint: &'static str, now: u64, note: &Note) -> Database {
        self.account = Account { endpoint, now, spent: note.spent.clone() };
        self.account.add(Figures { requests: 1, ..Figures::default() });
        self
    }

    /// How near the quota of rows written is. Reads the table only when the isolate knows nothing of the day yet.
    pub async fn load(&self, quota: u64, now: u64) -> Result<Load, StorageFailed> {
        if let Some(known) = load(quota, now) {
            return Ok(known);
        }
        self.look(now).await?;
        load(quota, now).ok_or_else(|| StorageFailed::because("the day's usage was read and is not known"))
    }

    /// Tells the table what it is time to tell, and, where there is a quota to watch, looks at what others told.
    pub async fn tell_usage(mut self, quota: Option<u64>, now: u64) -> Result<(), StorageFailed> {
        self.account = Account { endpoint: TELLING, now, spent: Rc::default() };
        if is_telling_due(now) {
            self.tell(now).await?;
        }
        match quota {
            Some(quota) if GUARD.with_borrow(|guard| guard.is_old(load(quota, now), now)) => self.look(now).await,
            _ => Ok(()),
        }
    }

    /// What was asked of D1. Before that, this isolate tells what it knows.
    pub async fn cost(&self, query: &CostQuery, plan: Plan, now: u64) -> Result<Cost, StorageFailed> {
        self.tell(now).await?;
        let outcome = self.run::<UsageRow>(read(query)).await?;
        Ok(query.answer(&outcome.rows, plan, outcome.meta.size_after))
    }

    /// Tells the table everything that this isolate counted.
    pub async fn tell(&self, now: u64) -> Result<(), StorageFailed> {
        let lines = TALLY.with_borrow_mut(Tally::take);
        if lines.is_empty() {
            return Ok(());
        }
        // What was counted without writing came by requests, of which there are lines.
        let counted = counters::take_untold();
        let told = self.run_all(std::iter::once(tell(&lines)).chain(counters::tell(&counted)).collect()).await;
        if told.is_err() {
            TALLY.with_borrow_mut(|tally| tally.put_back(lines, now));
            counters::put_back(&counted);
        } else {
            let rows = lines.iter().filter(|line| line.day == now / DAY_MS).map(|line| line.figures.rows_written).sum();
            GUARD.with_borrow_mut(|guard| guard.told(rows));
        }
        told.map(drop)
    }

    async fn look(&self, now: u64) -> Result<(), StorageFailed> {
        let statement = Statement::fixed(READ_DAY, vec![Parameter::number(now / DAY_MS)]);
        let rows_written = self.run::<DayRows>(statement).await?.rows.iter().map(|row| row.rows_written).sum();
        GUARD.with_borrow_mut(|guard| guard.learn(rows_written, now));
        Ok(())
    }
}

fn tell(lines: &[Line]) -> Statement {
    let row = |line: &Line| {
        let Figures { requests, rows_read, rows_written, events } = line.figures;
        (line.day, line.endpoint, requests, rows_read, rows_written, events)
    };
    let rows: Vec<_> = lines.iter().map(row).collect();
    // Numbers and texts always have a JSON form.
    Statement::fixed(TELL, vec![Parameter::Text(serde_json::to_string(&rows).unwrap_or_default())])
}

fn read(query: &CostQuery) -> Statement {
    Statement::fixed(READ, vec![Parameter::number(query.from_day), Parameter::number(query.until_day)])
}
