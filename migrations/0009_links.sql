-- Hours' columns know steps, correlations and the callers' own records. An hour that was folded before has none of these, so all are folded anew,
-- into a table in which they stand before what is long.
DROP TABLE hour_columns;

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
  steps TEXT NOT NULL,
  correlations TEXT NOT NULL,
  refs TEXT NOT NULL,
  entities TEXT NOT NULL,
  actors TEXT NOT NULL,
  streams TEXT NOT NULL,
  ids TEXT NOT NULL,
  PRIMARY KEY (project_id, hour, part)
) STRICT, WITHOUT ROWID;

UPDATE hours SET folded = 0, claimed_at = NULL WHERE folded <> 0;
