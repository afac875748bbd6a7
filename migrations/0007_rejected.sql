-- What was refused, and what was counted.

-- Rejected events, so that a wrong plan or a wrong release loses nothing. The newest 10,000 of a project, for 30 days.
--
-- The key is what the event is, not when it came: an event that is sent again and rejected again is the row that is there. A list is made
-- by reading all of a project's rows, which are bounded, so no index has to be paid for with each row.
CREATE TABLE rejected (
  project_id INTEGER NOT NULL,
  id TEXT NOT NULL, -- a hash of the event as it came; of one without an id of its own, and of the id that it got
  rejected_at INTEGER NOT NULL, -- the last time that was counted
  times INTEGER NOT NULL, -- how often; behind the tenth time at most one of an hour is counted
  code TEXT NOT NULL,
  type TEXT, -- NULL when it is none
  event_id TEXT, -- NULL when it is none
  field TEXT,
  detail TEXT NOT NULL,
  plan_version INTEGER NOT NULL, -- the plan by which it was judged
  arrival TEXT NOT NULL, -- JSON: what the request said, as the members of an export say it: when, instance, device, place
  event TEXT NOT NULL, -- JSON: the event with what its batch's context says, redacted and clamped
  PRIMARY KEY (project_id, id)
) STRICT, WITHOUT ROWID;

-- Verdicts ever given, a row for each project: one row written with each request, in its transaction.
CREATE TABLE counters (
  project_id INTEGER NOT NULL PRIMARY KEY,
  requests INTEGER NOT NULL, -- requests that were judged
  bytes INTEGER NOT NULL, -- of their bodies, inflated
  accepted INTEGER NOT NULL,
  duplicate INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  limited INTEGER NOT NULL,
  linked INTEGER NOT NULL, -- accepted events with a ref
  codes TEXT NOT NULL, -- JSON object: rejected events by code
  kept INTEGER NOT NULL, -- no fewer than there are rows in `rejected`; right when they were pruned last
  pruned_at INTEGER NOT NULL -- when that was
) STRICT;
