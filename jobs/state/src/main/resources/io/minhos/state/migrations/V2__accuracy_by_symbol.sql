-- Figures by symbol beside those of all, and why a breaker is as it is. Null in reports from before,
-- which were of all symbols, as the empty symbol is.
ALTER TABLE accuracy
  ADD COLUMN symbol text,
  ADD COLUMN reason text,
  ADD COLUMN detail text;
ALTER TABLE accuracy DROP CONSTRAINT accuracy_pkey;
CREATE UNIQUE INDEX ON accuracy (model, version, coalesce(symbol, ''), time);
