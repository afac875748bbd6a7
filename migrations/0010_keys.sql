-- Keys can be named, changed and replaced.

-- The public name of a key: the first 12 of the 64 digits of its hash, so that every key has one, whoever made it. It opens nothing and leads
-- back to no text: of 190 random bits it tells 48 of a hash.
ALTER TABLE keys ADD COLUMN id TEXT GENERATED ALWAYS AS (substr(hash, 1, 12)) VIRTUAL;
CREATE UNIQUE INDEX keys_id ON keys (id);

ALTER TABLE keys ADD COLUMN last_used_at INTEGER; -- to the hour, and not before this migration
ALTER TABLE keys ADD COLUMN replaced_by TEXT; -- the id of the key that was made in its place
