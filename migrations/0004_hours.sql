-- Roll-ups: the log once more, an hour at a time and in columns. Everything here is made from `events` and can be thrown away. How the
-- three tables stay right is told in ingest-worker/src/db/hours.rs.

-- How far a project's hours are closed. Hours are counted from the epoch, in UTC.
CREATE TABLE roll_ups (
  project_id INTEGER NOT NULL PRIMARY KEY REFERENCES projects (id),
  closed_until INTEGER NOT NULL, -- the first hour that is not closed
  folds INTEGER NOT NULL -- how often hours were claimed for folding; the last one's number
) STRICT;

-- The closed hours that have or had events.
CREATE TABLE hours (
  project_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  folded INTEGER NOT NULL, -- 0: to be folded; -n: being folded under the number n; n: folded, and its columns bear this number
  claimed_at INTEGER, -- when the folding began
  parts INTEGER NOT NULL, -- how many rows of `hour_columns`, as it was folded last
  events INTEGER NOT NULL,
  bytes INTEGER NOT NULL, -- the length of their texts
  PRIMARY KEY (project_id, hour)
) STRICT, WITHOUT ROWID;

-- What is to be folded is found without reading what is.
CREATE INDEX hours_to_fold ON hours (project_id, hour) WHERE folded <= 0;

-- The columns of folded hours, a text for each group of them, in the form told in ingest-worker/src/rollup/codec.rs. What is asked for most
-- comes first: SQLite walks through a long row from its beginning.
CREATE TABLE hour_columns (
  project_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  part INTEGER NOT NULL, -- a busy hour has several, one after the other in the order of the log
  folded INTEGER NOT NULL, -- the number it was folded under
  events INTEGER NOT NULL,
  visits INTEGER NOT NULL,
  counts TEXT NOT NULL,
  profiles TEXT NOT NULL,
  sessions TEXT NOT NULL,
  visitors TEXT NOT NULL,
  users TEXT NOT NULL,
  origins TEXT NOT NULL,
  kinds TEXT NOT NULL,
  event_visits TEXT NOT NULL,
  pages TEXT NOT NULL,
  titles TEXT NOT NULL,
  durations TEXT NOT NULL,
  spans TEXT NOT NULL,
  times TEXT NOT NULL,
  entities TEXT NOT NULL,
  actors TEXT NOT NULL,
  streams TEXT NOT NULL,
  ids TEXT NOT NULL,
  PRIMARY KEY (project_id, hour, part)
) STRICT, WITHOUT ROWID;

-- What the batches sealed in a folded hour say of their instances, in the form told in ingest-worker/src/rollup/codec/ledger.rs.
CREATE TABLE hour_ledgers (
  project_id INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  part INTEGER NOT NULL,
  folded INTEGER NOT NULL, -- the number it was folded under
  instances INTEGER NOT NULL,
  ledger TEXT NOT NULL,
  PRIMARY KEY (project_id, hour, part)
) STRICT, WITHOUT ROWID;
