-- Hours' columns know steps, correlations and the callers' own records. An hour that was folded before has none of these, so all are folded anew.
ALTER TABLE hour_columns ADD COLUMN steps TEXT;
ALTER TABLE hour_columns ADD COLUMN correlations TEXT;
ALTER TABLE hour_columns ADD COLUMN refs TEXT;

UPDATE hours SET folded = 0, claimed_at = NULL WHERE folded <> 0;
