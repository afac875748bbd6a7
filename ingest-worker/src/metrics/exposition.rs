use std::fmt::{Display, Write};

/// Metrics in Prometheus' text format 0.0.4, being written: families, each with its samples behind it.
#[derive(Debug, Default)]
pub struct Exposition(String);

impl Exposition {
    /// Begins a family. `kind` is `counter`, `gauge` or `histogram`.
    pub fn family(&mut self, name: &str, kind: &str, help: &str) {
        let help = help.replace('\\', "\\\\").replace('\n', "\\n");
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {kind}"));
    }

    /// A sample of the family that was begun last.
    pub fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let mut list = String::new();
        for (label, text) in labels {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            list.push(if list.is_empty() { '{' } else { ',' });
            // Writing to a text does not fail.
            let _ = write!(list, "{label}=\"{text}\"");
        }
        if !list.is_empty() {
            list.push('}');
        }
        self.line(format_args!("{name}{list} {value}"));
    }

    /// The text.
    pub fn finish(self) -> String {
        self.0
    }

    fn line(&mut self, line: impl Display) {
        let _ = writeln!(self.0, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_meaning_is_escaped() {
        let mut exposition = Exposition::default();
        exposition.family("a_total", "counter", "one\ntwo \\ three");
        exposition.sample("a_total", &[("code", "x\"y\\z\n")], 7);
        exposition.sample("a_total", &[], 0.25);
        let text = "# HELP a_total one\\ntwo \\\\ three\n# TYPE a_total counter\na_total{code=\"x\\\"y\\\\z\\n\"} 7\na_total 0.25\n";
        assert_eq!(exposition.finish(), text);
    }
}
