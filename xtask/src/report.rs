//! Rows of measurements: a table for people, one JSON document for programs, and whether each budget was kept.

use anyhow::{bail, Result};
use serde::Serialize;

/// One measured value.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub name: String,
    pub value: f64,
    pub unit: &'static str,
    /// `null` where nothing was promised.
    pub budget: Option<f64>,
    pub ok: bool,
    /// What else there is to say, such as the figures of a test.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Row {
    /// A value that must not exceed its budget.
    pub fn at_most(name: impl Into<String>, value: f64, unit: &'static str, budget: f64) -> Self {
        Self { name: name.into(), value, unit, budget: Some(budget), ok: value <= budget, note: None }
    }

    /// A value that is only reported.
    pub fn plain(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, budget: None, ok: true, note: None }
    }

    /// Something that either passed or did not.
    pub fn check(name: impl Into<String>, passed: bool) -> Self {
        Self { name: name.into(), value: f64::from(u8::from(passed)), unit: "pass", budget: Some(1.0), ok: passed, note: None }
    }

    /// The same row with a note behind it; an empty one is none.
    pub fn noting(self, note: &str) -> Self {
        Self { note: (!note.is_empty()).then(|| note.to_owned()), ..self }
    }
}

/// Prints the rows; an error names those that broke their budget.
pub fn publish(rows: &[Row], json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(&Document { rows })?);
    } else {
        print!("{}", table(rows));
    }
    let broken: Vec<&str> = rows.iter().filter(|row| !row.ok).map(|row| row.name.as_str()).collect();
    if !broken.is_empty() {
        bail!("not within budget: {}", broken.join(", "));
    }
    Ok(())
}

#[derive(Serialize)]
struct Document<'a> {
    rows: &'a [Row],
}

fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(4);
    let mut text = format!("{:<width$}  {:>12}  {:<12}  {:>12}  \n", "name", "value", "unit", "budget");
    for row in rows {
        let budget = row.budget.map(number).unwrap_or_default();
        let mark = match (row.budget, row.ok) {
            (None, _) => "",
            (_, true) => "ok",
            (_, false) => "OVER",
        };
        let mark = if row.unit == "pass" && !row.ok { "FAILED" } else { mark };
        let note = row.note.as_deref().unwrap_or_default();
        text += format!("{:<width$}  {:>12}  {:<12}  {:>12}  {mark:<6}  {note}", row.name, number(row.value), row.unit, budget).trim_end();
        text.push('\n');
    }
    text
}

/// Whole numbers in groups of three, others with two digits.
pub fn number(value: f64) -> String {
    if value.fract() != 0.0 && value.abs() < 1000.0 {
        return format!("{value:.2}");
    }
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value < 0.0 {
        format!("-{grouped}")
    } else {
        grouped
    }
}

#[cfg(test)]
mod tests {
    use super::{number, table, Row};

    #[test]
    fn numbers_are_readable() {
        assert_eq!(number(1234567.0), "1,234,567");
        assert_eq!(number(1.0), "1");
        assert_eq!(number(1.25), "1.25");
    }

    #[test]
    fn a_broken_budget_is_marked() {
        let text = table(&[Row::at_most("entry", 2000.0, "B", 1500.0), Row::plain("raw", 5.0, "B")]);
        assert!(text.lines().any(|line| line.starts_with("entry") && line.ends_with("OVER")));
        assert!(text.lines().any(|line| line.starts_with("raw") && line.ends_with('B')));
    }

    #[test]
    fn a_note_stands_at_the_end_of_its_row() {
        let text = table(&[Row::check("steady", true).noting("captured 5 of 5"), Row::check("other", false).noting("")]);
        assert!(text.lines().any(|line| line.starts_with("steady") && line.ends_with("ok      captured 5 of 5")));
        assert!(text.lines().any(|line| line.starts_with("other") && line.ends_with("FAILED")));
    }
}
