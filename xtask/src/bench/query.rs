//! What the analytics endpoints cost: time, and rows that D1 reads, by length of the range and number of events, without roll-ups and with.

mod ask;
mod fill;
mod questions;
mod table;

use std::path::Path;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use crate::local_server::{LocalServer, LocalServerOptions};
use crate::report::{number, publish, Row};
use crate::{build, progress, repo};
use ask::{Asker, Cost};
use questions::{Question, DASHBOARD, QUESTIONS};
use table::{Line, Table};

/// The days before now that are asked about.
const RANGES: [u64; 4] = [1, 7, 30, 90];
/// Over how many days the events of the table lie.
const TABLE_DAYS: u64 = 90;
/// The range of the dashboard, and what all of it may cost together.
const DASHBOARD_DAYS: u64 = 30;
const DASHBOARD_MS: f64 = 150.0;
const DASHBOARD_ROWS: f64 = 200_000.0;
/// The number of events for which the budget is meant.
const BUDGETED_EVENTS: u64 = 1_000_000;

/// Time and rows read of every analytics endpoint, over 1, 7, 30 and 90 days, without roll-ups (cold) and with all of them (warm).
///
/// The table is of the events spread over 90 days. The dashboard (all questions of a 30-day dashboard, one after the other) is measured on it
/// as well, and again on as many events that all lie in the last `--days` days: that is the case which has a budget. Rows read over the
/// budget fail the command; a time over the budget is shown, and fails nothing.
#[derive(Debug, Clone, clap::Args)]
pub struct QueryArguments {
    /// How many events; several numbers, with commas between them, show how costs grow.
    #[arg(long, value_delimiter = ',', default_values_t = [BUDGETED_EVENTS])]
    events: Vec<u64>,
    /// Over how many days the events lie for the dashboard that has a budget.
    #[arg(long, default_value_t = DASHBOARD_DAYS)]
    days: u64,
    /// Only questions whose name contains this.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// One JSON document instead of tables.
    #[arg(long)]
    json: bool,
}

/// Measures on databases of its own, one after the other.
pub fn run(arguments: &QueryArguments) -> Result<()> {
    build::everything()?;
    let mut rows = Vec::new();
    for &events in &arguments.events {
        let wide = on_a_database(events, TABLE_DAYS, |asker| measure(asker, arguments))?;
        if arguments.json {
            rows.extend(wide.table.rows(events));
        } else {
            println!("{} events over {TABLE_DAYS} days\n{}", number(events as f64), wide.table);
        }
        rows.extend(wide.figures.into_iter().map(|row| named(row, events, TABLE_DAYS)));
        if arguments.days != TABLE_DAYS && arguments.only.is_none() {
            let dense = on_a_database(events, arguments.days, |asker| dashboard_alone(asker, events))?;
            rows.extend(dense.into_iter().map(|row| named(row, events, arguments.days)));
        }
    }
    publish(&rows, arguments.json)
}

/// Fills a fresh database, lets `work` ask the server on it, and removes it.
fn on_a_database<T>(events: u64, days: u64, work: impl FnOnce(&Asker) -> Result<T>) -> Result<T> {
    let db = repo::path(".trailmark").join(format!("bench-{}", std::process::id()));
    let outcome = fill::fill(&db, events, days).and_then(|()| served(&db, work));
    std::fs::remove_dir_all(&db).ok();
    outcome
}

fn served<T>(db: &Path, work: impl FnOnce(&Asker) -> Result<T>) -> Result<T> {
    let server = LocalServer::start(&LocalServerOptions { port: 0, db: db.to_owned(), fresh: false, rate_limits: false })?;
    work(&Asker::new(&server.access))
}

/// What one database says.
struct Measured {
    table: Table,
    figures: Vec<Row>,
}

fn measure(asker: &Asker, arguments: &QueryArguments) -> Result<Measured> {
    let wanted = |question: &&Question| arguments.only.as_ref().is_none_or(|part| question.name.contains(part.as_str()));
    let asked: Vec<(&Question, u64)> = QUESTIONS.iter().filter(wanted).flat_map(|question| question.ranges(&RANGES)).collect();
    let all = |state: &str| {
        progress::step(&format!("{} questions, {state}", asked.len()), || {
            let bar = ProgressBar::new(asked.len() as u64);
            bar.set_style(ProgressStyle::with_template("  {wide_bar} {pos}/{len} {msg}")?);
            let ask = |(question, days): &(&Question, u64)| {
                bar.set_message(format!("{}, {days} days", question.name));
                let cost = asker.measure(question, *days);
                bar.inc(1);
                cost
            };
            let costs = asked.iter().map(ask).collect::<Result<Vec<Cost>>>();
            bar.finish_and_clear();
            costs
        })
    };
    let cold = all("nothing folded")?;
    let folding = asker.fold()?;
    let warm = all("everything folded")?;
    let costs = cold.into_iter().zip(warm);
    let lines = asked.iter().zip(costs).map(|(&(question, days), (cold, warm))| Line { name: question.name, days, cold, warm });
    let table = Table(lines.collect());
    let mut figures = folding.rows();
    if arguments.only.is_none() {
        figures.extend(dashboard(asker)?);
    }
    Ok(Measured { table, figures })
}

fn dashboard_alone(asker: &Asker, events: u64) -> Result<Vec<Row>> {
    let mut rows = asker.fold()?.rows();
    let has_budget = events <= BUDGETED_EVENTS;
    rows.extend(dashboard(asker)?.into_iter().map(|row| match row.unit {
        // A timing depends on the machine, and fails nothing.
        "ms" if has_budget => Row { budget: Some(DASHBOARD_MS), note: (row.value > DASHBOARD_MS).then(|| "over".to_owned()), ..row },
        "rows" if has_budget => Row::at_most(row.name, row.value, row.unit, DASHBOARD_ROWS),
        "answers" if has_budget => Row { ok: false, ..row },
        _ => row,
    }));
    Ok(rows)
}

/// All questions of a dashboard: the median of their time together, the rows that they read together, and which of them was refused, if any.
fn dashboard(asker: &Asker) -> Result<Vec<Row>> {
    let cost = progress::step("the dashboard", || asker.measure_together(&DASHBOARD, DASHBOARD_DAYS))?;
    let name = |what: &str| format!("a {DASHBOARD_DAYS}-day dashboard, {} questions, {what}", DASHBOARD.len());
    let refused = cost.refused.map(|question| Row { note: Some(question), ..Row::plain(name("refused"), 1.0, "answers") });
    let figures = [Row::plain(name("median time"), cost.p50_ms, "ms"), Row::plain(name("rows read"), cost.rows_read as f64, "rows")];
    Ok(figures.into_iter().chain(refused).collect())
}

fn named(row: Row, events: u64, days: u64) -> Row {
    Row { name: format!("{} events over {days} days: {}", number(events as f64), row.name), ..row }
}
