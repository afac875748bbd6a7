//! One table with a column for each tracker, Trailmark's first with its budgets, and the same as JSON.

use anyhow::Result;
use serde::Serialize;

use crate::report::number;

/// One line: the same thing measured for every tracker.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub name: String,
    pub unit: &'static str,
    /// What Trailmark promises: at most this. Timings depend on the machine, so exceeding it is shown and fails nothing.
    pub budget: Option<f64>,
    /// In the order of the table's columns; `null` where it makes no sense or nothing was measured.
    pub values: Vec<Option<f64>>,
}

impl Line {
    /// Whether Trailmark kept its budget; nothing where it has none or was not measured.
    fn kept(&self) -> Option<bool> {
        Some(self.values.first().copied().flatten()? <= self.budget?)
    }
}

/// A table with its footnotes.
#[derive(Debug, Clone, Serialize)]
pub struct SideBySide {
    /// Each tracker's name with its version.
    pub trackers: Vec<String>,
    pub lines: Vec<Line>,
    pub notes: Vec<String>,
}

impl SideBySide {
    /// Prints it.
    pub fn publish(&self, json: bool) -> Result<()> {
        if json {
            println!("{}", serde_json::to_string(self)?);
        } else {
            print!("{}", self.table());
        }
        Ok(())
    }

    fn table(&self) -> String {
        let mut head = vec![String::new(), "unit".to_owned()];
        head.extend(self.trackers.iter().cloned());
        head.extend(["budget".to_owned(), String::new()]);
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(self.lines.iter().map(row)).collect();
        aligned(&rows, 2, &self.notes)
    }
}

/// Rows of cells in columns, the first `words` of them to the left and the others, being numbers, to the right; notes below.
pub fn aligned(rows: &[Vec<String>], words: usize, notes: &[String]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column| rows.iter().filter_map(|row| row.get(column)).map(|cell: &String| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let padded =
            cells.map(|(column, (cell, width))| if column < words { format!("{cell:<width$}") } else { format!("{cell:>width$}") });
        text += padded.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    for note in notes {
        text += &format!("\n{note}\n");
    }
    text
}

fn row(line: &Line) -> Vec<String> {
    let mut cells = vec![line.name.clone(), line.unit.to_owned()];
    cells.extend(line.values.iter().map(|value| value.map_or_else(|| "–".to_owned(), number)));
    cells.push(line.budget.map_or_else(String::new, number));
    cells.push(line.kept().map_or("", |kept| if kept { "ok" } else { "over" }).to_owned());
    cells
}

#[cfg(test)]
mod tests {
    use super::{Line, SideBySide};

    #[test]
    fn budgets_are_judged_by_the_first_column() {
        let line =
            |name: &str, values: [Option<f64>; 2], budget| Line { name: name.to_owned(), unit: "µs", budget, values: values.into() };
        let table = SideBySide {
            trackers: vec!["trailmark".to_owned(), "other 1.0".to_owned()],
            lines: vec![
                line("kept", [Some(30.0), Some(1930.0)], Some(40.0)),
                line("broken", [Some(300.0), None], Some(250.0)),
                line("missing", [None, Some(1.0)], Some(1.0)),
            ],
            notes: vec!["A note.".to_owned()],
        };
        let text = table.table();
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert!(lines.contains(&vec!["kept", "µs", "30", "1,930", "40", "ok"]), "{text}");
        assert!(lines.contains(&vec!["broken", "µs", "300", "–", "250", "over"]), "{text}");
        assert!(lines.contains(&vec!["missing", "µs", "–", "1", "1"]), "{text}");
        assert!(text.ends_with("\nA note.\n"), "{text}");
    }
}
