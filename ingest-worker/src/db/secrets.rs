//! The table `secrets`: what sessions are signed with.

use super::run::Outcome;
use super::statement::{Parameter, Statement};
use super::{Database, StorageFailed};
use crate::login::{Secret, Secrets};
use serde::de::IgnoredAny;
use serde::Deserialize;
use std::cell::RefCell;

/// How long an isolate trusts what it read. `login/secrets.rs` counts on it.
const TRUSTED_MS: u64 = 60_000;
/// How long it trusts that there are none: whoever sends cookies that nobody signed has them looked for no more often.
const TRUSTED_EMPTY_MS: u64 = 3_000;

thread_local! {
    // An isolate has one thread, and serves many requests in turn.
    static REMEMBERED: RefCell<Option<(u64, Secrets)>> = const { RefCell::new(None) };
}

const SELECT: &str = "SELECT id, secret, made_at FROM secrets";

/// The deployment's secrets, of which there may be none.
pub async fn find(database: &Database, now: u64) -> Result<Secrets, StorageFailed> {
    let is_trusted = |at: u64, secrets: &Secrets| now.saturating_sub(at) < if secrets.is_empty() { TRUSTED_EMPTY_MS } else { TRUSTED_MS };
    let remembered = REMEMBERED.with_borrow(|known| known.as_ref().filter(|(at, it)| is_trusted(*at, it)).map(|(_, it)| it.clone()));
    match remembered {
        Some(secrets) => Ok(secrets),
        None => remember(database.run(Statement::start(SELECT)).await?, now),
    }
}

/// Keeps random bytes as the secret with this id, unless another isolate was first, and answers what is kept.
pub async fn make(database: &Database, id: u64, random: [u8; 32], now: u64) -> Result<Secrets, StorageFailed> {
    let mut outcomes = database.run_all(making(id, random, now)).await?;
    outcomes.next::<IgnoredAny>()?;
    outcomes.next::<IgnoredAny>()?;
    remember(outcomes.next()?, now)
}

fn making(id: u64, random: [u8; 32], now: u64) -> Vec<Statement> {
    const INSERT: &str = "INSERT OR IGNORE INTO secrets (id, secret, made_at) VALUES (?1, ?2, ?3)";
    // The one before this stays good for a while; the one before that was replaced a month ago.
    const FORGET: &str = "DELETE FROM secrets WHERE id < ?1 - 1";
    let hex: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let insert = Statement::fixed(INSERT, vec![Parameter::number(id), Parameter::Text(hex), Parameter::number(now)]);
    vec![insert, Statement::fixed(FORGET, vec![Parameter::number(id)]), Statement::start(SELECT)]
}

#[derive(Deserialize)]
struct Row {
    id: u64,
    secret: String,
    made_at: u64,
}

fn remember(outcome: Outcome<Row>, now: u64) -> Result<Secrets, StorageFailed> {
    let secrets: Option<Vec<Secret>> = outcome.rows.into_iter().map(|row| Secret::read(row.id, &row.secret, row.made_at)).collect();
    let secrets = Secrets::of(secrets.ok_or_else(|| StorageFailed::because("a stored secret does not read"))?);
    REMEMBERED.set(Some((now, secrets.clone())));
    Ok(secrets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_who_makes_a_secret_has_made_it_for_all() {
        let [insert, forget, select] = making(3, [0xab; 32], 9).try_into().unwrap();
        assert!(insert.sql.starts_with("INSERT OR IGNORE"));
        assert_eq!(insert.parameters[1], Parameter::Text("ab".repeat(32)));
        assert_eq!((forget.parameters, select.sql.as_str()), (vec![Parameter::Number(3)], SELECT));
    }
}
