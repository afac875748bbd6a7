//! Erasing a user, a bounded piece in each request: rejected events, then the user's own, then what others' events say of the user.
//!
//! Whatever was not finished is found again: events that say who a visitor was go last of all, so as long as any of the visitor's is left, it
//! is known whose it is.

use super::mentions::{self, Form, Mention, RejectedMention, Theirs, ACTOR_TYPE, FORMS, PAGE_EVENTS, PAGE_REJECTED};
use super::run::Outcome;
use super::statement::Statement;
use super::{audit, causes, hours, overwrite, rejected, Database, StorageFailed};
use crate::audit::Entry;
use crate::erasure::Person;
use crate::instant::HOUR_MS;
use crate::key::Project;
use crate::query::deletion::TypeCount;
use crate::query::erasure::{Allowance, Did, EraseQuery, Erased};
use serde::de::IgnoredAny;
use serde::Deserialize;

/// Events of one step, which is one transaction.
const STEP_EVENTS: u64 = 5_000;
/// Statements of a step at most: one that reads, and a transaction.
const STEP_STATEMENTS: u32 = 9;
/// Visitors of one request. Those of a user are few, unless somebody makes them.
const MAX_VISITORS: usize = 1_000;
/// Batches that one request forgets.
const MAX_BATCHES: u64 = 1_000;
/// Where one text of rows ends and another begins: D1 takes values of 2 MB at most.
const TEXT_BYTES: usize = 1_000_000;

#[derive(Deserialize)]
struct Key {
    occurred_at: u64,
    event_id: String,
}

impl Database {
    /// The visitors that were only ever this user, at most so many, and whether these are all.
    pub(super) async fn visitors(&self, project: Project, person: &Person, limit: usize) -> Result<(Vec<String>, bool), StorageFailed> {
        #[derive(Deserialize)]
        struct Visitor {
            visitor_id: String,
        }
        let rows = self.run::<Visitor>(mentions::visitors(project, person, limit)).await?.rows;
        let is_all = rows.len() <= limit;
        Ok((rows.into_iter().map(|row| row.visitor_id).take(limit).collect(), is_all))
    }

    /// Erases a user as far as the allowance goes, or only counts.
    pub async fn erase(&self, project: Project, query: &EraseQuery, allowance: Allowance, entry: Entry) -> Result<Erased, StorageFailed> {
        let person = &query.person;
        let (visitors, is_all) = self.visitors(project, person, MAX_VISITORS).await?;
        let theirs = Theirs { project, person, visitors: json(&visitors), is_all };
        let counted = self.run::<TypeCount>(theirs.count_types()).await?.rows;
        let matched = counted.iter().map(|one| one.count).sum();
        if !query.dry_run {
            // Before anything is gone: what comes is several transactions.
            let entry = entry.count("matched", matched).count("visitors", visitors.len() as u64);
            self.run::<IgnoredAny>(audit::append(project, &entry)).await?;
        }
        let did = Did { visitors: visitors.len() as u64, left: u64::from(!is_all), ..Did::default() };
        let mut erasure = Erasure { database: self, theirs, dry_run: query.dry_run, allowance, did };
        // What is left when the statements are used up is left in this order.
        if erasure.rejected().await? && erasure.events(matched).await? && erasure.mentions().await? {
            erasure.rest().await?;
            erasure.overwrite().await?;
        }
        Ok(query.answer(counted, erasure.did))
    }
}

struct Erasure<'a> {
    database: &'a Database,
    theirs: Theirs<'a>,
    dry_run: bool,
    allowance: Allowance,
    did: Did,
}

impl Erasure<'_> {
    fn has_statements(&self) -> bool {
        self.database.statements() + STEP_STATEMENTS <= self.allowance.statements
    }

    async fn run(&self, statements: Vec<Statement>) -> Result<Vec<Outcome<IgnoredAny>>, StorageFailed> {
        self.database.run_all(statements).await?.all()
    }

    /// Forgets rejected events that name the user or are of the visitors. Whether all were looked at.
    async fn rejected(&mut self) -> Result<bool, StorageFailed> {
        let mut after = String::new();
        while self.has_statements() {
            let rows = self.database.run::<RejectedMention>(mentions::rejected_page(&self.theirs, &after)).await?.rows;
            let is_last = (rows.len() as u64) < PAGE_REJECTED;
            if let Some(last) = rows.last() {
                after.clone_from(&last.row.id);
            }
            let ids: Vec<&str> = rows.iter().filter(|one| one.is_about(self.theirs.person)).map(|one| one.row.id.as_str()).collect();
            self.did.rejected += ids.len() as u64;
            if !ids.is_empty() && !self.dry_run {
                self.run(vec![rejected::settle(self.theirs.project, &ids)]).await?;
            }
            if is_last {
                return Ok(true);
            }
        }
        self.did.left += 1;
        Ok(false)
    }

    /// Deletes the user's events, of which there are so many. Whether all of them.
    async fn events(&mut self, matched: u64) -> Result<bool, StorageFailed> {
        if self.dry_run || matched == 0 {
            return Ok(true);
        }
        while self.has_statements() {
            let keys = self.database.run::<Key>(self.theirs.keys(STEP_EVENTS)).await?.rows;
            let is_last = (keys.len() as u64) < STEP_EVENTS;
            if !keys.is_empty() {
                let outcomes = self.run(self.remove(&keys)).await?;
                self.did.deleted += outcomes.last().map_or(0, |deleted| deleted.meta.changes);
            }
            if is_last {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The statements that delete events, the last of which does.
    fn remove(&self, keys: &[Key]) -> Vec<Statement> {
        let project = self.theirs.project;
        let list = json(&keys.iter().map(|key| (key.occurred_at, key.event_id.as_str())).collect::<Vec<_>>());
        let mut statements: Vec<Statement> = hours::forget_hours(project, &hours_of(keys.iter().map(|key| key.occurred_at))).into();
        statements.extend([causes::forget_of(project, &list), mentions::delete(project, &list)]);
        statements
    }

    /// Takes the id out of the events of others. Whether all were looked at.
    async fn mentions(&mut self) -> Result<bool, StorageFailed> {
        let Theirs { project, person, .. } = self.theirs;
        let mut last: Option<Mention> = None;
        loop {
            let after = last.as_ref().map(|row| (row.occurred_at, row.event_id.as_str()));
            if !self.has_statements() {
                self.did.left += self.database.run_all(vec![mentions::count(project, person, after)]).await?.next_count()?;
                return Ok(false);
            }
            let mut rows = self.database.run::<Mention>(mentions::page(project, person, after)).await?.rows;
            let is_last = (rows.len() as u64) < PAGE_EVENTS;
            let changes = Changes::of(person, &rows);
            self.did.replaced += changes.count();
            if changes.count() > 0 && !self.dry_run {
                self.run(self.change(&changes)).await?;
            }
            last = rows.pop();
            if is_last {
                return Ok(true);
            }
        }
    }

    fn change(&self, changes: &Changes) -> Vec<Statement> {
        let project = self.theirs.project;
        let mut statements = Vec::with_capacity(STEP_STATEMENTS as usize);
        if !changes.removed.is_empty() {
            statements.extend(self.remove(&changes.removed));
        }
        if !changes.changed.is_empty() {
            let keys = json(&changes.changed);
            statements.extend(hours::forget_hours(project, &hours_of(changes.changed.iter().map(|(occurred_at, _)| *occurred_at))));
            statements.push(causes::forget_of(project, &keys));
            statements.extend(changes.texts.iter().map(|rows| mentions::replace(project, format!("[{rows}]"))));
            statements.push(causes::record_of(project, &keys));
        }
        statements
    }

    /// Forgets what batches and visits say.
    async fn rest(&mut self) -> Result<(), StorageFailed> {
        #[derive(Deserialize)]
        struct Batch {
            instance_id: String,
            batch_id: String,
        }
        if self.dry_run {
            return Ok(());
        }
        let Theirs { project, person, .. } = self.theirs;
        let names = |text: &String| person.text(text).is_some();
        let batches = self.database.run::<Batch>(mentions::batches(project, person, MAX_BATCHES)).await?.rows;
        if batches.len() as u64 == MAX_BATCHES {
            self.did.left += 1;
        }
        let named = batches.into_iter().filter(|batch| names(&batch.instance_id) || names(&batch.batch_id));
        let named: Vec<(String, String)> = named.map(|batch| (batch.instance_id, batch.batch_id)).collect();
        let mut statements = vec![mentions::forget_visits(&self.theirs)];
        if !named.is_empty() {
            statements.extend(mentions::forget_batches(project, &json(&named)));
        }
        self.run(statements).await.map(drop)
    }

    /// Overwrites what is left behind in the database's file, if nothing else is left to do.
    async fn overwrite(&mut self) -> Result<(), StorageFailed> {
        if self.dry_run || self.did.left > 0 {
            return Ok(());
        }
        if self.database.statements() + overwrite::STATEMENTS > self.allowance.statements {
            self.did.left += 1;
            return Ok(());
        }
        self.did.overwritten = self.database.overwrite(self.allowance.rewritten_rows).await?;
        Ok(())
    }
}

/// What becomes of a page of others' events.
#[derive(Default)]
struct Changes {
    /// Keys of those whose own id names the user: it cannot be another.
    removed: Vec<Key>,
    /// Keys of those that are written anew.
    changed: Vec<(u64, String)>,
    /// Their rows, as the insides of JSON lists.
    texts: Vec<String>,
}

impl Changes {
    fn of(person: &Person, rows: &[Mention]) -> Changes {
        let mut changes = Changes::default();
        for row in rows {
            if person.text(&row.event_id).is_some() {
                changes.removed.push(Key { occurred_at: row.occurred_at, event_id: row.event_id.clone() });
            } else if let Some(texts) = replaced(person, &row.texts) {
                let text = json(&(row.occurred_at, &row.event_id, texts));
                match changes.texts.last_mut().filter(|open| open.len() + text.len() < TEXT_BYTES) {
                    Some(open) => {
                        open.push(',');
                        open.push_str(&text);
                    }
                    None => changes.texts.push(text),
                }
                changes.changed.push((row.occurred_at, row.event_id.clone()));
            }
        }
        changes
    }

    fn count(&self) -> u64 {
        (self.removed.len() + self.changed.len()) as u64
    }
}

/// An event's texts without the id, if it is in any.
fn replaced(person: &Person, texts: &str) -> Option<Vec<Option<String>>> {
    let groups: Vec<Option<Vec<Option<String>>>> = serde_json::from_str(texts).ok()?;
    // The last of each is no column.
    let columns = |mut group: Vec<Option<String>>| {
        group.pop();
        group
    };
    let mut texts: Vec<Option<String>> = groups.into_iter().flatten().flat_map(columns).collect();
    let is_user = texts.get(ACTOR_TYPE).is_some_and(|kind| kind.as_deref() == Some("user"));
    let mut is_any = false;
    for (text, form) in texts.iter_mut().zip(FORMS) {
        let Some(old) = text.as_deref() else { continue };
        let new = match form {
            Form::Actor if is_user => (old == person.id()).then(|| person.text(old)),
            Form::Text | Form::Actor => person.text(old).map(Some),
            Form::Json => person.json(old).map(Some),
            Form::Ids => without(person, old),
            Form::Whole => (old == person.id()).then(|| person.text(old)),
        };
        if let Some(new) = new {
            *text = new;
            is_any = true;
        }
    }
    is_any.then_some(texts)
}

/// A list of events' ids without those that name the user; `Some(None)` is an empty one.
fn without(person: &Person, ids: &str) -> Option<Option<String>> {
    let mut ids: Vec<String> = serde_json::from_str(ids).ok()?;
    let count = ids.len();
    ids.retain(|id| person.text(id).is_none());
    (ids.len() < count).then(|| Some(ids).filter(|ids| !ids.is_empty()).map(|ids| json(&ids)))
}

fn hours_of(times: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut hours: Vec<u64> = times.map(|time| time / HOUR_MS).collect();
    hours.sort_unstable();
    hours.dedup();
    hours
}

/// Numbers, texts and lists of them always have a JSON form.
fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(changes: &[(usize, &str)]) -> String {
        let mut texts: Vec<Option<&str>> = vec![None; FORMS.len()];
        changes.iter().for_each(|(place, text)| texts[*place] = Some(text));
        let (first, second) = texts.split_at(20);
        json(&[Some([first, &[None]].concat()), Some([second, &[None]].concat()), None])
    }

    fn place(form: Form) -> usize {
        FORMS.iter().position(|one| *one == form).unwrap()
    }

    #[test]
    fn each_column_is_looked_through_as_what_it_is() {
        let person = Person::new("u_17");
        let (text, list, object, whole) = (place(Form::Text), place(Form::Ids), place(Form::Json), place(Form::Whole));
        let said = [(text, "of u_17"), (list, r#"["a","b-u_17"]"#), (object, r#"{"by":"u_17"}"#), (whole, "u_17-b")];
        let new = replaced(&person, &texts(&said)).unwrap();
        assert_eq!(new.len(), FORMS.len());
        assert_eq!(new[text].as_deref(), Some("of [erased]"));
        assert_eq!(new[list].as_deref(), Some(r#"["a"]"#));
        assert_eq!(new[object].as_deref(), Some(r#"{"by":"[erased]"}"#));
        assert_eq!(new[whole].as_deref(), Some("u_17-b"));
        assert_eq!(replaced(&person, &texts(&[(list, r#"["u_17"]"#)])).unwrap()[list], None);
        assert_eq!(replaced(&person, &texts(&[(whole, "u_17-b"), (text, "u_170")])), None);
        let actor = place(Form::Actor);
        assert_eq!(replaced(&person, &texts(&[(ACTOR_TYPE, "user"), (actor, "u_17-b")])), None);
        assert_eq!(replaced(&person, &texts(&[(ACTOR_TYPE, "rule"), (actor, "u_17-b")])).unwrap()[actor].as_deref(), Some("[erased]-b"));
    }

    #[test]
    fn an_event_whose_own_id_names_the_user_goes() {
        let row = |event_id: &str, texts: String| Mention { occurred_at: 5, event_id: event_id.into(), texts };
        let rows = [row("login-u_17", texts(&[])), row("e", texts(&[(0, "u_17")])), row("f", texts(&[]))];
        let changes = Changes::of(&Person::new("u_17"), &rows);
        assert_eq!((changes.removed.len(), changes.changed, changes.texts.len()), (1, vec![(5, "e".to_owned())], 1));
    }
}
