-- Projects own events and keys; keys say who may write and read; events are the log itself.

CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

INSERT INTO projects (id, slug, name, created_at) VALUES (1, 'default', 'Default', unixepoch() * 1000);

-- A key's text is shown once, when it is made. What is kept is the lower-case hex SHA-256 of the whole text.
CREATE TABLE keys (
  hash TEXT NOT NULL PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  kind TEXT NOT NULL CHECK (kind IN ('write', 'read', 'admin', 'server')),
  origins TEXT CHECK (origins IS NULL OR json_type(origins) = 'array'), -- JSON list of origins; NULL: any
  label TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- Times are milliseconds since the epoch, UTC.
--
-- WITHOUT ROWID: the primary key is the table, so an event is one row written, neighbours in time are neighbours on disk, and what was
-- stored before is recognised for ever. Every secondary index would cost one more row written per event.
CREATE TABLE events (
  project_id INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  type TEXT NOT NULL,
  category TEXT NOT NULL,
  action TEXT NOT NULL,
  level INTEGER NOT NULL, -- 0 detail, 1 state, 2 action, 3 decision, 4 milestone
  seq INTEGER,
  instance_id TEXT,
  user_id TEXT,
  visitor_id TEXT,
  session_id TEXT,
  actor_type TEXT NOT NULL,
  actor_id TEXT,
  actor_name TEXT,
  entity_type TEXT,
  entity_id TEXT,
  entity_title TEXT,
  stream_id TEXT,
  step INTEGER,
  correlation_id TEXT,
  caused_by TEXT, -- JSON list of event ids
  ref TEXT,
  summary TEXT,
  duration_ms INTEGER,
  page_path TEXT,
  page_title TEXT,
  page_referrer TEXT,
  page_utm TEXT, -- JSON object
  device_type TEXT,
  device_os TEXT,
  device_browser TEXT,
  device_screen TEXT,
  device_language TEXT,
  device_timezone TEXT,
  metadata TEXT, -- JSON object
  context TEXT, -- JSON object
  PRIMARY KEY (project_id, occurred_at, event_id)
) STRICT, WITHOUT ROWID;
