/// A value from outside, on its way into a statement. There is no way into the statement's text.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameter {
    /// Text, or JSON text.
    Text(String),
    /// A whole number. It reaches SQLite as a floating-point number, since JavaScript has no other that D1 takes; up to 2⁵³ that is
    /// exact, and comparisons and INTEGER columns turn it back.
    Number(i64),
    /// Nothing.
    Null,
}

impl Parameter {
    /// A time or a count. What is beyond an i64 is beyond every stored number as well.
    pub fn number(value: u64) -> Parameter {
        Parameter::Number(i64::try_from(value).unwrap_or(i64::MAX))
    }

    /// Text that may be absent.
    pub fn optional(value: Option<&str>) -> Parameter {
        value.map_or(Parameter::Null, |text| Parameter::Text(text.to_owned()))
    }
}

/// SQL text that grows out of our own words, and the parameters bound to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// The text, with `?1`, `?2` … in it.
    pub sql: String,
    /// What is bound to them.
    pub parameters: Vec<Parameter>,
}

impl Statement {
    /// A statement that is one fixed text.
    pub fn fixed(sql: &'static str, parameters: Vec<Parameter>) -> Statement {
        Statement { sql: sql.to_owned(), parameters }
    }

    /// Starts a statement that grows.
    pub fn start(sql: &'static str) -> Statement {
        Statement::fixed(sql, Vec::new())
    }

    /// Appends words of ours; what comes from outside cannot be `'static`.
    pub fn push(&mut self, sql: &'static str) -> &mut Statement {
        self.sql.push_str(sql);
        self
    }

    /// Appends a place for a parameter and binds it.
    pub fn bind(&mut self, parameter: Parameter) -> &mut Statement {
        self.parameters.push(parameter);
        self.sql.push('?');
        self.sql.push_str(&self.parameters.len().to_string());
        self
    }
}
