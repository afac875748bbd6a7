-- What events name as their causes, the other way round: which events a cause has brought about. One row for each cause that an event names,
-- and none for events that name none. Everything here is said by `caused_by` of `events`.
CREATE TABLE causes (
  project_id INTEGER NOT NULL,
  cause_id TEXT NOT NULL, -- the id of an event that is stored, or is not
  occurred_at INTEGER NOT NULL, -- of the event that names it
  event_id TEXT NOT NULL,
  PRIMARY KEY (project_id, cause_id, occurred_at, event_id)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO causes (project_id, cause_id, occurred_at, event_id)
SELECT events.project_id, cause.value, events.occurred_at, events.event_id
FROM events, json_each(events.caused_by) AS cause
WHERE events.caused_by IS NOT NULL;
