-- What a project has settled for its events, changeable without a deployment.

-- Tracking plans. Every version is kept, so that it can be told by which one an event was judged. The built-in plan is version 0 and has no row.
CREATE TABLE plans (
  project_id INTEGER NOT NULL REFERENCES projects (id),
  version INTEGER NOT NULL, -- from 1, without gaps
  plan TEXT NOT NULL, -- JSON, as it was put
  created_at INTEGER NOT NULL,
  PRIMARY KEY (project_id, version)
) STRICT, WITHOUT ROWID;

-- Remote config: the present one.
CREATE TABLE configs (
  project_id INTEGER NOT NULL PRIMARY KEY REFERENCES projects (id),
  version INTEGER NOT NULL, -- how often it was put
  config TEXT NOT NULL, -- JSON, as it was put
  updated_at INTEGER NOT NULL
) STRICT;

-- What of the event was not as planned when it came: a code, and the field behind a blank, as `property_missing metadata.priority`. NULL: nothing.
ALTER TABLE events ADD COLUMN plan_fault TEXT;
