use std::fmt;

use super::ask::Cost;
use crate::report::{number, Row};

/// What questions cost, a line each.
#[derive(Debug)]
pub struct Table(pub Vec<Line>);

/// One question about one range.
#[derive(Debug)]
pub struct Line {
    pub name: &'static str,
    pub days: u64,
    pub cold: Cost,
    pub warm: Cost,
}

impl Table {
    /// The same as rows of a report.
    pub fn rows(&self, events: u64) -> Vec<Row> {
        let mut rows = Vec::new();
        for line in &self.0 {
            for (state, cost) in [("nothing folded", &line.cold), ("everything folded", &line.warm)] {
                let name = |what: &str| format!("{} events, {} over {} days, {state}: {what}", number(events as f64), line.name, line.days);
                if let Some(code) = &cost.refused {
                    rows.push(Row::plain(name("refused"), 1.0, "answers").noting(code));
                    continue;
                }
                rows.push(Row::plain(name("p50"), cost.p50_ms, "ms"));
                rows.push(Row::plain(name("p95"), cost.p95_ms, "ms"));
                rows.push(Row::plain(name("rows read"), cost.rows_read as f64, "rows"));
            }
        }
        rows
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|line| line.name.len()).max().unwrap_or(0).max("question".len());
        writeln!(formatter, "{:<width$}  {:>4}  {:^33}  {:^33}", "", "", "nothing folded", "everything folded")?;
        let head = format!("{:>9}  {:>9}  {:>11}", "p50 ms", "p95 ms", "rows read");
        writeln!(formatter, "{:<width$}  {:>4}  {head}  {head}", "question", "days")?;
        for line in &self.0 {
            writeln!(formatter, "{:<width$}  {:>4}  {}  {}", line.name, line.days, cells(&line.cold), cells(&line.warm))?;
        }
        Ok(())
    }
}

fn cells(cost: &Cost) -> String {
    match &cost.refused {
        Some(code) => format!("{code:>33}"),
        None => format!("{:>9.1}  {:>9.1}  {:>11}", cost.p50_ms, cost.p95_ms, number(cost.rows_read as f64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_stands_where_its_figures_would() {
        let warm = Cost { p50_ms: 1.25, p95_ms: 20.0, rows_read: 1234, refused: None };
        let cold = Cost { refused: Some("question_too_big".into()), ..Cost::default() };
        let text = Table(vec![Line { name: "paths", days: 90, cold, warm }]).to_string();
        let line = text.lines().last().unwrap_or_default();
        assert!(line.contains("question_too_big") && line.ends_with("1,234"), "{text}");
        assert!(text.lines().skip(1).all(|other| other.chars().count() == line.chars().count()), "{text}");
    }
}
