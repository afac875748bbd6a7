//! What SQLite leaves behind. A deleted row stays in the unused parts of pages, and in the log of writes, until something else is written
//! there: so the tables that speak of people are written anew, and then the log is filled with nothing. D1 allows neither `VACUUM` nor the
//! pragmas that would do this.
//!
//! A table's pages hold copies of rows in places that no statement reaches, since rows move when pages split. So overwriting single rows
//! would not do.

use super::run::Outcome;
use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use serde::de::IgnoredAny;
use serde::Deserialize;

/// Statements that it takes: two that look, four for each table and a few for what hangs on one, and six that fill.
pub const STATEMENTS: u32 = 36;
/// Bytes of the database up to which they are written anew. All of it is one transaction, and D1 ends those that take longer than 30 s.
const MAX_BYTES: u64 = 256 << 20;
/// Blobs of zeros that fill the log at least. SQLite begins the log anew from 1,000 pages on, and leaves what was behind that.
const LEAST_BLOBS: u64 = 8;
/// Bytes of one of them.
const BLOB_BYTES: u64 = 1_000_000;

/// A table that speaks of people, what it is called while it is written anew, and the statements for that.
struct Table {
    name: &'static str,
    create: &'static str,
    copy: &'static str,
    drop: &'static str,
    rename: &'static str,
}

macro_rules! tables {
    ($($name:literal,)*) => {
        const TABLES: &[Table] = &[$(Table {
            name: $name,
            create: concat!("CREATE TABLE ", $name, "_anew "),
            copy: concat!("INSERT INTO ", $name, "_anew SELECT * FROM ", $name),
            drop: concat!("DROP TABLE ", $name),
            rename: concat!("ALTER TABLE ", $name, "_anew RENAME TO ", $name),
        }),*];
        const COUNT: &str = concat!("SELECT 0", $(" + (SELECT count(*) FROM (SELECT 1 FROM ", $name, " LIMIT ?1))",)* " AS count");
        const SCHEMA: &str = concat!(
            "SELECT type, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN (''", $(", '", $name, "'",)* ")"
        );
    };
}

tables! { "events", "causes", "rejected", "batches", "hour_columns", "hour_ledgers", }

#[derive(Deserialize)]
struct Piece {
    #[serde(rename = "type")]
    kind: String,
    tbl_name: String,
    sql: String,
}

impl Database {
    /// Writes the tables that speak of people anew, and fills the log of writes. Whether it did: where they have more than `most` rows together,
    /// each of which D1 counts and bills as a written one, they are left as they are.
    pub async fn overwrite(&self, most: u64) -> Result<bool, StorageFailed> {
        #[derive(Deserialize)]
        struct Count {
            count: u64,
        }
        let size: Outcome<Count> = self.run(Statement::fixed(COUNT, vec![Parameter::number(most + 1)])).await?;
        let rows: u64 = size.rows.iter().map(|row| row.count).sum();
        if rows > most || size.meta.size_after > MAX_BYTES {
            return Ok(false);
        }
        let schema = self.run::<Piece>(Statement::start(SCHEMA)).await?.rows;
        let statements = anew(&schema).ok_or_else(|| StorageFailed::because("a table's schema does not read"))?;
        self.run_all(statements).await?;
        // Once to the end of the log, which is begun anew then, and once over its beginning.
        for _ in 0..2 {
            self.fill(LEAST_BLOBS.max(size.meta.size_after / BLOB_BYTES)).await?;
        }
        Ok(true)
    }

    /// Writes zeros, and gives their place back.
    async fn fill(&self, blobs: u64) -> Result<(), StorageFailed> {
        const FILL: &str = "\
INSERT INTO filler
WITH RECURSIVE blobs (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM blobs WHERE number < ?1)
SELECT zeroblob(?2) FROM blobs";
        let fill = Statement::fixed(FILL, [blobs, BLOB_BYTES].map(Parameter::number).to_vec());
        // Should an earlier one have ended in between, its table is there still.
        self.run_all(vec![Statement::start("CREATE TABLE IF NOT EXISTS filler (zeros BLOB)"), fill]).await?;
        self.run::<IgnoredAny>(Statement::start("DROP TABLE IF EXISTS filler")).await.map(drop)
    }
}

/// The statements that write all tables anew, with what hangs on them. What they say of columns is the database's own text, from our migrations.
///
/// All copies are made before anything is dropped: they would be written into pages that were given back, and fill them in part.
fn anew(schema: &[Piece]) -> Option<Vec<Statement>> {
    let mut statements = Vec::new();
    for table in TABLES {
        let columns = schema.iter().find(|piece| piece.kind == "table" && piece.tbl_name == table.name)?.sql.split_once('(')?.1;
        statements.push(Statement { sql: format!("{}({columns}", table.create), parameters: Vec::new() });
        statements.push(Statement::start(table.copy));
    }
    statements.extend(TABLES.iter().map(|table| Statement::start(table.drop)));
    statements.extend(TABLES.iter().map(|table| Statement::start(table.rename)));
    let others = schema.iter().filter(|piece| piece.kind != "table");
    statements.extend(others.map(|piece| Statement { sql: piece.sql.clone(), parameters: Vec::new() }));
    Some(statements)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(kind: &str, table: &str, sql: &str) -> Piece {
        Piece { kind: kind.into(), tbl_name: table.into(), sql: sql.into() }
    }

    #[test]
    fn a_table_is_made_as_it_was_with_all_that_hangs_on_it() {
        let mut schema: Vec<Piece> =
            TABLES.iter().map(|table| piece("table", table.name, "CREATE TABLE \"x\" (a TEXT, b) STRICT")).collect();
        assert_eq!(anew(&schema).unwrap().len(), 4 * TABLES.len());
        schema.push(piece("index", "events", "CREATE INDEX i ON events (a)"));
        let made: Vec<String> = anew(&schema).unwrap().into_iter().map(|statement| statement.sql).collect();
        let place = |sql: &str| made.iter().position(|one| one == sql).unwrap();
        assert_eq!(made[..2], ["CREATE TABLE events_anew (a TEXT, b) STRICT", "INSERT INTO events_anew SELECT * FROM events"]);
        assert!(place("INSERT INTO hour_ledgers_anew SELECT * FROM hour_ledgers") < place("DROP TABLE events"));
        assert!(place("DROP TABLE hour_ledgers") < place("ALTER TABLE events_anew RENAME TO events"));
        assert_eq!(made.last().unwrap(), "CREATE INDEX i ON events (a)");
        assert!(made.len() + 8 <= STATEMENTS as usize);
        schema.remove(0);
        assert!(anew(&schema).is_none());
    }
}
