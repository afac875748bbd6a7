//! Statements for wrangler, which binds no parameters. What comes from outside stands in them as hexadecimal digits, so there is nothing in it that SQL,
//! a shell or wrangler could take for something else.

/// One statement of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement(String);

impl Statement {
    /// Fills the places `?` of a text of ours with values, one after the other.
    pub fn new(text: &'static str, values: &[Literal]) -> Statement {
        Statement(String::new()).then(text, values)
    }

    /// The same behind what is there.
    pub fn then(mut self, text: &'static str, values: &[Literal]) -> Statement {
        let mut parts = text.split('?');
        self.0.push_str(parts.next().unwrap_or_default());
        debug_assert_eq!(parts.clone().count(), values.len(), "{text}");
        for (part, value) in parts.zip(values) {
            self.0.push_str(&value.0);
            self.0.push_str(part);
        }
        self
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A value in a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal(String);

impl Literal {
    /// A text, whatever is in it.
    pub fn text(value: &str) -> Literal {
        let digits: String = value.bytes().map(|byte| format!("{byte:02x}")).collect();
        Literal(format!("CAST(x'{digits}' AS TEXT)"))
    }

    /// A text that may be absent.
    pub fn optional(value: Option<&str>) -> Literal {
        value.map_or(Literal("NULL".to_owned()), Literal::text)
    }

    /// A number.
    pub fn number(value: u64) -> Literal {
        Literal(value.to_string())
    }

    /// A number that may be absent.
    pub fn optional_number(value: Option<u64>) -> Literal {
        value.map_or(Literal("NULL".to_owned()), Literal::number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_value_is_sql() {
        for value in ["", "it's", "'; DROP TABLE keys; --", "x' AS TEXT); --", "?", "\0\n", "测试"] {
            let made = Statement::new("SELECT ? WHERE ? = 1;", &[Literal::text(value), Literal::number(7)]);
            let digits = made.as_str().strip_prefix("SELECT CAST(x'").and_then(|rest| rest.strip_suffix("' AS TEXT) WHERE 7 = 1;"));
            let digits = digits.unwrap_or("?");
            assert!(digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && digits.len() == 2 * value.len(), "{}", made.as_str());
        }
        let absent = Statement::new("SELECT ?, ?", &[Literal::optional(None), Literal::optional_number(None)]);
        assert_eq!(absent.as_str(), "SELECT NULL, NULL");
    }
}
