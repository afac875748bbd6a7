//! Statements on their way to D1, and what came of them.

use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::value::RawValue;
use worker::js_sys::{Array, JSON};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::wasm_bindgen_futures::JsFuture;
use worker::worker_sys::types::D1Database as JsDatabase;
use worker::D1PreparedStatement;

impl Database {
    /// Runs one statement.
    pub(super) async fn run<T: DeserializeOwned>(&self, statement: Statement) -> Result<Outcome<T>, StorageFailed> {
        self.statements.set(self.statements.get() + 1);
        let promise = self.prepare(&statement).and_then(|prepared| prepared.inner().all());
        let outcome = JsFuture::from(promise.map_err(thrown)?).await.map_err(thrown)?;
        self.account.count(&outcome);
        parse(&text(&outcome)?)
    }

    /// Runs statements as one transaction: what they see is of one moment, and all of them hold or none.
    pub(super) async fn run_all(&self, statements: Vec<Statement>) -> Result<Outcomes, StorageFailed> {
        let outcomes: Vec<Box<RawValue>> = parse(&text(&self.run_raw(statements).await?)?)?;
        Ok(Outcomes(outcomes.into_iter()))
    }

    /// The list of the outcomes of statements that are one transaction, as D1 gives it.
    pub(super) async fn run_raw(&self, statements: Vec<Statement>) -> Result<JsValue, StorageFailed> {
        self.statements.set(self.statements.get() + statements.len() as u32);
        let prepared: Result<Array, JsValue> =
            statements.iter().map(|statement| self.prepare(statement).map(|one| JsValue::from(one.inner()))).collect();
        let database: &JsValue = self.d1.as_ref();
        let promise = database.unchecked_ref::<JsDatabase>().batch(prepared.map_err(thrown)?);
        let outcome = JsFuture::from(promise.map_err(thrown)?).await.map_err(thrown)?;
        self.account.count(&outcome);
        Ok(outcome)
    }

    fn prepare(&self, statement: &Statement) -> Result<D1PreparedStatement, JsValue> {
        let values: Vec<JsValue> = statement.parameters.iter().map(value).collect();
        let prepared = self.d1.prepare(statement.sql.as_str());
        // D1 refuses an empty list of values.
        if values.is_empty() {
            return Ok(prepared);
        }
        prepared.bind(&values).map_err(JsValue::from)
    }
}

/// What a statement brought.
#[derive(Debug, Deserialize)]
pub(super) struct Outcome<T> {
    /// Its rows.
    #[serde(rename = "results")]
    pub(super) rows: Vec<T>,
    pub(super) meta: Meta,
}

/// What D1 bills.
#[derive(Debug, Deserialize)]
pub(super) struct Meta {
    #[serde(default)]
    pub(super) rows_written: u64,
    #[serde(default)]
    pub(super) changes: u64,
    #[serde(default)]
    pub(super) rows_read: u64,
    /// Bytes of the database.
    #[serde(default)]
    pub(super) size_after: u64,
    /// Milliseconds within the database.
    #[serde(default)]
    pub(super) duration: f64,
}

/// What several statements brought, in their order.
pub(super) struct Outcomes(std::vec::IntoIter<Box<RawValue>>);

impl Outcomes {
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Result<Outcome<T>, StorageFailed> {
        let outcome = self.0.next().ok_or_else(|| StorageFailed::because("fewer outcomes than statements"))?;
        parse(outcome.get())
    }

    pub(super) fn all<T: DeserializeOwned>(self) -> Result<Vec<Outcome<T>>, StorageFailed> {
        self.0.map(|outcome| parse(outcome.get())).collect()
    }

    pub(super) fn next_count(&mut self) -> Result<u64, StorageFailed> {
        #[derive(Deserialize)]
        struct Count {
            count: u64,
        }
        Ok(self.next::<Count>()?.rows.into_iter().map(|row| row.count).sum())
    }
}

fn value(parameter: &Parameter) -> JsValue {
    match parameter {
        Parameter::Text(text) => JsValue::from_str(text),
        Parameter::Number(number) => JsValue::from_f64(*number as f64),
        Parameter::Null => JsValue::NULL,
    }
}

/// One text carries a whole outcome across the border between JavaScript and wasm. Crossing it value by value, 37 columns of a hundred
/// rows, would cost more than the query.
pub(super) fn text(outcome: &JsValue) -> Result<String, StorageFailed> {
    JSON::stringify(outcome).map(String::from).map_err(thrown)
}

pub(super) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, StorageFailed> {
    // serde's own words may quote a value, so only the place goes into the log.
    let misread = |error: serde_json::Error| StorageFailed::because(&format!("an outcome does not read at column {}", error.column()));
    serde_json::from_str(text).map_err(misread)
}

/// D1's messages name tables, columns and what could not be done, but no values.
pub(super) fn thrown(error: JsValue) -> StorageFailed {
    let message = error.dyn_ref::<worker::js_sys::Error>().map(|error| String::from(error.message()));
    StorageFailed::because(message.or(error.as_string()).as_deref().unwrap_or("something that is no error was thrown"))
}
