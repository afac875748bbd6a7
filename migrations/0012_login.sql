-- Logins of the dashboard.

-- What sessions are signed with, made by the Worker for itself. A new one is made after 30 days; the one before stays good for 7 days more.
CREATE TABLE secrets (
  id INTEGER NOT NULL PRIMARY KEY, -- from 1: two isolates that make one at the same time make the same
  secret TEXT NOT NULL, -- 32 random bytes, in hex
  made_at INTEGER NOT NULL
) STRICT;

-- Sessions that were ended before their time, until it would have been over anyhow.
CREATE TABLE ended_sessions (
  session_id TEXT NOT NULL PRIMARY KEY,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
