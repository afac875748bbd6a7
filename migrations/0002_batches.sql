-- The ledger of delivery: what each batch of a tracker instance said of its events, and what became of them. One row per batch.
--
-- WITHOUT ROWID and without an index, as events are: one row written per batch. A byte-identical retry has the same key, so what a batch
-- reports counts once for ever. Batches without an `instance_id` have no row, since there is nobody to settle an account with.
CREATE TABLE batches (
  project_id INTEGER NOT NULL,
  sealed_at INTEGER NOT NULL, -- by the sender; else when the batch came
  instance_id TEXT NOT NULL,
  batch_id TEXT NOT NULL, -- by the sender; else the first and the last seq
  started_at INTEGER, -- when the instance began, by its own clock, if its id carries a time
  first_seq INTEGER, -- the lowest number among the batch's events, whatever became of them
  last_seq INTEGER,
  tracked INTEGER, -- how many events the instance had tracked when the batch was sealed, if it says so
  accepted INTEGER NOT NULL, -- events of this batch that are stored and that no other batch brought before
  duplicate INTEGER NOT NULL, -- copies that came and were not stored again
  rejected INTEGER NOT NULL, -- refused for good, for what they are
  dropped_events INTEGER NOT NULL, -- the sum of the counts in `dropped`
  dropped TEXT, -- JSON list of {reason, level, count}: what the instance gave up since its last report
  busy_us INTEGER, -- main-thread time since the last report; NULL, as the counts below, when the tracker does not measure itself
  track_64 INTEGER, -- sampled calls of track() that took less than 64 µs
  track_128 INTEGER, -- less than 128 µs, and so on
  track_256 INTEGER,
  track_512 INTEGER,
  track_1024 INTEGER,
  track_2048 INTEGER,
  track_4096 INTEGER,
  track_more INTEGER,
  PRIMARY KEY (project_id, sealed_at, instance_id, batch_id)
) STRICT, WITHOUT ROWID;
