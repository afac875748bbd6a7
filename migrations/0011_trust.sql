-- Who did what when, and with how much. A row holds nothing about persons: no user's id, no value of a filter, and no hash of one.
CREATE TABLE audit (
  project_id INTEGER NOT NULL,
  seq INTEGER NOT NULL, -- from 1 on in each project, without gaps
  at INTEGER NOT NULL,
  action TEXT NOT NULL,
  key_id TEXT, -- the key that did it; NULL: the clock, or who owns the deployment
  details TEXT NOT NULL, -- JSON object: how much, and names of ours
  PRIMARY KEY (project_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
  SELECT raise(ABORT, 'rows of the audit are never changed');
END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN
  SELECT raise(ABORT, 'rows of the audit are never deleted');
END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE project_id = NEW.project_id AND seq = NEW.seq) BEGIN
  SELECT raise(ABORT, 'rows of the audit are never replaced');
END;

-- The random salt of a day, under which visitors without a cookie get their ids. It is deleted 48 hours after the day began, and with it the
-- last way from such an id back to an address.
CREATE TABLE salts (
  day INTEGER NOT NULL PRIMARY KEY, -- days since the epoch, in UTC
  salt TEXT NOT NULL -- 32 bytes, in hex
) STRICT;

-- The visits of visitors without a cookie. They go with their day's salt.
CREATE TABLE visits (
  day INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  visitor_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL, -- when the last batch came
  PRIMARY KEY (day, project_id, visitor_id)
) STRICT, WITHOUT ROWID;
