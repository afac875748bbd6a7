-- What the Worker asked of D1, as D1 counts and bills it, by UTC day and endpoint. One row for each of them, added to once in a while and
-- not by every request; all projects of the database together, as the bill.
CREATE TABLE usage (
  day INTEGER NOT NULL, -- days since the epoch, in UTC
  endpoint TEXT NOT NULL, -- the path with its parameters unnamed, or what the Worker does by itself
  requests INTEGER NOT NULL,
  rows_read INTEGER NOT NULL,
  rows_written INTEGER NOT NULL,
  events INTEGER NOT NULL, -- events that were stored
  PRIMARY KEY (day, endpoint)
) STRICT, WITHOUT ROWID;
