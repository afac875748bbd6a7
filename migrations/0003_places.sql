-- Where an event came from, as far as the network tells: never an address. And whether a program sent it.
ALTER TABLE events ADD COLUMN country TEXT; -- ISO 3166-1, two letters
ALTER TABLE events ADD COLUMN region TEXT;
ALTER TABLE events ADD COLUMN city TEXT;
ALTER TABLE events ADD COLUMN colo TEXT; -- the data centre that took it, three letters
ALTER TABLE events ADD COLUMN bot INTEGER; -- 1: a program that says so, or is known for one
-- The name of the parameter with which an advertisement marked the visit, such as gclid. Its value names a person's click and is not kept.
ALTER TABLE events ADD COLUMN page_click_id TEXT;
