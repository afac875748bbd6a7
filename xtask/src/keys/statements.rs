use key_model::NewKey;
use serde_json::{json, Value};

use crate::sql::{Literal, Statement};

/// What a key shall be.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The slug of its project.
    pub project: &'a str,
    /// What people call it.
    pub label: Option<&'a str>,
    /// The origins that it shall be bound to; none at all is any.
    pub origins: &'a [String],
    /// From when on it shall be worth nothing.
    pub expires_at: Option<u64>,
    /// The present.
    pub at: u64,
}

const COLUMNS: &str = "\
SELECT keys.id, projects.slug AS project, kind, label, origins, expires_at, revoked_at, last_used_at FROM keys JOIN projects ON projects.id = project_id";
/// What makes a key one that works, at a moment.
const WORKING: &str = " AND revoked_at IS NULL AND coalesce(expires_at > ?, 1)";

/// The keys of a project, or of all; the newest last.
pub fn list(project: Option<&str>) -> Statement {
    let of_project = " WHERE coalesce(projects.slug = ?, 1) ORDER BY project_id, keys.created_at, keys.id";
    Statement::new(COLUMNS, &[]).then(of_project, &[Literal::optional(project)])
}

/// One key.
pub fn find(id: &str) -> Statement {
    Statement::new(COLUMNS, &[]).then(" WHERE keys.id = ?", &[Literal::text(id)])
}

/// How many keys there are.
pub fn count() -> Statement {
    Statement::new("SELECT count(*) AS count FROM keys", &[])
}

/// Makes a key, tells the audit, and returns the key: nothing where there is no such project.
pub fn create(key: &NewKey, wanted: &Wanted) -> [Statement; 3] {
    const INSERT: &str = "\
INSERT INTO keys (hash, project_id, kind, label, origins, expires_at, created_at) SELECT ?, id, ?, ?, ?, ?, ? FROM projects WHERE slug = ?";
    // A list of texts always has a JSON form.
    let origins = (!wanted.origins.is_empty()).then(|| serde_json::to_string(wanted.origins).unwrap_or_default());
    let kind = key.kind.name();
    let values = [
        Literal::text(&key.hash()),
        Literal::text(kind),
        Literal::optional(wanted.label),
        Literal::optional(origins.as_deref()),
        Literal::optional_number(wanted.expires_at),
        Literal::number(wanted.at),
        Literal::text(wanted.project),
    ];
    let details = json!({ "key": key.id(), "kind": kind });
    [Statement::new(INSERT, &values), audit(&key.id(), "key_created", &details, wanted.at), find(&key.id())]
}

/// Makes a key in another's place, tells the audit, and returns the new one: nothing where the old one does not work or was replaced before.
pub fn rotate(id: &str, new: &NewKey, overlap_ms: u64, now: u64) -> [Statement; 4] {
    const INSERT: &str = "\
INSERT INTO keys (hash, project_id, kind, label, origins, expires_at, created_at)
SELECT ?, project_id, kind, label, origins, expires_at, ? FROM keys WHERE id = ? AND replaced_by IS NULL";
    const UPDATE: &str = "\
UPDATE keys SET replaced_by = ?, expires_at = min(coalesce(expires_at, ?), ?) WHERE id = ? AND replaced_by IS NULL";
    let working = [Literal::number(now)];
    let insert = [Literal::text(&new.hash()), Literal::number(now), Literal::text(id)];
    let end = Literal::number(now.saturating_add(overlap_ms));
    let update = [Literal::text(&new.id()), end.clone(), end, Literal::text(id)];
    let details = json!({ "key": id, "new_key": new.id() });
    [
        Statement::new(INSERT, &insert).then(WORKING, &working),
        Statement::new(UPDATE, &update).then(WORKING, &working),
        audit(id, "key_rotated", &details, now),
        find(&new.id()),
    ]
}

/// Takes a key back, tells the audit, and returns the key.
pub fn revoke(id: &str, now: u64) -> [Statement; 3] {
    const REVOKE: &str = "UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";
    let revoke = Statement::new(REVOKE, &[Literal::number(now), Literal::text(id)]);
    [revoke, audit(id, "key_revoked", &json!({ "key": id }), now), find(id)]
}

/// A line of the audit of the key's project, if the statement right before changed something. No key did it: who owns the deployment did.
fn audit(id: &str, action: &'static str, details: &Value, at: u64) -> Statement {
    const APPEND: &str = "\
INSERT INTO audit (project_id, seq, at, action, key_id, details)
SELECT project_id, coalesce((SELECT max(seq) FROM audit WHERE audit.project_id = keys.project_id), 0) + 1, ?, ?, NULL, ?
FROM keys WHERE id = ? AND changes() > 0";
    Statement::new(APPEND, &[Literal::number(at), Literal::text(action), Literal::text(&details.to_string()), Literal::text(id)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use key_model::{KeyKind, NewKey};

    #[test]
    fn no_key_s_text_is_in_a_statement_and_nothing_that_was_typed() -> Result<(), getrandom::Error> {
        let key = NewKey::draw(KeyKind::Write, getrandom::fill)?;
        let origins = ["https://shop.example".to_owned()];
        let wanted = Wanted { project: "shop", label: Some("it's; --"), origins: &origins, expires_at: Some(9), at: 7 };
        let made = [&create(&key, &wanted)[..], &rotate("0123456789ab", &key, 5, 7), &revoke("0123456789ab", 7)].concat();
        for statement in made {
            for word in [key.text.as_str(), "it's", "shop.example", "'shop'", "0123456789ab", ";"] {
                assert!(!statement.as_str().contains(word), "{word} in {}", statement.as_str());
            }
        }
        Ok(())
    }
}
